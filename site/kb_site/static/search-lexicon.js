// The words of the corpus, by shape and by sound: kb/search/lexicon.py and slips.py.

const ROLES = ["name", "term", "said"];

class Lexicon {
  constructor(data, rules, mark) {
    this.longest = rules.longest_word;
    this.normalise = makeNormaliser([data.traditional, rules.written]);
    const list = (text) => text.split(" ").filter((word) => word);
    const parted = (text) => text.split(mark).filter((name) => name);
    const all = (names) => names.map(this.normalise);
    this.titles = new Set(list(data.titles));
    this.words = new Set([...this.titles, ...list(data.words)]);
    this.names = data.names;
    this.topics = data.topics.map(([name, ...texts]) => {
      const [terms, said, narrower] = texts.map(parted);
      return { name, terms, said, narrower, plain: [[this.normalise(name)], all(terms), all(said)] };
    });
    this.units = data.units.map(parted).map(([name, ...also]) => ({ name, also }));
    this._spoken();
    this.shapes = list(data.shapes);
    this.syllables = new Map();
    for (const row of list(data.syllables)) {
      const [, syllable, characters] = row.match(/^([a-z]+)(.*)$/u);
      for (const ch of characters) this.syllables.set(ch, syllable);
    }
    this.readings = new Map(Object.entries(data.readings));
    this._topics();
    this._units();
  }

  // Short words of topics take part in cutting, but for those that are made of two words.
  _spoken() {
    const said = [].concat(...this.topics.map((topic) => [].concat(...topic.plain)));
    const spoken = said.filter((word) => /^[\u3400-\u9fff]{2,4}$/.test(word));
    const every = new Set([...this.words, ...spoken]);
    const made = (word) => word.length === 4 && every.has(word.slice(0, 2)) && every.has(word.slice(2));
    for (const word of spoken) if (!made(word)) this.words.add(word);
  }

  // topicWords: word → [[topic, role]]; termsOf, narrower and broader: topic → names.
  _topics() {
    const found = new Map();
    this.termsOf = new Map();
    this.broader = new Map();
    this.narrower = new Map();
    const below = new Map(this.topics.map((topic) => [topic.name, topic.narrower]));
    for (const topic of this.topics) {
      this.termsOf.set(topic.name, topic.plain[1]);
      topic.plain.forEach((list, role) => {
        for (const word of list) {
          if (!found.has(word)) found.set(word, new Map());
          if (!found.get(word).has(topic.name)) found.get(word).set(topic.name, ROLES[role]);
        }
      });
      for (const name of topic.narrower) {
        this.broader.set(name, (this.broader.get(name) || new Set()).add(topic.name));
      }
      const seen = new Set();
      const queue = [...topic.narrower];
      while (queue.length) {
        const one = queue.shift();
        if (one === topic.name || seen.has(one)) continue;
        seen.add(one);
        queue.push(...(below.get(one) || []));
      }
      this.narrower.set(topic.name, seen);
    }
    this.topicWords = new Map(Array.from(found, ([word, topics]) => [word, Array.from(topics)]));
  }

  // unitNames: whatever a unit is called → its canonical name.
  _units() {
    this.unitNames = new Map();
    for (const unit of this.units) {
      for (const name of unit.also.map(this.normalise)) {
        if (!this.unitNames.has(name)) this.unitNames.set(name, unit.name);
      }
    }
    for (const unit of this.units) this.unitNames.set(this.normalise(unit.name), unit.name);
  }

  // The cut with the greatest sum of squared word lengths, the first word longest where two are equal.
  cut(text) {
    const n = text.length;
    const best = new Array(n + 1).fill(0);
    const step = new Array(n + 1).fill(1);
    for (let at = n - 1; at >= 0; at -= 1) {
      best[at] = best[at + 1] + 1;
      for (let size = 2; size <= Math.min(this.longest, n - at); size += 1) {
        const value = size * size + best[at + size];
        if (value >= best[at] && this.words.has(text.slice(at, at + size))) {
          best[at] = value;
          step[at] = size;
        }
      }
    }
    const out = [];
    for (let at = 0; at < n; at += step[at]) out.push(text.slice(at, at + step[at]));
    return out;
  }
}

const byCode = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// From pinyin to words, from a mistyped word to the one meant. Made when first asked for.
class Readings {
  constructor(lexicon, stands, weigh, rules) {
    this.lexicon = lexicon;
    this.stands = stands;
    this.weigh = weigh;
    this.most = rules.most_words;
    this.blurred = rules.blurred;
    this.ranks = null;
    this.known = new Map();
  }

  _prepare() {
    if (this.ranks) return;
    const { words, titles, topicWords, unitNames, names, shapes } = this.lexicon;
    this.ranks = new Map();
    for (const word of words) this.ranks.set(word, 1);
    for (const word of titles) this.ranks.set(word, 2);
    for (const [word, topics] of topicWords) {
      const rank = topics.some(([, role]) => role === "name") ? 3 : 2;
      this.ranks.set(word, Math.max(this.ranks.get(word) || 0, rank));
    }
    for (const name of unitNames.keys()) this.ranks.set(name, 3);
    for (const name of names) if (!this.ranks.has(name)) this.ranks.set(name, 2);
    this.byFull = new Map();
    this.byInitials = new Map();
    this.byLength = new Map();
    const put = (map, key, word) => (map.has(key) ? map.get(key).push(word) : map.set(key, [word]));
    for (const word of this.ranks.keys()) {
      put(this.byLength, word.length, word);
      const syllables = this.reading(word);
      if (!syllables.length) continue;
      put(this.byFull, syllables.join(""), word);
      put(this.byInitials, syllables.map((syllable) => syllable[0]).join(""), word);
    }
    this.plain = new Map();
    for (const [ch, syllable] of this.lexicon.syllables) this.plain.set(ch, this._blur(syllable));
    this.alike = new Map();
    for (const group of shapes) {
      for (const ch of group) this.alike.set(ch, (this.alike.get(ch) || "") + group);
    }
  }

