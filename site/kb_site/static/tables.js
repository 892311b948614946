// Tables that sort by a click on a heading and filter by the form above them; and the matrix's short form.
(function () {
  "use strict";
  const collator = new Intl.Collator("zh-Hans-CN", { numeric: true });

  function value(row, column, numeric) {
    const cell = row.cells[column];
    if (!numeric) return cell.textContent.trim();
    const given = cell.dataset.value;
    return given === undefined || given === "" ? null : Number(given);
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
        sort(table, head.cellIndex, head.dataset.sort === "number", down);
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
    const rows = [].concat(...tables.map((table) => [...table.tBodies[0].rows]));
    const empty = tables.map(noneFits);
    const count = form.querySelector("[data-filter-count]");
    const clear = form.querySelector("[data-filter-clear]");
    const text = form.querySelector("[data-filter-text]");
    const choices = [...form.querySelectorAll("[data-filter]")];
    const measure = form.dataset.measure || "项";
    const fields = () => [[text.dataset.filterText || "q", text.value.trim()], ...choices.map((c) => [c.dataset.filter, c.value])];
    const chosen = (row, choice) => {
      if (!choice.value) return true;
      const has = row.dataset[choice.dataset.filter];
      return choice.value === NONE ? !has : has.split("|").includes(choice.value);
    };
    const apply = () => {
      const wanted = text.value.trim().toLowerCase();
      let shown = 0;
      for (const row of rows) {
        const fits = choices.every((c) => chosen(row, c)) && (!wanted || row.textContent.toLowerCase().includes(wanted));
        row.hidden = !fits;
        if (fits) shown += 1;
      }
      tables.forEach((table, i) => {
        empty[i].hidden = [...table.tBodies[0].rows].some((row) => row !== empty[i] && !row.hidden);
      });
      count.textContent = shown === rows.length ? `共 ${rows.length} ${measure}` : `${rows.length} ${measure}中的 ${shown} ${measure}`;
      if (clear) clear.hidden = shown === rows.length && !fields().some(([, value]) => value);
    };
    const read = () => {
      const given = new URLSearchParams(location.search);
      text.value = given.get(text.dataset.filterText || "q") || "";
      for (const choice of choices) {
        choice.value = given.get(choice.dataset.filter) || "";
        if (choice.selectedIndex < 0) choice.value = "";
      }
      apply();
    };
    const changed = () => {
      apply();
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

  const tools = document.querySelector("[data-matrix-tools]");
  if (tools && document.querySelector("[data-weak-row]")) {
    tools.hidden = false;
    const matrix = document.getElementById("matrix");
    const button = tools.querySelector("button");
    const set = (on) => {
      matrix.classList.toggle("only-strong", on);
      button.setAttribute("aria-pressed", String(on));
    };
    button.addEventListener("click", () => set(button.getAttribute("aria-pressed") !== "true"));
    set(true);
  }
})();
