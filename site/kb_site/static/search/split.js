// Searching an index in parts: kb/search/split.py writes them. Documents are found and counted by posting lists, in the way of
// kb/search/ask.py; what each can score at most is worked out from the lists too, and only the best are read and scored. Sets of
// documents are rising numbers.

const NO_NUMBERS = new Int32Array(0);
const NO_RUN = { docs: NO_NUMBERS, counts: NO_NUMBERS, places: NO_NUMBERS };

class SplitIndex extends Index {
  constructor(core, parts) {
    super(core);
    this.parts = parts;
    this.core = core;
    const { count, starts, titles, firsts, absent } = core.split;
    Object.assign(this, { count, starts, titles, firsts, limits: core.rules.split });
    const { words: list, topicWords, unitNames, names } = this.lexicon;
    this.absent = new Set(absent);
    this.printed = new Set([...list, ...topicWords.keys(), ...unitNames.keys(), ...names]);
    this.lists = new Map();
    this.runs = new Map();
    this.opened = new Map();
    this.partStarts = [];
    starts.forEach((start, at) => {
      const end = at + 1 < starts.length ? starts[at + 1] : count;
      for (let from = start; from < end; from += this.limits.chunk) this.partStarts.push(from);
    });
  }

  get size() {
    return this.count;
  }

  printing(text) {
    return this.containing(text).length;
  }

  stands(text) {
    if (this.printed.has(text)) return !this.absent.has(text);
    return text !== "" && this.containing(text).length > 0;
  }

  containing(text) {
    return this.run(text).docs;
  }

  // Posting lists

  _list(term) {
    const at = lastUpTo(this.firsts, term);
    const block = at >= 0 ? this.parts.need(`t${at}`) : {};
    return (block && Object.prototype.hasOwnProperty.call(block, term) && block[term]) || null;
  }

  // The documents with a term whose list has no places.
  having(term) {
    return cached(this.lists, MANY_KEPT, term, () => {
      const list = this._list(term);
      if (!list) return NO_NUMBERS;
      const docs = new Int32Array(list.length);
      let doc = 0;
      list.forEach((step, i) => {
        doc += step;
        docs[i] = doc;
      });
      return docs;
    });
  }

  // The documents with a term with one number each: {docs, numbers}.
  numbered(term) {
    return cached(this.runs, MANY_KEPT, `numbers ${term}`, () => {
      const list = this._list(term) || [];
      const docs = new Int32Array(list.length / 2);
      const numbers = new Int32Array(list.length / 2);
      let doc = 0;
      for (let i = 0; i < list.length; i += 2) {
        doc += list[i];
        docs[i / 2] = doc;
        numbers[i / 2] = list[i + 1];
      }
      return { docs, numbers };
    });
  }

  // Where a pair of characters occurs: document · span + place, rising.
  _placesOf(pair) {
    const list = this._list(`g${pair}`);
    if (!list) return NO_NUMBERS;
    const out = new Float64Array(list.length);
    let doc = 0;
    let n = 0;
    for (let i = 0; i < list.length; ) {
      doc += list[i];
      let place = list[i + 1];
      out[n++] = doc * this.limits.span + place;
      for (i += 2; i < list.length && list[i] < 0; i += 1) {
        place -= list[i];
        out[n++] = doc * this.limits.span + place;
      }
    }
    return out.subarray(0, n);
  }

  // The documents that contain a normalised text, and where: {docs, places}; of one character the documents alone.
  run(text) {
    if (!text) return NO_RUN;
    return cached(this.runs, MANY_KEPT, text, () => {
      const chars = Array.from(text);
      if (chars.length === 1) return { docs: this.numbered(`c${text}`).docs, places: null };
      const last = chars.length - 2;
      const offsets = chars.map((_, at) => at).filter((at) => at === last || (at < last && at % 2 === 0));
      const lists = offsets.map((at) => [at, this._placesOf(chars[at] + chars[at + 1])]);
      if (lists.some(([, places]) => !places.length)) return NO_RUN;
      lists.sort((a, b) => a[1].length - b[1].length);
      let [[first, places]] = lists;
      for (const [at, others] of lists.slice(1)) places = shifted(places, others, at - first);
      if (first) places = places.map((place) => place - first);
      return { docs: docsOf(places, this.limits.span), places };
    });
  }

