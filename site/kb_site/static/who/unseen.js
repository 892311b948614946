// What a plan shows and import could not read: kb/who/unseen.py.

function unseenNotes(nodes) {
  const { facts } = nodes;
  const named = (plan) => (nodes.plans.length > 1 ? `《${facts.plans.get(plan).title}》` : "");
  const noted = nodes.plans.filter((plan) => facts.data.unseen[plan]);
  return noted.map((plan) => named(plan) + facts.data.unseen[plan]).slice(0, facts.data.rules.unseen.most);
}
