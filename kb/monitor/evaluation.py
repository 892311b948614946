"""The tables of a mid-term or final evaluation (中期、终期评估): all years, what is behind for good, tasks never begun."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.extract.clean import plain
from kb.extract.layout import Block, Heading, Layout, Paragraph, Row, Run, Table
from kb.extract.wording import number_text
from kb.ledger.tables import shown
from kb.monitor.report import counts_words, target_cell
from kb.monitor.report_data import Line, YearReport
from kb.words.monitoring import MET

KINDS = ("中期", "终期")
NOT_BEGUN = ("", "未启动")
"""自评 of a task that nobody began: nothing said, or 未启动."""
HARD = "达标困难"
BACK = ("倒退", "退出达标", "达标但退步", "趋势背离", "越过目标")
"""Statuses of a row that is worse than its base, or lost what it had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverBegun:
    """A task that a unit never began. said: year → its 自评, 未报 where nothing came."""

    row: str
    unit: str
    said: dict[int, str]


def never_begun(report: YearReport) -> tuple[NeverBegun, ...]:
    """Return the tasks of the report's round that no round up to it reports as begun, unless a person decided on them."""
    rounds = [r for r in report.desk.ledger.rounds if r.year <= report.year]
    given = {(p.id, p.unit, r.year): p.self for r in rounds for p in r.progress}
    out = []
    for task in report.tasks:
        said = {r.year: given.get((task.row, task.unit, r.year), "") for r in rounds}
        if not task.decided and all(words in NOT_BEGUN for words in said.values()):
            out.append(
                NeverBegun(row=task.row, unit=task.unit, said={y: w or "未报" for y, w in said.items()})
            )
    return tuple(out)


def evaluation_layout(report: YearReport, kind: str) -> Layout:
    """Return the text of the evaluation; its tables come from `evaluation_tables`. kind: of KINDS."""
    return Layout(
        f"{kind}评估附表（草稿）",
        (f"《{plain(report.desk.plan.title)}》", f"监测数据截至{report.year}年度"),
        tuple(_blocks(report)),
    )


def _blocks(report: YearReport) -> Iterator[Block]:
    c = report.counts
    rounds = "、".join(f"{y}年" for y in report.years)
    early = sum(
        x.progress.status in MET and (x.indicator.target.year or report.year) > report.year
        for x in report.lines
    )
    yield Heading(1, "一、", "总体情况")
    said = f"已有{rounds}的监测数据。{counts_words(c)}，其中提前达标{early}行。"
    said += f"未达标的可监测指标中，预期可达标{c.expected}行，达标困难{c.hard}行，其余数据不足三年或缺基期，没有预测。"
    if report.left_out:
        said += f"不公开的{report.left_out}行未列入。"
    yield _text(said)
    never = [x for x in report.lines if not x.values]
    if never:
        yield _text(f"各年都没有数的{len(never)}行：{'、'.join(plain(x.indicator.name) for x in never)}。")
    yield Heading(1, "二、", "达标困难和退步的指标")
    behind = _behind(report)
    yield _text(f"共{len(behind)}行，见附表2。" if behind else "没有达标困难和退步的指标。")
    yield Heading(1, "三、", "从未启动的任务")
    tasks = never_begun(report)
    yield _text(
        f"下发的{len(report.tasks)}项任务和项目（一家单位一项）中，各年都没有报过启动的{len(tasks)}项"
        + ("，见附表3。" if tasks else "。")
    )


def _text(words: str) -> Paragraph:
    return Paragraph((Run(words),))


def _behind(report: YearReport) -> list[Line]:
    return [x for x in report.lines if x.progress.forecast == HARD or x.progress.status in BACK]


def evaluation_tables(report: YearReport) -> tuple[Table, ...]:
    """Return the tables that have rows: all years, what is hard or went back, tasks never begun."""
    return tuple(t for t in (_all_years(report), _hard(report), _never(report)) if t.rows)


def _name(line: Line) -> str:
    return plain(line.indicator.name) + (f"（{line.measure}）" if line.measure else "")


def _all_years(report: YearReport) -> Table:
    years = report.years
    rows = tuple(
        Row(
            (
                number_text(x.indicator), _name(x), x.indicator.binding, shown(x.progress.base_value) or "—",
                *(shown(x.values.get(y)) or "—" for y in years), target_cell(x),
                x.progress.status + x.progress.flag, x.progress.forecast or "—", "、".join(x.units),
            )
        )
        for x in report.lines
    )  # fmt: skip
    each = max(4, min(7, 28 // len(years)))
    shares = [8, 0, 7, 6, *(each for _ in years), 7, 12, 10, 14]
    shares[1] = 100 - sum(shares)
    head = ("序号", "指标", "属性", "基期", *(f"{y}年" for y in years), "目标", "状态", "预测", "责任单位")
    return Table("附表1 各年指标", head, tuple(shares), rows, frozenset({0, 2, *range(3, len(head) - 1)}))


def _hard(report: YearReport) -> Table:
    rows = tuple(
        Row(
            (
                number_text(x.indicator), _name(x), target_cell(x), shown(x.progress.value) or "—",
                x.progress.status + x.progress.flag, x.progress.forecast or "—",
                "；".join(f"{unit}：{words}" for unit, words in x.reasons()) or "没有说明", "、".join(x.units),
            )
        )
        for x in _behind(report)
    )  # fmt: skip
    head = ("序号", "指标", "目标", f"{report.year}年", "状态", "预测", "单位说明的原因", "责任单位")
    return Table(
        "附表2 达标困难和退步的指标", head, (8, 21, 8, 8, 11, 10, 19, 15), rows, frozenset({0, 2, 3, 4, 5})
    )


def _never(report: YearReport) -> Table:
    rows = tuple(
        Row(
            (
                n.row, report.desk.title(n.row).partition(" ")[2], n.unit,
                "；".join(f"{year}年{words}" for year, words in sorted(n.said.items())),
            )
        )
        for n in never_begun(report)
    )  # fmt: skip
    return Table(
        "附表3 从未启动的任务", ("编号", "事项", "单位", "各年自评"), (14, 40, 18, 28), rows, frozenset({0})
    )
