"""The yearly report (年度统计监测报告) as blocks: written as a Word document in official form, or as a web page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kb.codes import BY_CODE
from kb.extract.clean import plain
from kb.extract.columns import OPERATORS
from kb.extract.layout import Block, Heading, Layout, Paragraph, Row, Run, Table
from kb.extract.wording import number_text
from kb.ledger.summary import Counts
from kb.ledger.tables import shown
from kb.monitor.report_data import Line, YearReport, of_category, sentence
from kb.words.monitoring import COLOURS
from kb.words.numerals import han_numeral

LISTED = 40
"""Tasks that are behind are named one by one up to so many; the rest are in the ledger."""


def report_layout(report: YearReport) -> Layout:
    """Return the report's text; its tables for A4 landscape come from `appendix`."""
    draft = "" if report.final else "（草稿）"
    blocks: list[Block] = [
        *_whole(report),
        *_fields(report),
        *_trouble(report),
        *_tasks(report),
        *_quality(report),
    ]
    return Layout(
        f"{report.year}年度统计监测报告{draft}", (f"《{plain(report.desk.plan.title)}》",), tuple(blocks)
    )


def _text(words: str) -> Paragraph:
    return Paragraph((Run(words),))


def _heading(n: int, words: str) -> Heading:
    return Heading(1, f"{han_numeral(n)}、", words)


def counts_words(c: Counts) -> str:
    """“40行指标（35项），有数33行，可监测25行，已达标15行，达标率60%”."""
    rate = f"，达标率{shown(c.rate)}%（{c.met}/{c.monitored}）" if c.rate is not None else ""
    return (
        f"{c.rows}行指标（{c.numbers}项），有数的{c.valued}行，可监测的{c.monitored}行，已达标{c.met}行{rate}"
    )


def _whole(report: YearReport) -> Iterator[Block]:
    c = report.counts
    yield _heading(1, "总体情况")
    said = f"{report.year}年度监测{counts_words(c)}。未达标的可监测指标中，预期可达标{c.expected}行，达标困难{c.hard}行。"
    said += f"无数据{c.missing}行，未报或待定{c.unreported}行。"
    if report.left_out:
        said += f"不公开的{report.left_out}行未列入。"
    yield _text(said)
    colours = "、".join(f"{name}{c.colours[name]}行" for name in COLOURS if c.colours.get(name))
    statuses = "、".join(f"{name}{n}行" for name, n in c.statuses.items())
    yield _text(f"按颜色：{colours}。按状态：{statuses}。")
    b = report.binding
    if b.rows:
        yield _text(f"其中约束性指标：{counts_words(b)}。")
    yield _text(
        "可监测，指目标有数字、当年有采用的值；达标率为已达标行数除以可监测行数。一项指标分几行的，各行分别计。"
    )


def _fields(report: YearReport) -> Iterator[Block]:
    yield _heading(2, "分领域情况")
    for n, (name, counts) in enumerate(report.categories, 1):
        yield Heading(2, f"（{han_numeral(n)}）", plain(name) or "未分类")
        yield _text(f"{counts_words(counts)}。")
        for line in of_category(report, name):
            yield _text(sentence(line, report.year))


def _trouble(report: YearReport) -> Iterator[Block]:
    yield _heading(3, "难点和退步指标")
    found = [x for x in report.lines if x.progress.colour == "红" or x.progress.flag]
    if not found:
        yield _text("没有红色和退步的指标。")
    for line in found:
        own = "；".join(f"{unit}说明：“{words}”" for unit, words in line.reasons())
        decided = f"（认定：{line.progress.reason}）" if line.progress.decided else ""
        why = f"，{line.progress.reason}" if line.progress.reason and not line.progress.decided else ""
        yield _text(
            f"{line.indicator.name}：{line.progress.status}{line.progress.flag}{why}{decided}，责任单位{'、'.join(line.units)}。"
            + (own + "。" if own else "单位没有说明原因。")
        )


def _tasks(report: YearReport) -> Iterator[Block]:
    yield _heading(4, "任务和项目")
    c = report.task_counts
    if not c.rows:
        yield _text("这一轮没有下发任务和项目。")
        return
    statuses = "、".join(f"{name}{n}项" for name, n in c.statuses.items())
    yield _text(f"共{c.rows}项（一家单位一项），{statuses}。")
    behind = [p for p in report.tasks if p.colour in ("红", "黄")]
    for p in behind[:LISTED]:
        yield _text(f"{report.desk.title(p.row).partition(' ')[2]}（{p.unit}）：{p.status}。")
    if len(behind) > LISTED:
        yield _text(f"另有{len(behind) - LISTED}项落后的，见台账。")


