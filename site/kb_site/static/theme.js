// Before the page is drawn: the theme the reader chose, and that scripts run.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  if (/[?&]q=[^&]/.test(location.search)) root.classList.add("asked");
  addEventListener("scroll", function () {
    root.classList.toggle("far-down", scrollY > 1.5 * innerHeight);
  }, { passive: true });
  // A file share may forbid storage: then the choice holds for this page.
  function kept(name, value) {
    try {
      if (value === undefined) return localStorage.getItem("shuiguan-" + name);
      if (value) localStorage.setItem("shuiguan-" + name, value);
      else localStorage.removeItem("shuiguan-" + name);
    } catch (error) {
      // See above.
    }
    return null;
  }
  var theme = kept("theme");
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  if (kept("large")) root.classList.add("large");
  function say() {
    var light = document.querySelector("[data-theme-toggle]");
    if (light) light.textContent = "明暗：" + ({ dark: "深色", light: "浅色" }[root.dataset.theme] || "自动");
    var large = document.querySelector("[data-large]");
    if (large) large.setAttribute("aria-pressed", String(root.classList.contains("large")));
  }
  document.addEventListener("DOMContentLoaded", say);
  document.addEventListener("click", function (event) {
    var menu = document.querySelector("[data-menu]");
    if (menu && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    var button = event.target instanceof Element && event.target.closest("[data-theme-toggle], [data-large]");
    if (!button) return;
    if (button.hasAttribute("data-large")) {
      kept("large", root.classList.toggle("large") ? "1" : "");
    } else {
      // From the system's choice to its opposite, then to the other, then back to the system's.
      var system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      var now = root.dataset.theme;
      var next = !now ? (system === "dark" ? "light" : "dark") : now === system ? "" : system;
      if (next) root.dataset.theme = next;
      else delete root.dataset.theme;
      kept("theme", next);
    }
    say();
  });
})();