  // Syllables of a word; [] where a character's is not known.
  reading(word) {
    const out = [];
    for (let at = 0; at < word.length; ) {
      let end = word.length;
      while (end > at + 1 && !this.lexicon.readings.has(word.slice(at, end))) end -= 1;
      if (end > at + 1) {
        out.push(...this.lexicon.readings.get(word.slice(at, end)).split(" "));
        at = end;
      } else {
        const syllable = this.lexicon.syllables.get(word[at]);
        if (!syllable) return [];
        out.push(syllable);
        at += 1;
      }
    }
    return out;
  }

  // Of words spelled alike those that can be meant most.
  _likely(list) {
    const top = Math.max(...list.map((word) => this.ranks.get(word)));
    const best = list.filter((word) => this.ranks.get(word) === top);
    return best.sort((a, b) => this.weigh(a) - this.weigh(b) || byCode(a, b)).slice(0, this.most);
  }

  // What latin letters may stand for: rows of words, one row a part of the letters; [] where they can't be cut.
  spelled(letters) {
    this._prepare();
    const known = this.byFull.get(letters) || this.byInitials.get(letters);
    if (known) return [this._likely(known)];
    const cut = this._cut(letters);
    return cut.length ? cut : this._join(letters, "", []).map((word) => [word]);
  }

  _cut(letters) {
    const n = letters.length;
    const best = new Array(n + 1).fill(null);
    best[n] = { value: 0, rows: [] };
    for (let at = n - 1; at >= 0; at -= 1) {
      for (let end = n; end > at + 1; end -= 1) {
        const list = this.byFull.get(letters.slice(at, end));
        if (!best[end] || !list) continue;
        const value = (end - at) ** 2 + best[end].value;
        if (!best[at] || value > best[at].value) {
          best[at] = { value, rows: [this._likely(list), ...best[end].rows] };
        }
      }
    }
    return best[0] ? best[0].rows : [];
  }

  // Words with these initials that stand one after another in the corpus: phty → 普惠, 托育.
  _join(letters, before, list) {
    if (!letters) return list;
    for (let end = letters.length; end > 1; end -= 1) {
      const sorted = [...(this.byInitials.get(letters.slice(0, end)) || [])];
      sorted.sort((a, b) => this.ranks.get(b) - this.ranks.get(a) || byCode(a, b));
      for (const word of sorted) {
        if (!this.stands(before + word)) continue;
        const found = this._join(letters.slice(end), before + word, [...list, word]);
        if (found.length) return found;
      }
    }
    return [];
  }

  _blur(syllable) {
    return this.blurred.reduce((text, [clear, blurred]) => text.split(clear).join(blurred), syllable);
  }

  // 4 the same, 3 the same sound or look-alikes, 2 nearly the same sound, 0 not.
  likeness(typed, meant) {
    if (typed === meant) return 4;
    const a = this.lexicon.syllables.get(typed) || "";
    const b = this.lexicon.syllables.get(meant) || "";
    if ((a && a === b) || (this.alike.get(typed) || "").includes(meant)) return 3;
    return a && b && this.plain.get(typed) === this.plain.get(meant) ? 2 : 0;
  }

  // Words a mistyped one may be, likeliest first.
  meant(typed) {
    if (this.known.size > 256) this.known.clear();
    if (!this.known.has(typed)) this.known.set(typed, this._meant(typed));
    return this.known.get(typed);
  }

  _meant(typed) {
    this._prepare();
    const found = [];
    const add = (cost, word) => found.push([cost, -this.ranks.get(word), word]);
    for (const word of this.byLength.get(typed.length) || []) {
      const cost = this._cost(typed, word);
      if (cost) add(cost, word);
    }
    for (const size of typed.length >= 4 ? [typed.length - 1, typed.length + 1] : []) {
      for (const word of (size >= 4 && this.byLength.get(size)) || []) if (oneApart(typed, word)) add(6, word);
    }
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || byCode(a[2], b[2]));
    return found.filter(([cost]) => cost === found[0][0]).slice(0, this.most).map(([, , word]) => word);
  }

  // 0: can't be; else the less the better.
  _cost(typed, word) {
    let cost = 0;
    let same = 0;
    let other = 0;
    for (let i = 0; i < word.length; i += 1) {
      const alike = this.likeness(typed[i], word[i]);
      if (alike === 4) same += 1;
      else if (alike) cost += 4 - alike;
      else {
        other += 1;
        cost += 5;
        if (other > 1 || word.length < 4) return 0;
      }
    }
    if (same * 2 < word.length && cost > word.length - same) return 0;
    return same || word.length > 1 ? cost : 0;
  }
}

// Whether one text is the other with a character taken out.
function oneApart(a, b) {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  return long.length === short.length + 1 && short.slice(at) === long.slice(at + 1);
}
