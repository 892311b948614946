// One form of a text, and what a query is made of: kb/search/normalise.py, query.py, questions.py and places.py.

// [from, to] pairs of strings, later ones over earlier; one character becomes one character.
function makeNormaliser(pairs) {
  const table = new Map();
  for (const [from, to] of pairs) {
    const plain = Array.from(to);
    Array.from(from).forEach((ch, i) => table.set(ch, plain[i]));
  }
  return (text) => {
    let out = "";
    for (const ch of text) out += table.has(ch) ? table.get(ch) : ch;
    return out;
  };
}

const words = (text) => text.split(/\s+/).filter((part) => part);
const unspaced = (text) => text.replace(/\s+/g, "");
const whole = (pattern) => new RegExp(`^(?:${pattern})$`, "u");
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

const PART = new RegExp(
  '(?<not>-)?"(?<phrase>[^"]*)"' +
    '|(?<minus>-)?(?<field>[^\\s:"]{1,8}):(?:"(?<quoted>[^"]*)"|(?<value>[^\\s"]*))' +
    '|-(?<without>[^\\s"-][^\\s"]*)|(?<word>"|[^\\s"]+)',
  "g",
);

// A normalised query → what to find, to leave out, to filter by. It never fails: what it can't read is a word.
function parseQuery(typed, { fields, longest_query: longest }) {
  let text = words(typed).join(" ");
  const read = { text, words: [], phrases: [], without: [], filters: [], hints: [] };
  if (text.length > longest) {
    text = read.text = text.slice(0, longest).trim();
    read.hints.push(`问题太长，只看前 ${longest} 个字。`);
  }
  if (countOf(text, '"') % 2) read.hints.push("引号没有成对，按原样查找。");
  for (const found of matches(PART, text)) {
    const part = found.groups;
    if (part.phrase !== undefined) {
      const phrase = part.phrase.trim();
      if (phrase) (part.not ? read.without : read.phrases).push(phrase);
    } else if (part.field !== undefined) {
      const name = fields[part.field];
      const value = (part.quoted !== undefined ? part.quoted : part.value).trim();
      if (name && value) {
        read.filters.push({ field: name, value, without: Boolean(part.minus) });
        continue;
      }
      if (name) read.hints.push(`“${part.field}:”后面没有值，按原样查找。`);
      else if (/^\p{L}+$/u.test(part.field)) {
        read.hints.push(
          `没有“${part.field}”这个条件，按原样查找。可用的条件：单位、类型、属性、章、规划、主题、编号。`,
        );
      }
      read.words.push(found[0]);
    } else if (part.without !== undefined) read.without.push(part.without);
    else read.words.push(found[0]);
  }
  if (read.without.length && !(read.words.length || read.phrases.length || read.filters.length)) {
    const hints = read.hints.concat("只有要排除的词，按原样查找。");
    return { text, words: [text], phrases: [], without: [], filters: [], hints };
  }
  return read;
}

// (text) → the text without its question words, "" where nothing else is left.
function makeStripper(patterns, marksPattern) {
  const compiled = patterns.map((pattern) => new RegExp(pattern, "g"));
  const marks = new RegExp(marksPattern);
  return (typed) => {
    let text = typed.replace(marks, "");
    for (let before = null; before !== text; ) {
      before = text;
      for (const pattern of compiled) text = text.replace(pattern, "");
      text = text.replace(marks, "");
    }
    return text;
  };
}

// What names a place: keys of a document, and what a query is looked up by.
function makePlaces(expressions, normalise) {
  const marks = new RegExp(expressions.place_marks, "g");
  const named = whole(expressions.place);
  const key = (text) => text.replace(marks, "");
  return {
    keys(doc) {
      const citation = normalise(doc.citation);
      const keys = [doc.id, doc.local, key(citation), citation.slice(citation.lastIndexOf(" ") + 1)];
      if (doc.kind === "box" || doc.kind === "paragraph") keys.push(key(normalise(doc.number)));
      return new Set(keys.filter((one) => one));
    },
    asked(typed) {
      const text = unspaced(typed);
      return named.test(text) ? unique([text, key(text)]).filter((one) => one) : [];
    },
  };
}

// A chapter number in Han numerals: 2 → 二; others as they are.
function hanNumber(text) {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  return value > 0 && value <= 10 ? "零一二三四五六七八九十"[value] : text;
}
