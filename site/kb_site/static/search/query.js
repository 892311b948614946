// The query language: kb/search/query.py.

// A normalised query → what to find, to leave out, to filter by. It never fails: what it can't read is a word.
function parseQuery(typed, { query: { longest_query: longest, field_names: fields, fields_offered: offered, part: pattern }, messages }) {
  let text = words(typed).join(" ");
  const read = { text, words: [], phrases: [], without: [], filters: [], hints: [] };
  if (text.length > longest) {
    text = read.text = text.slice(0, longest).trim();
    read.hints.push(fill(messages.too_long, { n: longest }));
  }
  if (countOf(text, '"') % 2) read.hints.push(messages.odd_quotes);
  for (const found of matches(new RegExp(pattern, "g"), text)) {
    const part = found.groups;
    if (part.phrase !== undefined) {
      const phrase = part.phrase.trim();
      if (phrase) (part.not ? read.without : read.phrases).push(phrase);
    } else if (part.field !== undefined) {
      const name = fields[part.field];
      const value = (part.quoted !== undefined ? part.quoted : part.value).trim();
      if (name && value) {
        read.filters.push({ field: name, value, without: Boolean(part.minus) });
        continue;
      }
      if (name) read.hints.push(fill(messages.no_value, part));
      else if (/^\p{L}+$/u.test(part.field)) {
        read.hints.push(fill(messages.no_field, { field: part.field, fields: offered.join("、") }));
      }
      read.words.push(found[0]);
    } else if (part.without !== undefined) read.without.push(part.without);
    else read.words.push(found[0]);
  }
  if (read.without.length && !(read.words.length || read.phrases.length || read.filters.length)) {
    const hints = read.hints.concat(messages.only_without);
    return { text, words: [text], phrases: [], without: [], filters: [], hints };
  }
  return read;
}

// Whether a normalised query uses nothing of the query language: words alone.
function isPlain(typed, { query: { part: pattern } }) {
  return matches(new RegExp(pattern, "g"), words(typed).join(" ")).every((found) => found.groups.word !== undefined);
}
