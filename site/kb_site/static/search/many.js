// Search and answers over many plans: hits by an index in parts, the answer out of a few plans, whose data is loaded whole.

// search(query, {limit, card}): hits without an answer; with `card` the answer alone, {answer, within}: within: out of how many plans
// it is, 0 where the question names them. Both are given at once where all parts are there, and as promises otherwise.
// from: where search.js is, or what loads parts by their names and promises that they have run.
function makeManySearch(core, from) {
  const parts = new Parts(typeof from === "function" ? from : loader(from), core.rules.split);
  const index = new SplitIndex(core, parts);
  const many = new Many(index, core, parts);
  return (query, options) => {
    const { limit = 10, card = false } = options || {};
    return parts.run(() => (card ? many.card(query) : many.search(query, limit)));
  };
}

// Where a part of the index is, beside search.js.
const fileOf = (name) => `search/${name}.js`;

// A worker loads parts at once; in the page each is a script as any other.
function loader(from) {
  if (typeof document === "undefined") return (names) => Promise.resolve(self.importScripts(...names.map(fileOf)));
  return (names) => Promise.all(names.map((name) => new Promise((done) => {
    const script = document.createElement("script");
    script.src = from.replace(/search\.js$/, fileOf(name));
    script.onload = script.onerror = () => {
      script.remove();
      done();
    };
    document.head.append(script);
  })));
}

class Many {
  constructor(index, core, parts) {
    this.index = index;
    this.core = core;
    this.parts = parts;
    this.answerers = new Map();
    this.questions = new Map();
    const tables = { ...core.who.question, collective: core.who.collective, places: core.rules.question_places };
    this.reader = new Reader(index.lexicon, (text) => index.stands(text), core.who.plans, tables);
  }

  // As kb/who/hits.py reads a question: a place narrows it to its plans.
  _read(query) {
    const read = cached(this.questions, FEW_KEPT, query, () => this.reader.read(query));
    settled();
    return read;
  }

  search(query, limit) {
    const { index } = this;
    let text = query;
    let plans = [];
    const read = parseQuery(index.normalise(query), index.rules);
    const plain = isPlain(index.normalise(query), index.rules);
    if (plain) {
      const asked = this._read(query);
      plans = asked.plans;
      if (plans.length && asked.segments.length) text = asked.segments.join(" ");
    }
    const found = index.search(text, limit, plans);
    const rows = {};
    for (const hit of found.hits) {
      if (hit.said) rows[hit.id] = hit.said;
      delete hit.said;
    }
    const topic = index.topicCounts(text, plans);
    const tries = found.total ? [] : triesOf(index, read.text);
    settled();
    const lists = !plain || read.without.length || !read.text;
    const card = !lists && found.total > 0;
    return { ...found, query, facets: { ...found.facets, topic }, answer: null, rows, tries, card, plans: this._titles(found) };
  }

  // Short titles of the plans that are shown: of hits, and of the filter.
  _titles({ hits, facets }) {
    const { plans, split } = this.core;
    const shown = unique([...hits.map((hit) => hit.plan), ...Object.keys(facets.plan)]);
    return Object.fromEntries(shown.map((plan) => [plan, split.short[plans.indexOf(plan)]]));
  }

  card(query) {
    const { most_plans: most, few_hits: few } = this.core.rules.split;
    const asked = this._read(query);
    const found = this.index.search(query, few, asked.plans);
    const plans = unique([...asked.plans, ...found.hits.map((hit) => hit.plan)]).slice(0, Math.max(most, asked.plans.length ? 1 : 0));
    if (!plans.length) return { answer: null, within: 0 };
    const numbers = plans.map((plan) => this.core.plans.indexOf(plan)).sort((a, b) => a - b);
    const who = this._answerer(numbers);
    const answer = who.ask(query);
    const units = {};
    const left_out = {};
    numbers.forEach((at) => {
      const part = this.parts.need(`p${at}`);
      units[this.core.plans[at]] = part.units;
      left_out[this.core.plans[at]] = part.left_out;
    });
    return { answer, units, left_out, plans: this._titles({ hits: found.hits, facets: { plan: {} } }), within: asked.plans.length || numbers.length === this.core.plans.length ? 0 : numbers.length };
  }

  _answerer(numbers) {
    const data = numbers.map((at) => this.parts.need(`p${at}`));
    const make = this.parts.need("who");
    settled();
    return cached(this.answerers, FEW_KEPT / 2, numbers.join(" "), () => {
      const some = joinedPlans(this.core, numbers, data);
      this.Who = this.Who || make(SHARED);
      return new this.Who(new Index(some, this.index.lexicon), some.who);
    });
  }
}

// Some plans as the whole index of one browser: rows and facts of each follow those of the one before.
function joinedPlans(core, numbers, data) {
  const who = { ...core.who, kinds: [], proofs: [], whys: [""], duties: [], lines: [], indicators: [], all_plans: core.plans };
  const rows = [];
  data.forEach((plan, order) => {
    const begun = rows.length;
    const [kinds, proofs, whys] = [who.kinds.length, who.proofs.length, who.whys.length];
    const at = (row) => (row > 0 ? row + begun : 0);
    for (const row of plan.rows) {
      const [, local, kind, number, printed, head, text, citation, parent, ...more] = row;
      // The mark of each plan's rows is its own.
      const marked = (part) => part.split(plan.mark).join(core.mark);
      rows.push([order, local, kind, number, printed, marked(head), marked(text), marked(citation), parent < 0 ? parent : parent + begun, ...more]);
    }
    who.kinds.push(...plan.who.kinds);
    for (const [quote, ...rest] of plan.who.proofs) {
      who.proofs.push([typeof quote === "string" ? quote : [quote[0] + begun, quote[1], quote[2]], ...rest]);
    }
    who.whys.push(...plan.who.whys);
    for (const [row, unit, kind, proof, link, why, inherited, ...more] of plan.who.duties) {
      who.duties.push([row + begun, unit, kind + kinds, proof + proofs, at(link), (why || 0) + whys, at(inherited), ...more]);
    }
    who.lines.push(...plan.who.lines);
    for (const [row, name, box, ...more] of plan.who.indicators) who.indicators.push([row + begun, name, box < 0 ? box : box + begun, ...more]);
  });
  const plans = numbers.map((number) => core.plans[number]);
  who.plans = core.who.plans.filter((plan) => plans.includes(plan.id));
  return { ...core, plans, rows, who };
}