  // Documents whose title may have a text: exactly those for one or two characters.
  _titled(text) {
    const chars = Array.from(text);
    if (chars.length <= 2) return this.having(`n${text}`);
    return common(chars.slice(1).map((ch, at) => this.having(`n${chars[at]}${ch}`)));
  }

  tagged(topics) {
    const { narrower, broader } = this.lexicon;
    const lists = [];
    for (const topic of topics) {
      for (const name of [topic, ...(narrower.get(topic) || [])]) lists.push(this.having(`T${name}`), this.numbered(`t${name}`).docs);
      for (const name of broader.get(topic) || []) lists.push(this.having(`T${name}`));
    }
    return this.union(lists);
  }

  union(lists) {
    const some = lists.filter((list) => list.length);
    if (some.length < 2) return some[0] || NO_NUMBERS;
    return this.among(this.marked(some));
  }

  // Which documents are in any of the lists: a byte each.
  marked(lists) {
    const out = new Uint8Array(this.count);
    for (const list of lists) for (let i = 0; i < list.length; i += 1) out[list[i]] = 1;
    return out;
  }

  among(marks) {
    let n = 0;
    for (let at = 0; at < marks.length; at += 1) if (marks[at]) n += 1;
    const out = new Int32Array(n);
    for (let at = marks.length - 1; at >= 0; at -= 1) if (marks[at]) out[(n -= 1)] = at;
    return out;
  }

  planOf(at) {
    return lastUpTo(this.starts, at);
  }

  _ofPlans(plans) {
    const out = new Uint8Array(this.count);
    for (const plan of plans) {
      const at = this.plans.indexOf(plan);
      if (at >= 0) out.fill(1, this.starts[at], at + 1 < this.starts.length ? this.starts[at + 1] : this.count);
    }
    return out;
  }

  get columns() {
    const columns = this.parts.need("columns");
    if (!columns) return { kinds: NO_NUMBERS, titles: NO_NUMBERS, bodies: NO_NUMBERS };
    return columns;
  }

  // Documents

  // A document as readRows gives it; null until its part is there.
  doc(at) {
    const part = lastUpTo(this.partStarts, at);
    const start = this.partStarts[part];
    const data = this.parts.need(`d${part}`);
    if (!data) return null;
    const docs = cached(this.opened, MANY_KEPT, part, () => {
      const read = readRows({ ...this.core, mark: data.mark, rows: data.rows, plans: this.plans }, this.lexicon, this.places);
      return read.map((doc, i) => Object.assign(doc, { at: start + i, said: data.said[doc.id] || null }));
    });
    return docs[at - start];
  }

  // Reading a query

  _allowed(filters, notes) {
    if (!filters.length) return null;
    const groups = new Map();
    for (const one of filters) {
      const group = `${one.field} ${one.without}`;
      const met = this._meetingFilter(one, notes);
      if (!groups.has(group)) groups.set(group, { without: one.without, met: [] });
      groups.get(group).met.push(met);
    }
    const out = new Uint8Array(this.count).fill(1);
    for (const { without, met } of groups.values()) {
      const marks = this.marked(met);
      for (let at = 0; at < out.length; at += 1) if (Boolean(marks[at]) === without) out[at] = 0;
    }
    return out;
  }

  _heldBy(units) {
    return this.union(units.map((at) => this.having(`o${at}`)));
  }

  _ofKind(kind) {
    return cached(this.lists, MANY_KEPT, `kind ${kind}`, () => {
      const { kinds } = this.columns;
      const code = this.core.values.kinds.indexOf(kind);
      return this.among(Uint8Array.from(kinds, (one) => (one === code ? 1 : 0)));
    });
  }

