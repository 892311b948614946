"""What the form of one unit asks: its indicators, its tasks and projects, what the plan asks of every unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.extract.clean import plain
from kb.extract.sheet import Entry, Part, Tie
from kb.extract.wording import addressee_text, citation_text, entry_name, number_text, partner_text, role_word
from kb.ledger.tables import MeasureRow, number_of, shown
from kb.model import Target
from kb.monitor.desk import Desk

FORM_VERSION = 1
TASK_SECTIONS = ("projects", "tasks", "collective", "named")
NAMED = "文中点名"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorAsk:
    """An indicator row of a form. asked: this unit reports the value; otherwise `reporter` does.

    last: last year's accepted value, "" for none. base: what is known of the base year, "" asks for it. low, high: bounds of
    a sound value. way: up, down or level.
    """

    id: str
    number: str
    name: str
    measure: str
    target: Target
    binding: str
    partners: str
    base_year: int | None
    base: str
    last: str
    asked: bool
    reporter: str
    low: float | None
    high: float | None
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAsk:
    """A task, project or assigned sentence of a form. assigned: a document gives it to the unit; otherwise it is named only."""

    id: str
    title: str
    text: str
    role: str
    partners: str
    deadline: str
    assigned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralAsk:
    """What the plan asks of every responsible unit. id: `3.3@1`, the node and a number."""

    id: str
    asked: str
    said: str
    addressee: str
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """All that the form of one unit holds. issued, due: ISO days. digest: of the base that it was made from."""

    plan: str
    plan_title: str
    doc_number: str
    unit: str
    sent_to: str
    year: int
    issued: str
    due: str
    sender: str
    digest: str
    indicators: tuple[IndicatorAsk, ...] = ()
    tasks: tuple[TaskAsk, ...] = ()
    general: tuple[GeneralAsk, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all rows, in the order of the sheets."""
        return (*(r.id for r in self.indicators), *(r.id for r in self.tasks), *(r.id for r in self.general))

    @property
    def plan_name(self) -> str:
        """“《某某规划》（某府发〔2023〕7号）”."""
        return f"《{self.plan_title}》" + (f"（{self.doc_number}）" if self.doc_number else "")

    @property
    def empty(self) -> bool:
        return not self.ids


def form_of(desk: Desk, unit: str, sent_to: str, year: int, *, issued: str, due: str) -> Form:
    """Return the form of a unit by the name the plan has. Raises NotFound for a name that is no unit's."""
    sheet = desk.gathering.sheet(unit)
    part = next((p for p in sheet.parts if p.plan.id == desk.plan_id), None)
    return Form(
        plan=desk.plan_id,
        plan_title=plain(desk.plan.title),
        doc_number=plain(desk.plan.doc_number),
        unit=sheet.unit.name,
        sent_to=sent_to or sheet.unit.full_name or sheet.unit.name,
        year=year,
        issued=issued,
        due=due,
        sender=desk.ledger.settings.sender or plain(desk.plan.issuer),
        digest=desk.base.digest[:16],
        indicators=tuple(_indicators(desk, part, sheet.unit.name, year)) if part is not None else (),
        tasks=tuple(_tasks(desk, part, sheet.unit.name)),
        general=tuple(_general(part)) if part is not None else (),
    )


def _indicators(desk: Desk, part: Part, unit: str, year: int) -> Iterator[IndicatorAsk]:
    before = desk.ledger.round(year - 1)
    entries = [(e, s.key) for s in part.sections for e in s.entries if e.indicator is not None]
    seen: set[str] = set()
    for entry, key in entries:
        i, id_ = entry.indicator, local(entry.id)
        if i is None or id_ in seen or key in ("related", "object"):
            continue
        seen.add(id_)
        row = desk.standing.row(id_)
        base = desk.standing.base(id_, year - 1)
        base_year = desk.standing.base_year(id_)
        last = desk.standing.series(id_, year - 1).get(year - 1) if before is not None else None
        if last is None and base_year == year - 1:
            last = base
        yield IndicatorAsk(
            id=id_,
            number=number_text(i),
            name=plain(i.name),
            measure=plain(i.unit_of_measure),
            target=i.target,
            binding=i.binding,
            partners=partners_of(entry.ties),
            base_year=base_year,
            base=shown(base),
            last=shown(last),
            asked=row.reporter == unit or (not row.reporter and key == "indicators"),
            reporter=row.reporter,
            low=number_of(row.min),
            high=number_of(row.max),
            way=desk.standing.way(id_),
        )


