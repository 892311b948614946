// The documents a question means: kb/who/scope.py. Maps go from document to strength.

// {strength, focus, terms, topics, notes, loose, aside, roled}
function findScope(nodes, find, read) {
  const rules = nodes.facts.data.rules.scope;
  const scope = { strength: new Map(), focus: new Map(), terms: [], topics: [], notes: [], loose: false, aside: new Map(), roled: new Set() };
  const { groups, terms, wholes } = scopeByTopics(nodes, read, scope, rules);
  scope.strength = scopeTogether(groups, read, scope, nodes);
  scope.focus = scopeFocus(read, nodes, wholes, rules);
  if (scope.focus.size) scope.notes = [];
  scopeByNumbers(nodes, read, rules).forEach((value, doc) => {
    if (!read.topics.length || (scope.strength.has(doc) && doc.kind === "indicator")) scope.focus.set(doc, value);
  });
  terms.push(...read.segments, ...read.topicWords, ...read.numbers.map((number) => number.text));
  scope.terms = unique(terms.filter((term) => term).map(nodes.plain));
  scope.roled = scopeByRoles(nodes, read, rules);
  const roled = new Set(Array.from(scope.roled, (doc) => (nodes.parent(doc) && doc.kind === "paragraph" ? nodes.parent(doc) : doc)));
  if (!scope.strength.size && !scope.focus.size) {
    roled.forEach((doc) => scope.strength.set(doc, rules.found));
    if (roled.size && nodes.plans.length > 1) {
      byCoverage(nodes, find, read, rules).forEach((value, doc) => scope.strength.has(doc) || scope.strength.set(doc, value));
    }
  } else {
    const focused = scope.focus.size > 0;
    roled.forEach((doc) => {
      if (!scope.strength.has(doc)) scope.strength.set(doc, rules.text);
      if (focused && !scope.focus.has(doc)) scope.focus.set(doc, rules.focus);
    });
  }
  if (!scope.strength.size && !scope.focus.size) {
    scope.strength = byCoverage(nodes, find, read, rules);
    scope.loose = scope.strength.size > 0;
  }
  scope.strength.forEach((value, doc) => value > rules.aside && scope.aside.delete(doc));
  scope.focus.forEach((value, doc) => {
    scope.aside.delete(doc);
    scope.strength.set(doc, Math.max(scope.strength.get(doc) || 0, value));
  });
  scope.passing = inPassing(nodes, read, scope, rules);
  return scope;
}

// Documents that mention the one word asked in passing, where another assigns what it says of it.
function inPassing(nodes, read, scope, rules) {
  if (nodes.plans.length < 2 || read.topics.length || read.segments.length !== 1) return new Set();
  const word = nodes.plain(read.segments[0]);
  const meant = Array.from((scope.focus.size ? scope.focus : scope.strength).keys());
  const out = new Set(meant.filter((doc) => mentionsInPassing(doc.plainTitle + doc.plainAll, word, rules)));
  const rest = Array.from(scope.strength.keys()).filter((doc) => !out.has(doc) && (doc.plainTitle + doc.plainAll).includes(word));
  return rest.some((doc) => nodes.assigns(doc)) ? out : new Set();
}

// Whether a text has a word only as one of a list, in the reason for a measure, or in the name of another matter.
function mentionsInPassing(text, word, rules) {
  const reasons = matches(new RegExp(rules.reason, "g"), text).map((found) => [found.index, found.index + found[0].length]);
  const starts = [];
  for (let at = word ? text.indexOf(word) : -1; at >= 0; at = text.indexOf(word, at + word.length)) starts.push(at);
  return starts.length > 0 && starts.every((at) => {
    const end = at + word.length;
    if (reasons.some(([from, to]) => from <= at && end <= to)) return true;
    if (new RegExp(rules.of_another).test(text.slice(end))) return true;
    return new RegExp(rules.listed).test(text.slice(0, at)) && new RegExp(rules.listed_on).test(text.slice(end));
  });
}