  _ofBinding(binding) {
    return this.having(`b${binding}`);
  }

  _ofChapter(chapter) {
    return this.having(`h${chapter}`);
  }

  _plansCalled(value) {
    return this.plans.filter((plan, at) => plan.includes(value) || (this.titles[at] || "").includes(value));
  }

  _ofAnyPlan(plans) {
    return this.among(this._ofPlans(plans));
  }

  _placed(keys) {
    const full = keys.filter((key) => key.includes("/")).map((key) => this._byId(key));
    return this.union([...keys.map((key) => this.having(`l${key}`)), ...full]);
  }

  // The document of a full id.
  _byId(id) {
    const plan = id.slice(0, id.indexOf("/"));
    const inside = this._ofPlans([plan]);
    return this.having(`l${id.slice(plan.length + 1)}`).filter((at) => inside[at] && this._isCalled(at, id));
  }

  _isCalled(at, id) {
    const doc = this.doc(at);
    return doc !== null && doc.id === id;
  }

  // Searching

  search(query, limit, plans) {
    const ranked = this.rank(query, plans);
    const { total, mode, notes, suggestions, marks, topicMarks } = ranked;
    const hits = this._top(ranked.found, ranked.tiers, limit).map((one) => ({ ...this._hit(one, marks, topicMarks), said: one.doc.said }));
    const facets = this._facets(ranked.tiers);
    settled();
    return { query, total, hits, mode, notes: [...notes], suggestions, facets };
  }

  _rank(query, plans) {
    const read = parseQuery(this.normalise(query), this.rules);
    const notes = [...read.hints];
    const only = (plans || []).map((value) => ({ field: "plan", value, without: false }));
    const allowed = this._allowed([...read.filters, ...only], notes);
    let literal = read.text ? this.containing(read.text) : NO_NUMBERS;
    read.words.forEach((word) => this.stands(word));
    settled();
    if (only.length) {
      const inside = this._allowed(only, []);
      literal = literal.filter((at) => inside[at]);
    }
    const chunks = this.analyser.readWords(read.words);
    chunks.push(...read.phrases.map((phrase) => this.analyser.phrase(phrase)));
    settled();
    const found = this._find(read, chunks, allowed, literal);
    settled();
    const { mode, tiers } = this._settle(read, chunks, found, notes);
    const total = tiers.reduce((sum, tier) => sum + tier.length, 0);
    settled();
    return {
      total, mode, notes, found, tiers, suggestions: this._suggest(chunks, { length: total }), marks: this._marks(chunks, read),
      topicMarks: this._topicMarks(chunks),
    };
  }

  _meets(chunk, allowed) {
    const weighed = chunk.terms.map((term) => {
      const forms = term.forms.map(([form]) => this.containing(form));
      const standing = forms[0] || NO_NUMBERS;
      const led = term.topics.length ? this.tagged(term.topics.map(([topic]) => topic)) : NO_NUMBERS;
      const lists = [...forms, led];
      if (term.unit) lists.push(this.having(`d${term.unit}`), this.having(`m${term.unit}`));
      if (term.kind) lists.push(this._ofKind(term.kind));
      if (term.binding) lists.push(this._ofBinding(term.binding));
      const shown = this.union(lists);
      const names = term.unit || term.kind || term.binding;
      const n = names || !standing.length ? shown.length : standing.length;
      const stands = standing.length > 0 || term.forms.length > 1;
      return { term, rarity: this.rarity(n), stands, known: shown.some((at) => allowed === null || allowed[at]), shown, led };
    });
    const whole = this.containing(chunk.text);
    const places = this.union([...weighed.map(({ shown }) => shown), whole]);
    return { weighed, whole, places: allowed === null ? places : places.filter((at) => allowed[at]) };
  }

