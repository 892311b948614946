// Words that make a question of a topic: kb/question/subject.py.

// (text) → the text without its question words, "" where nothing else is left.
function makeStripper({ patterns, marks: marksPattern }) {
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