function scopeByTopics(nodes, read, scope, rules) {
  const { topics: byName, tags } = nodes.facts;
  const out = { groups: [], terms: [], wholes: new Set() };
  read.topicWords.forEach((word, i) => {
    const scores = new Map();
    const tagged = new Map();
    const named = ({ plain: [name] }) => [...name].map(unspaced).includes(word);
    // A topic's name and what people say ask for the whole topic, a term for the documents that print it.
    const whole = read.topics[i].some(({ plain: [name, , said] }) => [...name, ...said].map(unspaced).includes(word));
    for (const topic of read.topics[i]) {
      const broad = topic.name.includes(word) || word.includes(topic.name);
      for (const name of [topic.name, ...(broad && read.segments.includes(word) ? topic.narrower : [])]) {
        for (const { doc, tag } of tags.get(name) || []) {
          if (!nodes.has(doc)) continue;
          const value = tag.inTitle ? rules.title : tag.hits > 1 ? rules.strong : rules.text;
          scores.set(doc, Math.max(scores.get(doc) || 0, value));
          if (!tagged.has(doc)) tagged.set(doc, name);
        }
        out.terms.push(name, ...(byName.has(name) ? byName.get(name).terms : []));
        scope.topics.push(name);
      }
    }
    if (read.topics[i].some(named)) out.wholes.add(word);
    const without = whole ? [] : Array.from(scores.keys()).filter((doc) => !doc.plainAll.includes(word));
    if (without.length < scores.size) {
      for (const doc of without) {
        scores.set(doc, rules.aside);
        scope.aside.set(doc, tagged.get(doc));
      }
    }
    out.groups.push(scores);
  });
  scope.topics = unique(scope.topics);
  return out;
}

// Two topics are met at once, or either where they are alternatives.
function scopeTogether(groups, read, scope, nodes) {
  if (groups.length < 2) return groups[0] || new Map();
  if (!read.either) {
    const common = Array.from(groups[0].keys()).filter((doc) => groups.every((group) => group.has(doc)));
    if (common.length) return new Map(common.map((doc) => [doc, Math.min(...groups.map((group) => group.get(doc)))]));
    if (read.text.includes(read.topicWords.join(""))) return new Map();
    scope.notes.push(nodes.facts.say("not_both", { words: unique(read.topicWords).join(nodes.facts.say("and")) }));
  }
  const out = new Map();
  for (const group of groups) group.forEach((value, doc) => out.set(doc, Math.max(out.get(doc) || 0, value)));
  return out;
}

// Documents that print a stretch of the question that is more than a topic word, or whose title it shortens.
function scopeFocus(read, nodes, wholes, rules) {
  const out = new Map();
  const { verbs } = nodes.facts;
  for (const segment of read.segments) {
    const at = read.topicWords.indexOf(segment);
    if (at >= 0) {
      const hits = onlySaid(segment, read.topics[at]) ? nodes.containing(segment) : [];
      if (hits.length <= rules.few && hits.some((doc) => nodes.assigns(doc))) hits.forEach((doc) => out.set(doc, rules.focus));
      continue;
    }
    const bare = segment.replace(new RegExp(rules.generic, "g"), "");
    if (segment.length < rules.least_segment || wholes.has(bare) || read.unitWords.includes(segment)) continue;
    if (read.words.length && !read.words.some((word) => !verbs.has(word) && segment.includes(word))) continue;
    let hits = docsPrinting(segment, nodes, rules);
    // With its last word first: 老旧小区改造, printed as 改造老旧小区.
    const turned = hits.length ? [] : read.words.filter((word) => segment.includes(word));
    if (turned.length > 1 && turned.join("") === segment) {
      hits = docsPrinting(turned.slice(-1).concat(turned.slice(0, -1)).join(""), nodes, rules);
    }
    if (!hits.length && segment.length >= rules.shortened) hits = titlesShortened(segment, nodes, rules).map((doc) => [doc, rules.focus + 1]);
    const plans = new Set(hits.map(([doc]) => doc.plan));
    if (hits.length && hits.length <= rules.few * Math.max(1, plans.size)) hits.forEach(([doc, value]) => out.set(doc, value));
  }
  if (out.size && !Array.from(out.keys()).some((doc) => nodes.assigns(doc))) {
    const titled = Array.from(out.keys()).filter((doc) => rules.titled.includes(doc.kind) && out.get(doc) > rules.focus);
    for (const doc of titled) {
      for (const below of nodes.below(doc)) if (["task", "measure"].includes(below.kind) && !out.has(below)) out.set(below, rules.focus);
    }
  }
  for (const doc of Array.from(out.keys())) {
    const above = nodes.parent(doc);
    if (doc.kind === "paragraph" && above && !out.has(above)) out.set(above, out.get(doc));
  }
  return out;
}

