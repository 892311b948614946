// Duties that answer a question: kb/who/evidence.py. A piece is {duty, fit}.

function findEvidence(read, scope, nodes) {
  const { facts } = nodes;
  const { scope: rules, contract } = facts.data.rules;
  const asked = read.segments.join("");
  const passages = new Passages(nodes, scope, read);
  const roled = Array.from(scope.roled, (doc) => doc.plainAll);
  const strongest = Math.max(0, ...scope.strength.values());
  const list = scope.topics.length ? askedWords(read, facts) : [];
  let whole = 0;
  let out = [];
  for (const doc of (scope.focus.size ? scope.focus : scope.strength).keys()) {
    const strength = scope.strength.get(doc);
    const duties = nodes.duties(doc).filter((duty) => duty.role !== contract.object);
    const elsewhere = passages.elsewhere(doc, duties);
    const firsthand = duties.filter((duty) => !duty.inherited);
    const roles = rolesAsked(read, firsthand.length ? firsthand : duties, facts);
    for (let duty of duties) {
      if (elsewhere.has(duty.start) || (roles.length && duty.basis !== "related" && !roles.includes(duty.role))) continue;
      if (scope.aside.has(doc)) {
        if (duty.basis !== "assigned" || duty.sentence) continue;
        duty = onlyRelated(duty, scope.aside.get(doc), facts);
      }
      if (scope.passing.has(doc) && duty.basis !== "related") {
        if (duty.basis !== "assigned" || duty.sentence) continue;
        duty = { ...onlyRelated(duty, "", facts), why: facts.say("in_passing", { word: asked }) };
      }
      const quote = nodes.plain(duty.quote);
      const fit = strength + coverageOf(asked, quote) + 0.5 * coverageOf(asked, doc.plainTitle);
      if (duty.basis === "related") {
        if (!isTied(duty, scope, nodes)) continue;
      } else if (!(roles.includes(duty.role) && roled.some((text) => text.includes(quote)))) {
        if (duty.sentence) {
          if (!passages.speaksOf(duty) || (strength === rules.text && strongest > rules.text && !passages.says(duty))) continue;
          // Only the topic leads here: prose that assigns something of the topic does not assign what is asked.
          if (duty.basis === "assigned" && list.length && !list.some((word) => (doc.plainTitle + doc.plainAll).includes(word))) {
            duty = onlyRelated(duty, scope.topics[0], facts);
          }
        } else if (duty.basis === "assigned") whole = Math.max(whole, strength);
      }
      out.push({ duty, fit });
    }
  }
  // Of several units of one sentence those whose own clause says what is asked.
  const ofSentence = ({ duty }) => duty.basis === "assigned" && duty.sentence;
  const own = (piece) => passages.ownClauseSays(piece.duty);
  const clauses = new Set(out.filter((piece) => ofSentence(piece) && own(piece)).map(({ duty }) => duty.doc));
  out = out.filter((piece) => !clauses.has(piece.duty.doc) || !ofSentence(piece) || own(piece));
  const roles = rolesOf(read, facts);
  if (roles.length) {
    const firm = ({ duty }) => roles.includes(duty.role) && duty.basis !== "related" && !duty.inherited;
    const leads = out.filter(firm).map(({ duty }) => duty.doc);
    const plans = new Set(leads.map((doc) => doc.plan));
    const titled = new Set(leads.filter((doc) => passages.inTitle(doc)).map((doc) => doc.plan));
    const kept = ({ doc }) => !titled.has(doc.plan) && passages.inTitle(doc);
    out = out.filter(
      ({ duty }) => !plans.has(duty.doc.plan) || duty.basis === "related" || roles.includes(duty.role) || kept(duty),
    );
  }
  if (whole >= rules.title) {
    out = out.filter(({ duty }) => duty.basis !== "assigned" || duty.sentence || scope.strength.get(duty.doc) > rules.text);
  }
  return out;
}

// A duty that ties a unit to the matter through a topic alone.
function onlyRelated(duty, topic, facts) {
  const why = facts.say("same_topic", { topic });
  return { ...duty, basis: "related", strength: facts.data.bases.indexOf("related"), inherited: null, link: duty.doc, why };
}

// The roles a question is after: leading or helping; none for all, and where both are asked.
function rolesOf(read, facts) {
  const { leading, helping } = facts.data.rules.contract;
  const lead = facts.reader.has("leads", read.text);
  const help = facts.reader.has("helps", read.text);
  return lead === help ? [] : lead ? leading : helping;
}

function rolesAsked(read, duties, facts) {
  const roles = rolesOf(read, facts);
  return duties.some((duty) => roles.includes(duty.role) && duty.basis !== "related") ? roles : [];
}

