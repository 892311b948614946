// The one reader of questions: kb/question/reader.py, words.py. Tables: kb/who/browser.py.

class Reader {
  // lexicon: topics, units, words; prints: whether a normalised text occurs; plans: [{id, names, sign, number}].
  constructor(lexicon, prints, plans, tables) {
    this.lexicon = lexicon;
    this.prints = prints;
    this.plans = plans;
    this.tables = tables;
    this.findPlaces = makePlaceFinder(tables.places);
    this.fillers = new Set(words(tables.fillers));
    this.general = new Set(words(tables.general));
    this.weak = new Set(words(tables.weak));
    this.populations = new Set(words(tables.populations));
    this.empty = new Set(tables.empty);
    this.compiled = new Map();
    this.byWord = new Map();
    for (const topic of lexicon.topics) {
      for (const word of [].concat(...topic.plain).map(unspaced)) {
        if (word) this.byWord.set(word, (this.byWord.get(word) || []).concat(topic));
      }
    }
    this.collective = new Set(tables.collective);
    this.names = lexicon.resolver.names;
    this.longestTopic = Math.max(0, ...Array.from(this.byWord.keys(), (word) => word.length));
    this.longestName = Math.max(0, ...Array.from(this.names.keys(), (word) => word.length));
  }

  // An expression by name and flags; compiled when first used.
  of(name, flags) {
    const key = `${name} ${flags || ""}`;
    if (!this.compiled.has(key)) this.compiled.set(key, new RegExp(this.tables.expressions[name], flags || ""));
    return this.compiled.get(key);
  }

  whole(name) {
    const key = `${name} whole`;
    if (!this.compiled.has(key)) this.compiled.set(key, new RegExp(`^(?:${this.tables.expressions[name]})$`));
    return this.compiled.get(key);
  }

  has(name, text) {
    return text.search(this.of(name)) >= 0;
  }

  // Blanks separate words; where nothing is recognised so, they are taken for slips.
  read(query) {
    const parts = words(this.lexicon.normalise(query));
    const read = this._read(query, parts.join("，"));
    if (parts.length > 1 && !read.topics.length && !read.units.length) {
      const joined = this._read(query, parts.join(""));
      if (joined.topics.length || joined.units.length) return joined;
    }
    return read;
  }

  // The name of a unit that differs by one character from what was typed; "" for none or several.
  unitSlip(typed) {
    if (typed.length < this.tables.shortest_slip || this.prints(typed)) return "";
    const found = new Map();
    for (const [name, units] of this.names) {
      if (name.length !== typed.length) continue;
      let other = 0;
      for (let i = 0; i < name.length; i += 1) other += name[i] === typed[i] ? 0 : 1;
      if (other === 1) found.set(units[0].name, name);
    }
    return found.size === 1 ? Array.from(found.values())[0] : "";
  }

  cut(text) {
    const out = [];
    let loose = "";
    for (const word of cutWords(text, this.lexicon.longest, (one) => this._isWord(one))) {
      if (word.length === 1 && !this.fillers.has(word) && word.charCodeAt(0) > 127) {
        loose += word;
        continue;
      }
      if (loose) out.push(loose);
      loose = "";
      out.push(word);
    }
    if (loose) out.push(loose);
    return out;
  }

  _isWord(text) {
    return [this.lexicon.words, this.fillers, this.general, this.weak, this.byWord, this.names, this.populations].some((set) => set.has(text));
  }