  // Which documents meet a run, which all of its terms, and how much it adds to their score at most.
  _score(chunk, allowed) {
    const { rank } = this.rules;
    const { weighed, whole, places } = this._meets(chunk, allowed);
    const stands = this.marked([whole]);
    const met = new Int32Array(this.count);
    const left = new Uint8Array(this.count);
    const led = new Uint8Array(this.count);
    let total = 0;
    let known = 0;
    for (const one of weighed) {
      total += one.rarity;
      if (one.known) known += one.rarity;
      for (const at of one.shown) met[at] += one.rarity;
      for (const at of one.led) led[at] = 1;
      if (!one.term.loose) {
        const marks = this.marked([one.shown]);
        for (const at of places) if (!marks[at]) left[at] = 1;
      }
    }
    const due = chunk.text.length > rank.longest_name ? known : total;
    const enough = new Uint8Array(this.count);
    for (const at of places) {
      if (stands[at] || (met[at] > 0 && 100 * met[at] >= rank.enough * due) || (led[at] && chunk.leads)) enough[at] = 1;
    }
    if (!enough.includes(1)) {
      // A unit named among words that say nothing: what the unit has to do.
      const units = this.marked(chunk.terms.filter((term) => term.unit).map((term) => this.having(`d${term.unit}`)));
      for (const at of places) enough[at] = units[at];
    }
    const every = new Uint8Array(this.count);
    for (const at of places) every[at] = stands[at] || !left[at] ? 1 : 0;
    const bound = this._bound(chunk, weighed, { places, stands, met, total });
    return { chunk, weighed, places, enough, every, bound };
  }

  // The formula of rank.js by lists: every number is the greatest that a document can have.
  _bound(chunk, weighed, { places, stands, met, total }) {
    const { rank } = this.rules;
    const { kinds, titles } = this.columns;
    const points = new Float64Array(this.count);
    for (const one of weighed) this._addWorth(one, points);
    const inTitle = this.marked([this._titled(chunk.text)]);
    const runs = weighed.length > 1 || chunk.exact || chunk.text !== weighed[0].term.text;
    const pairs = weighed.slice(1).map((one, i) => {
      const pair = weighed[i].term.text + one.term.text;
      return [weighed[i].rarity + one.rarity, this.marked([this._titled(pair)]), this.marked([this.containing(pair)])];
    });
    const byKind = this.core.values.kinds.map((kind) => rank.kind_worth[kind] || rank.other_kinds);
    const out = new Float64Array(this.count);
    for (const at of places) {
      let sum = points[at];
      if (stands[at] && runs) sum += total * (inTitle[at] ? rank.run_in_title : rank.run_in_body);
      else {
        for (const [rarity, titled, printed] of pairs) {
          if (titled[at]) sum += rarity * rank.pair_in_title;
          else if (printed[at]) sum += rarity * rank.pair_in_body;
        }
      }
      const coverage = total ? Math.floor((100 * met[at]) / total) : 100;
      sum = share(sum, 50 + Math.floor(coverage / 2));
      if (stands[at] && !sum) sum = 100 * rank.in_body;
      out[at] = share(sum, byKind[kinds[at]]);
    }
    return titles.length ? out : points;
  }

