// A search with the query read as a question: kb/answer/search.py.

function search(index, who, query, limit) {
  if (!isPlain(index.normalise(query), index.rules)) return index.search(query, limit);
  const { page } = index.rules.search;
  const asked = nodesAsked(who, query);
  const found = index.search(asked.text, asked.first.length ? Infinity : limit, asked.plans);
  const out = { ...found, query };
  const known = new Set(found.hits.map((hit) => hit.id));
  if (asked.first.length) {
    const ids = new Set(asked.first.map((doc) => doc.id));
    const hits = [...index.hitsOf(asked.first, asked.words), ...found.hits.filter((hit) => !ids.has(hit.id))];
    out.total = hits.length;
    out.hits = hits.slice(0, limit);
  } else if (found.total < page && asked.words.length > 1 && found.mode !== "fuzzy") {
    const more = asked.some().filter((doc) => !known.has(doc.id)).slice(0, page - found.total);
    if (more.length) {
      out.hits = [...found.hits, ...index.hitsOf(more.slice(0, Math.max(0, limit - found.hits.length)), asked.words)];
      if (found.total) out.notes = [...found.notes, fill(who.facts.data.messages.then_some, { n: found.total + 1 })];
      else out.notes = [...found.notes.filter((note) => note !== index.rules.messages.nothing), index.say("only_some")];
      out.total += more.length;
    }
  }
  out.notes = [...asked.notes, ...out.notes];
  return out;
}
