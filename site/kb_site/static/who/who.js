// Who is responsible, with the words that prove it: kb/who/answer.py and scope.py. Data: kb/who/browser.py.

const TITLE = 3;
const FOCUS = 4;
const STRONG = 2;
const TEXT = 1;
const ASIDE = 0;
// Words around a topic that narrow it to nothing: 未成年人保护工作站建设.
const GENERIC = /^(?:加强|推进|做好|开展)|(?:的?(?:建设|管理|工作|问题|情况|推进))+$/g;
const SHORTENED = 5;
// Whom everything is about: says nothing on the topic.
const ANYONE = /[小女男]?孩[子儿]?|娃[儿娃]?|儿童|小朋友|未成年人|学生|青少年/g;
const BASES = ["assigned", "named", "related"];

// The share of a question's character pairs that a text has.
function coverageOf(asked, text) {
  const pairs = new Set();
  for (const run of asked.split(/[^\p{L}\p{N}_]+/u)) {
    for (let i = 0; i + 1 < run.length; i += 1) pairs.add(run.slice(i, i + 2));
  }
  if (!pairs.size) return asked && text.includes(asked) ? 1 : 0;
  return Array.from(pairs).filter((pair) => text.includes(pair)).length / pairs.size;
}

// Whether a title is what was asked, only longer: “高中毛入学率” for 高中阶段毛入学率.
function shortens(asked, title) {
  if (title.length < asked.length || title.length > 3 * asked.length || title.slice(-2) !== asked.slice(-2)) return false;
  let at = 0;
  let runs = 0;
  let last = -2;
  for (const ch of asked) {
    at = title.indexOf(ch, at);
    if (at < 0) return false;
    if (at !== last + 1) runs += 1;
    last = at;
    at += 1;
  }
  return 2 * runs <= asked.length;
}

// Hundredths of a value, rounded as Python's round(value, 2): exact halves, which are eighths, to the even one.
function hundredths(value) {
  if (!Number.isInteger(value * 8)) return Math.round(Number(value.toFixed(2)) * 100);
  const down = Math.floor(value * 100);
  return value * 100 - down === 0.5 ? down + (down % 2) : Math.round(value * 100);
}

// Rows of data.duties → duties, by document. unit: its number. {unit, role, basis, sentence, quote, start, line, …}
function readDuties(data, index) {
  const byDoc = new Map();
  return data.duties.map((row) => {
    const [at, unit, kind, proof, link, why, inherited, deadline, document] = row;
    const [role, basis, sentence] = data.kinds[kind];
    const [given, start, line] = data.proofs[proof];
    const source = typeof given === "string" ? null : index.docs[given[0]];
    const duty = {
      doc: index.docs[at], unit, role, basis, strength: BASES.indexOf(basis), sentence: sentence > 0,
      quote: source ? (source.head + source.text).slice(given[1], given[1] + given[2]) : given,
      start, line, link: link > 0 ? index.docs[link - 1] : null, why: data.whys[why || 0],
      inherited: inherited > 0 ? index.docs[inherited - 1].id : null,
      deadline: deadline || "", document: document || "",
    };
    if (!byDoc.has(duty.doc)) byDoc.set(duty.doc, []);
    byDoc.get(duty.doc).push(duty);
    return duty;
  }) && byDoc;
}

class Who {
  constructor(index, data) {
    this.index = index;
    this.data = data;
    this.asker = new Asker(index.lexicon, data);
    this.plain = (text) => unspaced(index.normalise(text));
    this.units = index.lexicon.units.map((unit) => unit.name);
    this.ids = this.units.map((name, at) => {
      const one = at in data.ids ? data.ids[at] : data.collective.includes(at) ? [0, 0] : 0;
      const [place, plan] = [].concat(one);
      return place.length ? place : `${data.places[place]}/${name}${plan >= 0 ? `@${index.plans[plan]}` : ""}`;
    });
    this.duties = readDuties(data, index);
    this.tags = new Map();
    this.paragraphs = new Map();
    for (const doc of index.docs) {
      doc.plainTitle = this.plain(doc.printed);
      doc.plainOwn = unspaced(doc.body);
      doc.plainAll = this.plain(doc.head) + doc.plainOwn;
      for (const tag of doc.tags) this.tags.set(tag.topic, (this.tags.get(tag.topic) || []).concat({ doc, tag }));
      if (doc.kind === "paragraph" && doc.parent >= 0) {
        const above = index.docs[doc.parent];
        this.paragraphs.set(above, (this.paragraphs.get(above) || []).concat(doc));
      }
    }
    const bare = (word) => word.replace(ANYONE, "");
    this.topicWords = index.lexicon.topics.map(({ name, terms, said }) => ({
      name,
      words: [name, ...terms, ...said].map(bare).map((word) => ({ size: word.length, characters: unique(word) })),
    }));
    this.byName = new Map(index.lexicon.topics.map((topic) => [topic.name, topic]));
  }

