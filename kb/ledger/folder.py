"""The folder corpus/<plan-id>/monitor, read whole: settings, rows, rounds. See kb/ledger/tables.py for the files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kb.codes import problem
from kb.corpus import MONITOR, ROUNDS, round_folders
from kb.ledger.settings import Settings, read_settings
from kb.ledger.tables import (
    DecisionRow,
    IndicatorRow,
    MeasureRow,
    ProblemRow,
    ProgressRow,
    ReceiptRow,
    RecipientRow,
    SentRow,
    ValueRow,
    read_table,
)
from kb.problems import Problem
from kb.store.exchange import settle

SETTINGS_FILE, INDICATORS_FILE, RECIPIENTS_FILE, MEASURES_FILE = (
    "monitor.toml", "indicators.csv", "recipients.csv", "measures.csv",
)  # fmt: skip
ROUND_FILE, SENT_FILE, RECEIPTS_FILE, VALUES_FILE, PROGRESS_FILE, PROBLEMS_FILE, DECISIONS_FILE = (
    "round.toml", "sent.csv", "receipts.csv", "values.csv", "progress.csv", "problems.csv", "decisions.csv",
)  # fmt: skip
RECEIVED = "received"
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundInfo:
    """round.toml. issued, due: ISO days. digest: of the base the forms were made from. version: of the form.
    units: how many forms were sent."""

    year: int
    issued: str = ""
    due: str = ""
    digest: str = ""
    version: int = 0
    units: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """All tables of one round."""

    info: RoundInfo
    sent: tuple[SentRow, ...] = ()
    receipts: tuple[ReceiptRow, ...] = ()
    values: tuple[ValueRow, ...] = ()
    progress: tuple[ProgressRow, ...] = ()
    problems: tuple[ProblemRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()

    @property
    def year(self) -> int:
        return self.info.year

    def state_of(self, unit: str) -> str:
        """Return how far a unit's return has come: accepted, rejected, or "" where none came."""
        found = [r.state for r in self.receipts if r.unit == unit and r.state != "superseded"]
        return found[-1] if found else ""

    def open_errors(self, unit: str | None = None) -> tuple[ProblemRow, ...]:
        return tuple(
            p
            for p in self.problems
            if p.severity == "error" and p.state == "open" and (unit is None or p.unit == unit)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A plan's monitoring folder. problems: what is wrong with its files (KB340)."""

    plan: str
    folder: Path
    settings: Settings = field(default_factory=Settings)
    indicators: tuple[IndicatorRow, ...] = ()
    recipients: tuple[RecipientRow, ...] = ()
    measures: tuple[MeasureRow, ...] = ()
    rounds: tuple[Round, ...] = ()
    problems: tuple[Problem, ...] = ()

    def round(self, year: int) -> Round | None:
        return next((r for r in self.rounds if r.year == year), None)

    @property
    def last(self) -> Round | None:
        return self.rounds[-1] if self.rounds else None

    def row(self, id_: str) -> IndicatorRow:
        """Return how an indicator is reported and judged; defaults where indicators.csv lacks it."""
        return next((r for r in self.indicators if r.id == id_), IndicatorRow(id=id_))


def round_folder(monitor: Path, year: int) -> Path:
    return monitor / ROUNDS / str(year)


def read_ledger(plan_folder: Path) -> Ledger | None:
    """Return a plan's monitoring; None where it has none. Puts back a round whose writing was cut short."""
    monitor = plan_folder / MONITOR
    if not monitor.is_dir():
        return None
    if (monitor / ROUNDS).is_dir():
        for old in (monitor / ROUNDS).glob(".*.old"):
            settle(old.with_name(old.name[1 : -len(".old")]))
    read = _Reading()
    settings, wrong = read_settings(monitor / SETTINGS_FILE)
    read.problems += wrong
    return Ledger(
        plan=plan_folder.name,
        folder=monitor,
        settings=settings,
        indicators=read.table(IndicatorRow, monitor / INDICATORS_FILE, "id"),
        recipients=read.table(RecipientRow, monitor / RECIPIENTS_FILE, "unit"),
        measures=read.table(MeasureRow, monitor / MEASURES_FILE, "id", "node"),
        rounds=tuple(read.round(folder) for folder in round_folders(monitor)),
        problems=tuple(read.problems),
    )


class _Reading:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def table(self, cls: type[T], path: Path, *needed: str) -> tuple[T, ...]:
        rows, wrong = read_table(cls, path, needed)
        self.problems += wrong
        return rows

    def round(self, folder: Path) -> Round:
        info = RoundInfo(year=int(folder.name))
        path = folder / ROUND_FILE
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
            info = RoundInfo(
                year=info.year, issued=str(said.get("issued", "")), due=str(said.get("due", "")),
                digest=str(said.get("digest", "")), version=int(said.get("version", 0)), units=int(said.get("units", 0)),
            )  # fmt: skip
        except (OSError, ValueError, TypeError) as error:
            self.problems.append(
                problem("KB340", str(path), message=f"读不出这一轮（{error}）", hint="从版本库取回这个文件")
            )
        return Round(
            info=info,
            sent=self.table(SentRow, folder / SENT_FILE, "unit"),
            receipts=self.table(ReceiptRow, folder / RECEIPTS_FILE, "sha256", "unit"),
            values=self.table(ValueRow, folder / VALUES_FILE, "id", "year", "unit"),
            progress=self.table(ProgressRow, folder / PROGRESS_FILE, "id", "unit"),
            problems=self.table(ProblemRow, folder / PROBLEMS_FILE, "code"),
            decisions=self.table(DecisionRow, folder / DECISIONS_FILE, "id", "year", "field"),
        )