// Whether a related unit is tied through what was asked: by its topic, by one that includes it, or by words in one
// sentence with it.
function isTied(duty, scope, nodes) {
  const { facts } = nodes;
  const why = duty.why.slice(duty.why.indexOf("：") + 1);
  const topic = facts.topics.get(why);
  if (scope.topics.includes(why) || (topic && topic.narrower.some((name) => scope.topics.includes(name)))) return true;
  const list = (topic ? [why, ...topic.terms] : [why]).map(nodes.plain);
  const text = nodes.plain(`${duty.doc.printed}。${duty.doc.text}`);
  return matches(new RegExp(facts.data.rules.evidence.sentence, "g"), text).some(
    ([sentence]) => scope.terms.some((term) => sentence.includes(term)) && list.some((word) => sentence.includes(word)),
  );
}

// Hundredths of a value, rounded as Python's round(value, 2): exact halves, which are eighths, to the even one.
function hundredths(value) {
  if (!Number.isInteger(value * 2 * 2 * 2)) return Math.round(Number(value.toFixed(2)) * 100);
  const down = Math.floor(value * 100);
  return value * 100 - down === 0.5 ? down + (down % 2) : Math.round(value * 100);
}

// Units with their pieces: strongest basis first, then best fit, then most duties: [{unit, list}].
function groupByUnit(pieces) {
  const byUnit = new Map();
  for (const piece of pieces) byUnit.set(piece.duty.unit, (byUnit.get(piece.duty.unit) || []).concat(piece));
  const rows = Array.from(byUnit, ([unit, list]) => {
    list.sort((a, b) => a.duty.strength - b.duty.strength || b.fit - a.fit || a.duty.line - b.duty.line);
    const [{ duty, fit }] = list;
    const same = list.filter((one) => one.duty.basis === duty.basis).length;
    return { unit, list, key: [duty.strength, -hundredths(fit), -same, duty.start] };
  });
  return rows.sort((a, b) => byRow(a.key, b.key));
}

function answerDict({ unit, list }, nodes) {
  const seen = new Set();
  const evidence = [];
  for (const { duty } of list) {
    const key = `${duty.doc.id} ${duty.basis} ${duty.role}`;
    if (!seen.has(key)) evidence.push(pieceDict(duty, nodes));
    seen.add(key);
  }
  const { name, id, place } = nodes.facts.units[unit];
  return { unit: name, unit_id: id, place, basis: list[0].duty.basis, role: list[0].duty.role, evidence };
}

function pieceDict({ doc, quote, line, start, end, basis, role, deadline, leaders, inherited, link, why, document }, nodes) {
  const indicator = nodes.indicator(doc);
  const tie = link && nodes.has(link) ? link : null;
  return {
    id: doc.id, plan: doc.plan, kind: doc.kind, title: doc.printed, citation: doc.citation,
    quote, line, start, end, basis, role, deadline, leaders, target: indicator ? indicator.target.text : "",
    inherited_from: inherited, link: tie && { id: tie.id, kind: tie.kind, title: tie.printed, citation: tie.citation }, why, document, edited: doc.edited,
  };
}

// Tasks and projects meant that no unit is assigned to: by strength, then in reading order.
function unassignedOf(read, scope, nodes, answered) {
  const { scope: rules, contract } = nodes.facts.data.rules;
  const isOpen = (doc) => contract.open_kinds.includes(doc.kind) && !nodes.assigns(doc);
  const asked = read.topicWords.filter((word) => nodes.prints(word));
  const some = Array.from(scope.strength.values()).some((value) => value > rules.aside);
  const least = Array.from(scope.focus.keys()).some(isOpen) ? rules.title : some ? rules.text : rules.aside;
  let listed = Array.from(scope.strength.keys()).filter((doc) => scope.strength.get(doc) >= least && isOpen(doc));
  if (!listed.length && !answered) {
    listed = Array.from(scope.strength.keys()).filter((doc) => contract.said_kinds.includes(doc.kind) && !nodes.assigns(doc));
    const own = listed.filter((doc) => scope.strength.get(doc) >= rules.focus || asked.some((word) => doc.plainAll.includes(word)));
    listed = own.length || !asked.length ? own : [];
  }
  const rows = listed.map((doc) => [-scope.strength.get(doc), doc.plan, doc.order, doc.id, doc]);
  return rows.sort((a, b) => byRow(a.slice(0, -1), b)).map((row) => shortDict(row[row.length - 1], nodes.facts));
}

function shortDict(doc, facts) {
  return { id: doc.id, plan: doc.plan, kind: doc.kind, title: titleOf(doc, facts), citation: doc.citation, line: doc.line, edited: doc.edited };
}

// The title, or the first words of a text without one.
function titleOf(doc, facts) {
  const text = unspaced(doc.text);
  const most = facts.data.rules.contract.opening;
  return doc.printed || (text.length > most ? `${text.slice(0, most)}…` : text);
}
