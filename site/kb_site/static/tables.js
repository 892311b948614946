// Tables that sort by a click on a heading and filter by the form above them; and the matrix's short form.
(function () {
  "use strict";
  const collator = new Intl.Collator("zh-Hans-CN", { numeric: true });

  function value(row, column, numeric) {
    const cell = row.cells[column];
    if (!numeric) return cell.textContent.trim();
    const given = cell.dataset.value || cell.textContent.trim();
    const found = given ? Number(given) : NaN;
    return Number.isNaN(found) ? null : found;
  }

  function sort(table, column, numeric, down) {
    const body = table.tBodies[0];
    const rows = [...body.rows].filter((row) => row.className !== "none-fits");
    const place = new Map(rows.map((row) => [row, Number(row.dataset.order)]));
    rows.sort((a, b) => {
      const x = value(a, column, numeric);
      const y = value(b, column, numeric);
      let order;
      if (x === null || y === null) order = x === y ? 0 : x === null ? 1 : -1;
      else order = (numeric ? x - y : collator.compare(x, y)) * (down ? -1 : 1);
      return order || place.get(a) - place.get(b);
    });
    body.append(...rows);
  }

  // The rows of a long table's later pages come when they are asked for; then what is shown is the whole table.
  function cellOf([css, value, pieces], like, label) {
    const cell = document.createElement(like.tagName);
    if (like.scope) cell.scope = like.scope;
    if (css) cell.className = css;
    if (value) cell.dataset.value = value;
    if (label && pieces.length) cell.dataset.label = label;
    for (const [text, href, look] of pieces) {
      const piece = document.createElement(href ? "a" : "span");
      if (href) piece.href = href;
      if (look) piece.className = look;
      piece.append(text);
      cell.append(piece);
    }
    return cell;
  }
  function whole(table, then) {
    const file = table.dataset.rows;
    if (!file) {
      then();
      return;
    }
    delete table.dataset.rows;
    const script = document.createElement("script");
    script.src = file;
    script.addEventListener("load", () => {
      const body = table.tBodies[0];
      const first = body.rows[0];
      for (const [marks, cells] of window.shuiguan.rows[table.id] || []) {
        const row = document.createElement("tr");
        Object.assign(row.dataset, marks, { order: String(body.rows.length) });
        row.append(...cells.map((cell, i) => cellOf(cell, first.cells[i], first.cells[i].dataset.label)));
        body.append(row);
      }
      for (const nav of document.querySelectorAll("[data-table-pages]")) nav.hidden = true;
      then();
    });
    script.addEventListener("error", then);
    document.head.append(script);
  }

  for (const table of document.querySelectorAll("[data-sortable]")) {
    [...table.tBodies[0].rows].forEach((row, i) => (row.dataset.order = String(i)));
    const heads = [...table.tHead.rows[0].cells];
    for (const head of heads) {
      if (!head.dataset.sort) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        whole(table, () => sort(table, head.cellIndex, head.dataset.sort === "number", down));
      });
    }
  }

  // What is chosen is part of the address: such a page can be sent, and Back restores it, from a file share too.
  const NONE = "-";

  function keep(pairs) {
    const address = new URLSearchParams(location.search);
    for (const [name, value] of pairs) {
      if (value) address.set(name, value);
      else address.delete(name);
    }
    const query = address.toString();
    try {
      history.replaceState(null, "", location.pathname + (query ? `?${query}` : "") + location.hash);
    } catch (error) {
      // Some browsers allow no address change on a file share: the filter still works.
    }
  }

  // The line that takes the place of the rows where none fits.
  function noneFits(table) {
    const row = table.tBodies[0].insertRow();
    const cell = row.insertCell();
    cell.colSpan = table.tHead.rows[0].cells.length;
    cell.className = "none";
    cell.textContent = "没有符合的。";
    row.hidden = true;
    row.className = "none-fits";
    row.dataset.order = "-1";
    return row;
  }

  for (const form of document.querySelectorAll("[data-filters]")) {
    const tables = form.dataset.filters.split(" ").map((id) => document.getElementById(id));
    const rowsOf = (table) => [...table.tBodies[0].rows].filter((row) => row.className !== "none-fits");
    const empty = tables.map(noneFits);
    const columns = tables.map((table) => [...table.tHead.rows[0].cells].map((head) => head.dataset.key));
    const count = form.querySelector("[data-filter-count]");
    const clear = form.querySelector("[data-filter-clear]");
    const text = form.querySelector("[data-filter-text]");
    const choices = [...form.querySelectorAll("[data-filter]")];
    const measure = form.dataset.measure || "项";
    const fields = () => [[text.dataset.filterText || "q", text.value.trim()], ...choices.map((c) => [c.dataset.filter, c.value])];
    // What a row has is in its marks, otherwise in the cell of that column: “区卫健委、区教委”.
    const chosen = (row, choice, keys) => {
      if (!choice.value) return true;
      const asked = choice.dataset.filter;
      const cell = row.cells[keys.indexOf(asked)];
      const has = asked in row.dataset ? row.dataset[asked] : cell ? cell.textContent : "";
      return choice.value === NONE ? !has : has.split("、").includes(choice.value);
    };
    const apply = () => {
      const wanted = text.value.trim().toLowerCase();
      let shown = 0;
      let all = 0;
      tables.forEach((table, i) => {
        const rows = rowsOf(table);
        for (const row of rows) {
          const fits = choices.every((c) => chosen(row, c, columns[i])) && (!wanted || row.textContent.toLowerCase().includes(wanted));
          row.hidden = !fits;
          if (fits) shown += 1;
        }
        all += rows.length;
        empty[i].hidden = rows.some((row) => !row.hidden);
      });
      count.textContent = shown === all ? `共 ${all} ${measure}` : `${all} ${measure}中的 ${shown} ${measure}`;
      if (clear) clear.hidden = shown === all && !fields().some(([, value]) => value);
    };
    const applyToAll = () => {
      const filtered = fields().some(([, value]) => value);
      const waiting = tables.filter((table) => table.dataset.rows);
      if (!waiting.length) apply();
      else if (filtered) waiting.forEach((table) => whole(table, apply));
    };
    const read = () => {
      const given = new URLSearchParams(location.search);
      text.value = given.get(text.dataset.filterText || "q") || "";
      for (const choice of choices) {
        choice.value = given.get(choice.dataset.filter) || "";
        if (choice.selectedIndex < 0) choice.value = "";
      }
      applyToAll();
    };
    const changed = () => {
      applyToAll();
      keep(fields());
    };
    // What an input method is still composing is no word yet.
    form.addEventListener("input", (event) => event.isComposing || changed());
    text.addEventListener("compositionend", changed);
    if (clear) {
      clear.addEventListener("click", () => {
        text.value = "";
        for (const choice of choices) choice.value = "";
        changed();
        text.focus();
      });
    }
    read();
    // A browser that goes back fills the form by itself, after this script.
    addEventListener("pageshow", () => setTimeout(read));
  }
})();