// Documents that print a stretch; of indicators only those of that very name, where there are some.
function docsPrinting(segment, nodes, rules) {
  const hits = nodes.containing(segment);
  const row = (doc) => doc.kind === "indicator";
  const own = (doc) => doc.plainTitle === segment;
  const named = hits.some((doc) => row(doc) && own(doc));
  const kept = hits.filter((doc) => !named || !row(doc) || own(doc));
  return kept.map((doc) => [doc, rules.focus + (doc.plainTitle.includes(segment) ? 1 : 0)]);
}

// Whether only a topic leads to a document: what is said for it has no character in common with the document.
function byTopicAlone(read, doc, facts) {
  if (!read.topics.length || !read.topicWords.every((word, i) => onlySaid(word, read.topics[i]))) return false;
  const said = [...read.words, ...read.topicWords].filter((word) => !facts.reader.whole("anyone").test(word));
  const text = doc.plainTitle + doc.plainAll;
  return !said.some((word) => Array.from(word).some((ch) => text.includes(ch)));
}

// Whether a word leads to topics whose names and terms don't have it.
function onlySaid(word, topics) {
  return !topics.some(({ name, terms }) => [name, ...terms].some((known) => known.includes(word) || word.includes(known)));
}

function titlesShortened(segment, nodes, rules) {
  const bare = segment.replace(new RegExp(rules.glue, "g"), "");
  const last = new Set(nodes.containing(bare.slice(-2)));
  const first = [];
  for (let at = 0; at < bare.length - rules.shortened_ends; at += 1) first.push(...nodes.containing(bare.slice(at, at + 2)));
  const asked = unique(first).filter((doc) => last.has(doc) && shortens(bare, doc.plainTitle, rules));
  if (asked.length || !segment.endsWith(rules.rate)) return asked;
  const stem = segment.slice(0, -1);
  return nodes.containing(stem).filter((doc) => doc.kind === "indicator" && doc.plainTitle.includes(stem));
}

// Whether a title is what was asked, only longer: the characters in order, in few runs.
function shortens(asked, title, rules) {
  if (title.length < asked.length || title.length > rules.shortened_most * asked.length || title.slice(-2) !== asked.slice(-2)) return false;
  let at = 0;
  let runs = 0;
  let last = -2;
  for (const ch of asked) {
    at = title.indexOf(ch, at);
    if (at < 0) return false;
    if (at !== last + 1) runs += 1;
    last = at;
    at += 1;
  }
  return 2 * runs <= asked.length;
}

// Documents a number of the question leads to: indicators with that target or baseline, documents that print it.
function scopeByNumbers(nodes, read, rules) {
  const out = new Map();
  for (const number of read.numbers) {
    let found = new Map();
    for (const doc of nodes.docs) {
      const one = nodes.indicator(doc);
      if (!one) continue;
      const values = [].concat(...one.targets.map(({ value, high }) => [value, high])).concat(one.baseline ? one.baseline.value : null);
      if (values.includes(number.value) && (!number.unit || one.measure.includes(number.unit))) found.set(doc, rules.focus + 1);
    }
    const printed = nodes.containing(number.text);
    if (printed.length <= rules.few && (number.unit || number.text.includes("."))) {
      printed.forEach((doc) => found.has(doc) || found.set(doc, rules.focus));
    }
    if (number.unit && !read.topics.length && found.size > 1) {
      const list = read.words.filter((word) => word !== number.text && nodes.prints(word));
      const narrowed = Array.from(found).filter(([doc]) => list.some((word) => (doc.plainTitle + doc.plainAll).includes(word)));
      if (narrowed.length) found = new Map(narrowed);
    }
    found.forEach((value, doc) => out.set(doc, value));
  }
  return out.size <= 2 * rules.few ? out : new Map();
}

// Documents that print the role asked for and nearly all that the question says.
function scopeByRoles(nodes, read, rules) {
  const list = askedWords(read, nodes.facts);
  if (!read.roles.length || !list.length) return new Set();
  const weights = new Map(list.map((word) => [word, nodes.rarity(word)]));
  const total = Array.from(weights.values()).reduce((sum, value) => sum + value, 0);
  const key = (word) => [nodes.containing(word).length ? 1 : 0, weights.get(word)];
  const first = list.reduce((best, word) => (byRow(key(word), key(best)) > 0 ? word : best));
  const role = new Set(nodes.containing(read.roles[0]));
  return new Set(nodes.containing(first).filter((doc) => role.has(doc) && weightOf(weights, doc.plainAll) >= rules.enough * total));
}

