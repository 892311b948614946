"""`kb export --format csv`: one kind of fact as a flat table, for spreadsheets and statistics programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kb.rules.holdings import members_of

if TYPE_CHECKING:
    from kb.store import Base

Cell = str | float | None
Row = tuple[Cell, ...]


def export_table(
    base: Base, table: str, plan: str | None = None, *, internal: bool = False
) -> tuple[tuple[str, ...], list[Row]]:
    """Headings and rows of one of TABLES, of all plans or one. Ids and lines are those of `kb export --format json`.

    internal: values that are not for the public too. Raises NotFound for a plan there is none of.
    """
    if plan is not None:
        base.plan(plan)
    head, rows = TABLES[table]
    if rows is _values:
        return head, list(_values(base, plan, internal))
    return head, list(rows(base, plan))


def _indicators(base: Base, plan: str | None) -> Iterator[Row]:
    """A row for each target, so one for most indicators; without a target one with those cells empty."""
    lines = {n.id: n.span.line for n in base.nodes(plan, "indicator") if n.span}
    for i in base.indicators(plan):
        baseline = i.baseline
        for t in i.targets or (i.target,):
            yield (
                i.plan, i.id, i.number, i.part, i.name, i.unit_of_measure, i.category, i.binding, t.column, t.year,
                t.text, t.op, t.value, t.value_high, t.trend, "、".join(i.units),
                baseline.year if baseline else None, baseline.value if baseline else None, lines.get(i.id),
            )  # fmt: skip


def _duties(base: Base, plan: str | None) -> Iterator[Row]:
    nodes = {n.id: n for n in base.nodes(plan)}
    members = members_of(base.memberships(plan))
    for d in base.duties(plan=plan):
        node = nodes[d.node]
        yield (
            d.plan, d.node, node.citation, node.kind, node.title, d.unit, d.basis, d.role, d.deadline, d.quote,
            d.link, d.document, None if d.document else d.line, d.place_name, d.unit_id,
            "、".join((d.unit_id, *members.get(d.unit_id, ()))),
        )  # fmt: skip


def _nodes(base: Base, plan: str | None) -> Iterator[Row]:
    for n in base.nodes(plan):
        yield (
            n.plan,
            n.id,
            n.parent,
            n.kind,
            n.number,
            n.title,
            n.citation,
            n.text,
            n.span.line if n.span else None,
        )


def _commitments(base: Base, plan: str | None) -> Iterator[Row]:
    for c in base.commitments(plan=plan):
        yield c.plan, c.node, c.subject, c.op, c.value, c.value_high, c.unit_of_measure, c.quote, c.line


def _values(base: Base, plan: str | None, internal: bool = False) -> Iterator[Row]:
    """Accepted values, a row each; those that are not for the public only where asked."""
    names = {i.id: (i.name, i.unit_of_measure) for i in base.indicators(plan)}
    standing = {
        (p.node, p.year): p for p in base.progress(plan=plan, internal=internal) if p.kind == "indicator"
    }
    for v in base.values(plan=plan, internal=internal):
        name, measure = names[v.node]
        now = standing.get((v.node, v.year)) if v.year == v.round else None
        yield (
            v.plan, v.node, name, measure, v.year, v.round, v.unit, v.unit_id, v.value, v.text, v.numerator, v.denominator,
            v.nature, v.source, v.note, now.status if now else "", now.colour if now else "", v.digest, v.cell,
        )  # fmt: skip


TABLES: dict[str, tuple[tuple[str, ...], Callable[[Base, str | None], Iterator[Row]]]] = {
    "indicators": (
        (
            "规划", "编号", "序号", "分项", "指标", "计量单位", "类别", "属性", "目标栏", "目标年", "目标", "比较", "目标值", "目标上限",
            "趋势", "责任单位", "基期年", "基期值", "源文行",
        ),
        _indicators,
    ),
    "duties": (
        (
            "规划", "编号", "引用", "种类", "标题", "单位", "依据", "角色", "时限", "原文", "关联条目", "另文", "源文行",
            "地方", "单位编号", "计入单位",
        ),
        _duties,
    ),
    "nodes": (("规划", "编号", "上级", "种类", "序号", "标题", "引用", "正文", "源文行"), _nodes),
    "commitments": (
        ("规划", "编号", "事项", "比较", "数值", "上限", "计量单位", "原文", "源文行"),
        _commitments,
    ),
    "values": (
        (
            "规划", "编号", "指标", "计量单位", "年份", "轮次", "单位", "单位编号", "值", "原样", "分子", "分母", "数据性质", "来源",
            "无数据原因",
            "状态", "颜色", "文件摘要", "格子",
        ),
        _values,
    ),
}  # fmt: skip
