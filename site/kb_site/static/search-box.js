// The search box and what it finds. The engine is search.js: window.shuiguan.search(query) gives, at once or as a
// promise, {query, total, hits, answer, notes, suggestions} in the shapes of `kb search --json` and `kb who --json`
// (answer null where there is none). Here it is only drawn, with DOM calls: nothing found is ever read as HTML.
(function () {
  "use strict";
  const root = document.documentElement;
  const up = root.dataset.root || "";
  const input = document.querySelector("[data-search]");
  const found = document.querySelector("[data-found]");
  if (!input || !found) return;
  const rest = document.querySelector("[data-rest]");
  // What is typed at once goes into the box: a browser follows the attribute `autofocus` only some time later.
  if ("focus" in input.dataset && document.activeElement === document.body) input.focus({ preventScroll: true });
  const quick = found.classList.contains("found-quick");
  const onSearchPage = document.body.classList.contains("page-search");
  const ANSWERS = 4;
  const EVIDENCE = 3;
  const UNITS = 3; // beside a hit
  const HITS = 20; // at first; more by the button below them
  const BASES = { assigned: "明确责任", named: "文中点名", related: "关联", object: "涉及对象" };
  const GROUPS = [
    ["重点任务", ["task"]],
    ["项目", ["project"]],
    ["指标", ["indicator"]],
    ["主要目标与基本原则", ["goal", "principle"]],
    ["组织实施与监测", ["measure"]],
    ["章节与专栏", ["chapter", "section", "box"]],
    ["段落", ["paragraph"]],
  ];

  function el(tag, name, ...parts) {
    const node = document.createElement(tag);
    if (name) node.className = name;
    node.append(...parts.filter((part) => part !== null && part !== undefined && part !== ""));
    return node;
  }
  function link(href, name, ...parts) {
    const node = el("a", name, ...parts);
    node.setAttribute("href", up + href);
    node.dataset.item = "";
    return node;
  }
  function marked(text, ranges) {
    const out = [];
    let done = 0;
    for (const [start, end] of ranges || []) {
      out.push(text.slice(done, start), el("mark", "", text.slice(start, end)));
      done = end;
    }
    out.push(text.slice(done));
    return out;
  }
  function pageOf(id, kind, url) {
    if (url) return url;
    const [plan, local] = id.split("/");
    const own = ["section", "principle", "goal", "task", "measure", "box", "project", "indicator"].includes(kind);
    return own ? `${plan}/${local}.html` : `${plan}/text.html#${local}`;
  }
  function site() {
    return (window.shuiguan && window.shuiguan.site) || { plans: {}, units: {} };
  }
  // With several plans everything found says which it comes from.
  function planOf(id) {
    const plans = site().plans;
    const plan = id.split("/")[0];
    return Object.keys(plans).length > 1 ? plans[plan] || plan : "";
  }
  // A quotation in one line: where the source broke a line between two Chinese characters nothing stood.
  function oneLine(text) {
    return text.replace(/([^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])/g, "$1");
  }
  function unitLink(name, plan) {
    const units = site().units;
    const page = (units[plan] || {})[name];
    return page ? link(`${plan}/unit-${page}.html`, "unit", name) : el("span", "unit", name);
  }
  // “专栏五 托育服务机构规范化项目” beside its own title is “专栏五”.
  function place(citation, title) {
    const short = citation.replace(/、$/, "");
    return title && short.endsWith(title) && short !== title ? short.slice(0, -title.length).trim() : short;
  }
  function basis(key) {
    return el("span", `basis basis-${key}`, BASES[key]);
  }

  // The answer card

  // Rows of one table that name the unit in the same words are one piece of evidence with several titles.
  function gather(items) {
    const out = [];
    for (const item of items) {
      const last = out[out.length - 1];
      const same = last && last[0].kind === "indicator" && item.kind === "indicator" && last[0].plan === item.plan;
      if (same && last[0].quote === item.quote && last[0].basis === item.basis) last.push(item);
      else out.push([item]);
    }
    return out;
  }
  function evidence(items, i, all) {
    const first = items[0];
    const block = el("div", `evidence evidence-${first.basis}`);
    for (const item of items) {
      const where = [place(item.citation, item.title)];
      if (item.line && item.basis !== "related") where.push(`源文第 ${item.line} 行`);
      if (item.deadline) where.push(item.deadline);
      block.append(
        el("p", "", link(pageOf(item.id, item.kind, item.url), "", item.title || place(item.citation)), " ",
          el("span", "where", where.join("，"))),
      );
    }
    if (first.basis === "related") {
      const tie = first.link && first.link.id !== first.id ? ["，见 ", link(pageOf(first.link.id, first.link.kind), "", first.link.title)] : [];
      block.append(el("p", "why", first.why || "", ...tie));
    } else if (first.document) {
      block.append(el("p", "why", `依据《${first.document}》`));
    } else if (first.quote) {
      if (first.kind === "indicator") block.append(el("p", "note-label", "责任单位栏"));
      block.append(el("blockquote", "", el("p", "", oneLine(first.quote))));
    }
    const plan = planOf(first.id);
    if (plan && !(all[i + 1] && planOf(all[i + 1][0].id) === plan)) block.append(el("p", "of-plan", plan));
    return block;
  }
  // Units that one and the same sentence names stand together, in the order of the answer.
  function together(answers) {
    const out = [];
    const seen = new Map();
    for (const answer of answers) {
      const proofs = answer.evidence.map((item) => [item.id, item.basis, item.role, item.quote, item.why]);
      const key = JSON.stringify([answer.basis, answer.role, proofs]);
      if (seen.has(key)) seen.get(key).push(answer);
      else {
        const group = [answer];
        seen.set(key, group);
        out.push(group);
      }
    }
    return out;
  }
  function planOfAnswer(answer) {
    const first = answer.evidence[0];
    return first ? first.id.split("/")[0] : root.dataset.plan;
  }
  function answerCard(answer) {
    const groups = together(answer.answers);
    const shown = groups.slice(0, ANSWERS);
    const open = answer.unassigned || [];
    if (!shown.length && !open.length) return null;
    const card = el("section", "answer");
    card.append(el("h2", "out", "谁管"));
    const strongest = shown.length ? shown[0][0].basis : "";
    const said =
      strongest === "assigned" ? "" : shown.length ? "原文没有写明由谁负责，以下单位只是被点名或关联" : "原文没有写明由谁负责";
    if (answer.topic || said) {
      card.append(el("p", "answer-head", answer.topic ? `主题：${answer.topic}` : "", answer.topic && said ? "。" : "", said));
    }
    for (const group of shown) {
      const item = group[0];
      const names = group.map((one) => el("h3", "", unitLink(one.unit, planOfAnswer(one))));
      const left = el("div", group.length > 1 ? "answer-many" : "", ...names, el("p", "", basis(item.basis), " ",
        item.role && item.role !== "责任" && item.role !== "object" ? el("span", "role", item.role) : ""));
      const proofs = gather(item.evidence);
      const right = el("div", "", ...proofs.slice(0, EVIDENCE).map(evidence));
      const more = proofs.slice(EVIDENCE).reduce((sum, proof) => sum + proof.length, 0);
      if (more > 0) right.append(el("p", "where", `另有 ${more} 条依据，见该单位的页。`));
      card.append(el("article", "answer-unit", left, right));
    }
    const others = [].concat(...groups.slice(ANSWERS));
    if (others.length) {
      const names = others.map((item) => unitLink(item.unit, planOfAnswer(item)));
      card.append(el("p", "unassigned", "还有：", ...names.flatMap((name, i) => (i ? ["、", name] : [name]))));
    }
    if (open.length) {
      const items = open.slice(0, 6).map((item) => link(pageOf(item.id, item.kind, item.url), "", item.title));
      card.append(
        el("p", "unassigned", "没有写明责任单位的相关条目：", ...items.flatMap((item, i) => (i ? ["；", item] : [item]))),
      );
    }
    return card;
  }

  // The hits

  function someUnits(names) {
    const all = names.length <= UNITS;
    return all ? names.join("、") : `${names.slice(0, UNITS - 1).join("、")} 等 ${names.length} 个`;
  }
  function hitRow(hit) {
    const title = hit.title ? marked(hit.title, hit.title_ranges) : [place(hit.citation)];
    const row = link(
      pageOf(hit.id, hit.kind, hit.url), "hit-link",
      el("span", "row-no", place(hit.citation, hit.title)),
      el("span", "hit-title", ...title),
      el("span", "hit-units", someUnits(hit.units || [])),
    );
    const plan = planOf(hit.id);
    if (plan) row.append(el("span", "of-plan", plan));
    if (hit.snippet && hit.snippet !== hit.title) {
      row.append(el("span", "hit-snippet", ...marked(hit.snippet, hit.snippet_ranges)));
    }
    return el("li", "hit", row);
  }
  function hitList(result) {
    const shown = result.hits.slice(0, wanted);
    const list = el("section", "hits");
    list.append(el("h2", "out", "条目"));
    const groups = GROUPS.map(([label, kinds]) => [label, shown.filter((hit) => kinds.includes(hit.kind))]).filter(
      ([, hits]) => hits.length,
    );
    groups.sort((a, b) => shown.indexOf(a[1][0]) - shown.indexOf(b[1][0]));
    for (const [label, hits] of groups) list.append(el("h3", "", label), el("ol", "", ...hits.map(hitRow)));
    if (result.total > shown.length) {
      const more = el("button", "more-hits", `再列 ${Math.min(HITS, result.total - shown.length)} 条`);
      more.type = "button";
      more.dataset.item = "";
      more.addEventListener("click", () => ask(shown.length + HITS, shown.length));
      list.append(more);
    }
    return list;
  }

  function draw(query, result) {
    const inside = el("div", "found-in");
    const status = el("p", "found-note");
    status.setAttribute("role", "status");
    inside.append(status);
    if (!result) {
      status.textContent = "检索没有载入。请从目录查找。";
    } else {
      const card = result.answer ? answerCard(result.answer) : null;
      const total = result.total === undefined ? result.hits.length : result.total;
      const more = total > wanted ? `，列出前 ${wanted} 条` : "";
      status.textContent = total ? `找到 ${total} 条${more}` : card ? "" : `没有找到“${query}”。`;
      for (const note of result.notes || []) inside.append(el("p", "found-note", note));
      if (result.suggestions && result.suggestions.length) {
        const tries = result.suggestions.map((words) => link(`search.html?q=${encodeURIComponent(words)}`, "", words));
        inside.append(el("p", "found-note", "您是不是要找：", ...tries.flatMap((t, i) => (i ? ["、", t] : [t]))));
      }
      if (card) inside.append(card);
      if (result.hits.length) inside.append(hitList(result));
    }
    found.replaceChildren(inside);
    found.hidden = false;
    if (rest) rest.hidden = true;
  }
  function clear() {
    asked += 1;
    found.hidden = true;
    found.replaceChildren();
    if (rest) rest.hidden = false;
  }

  // Loading: the home and search pages bring the engine along, others fetch it when the box is first used.

  let loading = null;
  function load(name) {
    return new Promise((done) => {
      const script = document.createElement("script");
      script.src = `${up}_assets/${name}`;
      script.onload = script.onerror = () => done();
      document.head.append(script);
    });
  }
  function engine() {
    if (window.shuiguan && window.shuiguan.search) return Promise.resolve();
    if (!loading) {
      loading = document.querySelector('script[src$="_assets/search.js"]')
        ? new Promise((done) => (document.readyState === "complete" ? done() : addEventListener("load", () => done())))
        : load("search-index.js").then(() => load("search.js"));
    }
    return loading;
  }

  let asked = 0;
  let wanted = HITS;
  // limit: how many hits; from: the hit to go to once more of them are listed.
  async function ask(limit, from) {
    const query = input.value.trim();
    remember(query);
    wanted = limit || HITS;
    if (!query) {
      clear();
      return;
    }
    const mine = ++asked;
    if (!(window.shuiguan && window.shuiguan.search)) await engine();
    if (mine !== asked) return;
    const search = window.shuiguan && window.shuiguan.search;
    let result = search ? search(query, { limit: wanted }) : null;
    if (result && typeof result.then === "function") {
      result = await result;
      if (mine !== asked) return;
    }
    draw(query, result);
    const next = from && found.querySelectorAll(".hit-link")[from];
    if (next) next.focus();
  }
  // The address keeps the query, once typing rests: browsers allow only so many changes at a time.
  let resting = 0;
  function remember(query) {
    if (quick) return;
    clearTimeout(resting);
    resting = setTimeout(() => {
      try {
        history.replaceState(null, "", location.pathname + (query ? `?q=${encodeURIComponent(query)}` : ""));
      } catch (error) {
        // Some browsers allow no address change on a file share: the box still works.
      }
    }, 300);
  }

  input.addEventListener("input", (event) => {
    if (!event.isComposing) ask();
  });
  input.addEventListener("compositionend", () => ask());
  input.addEventListener("focus", engine, { once: true });
  input.form.addEventListener("submit", (event) => {
    if (!onSearchPage && (quick || input.value.trim() === "")) return;
    event.preventDefault();
    ask();
  });
  document.addEventListener("click", (event) => {
    const word = event.target instanceof Element && event.target.closest("[data-try]");
    if (word) {
      event.preventDefault();
      input.value = word.dataset.try;
      input.focus();
      ask();
    } else if (quick && !found.hidden && event.target instanceof Node && !found.contains(event.target) && event.target !== input) {
      clear();
    }
  });

  // Keys: / goes to the box, arrows move, Enter opens (a link's own doing), Esc closes.

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      input.focus();
      input.select();
    } else if (event.key === "Escape" && !found.hidden) {
      event.preventDefault();
      input.value = "";
      remember("");
      clear();
      input.focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !found.hidden) {
      if (typing && event.target !== input) return;
      const items = [...found.querySelectorAll("[data-item]")];
      if (!items.length) return;
      const at = items.indexOf(document.activeElement);
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      if (next < 0) input.focus();
      else items[Math.min(next, items.length - 1)].focus();
    }
  });

  addEventListener("pageshow", () => {
    const given = quick ? "" : new URLSearchParams(location.search).get("q");
    if (given && !input.value) input.value = given;
    if (input.value.trim() && !quick) ask();
  });
})();
