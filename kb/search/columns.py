"""Numbers of every document in a row: what counting and bounds need of documents that are not read.

index/columns.bin    a line of JSON: plans, their documents' ids, values that codes stand for; then the columns, a number
                     each document, the least significant byte first
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import Any

from kb.records import dataclass
from kb.search.parts import HOLDER, from_little, little

COLUMNS_FILE = "columns.bin"
_KINDS = {
    "kinds": "B", "bindings": "B", "chapters": "H", "titles": "B", "lengths": "I", "crcs": "I", "many": "H", "units": "I",
}  # fmt: skip
"""Column → type code. many: how many values of `units` a document has."""


@dataclass(slots=True)
class ColumnsWriter:
    """Collects the facts of plan after plan."""

    plans: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    titles: list[str | None] = field(default_factory=list)
    values: dict[str, dict[Any, int]] = field(
        default_factory=lambda: {name: {} for name in ("kinds", "bindings", "chapters", "units")}
    )
    columns: dict[str, array[int]] = field(
        default_factory=lambda: {name: array(kind) for name, kind in _KINDS.items()}
    )

    def put(self, plan: str, start: int, facts: Mapping[str, Any]) -> None:
        """Add a plan. start: offset of its documents in plans.bin. facts: as kb.search.parts.encode has them."""
        self.plans.append(plan)
        self.ids.append("\n".join(facts["ids"]))
        self.starts.append(start)
        self.titles.append(facts["title"])
        for name in ("titles", "lengths", "crcs"):
            self.columns[name].extend(facts[name])
        for name in ("kinds", "bindings", "chapters"):
            known = self.values[name]
            self.columns[name].extend(known.setdefault(value, len(known)) for value in facts[name])
        known = self.values["units"]
        for which, *keys in facts["units"]:
            self.columns["many"].append(len(keys))
            self.columns["units"].extend(known.setdefault((key, which), len(known)) for key in keys)

    def dump(self) -> bytes:
        head = {
            "plans": self.plans,
            "ids": self.ids,
            "starts": self.starts,
            "titles": self.titles,
            "values": {name: list(known) for name, known in self.values.items()},
            "columns": {name: len(column) for name, column in self.columns.items()},
        }
        text = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
        return text.encode() + b"\n" + b"".join(little(column) for column in self.columns.values())


class Columns:
    """The columns of a corpus. Raises ValueError or KeyError for bytes that are none."""

    def __init__(self, data: bytes) -> None:
        head, _, rest = data.partition(b"\n")
        about = json.loads(head)
        self.plans: tuple[str, ...] = tuple(about["plans"])
        self._ids: list[str] = about["ids"]
        self.plan_titles: tuple[str | None, ...] = tuple(about["titles"])
        self._file_starts: list[int] = about["starts"]
        self._values: dict[str, list[Any]] = about["values"]
        self._columns: dict[str, array[int]] = {}
        at = 0
        for name, kind in _KINDS.items():
            size = about["columns"][name] * array(kind).itemsize
            self._columns[name] = from_little(kind, rest[at : at + size])
            if len(self._columns[name]) != about["columns"][name]:
                raise ValueError(COLUMNS_FILE)
            at += size
        self.starts: list[int] = []
        number = 0
        for ids in self._ids:
            self.starts.append(number)
            number += ids.count("\n") + 1 if ids else 0
        self.size = number
        self.titles, self.kinds = self._columns["titles"], self._columns["kinds"]
        self.kind_names: tuple[str, ...] = tuple(self._values["kinds"])
        self._lines_of: dict[str, dict[str, int]] = {}

    @cached_property
    def _number_of(self) -> dict[str, int]:
        return {plan: at for at, plan in enumerate(self.plans)}

    def plan_of(self, number: int) -> int:
        """Return which plan, in their order, a document is of."""
        return bisect_right(self.starts, number) - 1

    def range_of(self, plan: str) -> range:
        """Return the numbers of a plan's documents; of none for a plan that is not there."""
        at = self._number_of.get(plan)
        if at is None:
            return range(0)
        return range(self.starts[at], self.starts[at + 1] if at + 1 < len(self.starts) else self.size)

    def id_of(self, number: int) -> str:
        """Return the full id of a document."""
        at = self.plan_of(number)
        return f"{self.plans[at]}/{self._locals(at)[number - self.starts[at]]}"

    def number_of(self, id_: str) -> int | None:
        """Return the number of the document of a full id; None where there is none."""
        plan, _, local = id_.partition("/")
        at = self._number_of.get(plan)
        if at is None:
            return None
        if plan not in self._lines_of:
            if len(self._lines_of) >= _PLANS_KEPT:
                self._lines_of.clear()
            self._lines_of[plan] = {one: line for line, one in enumerate(self._locals(at))}
        line = self._lines_of[plan].get(local)
        return None if line is None else self.starts[at] + line

    def _locals(self, at: int) -> list[str]:
        if at not in self._split:
            if len(self._split) >= _PLANS_KEPT:
                self._split.clear()
            self._split[at] = self._ids[at].split("\n") if self._ids[at] else []
        return self._split[at]

    @cached_property
    def _split(self) -> dict[int, list[str]]:
        return {}

    def line_of(self, number: int) -> tuple[int, int, int]:
        """Return where a document's line is in plans.bin: offset, length, CRC-32."""
        at = self.plan_of(number)
        lengths = self._columns["lengths"]
        before = sum(lengths[self.starts[at] : number])
        return self._file_starts[at] + before, lengths[number], self._columns["crcs"][number]

    @cached_property
    def _unit_starts(self) -> array[int]:
        found, at = array("I"), 0
        for many in self._columns["many"]:
            found.append(at)
            at += many
        found.append(at)
        return found

    def units_of(self, number: int) -> list[str]:
        """Return a document's values of the facet `unit`: names, or units' keys."""
        starts = self._unit_starts
        codes = self._columns["units"][starts[number] : starts[number + 1]]
        return [self._values["units"][code][0] for code in codes]

    def facets(self, numbers: Iterable[int]) -> dict[str, dict[tuple[str, str], int]]:
        """Return field → (value, plan of a unit's key or "") → how many of the documents have it, as they first occur.

        numbers: rising."""
        rows = list(numbers)
        out: dict[str, dict[tuple[str, str], int]] = {}
        for name, column in (("kind", "kinds"), ("binding", "bindings"), ("chapter", "chapters")):
            codes = self._columns[column]
            counts = counted(codes[number] for number in rows)
            values = self._values[column]
            out[name] = {(values[code], ""): many for code, many in counts.items() if values[code]}
        plans = counted(self._plans_of(rows))
        out["plan"] = {(self.plans[at], ""): many for at, many in plans.items()}
        out["unit"] = self._unit_facet(rows)
        return out

    def _plans_of(self, rows: list[int]) -> Iterator[int]:
        at, end = -1, 0
        for number in rows:
            if number >= end:
                at = self.plan_of(number)
                end = self.starts[at + 1] if at + 1 < len(self.starts) else self.size
            yield at

    def _unit_facet(self, rows: list[int]) -> dict[tuple[str, str], int]:
        starts, units = self._unit_starts, self._columns["units"]
        found: dict[tuple[int, int], int] = {}
        for number, at in zip(rows, self._plans_of(rows), strict=True):
            for code in units[starts[number] : starts[number + 1]]:
                found[code, at] = found.get((code, at), 0) + 1
        values = self._values["units"]
        out: dict[tuple[str, str], int] = {}
        for (code, at), many in found.items():
            key, which = values[code]
            shown = (key, self.plans[at] if which == HOLDER else "")
            out[shown] = out.get(shown, 0) + many
        return out


_PLANS_KEPT = 512
"""Of how many plans the ids stay split: about 20 KB each."""


def counted(codes: Iterable[int]) -> dict[int, int]:
    """Return how often each code occurs, as they first do."""
    found: dict[int, int] = {}
    for code in codes:
        found[code] = found.get(code, 0) + 1
    return found
