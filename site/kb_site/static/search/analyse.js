// From a word of the query to a chunk of terms: kb/search/analyse.py.
//
// term: {text, forms: [[text, percent]], topics: [[topic, role]], unit, kind, binding, loose}
// chunk: {typed, text, terms, exact, leads, narrows, corrected, unknown, offers}

function makeTerm(text, forms, more) {
  return { text, forms, topics: [], unit: "", kind: "", binding: "", loose: false, ...more };
}

function makeChunk(typed, text, terms, more) {
  const plain = { exact: false, leads: false, narrows: false, corrected: "", unknown: [], offers: [] };
  return { typed, text, terms, ...plain, ...more };
}

class Analyser {
  constructor(lexicon, stands, weigh, rules) {
    this.lexicon = lexicon;
    this.stands = stands;
    this.weigh = weigh;
    this.rules = rules.analyse;
    this.kinds = rules.query.kind_words;
    this.readings = new Readings(lexicon, stands, weigh, rules);
    this.strip = makeStripper(rules.subject);
    this.findPlaces = makePlaceFinder(rules.question_places);
    this.idle = new Set(this.rules.idle);
    this.idleWords = new Set(this.rules.idle_words);
    this.bindings = new Set(rules.query.binding_words);
    this.run = new RegExp(this.rules.run, "gu");
    this.letters = whole(this.rules.letters);
    this.counted = new RegExp(this.rules.counted, "g");
    this.value = whole(this.rules.value);
    this.datePart = new RegExp(this.rules.date_part, "g");
    this.mostWords = rules.slips.most_words;
  }

  phrase(text) {
    return makeChunk(text, text, [makeTerm(text, [[text, 100]])], { exact: true });
  }

