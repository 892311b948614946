// Reading a question of responsibility: kb/answer/ask.py. “区教委管不管托育” → unit 区教委, topic 托育.

class Asker {
  // topics, units: those of the lexicon; data: see kb/answer/browser.py.
  constructor(lexicon, data) {
    const { expressions } = data;
    const of = (name, flags) => new RegExp(expressions[name], flags || "");
    this.normalise = lexicon.normalise;
    this.polite = of("polite");
    this.yesNo = of("yes_no", "g");
    this.who = of("who", "g");
    this.what = of("what", "g");
    this.inPlan = of("in_plan", "g");
    this.asksWhat = [of("what_things", "g"), of("does_what", "g")];
    this.alternatives = of("alternatives");
    this.apart = of("apart");
    this.stops = of("stops");
    this.does = new RegExp(`^(?:${expressions.does})`);
    this.doesOnly = whole(expressions.does);
    this.leads = of("leads");
    this.empty = new Set(data.empty);
    const collective = new Set(data.collective.map((unit) => lexicon.units[unit]));
    this.topics = new Map();
    lexicon.topics.forEach((topic) => {
      for (const word of [].concat(...topic.plain).map(unspaced)) {
        if (word) this.topics.set(word, (this.topics.get(word) || []).concat(topic));
      }
    });
    this.units = new Map();
    for (const unit of lexicon.units) {
      const entry = { name: unit.name, collective: collective.has(unit) };
      for (const name of [...unit.also, unit.name].map(this.normalise)) this.units.set(name, entry);
    }
    const byLength = (map) => Array.from(map).sort((a, b) => b[0].length - a[0].length);
    this.topicList = byLength(this.topics);
    this.unitList = byLength(this.units);
  }

  // Blanks part words; where nothing is recognised so, they are taken for slips (“托 育”).
  read(query) {
    const parts = words(this.normalise(query));
    const ask = this._read(parts.join("，"));
    if (parts.length > 1 && !ask.topics.length && !ask.units.length) {
      const joined = this._read(parts.join(""));
      if (joined.topics.length || joined.units.length) return joined;
    }
    return ask;
  }

  // topics: for every topic word met, those it may mean; words: those words; segments: stretches of matter;
  // after: "who" | "what"; either: the topics are alternatives.
  _read(text) {
    const plain = text.replace(this.polite, "");
    const yesNo = plain.search(this.yesNo) >= 0;
    const asksWho = this.asksWhat.reduce((rest, one) => rest.replace(one, ""), plain).search(this.who) >= 0;
    const topics = longestNames(plain, this.topicList);
    const units = longestNames(plain, this.unitList).filter(({ start, end, value }) => {
      if (topics.some((topic) => topic.start < end && start < topic.end)) return false;
      return !(value.collective && (asksWho || this.doesOnly.test(plain.slice(start, end))));
    });
    const what = units.length > 0 && !asksWho && !yesNo && !topics.length && !this._cut(plain, units).length;
    return {
      text: plain,
      topics: topics.map(({ value }) => unique(value)),
      words: topics.map(({ start, end }) => plain.slice(start, end)),
      units: unique(units.map(({ value }) => value.name)),
      segments: this._cut(plain, what ? units : []),
      after: what ? "what" : "who",
      either: this._either(plain, topics),
    };
  }

  _either(text, topics) {
    if (this.apart.test(text)) return true;
    return topics.some((one, i) => i > 0 && this.alternatives.test(text.slice(topics[i - 1].end, one.start)));
  }

  // The stretches of matter: spans, asking words and verbs of responsibility cut out.
  _cut(text, spans) {
    let rest = text;
    for (const { start, end } of spans) rest = rest.slice(0, start) + "，".repeat(end - start) + rest.slice(end);
    for (const out of [this.inPlan, this.yesNo, this.who, this.what]) rest = rest.replace(out, "，");
    return rest
      .split(this.stops)
      .map((part) => this._trim(part))
      .filter((part) => part.length >= 2 && !this.empty.has(part));
  }

  _trim(given) {
    let part = given;
    for (let before = null; before !== part; ) {
      before = part;
      part = part.replace(this.does, "");
      for (let n = 1; n <= Math.min(6, part.length); n += 1) {
        if (this.doesOnly.test(part.slice(-n))) {
          part = part.slice(0, -n);
          break;
        }
      }
    }
    return part;
  }
}

// Names in a text, the longest first, not overlapping, in order: [{start, end, value}].
function longestNames(text, names) {
  const taken = new Array(text.length).fill(false);
  const out = [];
  for (const [name, value] of names) {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      const end = at + name.length;
      if (taken.slice(at, end).includes(true)) continue;
      out.push({ start: at, end, value });
      taken.fill(true, at, end);
    }
  }
  return out.sort((a, b) => a.start - b.start);
}
