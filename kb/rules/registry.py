"""The registry of units: corpus/units.toml, and resolving what a text prints to a unit's canonical name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from kb.codes import problem
from kb.model import Plan, Unit, same_place
from kb.problems import Problem
from kb.rules.identity import UnitReader
from kb.rules.resolver import Resolver
from kb.spans import one_line
from kb.words.normalised import compact
from kb.words.unit_kinds import unit_kind, without_remark
from kb.words.unit_names import is_collective

_STRINGS = ("name", "full_name", "kind", "parent", "place")
_LISTS = ("aliases", "members", "plans")


ANYWHERE = 2


def _generality(unit: Unit) -> int:
    """How generally an entry holds: 0 for plans that it names, 1 in a place, ANYWHERE for one that states neither."""
    return 0 if unit.plans else 1 if unit.place else ANYWHERE


@dataclass(frozen=True, slots=True)
class Registry:
    """Units by every name they go by, per plan. reader: reads names in the plan's place; None holds no entry of a
    stated place."""

    units: tuple[Unit, ...] = ()
    reader: UnitReader | None = field(default=None, repr=False, compare=False)
    _resolver: Resolver[Unit] = field(default_factory=lambda: Resolver(()), repr=False, compare=False)

    @staticmethod
    def of(units: Iterable[Unit], plan: Plan | None = None) -> Registry:
        kept = tuple(units)
        reader = UnitReader(plan) if plan is not None else None
        return Registry(kept, reader, Resolver(kept))

    def resolve(self, printed: str, plan: str) -> Unit | None:
        """The registered unit a plan means by a printed name, None where the registry has none for that plan.

        An entry for the plan comes before one for its place, and that before one for all.
        """
        for generality in range(ANYWHERE + 1):
            holds = partial(self._holds_as, generality, plan, printed)
            if found := self._resolver.called(printed, holds):
                return found[0]
        return None

    def _holds_as(self, generality: int, plan: str, printed: str, unit: Unit) -> bool:
        return _generality(unit) == generality and self.holds(unit, plan, printed)

    def holds(self, unit: Unit, plan: str, printed: str) -> bool:
        """Whether an entry is meant by a name in a plan: the entry names the plan, or the place that the name has
        there, or neither."""
        if unit.plans or not unit.place:
            return not unit.plans or plan in unit.plans
        return self.reader is not None and same_place(unit.place, self.reader.read(printed).place)

    def complete(self, unit: Unit) -> Unit:
        """An entry as the unit that the plan means by it: with id and place."""
        return self.reader.complete(unit) if self.reader is not None else unit

    def names(self, plan: str) -> dict[str, Unit]:
        """Every name (matching form) of the units that hold for a plan."""
        return {n: u for n in self._resolver if (u := self.resolve(n, plan)) is not None}

    def find(self, name: str) -> tuple[Unit, ...]:
        """Units of any plan by a name or alias."""
        return self._resolver.called(name)


NamesByFirst = dict[str, list[tuple[str, Unit]]]
"""First character → the names (matching form) that begin with it, the longest first, with their units."""


def names_by_first(names: dict[str, Unit]) -> NamesByFirst:
    """Sort names for `find_mentions`; once a plan, since a plan has hundreds of texts."""
    out: NamesByFirst = {}
    for name, unit in names.items():
        out.setdefault(name[0], []).append((name, unit))
    for some in out.values():
        some.sort(key=lambda entry: len(entry[0]), reverse=True)
    return out


def find_mentions(names: NamesByFirst, value: str) -> list[tuple[int, int, Unit]]:
    """Where registered names occur in a text (matching form): leftmost, longest, not overlapping."""
    if not names:
        return []
    out: list[tuple[int, int, Unit]] = []
    i = 0
    while i < len(value):
        for n, unit in names.get(value[i], ()):
            if value.startswith(n, i):
                out.append((i, i + len(n), unit))
                i += len(n)
                break
        else:
            i += 1
    return out


def guess_kind(name: str) -> str:
    """Return a unit's kind by its name, "" where the name does not say."""
    if is_collective(name) or is_collective(without_remark(name)):
        return "集合称谓"
    return unit_kind(name)


