// The words of the corpus: kb/search/lexicon.py.

class Lexicon {
  constructor(data, rules, mark) {
    this.longest = rules.lexicon.longest_word;
    this.roles = rules.lexicon.roles;
    this.spoken = whole(rules.lexicon.spoken);
    this.spokenMost = rules.lexicon.longest_spoken;
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
    this.units = data.units.map(parted).map((names, at) => ({ at, name: names[0], names }));
    this.resolver = new Resolver(this.units, this.normalise);
    // Whatever a unit is called → its canonical name.
    this.unitNames = new Map(Array.from(this.resolver.names, ([name, [unit]]) => [name, unit.name]));
    this._spoken();
    this.shapes = list(data.shapes);
    this.syllables = new Map();
    for (const row of list(data.syllables)) {
      const [, syllable, characters] = row.match(/^([a-z]+)(.*)$/u);
      for (const ch of characters) this.syllables.set(ch, syllable);
    }
    this.readings = new Map(Object.entries(data.readings));
    this._topics();
  }

  // Short words of topics take part in cutting, but for those that are made of two words.
  _spoken() {
    const said = [].concat(...this.topics.map((topic) => [].concat(...topic.plain)));
    const spoken = said.filter((word) => this.spoken.test(word));
    const every = new Set([...this.words, ...spoken]);
    const made = (word) => word.length === this.spokenMost && every.has(word.slice(0, 2)) && every.has(word.slice(2));
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
          if (!found.get(word).has(topic.name)) found.get(word).set(topic.name, this.roles[role]);
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

  cut(text) {
    return cutWords(text, this.longest, (word) => this.words.has(word));
  }
}

// The cut with the greatest sum of squared word lengths, the first word longest where two are equal: kb/words/cutting.py.
function cutWords(text, longest, isWord) {
  const n = text.length;
  const best = new Array(n + 1).fill(0);
  const step = new Array(n + 1).fill(1);
  for (let at = n - 1; at >= 0; at -= 1) {
    best[at] = best[at + 1] + 1;
    for (let size = 2; size <= Math.min(longest, n - at); size += 1) {
      const value = size * size + best[at + size];
      if (value >= best[at] && isWord(text.slice(at, at + size))) {
        best[at] = value;
        step[at] = size;
      }
    }
  }
  const out = [];
  for (let at = 0; at < n; at += step[at]) out.push(text.slice(at, at + step[at]));
  return out;
}
