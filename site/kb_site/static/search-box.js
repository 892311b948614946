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
  const ROWS = 12; // of a list
  const VALUES = 5; // of a filter at first
  const OFFERED = 8; // ways to go on with a filter that is being typed
  const MARKED = 4; // words marked on the page a hit leads to
  // Hits with a smaller share of the best one's score only mention what was asked.
  const MENTIONS = 1 / 3;
  // The year one reads in is not the site's to know.
  for (const year of document.querySelectorAll(`[data-year="${new Date().getFullYear()}"]`)) year.classList.add("this-year");
  const site = (window.shuiguan && window.shuiguan.site) || { plans: {}, units: {}, left_out: {}, words: {}, parts: {}, roles: {}, kinds: {}, paged: [] };
  const HITS = site.many ? 10 : 20; // at first; more by the button below them
  const several = site.many || Object.keys(site.plans).length > 1;
  // A text of kb_site/wording.py with its places filled.
  const say = (name, values) => site.words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  // Texts with a sign between them.
  const joined = (sign, items) => items.flatMap((item, i) => (i ? [sign, item] : [item]));

  const unique = (values) => Array.from(new Set(values));
  const homeOf = (plan) => (several ? `${plan}/index.html` : "index.html");
  function el(tag, name, ...parts) {
    const node = document.createElement(tag);
    if (name) node.className = name;
    node.append(...parts.filter((part) => part !== null && part !== undefined && part !== ""));
    return node;
  }
  function link(href, name, ...parts) {
    const node = el("a", name, ...parts);
    node.setAttribute("href", up + href);
    return node;
  }
  // What the arrow keys go to.
  function item(node) {
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
    const own = site.paged.includes(kind);
    return own ? `${plan}/${local}.html` : `${plan}/text.html#${local}`;
  }
  // With several plans everything found says which it comes from.
  function planOf(id) {
    const plan = id.split("/")[0];
    return several ? site.plans[plan] || plan : "";
  }
  // A quotation in one line, without the lines import left out (a page mark): where the source broke a line between two Chinese characters nothing stood.
  function oneLine(text, plan) {
    const dropped = (site.left_out || {})[plan] || [];
    const lines = text.split("\n");
    const kept = lines.filter((line, i) => i === 0 || i === lines.length - 1 || !dropped.includes(line.trim()));
    return kept.join("\n").replace(/([^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])/g, "$1");
  }
  function unitLink(name, plan) {
    const page = (site.units[plan] || {})[name];
    return page ? item(link(`${plan}/unit-${page}.html`, "unit", name)) : el("span", "unit", name);
  }
  // “专栏五 托育服务机构规范化项目” beside its own title is “专栏五”.
  function place(citation, title) {
    const short = citation.replace(/、$/, "");
    if (title && short.endsWith(`（${title}）`)) return short.slice(0, -title.length - 2);
    return title && short.endsWith(title) && short !== title ? short.slice(0, -title.length).trim() : short;
  }
  // How a unit takes part: by its role where it is assigned, else by its basis. The label is the role of those who help.
  function partOf(basis, role) {
    if (basis !== "assigned") return basis;
    return site.roles[role] || "help";
  }
  function label(basis, role) {
    const part = partOf(basis, role);
    return el("span", `basis basis-${part}`, part === "help" ? role : site.parts[part]);
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
    const block = el("div", `evidence evidence-${partOf(first.basis, first.role)}`);
    for (const one of items) {
      const where = [place(one.citation, one.title)];
      if (one.line && one.basis !== "related") where.push(say("line", { n: one.line }));
      if (one.deadline) where.push(one.deadline);
      if (one.edited) where.push(site.words.edited);
      block.append(
        el("p", "", link(pageOf(one.id, one.kind, one.url), "", one.title || place(one.citation)), " ",
          el("span", "where", where.join("，"))),
      );
    }
    if (first.basis === "related") {
      const tie = first.link && first.link.id !== first.id ? [say("see"), link(pageOf(first.link.id, first.link.kind), "", first.link.title)] : [];
      block.append(el("p", "why", first.why || "", ...tie));
    } else if (first.document) {
      block.append(el("p", "why", say("by_document", first)));
    } else if (first.quote) {
      if (first.kind === "indicator") block.append(el("p", "note-label", say("cell")));
      block.append(el("blockquote", "", el("p", "", oneLine(first.quote, first.plan))));
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
      const proofs = answer.evidence.map((one) => [one.id, one.basis, one.role, one.quote, one.why]);
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
    const near = answer.nearest || [];
    const lists = ["list", "count"].includes(answer.kind);
    if (!shown.length && !open.length && !near.length && !lists && answer.kind !== "document") return null;
    const card = el("section", "answer");
    card.append(el("h2", "out", say("who")));
    if (answer.topic) card.append(el("p", "answer-head", say("topic", answer)));
    if (answer.conclusion) card.append(el("p", "conclusion", answer.conclusion));
    for (const note of answer.notes || []) if (!(answer.conclusion || "").includes(note)) card.append(el("p", "found-note", note));
    if (lists) {
      card.append(el("ol", "answer-rows", ...answer.groups.slice(0, ROWS).map(answerRow)));
      if (answer.groups.length > ROWS) card.append(el("p", "where", say("more_rows", { n: answer.groups.length - ROWS })));
      return card;
    }
    for (const group of shown) {
      const [first] = group;
      const names = group.map((one) => el("h3", "", unitLink(one.unit, planOfAnswer(one))));
      const role = first.basis === "named" && first.role && first.role !== "object" ? el("span", "role", first.role) : "";
      const left = el("div", group.length > 1 ? "answer-many" : "", ...names,
        several && first.place ? el("p", "where", first.place) : "", el("p", "", label(first.basis, first.role), " ", role));
      const proofs = gather(first.evidence);
      const right = el("div", "", ...proofs.slice(0, EVIDENCE).map(evidence));
      const more = proofs.slice(EVIDENCE).reduce((sum, proof) => sum + proof.length, 0);
      if (more > 0) right.append(el("p", "where", say("more_proofs", { n: more })));
      card.append(el("article", "answer-unit", left, right));
    }
    const others = [].concat(...groups.slice(ANSWERS));
    if (others.length) {
      const names = others.map((one) => unitLink(one.unit, planOfAnswer(one)));
      card.append(el("p", "unassigned", say("also"), ...joined("、", names)));
    }
    if (open.length) {
      const items = open.slice(0, 6).map((one) => link(pageOf(one.id, one.kind, one.url), "", one.title));
      card.append(el("p", "unassigned", say("without_unit"), ...joined("；", items)));
    }
    if (near.length) {
      card.append(el("p", "unassigned", say("nearest")), el("ol", "answer-rows", ...near.map(answerRow)));
    }
    return card;
  }
  // A node of a list, or one that is near: its place, title, target and units.
  function answerRow(one) {
    const units = one.units || unique([].concat(...(one.duties || []).map((duty) => duty.units)));
    const url = one.kind === "plan" ? homeOf(one.plan) : pageOf(one.id, one.kind, one.url);
    const title = item(link(url, "", one.title || place(one.citation)));
    const target = one.target ? [" ", el("span", "target", one.target)] : [];
    const plan = one.kind === "plan" ? "" : planOf(one.id);
    return el("li", "", el("span", "row-no", one.kind === "plan" ? "" : place(one.citation, one.title)), " ", title, ...target, " ",
      el("span", "where", someUnits(units), one.edited ? ` ${site.words.edited}` : ""), plan ? " " : "", plan ? el("span", "of-plan", plan) : "");
  }

  // The hits

  function someUnits(names) {
    if (names.length <= UNITS) return names.join("、");
    return say("many_units", { units: names.slice(0, UNITS - 1).join("、"), n: names.length });
  }
  // The units of a hit, by role where not all are simply responsible: 牵头 A, then 配合 B、C.
  function hitUnits(hit) {
    const units = hit.units || [];
    const groups = new Map();
    units.forEach((unit, i) => {
      const role = (hit.roles && hit.roles[i]) || "";
      groups.set(role, (groups.get(role) || []).concat(unit));
    });
    const plain = Array.from(groups.keys()).every((role) => partOf("assigned", role) === "assigned");
    if (plain) return el("span", "hit-units", someUnits(units));
    const order = ["lead", "assigned", "help"];
    const ranked = Array.from(groups).sort(([a], [b]) => order.indexOf(partOf("assigned", a)) - order.indexOf(partOf("assigned", b)));
    return el("span", "hit-units", ...joined(" ", ranked.map(([role, names]) =>
      el("span", `held held-${partOf("assigned", role)}`, label("assigned", role), " ", someUnits(names)))));
  }
  function hitRow(hit, told) {
    const title = hit.title ? marked(hit.title, hit.title_ranges) : [place(hit.citation)];
    const row = item(link(
      pageOfHit(hit), "hit-link",
      el("span", "row-no", el("span", "hit-kind", site.kinds[hit.kind]), " ", place(hit.citation, hit.title)),
      el("span", "hit-title", ...title),
      hitUnits(hit),
    ));
    if (hit.edited) row.append(el("span", "because", site.words.edited));
    const plan = planOf(hit.id);
    if (plan) row.append(el("span", "of-plan", plan));
    const words = told && told.length ? rowWords(hit, told) : null;
    if (words) row.append(el("span", "hit-snippet", ...words));
    else if (hit.snippet && hit.snippet !== hit.title) {
      row.append(el("span", "hit-snippet", ...marked(hit.snippet, hit.snippet_ranges)));
    }
    return el("li", "hit", row);
  }
  function copyLink(query) {
    const button = item(el("button", "copy-link", say("copy_link")));
    button.type = "button";
    const address = `${location.href.split(/[?#]/)[0]}?q=${encodeURIComponent(query)}`;
    button.addEventListener("click", () => window.shuiguan.copyFrom(button, address));
    return button;
  }
  // In the order of the engine, whatever their kind: those that are about what was asked, then those that mention it.
  function hitList(query, result) {
    const hitRows = (hits) => hits.map((hit) => hitRow(hit, (result.rows || {})[hit.id]));
    const shown = result.hits.slice(0, wanted);
    const list = el("section", "hits");
    list.append(el("h2", "hits-head", say("hits"), " ", el("span", "count", say("count", { n: result.total })), quick ? "" : copyLink(query)));
    if (!quick && result.facets) list.append(narrowing(query, result));
    const least = shown[0].score * MENTIONS;
    const best = shown.filter((hit) => hit.score >= least);
    const rest = shown.filter((hit) => hit.score < least);
    if (rest.length) list.append(el("h3", "", say("best")));
    list.append(el("ol", "", ...hitRows(best)));
    if (rest.length) list.append(el("h3", "", say("others")), el("ol", "", ...hitRows(rest)));
    if (result.total > shown.length) {
      const more = el("button", "more-hits", say("more_hits", { n: Math.min(HITS, result.total - shown.length) }));
      more.type = "button";
      item(more);
      more.addEventListener("click", () => ask(shown.length + HITS, shown.length));
      list.append(more);
    }
    return list;
  }
  // The address of a hit's page, with the words to mark there.
  function pageOfHit(hit) {
    const words = unique([...textsOf(hit.title, hit.title_ranges), ...textsOf(hit.snippet, hit.snippet_ranges)]).slice(0, MARKED);
    const [page, anchor] = pageOf(hit.id, hit.kind, hit.url).split("#");
    return page + (words.length ? `?q=${encodeURIComponent(words.join(" "))}` : "") + (anchor ? `#${anchor}` : "");
  }
  function textsOf(text, ranges) {
    return (ranges || []).map(([start, end]) => text.slice(start, end));
  }
  // What an indicator's row says, in place of its cells one after the other; its passage where only that has what was asked.
  function rowWords(hit, row) {
    const [category, target, measure, binding] = row;
    const text = [category, target && say("target", { target: measure ? `${target} ${measure}` : target }), binding].filter((part) => part).join("，");
    const words = textsOf(hit.snippet, hit.snippet_ranges);
    if (!words.every((word) => text.includes(word) || (hit.title || "").includes(word))) return null;
    const ranges = words.map((word) => [text.indexOf(word), text.indexOf(word) + word.length]).filter(([at]) => at >= 0);
    ranges.sort((a, b) => a[0] - b[0]);
    return marked(text, ranges.filter(([at], i) => !i || at >= ranges[i - 1][1]));
  }

  // Filters as chips

  function setQuery(text) {
    input.value = text.trim();
    input.focus();
    ask();
  }
  function chip(name, words, act) {
    const button = item(el("button", `chip ${name}`.trim(), ...words));
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }
  // “单位:区教委”, quoted where a blank would end it.
  const filterOf = (field, value) => `${field}:${/\s/.test(value) ? `"${value}"` : value}`;
  function filtersIn(query) {
    const names = Object.values(site.fields);
    return (query.match(/[^\s:："]+[:：](?:"[^"]*"|\S+)/g) || []).filter((one) => names.includes(one.split(/[:：]/)[0].replace(/^-/, "")));
  }
  function narrowing(query, result) {
    const block = el("div", "narrow");
    block.setAttribute("role", "group");
    block.setAttribute("aria-label", say("narrow"));
    const set = filtersIn(query);
    if (set.length) {
      const on = set.map((one) => {
        const button = chip("chip-on", [one, " ×"], () => setQuery(query.replace(one, "")));
        button.setAttribute("aria-label", say("remove", { filter: one }));
        return button;
      });
      const none = chip("chip-clear", [say("no_filters")], () => setQuery(set.reduce((text, one) => text.replace(one, ""), query)));
      block.append(el("p", "", ...on, none));
    }
    for (const [facet, field] of Object.entries(site.fields)) {
      if (set.some((one) => one.startsWith(field)) || (facet === "plan" && !several)) continue;
      // Units of one name in several places need the place, which a filter has not.
      const values = Object.entries(result.facets[facet] || {}).filter(([value]) => facet !== "unit" || !value.includes("（"));
      values.sort((a, b) => b[1] - a[1]);
      if (!values.some(([, n]) => n < result.total)) continue;
      const show = ([value, n]) => {
        const called = facet === "kind" ? site.kinds[value] : value;
        const name = facet === "plan" ? site.plans[value] || value : called;
        return chip("", [name, " ", el("span", "count", String(n))], () => setQuery(`${query} ${filterOf(field, called)}`));
      };
      const row = el("p", "", el("span", "narrow-name", field), ...values.slice(0, VALUES).map(show));
      const more = values.slice(VALUES);
      if (more.length) {
        const rest = chip("chip-more", [say("more_values", { n: more.length })], () => {
          const chips = more.map(show);
          rest.replaceWith(...chips);
          chips[0].focus();
        });
        row.append(rest);
      }
      block.append(row);
    }
    return block.childNodes.length ? block : "";
  }
  // How the word that is being typed may go on as a filter: 单 → 单位:, 类型:指 → 类型:指标.
  function fieldOffers(query) {
    const last = query.split(/\s+/).pop();
    const [, name, begun] = /^([^:：]*)[:：](.*)$/.exec(last) || [];
    const fields = Object.entries(site.fields).filter(([facet]) => facet !== "plan" || several);
    if (name === undefined) return last ? fields.map(([, field]) => `${field}:`).filter((one) => one.startsWith(last)) : [];
    const [facet] = fields.find(([, field]) => field === name) || [];
    const units = () => unique([].concat(...Object.values(site.units).map((of) => Object.keys(of))));
    const values = { kind: () => Object.values(site.kinds), unit: units, binding: () => site.bindings, plan: () => Object.values(site.plans) }[facet];
    return values ? values().filter((value) => value.includes(begun) && value !== begun).slice(0, OFFERED).map((value) => filterOf(name, value)) : [];
  }
  function offerFields(query) {
    const last = query.split(/\s+/).pop();
    const offers = fieldOffers(query);
    if (!offers.length) return "";
    const chips = offers.map((one) => chip("", [one], () => setQuery(query.slice(0, query.length - last.length) + one)));
    return el("p", "narrow", el("span", "narrow-name", say("fields")), ...chips);
  }

  // Where to look for what no text has.
  function otherWays() {
    const ways = Array.from(document.querySelectorAll(".areas a, .browse a")).slice(0, UNITS + 2);
    const links = ways.map((way) => item(el("a", "", way.textContent)));
    links.forEach((one, i) => one.setAttribute("href", ways[i].getAttribute("href")));
    return links.length ? el("p", "found-note", say("look_in"), ...joined("、", links)) : "";
  }

  function tryLink(words) {
    const one = link(`search.html?q=${encodeURIComponent(words)}`, "", words);
    one.dataset.try = words;
    return one;
  }
  function draw(query, result) {
    const inside = el("div", "found-in");
    const status = el("p", "found-note");
    status.setAttribute("role", "status");
    inside.append(status);
    if (!result) {
      status.textContent = say("not_loaded");
    } else {
      const card = result.answer ? answerCard(result.answer) : null;
      const total = result.total === undefined ? result.hits.length : result.total;
      const none = !total && !card;
      if (total) status.textContent = say(total > wanted ? "found_first" : "found", { n: total, first: wanted });
      else if (none) status.textContent = say("not_found", { query });
      status.classList.toggle("out", !none);
      // Without a card its notes are said here: what could not be read may name the unit.
      const answered = result.answer && !card ? result.answer.notes || [] : [];
      const notes = [...new Set([...(result.notes || []), ...answered])].filter((note) => note !== site.nothing);
      for (const note of notes) inside.append(el("p", "found-note", note));
      const tries = (result.suggestions || []).filter((words) => !notes.some((note) => note.includes(`“${words}”`)));
      if (tries.length) {
        const links = tries.map((words) => item(tryLink(words)));
        inside.append(el("p", "found-note", say("did_you_mean"), ...joined("、", links)));
      }
      if (!quick) inside.append(offerFields(query));
      if (card) inside.append(card);
      if (result.hits.length) inside.append(hitList(query, result));
      else if (!quick && result.facets && filtersIn(query).length) inside.append(narrowing(query, result));
      if (none) {
        const parts = (result.tries || []).filter((words) => !tries.includes(words)).map((words) => item(tryLink(words)));
        if (parts.length) inside.append(el("p", "found-note", say("try_words"), ...joined("、", parts)));
        inside.append(otherWays());
      }
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
    root.classList.remove("asked");
  }

  // Loading: the home and search pages fetch the engine once they are drawn, others when the box is first used.

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
    // Over http a worker reads the index by itself.
    if (!loading) loading = (location.protocol === "file:" ? load("search-index.js") : Promise.resolve()).then(() => load("search.js"));
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
    // Of many plans the answer comes later, and what is found says what the site's data does not: answer-later.js.
    const { many } = window.shuiguan || {};
    if (many && result) many(site, query, result, (more) => mine === asked && (!more || draw(query, more) || true));
    draw(query, result);
    linger(query, result);
    const next = from && found.querySelectorAll(".hit-link")[from];
    if (next) next.focus();
  }
  // Questions asked of late, below the box. What is found for a while is one of them, and what is followed.
  const recent = document.querySelector("[data-recent]");
  let lingering = 0;
  function linger(query, result) {
    clearTimeout(lingering);
    if (quick || !result || !(result.hits.length || result.answer) || query.length < 2) return;
    lingering = setTimeout(() => {
      window.shuiguan.recent.add(query);
      showRecent();
    }, 2500);
  }
  function showRecent() {
    if (!recent) return;
    const asked = window.shuiguan.recent.list();
    const forget = el("button", "", say("forget"));
    forget.type = "button";
    forget.addEventListener("click", () => {
      window.shuiguan.recent.clear();
      showRecent();
      input.focus();
    });
    recent.replaceChildren(...(asked.length ? [say("recent"), ...joined("、", asked.map(tryLink)), " ", forget] : []));
  }
  showRecent();

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
  if (quick) input.addEventListener("focus", engine, { once: true });
  else if (document.readyState === "complete") engine();
  else addEventListener("load", () => engine());
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
      // From a hit back to the box; from the box the question is taken away.
      event.preventDefault();
      if (event.target === input) {
        input.value = "";
        remember("");
        clear();
      }
      input.focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !found.hidden) {
      const items = [...found.querySelectorAll("[data-item]")];
      const at = items.indexOf(document.activeElement);
      // Elsewhere on the page the arrows scroll.
      if (!items.length || (at < 0 && event.target !== input)) return;
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
