// Before the page is drawn: the theme the reader chose, and that scripts run.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  if (/[?&]q=[^&]/.test(location.search)) root.classList.add("asked");
  addEventListener("scroll", function () {
    root.classList.toggle("far-down", scrollY > 1.5 * innerHeight);
  }, { passive: true });
  var kept = null;
  try {
    kept = localStorage.getItem("shuiguan-theme");
  } catch (error) {
    // A file share may forbid storage: the system's choice holds then.
  }
  if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  document.addEventListener("click", function (event) {
    var menu = document.querySelector("[data-menu]");
    if (menu && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    var button = event.target instanceof Element && event.target.closest("[data-theme-toggle]");
    if (!button) return;
    var dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("shuiguan-theme", root.dataset.theme);
    } catch (error) {
      // Then the choice holds for this page.
    }
  });
})();
