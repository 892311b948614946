// Search in the browser: window.shuiguan.search("托育") with the results of `kb search` and the answer of `kb who`.
//
// → {query, total, hits, mode, notes, suggestions, facets, answer, rows, tries}, or a promise of it where a worker searches.
// answer is null where the query filters or excludes: then a list is asked for. facets: as Python's, and topics. rows: by id of a
// hit that is an indicator, what its row says: [category, target, unit of measure, binding]. tries: words of a query without hits that
// some text has. Where scripts may start a worker (http) this file
// runs in one; from a file share (file://) it runs in the page. The data is in search-index.js, packed.

// from: where this script is, for an index in parts (many.js).
function makeSearch(data, from) {
  if (data.split) return makeManySearch(data, from);
  const index = new Index(data);
  const who = new Who(index, data.who);
  return (query, options) => {
    const limit = (options && options.limit) || 10;
    const found = search(index, who, query, limit);
    const read = parseQuery(index.normalise(query), data.rules);
    const lists = read.filters.length || read.without.length || !read.text;
    const rows = {};
    for (const hit of found.hits) if (hit.kind === "indicator") rows[hit.id] = rowOf(who.facts, hit.id);
    const topics = index.topicCounts(query);
    const tries = found.total ? [] : triesOf(index, read.text);
    return { ...found, facets: { ...found.facets, topic: topics }, answer: lists ? null : who.ask(query), rows, tries };
  };
}

function rowOf(facts, id) {
  const found = facts.indicators.get(facts.byId.get(id));
  return found ? [found.category, found.target.text, found.target.value === null ? "" : found.measure, found.binding] : [];
}

// Words of a query that some text has, the longest first.
function triesOf(index, text) {
  const pieces = index.lexicon.cut(text).filter((piece) => piece.length > 1 && piece !== text && index.stands(piece));
  return unique(pieces).sort((a, b) => b.length - a.length).slice(0, index.rules.index.most_suggested);
}

let unpacked = null;
function indexData() {
  if (!unpacked) unpacked = unpack(self.shuiguan.index);
  return unpacked;
}

// In the worker: a message is [number, query, options], the reply [number, result].
function serve() {
  self.importScripts("search-index.js");
  const search = makeSearch(indexData(), "");
  warm(search);
  self.onmessage = ({ data: [number, query, options] }) => {
    Promise.resolve(search(query, options)).then((found) => self.postMessage([number, found]));
  };
}

// Makes the tables, those of sounds too, and has the browser compile what it runs often: a question at a time, when
// the page is at rest.
function warm(search) {
  let asked = null;
  const next = () => {
    const { lexicon, rules, split } = indexData();
    if (split) return;
    if (!asked) asked = ["㐀㐁", ...lexicon.topics.slice(0, 12).map(([name]) => name + rules.asked)];
    if (!asked.length) return;
    search(asked.shift(), { limit: 60 });
    later();
  };
  const later = () => (self.requestIdleCallback ? self.requestIdleCallback(next, { timeout: 500 }) : setTimeout(next, 50));
  later();
}

// In the page: made when first asked for, or when the page is at rest.
function searchInPage(address) {
  let made = null;
  const search = (query, options) => {
    if (!made) made = makeSearch(indexData(), address);
    return made(query, options);
  };
  warm(search);
  return search;
}

function searchInWorker(address) {
  const worker = new Worker(address);
  const waiting = new Map();
  let asked = 0;
  let inPage = null;
  worker.onmessage = ({ data: [number, result] }) => {
    waiting.get(number).done(result);
    waiting.delete(number);
  };
  // A worker that can't be started: what waits, and all that comes, is searched for here, once the index has come.
  worker.onerror = () => {
    const script = document.createElement("script");
    script.src = address.replace(/search\.js$/, "search-index.js");
    script.onload = () => {
      inPage = searchInPage(address);
      waiting.forEach(({ query, options, done }) => done(inPage(query, options)));
      waiting.clear();
    };
    document.head.append(script);
  };
  return (query, options) => {
    if (inPage) return inPage(query, options);
    return new Promise((done) => {
      asked += 1;
      waiting.set(asked, { query, options, done });
      worker.postMessage([asked, query, options]);
    });
  };
}

function start() {
  self.shuiguan = self.shuiguan || {};
  if (typeof document === "undefined") {
    if (typeof importScripts === "function") serve();
    else Object.assign(self.shuiguan, { makeSearch, unpack });
    return;
  }
  const script = document.currentScript;
  try {
    if (location.protocol === "file:" || !script || typeof Worker === "undefined") throw new Error("no worker");
    self.shuiguan.search = searchInWorker(script.src);
  } catch (error) {
    self.shuiguan.search = searchInPage(script ? script.src : "");
  }
}

start();
