// Over many plans: hits first, and the answer once typing rests, since it needs more data. The search box calls shuiguan.many.
(function () {
  "use strict";
  const RESTS = 150; // ms
  const TAKEN = ["plans", "units", "left_out"]; // what is found says of plans: their titles, units' pages, lines left out
  const know = (site, found) => TAKEN.forEach((name) => Object.assign(site[name], found[name] || {}));

  // draw(): whether the question is still asked; draw(result): draws what was found for it.
  window.shuiguan = window.shuiguan || {};
  window.shuiguan.many = (site, query, result, draw) => {
    know(site, result);
    if (!result.card) return;
    setTimeout(async () => {
      if (!draw()) return;
      const answered = await window.shuiguan.search(query, { card: true });
      if (!answered || !answered.answer || !draw()) return;
      know(site, answered);
      const { answer, within } = answered;
      if (within) answer.notes = [...answer.notes, site.words.within.replace("{n}", within)];
      const found = document.querySelector("[data-found]");
      const at = found.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
      draw({ ...result, answer });
      const again = at && Array.from(found.querySelectorAll("[data-item]")).find((one) => one.getAttribute("href") === at);
      if (again) again.focus();
    }, RESTS);
  };
})();
