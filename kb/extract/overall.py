"""The plan's 责任分工表: every task, project and indicator with its units, those without marked; and the index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.extract.clean import plain
from kb.extract.content import Gathering, Sheet
from kb.extract.tables import STATUS, Cell, Column, Grid
from kb.extract.wording import citation_text, measured_name, number_text, plan_name, target_text
from kb.model import KIND_NAMES, Duty, Node, Plan

UNCLEAR = "未明确"
# These stand in the table even where the plan names no unit; any other node only with one.
ALWAYS = frozenset({"task", "project", "indicator"})
_LEAD = "牵头"
_MAIN = "责任"


@dataclass(frozen=True, slots=True)
class Division:
    """One row of the table: who leads, who is responsible, who else has a role (“配合：区财政局”), and apart from
    them whom the text names. lead, main and others are empty together where the plan assigns nobody."""

    id: str
    plan: str
    kind: str
    number: str
    title: str
    target: str
    citation: str
    lead: tuple[str, ...]
    main: tuple[str, ...]
    others: tuple[str, ...]
    named: tuple[str, ...]
    deadline: str
    line: int

    @property
    def unclear(self) -> bool:
        return not (self.lead or self.main or self.others)

    @property
    def responsible(self) -> str:
        """What stands in the column 责任单位: the units, or 未明确."""
        return "、".join(self.main) or ("" if not self.unclear else UNCLEAR)


def divide(gathering: Gathering, plan: str) -> tuple[Division, ...]:
    """The rows of a plan in reading order."""
    rows = []
    for node in gathering.nodes.values():
        if node.plan != plan:
            continue
        duties = [d for d in gathering.by_node.get(node.id, ()) if d.role != "object"]
        assigned = [d for d in duties if d.basis == "assigned"]
        if node.kind in ALWAYS or assigned:
            rows.append(_division(gathering, node, assigned, duties))
    return tuple(rows)


def _division(gathering: Gathering, node: Node, assigned: list[Duty], duties: list[Duty]) -> Division:
    indicator = gathering.indicators.get(node.id)
    lead = _units(d for d in assigned if d.role == _LEAD)
    main = tuple(u for u in _units(d for d in assigned if d.role == _MAIN) if u not in lead)
    roles: dict[str, list[str]] = {}
    for d in assigned:
        if d.role not in (_LEAD, _MAIN):
            roles.setdefault(d.role, []).append(d.unit)
    given = {d.unit for d in assigned}
    return Division(
        node.id, node.plan, node.kind, number_text(indicator) if indicator else node.number,
        measured_name(indicator) if indicator else plain(gathering.title(node)).rstrip("：:。"),
        target_text(indicator) if indicator else "", citation_text(node.citation), lead, main,
        tuple(f"{role}：{'、'.join(dict.fromkeys(units))}" for role, units in roles.items()),
        tuple(u for u in _units(d for d in duties if d.basis == "named") if u not in given),
        "；".join(dict.fromkeys(plain(d.deadline) for d in assigned if d.deadline)),
        next((d.line for d in assigned if d.line), node.span.line if node.span else 0),
    )  # fmt: skip


def _units(duties: Iterable[Duty]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d.unit for d in duties))


_COLUMNS = (
    Column("序号", 6, number=True), Column("类别", 9), Column("出处", 18), Column("事项", 40), Column("目标", 12),
    Column("牵头单位", 20), Column("责任单位", 26), Column("其他单位", 24), Column("文中点名（供参考）", 26),
    Column("时限", 14), Column("源文行", 8, count=True),
)  # fmt: skip
_FILL = (Column(STATUS, 10, status=True), Column("备注", 16))
_OPTIONAL = frozenset({"目标", "牵头单位", "其他单位", "文中点名（供参考）", "时限"})


def division_grid(rows: tuple[Division, ...], name: str = "责任分工表") -> Grid:
    """The table for a spreadsheet; columns nothing stands in are left out."""
    cells: list[tuple[Cell, ...]] = [
        (
            n, KIND_NAMES[r.kind], r.citation, r.title, r.target, "、".join(r.lead), r.responsible,
            "；".join(r.others), "、".join(r.named), r.deadline, r.line or None,
        )
        for n, r in enumerate(rows, 1)
    ]  # fmt: skip
    keep = [
        i
        for i, c in enumerate(_COLUMNS)
        if c.name not in _OPTIONAL or any(row[i] not in (None, "") for row in cells)
    ]
    return Grid(
        name,
        tuple(_COLUMNS[i] for i in keep) + _FILL,
        tuple((*(row[i] for i in keep), None, None) for row in cells),
    )


def division_title(plan: Plan) -> str:
    return f"{plan_name(plan)}责任分工表"


_INDEX = (
    Column("序号", 6, count=True), Column("单位", 30), Column("全称", 30), Column("指标", 8, count=True),
    Column("其中约束性", 11, count=True), Column("项目", 8, count=True), Column("任务和其他职责", 15, count=True),
    Column("以集合称谓承担", 15, count=True), Column("文中点名", 10, count=True),
    Column("普遍要求", 10, count=True), Column("文件", 40),
)  # fmt: skip


def index_grid(sheets: list[Sheet], files: dict[str, tuple[str, ...]]) -> Grid:
    """The index of what was written: a unit a row with its counts; files: names of each unit's files."""
    rows: list[tuple[Cell, ...]] = []
    links: list[tuple[int, int, str]] = []
    for n, sheet in enumerate(sheets, 1):
        count = _counts(sheet)
        mine = files.get(sheet.unit.name, ())
        full = sheet.unit.full_name if sheet.unit.full_name != sheet.unit.name else ""
        rows.append((n, sheet.unit.name, full, *count, "、".join(mine)))
        if mine:
            links.append((n - 1, 1, mine[0]))
    return Grid("单位目录", _INDEX, tuple(rows), tuple(links))


def _counts(sheet: Sheet) -> tuple[int, ...]:
    parts = sheet.parts
    return (
        sum(p.indicator_rows for p in parts),
        sum(p.binding_rows for p in parts),
        *(sum(len(p.entries(k)) for p in parts) for k in ("projects", "tasks", "collective", "named")),
        sum(len(p.obligations) for p in parts),
    )