def load_units(path: Path, text: str | None = None) -> tuple[tuple[Unit, ...], tuple[Problem, ...]]:
    """Units of a units.toml (`[[unit]]` tables) and what is wrong with the file; a bad entry is left out.

    text: what the file says, None to read it."""
    table, problems = read_toml(path, "unit", text)
    units: list[Unit] = []
    seen: dict[tuple[str, str], str] = {}
    for entry, line in table:
        bad = _entry_problem(entry, _STRINGS, _LISTS)
        if bad:
            problems.append(_problem(path, line, "KB301", bad, str(entry.get("name", ""))))
            continue
        unit = Unit(
            name=entry["name"].strip(),
            full_name=entry.get("full_name", ""),
            aliases=tuple(entry.get("aliases", ())),
            kind=entry.get("kind", ""),
            parent=entry.get("parent", ""),
            members=tuple(entry.get("members", ())),
            plans=tuple(entry.get("plans", ())),
            place=tuple(p for p in re.split(r"[/\s]+", entry.get("place", "")) if p),
        )
        for plan in unit.plans or ("/".join(unit.place),):
            for n in unit.names:
                other = seen.get((plan, compact(n)))
                if other is not None and other != unit.name:
                    problems.append(
                        _problem(
                            path, line, "KB302", f"“{n}”已经是“{other}”的名称或别名，又写给了“{unit.name}”", n
                        )
                    )
                elif other is not None and n == unit.name:
                    problems.append(_problem(path, line, "KB302", f"单位“{n}”登记了两次", n))
                seen[(plan, compact(n))] = unit.name
        units.append(unit)
    known = {compact(n) for u in units for n in u.names}
    for u in units:
        for m in (*u.members, *((u.parent,) if u.parent else ())):
            if compact(m) not in known:
                line = next((at for e, at in table if e.get("name") == u.name), 0)
                problems.append(
                    _problem(
                        path,
                        line,
                        "KB303",
                        f"“{u.name}”提到的“{m}”没有登记",
                        m,
                        "请补登记，或改正名称",
                    )
                )
    return tuple(units), tuple(problems)


def read_toml(
    path: Path, key: str, text: str | None = None
) -> tuple[list[tuple[dict[str, Any], int]], list[Problem]]:
    """Entries of an array of tables with the line each begins on; problems where the file can't be read.

    text: what the file says, None to read it."""
    try:
        text = path.read_text(encoding="utf-8-sig") if text is None else text.removeprefix("\ufeff")
    except FileNotFoundError:
        return [], []
    except (OSError, UnicodeDecodeError):
        return [], [_problem(path, 0, "KB300", "读不出这个文件", "", "请存成 UTF-8 文本")]
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as e:  # a number too long or arrays too deep is no TOMLDecodeError
        m = re.search(r"at line (\d+), column (\d+)", str(e))
        line, column = (int(m[1]), int(m[2])) if m else (text.count("\n") + 1, 1)
        rows = text.splitlines()
        excerpt = rows[line - 1].strip()[:40] if 0 < line <= len(rows) else ""
        return [], [
            problem(
                "KB300",
                str(path),
                line=line,
                column=column,
                message="TOML 写法有误",
                excerpt=excerpt,
                hint="请检查引号、方括号和逗号",
            )
        ]
    heads = [n for n, row in enumerate(text.split("\n"), 1) if re.match(rf"\s*\[\[\s*{key}\s*\]\]", row)]
    problems: list[Problem] = []
    for other in sorted(set(data) - {key}):
        problems.append(_problem(path, 0, "KB301", f"不认识的内容“{other}”，这里只能有 [[{key}]]", other))
    entries = data.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        return [], [_problem(path, 0, "KB301", f"应写成 [[{key}]] 一段一条", key)]
    out = [(_typed(e), heads[i] if i < len(heads) else 0) for i, e in enumerate(entries)]
    return out, problems


def _typed(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry with its names on one line each and without control characters, whoever put them there."""
    return {
        key: one_line(v)
        if isinstance(v, str)
        else [one_line(x) if isinstance(x, str) else x for x in v]
        if isinstance(v, list)
        else v
        for key, v in entry.items()
    }


def _entry_problem(entry: dict[str, Any], strings: tuple[str, ...], lists: tuple[str, ...]) -> str:
    """What is wrong with one entry in a Chinese sentence, "" for nothing."""
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        return "这一条没有 name"
    for k, v in entry.items():
        if k in strings:
            if not isinstance(v, str):
                return f"“{name}”的 {k} 应是一段文字"
        elif k in lists:
            if not isinstance(v, list) or not all(isinstance(x, str) for x in v):
                return f"“{name}”的 {k} 应是文字的列表"
        elif k != "note":
            return f"“{name}”有不认识的一项“{k}”"
    return ""


def _problem(path: Path, line: int, code: str, message: str, excerpt: str, hint: str = "") -> Problem:
    return problem(code, str(path), line=line, message=message, excerpt=excerpt, hint=hint)


def entry_problem(entry: dict[str, Any], strings: tuple[str, ...], lists: tuple[str, ...]) -> str:
    """See `_entry_problem`; the topics file is checked the same way."""
    return _entry_problem(entry, strings, lists)
