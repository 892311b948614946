// Reading a question of responsibility: kb/question/reader.py. “区教委管不管托育” → unit 区教委, topic 托育.

class Asker {
  // topics, units: those of the lexicon; data: see kb/who/browser.py.
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
    this.helps = of("helps");
    this.jointly = of("jointly");
    this.made = new RegExp(`^(?:${expressions.made})`);
    this.empty = new Set(data.empty);
    const collective = new Set(data.collective.map((unit) => lexicon.units[unit]));
    this.topics = new Map();
    lexicon.topics.forEach((topic) => {
      for (const word of [].concat(...topic.plain).map(unspaced)) {
        if (word) this.topics.set(word, (this.topics.get(word) || []).concat(topic));
      }
    });
    // The canonical name of one unit is no alias of others.
    this.units = new Map();
    const own = new Set(lexicon.units.map((unit) => this.normalise(unit.name)));
    lexicon.units.forEach((unit, at) => {
      const entry = { at, collective: collective.has(unit) };
      const also = unit.also.map(this.normalise).filter((name) => !own.has(name));
      for (const name of [this.normalise(unit.name), ...also]) {
        this.units.set(name, (this.units.get(name) || []).concat(entry));
      }
    });
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
    let topics = longestNames(plain, this.topicList);
    let units = longestNames(plain, this.unitList).filter(
      ({ start, end, value }) => !(value[0].collective && (asksWho || this.doesOnly.test(plain.slice(start, end)))),
    );
    // Where a unit's name and a topic's word overlap, the longer one is meant: 医保局, not 医保.
    const over = (a, b) => a.start < b.end && b.start < a.end;
    const longer = (a, b) => a.end - a.start > b.end - b.start;
    const made = ({ end }) => this.made.test(plain.slice(end));
    topics = topics.filter((topic) => !units.some((unit) => over(topic, unit) && longer(unit, topic) && !made(unit)));
    units = units.filter((unit) => !topics.some((topic) => over(topic, unit)));
    const what = units.length > 0 && !asksWho && !yesNo && !topics.length && !this._cut(plain, units).length;
    return {
      text: plain,
      topics: topics.map(({ value }) => unique(value)),
      words: topics.map(({ start, end }) => plain.slice(start, end)),
      units: unique([].concat(...units.map(({ value }) => value)).map((unit) => unit.at)),
      segments: this._cut(plain, what ? units : []),
      after: what ? "what" : "who",
      either: this._either(plain, topics),
      groups: units.map(({ value }) => value.map((unit) => unit.at)),
      jointly: units.length > 1 && this.jointly.test(plain),
      unitWords: units.map(({ start, end }) => plain.slice(start, end)),
      bare: units.length > 0 && !asksWho && plain.search(this.what) < 0,
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
    const least = [this.who, this.what, this.yesNo].some((asks) => text.search(asks) >= 0) ? 1 : 2;
    return rest
      .split(this.stops)
      .map((part) => this._trim(part, least))
      .filter((part) => part.length >= 2 && !this.empty.has(part));
  }

  // least: characters of what is taken off; where nothing is asked, a single one (停车位配建) belongs to the matter.
  _trim(given, least) {
    let part = given;
    for (let before = null; before !== part; ) {
      before = part;
      const does = this.does.exec(part);
      if (does && does[0].length >= least) part = part.slice(does[0].length);
      for (let n = least; n <= Math.min(6, part.length); n += 1) {
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
