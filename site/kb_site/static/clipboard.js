// Copying text, for every script of the page.
(function () {
  "use strict";
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (error) {
      // A page from a file share has no clipboard of its own in every browser: the old way still works.
      const field = document.createElement("textarea");
      field.value = text;
      field.className = "out";
      field.setAttribute("aria-hidden", "true");
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }
  // Copies, and says so on the button for a moment.
  async function copyFrom(button, text) {
    if (button.classList.contains("done")) return;
    const said = button.textContent;
    const { copied, by_hand: failed } = window.shuiguan.site.words;
    button.textContent = (await copy(text)) ? copied : failed;
    button.classList.add("done");
    button.focus();
    setTimeout(() => {
      button.textContent = said;
      button.classList.remove("done");
    }, 1600);
  }
  window.shuiguan = Object.assign(window.shuiguan || {}, { copyFrom });
})();
