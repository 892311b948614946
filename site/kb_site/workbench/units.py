"""单位: names that the texts print and units.toml lacks, each with its sentence; and the entries of units.toml."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from kb.corpus import UNITS_FILE, Corpus
from kb.edit.change import EditRefused
from kb.edit.desk import StaleSave
from kb.edit.units import LISTS, merge, new_unit, not_a_unit, remove_unit, same_as, set_field, split
from kb.model import DROPPING, NOT_A_UNIT, Unit
from kb.problems import DocumentError
from kb.rules.proposals import join_proposed
from kb.service.replies import Refused
from kb.words.unit_kinds import KINDS
from kb_site.wording import said
from kb_site.workbench.frame import (
    HOME,
    PATIENCE,
    back,
    corpus_of,
    desk_of,
    field,
    fields,
    number,
    render,
    reviewed_before,
    user_of,
    with_form,
)

KIND_CHOICES: Final = (*KINDS, "集合称谓")
FIELD_WORDS: Final = (
    ("name", "名称"), ("full_name", "全称"), ("kind", "类别"), ("place", "地方"), ("parent", "上级单位"),
    ("aliases", "别名"), ("members", "成员"), ("plans", "只用于这些规划"),
)  # fmt: skip
QUOTE: Final = 80
"""Characters of a sentence that shows where a name occurs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A name that a text prints and units.toml lacks. quote: where it first occurs. line: of plan.md. assigned: how many
    duties the text gives it; 0 for a name that is only named in passing."""

    unit: Unit
    plan: str
    title: str
    citation: str
    quote: str
    line: int
    assigned: int
    count: int

    @property
    def key(self) -> str:
        return f"{self.plan} {self.unit.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An entry of units.toml. no: its number in the file, from 0. duties: of it, in all plans as they are now."""

    no: int
    unit: Unit
    duties: int


def page(request: Request) -> Response:
    """The page. ?plan= shows one plan's names alone."""
    return _draw(request)


def _draw(request: Request, wrong: str = "", status: int = 200) -> Response:
    corpus = corpus_of(request)
    plan = request.query_params.get("plan", "")
    plans = corpus.plan_ids()
    met, counts, unread = _met(corpus, (plan,) if plan in plans else plans)
    listed = _listed(corpus, counts)
    return render(
        request, "units.html", title="单位", area="units", plan=plan if plan in plans else "", plans=_titles(corpus),
        met=met, listed=[u for u in listed if u.unit.kind != NOT_A_UNIT], unread=unread,
        none=[u for u in listed if u.unit.kind == NOT_A_UNIT], kinds=KIND_CHOICES, digest=_digest(request),
        wrong=wrong, status=status,
    )  # fmt: skip


def entry_page(request: Request) -> Response:
    """One entry of units.toml, with everything that can be done with it."""
    return _draw_entry(request, int(request.path_params["no"]))


def _draw_entry(request: Request, no: int, wrong: str = "", status: int = 200) -> Response:
    corpus = corpus_of(request)
    _, counts, _ = _met(corpus, corpus.plan_ids())
    listed = _listed(corpus, counts)
    if no >= len(listed):
        raise Refused(404, "KB401", "没有这条登记，可能刚被合并或删去。")
    return render(
        request, "unit.html", title=listed[no].unit.name, area="units", one=listed[no], kinds=KIND_CHOICES,
        others=[u for u in listed if u.no != no and u.unit.kind != NOT_A_UNIT], digest=_digest(request),
        fields=[(name, label, _shown(listed[no].unit, name)) for name, label in FIELD_WORDS], wrong=wrong, status=status,
    )  # fmt: skip


async def edit(request: Request) -> Response:
    """Make one change of units.toml."""
    return await with_form(request, _edit)


def _edit(request: Request, form: FormData) -> Response:
    make, what = _operation(request, form)
    plan = field(form, "plan")
    asked = {"plan": plan} if plan else {}
    path = f"{HOME}/units{'?' + urlencode(asked) if asked else ''}"
    try:
        saved = desk_of(request).do(UNITS_FILE, field(form, "digest"), make, user_of(request), what)
    except StaleSave as error:
        return _draw(request, f"{error} 没有做，请看过现在的登记再做一次。", 409)
    except EditRefused as error:
        if field(form, "from") == "entry":
            return _draw_entry(request, number(form, "no"), str(error), 422)
        return _draw(request, str(error), 422)
    if saved.entry is None:
        return back(request, path, said="same")
    return back(request, path, done=saved.entry.no, said="merged" if saved.merged else "")


