"""The Python API: a built base and its index, asked in the shapes of the JSON contract (DESIGN: docs/json.md).

with open_kb() as kb:
    kb.who("托育")["answers"][0]["unit"]
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

from kb.search import Index, open_index
from kb.store import Base, open_base

Json = dict[str, Any]


class Kb:
    """An open base. Every method gives plain dicts and lists, as the command of its name prints with --json.

    Raises NotFound (a KbError) for a unit, id or plan that is not there; its message names the nearest."""

    def __init__(self, base: Base, index: Index) -> None:
        self.base = base
        self.index = index

    def __enter__(self) -> Kb:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.index.close()
        self.base.close()

    def who(self, query: str, **narrowed: Any) -> Json:
        """Who answers for what a word or question means. narrowed: basis, unit, plan, limit."""
        from kb.who.answer import who

        return who(self.base, self.index, query, **narrowed)

    def search(self, query: str, **narrowed: Any) -> Json:
        """Full text. narrowed: limit, offset, kinds, units, plans."""
        from kb.answer.search import search

        return search(self.index, query, base=self.base, **narrowed)

    def show(self, id_: str, plan: str | None = None) -> Json:
        """One node, by id ("2.4.2") or citation ("二、（四）2")."""
        from kb.answer.show import show

        return show(self.base, id_, plan)

    def unit(self, name: str, **narrowed: Any) -> Json:
        """A unit's duties. narrowed: plan, basis."""
        from kb.answer.unit import unit

        return unit(self.base, name, **narrowed)

    def units(self, plan: str | None = None) -> Json:
        from kb.answer.units import units

        return units(self.base, plan)

    def export(self, plan: str | None = None) -> Json:
        """The whole base."""
        from kb.answer.export import export

        return export(self.base, plan)


def open_kb(folder: Path | None = None) -> Kb:
    """Open the base in `folder`, or where `kb` finds it. Raises BaseMissing or BaseUnusable."""
    base = open_base(folder)
    try:
        index = open_index(base.folder / "index")
        index.open_all()
        return Kb(base, index)
    except BaseException:
        base.close()
        raise
