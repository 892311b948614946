// What Python has built in: splitting at white space, counting, matching.

const words = (text) => text.split(/\s+/).filter((part) => part);
const unspaced = (text) => text.replace(/\s+/g, "");
const whole = (pattern) => new RegExp(`^(?:${pattern})$`, "u");
// How many answers are kept where each is large, and where each is small.
const FEW_KEPT = 64;
const MANY_KEPT = 8192;
// What a map of at most so many entries has for a key, made where it has nothing yet.
// Nothing is kept that was made while parts of the index were lacking.
const lacking = { names: new Set(), times: 0 };
const cached = (map, most, key, make) => {
  if (map.has(key)) return map.get(key);
  if (map.size >= most) map.clear();
  const before = lacking.times;
  const made = make();
  if (lacking.times === before) map.set(key, made);
  return made;
};
const unique = (values) => Array.from(new Set(values));

// How often a part stands in a text, not overlapping.
function countOf(text, part) {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count += 1;
  return count;
}

// Every match of a global expression.
function matches(expression, text) {
  const out = [];
  expression.lastIndex = 0;
  for (let found = expression.exec(text); found; found = expression.exec(text)) {
    out.push(found);
    if (!found[0]) expression.lastIndex += 1;
  }
  return out;
}

const byCode = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
// Rows in the order Python gives tuples.
const byRow = (a, b) => a.reduce((found, value, i) => found || byCode(value, b[i]), 0);

// A message of kb/search/messages.py with its places filled.
const fill = (message, values) => message.replace(/\{(\w+)\}/g, (_, name) => values[name]);