  // {query, topic, topics, answers, unassigned, notes, suggestions}, as `kb who --json`.
  ask(query) {
    let ask = this.asker.read(query);
    const notes = [];
    if (ask.after === "what" || (ask.units.length && !ask.topics.length && !ask.segments.length)) {
      const found = this._ofUnits(query, ask);
      if (found.answers.length || !ask.bare) return found;
      // A name alone, of a body that has no duties: who is responsible for it is asked.
      notes.push(...found.notes);
      ask = { ...ask, segments: ask.unitWords, units: [], after: "who" };
    }
    const meant = this._meant(ask);
    notes.push(...meant.notes);
    let pieces = this._evidence(ask, meant);
    if (ask.units.length) {
      const mine = pieces.filter(({ duty }) => ask.units.includes(duty.unit));
      if (mine.length) pieces = mine;
      else if (pieces.length) notes.push(`规划没有把这件事写给${this.units[ask.units[0]]}，写的是以下单位。`);
    }
    const answers = this._answers(pieces);
    const unassigned = this._unassigned(meant, answers.length > 0);
    if (!answers.length && !unassigned.length) {
      const spelt = this.index.search(ask.segments.join(" ") || ask.text, 1);
      if (spelt.mode === "fuzzy" && spelt.suggestions.length && spelt.suggestions[0] !== query) {
        const mended = this.ask(spelt.suggestions[0]);
        if (mended.answers.length || mended.unassigned.length) {
          return { ...mended, query, notes: [...spelt.notes, ...mended.notes] };
        }
      }
    }
    return {
      query, topic: meant.topics.length ? meant.topics[0] : null, topics: meant.topics, answers, unassigned, notes,
      suggestions: answers.length || unassigned.length ? [] : this._nearest(ask),
    };
  }

  // Which documents a question means. strength, focus: Map doc → number.

  _meant(ask) {
    const meant = { strength: new Map(), focus: new Map(), topics: [], notes: [], loose: false, aside: new Map() };
    const groups = [];
    const terms = [];
    const wholes = new Set();
    ask.words.forEach((word, i) => {
      const scores = new Map();
      const tagged = new Map();
      // A topic's name and what people say ask for the whole topic, a term for the nodes that print it.
      const whole = ask.topics[i].some(({ plain: [name, , said] }) => [...name, ...said].map(unspaced).includes(word));
      for (const topic of ask.topics[i]) {
        const broad = topic.name.includes(word) || word.includes(topic.name);
        for (const name of [topic.name, ...(broad && ask.segments.includes(word) ? topic.narrower : [])]) {
          for (const { doc, tag } of this.tags.get(name) || []) {
            const value = tag.inTitle ? TITLE : tag.hits > 1 ? STRONG : TEXT;
            scores.set(doc, Math.max(scores.get(doc) || 0, value));
            if (!tagged.has(doc)) tagged.set(doc, name);
          }
          terms.push(name, ...(this.byName.has(name) ? this.byName.get(name).terms : []));
          meant.topics.push(name);
        }
      }
      if (ask.topics[i].some(({ plain: [name] }) => [...name].map(unspaced).includes(word))) wholes.add(word);
      const without = whole ? [] : Array.from(scores.keys()).filter((doc) => !doc.plainAll.includes(word));
      if (without.length < scores.size) {
        for (const doc of without) {
          scores.set(doc, ASIDE);
          meant.aside.set(doc, tagged.get(doc));
        }
      }
      groups.push(scores);
    });
    meant.topics = unique(meant.topics);
    meant.strength = this._together(groups, ask, meant);
    meant.focus = this._focus(ask, wholes);
    if (meant.focus.size) meant.notes = [];
    terms.push(...ask.segments, ...ask.words);
    meant.terms = unique(terms.filter((term) => term).map(this.plain));
    if (!meant.strength.size && !meant.focus.size) {
      meant.strength = this._found(ask);
      meant.loose = meant.strength.size > 0;
    }
    meant.strength.forEach((value, doc) => value > ASIDE && meant.aside.delete(doc));
    meant.focus.forEach((value, doc) => meant.aside.delete(doc));
    meant.focus.forEach((value, doc) => meant.strength.set(doc, Math.max(meant.strength.get(doc) || 0, value)));
    return meant;
  }