  // Adds what the documents can show of a term at most.
  _addWorth({ term, stands, rarity, shown }, points) {
    const { rank } = this.rules;
    const { titles } = this.columns;
    this.scratch = this.scratch || [0, 0, 0, 0].map(() => new Int32Array(this.count));
    const [title, body, best, led] = this.scratch;
    const raise = (list, by, value) => {
      for (let i = 0; i < list.length; i += 1) if (by[list[i]] < value) by[list[i]] = value;
    };
    for (const [form, percent] of term.forms) {
      for (const at of this._titled(form)) {
        const part = Math.floor((rank.title_share * form.length) / Math.max(titles[at], form.length));
        title[at] = Math.max(title[at], share(rank.in_title + part, percent));
      }
      this._inBody(form, (at, count) => {
        const value = Math.min(rank.in_body + rank.body_more * (Math.max(count, 1) - 1), rank.body_most);
        body[at] = Math.max(body[at], share(value, percent));
      });
    }
    if (term.unit) {
      raise(this.having(`f${term.unit}`), best, rank.is_first);
      raise(this.having(`d${term.unit}`), best, rank.is_unit);
      raise(this.having(`m${term.unit}`), best, rank.is_named);
    }
    if (term.kind) raise(this._ofKind(term.kind), best, rank.is_kind);
    if (term.binding) raise(this._ofBinding(term.binding), best, rank.is_binding);
    raise(this.having(`v${term.text}`), best, rank.is_value);
    for (const [topic, role] of term.topics) {
      const [inTitle, inText] = role === "said" && stands ? rank.said_and_standing : rank.topic_worth[role];
      raise(this.having(`T${topic}`), led, inTitle);
      const { docs, numbers } = this.numbered(`t${topic}`);
      docs.forEach((at, i) => {
        led[at] = Math.max(led[at], inText + Math.min(numbers[i] - 1, rank.most_hits) * rank.more_hits);
      });
      for (const below of this.lexicon.narrower.get(topic) || NONE) {
        raise(this.having(`T${below}`), led, share(inTitle, rank.narrower));
        raise(this.numbered(`t${below}`).docs, led, share(inText, rank.narrower));
      }
      for (const above of this.lexicon.broader.get(topic) || NONE) raise(this.having(`T${above}`), led, rank.broader);
    }
    for (const at of shown) {
      const word = Math.max(title[at] ? title[at] + share(body[at], rank.besides) : body[at], best[at]);
      points[at] += rarity * (Math.max(word, led[at]) + share(Math.min(word, led[at]), rank.besides));
    }
    for (const one of this.scratch) one.fill(0);
  }

  // Says for each document that has a text how often its body does.
  _inBody(form, say) {
    const { docs, places } = this.run(form);
    if (!places) {
      const { numbers } = this.numbered(`c${form}`);
      docs.forEach((at, i) => say(at, numbers[i]));
      return;
    }
    const { bodies } = this.columns;
    const { span } = this.limits;
    for (let i = 0; i < places.length; ) {
      const at = Math.floor(places[i] / span);
      const end = (at + 1) * span;
      let count = 0;
      for (; i < places.length && places[i] < end; i += 1) if (places[i] - at * span >= bodies[at]) count += 1;
      say(at, count);
    }
  }

  // What Index._find gives, as numbers by document.
  _find(read, chunks, allowed, literal) {
    const lets = (at) => allowed === null || allowed[at] > 0;
    const without = this.marked(read.without.map((text) => this.containing(text)));
    const printed = this.marked([literal]);
    const of = () => new Uint8Array(this.count);
    const found = { chunks, scored: [], inside: of(), met: of(), every: of(), told: of(), bound: new Float64Array(this.count), bonus: new Map(), printed };
    if (!chunks.length) {
      const some = allowed !== null && (read.filters.length || allowed.includes(1));
      for (let at = 0; some && at < this.count; at += 1) {
        if (printed[at] || (allowed[at] && !without[at])) found.inside[at] = 1;
      }
      return found;
    }
    const forPlans = [];
    for (const chunk of chunks) {
      const one = this._score(chunk, allowed);
      found.scored.push(one);
      if (chunks.length > 1) forPlans.push([this._ofPlans(this._plansNamed(chunk)), one.enough]);
      for (const at of one.places) {
        if (!one.enough[at]) continue;
        found.inside[at] = 1;
        found.bound[at] += one.bound[at];
        found.met[at] += 1;
        found.every[at] += one.every[at];
        if (!chunk.narrows) found.told[at] = 1;
      }
    }
    for (const [inPlan, met] of forPlans) {
      for (let at = 0; at < this.count; at += 1) {
        if (!found.inside[at] || !inPlan[at] || met[at]) continue;
        found.met[at] += 1;
        found.every[at] += 1;
      }
    }
    const all = (at) => {
      found.inside[at] = 1;
      found.met[at] = found.every[at] = chunks.length;
    };
    for (const at of literal) {
      if (!found.inside[at]) found.bound[at] = 1;
      all(at);
    }
    found.bonus = this._asked(read, lets);
    found.bonus.forEach((bonus, at) => {
      all(at);
      found.bound[at] += bonus;
    });
    for (let at = 0; at < this.count; at += 1) {
      const kept = (!found.bonus.size || found.bonus.has(at) || printed[at]) && (printed[at] || !without[at]);
      if (found.inside[at] && !kept) found.inside[at] = 0;
    }
    return found;
  }

