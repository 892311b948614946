// Who is responsible, with the words that prove it: kb/who/answer.py.

class Who {
  constructor(index, data) {
    this.index = index;
    this.reads = new Map();
    this.nodes = new Map();
    this.facts = new Facts(index, data);
    this.facts.say = (message, values) => fill(data.messages[message], values || {});
    const tables = { ...data.question, collective: data.collective, places: index.rules.question_places };
    this.facts.reader = new Reader(index.lexicon, (text) => index.stands(text), data.plans, tables);
  }

  read(query) {
    return cached(this.reads, FEW_KEPT, query, () => this.facts.reader.read(query));
  }

  nodesOf(plans) {
    return cached(this.nodes, FEW_KEPT, (plans || []).join(" "), () => new Nodes(this.facts, plans));
  }

  // As `kb who --json`.
  ask(query) {
    return new Asked(this, query).answer();
  }
}

class Asked {
  constructor(who, query) {
    this.who = who;
    this.facts = who.facts;
    this.query = query;
    this.read = who.read(query);
    this.nodes = who.nodesOf(this._plans());
    this.notes = [];
    this.find = (text) => this._find(text);
  }

  say(message, values) {
    return this.facts.say(message, values);
  }

  _plans() {
    return this.read.plans.length ? this.read.plans : null;
  }

  // The best documents of a search, in the plans asked: [[document, score]].
  _find(text) {
    const { hits_read: read, most_plans: most } = this.facts.data.rules.answer;
    const limit = read * Math.min(this.nodes.plans.length, most);
    const { mode, shown } = this.who.index.rank(text, this._plans());
    if (mode === "fuzzy" && this.read.topics.length) return [];
    return shown.slice(0, limit).map(({ doc, score }) => [doc, score]);
  }

  answer() {
    let { read } = this;
    const outside = this._outside();
    let wanted = read.units;
    if (read.kind === "document") return this._document();
    if (["list", "count"].includes(read.kind) && !outside.length) return this._listed();
    if (read.kind === "what-of-unit" || (wanted.length && !read.topics.length && !read.segments.length)) {
      const found = this._ofUnit(wanted);
      if (outside.length) return this._notSaid(found, outside);
      if (found.answers.length || !read.bare) return found;
      // A name alone, of a body that has no duties: who is responsible for it is asked.
      this.notes = found.notes;
      wanted = [];
      read = { ...read, segments: read.unitWords, words: read.unitWords, units: [], groups: [], kind: "who" };
      this.read = read;
    }
    const scope = findScope(this.nodes, this.find, read);
    const found = this._ofScope(scope, wanted);
    if (!found.answers.length && !found.unassigned.length) {
      const mended = this._mended();
      if (mended) return mended;
    }
    return outside.length ? this._notSaid(found, outside) : this._finish(found);
  }

  // Qualifiers that the plans asked do not print.
  _outside() {
    const { read, nodes, facts } = this;
    const out = [...read.places];
    out.push(...read.populations.filter((word) => !nodes.prints(word) && !read.topicWords.includes(word)));
    const periods = nodes.plans.map((plan) => facts.plans.get(plan).period).filter((period) => period);
    for (const year of read.years) {
      if (!periods.some(([from, to]) => from <= year && year <= to) && !nodes.prints(String(year))) out.push(this.say("year", { year }));
    }
    const person = facts.reader.of("person").exec(read.text);
    if (person && !read.topics.length) out.push(person[0]);
    return unique(out);
  }

  _ofScope(scope, wanted) {
    const { read } = this;
    const others = findEvidence(read, scope, this.nodes);
    this.notes.push(...scope.notes);
    let pieces = others;
    if (wanted.length) {
      const mine = pieces.filter(({ duty }) => wanted.some((unit) => unit.at === duty.unit));
      if (mine.length) pieces = mine;
      else if (pieces.length) this.notes.push(this.say("not_this_unit", { unit: wanted[0].name }));
    }
    const found = this._empty();
    found.topic = scope.topics.length ? scope.topics[0] : null;
    found.topics = scope.topics;
    found.answers = groupByUnit(pieces).map((one) => answerDict(one, this.nodes));
    found.unassigned = unassignedOf(read, scope, this.nodes, found.answers.length > 0);
    if (!found.answers.some((answer) => answer.basis !== "related")) {
      const { byId } = this.facts;
      const far = found.unassigned.map((row) => byId.get(row.id)).filter((doc) => byTopicAlone(read, doc, this.facts));
      found.unassigned = found.unassigned.filter((row) => !far.includes(byId.get(row.id)));
      found.nearest = far.slice(0, this.facts.data.rules.nearest.most).map((doc) => nearDict(doc, this.facts));
    }
    if (read.kind === "yes-no" && found.answers.length) found.conclusion = this._yesNo(pieces, others, wanted, found.unassigned);
    else if (read.kind === "value" || read.measure || read.numbers.length) found.conclusion = this._value(scope);
    return found;
  }