  // Two topics are met at once, or either where they are alternatives.
  _together(groups, ask, meant) {
    if (groups.length < 2) return groups[0] || new Map();
    if (!ask.either) {
      const common = Array.from(groups[0].keys()).filter((doc) => groups.every((group) => group.has(doc)));
      if (common.length) return new Map(common.map((doc) => [doc, Math.min(...groups.map((group) => group.get(doc)))]));
      // One word that holds two: 体育公园.
      if (ask.text.includes(ask.words.join(""))) return new Map();
      meant.notes.push(`没有同时写到“${unique(ask.words).join("”和“")}”的条目，以下分别列出。`);
    }
    const out = new Map();
    for (const group of groups) group.forEach((value, doc) => out.set(doc, Math.max(out.get(doc) || 0, value)));
    return out;
  }

  // Documents that print a stretch of the question that is more than a topic word, or whose title it shortens.
  _focus(ask, wholes) {
    const out = new Map();
    const assigns = (doc) => (this.duties.get(doc) || []).some((duty) => duty.basis === "assigned");
    for (const segment of ask.segments) {
      const at = ask.words.indexOf(segment);
      if (at >= 0) {
        if (!this._onlySaid(segment, ask.topics[at])) continue;
        const hits = this.index.docs.filter((doc) => doc.plainAll.includes(segment));
        if (hits.length <= 6 && hits.some(assigns)) hits.forEach((doc) => out.set(doc, FOCUS));
        continue;
      }
      if (segment.length < 3 || wholes.has(segment.replace(GENERIC, ""))) continue;
      let hits = this.index.docs.filter((doc) => doc.plainAll.includes(segment));
      const shortened = !hits.length && segment.length >= SHORTENED;
      if (shortened) hits = this.index.docs.filter((doc) => shortens(segment, doc.plainTitle));
      if (shortened && !hits.length && segment.endsWith("率")) {
        const stem = segment.slice(0, -1);
        hits = this.index.docs.filter((doc) => doc.kind === "indicator" && doc.plainTitle.includes(stem));
      }
      if (hits.length > 6) continue;
      for (const doc of hits) out.set(doc, FOCUS + (shortened || doc.plainTitle.includes(segment) ? 1 : 0));
    }
    if (out.size && !Array.from(out.keys()).some(assigns)) {
      const titled = (doc) => doc && out.get(doc) > FOCUS && ["section", "goal"].includes(doc.kind);
      for (const doc of this.index.docs) {
        const parent = doc.parent >= 0 ? this.index.docs[doc.parent] : null;
        if (["task", "measure"].includes(doc.kind) && titled(parent) && !out.has(doc)) out.set(doc, FOCUS);
      }
    }
    for (const doc of Array.from(out.keys())) {
      const above = doc.kind === "paragraph" && doc.parent >= 0 ? this.index.docs[doc.parent] : null;
      if (above && !out.has(above)) out.set(above, out.get(doc));
    }
    return out;
  }

  // Whether a word leads to topics whose names and terms don't have it.
  _onlySaid(word, topics) {
    return !topics.some(({ name, terms }) => [name, ...terms].some((known) => known.includes(word) || word.includes(known)));
  }

  // What a search finds above half the best score, with half of the question's character pairs and nearly as many as
  // the best.
  _found(ask) {
    const query = ask.segments.join(" ") || ask.text;
    const found = this.index.search(query, 12);
    if (!found.hits.length || (found.mode === "fuzzy" && ask.topics.length)) return new Map();
    const near = found.hits
      .filter((hit) => hit.score * 2 >= found.hits[0].score)
      .map((hit) => this.index.docs.find((one) => one.id === hit.id))
      .map((doc) => [doc, coverageOf(query, doc.plainAll)]);
    const floor = Math.max(0.5, 0.75 * Math.max(...near.map(([, share]) => share)));
    return new Map(near.filter(([, share]) => share >= floor).map(([doc]) => [doc, TEXT]));
  }

