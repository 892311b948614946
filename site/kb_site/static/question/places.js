// Names of places: kb/question/places.py.

// [[start, end, short name]] in a normalised text, leftmost and longest: 上海 → 上海; 成都市 → 成都; 江北区 → 江北区.
function makePlaceFinder({ names, ambiguous, after, county, city, general, not_a_name: notName, longest, longest_stem: stemMost }) {
  const known = new Set(words(names));
  const unsure = new Set(words(ambiguous));
  const suffix = new RegExp(after, "y");
  const shapes = [county, city].map((shape) => new RegExp(shape, "g"));
  const common = new RegExp(general);
  const noName = new RegExp(notName);
  return (text) => {
    const out = [];
    for (let at = 0; at < text.length; at += 1) {
      for (let size = Math.min(longest, text.length - at); size > 1; size -= 1) {
        const name = text.slice(at, at + size);
        if (!known.has(name)) continue;
        suffix.lastIndex = at + size;
        const found = suffix.exec(text);
        if (unsure.has(name) && !found) continue;
        const end = found ? at + size + found[0].length : at + size;
        out.push([at, end, name]);
        at = end - 1;
        break;
      }
    }
    for (const found of [].concat(...shapes.map((shape) => matches(shape, text)))) {
      const stem = found[1];
      const end = found.index + found[0].length;
      for (let cut = 0; cut < stem.length - 1; cut += 1) {
        const start = found.index + cut;
        if (out.some(([a, b]) => a < end && start < b)) continue;
        if (stem.length - cut <= stemMost && !common.test(stem) && !noName.test(stem.slice(cut))) {
          out.push([start, end, text.slice(start, end)]);
          break;
        }
      }
    }
    return out.sort(byRow);
  };
}
