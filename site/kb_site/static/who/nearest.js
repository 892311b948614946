// The documents nearest to a question that nothing answers: kb/who/nearest.py.

function findNearest(nodes, find, read) {
  const rules = nodes.facts.data.rules.nearest;
  const shares = coverages(nodes, find, read, nodes.facts.data.rules.scope);
  const kept = shares.filter(([doc, share]) => share >= rules.least && !["chapter", "box"].includes(doc.kind));
  return kept.slice(0, rules.most).map(([doc]) => nearDict(doc, nodes.facts));
}

function nearDict(doc, facts) {
  return { ...shortDict(doc, facts), units: doc.units };
}