  _read(query, text) {
    const plain = text.replace(this.of("polite"), "");
    const yesNo = this.has("yes_no", plain);
    const asksWho = this._asksWho(plain);
    let topics = longestNames(plain, this.byWord, this.longestTopic);
    let units = longestNames(plain, this.names, this.longestName).filter(
      ({ start, end, value }) => !(this.collective.has(value[0].at) && (asksWho || this.whole("does").test(plain.slice(start, end)))),
    );
    const over = (a, b) => a.start < b.end && b.start < a.end;
    const longer = (a, b) => a.end - a.start > b.end - b.start;
    const made = ({ end }) => new RegExp(`^(?:${this.tables.expressions.made})`).test(plain.slice(end));
    topics = topics.filter((topic) => !units.some((unit) => over(topic, unit) && longer(unit, topic) && !made(unit)));
    // A name that is a topic's word too is the unit where matter is asked.
    const same = (topic) => units.some((unit) => unit.start === topic.start && unit.end === topic.end);
    if (!asksWho && this.has("what", plain)) topics = topics.filter((topic) => !same(topic));
    if (units.length) topics = topics.filter(({ start, end }) => !this.general.has(plain.slice(start, end)));
    units = units.filter((unit) => !topics.some((topic) => over(topic, unit)));
    if (asksWho) units = units.filter(({ start }) => !this.tables.to_whom.includes(plain.slice(Math.max(0, start - 1), start)));
    const taken = this._takePlaces(plain, units, topics);
    const times = this._takeTimes(taken.text);
    let matter = times.text;
    const things = this._things(plain);
    const met = this.tables.filters.filter((name) => this.has(`filter:${name}`, plain));
    const filters = met.filter((name) => !this.tables.denied.some(([negative, positive]) => name === positive && met.includes(negative)));
    const [lacking] = this.tables.who_filters;
    const some = things.length > 0 || this.whole(lacking).test(plain);
    if (some) {
      for (const name of filters) matter = matter.replace(this.of(`filter:${name}`, "g"), (found) => "，".repeat(found.length));
    }
    const segments = this._segments(matter, []);
    const content = (list) => unique([].concat(...list.map((segment) => this._content(segment))));
    const rest = content(this._segments(matter, units));
    const read = {
      query, text: plain, kind: "who", segments, words: content(segments),
      topics: topics.map(({ value }) => unique(value)),
      topicWords: topics.map(({ start, end }) => plain.slice(start, end)),
      either: this._either(plain, topics),
      units: unique([].concat(...units.map(({ value }) => value))),
      unitWords: units.map(({ start, end }) => plain.slice(start, end)),
      groups: units.map(({ value }) => value),
      jointly: units.length > 1 && this.has("jointly", plain),
      bodies: this._bodies(matter, units),
      places: taken.places, plans: taken.plans, document: taken.document,
      years: times.years, deadline: times.deadline,
      populations: rest.filter((word) => this.populations.has(word)),
      numbers: this._numbers(matter),
      things,
      filters: some ? filters : filters.filter((name) => this.tables.plain_filters.includes(name)),
      measure: this.tables.measures.find((name) => this.has(`measure:${name}`, plain)) || "",
      counts: this.has("counts", plain),
      roles: this.tables.roles.filter(([, name]) => this.has(name, plain)).map(([role]) => role),
      yesNo,
      bare: units.length > 0 && !asksWho && !this.has("what", plain) && !yesNo,
    };
    return this._settle(read, asksWho, rest);
  }

  _settle(read, asksWho, rest) {
    const listing = read.things.length > 0 && this.has("lists", read.text);
    const telling = rest.filter((word) => !this.weak.has(word) && word.length > 1 && this.prints(word));
    const alone = read.units.length && !read.topics.length && !telling.length && !read.numbers.length;
    // “区检察院在规划里有责任吗” asks for its duties too.
    const more = read.yesNo && (rest.length > 0 || read.bodies.length > 0);
    if (alone && (listing || !asksWho) && !more) return { ...read, kind: "what-of-unit", segments: [], words: [] };
    if (listing && !asksWho && (read.filters.length || read.units.length || read.deadline || read.things.length)) {
      return { ...read, kind: read.counts ? "count" : "list" };
    }
    const lacks = read.filters.some((name) => `filter:${name}` === this.tables.who_filters[0]);
    if (lacks && !read.things.length && !asksWho) return { ...read, kind: "list" };
    if (read.deadline && this.has("due", read.text) && !read.topics.length && !telling.length) return { ...read, kind: "list" };
    if (read.document && !read.topics.length && !telling.length) return { ...read, kind: "document" };
    if (read.yesNo && (read.units.length || read.bodies.length)) return { ...read, kind: "yes-no" };
    if (read.measure) return { ...read, kind: "value" };
    return read;
  }