  _empty() {
    const { contract } = this.facts.data.rules;
    return {
      query: this.query, conclusion: "", kind: this.read.kind, step: contract.nothing, unread: [], topic: null, topics: [],
      answers: [], unassigned: [], nearest: [], groups: [], plans: [], notes: this.notes, suggestions: [],
    };
  }

  _finish(found) {
    const { read, nodes, facts } = this;
    const { contract } = facts.data.rules;
    found.unread = unique([...found.unread, ...this._unread()]);
    if (!found.answers.length && !found.unassigned.length && !found.groups.length) {
      const tagged = (topic) => (facts.tags.get(topic.name) || []).some(({ doc }) => nodes.has(doc));
      const everywhere = !read.plans.length || facts.plans.size === 1;
      found.suggestions = everywhere ? nearestTopics(read, this.who.index.lexicon.topics.filter(tagged), facts) : [];
      if (!found.nearest.length) found.nearest = findNearest(nodes, this.find, read);
    }
    const bases = found.answers.map((answer) => answer.basis);
    const firm = bases.includes("assigned") || bases.includes("named");
    const printed = read.numbers.length > 0 && found.unassigned.length > 0;
    if (!found.groups.length && !found.nearest.length && !printed && !firm) {
      const shown = found.unassigned.map((row) => row.id);
      found.nearest = findNearest(nodes, this.find, read).filter((row) => !shown.includes(row.id));
    }
    if (!found.groups.length && !firm) found.notes = [...found.notes, ...unseenNotes(nodes)];
    if (bases.includes("assigned")) found.step = contract.assigned;
    else if (bases.includes("named")) found.step = contract.named;
    else if (found.answers.length || found.unassigned.length || found.nearest.length) found.step = contract.nearest;
    if (!found.groups.length) found.groups = groupsByNode(found, nodes);
    if (facts.plans.size > 1) found.plans = groupsByPlan(found, facts);
    if (!found.conclusion) found.conclusion = whoWords(read, found, this._places(), facts);
    return found;
  }

  _places() {
    if (!this.read.plans.length || this.facts.plans.size === 1) return "";
    return this.say("of_places", { places: unique(this.read.plans.map((plan) => this.facts.plans.get(plan).place)).join("、") });
  }

  // Words of the question that nothing in the plans prints.
  _unread() {
    const { read, nodes } = this;
    const known = [...read.topicWords, ...read.unitWords].join("");
    const ascii = /^[\x00-\x7f]*$/;
    return [...read.words, ...read.bodies].filter((word) => !known.includes(word) && !ascii.test(word) && !nodes.prints(word));
  }

  _notSaid(found, outside) {
    const { contract, nearest } = this.facts.data.rules;
    const said = outside.map((word) => `“${word}”`).join("、");
    const ids = [].concat(...found.answers.map((answer) => answer.evidence.filter((piece) => piece.basis !== "related").map((piece) => piece.id)));
    ids.push(...found.unassigned.map((row) => row.id));
    let near = unique(ids).slice(0, nearest.most).map((id) => nearDict(this.facts.byId.get(id), this.facts));
    if (!near.length) near = findNearest(this.nodes, this.find, this.read);
    const out = this._empty();
    out.notes = [this.say("not_said", { words: said })];
    out.topic = found.topic;
    out.topics = found.topics;
    out.unread = [...outside, ...this._unread().filter((word) => !outside.includes(word))];
    out.nearest = near;
    out.step = near.length ? contract.nearest : contract.nothing;
    out.conclusion = this.say("not_said", { words: said }) + (near.length ? this.say("nearest", { rows: aboutRows(near, this.facts) }) : "");
    out.groups = groupsByNode(out, this.nodes);
    return out;
  }

  // The question as it was probably meant; null where nothing is misspelt.
  spelt() {
    const { read } = this;
    for (const segment of read.segments) {
      const name = this.facts.reader.unitSlip(segment);
      if (!name) continue;
      const again = new Asked(this.who, read.text.split(segment).join(name));
      again.notes.push(this.who.index.say("taken_for", { typed: segment, corrected: name }));
      return again;
    }
    const text = read.segments.join(" ") || read.text;
    const spelt = this.who.index.rank(text, this._plans());
    if (spelt.mode !== "fuzzy" || !spelt.suggestions.length || [this.query, text].includes(spelt.suggestions[0])) return null;
    let [meant] = spelt.suggestions;
    if (read.segments.length === 1) meant = read.text.split(read.segments[0]).join(meant);
    const again = new Asked(this.who, meant);
    again.notes.push(...spelt.notes);
    return again;
  }