def _quality(report: YearReport) -> Iterator[Block]:
    yield _heading(5, "报送质量")
    n = len(report.sent)
    done = len(report.accepted)
    rate = f"，报送率{100 * done / n:.1f}%（{done}/{n}）" if n else ""
    c = report.counts
    data = f"数据率{100 * c.valued / c.rows:.1f}%（{c.valued}/{c.rows}）" if c.rows else ""
    yield _text(
        f"发{n}家，采用{done}家{rate}；退回{len(report.back)}家，未报{len(report.waiting)}家。{data}。"
    )
    if report.back:
        yield _text(f"退回更正的：{'、'.join(report.back)}。")
    if report.waiting:
        yield _text(f"没有报的：{'、'.join(report.waiting)}。")
    shown_ids = {x.id for x in report.lines} | {p.row for p in report.tasks}
    found = Counter(
        p.code for p in report.round.problems if p.state == "open" and (not p.id or p.id in shown_ids)
    )
    if found:
        told = "；".join(f"{BY_CODE[code].title}（{code}）{k}处" for code, k in sorted(found.items()))
        yield _text(f"还没有了结的问题：{told}。")


def target_cell(line: Line) -> str:
    t = line.indicator.target
    if t.value is None or t.op is None:
        return t.trend or t.text
    high = f"—{shown(t.value_high)}" if t.value_high is not None else ""
    return f"{'' if t.op == '=' else OPERATORS[t.op]}{shown(t.value)}{high}"


def indicator_table(report: YearReport) -> Table:
    """附表1: 指标完成情况."""
    years = report.years
    base = f"{report.base_year}年" if report.base_year else "基期"
    ends = {x.indicator.target.year for x in report.lines if x.indicator.target.year}
    goal = f"{ends.pop()}年目标" if len(ends) == 1 else "目标"
    rows = tuple(
        Row(
            (
                number_text(x.indicator), plain(x.indicator.name) + (f"（{x.measure}）" if x.measure else ""),
                x.indicator.binding, shown(x.progress.base_value) or "—",
                *(shown(x.values.get(y)) or "—" for y in years), target_cell(x),
                f"{x.progress.status}{x.progress.flag}", x.progress.colour, "、".join(x.units),
            )
        )
        for x in report.lines
    )  # fmt: skip
    narrow = 7
    shares = (
        7,
        30,
        8,
        narrow,
        *(narrow for _ in years),
        9,
        13,
        5,
        100 - 72 - narrow * (len(years) + 1) + narrow,
    )
    total = sum(shares)
    scaled = [round(100 * s / total) for s in shares]
    scaled[1] += 100 - sum(scaled)
    return Table(
        "附表1 指标完成情况",
        ("序号", "指标", "属性", base, *(f"{y}年" for y in years), goal, "状态", "颜色", "责任单位"),
        tuple(scaled), rows, frozenset({0, 2, *range(3, 7 + len(years))}),
    )  # fmt: skip


def task_table(report: YearReport) -> Table:
    """附表2: 任务台账."""
    said = {(p.id, p.unit): p for p in report.round.progress}
    rows = []
    for p in report.tasks:
        own = said.get((p.row, p.unit))
        percent = f"{own.percent}%" if own is not None and own.percent else ""
        rows.append(
            Row((p.row, report.desk.title(p.row).partition(" ")[2], p.unit, own.self if own else "", percent, p.status + p.flag,
                 p.colour, own.done if own else ""))
        )  # fmt: skip
    return Table(
        "附表2 任务和项目",
        ("编号", "事项", "单位", "自评", "完成", "状态", "颜色", "进展"),
        (11, 26, 15, 9, 7, 11, 6, 15), tuple(rows), frozenset({0, 3, 4, 5, 6}),
    )  # fmt: skip


def return_table(report: YearReport) -> Table:
    """附表3: 未报、退回单位."""
    rows = [Row((u, "未报", "")) for u in report.waiting]
    for unit in report.back:
        errors = Counter(p.code for p in report.round.open_errors(unit))
        rows.append(Row((unit, "退回", "、".join(f"{code}{n}处" for code, n in sorted(errors.items())))))
    return Table(
        "附表3 未报、退回单位", ("单位", "情况", "未了结的错误"), (35, 15, 50), tuple(rows), frozenset({1})
    )


def appendix(report: YearReport) -> tuple[Table, ...]:
    """Return the tables that have rows."""
    return tuple(t for t in (indicator_table(report), task_table(report), return_table(report)) if t.rows)