  // Runs in their order; pinyin typed in parts is read as one where the whole is a word: xinli jiankang, tuo yu.
  readWords(words) {
    const out = [];
    for (let at = 0, end = 0; at < words.length; at = end) {
      const spelled = (word) => word !== undefined && this.letters.test(word) && !this.stands(word);
      end = at + 1;
      while (spelled(words[at]) && spelled(words[end])) end += 1;
      const parts = words.slice(at, end);
      const joined = parts.join("").replace(/'/g, "");
      const rows = parts.length > 1 ? this.readings.spelled(joined) : [];
      if (rows.length && (rows.length === 1 || parts.some((part) => !this.readings.spelled(part).length))) {
        out.push({ ...this._spelled(joined), typed: parts.join(" ") });
      } else out.push(...parts.map((part) => this.read(part)));
    }
    return out;
  }

  read(typed) {
    if (this.value.test(typed)) return this._value(typed);
    if (this.stands(typed)) return typed.length > this.rules.longest_run ? this.phrase(typed) : this._cut(typed, typed);
    if (this.letters.test(typed)) return this._spelled(typed);
    let text = this.strip(typed) || typed;
    if (this.stands(text)) return this._cut(typed, text);
    if (text !== typed && this.letters.test(text)) return { ...this._spelled(text), typed };
    const [han, plain] = this.rules.han_digits;
    text = text.replace(this.counted, (digit) => plain[han.indexOf(digit)]);
    return this._cut(typed, text);
  }

  // A number or a date as one term; a date that no text has, by its longest part that some text has.
  _value(typed) {
    if (!this.stands(typed)) {
      for (const part of matches(this.datePart, typed.slice(0, -1)).reverse()) {
        const shorter = typed.slice(0, part.index + 1);
        if (this.stands(shorter)) return { ...this.phrase(shorter), typed, corrected: shorter };
      }
    }
    return this.phrase(typed);
  }

  _spelled(typed) {
    const rows = this.readings.spelled(typed.replace(/'/g, ""));
    if (!rows.length) return this.phrase(typed);
    const terms = [];
    for (const list of rows) {
      const first = this._cut(list[0], list[0]);
      if (list.length === 1) {
        terms.push(...first.terms);
        continue;
      }
      const topics = new Map([].concat(...first.terms.map((term) => term.topics)));
      terms.push(makeTerm(list[0], list.map((word, i) => [word, 100 - this.rules.also_spelled * i]), { topics: Array.from(topics) }));
    }
    const text = rows.map((list) => list[0]).join("");
    const offers = rows.length === 1 ? rows[0].slice(1) : [];
    return makeChunk(typed, text, terms, { leads: terms.some((t) => t.topics.length), corrected: text, offers });
  }

  _cut(typed, given) {
    const { topicWords, unitNames } = this.lexicon;
    let text = given;
    let pieces = this._pieces(text);
    let corrected = "";
    if (pieces.some((piece) => !this._known(piece))) {
      const mended = this._mend(text, pieces);
      if (mended !== text) {
        corrected = text = mended;
        pieces = this._pieces(text);
      }
    }
    const joined = pieces.join("");
    const units = aligned(joined, pieces, unitNames);
    const topics = aligned(joined, pieces, topicWords);
    let terms = [];
    const unknown = [];
    let start = 0;
    let end = 0;
    for (const piece of pieces) {
      start = end;
      end += piece.length;
      const inside = (found) => found.start <= start && end <= found.end;
      const unit = units.find(inside);
      const name = unit ? unitNames.get(unit.word) : "";
      if (unit && terms.length && terms[terms.length - 1].unit === name) continue;
      if (!unit && (this.idle.has(piece) || this.idleWords.has(piece))) continue;
      const led = [].concat(...topics.filter(inside).map((found) => topicWords.get(found.word)));
      if (unit) {
        const meant = this.lexicon.resolver.names.get(unit.word);
        const names = unique([unit.word, ...[].concat(...meant.map((one) => one.names))]);
        terms.push(makeTerm(unit.word, names.map((one) => [one, 100]), { topics: led, unit: name }));
        continue;
      }
      const kind = this.kinds[piece] || "";
      const binding = this.bindings.has(piece) ? piece : "";
      let forms = [[piece, 100]];
      if (!this.stands(piece)) {
        forms = this._meantTerms(piece, led);
        if (!forms.length && !led.length) forms = this._parts(piece);
        if (!(forms.length || led.length || kind || binding)) {
          unknown.push(piece);
          forms = [[piece, 100]];
        }
      }
      terms.push(makeTerm(piece, forms, { topics: led, kind, binding, loose: piece.length === 1 }));
    }
    if (!terms.length) terms = [makeTerm(text, [[text, 100]])];
    if (terms.every((term) => term.loose)) terms = terms.map((term) => ({ ...term, loose: false }));
    const narrows = terms.every((term) => term.unit || term.kind || term.binding);
    return makeChunk(typed, text, terms, { leads: topics.length > 0, corrected, unknown, narrows });
  }

  // Words of a run; characters of no word that stand side by side are taken for one unknown word.
  _pieces(text) {
    const pieces = [];
    for (const [run] of matches(this.run, text)) {
      if (run.charCodeAt(0) < 128) {
        pieces.push(run);
        continue;
      }
      let loose = "";
      for (const word of this.lexicon.cut(run)) {
        if (word.length === 1 && !this.idle.has(word)) {
          loose += word;
          continue;
        }
        pieces.push(...this._loose(loose), word);
        loose = "";
      }
      pieces.push(...this._loose(loose));
    }
    return pieces.length ? pieces : [text];
  }

  _loose(loose) {
    if (!loose) return [];
    if (loose.length === 1 || this.stands(loose)) return [loose];
    for (let size = Math.min(loose.length - 1, this.lexicon.longest); size > 1; size -= 1) {
      for (let at = 0; at + size <= loose.length; at += 1) {
        const part = loose.slice(at, at + size);
        if (this.stands(part)) return [...this._loose(loose.slice(0, at)), part, ...this._loose(loose.slice(at + size))];
      }
    }
    return [loose];
  }

  _known(piece) {
    return this.stands(piece) || this.lexicon.topicWords.has(piece) || this.lexicon.unitNames.has(piece);
  }

  // Words that stand in the corpus inside one that does not: 上幼儿园 → 幼儿园, at less worth.
  _parts(piece) {
    for (let size = Math.min(piece.length - 1, this.lexicon.longest); size > 1; size -= 1) {
      const found = [];
      for (let at = 0; at + size <= piece.length; at += 1) {
        const word = piece.slice(at, at + size);
        if (this.lexicon.words.has(word) && this.stands(word)) found.push([word, this.rules.part_worth]);
      }
      if (found.length) return found;
    }
    return [];
  }

  // Of a topic's terms those that share the telling characters with what people say: 小胖墩 → 肥胖.
  _meantTerms(said, led) {
    const weights = unique(said).filter((ch) => !this.idle.has(ch)).map((ch) => [ch, this.weigh(ch)]);
    const telling = weights.filter(([, weight]) => weight >= this.rules.telling);
    const found = new Map();
    for (const [topic, role] of led) {
      for (const term of role === "said" ? this.lexicon.termsOf.get(topic) : []) {
        const shared = telling.reduce((sum, [ch, weight]) => sum + (term.includes(ch) ? weight : 0), 0);
        if (shared && this.stands(term)) found.set(term, shared);
      }
    }
    const most = Math.max(0, ...found.values());
    return Array.from(found).filter(([, shared]) => shared === most).map(([term]) => [term, this.rules.meant_worth]);
  }

  // Words to offer for a run that finds nothing; none for the name of a place.
  offers(chunk) {
    const typed = chunk.text;
    if (this.findPlaces(typed).length) return [];
    const meant = this.readings.meant(typed);
    if (meant.length || typed.length > this.rules.longest_offered_for) return meant;
    const own = unique(typed).filter((ch) => !this.idle.has(ch) && ch.charCodeAt(0) > 127);
    const telling = own.map((ch) => [ch, this.weigh(ch)]).filter(([, weight]) => weight >= this.rules.telling);
    const found = [];
    for (const [word, rank] of this.readings.ranks) {
      const shared = telling.filter(([ch]) => word.includes(ch));
      if (!shared.length || 2 * shared.length < typed.length || !this.stands(word)) continue;
      found.push([-shared.reduce((sum, [, weight]) => sum + weight, 0), -rank, word.length, word]);
    }
    found.sort(byRow);
    return found.slice(0, this.mostWords).map(([, , , word]) => word);
  }

  // The run with its unknown pieces taken for words they may be slips of; as it was where none are.
  _mend(text, pieces) {
    const meant = text.length <= this.rules.longest_mended && !this.findPlaces(text).length ? this.readings.meant(text) : [];
    if (meant.length) return meant[0];
    let mended = false;
    const out = pieces.map((piece) => {
      // The name of a place is never a slip.
      if (this._known(piece) || piece.length < 2 || piece.charCodeAt(0) < 128 || this.findPlaces(piece).length) return piece;
      const [best] = this.readings.meant(piece);
      mended = mended || best !== undefined;
      return best === undefined ? piece : best;
    });
    return mended ? out.join("") : text;
  }
}

// Words of a table that begin and end where pieces do, the longest first, none over another.
function aligned(text, pieces, table) {
  const ends = [];
  pieces.reduce((at, piece) => (ends.push(at + piece.length), at + piece.length), 0);
  const found = [];
  for (let at = 0; at < text.length; ) {
    let step = 1;
    if (at === 0 || ends.includes(at)) {
      const end = ends.filter((one) => one > at).reverse().find((one) => table.has(text.slice(at, one)));
      if (end !== undefined) {
        found.push({ start: at, end, word: text.slice(at, end) });
        step = end - at;
      }
    }
    at += step;
  }
  return found;
}