  _mended() {
    const again = this.spelt();
    const mended = again && again.answer();
    return mended && (mended.answers.length || mended.unassigned.length) ? { ...mended, query: this.query } : null;
  }

  // A unit's own duties, those it has as a member of a collective, and where it is only named.
  _ofUnit(wanted) {
    const { read, nodes, facts } = this;
    const worked = new Worked(nodes);
    const { object } = facts.data.rules.contract;
    const pieces = [];
    const shared = read.jointly ? this._shared() : null;
    if (shared && !shared.length) this.notes.push(this.say("nothing_jointly"));
    const keep = worked.keeps(read);
    for (const { at, name } of wanted) {
      const mine = [].concat(...["assigned", "named"].map((basis) =>
        facts.allDuties.filter((duty) => duty.unit === at && duty.basis === basis && duty.role !== object && nodes.has(duty.doc))));
      const roles = rolesAsked(read, mine, facts);
      for (const duty of mine) {
        if ((!roles.length || roles.includes(duty.role)) && (!shared || shared.includes(duty.doc)) && keep(duty)) {
          pieces.push({ duty, fit: -duty.doc.order / facts.data.rules.answer.most_nodes });
        }
      }
      if (wanted.length === 1 && !mine.some((duty) => duty.basis === "assigned")) this.notes.push(this.say("nothing_of_unit", { unit: name }));
      const held = (unit) => facts.allDuties.some((duty) => duty.unit === unit && duty.basis === "assigned");
      const collectives = (facts.collectives.get(at) || []).filter(held).map((one) => facts.units[one].name);
      if (collectives.length) this.notes.push(this.say("see_collectives", { units: collectives.join("、") }));
    }
    const found = this._empty();
    found.kind = "what-of-unit";
    found.answers = groupByUnit(pieces).map((one) => answerDict(one, nodes));
    if (!found.answers.length) {
      found.conclusion = this.notes.length ? this.notes[0] : "";
      return found;
    }
    found.conclusion = this._unitWords(found, worked);
    return this._finish(found);
  }

  // Documents that are assigned to a unit of every name asked.
  _shared() {
    const of = (group) => {
      const units = group.map((unit) => unit.at);
      return this.facts.allDuties.filter((duty) => duty.basis === "assigned" && units.includes(duty.unit)).map((duty) => duty.doc);
    };
    return this.read.groups.map(of).reduce((a, b) => a.filter((doc) => b.includes(doc)));
  }

  _unitWords(found, worked) {
    return namedAnswers(found.answers, this.facts).map(({ unit, evidence }) => {
      const ids = unique(evidence.filter((piece) => piece.basis === "assigned").map((piece) => piece.id));
      const rows = ids.map((id) => worked.rowOf(this.facts.byId.get(id)));
      if (!rows.length) return this.say("only_named", { unit, n: new Set(evidence.map((piece) => piece.id)).size });
      const shared = rows.filter((row) => new Set(row.units).size > 1);
      const also = shared.length ? this.say("shared", { count: worked.countWords(shared) }) : "";
      return this.say("has", { unit, count: worked.countWords(rows), also });
    }).join("");
  }

  // Rows that are chosen by filters, as groups by document.
  _listed() {
    const { read, nodes, facts } = this;
    const { contract, answer } = facts.data.rules;
    const worked = new Worked(nodes);
    const rows = worked.chosen(read);
    const found = this._empty();
    if (!rows.length) {
      const mended = this._mended();
      if (mended) return mended;
    }
    found.groups = rows.map((row) => worked.rowDict(row));
    if (read.units.length || read.deadline) {
      const mine = read.units.map((unit) => unit.at);
      const pieces = [];
      for (const row of rows) {
        for (const duty of row.doc ? nodes.duties(row.doc) : []) {
          if (duty.basis === "assigned" && (!mine.length || mine.includes(duty.unit))) pieces.push({ duty, fit: -row.doc.order / answer.most_nodes });
        }
      }
      found.answers = groupByUnit(pieces).map((one) => answerDict(one, nodes));
    }
    found.conclusion = worked.listWords(read, rows);
    found.step = rows.length ? contract.assigned : contract.nothing;
    if (facts.plans.size > 1) found.plans = groupsByPlan(found, facts);
    return found;
  }