  _plansNamed(chunk) {
    const named = this.plans.filter((_, at) => this.titles[at] !== null && this.titles[at].startsWith(chunk.text));
    return named.length < this.plans.length ? named : [];
  }

  _asked(read, lets) {
    const keys = this.places.asked(read.text);
    const asked = new Map();
    const named = keys.length ? this._placed(keys) : NO_NUMBERS;
    settled();
    const { at_place: inPlace, below_place: below } = this.rules.rank;
    const under = this.union(Array.from(named, (at) => this.having(`p${at}`)));
    for (const at of under) if (lets(at)) asked.set(at, below);
    for (const at of named) if (lets(at)) asked.set(at, inPlace);
    return asked;
  }

  // The documents to show, by tiers of which an earlier one comes first, and how they were come by; says so in notes.
  _settle(read, chunks, found, notes) {
    const members = this.among(found.inside);
    const isFull = (at) => found.met[at] === chunks.length;
    const full = chunks.length ? members.filter(isFull) : members;
    let mode = "all";
    let tiers = [full];
    if (chunks.length > 1 && full.length < this.rules.index.few) {
      const some = members.filter((at) => !isFull(at));
      let rest = some.filter((at) => found.told[at]);
      if (!rest.length && !full.length) rest = some;
      if (rest.length && !full.length) {
        mode = "any";
        notes.push(this.say("only_some"));
      } else if (rest.length) notes.push(this.say("then_some", { n: full.length }));
      for (let every = chunks.length; every >= 0; every -= 1) tiers.push(rest.filter((at) => found.every[at] === every));
    } else if (chunks.length && full.length && !full.some((at) => found.every[at] === chunks.length)) {
      mode = "any";
      notes.push(this.say("only_some"));
    }
    tiers = tiers.filter((tier) => tier.length);
    for (const chunk of chunks) {
      if (chunk.corrected && tiers.length) {
        mode = "fuzzy";
        notes.push(this.say("taken_for", chunk));
      } else if (chunk.unknown.length && tiers.length && this._top(found, tiers, 1)[0].score < this.rules.rank.at_place) {
        notes.push(this.say("unknown", { words: chunk.unknown.map((one) => `“${one}”`).join("、") }));
      }
    }
    if (read.hints.length) mode = "literal";
    if (!tiers.length && chunks.length) notes.push(this.say("nothing"));
    return { mode, tiers };
  }

  // The first `limit` documents, exactly: [{doc, score}]. They are read by falling bound until no other can be among them.
  _top(found, tiers, limit) {
    const out = [];
    for (const tier of tiers) {
      if (out.length >= limit) break;
      out.push(...this._topOf(found, tier, limit - out.length));
    }
    return out;
  }

  _topOf(found, tier, need) {
    if (!found.chunks.length) return this._read(found, tier.slice(0, need));
    let size = need + this.limits.more_rows;
    for (;;) {
      const order = this._highest(tier, found.bound, size);
      const read = this._read(found, order.slice(0, size)).sort((a, b) => b.score - a.score || a.doc.at - b.doc.at);
      const next = order[size];
      const last = read[need - 1];
      const beaten = next === undefined || found.bound[next] < last.score || (found.bound[next] === last.score && next > last.doc.at);
      if (beaten) return read.slice(0, need);
      size *= 2;
    }
  }

