// The index, opened, and searching it: kb/search/index.py. Data: kb/search/export.py.

// Rows of the index → documents. title, body and literal are in their one form; printed, head and text as the plan has them.
function readRows(data, lexicon, places) {
  const { kinds, chapters, bindings } = data.values;
  const topics = lexicon.topics.map((topic) => topic.name).concat(data.values.topics);
  const units = lexicon.units.map((unit) => unit.name).concat(data.values.units);
  const docs = [];
  const lead = new RegExp(data.rules.rank.value_lead);
  const begins = data.plans.map((_, plan) => data.rows.findIndex((row) => row[0] === plan));
  data.rows.forEach((row, at) => {
    const [plan, local, kind, number, printed, head, text, citation, parent, chapter, binding] = row;
    const whole = (part) => part.split(data.mark).join(printed);
    const above = parent >= 0 ? docs[parent] : null;
    const doc = {
      at, parent, local, number, printed,
      order: at - begins[plan],
      plan: data.plans[plan],
      id: `${data.plans[plan]}/${local}`,
      kind: kinds[kind],
      head: whole(head),
      text: whole(text),
      citation: citation.split(data.mark).join(above ? above.citation : ""),
      chapter: chapters[chapter],
      binding: bindings[binding],
      units: (row[11] || []).map((unit) => units[unit]),
      named: (row[12] || []).map((unit) => units[unit]),
      tags: [],
    };
    const roles = [data.responsible].concat(data.values.roles);
    doc.edited = (row[16] || []).length > 0;
    doc.roles = doc.units.map((_, i) => roles[(row[15] || [])[i] || 0]);
    const tags = row[13] || [];
    for (let i = 0; i < tags.length; i += 2) {
      const inTitle = tags[i] < 0;
      doc.tags.push({ topic: topics[inTitle ? ~tags[i] : tags[i]], inTitle, hits: tags[i + 1] });
    }
    const own = doc.head + doc.text;
    doc.title = lexicon.normalise(printed);
    doc.body = lexicon.normalise(doc.text);
    const values = row[14] || [];
    doc.literal = lexicon.normalise([own.includes(printed) ? own : `${printed} ${own}`, ...values].join(" "));
    doc.values = values.map(lexicon.normalise);
    doc.valueForms = new Set(doc.values.concat(doc.values.map((value) => value.replace(lead, ""))));
    doc.printedValues = values;
    doc.keys = places.keys(doc);
    docs.push(doc);
  });
  return docs;
}

class Index {
  constructor(data, lexicon) {
    this.rules = data.rules;
    this.plans = data.plans;
    this.lexicon = lexicon || new Lexicon(data.lexicon, data.rules, data.mark);
    this.normalise = this.lexicon.normalise;
    this.places = makePlaces(data.rules.places, this.normalise);
    this.docs = readRows(data, this.lexicon, this.places);
    this.everything = this.docs.map((doc) => doc.literal).join("\n");
    this.known = new Map();
    this.standing = new Map();
    this.ranked = new Map();
    this.ofTopic = new Map();
    const weigh = (text) => this.rarity(this.printing(text));
    this.analyser = new Analyser(this.lexicon, (text) => this.stands(text), weigh, data.rules);
  }

  get size() {
    return this.docs.length;
  }

  // How many documents print a normalised text.
  printing(text) {
    return this.containing(text).size;
  }

  rarity(n) {
    return rarityOf(n, this.size, this.rules.rank);
  }

  say(message, values) {
    return fill(this.rules.messages[message], values || {});
  }

  stands(text) {
    return text !== "" && cached(this.standing, MANY_KEPT, text, () => this.everything.includes(text));
  }

  // Documents whose text contains a normalised text.
  containing(text) {
    return cached(this.known, 1024, text, () => (this.stands(text) ? this.where((doc) => doc.literal.includes(text)) : new Set()));
  }

  where(test) {
    return new Set(this.docs.filter(test));
  }