  // Duties that prove it

  // [{duty, fit}]: those of a whole node where the node is about the question, of a sentence where the sentence is.
  _evidence(ask, meant) {
    const asked = ask.segments.join("");
    const passage = this._passage(ask, meant);
    const strongest = Math.max(0, ...meant.strength.values());
    let whole = 0;
    let out = [];
    for (const doc of (meant.focus.size ? meant.focus : meant.strength).keys()) {
      const strength = meant.strength.get(doc);
      const duties = (this.duties.get(doc) || []).filter((duty) => duty.role !== "object");
      const elsewhere = this._elsewhere(doc, duties, passage);
      const roles = this._rolesAsked(ask, duties);
      for (let duty of duties) {
        if (elsewhere.has(duty.start) || (roles && duty.basis !== "related" && !roles.includes(duty.role))) continue;
        if (meant.aside.has(doc)) {
          if (duty.basis !== "assigned" || duty.sentence) continue;
          const why = `同一主题：${meant.aside.get(doc)}`;
          duty = { ...duty, basis: "related", strength: 2, inherited: null, link: doc, why };
        }
        const fit = strength + coverageOf(asked, this.plain(duty.quote)) + 0.5 * coverageOf(asked, doc.plainTitle);
        if (duty.basis === "related") {
          if (!this._tied(duty, meant)) continue;
        } else if (duty.sentence) {
          if (!this._speaksOf(duty, passage, asked)) continue;
          const quote = this.plain(duty.quote);
          // What only mentions the matter.
          const passing = strength === TEXT && strongest > TEXT;
          if (passing && !passage.words.some((word) => quote.includes(word))) continue;
        } else if (duty.basis === "assigned") whole = Math.max(whole, strength);
        out.push({ duty, fit });
      }
    }
    if (whole >= TITLE) {
      out = out.filter(({ duty }) => duty.basis !== "assigned" || duty.sentence || meant.strength.get(duty.doc) > TEXT);
    }
    return out;
  }

  // The roles a question is after (“哪个单位牵头……”), where one of them is given; null for all roles.
  _rolesAsked(ask, duties) {
    const asked = [[this.asker.leads, ["牵头"]], [this.asker.helps, ["配合", "参与"]]].find(
      ([pattern, roles]) =>
        pattern.test(ask.text) && duties.some((duty) => roles.includes(duty.role) && duty.basis !== "related"),
    );
    return asked ? asked[1] : null;
  }

