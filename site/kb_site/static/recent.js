// Questions asked of late, kept in this browser alone.
(function () {
  "use strict";
  const KEY = "shuiguan-recent";
  const MOST = 8;
  function list() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, MOST) : [];
    } catch (error) {
      return []; // A file share may forbid storage, and another page may have put something else there.
    }
  }
  function put(questions) {
    try {
      localStorage.setItem(KEY, JSON.stringify(questions.slice(0, MOST)));
    } catch (error) {
      // Then nothing is remembered.
    }
  }
  // A question takes the place of those it was typed on from: 托, 托育.
  const add = (question) => put([question, ...list().filter((one) => !question.startsWith(one))]);
  window.shuiguan = Object.assign(window.shuiguan || {}, { recent: { list, add, clear: () => put([]) } });
})();
