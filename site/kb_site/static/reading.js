// Reading aids: copy a citation, source line numbers, margin notes, where in the contents one is.
(function () {
  "use strict";
  const root = document.documentElement;

  // A unit's sheet as text: what the page shows, tables with tabs between their cells.
  function sheetText(sheet) {
    const parts = sheet.querySelectorAll("h1, .full, .of-plan > h2, .sheet-source, .members, .duty-group");
    return Array.from(parts, (part) => part.innerText.trim()).join("\n\n") + "\n";
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-cite], [data-copy-sheet]");
    if (!button) return;
    const cited = button.dataset.cite;
    window.shuiguan.copyFrom(button, cited === undefined ? sheetText(button.closest(".sheet")) : cited);
  });

  const printer = document.querySelector("[data-print]");
  if (printer) printer.addEventListener("click", () => print());

  function toggle(selector, name, invert) {
    const button = document.querySelector(selector);
    if (!button) return;
    button.addEventListener("click", () => {
      const on = root.classList.toggle(name);
      button.setAttribute("aria-pressed", String(invert ? !on : on));
    });
  }
  toggle("[data-lines]", "show-lines", false);
  toggle("[data-notes]", "no-notes", true);

  // A long text has its clauses on pages of their own: an address of before (text.html#2.4.2) leads on from its entry here,
  // or from the entry that its number begins with.
  const parts = document.querySelector("[data-parts]");
  function leadOn() {
    const asked = decodeURIComponent(location.hash.slice(1)).replace(/^h-/, "");
    let name = asked;
    let entry = document.getElementById(name);
    if (entry && !parts.contains(entry)) return;
    while (!entry && name.includes(".")) {
      name = name.slice(0, name.lastIndexOf("."));
      entry = document.getElementById(name);
    }
    if (!entry || !parts.contains(entry)) return;
    location.replace(`${entry.querySelector("a").href.split("#")[0]}${location.search}#${asked}`);
  }
  if (parts) {
    addEventListener("hashchange", leadOn);
    if (location.hash) leadOn();
  }

  const contents = document.querySelector("[data-contents]");
  if (!contents) return;
  const opener = contents.querySelector("[data-contents-toggle]");
  const wide = matchMedia("(min-width: 68.01rem)");
  const mark = () => opener.setAttribute("aria-expanded", String(wide.matches || contents.classList.contains("open")));
  opener.addEventListener("click", () => {
    contents.classList.toggle("open");
    mark();
  });
  wide.addEventListener("change", mark);
  mark();
  const links = new Map();
  for (const link of contents.querySelectorAll('a[href^="#"]')) {
    const place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (place) links.set(place, link);
  }
  const places = [...links.keys()];
  let here = null;
  let waiting = false;
  function follow() {
    waiting = false;
    let current = null;
    for (const place of places) {
      if (place.getBoundingClientRect().top > innerHeight * 0.3) break;
      current = place;
    }
    const link = links.get(current);
    if (link === here) return;
    if (here) {
      here.classList.remove("here");
      here.removeAttribute("aria-current");
    }
    here = link || null;
    if (!here) return;
    here.classList.add("here");
    here.setAttribute("aria-current", "location");
    const box = here.getBoundingClientRect();
    const frame = contents.getBoundingClientRect();
    if (box.top < frame.top || box.bottom > frame.bottom) {
      contents.scrollTop += box.top - frame.top - frame.height / 3;
    }
  }
  function soon() {
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(follow);
    }
  }
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  follow();
})();