  // Documents with one of these topics or a narrower one, or with a broader one in the title.
  tagged(topics) {
    const { narrower, broader } = this.lexicon;
    const asked = new Set();
    const above = new Set();
    for (const topic of topics) {
      for (const name of [topic, ...(narrower.get(topic) || [])]) asked.add(name);
      for (const name of broader.get(topic) || []) above.add(name);
    }
    return this.where((doc) => doc.tags.some((tag) => asked.has(tag.topic) || (tag.inTitle && above.has(tag.topic))));
  }

  // {query, total, hits, mode, notes, suggestions}, as `kb search --json`; limit: how many hits; plans: only those.
  search(query, limit, plans) {
    const { total, mode, notes, suggestions, shown, marks, topicMarks } = this.rank(query, plans);
    return {
      query,
      total,
      hits: shown.slice(0, limit).map((one) => this._hit(one, marks, topicMarks)),
      mode,
      notes: [...notes],
      suggestions,
      facets: this._facets(shown),
    };
  }

  // How many of the documents have a value, by field.
  _facets(shown) {
    const counts = { kind: {}, unit: {}, plan: {}, binding: {}, chapter: {} };
    const count = (field, value) => {
      if (value) counts[field][value] = (counts[field][value] || 0) + 1;
    };
    for (const { doc } of shown) {
      if (!doc.holders) doc.holders = this._holders(doc);
      for (const field of ["kind", "plan", "binding", "chapter"]) count(field, doc[field]);
      for (const unit of doc.holders) count("unit", unit);
    }
    return counts;
  }

  // How many of the documents found are tagged with a topic as its filter asks: {topic: count}.
  topicCounts(query) {
    const shown = this.rank(query).shown.map(({ doc }) => doc);
    const counts = {};
    for (const { name } of this.lexicon.topics) {
      const met = cached(this.ofTopic, MANY_KEPT, name, () => this.tagged([name]));
      const n = shown.filter((doc) => met.has(doc)).length;
      if (n) counts[name] = n;
    }
    return counts;
  }

  // Labels of the units that are assigned or named in a document, themselves or through a collective.
  _holders(doc) {
    const own = (this.duties.get(doc) || []).filter((duty) => duty.basis !== "related").map((duty) => duty.unit);
    const all = unique([].concat(...own.map((unit) => [unit, ...([].concat(...this.members.filter(([group]) => group === unit)).slice(1))])));
    return all.length ? all.map((unit) => this.labels[unit]) : doc.units;
  }

  // What a search finds, before hits are made of it: {total, mode, notes, suggestions, shown, marks, topicMarks}; shown: [{doc,
  // score}], best first. A keystroke asks for the same several times.
  rank(query, plans) {
    return cached(this.ranked, FEW_KEPT, `${(plans || []).join(" ")}\n${query}`, () => this._rank(query, plans));
  }

  _rank(query, plans) {
    const read = parseQuery(this.normalise(query), this.rules);
    const notes = [...read.hints];
    const only = (plans || []).map((value) => ({ field: "plan", value, without: false }));
    const allowed = this._allowed([...read.filters, ...only], notes);
    // What is in the plan as typed is found, though it reads as a filter: “单位：区卫健委）”.
    let literal = read.text ? this.containing(read.text) : new Set();
    if (only.length) {
      const inside = this._allowed(only, []);
      literal = new Set(Array.from(literal).filter((doc) => inside.has(doc)));
    }
    const chunks = this.analyser.readWords(read.words);
    chunks.push(...read.phrases.map((phrase) => this.analyser.phrase(phrase)));
    const found = this._find(read, chunks, allowed, literal);
    const { mode, kept: shown } = this._settle(read, chunks, found, notes);
    return {
      total: shown.length, mode, notes, shown, suggestions: this._suggest(chunks, shown), marks: this._marks(chunks, read),
      topicMarks: this._topicMarks(chunks),
    };
  }

  // Hits for documents that an answer names, with words to mark.
  hitsOf(docs, words) {
    const marks = new Map(words.map((word) => [word, this.rules.index.marked_asked]));
    return docs.map((doc) => this._hit({ doc, score: 0 }, marks, new Map()));
  }