  _content(segment) {
    const out = [];
    for (const [run] of matches(this.of("runs", "g"), segment)) {
      if (run.charCodeAt(0) < 128) out.push(run);
      else out.push(...this.cut(run).filter((word) => !this.fillers.has(word) && !this.general.has(word)));
    }
    return out;
  }

  _segments(text, spans) {
    let rest = blanked(text, spans);
    const asked = ["who", "what", "yes_no"].some((name) => this.has(name, text));
    for (const name of ["in_plan", "yes_no", "who", "what"]) rest = rest.replace(this.of(name, "g"), "，");
    const apart = this.has("apart", text);
    return []
      .concat(...rest.split(this.of("stops")).map((part) => this._parts(this._trim(part, asked), apart)))
      .map((part) => this._trim(part, asked))
      .filter((part) => part.length >= 2 && !this.empty.has(part));
  }

  // The matters of a stretch, where they are asked for one by one.
  _parts(part, apart) {
    const pieces = apart ? part.split(this.of("joined")) : [];
    const whole = pieces.length < 2 || pieces.some((piece) => piece.length < 2) || this.prints(part);
    return whole ? [part] : pieces;
  }

  _trim(part, asked) {
    const tokens = this.cut(part);
    const removable = (token) => this.fillers.has(token) && (token.length > 1 || asked);
    // The last word belongs to what is before it.
    const endsMatter = () => {
      const [before, last] = tokens.slice(-2);
      if (tokens.length < 2) return false;
      if (last.length > 1) return this.prints(tokens.join(""));
      return this.tables.takes_a_piece.includes(last) && before.length === 1 && !this._isWord(before);
    };
    while (tokens.length && removable(tokens[0])) tokens.shift();
    while (tokens.length && removable(tokens[tokens.length - 1]) && !endsMatter()) tokens.pop();
    return tokens.join("");
  }

