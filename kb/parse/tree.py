"""Blocks to nodes: nesting, kinds, numbers, titles, ids, citations and spans."""

from __future__ import annotations

import re
from collections import Counter

from kb.citation import Cited, unique_citations
from kb.model import Kind, Node, Tree
from kb.parse.blocks import Block, Draft
from kb.parse.captions import read_caption
from kb.parse.kinds import item_kind
from kb.parse.node_builder import Grow, Growing, first_clause, key_of
from kb.parse.numbering import read_heading_mark, read_mark
from kb.parse.tables.row_nodes import names_indicators, read_table
from kb.spans import Lines, Span, Text
from kb.words.numerals import han_value

# What closes a heading and is no part of its title.
_CLOSING = "。：:；;.、 　"
# A bracket at the end of a heading that says who answers for it: （牵头单位：市商务局）, （财政部负责）.
_LABEL = re.compile(
    r"\s*[（(〔\[【](?=[^（(〔\[【]{0,400}(?:单位|部门|处室|负责|牵头|配合)).*[）)〕\]】]\s*[。.]?\s*$", re.S
)
_FRAMED = re.compile(r"\s*[◆●■★▲◎□○•·]?\s*【([^【】]+)】\s*[：:]?\s*|\s*[◆●■★▲◎□○•·]\s*([^◆●■★▲◎□○•·]+)")


def build_tree(draft: Draft, moved: frozenset[int] = frozenset()) -> Tree:
    """The tree of a draft. `moved`: indices of blocks that are elsewhere in the source than in the draft.

    Depth: cover, title, preamble and chapters 0, below that one more a level."""
    grown: list[Growing] = []
    ids: Counter[str] = Counter()
    plan = draft.plan
    line, edited = 0, False

    def grow(node: Growing) -> Growing:
        node.line = node.line or line
        node.edited = node.edited or edited
        ids[node.local] += 1
        if ids[node.local] > 1:
            node.local = f"{node.local}-{ids[node.local]}"
            ids[node.local] += 1
        grown.append(node)
        return node

    containers = _containers(draft.blocks)
    flat = not any(b.kind == "heading" and b.level > 1 for b in draft.blocks)
    stack: list[Growing] = []  # open headings, outermost first
    levels: list[int] = []
    box: Growing | None = None
    project: Growing | None = None
    for index, block in enumerate(draft.blocks):
        place = ("place",) if index in moved else ()
        line, edited = block.line, 0 in block.edited and block.kind != "table"
        above = stack[-1] if stack else None
        if block.kind == "end":
            box = project = None
        elif block.kind == "box":
            number, title = read_caption(block.text.value) or ("", block.text.value.strip())
            local = _boxkey_of(number) if number else f"b.p{key_of(title)}"
            within = next((s for s in reversed(stack) if _holds_boxes(s)), above)
            if number.startswith("附"):  # 附表2 is appended to the plan, or to the annex it is in
                within = next((s for s in stack if s.local.startswith("a")), None)
            depth = within.depth + 1 if within else 0
            box = grow(
                Growing("box", depth, local, number, title, block.text, within, number or title, place)
            )
            project = None
        elif block.kind == "heading" and box is not None:
            number, title = _titled(block)
            mark = read_mark(block.text.value)
            local = (
                f"{box.local}.{mark.value}"
                if mark and mark.style != "dash"
                else f"{box.local}.p{key_of(title)}"
            )
            cite = (
                f"{box.citation} {number}{title}"
                if not number.isdecimal()
                else f"{box.citation} {number}. {title}"
            )
            project = grow(
                Growing("project", box.depth + 1, local, number, title, block.text, box, cite, place)
            )
        elif block.kind == "heading":
            while levels and levels[-1] >= block.level:
                levels.pop()
                stack.pop()
            above = stack[-1] if stack else None
            node = _heading(block, above, index in containers, flat, tuple(s.title for s in reversed(stack)))
            node.repaired = (*node.repaired, *place)
            stack.append(grow(node))
            levels.append(block.level)
        elif block.kind == "table":
            holder = next((s for s in reversed(stack) if _holds_boxes(s)), above)
            owner = box or (holder if names_indicators(block.rows[0]) else above)
            read_table(grow, block, owner, grown[-1] if grown else None, place)
        else:
            _paragraph(grow, block, project, box, above, place, grown)
    return _finish(draft, grown, plan.id)


