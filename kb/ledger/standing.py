"""Where every row of a plan stands in a round: accepted values and decisions → Value and Progress of the base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from kb.codes import problem
from kb.ledger.folder import Ledger, Round
from kb.ledger.indicator_status import Question, Status, judge, way_of
from kb.ledger.measure_status import MeasureQuestion, MeasureStatus, judge_measure
from kb.ledger.tables import DecisionRow, IndicatorRow, ProblemRow, ProgressRow, ValueRow, number_of, whole
from kb.model import Indicator, Plan, Progress, Value
from kb.problems import Problem
from kb.words.deadlines import due_date
from kb.words.monitoring import STATUS_COLOURS

ACCEPTED, HELD = "accepted", "held"
LAST = 9999
"""A year after every round: what is known by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What of a plan the judging needs. nodes: local ids of all nodes. unit_ids: by the name the plan has.
    deadlines: (node, unit) → as printed. roots: local ids of rows that are no indicators, with their title."""

    plan: Plan
    indicators: tuple[Indicator, ...]
    nodes: frozenset[str]
    unit_ids: Mapping[str, str] = field(default_factory=dict)
    deadlines: Mapping[tuple[str, str], str] = field(default_factory=dict)


class _Forms:
    """A round's forms, for looking up. asked: row → units whose form has it. came: units whose form came back, taken or to be
    corrected. lacking: row → its errors and what is said of empty cells (KBM14)."""

    def __init__(self, round_: Round) -> None:
        self.came = {r.unit for r in round_.receipts if r.state != "superseded"}
        self.asked: dict[str, list[str]] = {}
        for sent in round_.sent:
            for row in sent.rows.split():
                self.asked.setdefault(row, []).append(sent.unit)
        self.lacking: dict[str, list[ProblemRow]] = {}
        for p in round_.problems:
            if p.severity == "error" or p.code == "KBM14":
                self.lacking.setdefault(p.id, []).append(p)


class Standing:
    """The judge of one plan's rounds.

    day: the day asked. None: of each round the day its returns were due, so that a base follows from its files alone.
    """

    def __init__(self, ledger: Ledger, facts: Facts, day: date | None = None) -> None:
        self.ledger = ledger
        self.facts = facts
        self.day = day
        self.indicators = {i.id.split("/", 1)[1]: i for i in facts.indicators}
        self.rows = {r.id: r for r in ledger.indicators}

    def row(self, id_: str) -> IndicatorRow:
        return self.rows.get(id_) or IndicatorRow(id=id_)

    def is_public(self, id_: str) -> bool:
        return self.row(id_.split("#")[0]).public.lower() not in ("no", "n", "否", "不公开", "0", "false")

    def base_year(self, id_: str) -> int | None:
        """Return the year a row is compared with: of indicators.csv, of the plan's own base, or that before the plan's period."""
        own = whole(self.row(id_).base_year)
        indicator = self.indicators[id_]
        if own is None and indicator.baseline is not None:
            own = indicator.baseline.year
        period = self.facts.plan.period
        return own if own is not None else period[0] - 1 if period else None

    def base(self, id_: str, year: int) -> float | None:
        """Return a row's base value: of indicators.csv, of the plan, or as a unit gave it by that round; None unknown."""
        own = number_of(self.row(id_).base_value)
        if own is not None:
            return own
        baseline = self.indicators[id_].baseline
        if baseline is not None and baseline.unit_of_measure == self.indicators[id_].unit_of_measure:
            return baseline.value
        at = self.base_year(id_)
        return self.series(id_, year).get(at) if at is not None else None

    def way(self, id_: str) -> str:
        """Return which way is good for a row: up, down, level, or "" where neither plan nor indicators.csv says so."""
        target, own = self.indicators[id_].target, self.row(id_).direction
        return way_of(Question(target=target, year=0, values={}, base=self.base(id_, LAST), way=own))

    def series(self, id_: str, year: int) -> dict[int, float]:
        """Return the accepted values of a row, year → value, as known in the round of `year`."""
        return {
            y: v
            for (y, at), v in self._series.get(id_, {}).items()
            if at <= year and not self._later(id_, y, at, year)
        }

    def _later(self, id_: str, y: int, at: int, year: int) -> bool:
        return any(other == y and at < round_ <= year for other, round_ in self._series[id_])

    @cached_property
    def _series(self) -> dict[str, dict[tuple[int, int], float]]:
        """id → (year, round) → value; of several units' the same value once."""
        out: dict[str, dict[tuple[int, int], float]] = {}
        for round_ in self.ledger.rounds:
            for row in accepted(round_):
                value, year = number_of(row.value), whole(row.year)
                if value is not None and year is not None:
                    out.setdefault(row.id, {})[year, round_.year] = value
        return out

    def _row_of(self, id_: str, year: int, round_: Round) -> ValueRow | None:
        return next((v for v in self._by_row(round_).get(id_, ()) if v.year == str(year)), None)

    def _by_row(self, round_: Round) -> Mapping[str, Sequence[ValueRow]]:
        if round_.year not in self._index:
            found: dict[str, list[ValueRow]] = {}
            for row in round_.values:
                found.setdefault(row.id, []).append(row)
            self._index[round_.year] = found
        return self._index[round_.year]

    @cached_property
    def _index(self) -> dict[int, dict[str, list[ValueRow]]]:
        return {}

    def missing(self, round_: Round, id_: str, units: Iterable[str]) -> str:
        """Return what a row that nothing was accepted for is. units: those asked for it.

        Where one of them sent its form back without it: 待定 while an error of the row is open, 无数据 once it is explained.
        Where none did: 未报, or 逾期未报 after the round's last day.
        """
        came = [u for u in units if u in self._forms(round_).came]
        said = [p for p in self._forms(round_).lacking.get(id_, ()) if p.unit in came]
        if said:
            return "待定" if any(p.severity == "error" and p.state == "open" for p in said) else "无数据"
        due = round_.info.due
        return "逾期未报" if self.day is not None and due and self.day.isoformat() > due else "未报"

    def _asked(self, id_: str, round_: Round) -> Iterable[str]:
        """Return the units that a round asked for a row's value: its reporter, or every unit whose form has it."""
        reporter = self.row(id_).reporter
        return [u for u in self._forms(round_).asked.get(id_, ()) if reporter in ("", u)]

    def _forms(self, round_: Round) -> _Forms:
        if round_.year not in self._by_round:
            self._by_round[round_.year] = _Forms(round_)
        return self._by_round[round_.year]

    @cached_property
    def _by_round(self) -> dict[int, _Forms]:
        return {}

    def day_of(self, round_: Round) -> date:
        if self.day is not None:
            return self.day
        try:
            return date.fromisoformat(round_.info.due)
        except ValueError:
            return date(round_.year, 12, 31)

    def question(self, id_: str, round_: Round) -> Question:
        """Return all that the status of an indicator row in a round depends on."""
        indicator, row = self.indicators[id_], self.row(id_)
        own = self._row_of(id_, round_.year, round_)
        if own is not None:
            missing = "无数据" if own.state == ACCEPTED else "待定"
        else:
            missing = self.missing(round_, id_, self._asked(id_, round_))
        numerator = number_of(own.numerator) if own is not None else None
        values = {y: v for y, v in self.series(id_, round_.year).items() if y <= round_.year}
        period = self.facts.plan.period
        asked = Question(
            target=indicator.target,
            year=round_.year,
            values=values,
            base_year=self.base_year(id_),
            base=self.base(id_, round_.year),
            end=indicator.target.year or (period[1] if period else None),
            binding=indicator.binding == "约束性",
            missing=missing,
            way=row.direction,
            milestones=read_milestones(row.milestones),
            threshold=number_of(row.threshold),
            slightly=self.ledger.settings.slightly_behind,
        )
        few = numerator is not None and numerator < self.ledger.settings.few_cases and way_of(asked) == "down"
        return replace(asked, few=few)

    def status(self, id_: str, round_: Round) -> Status:
        """Return the computed status of an indicator row, decisions left aside."""
        return judge(self.question(id_, round_))

    def progress(self) -> tuple[Progress, ...]:
        """Return where every indicator row and every reported measure stood, round by round."""
        return tuple(p for round_ in self.ledger.rounds for p in self.round_progress(round_))

    def round_progress(self, round_: Round) -> tuple[Progress, ...]:
        """Return where every row stood in a round; worked out once."""
        if round_.year not in self._progress:
            self._progress[round_.year] = self._judged(round_)
        return self._progress[round_.year]

    @cached_property
    def _progress(self) -> dict[int, tuple[Progress, ...]]:
        return {}

    def _judged(self, round_: Round) -> tuple[Progress, ...]:
        out = [self.indicator_progress(id_, round_) for id_ in self.indicators]
        return (*out, *self._measures(round_))

    def indicator_progress(self, id_: str, round_: Round) -> Progress:
        asked = self.question(id_, round_)
        found = judge(asked)
        made = Progress(
            plan=self.facts.plan.id,
            node=f"{self.facts.plan.id}/{id_}",
            row=id_,
            kind="indicator",
            year=round_.year,
            status=found.status,
            colour=found.colour,
            flag=found.flag,
            value=asked.values.get(round_.year),
            base_year=asked.base_year if asked.base is not None else None,
            base_value=asked.base,
            done=rounded(found.done),
            due=rounded(found.due),
            forecast=found.forecast,
            reason=found.why,
            public=self.is_public(id_),
        )
        return _decided(made, decision(round_.decisions, id_, "status"))

    def _measures(self, round_: Round) -> Iterable[Progress]:
        for row in self.measure_rows(round_):
            node = row.id.split("#")[0].split("@")[0]
            if row.id in self.indicators or node not in self.facts.nodes:
                continue
            found = self.measure_status(row, round_)
            made = Progress(
                plan=self.facts.plan.id,
                node=f"{self.facts.plan.id}/{node}",
                row=row.id,
                kind="measure",
                year=round_.year,
                status=found.status,
                colour=found.colour,
                unit=row.unit,
                unit_id=self.facts.unit_ids.get(row.unit, ""),
                flag=found.flag,
                done=rounded(found.done),
                due=rounded(found.due),
                reason=found.why,
                public=self.is_public(node),
            )
            yield _decided(made, decision(round_.decisions, row.id, "status", row.unit))

    def measure_rows(self, round_: Round) -> list[ProgressRow]:
        """Return a row for each measure that a form asked for, as reported or empty where nothing came."""
        given = {(r.id, r.unit): r for r in round_.progress}
        out = []
        for sent in round_.sent:
            for id_ in sent.rows.split():
                if id_ not in self.indicators:
                    empty = ProgressRow(id=id_, unit=sent.unit, year=str(round_.year))
                    out.append(given.get((id_, sent.unit), empty))
        return out

    def measure_status(self, row: ProgressRow, round_: Round) -> MeasureStatus:
        settings = self.ledger.settings
        return judge_measure(
            MeasureQuestion(
                day=self.day_of(round_),
                begin=self._begin(),
                end=self.end_of(row),
                reported=bool(row.sha256 or row.self or row.done),
                said=row.self,
                percent=number_of(row.percent),
                evidence=bool(row.evidence),
                missing=self.missing(round_, row.id, (row.unit,)),
                near=settings.near_days,
            )
        )

    def _begin(self) -> date:
        plan = self.facts.plan
        try:
            return date.fromisoformat(plan.issued)
        except ValueError:
            return date(plan.period[0] if plan.period else 2000, 1, 1)

    def end_of(self, row: ProgressRow) -> date | None:
        """Return the last day of a measure: of 任务分解, of the duty, of the unit's own answer, or the plan's last day."""
        node = row.id.split("#")[0]
        said = [m.deadline for m in self.ledger.measures if m.id == row.id]
        said += [self.facts.deadlines.get((node, row.unit), ""), row.deadline]
        for words in said:
            day = iso_day(words)
            if day is not None:
                return day
            if words:
                return None  # 长期, 每年
        period = self.facts.plan.period
        return date(period[1], 12, 31) if period else None

    def values(self) -> tuple[tuple[Value, ...], tuple[Problem, ...]]:
        """Return the accepted values of rows that the plan has, and what is to be said of the others (KB341)."""
        out: list[Value] = []
        gone: dict[str, list[str]] = {}
        for round_ in self.ledger.rounds:
            for row in accepted(round_):
                year = whole(row.year)
                if row.id not in self.indicators:
                    gone.setdefault(row.id, []).append(row.year)
                elif year is not None:
                    out.append(self._value(row, year, round_.year))
        path = self.ledger.folder
        problems = tuple(
            problem(
                "KB341",
                str(path),
                message=f"规划里没有编号“{id_}”了，{'、'.join(dict.fromkeys(years))}年的值没有进知识库，"
                "仍在 values.csv 里",
            )
            for id_, years in gone.items()
        )
        return tuple(out), problems

    def _value(self, row: ValueRow, year: int, round_: int) -> Value:
        return Value(
            plan=self.facts.plan.id,
            node=f"{self.facts.plan.id}/{row.id}",
            year=year,
            round=round_,
            unit=row.unit,
            unit_id=self.facts.unit_ids.get(row.unit, ""),
            value=number_of(row.value),
            text=row.text,
            numerator=number_of(row.numerator),
            denominator=number_of(row.denominator),
            nature=row.nature,
            source=row.source,
            note=row.note,
            digest=row.sha256,
            cell=row.cell,
            public=self.is_public(row.id),
        )