  // Where a node has several brackets, each behind its own part (“（1）……（A负责）（2）……（B负责）”): the starts of those
  // whose part has none of the words asked, if another's has them.
  _elsewhere(doc, duties, passage) {
    const none = new Set();
    const says = (text) => passage.words.some((word) => text.includes(word));
    const quotes = new Map(
      duties
        .filter((duty) => duty.basis === "assigned" && !duty.inherited && !duty.document && /^[（〔[【(]/.test(duty.quote))
        .map((duty) => [duty.start, this.plain(duty.quote)]),
    );
    if (quotes.size < 2 || says(doc.plainTitle)) return none;
    const text = [doc, ...(this.paragraphs.get(doc) || [])].map((one) => one.plainOwn).join("");
    // What stands before （1） holds for all.
    const opening = /[（(]1[）)]|①|一是/.exec(text);
    const said = new Map();
    let end = opening ? opening.index : 0;
    let before = false;
    for (const start of Array.from(quotes.keys()).sort((a, b) => a - b)) {
      const at = text.indexOf(quotes.get(start), end);
      if (at < 0) return none;
      const part = text.slice(end, at);
      before = part.length > 3 ? says(part) : before;
      said.set(start, before);
      end = at + quotes.get(start).length;
    }
    const starts = Array.from(said.keys());
    return starts.some((start) => said.get(start)) ? new Set(starts.filter((start) => !said.get(start))) : none;
  }

  // The longest words of the question that the documents meant print, else the terms of its topics.
  _passage(ask, meant) {
    const texts = Array.from(meant.strength.keys(), (doc) => doc.plainTitle + doc.plainOwn);
    const printed = [...ask.segments, ...ask.words].filter(
      (word) => word.length >= 2 && texts.some((text) => text.includes(word)),
    );
    const longest = Math.max(0, ...printed.map((word) => word.length));
    const list = printed.filter((word) => word.length === longest);
    return { words: list.length ? list : meant.terms, loose: meant.loose };
  }

  // Whether the title, the duty's sentence or one beside it has the words.
  _speaksOf(duty, passage, asked) {
    const says = (text) => passage.words.some((word) => text.includes(word));
    const title = duty.doc.plainTitle;
    if (title.length < 30 && says(title)) return true;
    if (this._around(duty).some(says)) return true;
    return passage.loose && coverageOf(asked, this.plain(duty.quote)) >= 0.34;
  }

  _around(duty) {
    const quote = this.plain(duty.quote);
    for (const { plainOwn: text } of [duty.doc, ...(this.paragraphs.get(duty.doc) || [])]) {
      const at = text.indexOf(quote);
      if (at < 0) continue;
      const ends = [0, ...matches(/[。；！？]/g, text).map((found) => found.index + 1), text.length];
      const first = ends.reduce((found, end, i) => (end <= at ? i : found), 0);
      const last = ends.findIndex((end) => end >= at + quote.length);
      const assigned = duty.basis === "assigned";
      const from = assigned ? first : Math.max(0, first - 1);
      const goesOn = !assigned || /^(?:负责|承担|并|主要负责|具体负责)/.test(text.slice(ends[last]));
      return ends.slice(from, last + (goesOn ? 1 : 0)).map((start, i) => text.slice(start, ends[from + i + 1]));
    }
    return [quote];
  }

  // Whether a related unit is tied through what was asked: by its topic, by one that includes it, or by words in one
  // breath with it.
  _tied(duty, meant) {
    const why = duty.why.slice(duty.why.indexOf("：") + 1);
    const topic = this.byName.get(why);
    if (meant.topics.includes(why) || (topic && topic.narrower.some((name) => meant.topics.includes(name)))) return true;
    const list = (topic ? [topic.name, ...topic.terms] : [why]).map(this.plain);
    return matches(/[^。；！？\n]+/g, `${duty.doc.plainTitle}。${duty.doc.plainOwn}`).some(
      ([sentence]) => meant.terms.some((term) => sentence.includes(term)) && list.some((word) => sentence.includes(word)),
    );
  }

  // Units with their duties: strongest basis first, then best fit, then most duties.
  _answers(pieces) {
    const byUnit = new Map();
    for (const piece of pieces) {
      const { unit } = piece.duty;
      byUnit.set(unit, (byUnit.get(unit) || []).concat(piece));
    }
    const rows = Array.from(byUnit, ([unit, list]) => {
      list.sort((a, b) => a.duty.strength - b.duty.strength || b.fit - a.fit || a.duty.line - b.duty.line);
      const [{ duty, fit }] = list;
      const same = list.filter((one) => one.duty.basis === duty.basis).length;
      return { unit, list, key: [duty.strength, -hundredths(fit), -same, duty.start] };
    });
    rows.sort((a, b) => a.key.reduce((found, value, i) => found || value - b.key[i], 0));
    return rows.map(({ unit, list }) => {
      const seen = new Set();
      const evidence = [];
      for (const { duty } of list) {
        const key = `${duty.doc.id} ${duty.basis} ${duty.role}`;
        if (!seen.has(key)) evidence.push(this._piece(duty));
        seen.add(key);
      }
      return { ...this._named(unit), basis: list[0].duty.basis, role: list[0].duty.role, evidence };
    });
  }

  // A unit as answers name it; place: what its id begins with.
  _named(unit) {
    const id = this.ids[unit];
    return { unit: this.units[unit], unit_id: id, place: id.includes("/") ? id.split("/")[0] : "" };
  }

  _piece({ doc, quote, start, line, basis, role, deadline, inherited, link, why, document }) {
    return {
      ...short(doc), quote, line, start, end: document ? 0 : start + quote.length, basis, role, deadline,
      target: this.data.targets[doc.at] || "", inherited_from: inherited, why, document,
      link: link && { id: link.id, kind: link.kind, title: link.printed, citation: link.citation },
    };
  }

  // Tasks and projects meant that no unit is assigned to: by strength, then as they come.
  _unassigned(meant, answered) {
    const isOpen = (doc) =>
      this.data.open.includes(doc.kind) && !(this.duties.get(doc) || []).some((duty) => duty.basis === "assigned");
    // Where a node without unit prints the question's own words, what only shares the topic is left out.
    const some = Array.from(meant.strength.values()).some((value) => value > ASIDE);
    const least = Array.from(meant.focus.keys()).some(isOpen) ? TITLE : some ? TEXT : ASIDE;
    let open = Array.from(meant.strength).filter(([doc, strength]) => strength >= least && isOpen(doc));
    // A plan may say what is to be done in no task: its sections and paragraphs then.
    const free = (doc) => !(this.duties.get(doc) || []).some((duty) => duty.basis === "assigned");
    const said = ["section", "goal", "measure", "paragraph"];
    if (!open.length && !answered) {
      open = Array.from(meant.strength).filter(([doc]) => said.includes(doc.kind) && free(doc));
    }
    open.sort(([a, x], [b, y]) => y - x || byCode(a.plan, b.plan) || a.at - b.at);
    return open.map(([doc]) => ({ ...short(doc), title: titleOf(doc), line: this.data.lines[doc.at] || null }));
  }

  // A unit's own duties, those it has as a member of a collective, and where it is only named.
  _ofUnits(query, ask) {
    const pieces = [];
    const notes = [];
    const all = [].concat(...this.duties.values());
    const nodesOf = (group) => all.filter((one) => one.basis === "assigned" && group.includes(one.unit)).map((one) => one.doc);
    const shared = ask.jointly ? ask.groups.map(nodesOf).reduce((a, b) => a.filter((doc) => b.includes(doc))) : null;
    if (shared && !shared.length) notes.push("规划没有同时写给这几个单位的任务。");
    for (const unit of ask.units) {
      const mine = all.filter((duty) => duty.unit === unit && duty.basis !== "related" && duty.role !== "object");
      const roles = this._rolesAsked(ask, mine);
      for (const duty of mine) {
        if ((!roles || roles.includes(duty.role)) && (!shared || shared.includes(duty.doc))) pieces.push({ duty, fit: -duty.doc.order / 1000000 });
      }
      if (ask.units.length === 1 && !mine.some((duty) => duty.basis === "assigned")) notes.push(`规划没有明确写给${this.units[unit]}的任务。`);
      const collectives = this.data.members
        .filter(([, ...members]) => members.includes(unit))
        .map(([collective]) => collective)
        .filter((collective) => all.some((duty) => duty.unit === collective && duty.basis === "assigned"))
        .map((collective) => this.units[collective]);
      if (collectives.length) notes.push(`另见它所在的集合称谓：${collectives.join("、")}。`);
    }
    return { query, topic: null, topics: [], answers: this._answers(pieces), unassigned: [], notes, suggestions: [] };
  }

  // Topics whose words share most characters with the question.
  _nearest(ask) {
    const asked = new Set((ask.segments.join("") || ask.text).replace(ANYONE, ""));
    const scored = [];
    for (const { name, words: list } of this.topicWords) {
      if (!this.tags.has(name)) continue;
      let best = 0;
      for (const { size, characters } of list) {
        let common = 0;
        for (const ch of characters) if (asked.has(ch)) common += 1;
        if (common < 2 && !(common && size <= 2 && asked.size <= 2)) continue;
        best = Math.max(best, common / Math.max(characters.length, 2) + common / 100);
      }
      if (best >= 0.5) scored.push([best, name]);
    }
    return scored.sort((a, b) => b[0] - a[0] || byCode(a[1], b[1])).slice(0, 5).map(([, name]) => name);
  }
}

function titleOf(doc) {
  const text = doc.text.replace(/\s+/g, "");
  return doc.printed || (text.length > 24 ? `${text.slice(0, 24)}…` : text);
}

function short(doc) {
  return { id: doc.id, plan: doc.plan, kind: doc.kind, title: doc.printed, citation: doc.citation };
}
