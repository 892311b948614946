// How people name a place of a plan: kb/search/places.py.

// What names a place: keys of a document, and what a query is looked up by.
function makePlaces(expressions, normalise) {
  const marks = new RegExp(expressions.marks, "g");
  const named = whole(expressions.named);
  const row = new RegExp(expressions.row);
  const key = (text) => text.replace(marks, "");
  return {
    keys(doc) {
      const citation = normalise(doc.citation);
      const shared = citation.replace(row, "");
      const keys = [doc.id, doc.local, key(citation), key(shared), shared.slice(shared.lastIndexOf(" ") + 1)];
      if (doc.kind === "box" || doc.kind === "paragraph") keys.push(key(normalise(doc.number)));
      return new Set(keys.filter((one) => one));
    },
    asked(typed) {
      const text = unspaced(typed);
      return named.test(text) ? unique([text, key(text)]).filter((one) => one) : [];
    },
  };
}
