"""A plan's monitoring as every command of this room sees it: its base, its folder in the corpus, its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from kb.corpus import MONITOR, Corpus
from kb.extract.content import Gathering
from kb.ledger.folder import Ledger, Round, read_ledger
from kb.ledger.returns import standing_of
from kb.ledger.standing import Standing
from kb.model import Indicator, Plan, Unit
from kb.problems import DocumentError, KbError
from kb.store import Base


@dataclass(frozen=True, eq=False)
class Desk:
    """day: the day asked, for 逾期 and 临近; None: each round's last day."""

    base: Base
    corpus: Corpus
    plan_id: str
    day: date | None = None

    @cached_property
    def plan(self) -> Plan:
        return self.base.plan(self.plan_id)

    @property
    def folder(self) -> Path:
        """The plan's folder `monitor`; init makes it."""
        return self.corpus.plan_folder(self.plan_id) / MONITOR

    @cached_property
    def ledger(self) -> Ledger:
        """The folder as read. Raises KbError where init was not run, DocumentError for files that cannot be read."""
        found = read_ledger(self.corpus.plan_folder(self.plan_id))
        if found is None:
            raise KbError(
                f"{self.plan_id} 还没有监测的文件。请先运行 kb monitor init --plan {self.plan_id}。"
            )
        if found.problems:
            raise DocumentError(found.problems)
        return found

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.base, self.ledger, self.day)

    @cached_property
    def gathering(self) -> Gathering:
        return Gathering(self.base, self.plan_id)

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The plan's units by the name it has."""
        return {u.name: u for u in self.base.units(self.plan_id)}

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """By local id."""
        return {i.id.split("/", 1)[1]: i for i in self.base.indicators(self.plan_id)}

    def round(self, year: int | None = None) -> Round:
        """Return a round, the last one where no year is said. Raises KbError where there is none."""
        rounds = self.ledger.rounds
        found = self.ledger.round(year) if year is not None else self.ledger.last
        if found is None:
            known = "、".join(str(r.year) for r in rounds)
            raise KbError(
                f"没有 {year} 年这一轮，有的是：{known}。" if year is not None and known
                else f"{self.plan_id} 还没有开过一轮监测。请先运行 kb monitor open 年度 --due 日期 --out 文件夹。"
            )  # fmt: skip
        return found

    def title(self, id_: str) -> str:
        """Return what a row is about, for messages: “b1.4 5岁以下儿童死亡率”."""
        node = id_.split("#")[0].split("@")[0]
        if node in self.indicators:
            return f"{id_} {self.indicators[node].name}"
        found = self.gathering.nodes.get(f"{self.plan_id}/{node}")
        return f"{id_} {self.gathering.title(found)}" if found is not None else id_


def open_desk(base: Base, corpus: Corpus, plan: str | None, day: date | None = None) -> Desk:
    """Return the desk of a plan; of the only plan, or the only one that is monitored, where none is said.

    Raises NotFound for a plan that the base lacks, KbError where several could be meant.
    """
    if plan is not None:
        return Desk(base, corpus, base.plan(plan).id, day)
    ids = base.plan_ids()
    monitored = [i for i in ids if (corpus.plan_folder(i) / MONITOR).is_dir()]
    found = monitored if len(monitored) == 1 else [*ids]
    if len(found) != 1:
        raise KbError(f"有 {len(ids)} 份规划，请用 --plan 指明：{'、'.join(ids[:5])}。")
    return Desk(base, corpus, found[0], day)
