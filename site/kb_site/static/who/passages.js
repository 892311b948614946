// Which words of a document speak of what was asked: kb/who/passages.py.

class Passages {
  constructor(nodes, scope, read) {
    this.nodes = nodes;
    this.rules = nodes.facts.data.rules.passages;
    this.asked = read.segments.join("");
    const texts = Array.from(scope.strength.keys(), (doc) => doc.plainTitle + doc.plainAll);
    const printed = [...read.segments, ...read.topicWords].filter(
      (word) => word.length >= 2 && texts.some((text) => text.includes(word)),
    );
    const longest = Math.max(0, ...printed.map((word) => word.length));
    const list = printed.filter((word) => word.length === longest || read.either);
    this.words = list.length ? list : scope.terms;
    this.loose = scope.loose;
    this.content = askedWords(read, nodes.facts);
    const numbers = read.numbers.map((number) => nodes.plain(number.text));
    this.anchored = numbers.length > 0 && this.words.every((word) => numbers.includes(word));
  }

  _in(text) {
    return this.words.some((word) => text.includes(word));
  }

  inTitle(doc) {
    return this._in(doc.plainTitle);
  }

  says(duty) {
    return this._in(this.nodes.plain(duty.quote));
  }

  ownClauseSays(duty) {
    return this.says(duty) || (duty.basis === "assigned" && this._around(duty).slice(1).some((near) => this._in(near)));
  }

  speaksOf(duty) {
    const title = duty.doc.plainTitle;
    if (title.length < this.rules.short_title && this._in(title)) return true;
    if (this.anchored) return this.says(duty);
    if (this._around(duty).some((near) => this._in(near))) return true;
    const quote = this.nodes.plain(duty.quote);
    return this.loose && (coverageOf(this.asked, quote) >= this.rules.least_pairs || this.content.every((word) => quote.includes(word)));
  }

  // Where a document has several brackets, each after its own part: the starts of those whose part has none of the
  // words asked, if another's has them.
  elsewhere(doc, duties) {
    const none = new Set();
    const quotes = new Map(
      duties
        .filter((duty) => duty.basis === "assigned" && !duty.inherited && !duty.document && this.rules.brackets.includes(duty.quote.slice(0, 1)))
        .map((duty) => [duty.start, this.nodes.plain(duty.quote)]),
    );
    if (quotes.size < (doc.edited ? 1 : 2) || this._in(doc.plainTitle)) return none;
    const text = [doc, ...this._paragraphs(doc)].map((one) => one.plainOwn).join("");
    const opening = new RegExp(this.rules.first_part).exec(text);
    const said = new Map();
    let end = opening ? opening.index : 0;
    let before = false;
    // The words are before a bracket that a person changed, so nobody is proved responsible.
    let changed = false;
    for (const start of Array.from(quotes.keys()).sort((a, b) => a - b)) {
      const at = text.indexOf(quotes.get(start), end);
      if (at < 0) return none;
      let part = text.slice(end, at);
      const others = doc.edited ? matches(new RegExp(this.rules.bracket, "g"), part) : [];
      if (others.length) {
        const last = others[others.length - 1];
        changed = changed || this._in(part.slice(0, last.index));
        part = part.slice(last.index + last[0].length);
      }
      before = part.length > this.rules.least_part ? this._in(part) : before;
      said.set(start, before);
      end = at + quotes.get(start).length;
    }
    const starts = Array.from(said.keys());
    return changed || starts.some((start) => said.get(start)) ? new Set(starts.filter((start) => !said.get(start))) : none;
  }

  _paragraphs(doc) {
    return this.nodes.children(doc).filter((child) => child.kind === "paragraph");
  }

  _around(duty) {
    const quote = this.nodes.plain(duty.quote);
    for (const { plainOwn: text } of [duty.doc, ...this._paragraphs(duty.doc)]) {
      const at = text.indexOf(quote);
      if (at < 0) continue;
      const ends = [0, ...matches(new RegExp(this.rules.end, "g"), text).map((found) => found.index + 1), text.length];
      const first = ends.reduce((found, end, i) => (end <= at ? i : found), 0);
      const last = ends.findIndex((end) => end >= at + quote.length);
      const assigned = duty.basis === "assigned";
      const from = assigned ? first : Math.max(0, first - 1);
      const more = !assigned || new RegExp(`^(?:${this.rules.goes_on})`).test(text.slice(ends[last])) ? 1 : 0;
      return ends.slice(0, -1).map((start, i) => text.slice(start, ends[i + 1])).slice(from, last + more);
    }
    return [quote];
  }
}
