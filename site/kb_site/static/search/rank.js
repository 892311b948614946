// The ranking formula, whole numbers only: kb/search/rank.py, explained in docs/search.md.
//
// doc: a row of the index as readRows in search-find.js reads it; weighed: {term, rarity, stands, known}

const share = (value, percent) => Math.floor((value * percent) / 100);

// How much a term tells that n of count documents meet.
function rarityOf(n, count, rank) {
  return Math.max(rank.least_rarity, Math.floor(100 * Math.log((count + 1) / (n + 0.5)) + 0.5));
}

// What a document shows of a term, in percent of a word in the title, and whether a topic leads there.
function worth({ term, stands }, doc, lexicon, rank) {
  let title = 0;
  let body = 0;
  for (const [form, percent] of term.forms) {
    if (doc.title.includes(form)) {
      const part = Math.floor((rank.title_share * form.length) / Math.max(doc.title.length, 1));
      title = Math.max(title, share(rank.in_title + part, percent));
    }
    const count = countOf(doc.body, form) || (doc.literal.includes(form) ? 1 : 0);
    if (count) {
      const value = Math.min(rank.in_body + rank.body_more * (count - 1), rank.body_most);
      body = Math.max(body, share(value, percent));
    }
  }
  let best = title ? title + share(body, rank.besides) : body;
  if (term.unit && doc.units.includes(term.unit)) {
    best = Math.max(best, term.unit === doc.units[0] ? rank.is_first : rank.is_unit);
  }
  else if (term.unit && doc.named.includes(term.unit)) best = Math.max(best, rank.is_named);
  if (term.kind && term.kind === doc.kind) best = Math.max(best, rank.is_kind);
  if (term.binding && term.binding === doc.binding) best = Math.max(best, rank.is_binding);
  if (doc.valueForms.has(term.text)) best = Math.max(best, rank.is_value);
  let led = 0;
  for (const [topic, role] of term.topics) {
    const [inTitle, inText] = role === "said" && stands ? rank.said_and_standing : rank.topic_worth[role];
    for (const tag of doc.tags) {
      let shown = 0;
      if (tag.topic === topic) shown = tag.inTitle ? inTitle : inText + Math.min(tag.hits - 1, rank.most_hits) * rank.more_hits;
      else if ((lexicon.narrower.get(topic) || NONE).has(tag.topic)) {
        shown = share(tag.inTitle ? inTitle : inText, rank.narrower);
      } else if (tag.inTitle && (lexicon.broader.get(topic) || NONE).has(tag.topic)) shown = rank.broader;
      led = Math.max(led, shown);
    }
  }
  return { value: Math.max(best, led) + share(Math.min(best, led), rank.besides), led };
}

const NONE = new Set();

// A chunk's points for a document, whether the document meets the chunk, and whether it meets every term.
function scoreChunk(chunk, terms, doc, lexicon, rank) {
  let total = 0;
  let known = 0;
  let met = 0;
  let points = 0;
  let every = true;
  let led = false;
  for (const weighed of terms) {
    total += weighed.rarity;
    if (weighed.known) known += weighed.rarity;
    const shown = worth(weighed, doc, lexicon, rank);
    if (shown.value) {
      met += weighed.rarity;
      points += weighed.rarity * shown.value;
      led = led || shown.led > 0;
    } else if (!weighed.term.loose) every = false;
  }
  const stands = doc.literal.includes(chunk.text);
  if (stands && (terms.length > 1 || chunk.exact || chunk.text !== terms[0].term.text)) {
    points += total * (doc.title.includes(chunk.text) ? rank.run_in_title : rank.run_in_body);
  } else {
    for (let i = 0; i + 1 < terms.length; i += 1) {
      const pair = terms[i].term.text + terms[i + 1].term.text;
      const worthOfPair = doc.title.includes(pair) ? rank.pair_in_title : doc.literal.includes(pair) ? rank.pair_in_body : 0;
      points += (terms[i].rarity + terms[i + 1].rarity) * worthOfPair;
    }
  }
  const coverage = total ? Math.floor((100 * met) / total) : 100;
  const due = chunk.text.length > rank.longest_name ? known : total;
  points = share(points, 50 + Math.floor(coverage / 2));
  if (stands && !points) points = 100 * rank.in_body;
  return {
    points: share(points, rank.kind_worth[doc.kind] || rank.other_kinds),
    enough: stands || (met > 0 && 100 * met >= rank.enough * due) || (led && chunk.leads),
    every: every || stands,
  };
}