function weightOf(weights, text) {
  let sum = 0;
  weights.forEach((value, word) => {
    if (text.includes(word)) sum += value;
  });
  return sum;
}

// Documents that print nearly all that a question says, weighed by how rare its words are.
function byCoverage(nodes, find, read, rules) {
  const shares = coverages(nodes, find, read, rules);
  const best = Math.max(0, ...shares.map(([, share]) => share));
  if (best < rules.enough) return new Map();
  const floor = Math.max(rules.enough, rules.near_best * best);
  const scores = new Map(find(read.segments.join(" ") || read.text));
  const most = new Map();
  scores.forEach((score, doc) => most.set(doc.plan, Math.max(most.get(doc.plan) || 0, score)));
  const many = askedWords(read, nodes.facts).length > 1;
  const kept = shares.filter(
    ([doc, share]) =>
      share >= floor && (2 * (scores.get(doc) || 0) >= (most.get(doc.plan) || 0) || (share >= rules.whole && many)),
  );
  return new Map(kept.map(([doc]) => [doc, rules.found]));
}

// [[document, the share of the question's rarity that it prints]], best first.
function coverages(nodes, find, read, rules) {
  if (!nodes.shares.has(read)) nodes.shares.set(read, coveragesOf(nodes, find, read, rules));
  return nodes.shares.get(read);
}

function coveragesOf(nodes, find, read, rules) {
  const list = askedWords(read, nodes.facts).map((word) => pairedWord(word, read, rules));
  const weights = new Map(list.map((word) => [word, nodes.rarity(word)]));
  const total = Array.from(weights.values()).reduce((sum, value) => sum + value, 0);
  if (!total) return [];
  const candidates = new Set(find(read.segments.join(" ") || read.text).map(([doc]) => doc).filter((doc) => nodes.has(doc)));
  for (const word of list) {
    const hits = nodes.containing(word);
    if (hits.length <= rules.some * rules.few) hits.forEach((doc) => candidates.add(doc));
  }
  const shares = Array.from(candidates, (doc) => [doc, weightOf(weights, doc.plainTitle + doc.plainAll) / total]);
  return shares.sort((a, b) => b[1] - a[1]);
}

// The words a question is about, without those everything is about.
function askedWords(read, facts) {
  const { empty } = facts.data.question;
  const units = read.unitWords.join("，");
  const list = read.words.filter((word) => !empty.includes(word) && !units.includes(word));
  const telling = list.filter((word) => !facts.reader.whole("anyone").test(word) && !facts.verbs.has(word));
  return telling.length ? telling : list.length ? list : read.words;
}

// A word of one character with the one next to it in a stretch that is a word: 开 of 企业开办 asks for 开办.
function pairedWord(word, read, rules) {
  if (Array.from(word).length > 1 || word.charCodeAt(0) < 128) return word;
  for (const segment of read.segments) {
    const characters = Array.from(segment);
    const at = characters.indexOf(word);
    if (at < 0 || characters.length < 2 || characters.length >= rules.shortened) continue;
    const start = Math.min(at, characters.length - 2);
    return characters.slice(start, start + 2).join("");
  }
  return word;
}

// The share of a question's character pairs that a text has.
function coverageOf(asked, text) {
  const pairs = new Set();
  for (const run of asked.split(/[^\p{L}\p{N}_]+/u)) {
    for (let i = 0; i + 1 < run.length; i += 1) pairs.add(run.slice(i, i + 2));
  }
  if (!pairs.size) return asked && text.includes(asked) ? 1 : 0;
  return Array.from(pairs).filter((pair) => text.includes(pair)).length / pairs.size;
}

// Topics whose words share most characters with the question.
function nearestTopics(read, topics, facts) {
  const rules = facts.data.rules.scope;
  const bare = (word) => word.replace(facts.reader.of("anyone", "g"), "");
  const asked = new Set(bare(read.segments.join("") || read.text));
  const scored = [];
  for (const { name, terms, said } of topics) {
    let best = 0;
    for (const word of [name, ...terms, ...said].map(bare)) {
      const characters = unique(word);
      const common = characters.filter((ch) => asked.has(ch)).length;
      if (common < 2 && !(common && word.length <= 2 && asked.size <= 2)) continue;
      best = Math.max(best, common / Math.max(characters.length, 2) + common / 100);
    }
    if (best >= rules.least_topic) scored.push([-best, name]);
  }
  return scored.sort(byRow).slice(0, rules.most_topics).map(([, name]) => name);
}