  _takePlaces(text, units, topics) {
    let chars = text;
    const plans = [];
    const taken = [];
    const names = unique([].concat(...this.plans.map((plan) => plan.names))).filter((name) => name);
    names.sort((a, b) => b.length - a.length || byCode(a, b));
    const blank = (start, end) => {
      chars = blanked(chars, [{ start, end }]);
    };
    const overlaps = (start, end) => taken.some(([a, b]) => a < end && start < b);
    const inside = (start, end) => units.concat(topics).some((one) => one.start <= start && end <= one.end);
    for (const name of names) {
      for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
        const end = at + name.length;
        if (overlaps(at, end)) continue;
        plans.push(...this.plans.filter((plan) => plan.names.includes(name)).map((plan) => plan.id));
        taken.push([at, end]);
        if (!inside(at, end) && !this._printsMore(text, at, end)) blank(at, end);
      }
    }
    let document = "";
    const foreign = [];
    for (const found of matches(this.of("document", "g"), text)) {
      const [all, sign, year, number] = found;
      let meant = this.plans.filter((plan) => plan.number === number && this._sameSign(sign, plan.sign));
      const dated = meant.filter((plan) => !year || !plan.sign || plan.sign.includes(year));
      if (dated.length) meant = dated;
      if (meant.length) {
        plans.push(...meant.map((plan) => plan.id));
        const end = found.index + all.length;
        blank(found.index + this._signStart(sign, meant[0].sign), end);
        taken.push([found.index + this._signStart(sign, meant[0].sign), end]);
      } else if (this.has("signed", sign)) {
        blank(found.index, found.index + all.length);
        taken.push([found.index, found.index + all.length]);
        foreign.push(all);
      }
      document = all;
    }
    for (const [start, end, name] of this.findPlaces(text)) {
      if (overlaps(start, end) || inside(start, end) || this.prints(text.slice(start, end))) continue;
      if (name.slice(-1) === this.tables.places.city_level && this._isWord(name.slice(0, -1))) continue;
      foreign.push(name);
      blank(start, end);
    }
    return { text: chars, plans: unique(plans), places: unique(foreign), document };
  }

  _printsMore(text, at, end) {
    const more = text.slice(at, end + 2);
    return more.length === end + 2 - at && !more.includes("，") && this.prints(more);
  }

  _stem(sign) {
    return sign.split(this.of("sign_end"))[0];
  }

  _sameSign(asked, sign) {
    const stem = this._stem(sign);
    return stem !== "" && (asked.endsWith(stem) || stem.endsWith(asked));
  }

  _signStart(asked, sign) {
    const stem = this._stem(sign);
    return asked.endsWith(stem) ? Math.max(0, asked.length - stem.length) : 0;
  }

  _takeTimes(given) {
    let text = given;
    let deadline = null;
    const found = this.of("before").exec(text) || this.of("month").exec(text);
    if (found) {
      deadline = { text: found[0], year: found[1] ? Number(found[1]) : null, month: found[2] ? Number(found[2]) : null };
      text = blanked(text, [{ start: found.index, end: found.index + found[0].length }]);
    }
    const years = matches(this.of("year", "g"), text).map((one) => Number(one[1]));
    text = text.replace(this.of("year", "g"), (one) => "，".repeat(one.length));
    if (deadline && deadline.year !== null) years.push(deadline.year);
    return { text, deadline, years: unique(years) };
  }

  _numbers(text) {
    const out = [];
    for (const found of matches(this.of("number", "g"), text)) {
      const before = text.slice(Math.max(0, found.index - 1), found.index);
      const after = text.slice(found.index + found[0].length, found.index + found[0].length + 1);
      if (this.tables.no_number_before.includes(before) || this.tables.no_number_after.includes(after)) continue;
      if (found[1].length >= 2 || found[2]) out.push({ text: found[0], value: Number(found[1]), unit: found[2] || "" });
    }
    return out;
  }

  _bodies(text, spans) {
    const out = [];
    const [least, most] = this.tables.body_sizes;
    for (const [run] of matches(this.of("han", "g"), blanked(text, spans))) {
      const tokens = this.cut(run);
      tokens.forEach((token, at) => {
        const found = [token, at ? tokens[at - 1] + token : token].find(
          (name) =>
            name.length >= least && name.length <= most && this.whole("body").test(name) && !this.fillers.has(name) &&
            !this.fillers.has(tokens[name === token ? at : at - 1]) && !this.prints(name),
        );
        if (found !== undefined) out.push(found);
      });
    }
    return unique(out);
  }

  _things(text) {
    const found = this.of("lists").exec(text);
    return found ? unique(found.slice(1).filter((one) => one).map((one) => this.tables.things[one])) : [];
  }

  _either(text, topics) {
    if (this.has("apart", text)) return true;
    return topics.some((one, i) => i > 0 && this.has("alternatives", text.slice(topics[i - 1].end, one.start)));
  }

  _asksWho(text) {
    const off = ["what_things", "does_what", ...this.tables.who_filters, "which_one"];
    return this.has("who", off.reduce((rest, name) => rest.replace(this.of(name, "g"), ""), text));
  }
}

// A text with a comma for every character of the spans.
function blanked(text, spans) {
  return spans.reduce((out, { start, end }) => out.slice(0, start) + "，".repeat(end - start) + out.slice(end), text);
}

// Names in a text, the longest first, not overlapping, in order: [{start, end, value}].
function longestNames(text, names, longest) {
  const taken = new Array(text.length).fill(false);
  const out = [];
  for (let size = Math.min(longest, text.length); size > 0; size -= 1) {
    for (let at = 0; at + size <= text.length; at += 1) {
      const name = text.slice(at, at + size);
      if (!names.has(name) || taken.slice(at, at + size).includes(true)) continue;
      out.push({ start: at, end: at + size, value: names.get(name) });
      taken.fill(true, at, at + size);
    }
  }
  return out.sort((a, b) => a.start - b.start);
}
