"""Operations on units.toml: another name of a unit, a new one, what is no unit, its fields, merge and split."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import tomlkit
from tomlkit.items import AoT, Table

from kb.edit.change import EditRefused
from kb.edit.toml_entries import appended, entry_of, read_entries, refuse_errors, set_value
from kb.model import NOT_A_UNIT, Unit
from kb.rules.registry import load_units
from kb.spans import one_line
from kb.words.normalised import compact

TEXTS = ("name", "full_name", "kind", "parent", "place")
LISTS = ("aliases", "members", "plans")


def same_as(text: str, no: int, name: str, printed: str) -> str:
    """Make a printed name an alias of an entry. no, name: the entry's number in the file and its name."""
    document, entries = read_entries(text, "unit")
    entry = entry_of(entries, no, name)
    _add_alias(entry, printed)
    return _checked(text, tomlkit.dumps(document))


def new_unit(text: str, unit: Unit, comment: str = "") -> str:
    """Register a unit as a new entry at the end of the file."""
    name = _name(unit.name)
    values = {"name": name, "full_name": one_line(unit.full_name), "aliases": _names(unit.aliases, name), "kind": one_line(unit.kind),
              "parent": one_line(unit.parent), "place": "/".join(unit.place), "members": _names(unit.members),
              "plans": _names(unit.plans)}  # fmt: skip
    return _checked(text, appended(text, "unit", values, comment))


def not_a_unit(text: str, printed: str, plan: str) -> str:
    """Say that a name of a plan is no unit: it has no duties there and is proposed no more."""
    return new_unit(text, Unit(printed, kind=NOT_A_UNIT, plans=(plan,)))


def set_field(text: str, no: int, name: str, field: str, value: str | Sequence[str]) -> str:
    """Set a field of an entry; "" or an empty list takes it out."""
    document, entries = read_entries(text, "unit")
    entry = entry_of(entries, no, name)
    if field in TEXTS:
        shown = one_line(value if isinstance(value, str) else "")
        set_value(entry, field, _name(shown) if field == "name" else shown)
    elif field in LISTS:
        set_value(entry, field, _names([value] if isinstance(value, str) else value))
    else:
        raise EditRefused(f"单位没有“{field}”这一项。")
    return _checked(text, tomlkit.dumps(document))


def merge(text: str, keep: int, keep_name: str, gone: int, gone_name: str) -> str:
    """Make one entry of two: names of the second are aliases of the first, which holds for the plans of both."""
    if keep == gone:
        raise EditRefused("要合并的是同一条。请选另一家单位。")
    document, entries = read_entries(text, "unit")
    first, second = entry_of(entries, keep, keep_name), entry_of(entries, gone, gone_name)
    for printed in (second.get("name"), second.get("full_name"), *(second.get("aliases") or ())):
        if isinstance(printed, str) and printed.strip() and compact(printed) not in _known(first):
            _add_alias(first, printed)
    plans = (first.get("plans") or [], second.get("plans") or [])
    set_value(first, "plans", list(dict.fromkeys([*plans[0], *plans[1]])) if all(plans) else [])
    members = list(dict.fromkeys([*(first.get("members") or []), *(second.get("members") or [])]))
    set_value(first, "members", members)
    for field in ("kind", "parent", "place"):
        if not first.get(field) and second.get(field):
            set_value(first, field, str(second[field]))
    _remove(entries, gone)
    out = _renamed(document, gone_name, str(first["name"]))
    return _checked(text, out)


def split(text: str, no: int, name: str, printed: Sequence[str]) -> str:
    """Make an entry of its own of some of an entry's aliases, for the same plans, place and kind."""
    document, entries = read_entries(text, "unit")
    entry = entry_of(entries, no, name)
    aliases = [str(a) for a in entry.get("aliases") or ()]
    out = [a for a in aliases if a in printed]
    if not out:
        raise EditRefused("请选出要分出去的别名。")
    set_value(entry, "aliases", [a for a in aliases if a not in out])
    own = Unit(
        out[0],
        aliases=tuple(out[1:]),
        kind=str(entry.get("kind", "")),
        plans=tuple(map(str, entry.get("plans") or ())),
        place=tuple(filter(None, str(entry.get("place", "")).split("/"))),
    )
    return new_unit(tomlkit.dumps(document), own)


def remove_unit(text: str, no: int, name: str) -> str:
    """Take an entry out of the file."""
    document, entries = read_entries(text, "unit")
    entry_of(entries, no, name)
    _remove(entries, no)
    return _checked(text, tomlkit.dumps(document))


def _remove(entries: Sequence[Table], no: int) -> None:
    assert isinstance(entries, AoT)  # read_entries gives nothing else where there is an entry
    del entries[no]


def _renamed(document: tomlkit.TOMLDocument, old: str, new: str) -> str:
    """Return the document with the name of a unit that is gone replaced where others name it as parent or member."""
    for entry in document.get("unit") or ():
        if entry.get("parent") == old:
            set_value(entry, "parent", new)
        members = [str(m) for m in entry.get("members") or ()]
        if old in members:
            set_value(entry, "members", list(dict.fromkeys(new if m == old else m for m in members)))
    return tomlkit.dumps(document)


def _add_alias(entry: Table, printed: str) -> None:
    name = _name(printed)
    if compact(name) in _known(entry):
        raise EditRefused(f"“{name}”已经是“{entry.get('name')}”的名称或别名。")
    set_value(entry, "aliases", [*map(str, entry.get("aliases") or ()), name])


def _known(entry: Table) -> set[str]:
    names = (entry.get("name"), entry.get("full_name"), *(entry.get("aliases") or ()))
    return {compact(n) for n in names if isinstance(n, str) and n}


def _name(value: str) -> str:
    name = one_line(value)
    if not compact(name):
        raise EditRefused("单位名称是空的。")
    return name


def _names(values: Sequence[str], name: str = "") -> list[str]:
    return [n for n in dict.fromkeys(map(one_line, values)) if n and n != name]


def _checked(before: str, after: str) -> str:
    """Return a text that can be read. Raises EditRefused where the edit brought an error into the file."""
    path = Path("units.toml")
    old = {p.message for p in load_units(path, before)[1]}
    refuse_errors([p for p in load_units(path, after)[1] if p.message not in old])
    return after
