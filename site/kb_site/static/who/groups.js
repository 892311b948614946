// Evidence by document and by plan: kb/who/groups.py.

function groupsByNode(found, nodes) {
  const { facts } = nodes;
  const rows = new Map();
  for (const answer of found.answers) {
    for (const piece of answer.evidence) {
      if (!rows.has(piece.id)) rows.set(piece.id, groupRow(piece, piece.target, "answered"));
      addDuty(rows.get(piece.id).duties, answer.unit, piece);
    }
  }
  const { leading, helping } = facts.data.rules.contract;
  const role = (duty) => (leading.includes(duty.role) ? 0 : helping.includes(duty.role) ? 2 : 1);
  const key = (duty) => [facts.data.bases.indexOf(duty.basis), role(duty)];
  rows.forEach((row) => {
    row.duties.sort((a, b) => byRow(key(a), key(b)));
    const seen = new Set();
    for (const duty of row.duties) {
      const clause = clauseOf(duty.quote, duty.units, facts);
      const proof = `${duty.line} ${clause}`;
      duty.clause = duty.basis === "related" || seen.has(proof) ? "" : clause;
      seen.add(proof);
    }
  });
  for (const state of ["unassigned", "nearest"]) {
    for (const extra of found[state]) {
      const row = rows.get(extra.id);
      if (row) {
        if (state === "unassigned" && !row.duties.some((duty) => duty.basis === "assigned")) row.state = state;
        continue;
      }
      const indicator = nodes.indicator(facts.byId.get(extra.id));
      rows.set(extra.id, groupRow(extra, indicator ? indicator.target.text : "", state));
      if (extra.units && extra.units.length) {
        rows.get(extra.id).duties = [{
          basis: "related", role: "", units: extra.units.slice(), quote: "", clause: "", line: extra.line, deadline: "",
          leaders: [], why: facts.say("near_why"), link: null, document: "",
        }];
      }
    }
  }
  const list = Array.from(rows.values());
  const order = unique(list.map((row) => row.plan));
  list.sort((a, b) => order.indexOf(a.plan) - order.indexOf(b.plan));
  const told = new Set();
  for (const row of list) {
    for (const duty of row.duties) {
      const quoted = `${row.plan} ${duty.line} ${duty.quote}`;
      if (told.has(quoted)) duty.quote = "";
      told.add(quoted);
    }
  }
  return list;
}

function groupRow({ id, plan, kind, title, citation, line, edited }, target, state) {
  return { id, plan, kind, title, citation, line, edited, target, state, duties: [] };
}

// A unit's evidence goes to the duty with its quote, or with its cell of units.
function addDuty(duties, unit, piece) {
  for (const duty of duties) {
    const same = ["basis", "role", "line"].every((key) => duty[key] === piece[key]);
    const quoted = same && (duty.quote === piece.quote || piece.kind === "indicator");
    if (!quoted && !(piece.basis === "related" && duty.basis === "related" && duty.why === piece.why)) continue;
    if (!duty.units.includes(unit)) {
      duty.units.push(unit);
      if (quoted && !duty.quote.includes(piece.quote)) duty.quote += `、${piece.quote}`;
    }
    return;
  }
  const { basis, role, quote, line, deadline, leaders, why, link, document } = piece;
  duties.push({ units: [unit], basis, role, quote, line, deadline, leaders: leaders.slice(), why, link, document });
}

// The part of a quote that names the units.
function clauseOf(quote, units, facts) {
  const { clause, around, levels, longest_clause: most } = facts.data.rules.groups;
  const text = unspaced(quote);
  const trim = (one, characters) => {
    let [from, to] = [0, one.length];
    while (from < to && characters.includes(one[from])) from += 1;
    while (to > from && characters.includes(one[to - 1])) to -= 1;
    return one.slice(from, to);
  };
  const stem = (unit) => {
    let from = 0;
    while (from < unit.length && levels.includes(unit[from])) from += 1;
    return unit.slice(from);
  };
  const parts = trim(text, around).split(new RegExp(clause)).filter((part) => part);
  const stems = units.map(stem).filter((one) => one);
  const named = parts.filter((part) => stems.some((one) => part.includes(one)));
  const short = named.length && named.length < parts.length ? named.join("；") : text;
  return short.length <= most ? short : `${short.slice(0, most - 1)}…`;
}

function groupsByPlan(found, facts) {
  const order = [];
  for (const answer of found.answers) order.push(...answer.evidence.map((piece) => piece.plan));
  order.push(...[...found.unassigned, ...found.nearest, ...found.groups].map((row) => row.plan));
  return unique(order).map((id) => {
    const plan = facts.plans.get(id);
    const mine = [];
    for (const answer of found.answers) {
      const evidence = answer.evidence.filter((piece) => piece.plan === id);
      if (!evidence.length) continue;
      const strength = (piece) => facts.data.bases.indexOf(piece.basis);
      const best = evidence.reduce((one, piece) => (strength(piece) < strength(one) ? piece : one));
      mine.push({ unit: answer.unit, unit_id: answer.unit_id, basis: best.basis, role: best.role, evidence });
    }
    const basis = facts.data.bases.find((one) => mine.some((answer) => answer.basis === one)) || "";
    return {
      plan: id, place: plan.place, title: plan.title, basis, conclusion: basis ? unitsWords(mine, basis, facts) : "",
      units: mine.map((answer) => answer.unit),
    };
  });
}
