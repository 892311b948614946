// Answers that are worked out: kb/who/worked.py. A row is {id, doc, plan, kind, title, citation, units, roles, deadlines, dues, indicator}.

class Worked {
  constructor(nodes) {
    this.nodes = nodes;
    this.facts = nodes.facts;
    this.rules = nodes.facts.data.rules.worked;
    const { leading, helping } = nodes.facts.data.rules.contract;
    const of = (test) => (row) => row.indicator !== null && test(row.indicator);
    const role = (roles) => (row) => row.roles.some(([, one]) => roles.includes(one));
    const tests = {
      binding: of((one) => one.binding === this.rules.binding_words[0]),
      expected: of((one) => one.binding === this.rules.binding_words[1]),
      met: of((one) => isMet(one) === true),
      unmet: of((one) => isMet(one) === false),
      vague: of((one) => one.target.value === null),
      nobody: (row) => !row.units.length,
      somebody: (row) => row.units.length > 0,
      unmeasured: of((one) => !one.measure),
      jointly: (row) => row.units.length > 1,
      alone: (row) => row.units.length === 1,
      leads: role(leading),
      helps: role(helping),
    };
    this.tests = new Map(Object.entries(this.rules.tests).map(([name, test]) => [name, tests[test]]));
  }

  rows(things) {
    return [].concat(...this.nodes.plans.map((plan) => this._ofPlan(plan, things)));
  }

  _ofPlan(id, things) {
    const { facts, nodes } = this;
    const out = [];
    const docs = nodes.docs.filter((doc) => doc.plan === id);
    if (things.includes("plan")) {
      const { title } = facts.plans.get(id);
      const units = unique([].concat(...this._byNode(id).map((duties) => duties.filter((duty) => this._isOne(duty)).map((duty) => this._name(duty)))));
      out.push(this._row({ id: `${id}/title`, plan: id, kind: "plan", title, citation: `《${title}》`, units }));
    }
    const wanted = [].concat(...things.map((thing) => this.rules.kinds[thing] || []));
    for (const doc of docs) {
      const indicator = nodes.indicator(doc);
      if (!wanted.includes(doc.kind) || (doc.kind === "indicator" && !indicator)) continue;
      const mine = nodes.duties(doc).filter((duty) => duty.basis === "assigned");
      out.push(this._row({
        id: doc.id, doc, plan: doc.plan, kind: doc.kind, title: doc.printed, citation: doc.citation,
        units: unique(mine.map((duty) => this._name(duty))),
        unitIds: mine.map((duty) => duty.unit),
        roles: mine.map((duty) => [duty.unit, duty.role]),
        deadlines: unique(mine.map((duty) => duty.deadline).filter((date) => date)),
        dues: unique(mine.map((duty) => duty.due).filter((day) => day)),
        indicator: doc.kind === "indicator" ? indicator : null,
      }));
    }
    return out;
  }

  _byNode(plan) {
    const found = new Map();
    for (const duty of this.facts.allDuties) {
      if (duty.doc.plan !== plan || duty.basis !== "assigned") continue;
      found.set(duty.doc, (found.get(duty.doc) || []).concat(duty));
    }
    return Array.from(found.values());
  }

  // Whether a duty is a certain unit's: not 有关部门, and not every 水利部门.
  _isOne(duty) {
    return !this.facts.data.collective.includes(duty.unit) && !new RegExp(this.rules.branch).test(this._name(duty));
  }

  _name(duty) {
    return this.facts.units[duty.unit].name;
  }

  _row(given) {
    return { doc: null, units: [], unitIds: [], roles: [], deadlines: [], dues: [], indicator: null, ...given };
  }

  rowOf(doc) {
    return this._row({
      id: doc.id, doc, plan: doc.plan, kind: doc.kind, title: doc.printed, citation: doc.citation, units: doc.units,
      indicator: doc.kind === "indicator" ? this.nodes.indicator(doc) : null,
    });
  }

