"""Plans side by side: a page for every two plans that belong together, and the tree of which was made by which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.answer.compare import compare
from kb.answer.compare_shapes import CompareAnswer
from kb.answer.parts import IndicatorFacts, NodeBrief
from kb.compare import tasks
from kb.compare.changes import changes
from kb.compare.references import cited
from kb.compare.relations import Relation, relations
from kb_site.context import SiteContext
from kb_site.cut import Section, cut
from kb_site.page import Page
from kb_site.plan_view import PlanView
from kb_site.wording import short_title

INDEX = "compare.html"
MOST_PAIRS = 8
"""Pages that a plan is compared on, at most: a national outline is cited by hundreds, and each of them compares itself with it."""
WORDS = {"implements": "依据", "cites": "引用", "follows": "上一期", "revises": "另一版本"}
HEADS = {
    "implements": ("只在上级规划", "只在下级规划"), "cites": ("只在前一份", "只在后一份"),
    "follows": ("不再列", "新增"), "revises": ("删去", "新增"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one plan has: its words, the node they are of, where that is, and what is said besides."""

    id: str
    text: str
    where: str
    meta: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the comparison: what it is about, both sides (None: the plan has none), what is said of it."""

    title: str
    sides: tuple[Side | None, ...]
    said: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    changed: bool = False

    @property
    def weight(self) -> int:
        words = [self.title, *self.said, *self.against, *self.gone, *self.new]
        words += [f"{s.text}{s.where}{s.meta}{s.id}" for s in self.sides if s]
        return 320 + 3 * sum(map(len, words))


@dataclass(frozen=True, slots=True)
class Branch:
    """A plan in the tree with how it belongs to the one above, and what was made by it."""

    view: PlanView
    relation: Relation | None
    below: tuple[Branch, ...]


def related(site: SiteContext) -> tuple[Relation, ...]:
    """Return how the plans of the site belong together."""

    def make() -> tuple[Relation, ...]:
        plans = [v.plan for v in site.views]
        return relations(plans, {v.id: cited(v.plan, v.references, plans) for v in site.views})

    return site.once_for_all("relations", make)


def pairs(site: SiteContext) -> tuple[Relation, ...]:
    """Return the relations that have a page: of two plans the closest one, and for each plan no more than MOST_PAIRS of those it
    is the narrower or the later one of."""
    order = ("revises", "follows", "implements", "cites")
    seen: set[tuple[str, str]] = set()
    many: dict[str, int] = defaultdict(int)
    out = []
    for found in sorted(related(site), key=lambda r: order.index(r.kind)):
        if (
            (found.one, found.other) in seen
            or (found.other, found.one) in seen
            or many[found.other] >= MOST_PAIRS
        ):
            continue
        seen.add((found.one, found.other))
        many[found.other] += 1
        out.append(found)
    return tuple(out)


def path_of(pair: Relation, at: int = 0) -> str:
    return f"compare-{pair.one}-with-{pair.other}{f'-{at + 1}' if at else ''}.html"


def register(site: SiteContext) -> None:
    if site.single:
        return
    site.links.add(INDEX)
    for pair in pairs(site):
        for at in range(len(_compared(site, pair).parts)):
            site.links.add(path_of(pair, at))


def make(site: SiteContext) -> Iterator[Page]:
    if site.single:
        return
    yield tree_page(site)
    for pair in pairs(site):
        yield from pair_pages(site, pair)


@dataclass(frozen=True, slots=True)
class _Compared:
    """What the pages of a pair show. counts: how many rows of each kind."""

    parts: tuple[tuple[Section, ...], ...]
    counts: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


def _compared(site: SiteContext, pair: Relation) -> _Compared:
    one = site.view(pair.one)
    assert one is not None

    def made(*_: object) -> _Compared:
        found = compare(one.base, (pair.one, pair.other))
        sections = tuple(s for s in _sections(site, pair, found) if s.rows)
        counts = tuple((s.title, len(s.rows)) for s in sections)
        return _Compared(cut(sections), counts, tuple(found["notes"]))

    return site.once(one, f"compare {pair.other}", made)


def _sections(site: SiteContext, pair: Relation, found: CompareAnswer) -> Iterator[Section]:
    names = HEADS[pair.kind]
    rows = [
        Row(
            title=row["name"],
            sides=tuple(_indicator(cell) for cell in row["cells"]),
            said=(*row["said"], *_standing([p["standing"] for p in row["pairs"]])),
            changed=len({cell["target"]["text"] for cell in row["cells"] if cell}) > 1,
        )
        for row in found["indicators"]
    ]
    yield Section(key="same", title="对上的指标", rows=rows, note="名称、单位、方向都一致，或经人工核定。")
    proposed = [
        Row(
            title=row["cells"][0]["name"],
            sides=tuple(_indicator(cell, named=True) for cell in row["cells"]),
            said=(f"把握 {row['pair']['sure']}%。{'；'.join(row['pair']['why'])}。",),
            against=tuple(row["pair"]["against"]),
        )
        for row in found["proposed"]
    ]
    yield Section(key="proposed", title="可能是同一指标，待核定", rows=proposed,
                  note="只是提议，没有当作同一指标。在 corpus/align.csv 里写明是或否。")  # fmt: skip
    for at, plan in enumerate((pair.one, pair.other)):
        rows = [Row(title=cell["name"], sides=_alone(at, _indicator(cell))) for cell in found["only"][plan]]
        yield Section(key=f"only-{at}", title=f"{names[at]}的指标", rows=rows)
    yield from _tasks(site, pair, found, names)
    words = {True: WORDS["implements"], False: WORDS["cites"]}
    cites = [
        Row(title=f"《{row['name']}》", sides=_alone(at, Side(id=row["id"], text=words[row["basis"]], where=row["citation"])))
        for at, plan in enumerate((pair.one, pair.other))
        for row in found["references"]
        if row["plan"] == plan and row["leads"] in (pair.one, pair.other)
    ]  # fmt: skip
    yield Section(key="cites", title="彼此的引用", rows=cites)


def _tasks(
    site: SiteContext, pair: Relation, found: CompareAnswer, names: Sequence[str]
) -> Iterator[Section]:
    views = [site.view(pair.one), site.view(pair.other)]
    sure: list[Row] = []
    proposed: list[Row] = []
    taken: set[str] = set()
    for row in found["tasks"]:
        firm = row["pair"]["standing"] != "proposed"
        sides = tuple(_task(node) for node in row["nodes"])
        told = "" if firm else f"把握 {row['pair']['sure']}%。"
        gone: tuple[str, ...] = ()
        new: tuple[str, ...] = ()
        if firm and pair.kind in ("revises", "follows"):
            texts = [
                v.node[n["id"]].body.value for v, n in zip(views, row["nodes"], strict=True) if v is not None
            ]
            changed = changes(texts[0], texts[1])
            gone, new = changed.gone, changed.new
        if firm:
            taken |= {node["id"] for node in row["nodes"]}
        said = (f"{told}{'；'.join(row['pair']['why'])}。",) if not firm else ()
        (sure if firm else proposed).append(
            Row(title=row["nodes"][0]["title"], sides=sides, said=said, against=tuple(row["pair"]["against"]),
                gone=gone, new=new, changed=bool(gone or new))
        )  # fmt: skip
    yield Section(key="tasks", title="对上的任务", rows=sure, note="标题相同。")
    yield Section(key="tasks-proposed", title="可能相近的任务，待核定", rows=proposed)
    for at, view in enumerate(views):
        if view is None:
            continue
        rows = [
            Row(title=n.title, sides=_alone(at, Side(id=n.id, text="见原文", where=n.citation)))
            for n in view.nodes
            if n.kind in tasks.KINDS and n.id not in taken and n.title
        ]
        yield Section(key=f"tasks-{at}", title=f"{names[at]}的任务", rows=rows, note="可能相近的也列在这里。")


def _alone(at: int, side: Side | None) -> tuple[Side | None, ...]:
    return (side, None) if at == 0 else (None, side)


def _standing(standings: Sequence[str]) -> tuple[str, ...]:
    return ("人工核定为同一指标。",) if "by_hand" in standings else ()


def _indicator(cell: IndicatorFacts | None, *, named: bool = False) -> Side | None:
    if cell is None:
        return None
    unit = cell["unit_of_measure"] if cell["target"]["value"] is not None else ""
    words = f"{cell['target']['text']}{unit if unit not in cell['target']['text'] else ''}"
    stood = cell["baseline"]
    meta = [
        cell["binding"],
        f"基期 {stood['year']}年 {stood['value']:g}{stood['unit_of_measure']}" if stood else "",
    ]
    meta.append("、".join(cell["units"]))
    title = f"{cell['name']}：{words}" if named else words
    return Side(
        id=cell["id"],
        text=title,
        where=f"指标{cell['number']}" if cell["number"] else "",
        meta="，".join(filter(None, meta)),
    )


def _task(node: NodeBrief) -> Side:
    return Side(id=node["id"], text=node["title"], where=node["citation"])


def pair_pages(site: SiteContext, pair: Relation) -> Iterator[Page]:
    found = _compared(site, pair)
    views = [view for id_ in (pair.one, pair.other) if (view := site.view(id_)) is not None]
    titles = [v.plan.title for v in views]
    labels = [(path_of(pair, at), f"第 {at + 1} 页") for at in range(len(found.parts))]
    for at, sections in enumerate(found.parts):
        yield Page(
            path_of(pair, at),
            "compare.html",
            f"对照：{short_title(views[0].plan)}与{short_title(views[1].plan)}",
            f"《{titles[0]}》与《{titles[1]}》对照：指标、任务哪些相同，哪些只有一份有，目标谁高谁低，附出处。",
            area="compare",
            data={
                "views": views,
                "kind": WORDS[pair.kind],
                "relation": pair,
                "sections": sections,
                "counts": found.counts,
                "notes": found.notes,
                "parts": labels,
                "at": at,
                "index": INDEX,
            },
        )


def branches(site: SiteContext) -> tuple[tuple[Branch, ...], tuple[PlanView, ...]]:
    """Return the tree of plans by what they were made by, and the plans that belong to none.

    A plan stands below every plan it was made by that is not itself above another of them: a district's below its city's, and the
    city's below the nation's, though the district names both.
    """
    by_id = {v.id: v for v in site.views}
    above: dict[str, dict[str, Relation]] = defaultdict(dict)
    for found in related(site):
        if found.kind in ("implements", "cites"):
            known = above[found.other].get(found.one)
            if known is None or found.kind == "implements":
                above[found.other][found.one] = found
    over = {id_: _all_above(id_, above) for id_ in by_id}
    below: dict[str, list[tuple[str, Relation]]] = defaultdict(list)
    for id_, found_above in above.items():
        for one, relation in found_above.items():
            if not any(one in over[other] for other in found_above if other != one) and id_ not in over[one]:
                below[one].append((id_, relation))

    def branch(id_: str, relation: Relation | None) -> Branch:
        return Branch(by_id[id_], relation, tuple(branch(b, r) for b, r in below[id_]))

    under = {id_ for found in below.values() for id_, _ in found}
    roots = tuple(branch(v.id, None) for v in site.views if v.id not in under and below[v.id])
    alone = tuple(v for v in site.views if v.id not in under and not below[v.id])
    return roots, alone


def _all_above(id_: str, above: dict[str, dict[str, Relation]]) -> set[str]:
    out: set[str] = set()
    queue = list(above.get(id_, ()))
    while queue:
        one = queue.pop()
        if one not in out and one != id_:
            out.add(one)
            queue += above.get(one, ())
    return out


def tree_page(site: SiteContext) -> Page:
    roots, alone = branches(site)
    with_page = {(p.one, p.other): path_of(p) for p in pairs(site)}
    by_id = {v.id: v for v in site.views}
    versions = [
        (by_id[p.one], by_id[p.other], WORDS[p.kind], path_of(p)) for p in pairs(site) if p.kind in ("revises", "follows")
    ]  # fmt: skip
    return Page(
        INDEX,
        "compare-index.html",
        "规划之间",
        "哪份规划依据哪份规划，同一份规划的不同版本，两份规划逐项对照。",
        area="compare",
        data={
            "roots": roots[:MOST_ROOTS],
            "more": max(0, len(roots) - MOST_ROOTS),
            "alone": len(alone),
            "versions": versions[:MOST_VERSIONS],
            "pair_pages": with_page,
            "words": WORDS,
        },
    )


MOST_ROOTS, MOST_VERSIONS = 60, 60
"""Trees and versions that the page lists: some 400 bytes a line, 30 KB a page."""