  // A plan asked for by its document number.
  _document() {
    const { read, facts } = this;
    const found = this._empty();
    if (!read.plans.length) {
      found.unread = [read.document];
      found.conclusion = this.say("no_document", { number: read.document });
      found.notes.push(found.conclusion);
      return found;
    }
    const plans = read.plans.map((id) => facts.plans.get(id));
    found.conclusion = plans.map(({ title, doc_number: number, issuer, issued }) =>
      this.say("document", { title, number, issuer: issuer || this.say("no_issuer"), issued: issued ? this.say("issued", { issued }) : "" })).join("");
    const docs = plans.map((plan) => facts.byId.get(`${plan.id}/title`)).filter((doc) => doc && this.nodes.has(doc));
    found.nearest = docs.map((doc) => nearDict(doc, facts));
    found.groups = groupsByNode(found, this.nodes);
    found.step = facts.data.rules.contract.assigned;
    return found;
  }

  // “不全是。……” where every part of the matter is asked for (所有) and some of it is another's or nobody's.
  _yesNo(pieces, others, wanted, unassigned) {
    const { facts, read } = this;
    const fold = (names) => foldNames(names, facts);
    const ids = unique(others.filter(({ duty }) => duty.basis === "assigned").map(({ duty }) => duty.unit));
    const assigned = shownNames(ids.map((at) => ({ ...facts.units[at], plans: facts.data.unit_plans[at] || [] })), facts);
    const asked = [...unique(wanted.map((unit) => unit.name)), ...read.bodies].join("、");
    if (!asked) return "";
    const mine = wanted
      .filter(({ at }) => pieces.some(({ duty }) => duty.unit === at && duty.basis === "assigned"))
      .map(({ at }) => assigned[ids.indexOf(at)]);
    if (mine.length && facts.reader.has("every", read.text)) {
      const given = others.filter(({ duty }) => duty.basis === "assigned");
      const shown = (duty) => assigned[ids.indexOf(duty.unit)];
      const held = new Set(given.filter(({ duty }) => wanted.some(({ at }) => at === duty.unit)).map(({ duty }) => duty.doc));
      const theirs = given.filter(({ duty }) => !held.has(duty.doc));
      const known = new Set(given.map(({ duty }) => duty.doc.id));
      const open = unassigned.filter((row) => !known.has(row.id));
      const left = [];
      if (theirs.length) {
        const n = new Set(theirs.map(({ duty }) => duty.doc)).size;
        left.push(this.say("others_given", { n, units: fold(unique(theirs.map(({ duty }) => shown(duty)))) }));
      }
      if (open.length) left.push(this.say("others_open", { n: open.length }));
      if (left.length) {
        const also = unique(given.filter(({ duty }) => held.has(duty.doc)).map(({ duty }) => shown(duty))).filter((unit) => !mine.includes(unit));
        return this.say("not_all", {
          matter: subjectOf(read, facts) || this.say("this_matter"), units: fold(mine),
          also: also.length ? this.say("also_to", { units: fold(also) }) : "", rest: left.join("，"),
        });
      }
    }
    if (mine.length) {
      const rest = assigned.filter((unit) => !mine.includes(unit));
      const also = rest.length ? this.say("also_to", { units: fold(rest) }) : "";
      return this.say("yes", { matter: subjectOf(read, facts) || this.say("this_matter"), units: fold(mine), also });
    }
    if (assigned.length) return this.say("no", { asked, units: fold(assigned) });
    return this.say("nobody", { asked });
  }

  // Values of the indicators meant.
  _value(scope) {
    const most = Math.max(0, ...scope.strength.values());
    const docs = scope.focus.size
      ? Array.from(scope.focus.keys())
      : Array.from(scope.strength.keys()).filter((doc) => scope.strength.get(doc) === most);
    const meant = docs.map((doc) => (doc.kind === "indicator" ? this.nodes.indicator(doc) : null)).filter((one) => one);
    if (!meant.length) return "";
    const worked = new Worked(this.nodes);
    const list = askedWords(this.read, this.facts);
    const fit = new Map(meant.map((one) => [one, list.filter((word) => one.doc.plainTitle.includes(word)).length]));
    meant.sort((a, b) => fit.get(b) - fit.get(a));
    const shown = this.facts.data.rules.answer.values_shown;
    const said = meant.slice(0, shown).map((one) => this.say("value", { name: one.name, value: worked.valueWords(one), units: one.units.join("、") }).trim());
    const more = meant.length > shown ? this.say("of_all", { n: meant.length }) : "";
    return this.say("values", { said: said.join("；"), more });
  }
}
