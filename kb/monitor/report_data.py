"""What a year's report says, worked out once for Word, web page, workbook and JSON: every number is a stored one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kb.ledger.folder import Round
from kb.ledger.scores import Score, score
from kb.ledger.summary import Counts, count_measures, count_rows
from kb.ledger.tables import DecisionRow, ProgressRow, shown
from kb.model import Indicator, Progress
from kb.monitor.desk import Desk
from kb.monitor.status import responsible
from kb.rules.distance import target_words

POINTS = {"%": "个百分点", "％": "个百分点", "‰": "个千分点"}
FINAL = "定稿"
REPORT = "report"
"""Id of the decision that a year's report is final: `kb monitor decide report --status 定稿`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An indicator row in a report. values: year → accepted value, of all rounds up to the report's."""

    progress: Progress
    indicator: Indicator
    units: tuple[str, ...]
    values: dict[int, float]
    said: tuple[ProgressRow, ...]

    @property
    def id(self) -> str:
        return self.progress.row

    @property
    def measure(self) -> str:
        return self.indicator.unit_of_measure

    def reasons(self) -> Iterator[tuple[str, str]]:
        """Give (unit, its own words) where a unit wrote why."""
        for row in self.said:
            if row.problem:
                yield row.unit, row.problem


@dataclass(frozen=True, slots=True, kw_only=True)
class YearReport:
    """left_out: rows that are not for the public and not in the report. categories: as the plan has them, in its order.
    scores: by unit, only where monitor.toml asks for them."""

    desk: Desk
    round: Round
    internal: bool
    lines: tuple[Line, ...]
    left_out: int
    tasks: tuple[Progress, ...]
    counts: Counts
    task_counts: Counts
    binding: Counts
    categories: tuple[tuple[str, Counts], ...]
    sent: tuple[str, ...]
    accepted: tuple[str, ...]
    back: tuple[str, ...]
    waiting: tuple[str, ...]
    final: DecisionRow | None
    scores: Mapping[str, Score] = field(default_factory=dict)

    @property
    def year(self) -> int:
        return self.round.year

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the rounds up to this one."""
        return tuple(r.year for r in self.desk.ledger.rounds if r.year <= self.year)

    @property
    def base_year(self) -> int | None:
        found = [y for i in self.lines if (y := self.desk.standing.base_year(i.id)) is not None]
        return max(set(found), key=found.count) if found else None

    @property
    def title(self) -> str:
        return f"{self.desk.plan.title}{self.year}年度统计监测报告"


def year_report(desk: Desk, year: int | None, *, internal: bool = False) -> YearReport:
    """Return what the report of a year says. internal: rows that are not for the public too."""
    round_ = desk.round(year)
    every = desk.standing.round_progress(round_)
    rows = [p for p in every if internal or p.public]
    by_row: dict[str, list[ProgressRow]] = {}
    for said in round_.progress:
        by_row.setdefault(said.id, []).append(said)
    lines = tuple(
        Line(
            progress=p,
            indicator=desk.indicators[p.row],
            units=responsible(desk, p),
            values=desk.standing.series(p.row, round_.year),
            said=tuple(by_row.get(p.row, ())),
        )
        for p in rows
        if p.kind == "indicator"
    )
    by_node = {i.id: i for i in desk.indicators.values()}
    names = dict.fromkeys(x.indicator.category for x in lines)
    states = {s.unit: round_.state_of(s.unit) for s in round_.sent}
    final = [d for d in round_.decisions if d.id == REPORT]
    return YearReport(
        desk=desk,
        round=round_,
        internal=internal,
        lines=lines,
        left_out=sum(p.kind == "indicator" for p in every) - len(lines),
        tasks=tuple(p for p in rows if p.kind == "measure" and "@" not in p.row),
        counts=count_rows(by_node, rows),
        task_counts=count_measures([p for p in rows if "@" not in p.row]),
        binding=count_rows(by_node, [x.progress for x in lines if x.indicator.binding == "约束性"]),
        categories=tuple(
            (name, count_rows(by_node, [x.progress for x in lines if x.indicator.category == name]))
            for name in names
        ),
        sent=tuple(states),
        accepted=tuple(u for u, s in states.items() if s == "accepted"),
        back=tuple(u for u, s in states.items() if s == "rejected"),
        waiting=tuple(u for u, s in states.items() if not s),
        final=final[-1] if final else None,
        scores=_scores(desk, every, tuple(states)),
    )


def _scores(desk: Desk, progress: Sequence[Progress], units: Sequence[str]) -> dict[str, Score]:
    """Return the scores of units that have weighted rows; none unless monitor.toml has `weights = true`."""
    if not desk.ledger.settings.weights:
        return {}
    found = {unit: score(desk.ledger.measures, progress, unit) for unit in units}
    return {unit: s for unit, s in found.items() if s.points is not None}


def sentence(line: Line, year: int) -> str:
    """“2024年，小学生近视率为44%，比上年下降2个百分点，比2020年下降6个百分点，达进度（到 2030 年低于 38%）。”"""
    value = line.progress.value
    name, unit = line.indicator.name, line.measure
    goal = target_words(line.indicator).replace("（", "，").removesuffix("）")  # no brackets in brackets
    if value is None:
        return f"{name}：{line.progress.status}（{goal}）。"
    parts = [f"{year}年，{name}为{shown(value)}{unit}"]
    for words, before in (
        ("上年", line.values.get(year - 1)),
        (f"{line.progress.base_year}年", line.progress.base_value),
    ):
        if before is not None and words != f"{year - 1}年":
            parts.append(change_words(words, value, before, unit))
    flag = line.progress.flag
    return "，".join(parts) + f"；{line.progress.status}{flag}（{goal}）。"


def change_words(since: str, value: float, before: float, unit: str) -> str:
    """“比上年下降2个百分点”, “与上年持平”."""
    change = round(value - before, 10)
    if not change:
        return f"与{since}持平"
    return f"比{since}{'提高' if change > 0 else '下降'}{shown(abs(change))}{POINTS.get(unit, unit)}"


def of_category(report: YearReport, name: str) -> Sequence[Line]:
    return [x for x in report.lines if x.indicator.category == name]