  // Documents the filters let through, null where there are none. Values of one field are alternatives.
  _allowed(filters, notes) {
    if (!filters.length) return null;
    const groups = new Map();
    for (const one of filters) {
      const group = `${one.field} ${one.without}`;
      const met = this._meetingFilter(one, notes);
      if (!groups.has(group)) groups.set(group, { without: one.without, met: new Set() });
      met.forEach((doc) => groups.get(group).met.add(doc));
    }
    return this.where((doc) => Array.from(groups.values()).every(({ without, met }) => met.has(doc) !== without));
  }

  // Numbers of the units a name means, else of those that have it in a name.
  _unitsCalled(value) {
    const { resolver } = this.lexicon;
    const meant = resolver.called(value);
    return (meant.length ? meant : resolver.having(value)).map(({ at }) => at);
  }

  // Documents that units hold, themselves or through a collective.
  _heldBy(units) {
    const called = units.concat(this.members.filter((group) => group.some((unit, at) => at && units.includes(unit))).map(([all]) => all));
    return this.where((doc) => (this.duties.get(doc) || []).some((duty) => duty.basis !== "related" && called.includes(duty.unit)));
  }

  _ofKind(kind) {
    return this.where((doc) => doc.kind === kind);
  }

  _ofBinding(binding) {
    return this.where((doc) => doc.binding === binding);
  }

  _ofChapter(chapter) {
    return this.where((doc) => doc.chapter === chapter);
  }

  // Plans that have a value in their id or title.
  _plansCalled(value) {
    const titled = this.docs.filter((doc) => doc.local === this.rules.index.title && doc.title.includes(value));
    return this.plans.filter((plan) => plan.includes(value)).concat(titled.map((doc) => doc.plan));
  }

  _ofAnyPlan(plans) {
    return this.where((doc) => plans.includes(doc.plan));
  }

  _meetingFilter({ field, value }, notes) {
    const { topicWords } = this.lexicon;
    if (field === "unit") {
      const called = this._unitsCalled(value);
      if (!called.length) notes.push(this.say("no_unit", { value }));
      return this._heldBy(called);
    }
    if (field === "kind") {
      const kinds = this.rules.query.kind_words;
      const kind = kinds[value] || value;
      if (!Object.values(kinds).includes(kind)) {
        notes.push(this.say("no_kind", { value, kinds: Object.keys(kinds).join("、") }));
      }
      return this._ofKind(kind);
    }
    if (field === "binding") {
      const bindings = this.rules.query.binding_words;
      const binding = bindings.find((one) => one.startsWith(value));
      if (!binding) notes.push(this.say("no_binding", { value, bindings: bindings.join("、") }));
      return this._ofBinding(binding || value);
    }
    if (field === "chapter") {
      const { chapter_marks: marks, chapter_numbers: numbers } = this.rules.index;
      return this._ofChapter(hanNumber(value.replace(new RegExp(marks, "g"), ""), numbers));
    }
    if (field === "plan") {
      const plans = this._plansCalled(value);
      if (!plans.length) notes.push(this.say("no_plan", { value }));
      return this._ofAnyPlan(plans);
    }
    if (field === "topic") {
      const topics = (topicWords.get(value) || []).map(([topic]) => topic);
      if (!topics.length) notes.push(this.say("no_topic", { value }));
      return this.tagged(topics);
    }
    const keys = this.places.asked(value);
    return this._placed(keys.length ? keys : [value]);
  }

  _placed(keys) {
    return this.where((doc) => keys.some((key) => doc.keys.has(key)));
  }

  // A chunk's terms with their rarity, and the documents that show something of any of them.
  _meets(chunk, lets) {
    const places = new Set(this.containing(chunk.text));
    const weighed = chunk.terms.map((term) => {
      const standing = term.forms.length ? this.containing(term.forms[0][0]) : new Set();
      const shown = new Set(standing);
      const add = (docs) => docs.forEach((doc) => shown.add(doc));
      for (const [form] of term.forms.slice(1)) add(this.containing(form));
      if (term.topics.length) add(this.tagged(term.topics.map(([topic]) => topic)));
      const names = term.unit || term.kind || term.binding;
      if (names) {
        add(
          this.where(
            (doc) =>
              (term.unit && (doc.units.includes(term.unit) || doc.named.includes(term.unit))) ||
              (term.kind && doc.kind === term.kind) ||
              (term.binding && doc.binding === term.binding),
          ),
        );
      }
      shown.forEach((doc) => places.add(doc));
      const n = names || !standing.size ? shown.size : standing.size;
      const stands = standing.size > 0 || term.forms.length > 1;
      return { term, rarity: this.rarity(n), stands, known: Array.from(shown).some(lets) };
    });
    return { weighed, places };
  }