  // Documents by falling bound and then by number, as many as asked and one more.
  _highest(tier, bound, size) {
    const sorted = Float64Array.from(tier, (at) => bound[at]).sort();
    const least = sorted[Math.max(0, sorted.length - size - 1)];
    return Array.from(tier.filter((at) => bound[at] >= least)).sort((a, b) => bound[b] - bound[a] || a - b);
  }

  _read(found, numbers) {
    const docs = Array.from(numbers, (at) => [at, this.doc(at)]);
    settled();
    return docs.map(([at, doc]) => ({ doc, score: this._exact(found, at, doc) }));
  }

  _exact(found, at, doc) {
    let score = 0;
    let met = false;
    for (const { chunk, weighed, enough } of found.scored) {
      if (!enough[at]) continue;
      met = true;
      score += scoreChunk(chunk, weighed, doc, this.lexicon, this.rules.rank).points;
    }
    if (!met && found.printed[at] && found.chunks.length) score = 1;
    return score + (found.bonus.get(at) || 0);
  }

  // Counting

  get _facetColumns() {
    const data = this.parts.need("facets");
    if (!data) return null;
    if (!data.unitStarts) Object.assign(data, { unitStarts: startsOf(data.units), topicStarts: startsOf(data.topics) });
    return data;
  }

  _facets(tiers) {
    const counts = { kind: {}, unit: {}, plan: {}, binding: {}, chapter: {} };
    const columns = this._facetColumns;
    if (!columns) return counts;
    const { kinds: kindNames, bindings, chapters } = this.core.values;
    const { kinds } = this.columns;
    const count = (field, value) => {
      if (value) counts[field][value] = (counts[field][value] || 0) + 1;
    };
    for (const tier of tiers) {
      for (const at of tier) {
        count("kind", kindNames[kinds[at]]);
        count("plan", this.plans[this.planOf(at)]);
        count("binding", bindings[columns.bindings[at]]);
        count("chapter", chapters[columns.chapters[at]]);
        const start = columns.unitStarts[at];
        for (let i = start + 1; i <= start + columns.units[start]; i += 1) count("unit", columns.labels[columns.units[i]]);
      }
    }
    return counts;
  }

  topicCounts(query, plans) {
    const columns = this._facetColumns;
    const counts = {};
    if (!columns) return counts;
    for (const tier of this.rank(query, plans).tiers) {
      for (const at of tier) {
        const start = columns.topicStarts[at];
        for (let i = start + 1; i <= start + columns.topics[start]; i += 1) {
          const { name } = this.lexicon.topics[columns.topics[i]];
          counts[name] = (counts[name] || 0) + 1;
        }
      }
    }
    return counts;
  }
}

// Where each document's row begins: [how many, value, …].
function startsOf(flat) {
  const out = [];
  for (let at = 0; at < flat.length; at += flat[at] + 1) out.push(at);
  return Int32Array.from(out);
}

// The place of the last of rising values that is not above one; -1 where all are.
function lastUpTo(values, one) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (values[middle] <= one) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

// The numbers that all lists have.
function common(lists) {
  const [first, ...others] = [...lists].sort((a, b) => a.length - b.length);
  return others.reduce((kept, list) => shifted(kept, list, 0), first || NO_NUMBERS);
}

// The places that have one of others so many characters later.
function shifted(places, others, way) {
  let i = 0;
  return places.filter((place) => {
    while (i < others.length && others[i] < place + way) i += 1;
    return others[i] === place + way;
  });
}

function docsOf(places, span) {
  const out = new Int32Array(places.length);
  let n = 0;
  for (let i = 0; i < places.length; i += 1) {
    const at = Math.floor(places[i] / span);
    if (!n || out[n - 1] !== at) out[n++] = at;
  }
  return out.slice(0, n);
}