  chosen(read) {
    const things = read.things.length ? read.things : ["task", "project", "indicator"];
    const tests = read.filters.filter((name) => this.tests.has(name)).map((name) => this.tests.get(name));
    let out = this.rows(things).filter((row) => tests.every((test) => test(row)));
    if (read.units.length) {
      const groups = read.groups.map((group) => group.map((unit) => unit.at));
      const meets = (row) => (group) => row.unitIds.some((unit) => group.includes(unit));
      out = out.filter((row) => (read.jointly ? groups.every(meets(row)) : groups.some(meets(row))));
      const mine = read.units.map((unit) => unit.at);
      for (const [role, name] of this.facts.data.question.roles) {
        const roles = this.facts.data.rules.contract[name === "leads" ? "leading" : "helping"];
        if (read.roles.includes(role)) out = out.filter((row) => row.roles.some(([unit, one]) => mine.includes(unit) && roles.includes(one)));
      }
    }
    if (read.deadline) out = out.filter((row) => this.due(row, read.deadline));
    else if (read.years.length && !things.includes("plan")) out = out.filter((row) => this._ofYear(row, read.years));
    const list = read.words.filter((word) => !read.unitWords.some((unit) => unit.includes(word)));
    return out.filter((row) => list.every((word) => this._about(row, word)));
  }

  _about(row, word) {
    if (row.kind === "plan") return this.nodes.containing(word).some((doc) => doc.plan === row.plan);
    const category = row.indicator ? this.nodes.plain(row.indicator.category) : "";
    if (row.doc.plainTitle.includes(word) || row.doc.plainAll.includes(word) || (category && category.includes(word))) return true;
    return row.doc.tags.some((tag) => tag.topic === word);
  }

  due(row, deadline) {
    const { year_end: end, date } = this.rules;
    if (deadline.year !== null) {
      const last = `${deadline.year}-${String(deadline.month || end).padStart(2, "0")}-31`;
      if (row.dues.some((day) => day <= last)) return true;
    } else if (deadline.month !== null) {
      for (const printed of row.deadlines) {
        const found = new RegExp(date).exec(unspaced(printed));
        if (found && (found[1] || found[2]) && Number(found[2] || end) === deadline.month) return true;
      }
    }
    const target = row.indicator ? row.indicator.target.year : null;
    return target !== null && deadline.year !== null && target <= deadline.year;
  }

  _ofYear(row, years) {
    if (!row.indicator) return years.some((year) => row.deadlines.concat(row.dues).some((date) => date.includes(String(year))));
    const printed = row.indicator.targets.map((target) => target.year).concat(row.indicator.baseline ? row.indicator.baseline.year : []);
    return years.some((year) => printed.includes(year));
  }

  countWords(found) {
    const parts = [];
    for (const kind of Object.keys(this.rules.kind_words)) {
      const kinds = this.rules.kinds[kind] || [kind];
      const mine = found.filter((row) => kinds.includes(row.kind));
      if (!mine.length) continue;
      let count = mine.length;
      let lines = "";
      if (kind === "indicator") {
        const numbers = new Set(mine.filter((row) => row.indicator).map((row) => `${row.plan} ${row.indicator.box} ${row.indicator.number || row.id}`));
        if (numbers.size !== count) lines = this.facts.say("rows", { n: count });
        count = numbers.size;
      }
      parts.push(`${count} ${this.rules.counters[kind]}${this.rules.kind_words[kind]}${lines}`);
    }
    return parts.join("、");
  }

