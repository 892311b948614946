// The documents of the plans a question is about: kb/who/nodes.py. Data: kb/who/browser.py.

// What is the same for all questions: documents with their texts, duties, indicators and tags.
class Facts {
  constructor(index, data) {
    this.index = index;
    this.data = data;
    this.plain = (text) => unspaced(index.normalise(text));
    this.units = index.lexicon.units.map(({ name }, at) => {
      const one = at in data.ids ? data.ids[at] : data.collective.includes(at) ? [0, 0] : 0;
      const [place, plan] = [].concat(one);
      const id = place.length ? place : `${data.places[place]}/${name}${plan >= 0 ? `@${(data.all_plans || index.plans)[plan]}` : ""}`;
      return { at, name, id, place: placeOf(id) };
    });
    this.verbs = new Set(words(data.question.verbs));
    this.duties = new Map();
    this.allDuties = [];
    this.tags = new Map();
    this.children = new Map();
    this.byId = new Map();
    this.indicators = new Map();
    this.plans = new Map(data.plans.map((plan) => [plan.id, plan]));
    this.topics = new Map(index.lexicon.topics.map((topic) => [topic.name, topic]));
    for (const doc of index.docs) {
      this.byId.set(doc.id, doc);
      doc.plainTitle = this.plain(doc.printed);
      doc.plainAll = this.plain(`${doc.head}\n${doc.text}`);
      doc.plainOwn = unspaced(doc.body);
      doc.line = data.lines[doc.at] || null;
      for (const tag of doc.tags) this.tags.set(tag.topic, (this.tags.get(tag.topic) || []).concat({ doc, tag }));
      if (doc.parent >= 0) {
        const above = index.docs[doc.parent];
        this.children.set(above, (this.children.get(above) || []).concat(doc));
      }
    }
    this._readDuties();
    const same = (name) => this.units.filter((unit) => unit.name === name).length > 1;
    const labels = this.units.map(({ name, place }) => (place && same(name) ? `${name}（${place}）` : name));
    Object.assign(index, { duties: this.duties, members: data.members, labels });
    for (const row of data.indicators) this._readIndicator(row);
    this.collectives = new Map();
    for (const [at, ...members] of data.members) {
      for (const member of members) this.collectives.set(member, (this.collectives.get(member) || []).concat(at));
    }
  }

  _readDuties() {
    const { data, index } = this;
    for (const [at, unit, kind, proof, link, why, inherited, deadline, document, due, leaders] of data.duties) {
      const [role, basis, sentence] = data.kinds[kind];
      const [given, start, line] = data.proofs[proof];
      const source = typeof given === "string" ? null : index.docs[given[0]];
      const quote = source ? (source.head + source.text).slice(given[1], given[1] + given[2]) : given;
      const duty = {
        doc: index.docs[at], unit, role, basis, strength: data.bases.indexOf(basis),
        sentence: sentence > 0, quote, start, line, end: document ? 0 : start + quote.length,
        link: link > 0 ? index.docs[link - 1] : null, why: data.whys[why || 0],
        inherited: inherited > 0 ? index.docs[inherited - 1].id : null,
        deadline: deadline || "", document: document || "", due: due || "", leaders: leaders || [],
      };
      this.allDuties.push(duty);
      this.duties.set(duty.doc, (this.duties.get(duty.doc) || []).concat(duty));
    }
  }

  _readIndicator([at, name, box, number, measure, category, binding, units, targets, baseline]) {
    const read = targets.map(([text, op, value, high, year, column]) => ({ text, op, value, high, year, column }));
    const stood = baseline && { year: baseline[0], value: baseline[1], measure: baseline[2] };
    const doc = this.index.docs[at];
    this.indicators.set(doc, { doc, name: name || doc.printed, box, number, measure, category, binding, units, targets: read, target: read[0], baseline: stood });
  }
}

// What a unit's id begins with: its place, "" where it is unknown.
const placeOf = (id) => (id.includes("/") ? id.slice(0, id.indexOf("/")) : "");

// The documents of some plans, in the order of the index.
class Nodes {
  constructor(facts, plans) {
    this.facts = facts;
    this.plans = plans ? facts.index.plans.filter((plan) => plans.includes(plan)) : facts.index.plans;
    this.all = this.plans.length === facts.index.plans.length;
    this.docs = this.all ? facts.index.docs : facts.index.docs.filter((doc) => this.plans.includes(doc.plan));
    this.plain = facts.plain;
    this.found = new Map();
    this.shares = new WeakMap();
  }

  has(doc) {
    return this.plans.includes(doc.plan);
  }

  duties(doc) {
    return this.facts.duties.get(doc) || [];
  }

  assigns(doc) {
    return this.duties(doc).some((duty) => duty.basis === "assigned");
  }

  children(doc) {
    return this.facts.children.get(doc) || [];
  }

  below(doc) {
    return [].concat(...this.children(doc).map((child) => [child, ...this.below(child)]));
  }

  parent(doc) {
    return doc.parent >= 0 ? this.facts.index.docs[doc.parent] : null;
  }

  indicator(doc) {
    return this.facts.indicators.get(doc) || null;
  }

  // Documents that print a word, in reading order.
  containing(word) {
    return cached(this.found, 1024, word, () => Array.from(this.facts.index.containing(word)).filter((doc) => this.has(doc)));
  }

  prints(word) {
    return this.containing(word).length > 0;
  }

  rarity(word) {
    return Math.log((this.docs.length + 1) / (this.containing(word).length || this.facts.data.rules.nodes.unknown));
  }
}
