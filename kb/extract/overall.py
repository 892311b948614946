"""The plan's 责任分工表: every task, project and indicator with its units, those without marked; and the index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.extract.clean import plain
from kb.extract.columns import FILL_IN, Cell, Column
from kb.extract.content import Gathering
from kb.extract.sheet import Sheet
from kb.extract.tables import Grid
from kb.extract.wording import citation_text, measured_name, number_text, plan_name, target_text
from kb.model import KIND_NAMES, Duty, Node, Plan
from kb.rules.identity import unit_labels

UNCLEAR = "未明确"
# These are in the table even where the plan names no unit; any other node only with one.
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
        """What is in the column 责任单位: the units, or 未明确."""
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
    leads = {d.unit_id for d in assigned if d.role == _LEAD}
    main = _units(d for d in assigned if d.role == _MAIN and d.unit_id not in leads)
    roles: dict[str, list[Duty]] = {}
    for d in assigned:
        if d.role not in (_LEAD, _MAIN):
            roles.setdefault(d.role, []).append(d)
    given = {d.unit_id for d in assigned}
    return Division(
        id=node.id,
        plan=node.plan,
        kind=node.kind,
        number=number_text(indicator) if indicator else node.number,
        title=measured_name(indicator) if indicator else plain(gathering.title(node)).rstrip("：:。"),
        target=target_text(indicator) if indicator else "",
        citation=citation_text(node.citation),
        lead=lead,
        main=main,
        others=tuple(f"{role}：{'、'.join(_units(found))}" for role, found in roles.items()),
        named=_units(d for d in duties if d.basis == "named" and d.unit_id not in given),
        deadline="；".join(dict.fromkeys(plain(d.deadline) for d in assigned if d.deadline)),
        line=next((d.line for d in assigned if d.line), node.span.line if node.span else 0),
    )


def _units(duties: Iterable[Duty]) -> tuple[str, ...]:
    return tuple({d.unit_id: d.unit for d in duties}.values())


COLUMNS = (
    Column(key="kind", heading="类别", widest=9, read=lambda r: KIND_NAMES[r.kind]),
    Column(key="citation", heading="出处", widest=18, read=lambda r: r.citation),
    Column(key="title", heading="事项", widest=40, read=lambda r: r.title),
    Column(key="target", heading="目标", widest=12, read=lambda r: r.target),
    Column(key="lead", heading="牵头单位", widest=20, read=lambda r: "、".join(r.lead)),
    Column(key="main", heading="责任单位", widest=26, read=lambda r: r.responsible),
    Column(key="others", heading="其他单位", widest=24, read=lambda r: "；".join(r.others)),
    Column(key="named", heading="文中点名（供参考）", widest=26, read=lambda r: "、".join(r.named)),
    Column(key="deadline", heading="时限", widest=14, read=lambda r: r.deadline),
    Column(key="line", heading="源文行", widest=8, count=True, read=lambda r: r.line or None),
)  # fmt: skip
_OPTIONAL = frozenset({"target", "lead", "others", "named", "deadline"})


def division_grid(rows: tuple[Division, ...], name: str = "责任分工表") -> Grid:
    """The table for a spreadsheet; columns with nothing in them are left out."""
    read = {c.key: [c.read(r) for r in rows] for c in COLUMNS}
    kept = [c for c in COLUMNS if c.key not in _OPTIONAL or set(read[c.key]) - {None, ""}]
    blank: list[Cell] = [None] * len(rows)
    cells = zip(range(1, len(rows) + 1), *(read[c.key] for c in kept), blank, blank, strict=True)
    return Grid(name, (_NUMBER, *kept, *FILL_IN), tuple(cells))


def division_title(plan: Plan) -> str:
    return f"{plan_name(plan)}责任分工表"


_NUMBER = Column(key="n", heading="序号", widest=6, number=True)
_COUNTS = (
    ("指标", 8, lambda p: p.indicator_rows), ("其中约束性", 11, lambda p: p.binding_rows),
    ("项目", 8, lambda p: len(p.entries("projects"))), ("任务和其他职责", 15, lambda p: len(p.entries("tasks"))),
    ("以集合称谓提到", 15, lambda p: len(p.entries("collective"))), ("文中点名", 10, lambda p: len(p.entries("named"))),
    ("普遍要求", 10, lambda p: len(p.obligations)),
)  # fmt: skip
_INDEX = (
    Column(key="n", heading="序号", widest=6, count=True),
    Column(key="unit", heading="单位", widest=30),
    Column(key="full_name", heading="全称", widest=30),
    *(Column(key=name, heading=name, widest=widest, count=True) for name, widest, _ in _COUNTS),
    Column(key="files", heading="文件", widest=40),
)


def index_grid(sheets: list[Sheet], files: dict[str, tuple[str, ...]]) -> Grid:
    """The index of what was written: a unit a row with its counts; files: names of each unit's files."""
    rows: list[tuple[Cell, ...]] = []
    links: list[tuple[int, int, str]] = []
    shown = unit_labels(s.unit for s in sheets)
    for n, sheet in enumerate(sheets, 1):
        count = _counts(sheet)
        mine = files.get(sheet.unit.id, ())
        full = sheet.unit.full_name if sheet.unit.full_name != sheet.unit.name else ""
        rows.append((n, shown[sheet.unit.id], full, *count, "、".join(mine)))
        if mine:
            links.append((n - 1, 1, mine[0]))
    return Grid("单位目录", _INDEX, tuple(rows), tuple(links))


def _counts(sheet: Sheet) -> tuple[int, ...]:
    return tuple(sum(count(p) for p in sheet.parts) for _, _, count in _COUNTS)