def _tasks(desk: Desk, part: Part | None, unit: str) -> Iterator[TaskAsk]:
    measures = [m for m in desk.ledger.measures if unit in units_of(m)]
    seen = {m.node for m in measures}
    for section in part.sections if part is not None else ():
        if section.key not in TASK_SECTIONS:
            continue
        for entry in section.entries:
            if local(entry.id) not in seen and entry.indicator is None:
                seen.add(local(entry.id))
                yield _task(entry, assigned=section.key != "named")
    for m in measures:
        node = desk.gathering.nodes.get(f"{desk.plan_id}/{m.node}")
        yield TaskAsk(
            id=m.id,
            title=desk.gathering.title(node) if node is not None else m.node,
            text=m.text,
            role=role_in(m, unit),
            partners="；".join(
                f"{label}：{names}"
                for label, names in (("牵头单位", m.lead), ("责任单位", m.main), ("配合单位", m.help))
                if names and names != unit
            ),
            deadline=m.deadline,
            assigned=True,
        )


def _task(entry: Entry, *, assigned: bool) -> TaskAsk:
    said = "；".join(dict.fromkeys(plain(t.said) for t in entry.ties if t.said))
    whole_text = "\n".join(plain(p) for p in entry.passages)
    roles = [role_word(t.role) if t.basis == "assigned" else f"{NAMED}·{t.role}" for t in entry.ties]
    text = said if not assigned or any(t.via for t in entry.ties) else whole_text
    return TaskAsk(
        id=local(entry.id),
        title=entry_name(entry),
        text=text or said or whole_text,
        role="；".join(dict.fromkeys(roles)),
        partners=partners_of(entry.ties),
        deadline=entry.deadline,
        assigned=assigned,
    )


def _general(part: Part) -> Iterator[GeneralAsk]:
    seen: dict[str, int] = {}
    for r in part.obligations:
        node = local(r.obligation.node)
        seen[node] = seen.get(node, 0) + 1
        yield GeneralAsk(
            id=f"{node}@{seen[node]}",
            asked="、".join(r.obligation.kinds),
            said=plain(r.obligation.said),
            addressee=addressee_text(r),
            citation=citation_text(r.citation),
        )


def local(id_: str) -> str:
    return id_.split("/", 1)[1]


def partners_of(ties: tuple[Tie, ...]) -> str:
    return "；".join(dict.fromkeys(words for t in ties if (words := partner_text(t))))


def units_of(measure: MeasureRow) -> tuple[str, ...]:
    """Return the units of an assigned sentence: those that lead, are responsible, help."""
    return tuple(n for cell in (measure.lead, measure.main, measure.help) for n in names_in(cell))


def names_in(cell: str) -> tuple[str, ...]:
    """“区教委、区卫健委” → both; 、 ， ; and line breaks part names."""
    for mark in "，,；;\n":
        cell = cell.replace(mark, "、")
    return tuple(n.strip() for n in cell.split("、") if n.strip())


def role_in(measure: MeasureRow, unit: str) -> str:
    if unit in names_in(measure.lead):
        return "牵头单位"
    return "责任单位" if unit in names_in(measure.main) else "配合单位"


__all__ = ["FORM_VERSION", "Form", "GeneralAsk", "IndicatorAsk", "TaskAsk", "form_of", "names_in", "units_of"]