def _containers(blocks: tuple[Block, ...]) -> frozenset[int]:
    """Indices of the headings that are chapters and sections by their style of numbering, some without items too.

    “（一）” over “1.” anywhere makes every （一） a section. The styles of items (1., （1）, 1.1) are containers only
    where at least half of the siblings have headings below them, and for 1. and （1） half of all there are; a single
    task with （1）（2） stays a task, and principles 1. 2. 3. are none because 1.主要目标 is over （1） elsewhere."""
    level_of: dict[int, str] = {}
    siblings: dict[tuple[int, str], list[int]] = {}
    over: set[int] = set()
    stack: list[tuple[int, int]] = []
    boxed = False
    for i, b in enumerate(blocks):
        if b.kind in ("box", "end"):
            boxed = b.kind == "box"
        if b.kind != "heading" or boxed:
            continue
        while stack and stack[-1][0] >= b.level:
            stack.pop()
        style = _style(b)
        above = stack[-1][1] if stack else -1
        level_of[i] = style
        siblings.setdefault((above, style), []).append(i)
        if style not in ("dash", "named") and stack:
            over.add(above)
        stack.append((b.level, i))
    total = Counter(level_of.values())
    found = Counter(level_of[i] for i in over)
    out: set[int] = set()
    for (_, style), group in siblings.items():
        item = style in ("article", "arabic", "paren")
        enough = 2 * found[style] >= total[style] if item else found[style] > 0
        if item or style.startswith("dotted"):
            enough = enough and 2 * sum(i in over for i in group) >= len(group)
        if enough:
            out.update(group)
    return frozenset(out)


def _holds_boxes(node: Growing) -> bool:
    """Whether a box below belongs to this heading: a chapter, a section, or what is numbered like one."""
    mark = read_mark(node.number if node.number else node.head.value)
    return node.kind in ("chapter", "section") or (
        mark is not None and mark.style in ("part", "chapter", "section", "bracket")
    )


def _style(block: Block) -> str:
    mark = read_heading_mark(block.number or block.text.value)
    return mark.level if mark else ""


def _heading(
    block: Block, above: Growing | None, contains: bool, flat: bool, titles: tuple[str, ...]
) -> Growing:
    number, title = _titled(block)
    mark = read_heading_mark(block.number or block.text.value)
    style = mark.style if mark else ""
    if above is None and style != "article" and not (flat and style != "chapter"):
        kind: Kind = "chapter"
    elif mark is None or (contains and style != "dash"):
        kind = "section" if above is not None else "chapter"
    else:
        kind = item_kind(titles, title)
    parent = above.local if above else ""
    if mark is None or style == "dash":
        local = (
            f"{parent}.p{key_of(title or block.text.value)}"
            if parent
            else f"p{key_of(title or block.text.value)}"
        )
    else:
        value = f"a{mark.value}" if style == "annex" else str(mark.value)
        if style == "dotted" and not (above and number.startswith(f"{above.number}.")):
            value = mark.printed.replace(".", "-")  # 1.2 below 一、 is 1.1-2; below 1 it is 1.2
        local = f"{parent}.{value}" if parent else value
    cite = _citation(above, number, style, title)
    repaired = ("number",) if block.number else ()
    return Growing(
        kind, above.depth + 1 if above else 0, local, number, title, block.text, above, cite, repaired
    )


def _citation(above: Growing | None, number: str, style: str, title: str) -> str:
    """“二、” + “（四）” + “2”."""
    before = above.citation if above else ""
    if style == "dotted" and above and number.startswith(f"{above.number}."):
        return before.removesuffix(above.number) + number
    if style == "han":
        return f"{before}{number}、"
    if style in ("arabic", "dotted"):
        return f"{before}{number}" if not before[-1:].isdecimal() else f"{before}.{number}"
    if style == "dash" or not number:
        return f"{before}——{title}" if style == "dash" else before + title
    return before + number


def _titled(block: Block) -> tuple[str, str]:
    """(number as printed, title) of a heading."""
    value = block.text.value
    if block.number:
        mark = read_mark(block.number)
        number = mark.printed if mark else block.number
        rest = value
    else:
        mark = read_heading_mark(value)
        number = mark.printed if mark else ""
        rest = value[mark.end :] if mark else value
    return number, clean_title(rest)


