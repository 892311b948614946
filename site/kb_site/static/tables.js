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
    const rows = [...body.rows];
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

  for (const form of document.querySelectorAll("[data-filters]")) {
    form.hidden = false;
    const rows = [...document.getElementById(form.dataset.filters).tBodies[0].rows];
    const count = form.querySelector("[data-filter-count]");
    const text = form.querySelector("[data-filter-text]");
    const choices = [...form.querySelectorAll("[data-filter]")];
    const apply = () => {
      const wanted = text.value.trim().toLowerCase();
      let shown = 0;
      for (const row of rows) {
        const fits =
          choices.every((c) => !c.value || row.dataset[c.dataset.filter].split("|").includes(c.value)) &&
          (!wanted || row.textContent.toLowerCase().includes(wanted));
        row.hidden = !fits;
        if (fits) shown += 1;
      }
      count.textContent = shown === rows.length ? `共 ${rows.length} 项` : `${rows.length} 项中的 ${shown} 项`;
    };
    form.addEventListener("input", apply);
    apply();
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
