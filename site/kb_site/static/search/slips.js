// Readings and look-alikes: kb/search/slips.py.

// From pinyin to words, from a mistyped word to the one meant. Made when first asked for.
class Readings {
  constructor(lexicon, stands, weigh, rules) {
    this.lexicon = lexicon;
    this.stands = stands;
    this.weigh = weigh;
    this.rules = rules.slips;
    this.ranks = null;
    this.known = new Map();
  }

  _prepare() {
    if (this.ranks) return;
    const { words, titles, topicWords, unitNames, names, shapes } = this.lexicon;
    const { rank_name: named, rank_title: titled, rank_word: plain } = this.rules;
    this.ranks = new Map();
    for (const word of words) this.ranks.set(word, plain);
    for (const word of titles) this.ranks.set(word, titled);
    for (const [word, topics] of topicWords) {
      const rank = topics.some(([, role]) => role === "name") ? named : titled;
      this.ranks.set(word, Math.max(this.ranks.get(word) || 0, rank));
    }
    for (const name of unitNames.keys()) this.ranks.set(name, named);
    for (const name of names) if (!this.ranks.has(name)) this.ranks.set(name, titled);
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
    return best.sort((a, b) => this.weigh(a) - this.weigh(b) || byCode(a, b)).slice(0, this.rules.most_words);
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
    return this.rules.blurred.reduce((text, [clear, blurred]) => text.split(clear).join(blurred), syllable);
  }

  // The same, the same sound or look-alikes, nearly the same sound; 0: not alike.
  likeness(typed, meant) {
    if (typed === meant) return this.rules.same;
    const a = this.lexicon.syllables.get(typed) || "";
    const b = this.lexicon.syllables.get(meant) || "";
    if ((a && a === b) || (this.alike.get(typed) || "").includes(meant)) return this.rules.same_sound;
    return a && b && this.plain.get(typed) === this.plain.get(meant) ? this.rules.near_sound : 0;
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
    for (const size of typed.length >= this.rules.long_word ? [typed.length - 1, typed.length + 1] : []) {
      const list = (size >= this.rules.long_word && this.byLength.get(size)) || [];
      for (const word of list) if (oneApart(typed, word)) add(this.rules.one_apart, word);
    }
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || byCode(a[2], b[2]));
    return found.filter(([cost]) => cost === found[0][0]).slice(0, this.rules.most_words).map(([, , word]) => word);
  }

  // 0: can't be; else the less the better.
  _cost(typed, word) {
    let cost = 0;
    let same = 0;
    let other = 0;
    for (let i = 0; i < word.length; i += 1) {
      const alike = this.likeness(typed[i], word[i]);
      if (alike === this.rules.same) same += 1;
      else if (alike) cost += this.rules.same - alike;
      else {
        other += 1;
        cost += this.rules.other_character;
        if (other > 1 || word.length < this.rules.long_word) return 0;
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
