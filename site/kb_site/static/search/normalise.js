// One form for what is written in several ways: kb/search/normalise.py.

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
