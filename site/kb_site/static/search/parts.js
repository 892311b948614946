// Parts of the index, loaded when a search needs them. A search that lacks parts is stopped, they are loaded all at once, and it is
// run again: so the engine itself waits for nothing. What it works out without them is never kept (see `cached` in text.js).

const STOPPED = new Error("parts are lacking");

class Parts {
  // load(names): a promise that the files have run; each calls shuiguan.part(name, packed), or with a function in its place.
  constructor(load, rules) {
    this.load = load;
    this.rules = rules;
    this.kept = new Map();
    self.shuiguan.part = (name, part) => this.kept.set(name, typeof part === "function" ? part : unpack(part));
  }

  // A part; null where it has to be loaded first.
  need(name) {
    if (this.kept.has(name)) return this.kept.get(name);
    lacking.names.add(name);
    lacking.times += 1;
    return null;
  }

  // What `make` gives, or a promise of it where parts have to be loaded. A part that cannot be loaded gives null.
  run(make) {
    for (const name of this.kept.keys()) {
      if (this.kept.size <= this.rules.most_parts) break;
      this.kept.delete(name);
    }
    return this._round(make, this.rules.most_rounds);
  }

  _round(make, left) {
    const { found, names } = attempt(make);
    if (!names.length) return found;
    if (!left) return null;
    return this.load(names).then(() => (names.every((name) => this.kept.has(name)) ? this._round(make, left - 1) : null));
  }
}

// What `make` gives, and the parts that it lacked.
function attempt(make) {
  lacking.names.clear();
  try {
    return { found: make(), names: Array.from(lacking.names) };
  } catch (error) {
    if (!lacking.names.size) throw error;
    return { found: null, names: Array.from(lacking.names) };
  } finally {
    lacking.names.clear();
  }
}

// Stops a search that lacks parts, where what comes next would be worked out of nothing.
function settled() {
  if (lacking.names.size) throw STOPPED;
}
