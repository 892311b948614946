// What a search needs of a question: kb/who/hits.py.

// {text, plans, first, words, notes, some}: first: documents of an answer that is worked out; some: documents that print
// some of the words, best first.
function nodesAsked(who, query) {
  let asked = new Asked(who, query);
  let { read } = asked;
  const narrowed = read.plans.length && who.index.plans.length > 1 ? read.plans : [];
  const text = narrowed.length && read.segments.length ? read.segments.join(" ") : query;
  const worked = () => ["list", "count", "what-of-unit"].includes(read.kind);
  if (!worked() && !read.topics.length && !read.units.length) {
    const spelt = asked.spelt();
    if (spelt) [asked, read] = [spelt, spelt.read];
  }
  let first = [];
  if (worked()) {
    const groups = asked.answer().groups.filter((group) => group.duties.length || read.kind !== "what-of-unit");
    first = unique(groups.map((group) => who.facts.byId.get(group.id))).filter((doc) => doc && asked.nodes.has(doc));
  }
  const { rules } = who.facts.data;
  const some = () => coverages(asked.nodes, asked.find, read, rules.scope).filter(([, share]) => share >= rules.nearest.least).map(([doc]) => doc);
  return { text, plans: narrowed, first, words: read.words, notes: [], some };
}