def clean_title(rest: str) -> str:
    """A heading's words without its closing mark and without a bracket that names who answers for it."""
    shorter = _LABEL.sub("", rest.strip()) or rest
    framed = _FRAMED.fullmatch(shorter)
    return ((framed[1] or framed[2]) if framed else shorter).strip(_CLOSING).strip()


def _boxkey_of(number: str) -> str:
    """“专栏一” → “b1”, “表3” → “t3”, “附表2” → “ft2”, “表3-1” → “t3-1”."""
    prefix = "b" if number.startswith("专") else ("ft" if number.startswith("附") else "t")
    counted = re.sub(r"^[^\d〇零一二三四五六七八九十百]+", "", number)
    parts = [str(han_value(p)) for p in re.split(r"[-—.．]", counted) if p]
    return prefix + "-".join(parts)


def opening(text: str) -> str:
    """The words a paragraph is known by: its first clause, at most 16 characters."""
    plain = re.sub(r"\s+", "", text)
    return re.split(r"[，。；：:;]", plain, maxsplit=1)[0][:16] or plain[:16]


def _paragraph(
    grow: Grow,
    block: Block,
    project: Growing | None,
    box: Growing | None,
    above: Growing | None,
    place: tuple[str, ...],
    grown: list[Growing],
) -> None:
    """The first paragraph below a heading is its body; further ones are nodes of their own below it."""
    text = block.text
    if block.region != "body":
        name = {"cover": "封面", "title": "标题", "closing": "结尾", "notes": "附注", "imprint": "版记"}[
            block.region
        ]
        local = block.region if block.region == "title" else f"{block.region}.q{key_of(opening(text.value))}"
        grow(
            Growing(
                "paragraph",
                0,
                local,
                "",
                text.value if block.region == "title" else "",
                Text(""),
                None,
                name,
                place,
                [text],
            )
        )
        return
    owner = project or box or above
    if owner is None:
        grow(
            Growing(
                "paragraph",
                0,
                f"preamble.q{key_of(opening(text.value))}",
                "",
                "",
                Text(""),
                None,
                "序言",
                place,
                [text],
            )
        )
    elif grown[-1] is owner and not owner.body and owner.kind != "box":
        owner.body.append(text)
        owner.edited = owner.edited or 0 in block.edited
    else:
        local = f"{owner.local}.q{key_of(opening(text.value))}"
        grow(
            Growing(
                "paragraph", owner.depth + 1, local, "", "", Text(""), owner, owner.citation, place, [text]
            )
        )


def _finish(draft: Draft, grown: list[Growing], plan: str) -> Tree:
    """Freeze the nodes, children right below their parents, spans from the first to the last character below."""
    lines = Lines(draft.plan.source)
    own: dict[int, tuple[int, int] | None] = {}
    for g in grown:
        bounds = [b for t in (g.head, *g.body) if (b := t.bounds(0, len(t.value)))]
        own[id(g)] = (min(b[0] for b in bounds), max(b[1] for b in bounds)) if bounds else None
    for g in reversed(grown):
        mine = own[id(g)]
        p = g.parent
        if p is not None and mine is not None:
            theirs = own[id(p)]
            own[id(p)] = mine if theirs is None else (min(mine[0], theirs[0]), max(mine[1], theirs[1]))
    nodes = []
    cited = [
        Cited(g.citation, g.title, g.kind == "paragraph", g.kind != "paragraph" and bool(g.body))
        for g in grown
    ]
    citations = unique_citations(cited)
    for order, (g, citation) in enumerate(zip(grown, citations, strict=True)):
        at = own[id(g)]
        body = g.body[0] if g.body else Text("")
        title = g.title
        if not title and g.kind in ("task", "goal", "principle", "measure", "project", "section", "chapter"):
            title = first_clause(body.value)
        nodes.append(
            Node(
                id=f"{plan}/{g.local}",
                plan=plan,
                kind=g.kind,
                number=g.number,
                title=title,
                parent=f"{plan}/{g.parent.local}" if g.parent else None,
                order=order,
                depth=g.depth,
                head=g.head,
                body=body,
                citation=citation,
                span=Span(at[0], at[1], lines.line(at[0])) if at else None,
                repaired=g.repaired,
                cells=g.cells,
                columns=g.columns,
                plan_line=g.line,
                edited=g.edited,
            )
        )
    return Tree(draft.plan, tuple(nodes), draft.repairs)