  // [{doc, score, full, every, told}]: full met every chunk; every: of how many chunks it met every term;
  // told: met a chunk that does more than name units or kinds.
  _find(read, chunks, allowed, literal) {
    const lets = (doc) => allowed === null || allowed.has(doc);
    const out = (doc) => read.without.some((text) => this.containing(text).has(doc));
    if (!chunks.length) {
      if (allowed === null || (!read.filters.length && !allowed.size)) return [];
      const kept = this.where((doc) => literal.has(doc) || (allowed.has(doc) && !out(doc)));
      return Array.from(kept, (doc) => ({ doc, score: 0, full: true, every: 0, told: true }));
    }
    const found = new Map();
    const of = (doc) => {
      if (!found.has(doc)) found.set(doc, { doc, score: 0, met: 0, every: 0, told: false });
      return found.get(doc);
    };
    const forPlans = [];
    for (const chunk of chunks) {
      const { weighed, places } = this._meets(chunk, lets);
      const scored = Array.from(places)
        .filter(lets)
        .map((doc) => ({ doc, ...scoreChunk(chunk, weighed, doc, this.lexicon, this.rules.rank) }));
      if (!scored.some(({ enough }) => enough)) {
        // A unit named among words that say nothing: what the unit has to do.
        const units = chunk.terms.map((term) => term.unit).filter((unit) => unit);
        for (const one of scored) one.enough = units.some((unit) => one.doc.units.includes(unit));
      }
      if (chunks.length > 1) {
        const met = new Set(scored.filter(({ enough }) => enough).map(({ doc }) => doc));
        forPlans.push({ plans: this._plansNamed(chunk), met });
      }
      for (const { doc, points, enough, every } of scored) {
        if (!enough) continue;
        const one = of(doc);
        one.score += points;
        one.met += 1;
        one.every += every ? 1 : 0;
        one.told = one.told || !chunk.narrows;
      }
    }
    for (const { plans, met } of forPlans) {
      for (const one of found.values()) {
        if (!plans.has(one.doc.plan) || met.has(one.doc)) continue;
        one.met += 1;
        one.every += 1;
      }
    }
    const all = (one) => Object.assign(one, { met: chunks.length, every: chunks.length });
    for (const doc of literal) {
      if (!found.has(doc)) of(doc).score = 1;
      all(of(doc));
    }
    const asked = this._asked(read, lets);
    for (const [doc, bonus] of asked) all(of(doc)).score += bonus;
    return Array.from(found.values())
      .filter(({ doc }) => !asked.size || asked.has(doc) || literal.has(doc))
      .filter(({ doc }) => literal.has(doc) || !out(doc))
      .map((one) => ({ ...one, full: one.met === chunks.length }));
  }

  // Of several plans those whose title begins with a run: all in them meets it, 昆明 in “昆明 机场”.
  _plansNamed(chunk) {
    const titles = this.docs.filter((doc) => doc.local === this.rules.index.title && doc.title.startsWith(chunk.text));
    return new Set(titles.length < this.plans.length ? titles.map((doc) => doc.plan) : []);
  }

  // Documents the query names by id, citation or number, and those right below them, with their bonus.
  _asked(read, lets) {
    const keys = this.places.asked(read.text);
    const named = keys.length ? this._placed(keys) : new Set();
    const asked = new Map();
    if (!named.size) return asked;
    const { at_place: at, below_place: below } = this.rules.rank;
    for (const doc of this.docs) {
      const bonus = named.has(doc) ? at : doc.parent >= 0 && named.has(this.docs[doc.parent]) ? below : 0;
      if (bonus && lets(doc)) asked.set(doc, bonus);
    }
    return asked;
  }

