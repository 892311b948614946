// The passage of a node that shows best why it was found: kb/search/snippet.py. marks: word → how much it tells.

// Half-open ranges of all the words in a normalised text, those that touch or overlap made one.
function findRanges(text, list) {
  const marked = [];
  for (const word of list) {
    for (let at = word ? text.indexOf(word) : -1; at >= 0; at = text.indexOf(word, at + 1)) {
      marked.push([at, at + word.length]);
    }
  }
  marked.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const joined = [];
  for (const [start, end] of marked) {
    const last = joined[joined.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

function makeSnippet(text, plain, marks, { snippet: rules }) {
  const { length, lead } = rules;
  const present = Array.from(marks).filter(([word]) => word && plain.includes(word));
  if (!present.length) {
    const cut = text.slice(0, length).trimEnd();
    return { text: cut + (text.length > length ? "…" : ""), ranges: [] };
  }
  const ends = matches(new RegExp(rules.sentence_end, "g"), plain).map((found) => found.index + 1);
  const sentences = new Set([0, ...ends]);
  const starts = new Set(sentences);
  for (const [word] of present) {
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) starts.add(Math.max(0, at - lead));
  }
  let start = 0;
  let best = -1;
  for (const from of Array.from(starts).sort((a, b) => a - b)) {
    const window = plain.slice(from, from + length);
    let value = 0;
    for (const [word, tells] of present) {
      const times = countOf(window, word);
      if (times) value += tells * (rules.first + Math.min(times, rules.most_times));
    }
    value = value * 10 + (sentences.has(from) ? rules.sentence : 0);
    if (value > best) [start, best] = [from, value];
  }
  let end = Math.min(text.length, start + length);
  while (start < end && /\s/.test(text[start])) start += 1;
  const stop = Math.max(0, ...ends.filter((at) => at > start && at <= end));
  const list = present.map(([word]) => word);
  const last = Math.max(0, ...findRanges(plain.slice(start, end), list).map((range) => range[1]));
  if (end < text.length && stop > start + Math.floor(length / 2) && stop >= start + last) end = stop;
  const shown = text.slice(start, end).trimEnd();
  const before = start > 0 && !sentences.has(start) ? "…" : "";
  const cut = start + shown.length < text.trimEnd().length && !ends.includes(start + shown.length);
  const ranges = findRanges(plain.slice(start, start + shown.length), list);
  return {
    text: before + shown + (cut ? "…" : ""),
    ranges: ranges.map(([a, b]) => [a + before.length, b + before.length]),
  };
}
