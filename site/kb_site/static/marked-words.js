// What was searched for, marked on the page that a hit led to: text.html?q=托育. The bar takes the marks away.
(function () {
  "use strict";
  const words = Array.from(new Set((new URLSearchParams(location.search).get("q") || "").split(/\s+/))).filter((word) => word);
  const inside = document.getElementById("content");
  const say = (window.shuiguan && window.shuiguan.site && window.shuiguan.site.words) || null;
  if (!words.length || !inside || !say) return;
  words.sort((a, b) => b.length - a.length);
  const walker = document.createTreeWalker(inside, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const around = walker.currentNode.parentElement;
    if (!around.closest("button, svg, nav") && around.getClientRects().length) texts.push(walker.currentNode);
  }
  const marks = [];
  for (const text of texts) {
    let rest = text;
    while (rest) {
      const found = words.map((word) => [rest.data.indexOf(word), word]).filter(([at]) => at >= 0).sort(([a], [b]) => a - b)[0];
      if (!found) break;
      const word = rest.splitText(found[0]);
      rest = word.splitText(found[1].length);
      const mark = document.createElement("mark");
      mark.className = "asked-for";
      word.replaceWith(mark);
      mark.append(word);
      marks.push(mark);
    }
  }
  if (!marks.length) return;
  const bar = document.createElement("p");
  bar.className = "marked-bar";
  bar.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = say.unmark;
  const shown = words.map((word) => `“${word}”`).join("、");
  bar.append(say.met.replace("{words}", shown).replace("{n}", marks.length), " ", button);
  inside.append(bar);
  button.addEventListener("click", () => {
    for (const mark of marks) mark.replaceWith(...mark.childNodes);
    inside.normalize();
    bar.remove();
    inside.focus({ preventScroll: true });
    try {
      history.replaceState(null, "", location.pathname + location.hash);
    } catch (error) {
      // Some browsers allow no address change on a file share: a reload marks again.
    }
  });
})();