def accepted(round_: Round) -> list[ValueRow]:
    """Return a round's accepted values; where a person decided between several, the one decided on."""
    out = []
    for row in round_.values:
        said = decision(round_.decisions, row.id, "value", year=row.year)
        if said is not None:
            if row.unit == said.unit or not said.unit:
                out.append(replace(row, value=said.value, state=ACCEPTED))
        elif row.state == ACCEPTED:
            out.append(row)
    return out


def decision(
    rows: Iterable[DecisionRow], id_: str, what: str, unit: str = "", year: str = ""
) -> DecisionRow | None:
    """Return the last decision of a kind on a row, None where there is none."""
    found = [
        d for d in rows
        if d.id == id_ and d.field == what and (not unit or d.unit in ("", unit)) and (not year or d.year == year)
    ]  # fmt: skip
    return found[-1] if found else None


def _decided(made: Progress, said: DecisionRow | None) -> Progress:
    if said is None:
        return made
    colour = STATUS_COLOURS.get(said.value, made.colour)
    return replace(made, status=said.value, colour=colour, reason=said.reason, decided=True, forecast="")


def read_milestones(text: str) -> dict[int, float]:
    """“2025:4.0;2028:4.3” → {2025: 4.0, 2028: 4.3}; what is no year and number is left out."""
    out: dict[int, float] = {}
    for part in text.replace("；", ";").replace("：", ":").split(";"):
        year, _, value = part.partition(":")
        y, v = whole(year.strip()), number_of(value.strip())
        if y is not None and v is not None:
            out[y] = v
    return out


def iso_day(words: str) -> date | None:
    """Return the last day that a deadline allows, as printed or as an ISO day; None for 长期, 每年 and for nothing."""
    for text in (words.strip(), due_date(words)):
        try:
            return date.fromisoformat(text)
        except ValueError:
            continue
    return None


def rounded(share: float | None) -> float | None:
    """Shares are kept with six digits: more would differ from machine to machine."""
    return None if share is None else round(share, 6) + 0.0