def _operation(request: Request, form: FormData) -> tuple[Callable[[str], str], str]:
    """Return what a form asks for, and how the history says it."""
    op, no, name = field(form, "op"), number(form, "no"), field(form, "name").strip()
    if op == "confirm":
        corpus = corpus_of(request)
        chosen = set(fields(form, "key"))
        met = [m for m in _met(corpus, corpus.plan_ids())[0] if m.key in chosen]
        if not met:
            raise EditRefused("没有勾选单位。请先勾选，再登记。")
        shown = "、".join(m.unit.name for m in met[:3]) + (f"等 {len(met)} 家" if len(met) > 3 else "")
        return (lambda text: _confirm(text, met)), f"登记 {shown}"
    if op == "new":
        unit = Unit(
            name, field(form, "full_name"), tuple(_words(field(form, "aliases"))), field(form, "kind"),
            plans=tuple(filter(None, [field(form, "in_plan")])),
        )  # fmt: skip
        return (lambda text: new_unit(text, unit)), f"登记 {name}"
    if op == "same":
        printed, known = field(form, "printed"), field(form, "known").strip()
        number_ = _known(corpus_of(request), known, field(form, "in_plan"))
        return (lambda text: same_as(text, number_, known, printed)), f"“{printed}”就是{known}"
    if op == "none":
        printed, in_plan = field(form, "printed"), field(form, "in_plan")
        return (lambda text: not_a_unit(text, printed, in_plan)), f"“{printed}”不是单位"
    if op == "fields":
        return (lambda text: _set_fields(text, no, name, form)), f"改 {name} 的登记"
    if op == "merge":
        into = _chosen(form, "into")
        return (lambda text: merge(text, *into, no, name)), f"{name} 并入 {into[1]}"
    if op == "split":
        out = fields(form, "alias")
        return (lambda text: split(text, no, name, out)), f"从 {name} 分出 {'、'.join(out)}"
    if op == "remove":
        return (lambda text: remove_unit(text, no, name)), f"删去 {name} 的登记"
    raise EditRefused("没有这种改法。请刷新页面再试。")


def _confirm(text: str, met: list[Met]) -> str:
    for one in met:
        text = new_unit(text, one.unit, f"{one.citation}")
    return text


def _set_fields(text: str, no: int, name: str, form: FormData) -> str:
    """Set what differs from what the page showed; the name last, as the others name the entry by it."""
    for key, _ in (*FIELD_WORDS[1:], FIELD_WORDS[0]):
        value = field(form, f"field-{key}").strip()
        if value != field(form, f"was-{key}").strip():
            text = set_field(text, no, name, key, _words(value) if key in LISTS else value)
    return text


def _chosen(form: FormData, key: str) -> tuple[int, str]:
    """Return (number, name) of an entry that a list was chosen from: “12 区教委”."""
    number_, _, name = field(form, key).partition(" ")
    if not number_.isdecimal() or not name:
        raise EditRefused("请选一家已登记的单位。")
    return int(number_), name


def _known(corpus: Corpus, name: str, plan: str) -> int:
    """Return the number of the entry of a name that holds for a plan. Raises EditRefused where there is none."""
    for no, unit in enumerate(corpus.units()):
        if unit.name == name and (not unit.plans or plan in unit.plans):
            return no
    raise EditRefused(f"没有登记“{name[:30]}”，或它只用于别的规划。请从列表里选一家，或登记为新单位。")


def _words(value: str) -> list[str]:
    return [
        w.strip()
        for w in value.replace("，", "、").replace(",", "、").replace("\n", "、").split("、")
        if w.strip()
    ]


def _shown(unit: Unit, name: str) -> str:
    value = getattr(unit, name)
    if name == "place":
        return "/".join(value)
    return "、".join(value) if isinstance(value, tuple) else str(value)


def _met(corpus: Corpus, plans: tuple[str, ...]) -> tuple[list[Met], dict[str, int], list[str]]:
    """Return the names that units.toml lacks, those with most duties first; duties of every name; plans that cannot be
    read."""
    out: list[Met] = []
    counts: dict[str, int] = {}
    unread: list[str] = []
    end = time.monotonic() + PATIENCE
    for plan in plans:
        try:
            seen = reviewed_before(corpus, plan, end)
        except DocumentError:
            seen = None
        if seen is None:
            unread.append(plan)
            continue
        nodes = {n.id: n for n in seen.tree.nodes}
        own = [d for d in seen.facts.duties if d.basis != "related"]
        for duty in own:
            counts[duty.unit] = counts.get(duty.unit, 0) + 1
        unknown = [u for u in seen.facts.units if not u.registered]
        dropped = {line.strip() for r in seen.left if r.kind in DROPPING for line in r.source.splitlines()}
        full = {u.name: u for u in join_proposed(unknown, seen.tree.plan)}
        for unit in unknown:
            mine = [d for d in own if d.unit == unit.name]
            if not mine:
                continue
            first = next((d for d in mine if d.basis == "assigned"), mine[0])
            node = nodes[first.node]
            entry = full.get(unit.name, replace(unit, plans=(plan,)))
            out.append(
                Met(
                    unit=entry, plan=plan, title=seen.tree.plan.title, citation=node.citation, line=node.plan_line,
                    quote=_around(said(first.quote or node.text, dropped - {""}), unit.name), count=len(mine),
                    assigned=sum(d.basis == "assigned" for d in mine),
                )
            )  # fmt: skip
    return sorted(out, key=lambda m: (not m.assigned, -m.count, m.unit.name)), counts, unread


def _around(text: str, name: str) -> str:
    """Return the stretch of a sentence around a name."""
    at = max(0, text.find(name) - QUOTE // 2)
    return ("…" if at else "") + text[at : at + QUOTE] + ("…" if len(text) > at + QUOTE else "")


def _listed(corpus: Corpus, counts: dict[str, int]) -> list[Listed]:
    return [Listed(no=no, unit=u, duties=counts.get(u.name, 0)) for no, u in enumerate(corpus.units())]


def _digest(request: Request) -> str:
    return desk_of(request).open(UNITS_FILE).digest


def _titles(corpus: Corpus) -> list[tuple[str, str]]:
    out = []
    for plan in corpus.plan_ids():
        try:
            seen = reviewed_before(corpus, plan, 0.0)
        except DocumentError:
            seen = None
        out.append((plan, seen.tree.plan.title if seen is not None else plan))
    return out