  valueWords(one) {
    const { target, baseline } = one;
    const { say } = this.facts;
    const measure = target.value !== null ? one.measure : "";
    const printed = measure && target.text.includes(measure) ? target.text : `${target.text}${measure}`;
    const dated = (year, text) => say("of_year", { year, text });
    const goals = [target.year ? dated(target.year, printed) : printed];
    goals.push(...one.targets.slice(1).map((t) => (t.year ? dated(t.year, t.text) : `${t.column} ${t.text}`.trim())));
    let said = goals.join("、");
    const remarks = one.binding ? [one.binding] : [];
    if (!baseline) remarks.push(say("no_baseline"));
    else {
      const stood = `${numberWord(baseline.value)}${baseline.measure}`;
      said = `${baseline.year ? dated(baseline.year, stood) : say("stood", { text: stood })} → ${said}`;
      const state = isMet(one);
      if (state !== null) {
        const points = this.rules.points[baseline.measure] || baseline.measure;
        remarks.push(say(state ? "met_by" : "short_of", { far: numberWord(gapOf(one) || 0), points }));
      }
    }
    return remarks.length ? `${said}（${remarks.join("，")}）` : said;
  }

  listWords(read, found) {
    const { say } = this.facts;
    const what = read.filters.filter((name) => this.tests.has(name)).map((name) => this.rules.labels[name] || name);
    const things = read.things.map((thing) => this.rules.kind_words[thing]).join("、") || this.rules.kind_words.task;
    const asked = [...read.unitWords, ...what, ...read.words, ...(read.deadline ? [read.deadline.text] : [])].join("、");
    const count = this.countWords(found);
    let said = asked ? say("listed_of", { asked, count }) : say("listed", { count });
    if (!found.length) said = asked ? say("none_such", { asked, things }) : say("none", { things });
    if (read.filters.some((name) => this.rules.of_distance.includes(name))) {
      const silent = this.rows(["indicator"]).filter((row) => row.indicator && isMet(row.indicator) === null).length;
      if (silent) said += say("silent", { n: silent });
    }
    return said;
  }

  rowDict(row) {
    const duties = new Map();
    if (row.doc) {
      for (const duty of this.nodes.duties(row.doc)) {
        if (duty.basis !== "assigned") continue;
        const { basis, role, quote, line, deadline, leaders, why, document } = duty;
        const key = `${role} ${quote}`;
        if (!duties.has(key)) duties.set(key, { basis, role, units: [], quote, clause: clauseOf(quote, [this._name(duty)], this.facts), line, deadline, leaders, why, link: null, document });
        duties.get(key).units.push(this._name(duty));
      }
    }
    const doc = row.doc || this.facts.byId.get(row.id);
    return {
      id: row.id, plan: row.plan, kind: row.kind, title: row.title, citation: row.citation, line: doc ? doc.line : null,
      target: row.indicator ? row.indicator.target.text : "", edited: Boolean(doc && doc.edited),
      state: duties.size ? "answered" : "unassigned", duties: Array.from(duties.values()),
    };
  }

  // Whether a duty of a unit's list is asked for.
  keeps(read) {
    const things = read.things.includes("task") ? [] : [].concat(...read.things.map((thing) => this.rules.kinds[thing] || []));
    const tests = read.filters.filter((name) => this.rules.of_indicators.includes(name)).map((name) => this.tests.get(name));
    return (duty) => {
      if (things.length && !things.includes(duty.doc.kind) && duty.basis === "assigned") return false;
      if (tests.length && !tests.every((test) => test(this.rowOf(duty.doc)))) return false;
      return !(read.deadline && duty.deadline) || this.due(this._row({ deadlines: [duty.deadline], dues: duty.due ? [duty.due] : [] }), read.deadline);
    };
  }
}

// How far an indicator is from its target: kb/rules/distance.py. null where the plan does not print both in one measure.
function isMet({ target, baseline, measure }) {
  if (!baseline || target.value === null || baseline.measure !== measure) return null;
  const { value } = baseline;
  if (target.op === "<") return value < target.value;
  if (target.op === "<=") return value <= target.value;
  if (target.op === ">") return value > target.value;
  if (target.op === ">=") return value >= target.value;
  return target.value <= value && value <= (target.high === null ? target.value : target.high);
}

function gapOf(one) {
  return isMet(one) === null ? null : Number(Math.abs(one.baseline.value - one.target.value).toPrecision(10));
}

const numberWord = (value) => String(Number(value.toPrecision(10)));