  // The hits to show, in order, and how they were come by; says so in notes.
  _settle(read, chunks, found, notes) {
    const order = found.sort((a, b) => b.score - a.score || a.doc.at - b.doc.at);
    const full = order.filter((one) => one.full);
    let mode = "all";
    let kept = full;
    if (chunks.length > 1 && full.length < this.rules.index.few) {
      const some = order.filter((one) => !one.full);
      let rest = some.filter((one) => one.told);
      if (!rest.length && !full.length) rest = some;
      rest = rest.sort((a, b) => b.every - a.every);
      if (rest.length && !full.length) {
        mode = "any";
        notes.push(this.say("only_some"));
      } else if (rest.length) notes.push(this.say("then_some", { n: full.length }));
      kept = full.concat(rest);
    } else if (chunks.length && kept.length && !kept.some((one) => one.every === chunks.length)) {
      mode = "any";
      notes.push(this.say("only_some"));
    }
    for (const chunk of chunks) {
      if (chunk.corrected && kept.length) {
        mode = "fuzzy";
        notes.push(this.say("taken_for", chunk));
      } else if (chunk.unknown.length && kept.length && kept[0].score < this.rules.rank.at_place) {
        notes.push(this.say("unknown", { words: chunk.unknown.map((one) => `“${one}”`).join("、") }));
      }
    }
    if (read.hints.length) mode = "literal";
    if (!kept.length && chunks.length) notes.push(this.say("nothing"));
    return { mode, kept };
  }

  // Queries to offer instead.
  _suggest(chunks, kept) {
    const out = [];
    if (chunks.some((chunk) => chunk.corrected)) out.push(chunks.map((chunk) => chunk.corrected || chunk.typed).join(" "));
    for (const chunk of chunks) {
      out.push(...chunk.offers);
      if (!kept.length && !chunk.corrected && !this.stands(chunk.text)) out.push(...this.analyser.offers(chunk));
    }
    return unique(out).slice(0, this.rules.index.most_suggested);
  }

  _marks(chunks, read) {
    const { marked_word: word, marked_run: run, marked_query: query } = this.rules.index;
    const marks = new Map();
    for (const chunk of chunks) {
      const firm = chunk.terms.filter((term) => !term.loose);
      if (chunk.terms.length > 1 && this.stands(chunk.text)) marks.set(chunk.text, run);
      for (const term of firm.length ? firm : chunk.terms) {
        for (const [form, percent] of term.forms) marks.set(form, word * percent * form.length);
      }
    }
    if (chunks.length > 1 && this.stands(read.text)) marks.set(read.text, query);
    return marks;
  }

  // Terms of the topics a query leads to: marked where none of its own words stands.
  _topicMarks(chunks) {
    const topics = [].concat(...[].concat(...chunks.map((chunk) => chunk.terms)).map((term) => term.topics));
    const terms = [].concat(...topics.map(([topic]) => this.lexicon.termsOf.get(topic) || []));
    return new Map(terms.map((term) => [term, this.rules.index.marked_topic]));
  }

  _hit({ doc, score }, marks, topicMarks) {
    const own = Array.from(marks.keys()).some((word) => doc.literal.includes(word));
    const shown = own ? marks : topicMarks;
    const words = Array.from(shown.keys());
    let text = doc.text || doc.head;
    let body = doc.body || this.normalise(doc.head);
    if (!words.some((word) => body.includes(word)) && doc.values.some((value) => words.some((word) => value.includes(word)))) {
      text = fill(this.rules.index.with_values, { text, values: doc.printedValues.join(this.rules.index.values_joined) });
      body = this.normalise(text);
    }
    const passage = makeSnippet(text, body, shown, this.rules);
    return {
      id: doc.id, plan: doc.plan, kind: doc.kind, number: doc.number, title: doc.printed, citation: doc.citation,
      snippet: passage.text, snippet_ranges: passage.ranges, title_ranges: findRanges(doc.title, shown.keys()),
      units: doc.units, roles: doc.roles, score, edited: doc.edited,
    };
  }
}

// A chapter number in Han numerals: 2 → 二; others as they are.
function hanNumber(text, numbers) {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  return value > 0 && value < numbers.length ? numbers[value] : text;
}
