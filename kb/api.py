"""The Python API: a built base and its index, asked in the shapes of the JSON contract (docs/json.md, kb.answer.contract).

with open_kb() as kb:
    kb.who("托育")["answers"][0]["unit"]
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from kb.problems import BaseMissing, BaseUnusable
from kb.search import Index, open_index
from kb.store import Base, find_base, open_base

if TYPE_CHECKING:
    from kb.answer.compare_shapes import CompareAnswer
    from kb.answer.documents import ExportAnswer, ExtractAnswer, ValuesAnswer
    from kb.answer.shapes import (
        CheckAnswer,
        IndicatorsAnswer,
        MatrixAnswer,
        PlansAnswer,
        SearchAnswer,
        ShowAnswer,
        TopicAnswer,
        TopicsAnswer,
        TreeAnswer,
        UnitAnswer,
        UnitsAnswer,
    )
    from kb.who.shapes import ListAnswer, WhoAnswer


OPENINGS = 3
"""How often a base is opened that builds replace meanwhile. Each time takes two builds within a second."""


class Kb:
    """An open base. Every method gives plain dicts and lists, typed as in kb.answer.contract, as the command of its name
    prints with --json.

    Raises NotFound (a KbError) for a unit, id or plan that is not there; its message names the nearest. One thread at a
    time may ask."""

    def __init__(self, base: Base, index: Index, root: Path | None = None) -> None:
        self.base = base
        self.index = index
        self.root = root or base.folder

    def __enter__(self) -> Kb:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.index.close()
        self.base.close()

    @property
    def generation(self) -> str:
        """Name of the generation that answers; it changes with what the base was built from."""
        return self.base.folder.name

    def refresh(self) -> bool:
        """Take up the base's newest generation, if there is one; return whether there was.

        Raises BaseMissing or BaseUnusable; then the generation that was open still answers."""
        from kb.store import generation

        if generation(self.root) == self.base.folder:
            return False
        newest = open_kb(self.root)
        self.close()
        self.base, self.index = newest.base, newest.index
        return True

    def who(
        self,
        query: str,
        *,
        basis: str | None = None,
        unit: str | None = None,
        place: str | None = None,
        plan: str | None = None,
        limit: int | None = None,
    ) -> WhoAnswer:
        """Who answers for what a word or question means. basis: only that strength. unit: only that unit, by any of its
        names. place: of this place the unit, or, where none is asked for, the plans. limit: at most so many answers."""
        from kb.who.answer import who
        from kb.who.progress import progress_of

        wanted, plans = self._narrowed(unit, plan, place)
        found = who(
            self.base, self.index, query, basis=basis, unit=wanted, plan=plan, plans=plans, limit=limit
        )
        if progress := progress_of(self.base, (g["id"] for g in found["groups"])):
            found["progress"] = progress
        return found

    def list(
        self,
        thing: str,
        *,
        filters: Sequence[str] = (),
        unit: str | None = None,
        place: str | None = None,
        before: str = "",
        words: Sequence[str] = (),
        plan: str | None = None,
        year: int | None = None,
    ) -> ListAnswer:
        """指标, 项目, 任务 or 规划 (thing) chosen by filters (约束性, 无单位, …; kb.who.worked.TESTS). year: of that
        year's monitoring."""
        from kb.who.listing import listed

        wanted, plans = self._narrowed(unit, plan, place)
        return listed(
            self.base,
            self.index,
            thing,
            filters=filters,
            unit=wanted,
            before=before,
            words=words,
            plan=plan,
            year=year,
            plans=plans,
        )

    def search(
        self,
        query: str,
        *,
        limit: int | None = 10,
        offset: int = 0,
        kinds: Sequence[str] = (),
        units: Sequence[str] = (),
        place: str | None = None,
        plans: Sequence[str] = (),
    ) -> SearchAnswer:
        """Full text. kinds: of nodes (indicator, task). units: by any of their names. place: of this place the units, or,
        where none is asked for, the plans. Raises NotFound, SeveralUnits."""
        from kb.answer.search import search

        wanted, asked = self.base.narrowed(units, plans, place)
        return search(
            self.index,
            query,
            base=self.base,
            limit=limit,
            offset=offset,
            kinds=kinds,
            units=wanted,
            plans=asked,
        )

    def show(self, id_: str, plan: str | None = None) -> ShowAnswer:
        """One node, by id ("2.4.2") or citation ("二、（四）2")."""
        from kb.answer.show import show

        return show(self.base, id_, plan)

    def unit(
        self, name: str, *, plan: str | None = None, basis: str | None = None, place: str | None = None
    ) -> UnitAnswer:
        """A unit's duties."""
        from kb.answer.unit import unit

        return unit(self.base, name, plan=plan, basis=basis, place=place)

    def units(
        self, plan: str | None = None, *, kind: str | None = None, place: str | None = None
    ) -> UnitsAnswer:
        """All units with their counts. kind: 政府部门, 群团, …"""
        from kb.answer.units import units

        return units(self.base, plan, kind=kind, place=place)

    def plans(self) -> PlansAnswer:
        """The plans, in the order of the corpus."""
        from kb.answer.plans import plans

        return plans(self.base)

    def indicators(self, plan: str | None = None) -> IndicatorsAnswer:
        """The indicators of a plan, or of all."""
        from kb.answer.plans import indicators

        return indicators(self.base, plan)

    def topics(self, plan: str | None = None) -> TopicsAnswer:
        """The topics with the number of their nodes."""
        from kb.answer.topics import topics

        return topics(self.base, plan)

    def topic(self, name: str, plan: str | None = None) -> TopicAnswer:
        """One topic by its name or a word of it, with its nodes."""
        from kb.answer.topics import topic

        return topic(self.base, name, plan)

    def tree(
        self, plan: str | None = None, *, depth: int | None = None, paragraphs: bool = False
    ) -> TreeAnswer:
        """Outlines. depth: levels, 1 is the chapters. paragraphs: those without a number too."""
        from kb.answer.tree import tree

        return tree(self.base, plan, depth=depth, paragraphs=paragraphs)

    def matrix(self, plan: str | None = None) -> MatrixAnswer:
        """Units × sections."""
        from kb.answer.matrix import matrix

        return matrix(self.base, plan)

    def values(self, plan: str | None = None, year: int | None = None) -> ValuesAnswer:
        """Values that units returned and were accepted, and where each item stood; only what is for the public."""
        from kb.answer.export import values

        return values(self.base, plan, year)

    def compare(self, *plans: str) -> CompareAnswer:
        """Two plans or more side by side: ids, or parts of titles. What a person decided is read from the corpus's align.csv."""
        from kb.answer.compare import compare

        return compare(self.base, plans)

    def check(
        self, plan: str | None = None, *, level: str = "note", codes: Sequence[str] = ()
    ) -> CheckAnswer:
        """What is worth a reviewer's eye, what matters first. level: down to which. codes: only these (KB310)."""
        from kb.answer.checked import check

        return check(self.base, plans=() if plan is None else (plan,), level=level, codes=codes)

    def extract(
        self, name: str, *, plan: str | None = None, place: str | None = None, bases: Sequence[str] = ()
    ) -> ExtractAnswer:
        """A unit's sheet of duties, as `kb extract --format json` writes it."""
        from kb.extract.json import extract

        return extract(self.base, name, plan=plan, place=place, bases=bases)

    def export(self, plan: str | None = None) -> ExportAnswer:
        """The whole base."""
        from kb.answer.export import export

        return export(self.base, plan)

    def _narrowed(
        self, unit: str | None, plan: str | None, place: str | None
    ) -> tuple[str | None, tuple[str, ...]]:
        """The id of the unit meant and the plans asked, () where `plan` says it or all are. Raises NotFound, SeveralUnits."""
        found, plans = self.base.narrowed(
            () if unit is None else (unit,), () if plan is None else (plan,), place
        )
        return next(iter(found), None), plans if plan is None else ()


def open_kb(folder: Path | None = None) -> Kb:
    """Open the base in `folder`, or where `kb` finds it. Raises BaseMissing or BaseUnusable.

    Builds may take another generation into use, and clear this one, while it is being opened: then that one is opened."""
    root = folder or find_base(None)
    for _ in range(OPENINGS - 1):
        base = open_base(root)
        try:
            return _with_index(base, root)
        except (BaseMissing, BaseUnusable):
            if base.folder.is_dir():
                raise
    return _with_index(open_base(root), root)


def _with_index(base: Base, root: Path) -> Kb:
    """Open the index of a base. The base is closed where that fails."""
    try:
        index = open_index(base.folder / "index")
        index.open_all()
        return Kb(base, index, root)
    except BaseException:
        base.close()
        raise
