// The one sentence an answer begins with: kb/who/conclusion.py.

function foldNames(names, facts) {
  const most = facts.data.rules.conclusion.fold;
  if (names.length <= most) return names.join("、");
  return facts.say("fold", { names: names.slice(0, most - 1).join("、"), n: names.length });
}

// Names as a sentence lists them, with the place where units of two places have one name. units: [{id, name, place, plans}].
function shownNames(units, facts) {
  const listed = Array.from(new Map(units.map((unit) => [unit.id, unit])).values());
  const times = (list, one) => list.filter((other) => other === one).length;
  const names = listed.map((unit) => unit.name);
  const where = ({ place, plans }) => place || plans.join("、");
  const placed = listed.map((unit) => (times(names, unit.name) === 1 ? unit.name : facts.say("of_place", { name: unit.name, place: where(unit) })));
  const shown = new Map(listed.map((unit, i) => {
    const twice = times(placed, placed[i]) > 1;
    return [unit.id, twice ? facts.say("of_place", { name: unit.name, place: `${unit.place}，${unit.plans.join("、")}` }) : placed[i]];
  }));
  return units.map((unit) => shown.get(unit.id));
}

function namedAnswers(answers, facts) {
  const units = answers.map(({ unit, unit_id: id, evidence }) => ({ id, name: unit, place: placeOf(id), plans: evidence.slice(0, 1).map((piece) => piece.plan) }));
  return shownNames(units, facts).map((name, i) => ({ ...answers[i], unit: name }));
}

// Units of a basis: the leading before those that help; several without such roles are said to be equal.
function unitsWords(answers, basis, facts) {
  const { leading, helping } = facts.data.rules.contract;
  const mine = namedAnswers(answers.filter((answer) => answer.basis === basis), facts);
  const fold = (names) => foldNames(names, facts);
  if (basis !== "assigned" || !mine.length) return fold(mine.map((answer) => answer.unit));
  const lead = mine.filter((answer) => leading.includes(answer.role)).map((answer) => answer.unit);
  const helps = mine.filter((answer) => helping.includes(answer.role)).map((answer) => answer.unit);
  const rest = mine.map((answer) => answer.unit).filter((unit) => !lead.includes(unit) && !helps.includes(unit));
  if (lead.length) {
    const parts = [facts.say("leads", { units: fold(lead) })];
    if (rest.length) parts.push(facts.say("answers_for", { units: fold(rest) }));
    if (helps.length) parts.push(facts.say("helps", { units: fold(helps) }));
    return parts.join("，");
  }
  const names = fold([...rest, ...helps]);
  const nodes = new Set([].concat(...mine.map((answer) => answer.evidence.map((piece) => piece.id))));
  return mine.length > 1 && !helps.length && nodes.size <= mine.length ? facts.say("equals", { units: names }) : names;
}

// What a question is about, for a sentence.
function subjectOf(read, facts) {
  const most = facts.data.rules.conclusion.longest_subject;
  const said = unique(read.segments.filter((segment) => !read.unitWords.includes(segment))).join("、");
  return said.length <= most ? said : `${said.slice(0, most - 1)}…`;
}

function aboutRows(rows, facts) {
  const said = rows.map((row) => (row.citation.includes(row.title) ? row.citation : `${row.citation} ${row.title}`));
  return said.slice(0, facts.data.rules.conclusion.about).join("；");
}

// places: of the plans asked, where the question narrows to some.
function whoWords(read, found, places, facts) {
  const asked = subjectOf(read, facts);
  const matter = asked ? `“${asked}”` : facts.say("this_matter");
  const { answers } = found;
  const has = (basis) => answers.some((answer) => answer.basis === basis);
  const assigned = (units) => (asked ? facts.say("assigned_of", { asked, units }) : facts.say("assigned", { units }));
  const told = found.plans.filter((plan) => plan.basis === "assigned");
  if (told.length > 1) return assigned(told.map((plan) => facts.say("of_plan", { place: plan.place, units: plan.conclusion })).join("；"));
  if (has("assigned")) return assigned(unitsWords(answers, "assigned", facts));
  if (has("named")) return places + facts.say("named", { matter, units: unitsWords(answers, "named", facts) });
  const related = unitsWords(answers, "related", facts);
  const tail = related ? facts.say("related", { units: related }) : "";
  if (found.unassigned.length) {
    return places + facts.say("no_unit", { matter }) + facts.say("prints_it", { rows: aboutRows(found.unassigned, facts) }) + tail;
  }
  if (related) return places + facts.say("no_unit", { matter }) + tail;
  const silent = found.unread.length ? "not_printed" : "no_unit";
  if (found.nearest.length) return places + facts.say(silent, { matter }) + facts.say("nearest", { rows: aboutRows(found.nearest, facts) });
  return places + facts.say("nothing", { matter });
}
