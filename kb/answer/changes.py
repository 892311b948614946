"""What changes for readers from one base to another: duties gained and lost, nodes that came, went or moved, links that
break."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kb.model import BASIS_NAMES, KIND_NAMES, Duty, Node
from kb.store import Base


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyChange:
    """A duty that one base has and the other lacks. citation, title: of its node, where it is."""

    unit: str
    unit_id: str
    role: str
    basis: str
    node: str
    citation: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeChange:
    """A node that came (before ""), went (after "") or has another id, and so another address."""

    before: str
    after: str
    kind: str
    citation: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """What changes in one plan. new, gone: the whole plan came or went; then the rest is its counts alone."""

    plan: str
    title: str
    new: bool = False
    gone: bool = False
    gained: tuple[DutyChange, ...] = ()
    lost: tuple[DutyChange, ...] = ()
    nodes: tuple[NodeChange, ...] = ()
    words: tuple[NodeChange, ...] = ()
    count: int = 0
    """Nodes of a plan that is new or gone."""

    @property
    def broken(self) -> tuple[NodeChange, ...]:
        """Nodes whose old address leads nowhere."""
        return tuple(n for n in self.nodes if n.before)


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changes, plan by plan; plans that stay as they are are left out."""

    plans: tuple[PlanChange, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.plans)

    def units(self) -> dict[str, tuple[int, int]]:
        """Return unit → (duties gained, duties lost), most changes first; plans that came or went left out."""
        gained = Counter(d.unit for p in self.plans for d in p.gained)
        lost = Counter(d.unit for p in self.plans for d in p.lost)
        names = sorted({*gained, *lost}, key=lambda n: (-gained[n] - lost[n], n))
        return {n: (gained[n], lost[n]) for n in names}


def changes(before: Base | None, after: Base) -> Changes:
    """Compare two bases. before: None where nothing was published yet."""
    old = before.plan_ids() if before is not None else ()
    out: list[PlanChange] = []
    for plan in after.plan_ids():
        if before is None or plan not in old:
            count = len(after.nodes(plan))
            out.append(PlanChange(plan=plan, title=after.plan(plan).title, new=True, count=count))
        else:
            out.append(_plan(before, after, plan))
    if before is not None:
        gone = [plan for plan in old if plan not in after.plan_ids()]
        out += [
            PlanChange(plan=p, title=before.plan(p).title, gone=True, count=len(before.nodes(p)))
            for p in gone
        ]
    return Changes(tuple(p for p in out if p.new or p.gone or p.gained or p.lost or p.nodes or p.words))


def _plan(before: Base, after: Base, plan: str) -> PlanChange:
    old = {n.id: n for n in before.nodes(plan)}
    new = {n.id: n for n in after.nodes(plan)}
    went = [n for id_, n in old.items() if id_ not in new]
    came = [n for id_, n in new.items() if id_ not in old]
    moved = _moved(went, came)
    back = {b: a for a, b in moved.items()}
    nodes = [
        _change(new[moved[n.id]] if n.id in moved else n, before=n.id, after=moved.get(n.id, ""))
        for n in went
    ]
    nodes += [_change(n, before="", after=n.id) for n in came if n.id not in back]
    words = [
        _change(n, before=id_, after=id_)
        for id_, n in new.items()
        if id_ in old and _words(old[id_]) != _words(n)
    ]
    had = Counter(_key(d, moved) for d in before.duties(plan=plan) if d.basis != "related")
    has = Counter(_key(d, {}) for d in after.duties(plan=plan) if d.basis != "related")
    gained = [_duty(d, new) for d in _only(after.duties(plan=plan), has - had, {})]
    lost = [_duty(d, old) for d in _only(before.duties(plan=plan), had - has, moved)]
    return PlanChange(
        plan=plan, title=after.plan(plan).title, gained=tuple(gained), lost=tuple(lost), nodes=tuple(nodes),
        words=tuple(words),
    )  # fmt: skip


def _moved(went: list[Node], came: list[Node]) -> dict[str, str]:
    """Return old id → new id of nodes with the same words, where both are the only such ones."""
    out: dict[str, str] = {}
    old = Counter(map(_words, went))
    new = {_words(n): n for n in came}
    count = Counter(map(_words, came))
    for node in went:
        words = _words(node)
        if any(words) and old[words] == 1 and count[words] == 1:
            out[node.id] = new[words].id
    return out


def _words(node: Node) -> tuple[str, str]:
    return node.title, node.text


Key = tuple[str, str, str, str]


def _key(duty: Duty, moved: dict[str, str]) -> Key:
    return duty.unit_id, duty.role, duty.basis, moved.get(duty.node, duty.node)


def _only(duties: tuple[Duty, ...], keys: Counter[Key], moved: dict[str, str]) -> list[Duty]:
    """Return the duties of some keys, each as often as it is counted."""
    left = Counter(keys)
    out = []
    for duty in duties:
        key = _key(duty, moved)
        if duty.basis != "related" and left[key] > 0:
            left[key] -= 1
            out.append(duty)
    return out


def _duty(duty: Duty, nodes: dict[str, Node]) -> DutyChange:
    node = nodes[duty.node]
    return DutyChange(
        unit=duty.unit, unit_id=duty.unit_id, role=duty.role, basis=BASIS_NAMES[duty.basis], node=duty.node,
        citation=node.citation, title=node.title or node.text[:30],
    )  # fmt: skip


def _change(node: Node, *, before: str, after: str) -> NodeChange:
    return NodeChange(
        before=before, after=after, kind=KIND_NAMES[node.kind], citation=node.citation, title=node.title or node.text[:30]
    )  # fmt: skip
