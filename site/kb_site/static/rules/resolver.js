// Which unit a name means: kb/rules/resolver.py.

class Resolver {
  // units: [{at, name, names}]; form: brings a name to the form in which names are compared.
  constructor(units, form) {
    this.units = units;
    this.form = form;
    const called = new Map();
    for (const unit of units) {
      for (const name of unique(unit.names.map(form))) called.set(name, (called.get(name) || []).concat(unit));
    }
    // Every name with the units that it means.
    this.names = new Map(Array.from(called, ([name, found]) => [name, this._meant(name, found)]));
  }

  _meant(name, found) {
    const own = found.filter((unit) => this.form(unit.name) === name);
    return own.length ? own : found;
  }

  called(name) {
    return this.names.get(this.form(name)) || [];
  }

  // The units that have a part in one of their names.
  having(part) {
    const asked = this.form(part);
    return this.units.filter((unit) => unit.names.some((name) => this.form(name).includes(asked)));
  }
}
