"""Blocks to nodes: nesting, kinds, numbers, titles, ids, citations and spans."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from kb.model import Cell, Kind, Node, Tree
from kb.parse.boxes import TITLED, read_caption
from kb.parse.draft import Block, Draft
from kb.parse.kinds import item_kind
from kb.parse.numbering import han_value, read_heading_mark, read_mark
from kb.spans import Lines, Span, Text, join_texts

# What closes a heading and is no part of its title.
_CLOSING = "。：:；;.、 　"
# A bracket at the end of a heading that says who answers for it: （牵头单位：市商务局）, （财政部负责）.
_LABEL = re.compile(
    r"\s*[（(〔\[【](?=[^（(〔\[【]{0,400}(?:单位|部门|处室|负责|牵头|配合)).*[）)〕\]】]\s*[。.]?\s*$", re.S
)
_FRAMED = re.compile(r"\s*[◆●■★▲◎□○•·]?\s*【([^【】]+)】\s*[：:]?\s*|\s*[◆●■★▲◎□○•·]\s*([^◆●■★▲◎□○•·]+)")
_UNIT_OF_MEASURE = re.compile(r"^(?P<name>.*\S)\s*[（(](?P<unit>[^（）()]*)[）)]\s*$", re.S)
_OPENED = re.compile(r"(?P<number>\d{1,3})[.．、](?P<name>\D.*)$", re.S)
# Column headings of an indicator table.
_NAME_COLUMN = re.compile(r"指标名称|指标$|^指标|主要指标|指标内容")
_NUMBER_COLUMN = re.compile(r"^(?:序号|编号|项次)$")
_PROJECT_COLUMN = re.compile(r"^(?:重点|重大|建设)?(?:项目|工程)(?:名称|内容)?$|^(?:项目|工程)名称")
_TARGET_COLUMN = re.compile(r"目标|规划|\d{4}|指标值|十[一二三四五六七]五|计划(?:任务|数|值)?$|任务[数量]?$")


@dataclass(slots=True)
class Growing:
    """A node while its parts come in."""

    kind: Kind
    depth: int
    local: str
    number: str
    title: str
    head: Text
    parent: Growing | None
    citation: str
    repaired: tuple[str, ...] = ()
    body: list[Text] = field(default_factory=list)
    cells: tuple[Cell, ...] = ()
    columns: tuple[str, ...] = ()


Grow = Callable[[Growing], Growing]


def build_tree(draft: Draft, moved: frozenset[int] = frozenset()) -> Tree:
    """The tree of a draft. `moved`: indices of blocks that stand elsewhere in the source than in the draft.

    Depth: cover, title, preamble and chapters 0, below that one more a level."""
    grown: list[Growing] = []
    ids: Counter[str] = Counter()
    plan = draft.plan

    def grow(node: Growing) -> Growing:
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
        above = stack[-1] if stack else None
        if block.kind == "end":
            box = project = None
        elif block.kind == "box":
            number, title = read_caption(block.text.value) or ("", block.text.value.strip())
            local = _box_key(number) if number else f"b.p{_key(title)}"
            within = next((s for s in reversed(stack) if _holds_boxes(s)), above)
            if number.startswith("附"):  # 附表2 is appended to the plan, or to the annex it stands in
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
                else f"{box.local}.p{_key(title)}"
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
            _rows(grow, block, box or above, grown[-1] if grown else None, place, block.region)
        else:
            _paragraph(grow, block, project, box, above, place, grown)
    return _finish(draft, grown, plan.id)


def _containers(blocks: tuple[Block, ...]) -> frozenset[int]:
    """Indices of the headings that are chapters and sections by their style of numbering, some without items too.

    “（一）” over “1.” anywhere makes every （一） a section. The styles of items (1., （1）, 1.1) are containers only
    where at least half of the siblings have headings below them, and for 1. and （1） half of all there are; a single
    task with （1）（2） stays a task, and principles 1. 2. 3. are none because 1.主要目标 stands over （1） elsewhere."""
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
        if style != "dash" and stack:
            over.add(above)
        stack.append((b.level, i))
    total = Counter(level_of.values())
    found = Counter(level_of[i] for i in over)
    out: set[int] = set()
    for (_, style), group in siblings.items():
        item = style in ("arabic", "paren")
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
        mark is not None and mark.style in ("part", "chapter", "article", "bracket")
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
    if above is None and not (flat and style != "chapter"):
        kind: Kind = "chapter"
    elif mark is None or (contains and style != "dash"):
        kind = "section" if above is not None else "chapter"
    else:
        kind = item_kind(titles, title)
    parent = above.local if above else ""
    if mark is None or style == "dash":
        local = (
            f"{parent}.p{_key(title or block.text.value)}"
            if parent
            else f"p{_key(title or block.text.value)}"
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


def _box_key(number: str) -> str:
    """“专栏一” → “b1”, “表3” → “t3”, “附表2” → “ft2”, “表3-1” → “t3-1”."""
    prefix = "b" if number.startswith("专") else ("ft" if number.startswith("附") else "t")
    counted = re.sub(r"^[^\d〇零一二三四五六七八九十百]+", "", number)
    parts = [str(han_value(p)) for p in re.split(r"[-—.．]", counted) if p]
    return prefix + "-".join(parts)


def _key(words: str) -> str:
    """A short key of words, the same whatever stands around them."""
    plain = re.sub(r"\s+", "", words)
    return hashlib.sha1(plain.encode()).hexdigest()[:6]


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
        name = {"cover": "封面", "title": "标题", "notes": "附注", "imprint": "版记"}[block.region]
        local = block.region if block.region == "title" else f"{block.region}.q{_key(opening(text.value))}"
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
                f"preamble.q{_key(opening(text.value))}",
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
    else:
        local = f"{owner.local}.q{_key(opening(text.value))}"
        grow(
            Growing(
                "paragraph", owner.depth + 1, local, "", "", Text(""), owner, owner.citation, place, [text]
            )
        )


def _rows(
    grow: Grow,
    block: Block,
    owner: Growing | None,
    latest: Growing | None,
    place: tuple[str, ...],
    region: str,
) -> None:
    """The rows of a table: indicators where it is one of indicators, else paragraphs with cells. latest: the node before."""
    header = block.rows[0]
    columns = tuple(re.sub(r"\s+", "", c.value) for c in header)
    name_at = next((i for i, c in enumerate(columns) if _NAME_COLUMN.search(c)), None)
    has_target = any(_TARGET_COLUMN.search(c) for i, c in enumerate(columns) if i != name_at)
    indicators = name_at is not None and has_target and owner is not None
    base = owner.local if owner else "table"
    depth = owner.depth + 1 if owner else 0
    first = owner if owner is not None and owner.kind == "box" and not owner.columns else None
    if first is not None:
        first.columns = columns
    if first is not None and latest is first:  # else what stands between caption and table comes first
        first.body.append(join_texts([c for c in header if c], " "))
    else:
        _row(
            grow,
            "paragraph",
            f"{base}.h{_key(''.join(columns))}",
            "",
            "",
            owner,
            header,
            columns,
            depth,
            place,
            region,
        )
    number_at = next((i for i, c in enumerate(columns) if _NUMBER_COLUMN.match(c)), None)
    project_at = next((i for i, c in enumerate(columns) if _PROJECT_COLUMN.search(c)), None)
    last = ""
    parts: Counter[str] = Counter()
    opened = _opened(block.rows, name_at) if number_at is None and name_at is not None else {}
    for at, row in enumerate(block.rows):
        merged = frozenset(column for line, column in block.merged if line == at)
        cells = [re.sub(r"\s+", "", c.value) for c in row]
        if not at or not any(cells):
            continue
        name = cells[name_at] if name_at is not None else ""
        number = cells[number_at] if number_at is not None else ""
        if at in opened:
            number, name = opened[at]
        elif len(cells) > 2 and sum(map(bool, cells)) == 1 and not number:
            name = ""  # the line of a group of rows: 一、儿童与健康
        title = cells[project_at] if project_at is not None else ""
        if project_at is not None and not indicators and title and (number_at is None or number):
            cite = f"{owner.citation if owner else ''} {title}"
            _row(
                grow,
                "project",
                f"{base}.p{_key(title)}",
                number,
                title,
                owner,
                row,
                columns,
                depth,
                place,
                region,
                cite,
                merged,
            )
        elif indicators and name:
            last = number or last
            parts[last] += 1
            local = f"{base}.{_slug(last) if last else 'p' + _key(name)}"
            if last and parts[last] > 1:
                local += f"-{parts[last]}"
            m = _UNIT_OF_MEASURE.match(name)
            title = m.group("name") if m else name
            cite = (
                f"{owner.citation} 指标{last}"
                if owner and last
                else f"{owner.citation if owner else ''} {title}"
            )
            _row(
                grow, "indicator", local, last, title, owner, row, columns, depth, place, region, cite, merged
            )
        else:
            key = _slug(number) if number else f"q{_key(''.join(cells)[:16])}"
            local = f"{base}.r{key}"
            _row(grow, "paragraph", local, number, "", owner, row, columns, depth, place, region, "", merged)


def _opened(rows: tuple[tuple[Text, ...], ...], name_at: int) -> dict[int, tuple[str, str]]:
    """Number and name of the rows whose number opens the name, “3.毛入园率”; none unless such numbers count on."""
    found: dict[int, tuple[str, str]] = {}
    before = 0
    for at, row in enumerate(rows[1:], 1):
        m = _OPENED.match(re.sub(r"\s+", "", row[name_at].value))
        if m is None:
            continue
        if int(m["number"]) <= before:
            return {}
        before = int(m["number"])
        found[at] = (m["number"], m["name"])
    return found if len(found) >= 2 else {}


def _slug(number: str) -> str:
    plain = re.sub(r"[^0-9A-Za-z]+", "-", number).strip("-").lower()
    return plain or f"q{_key(number)}"


def _row(
    grow: Grow,
    kind: Kind,
    local: str,
    number: str,
    title: str,
    owner: Growing | None,
    row: tuple[Text, ...],
    columns: tuple[str, ...],
    depth: int,
    place: tuple[str, ...],
    region: str,
    cite: str = "",
    merged: frozenset[int] = frozenset(),
) -> None:
    cells = tuple(Cell(columns[i] if i < len(columns) else "", c, i in merged) for i, c in enumerate(row))
    body = join_texts([c for c in row if c], " ")
    if not cite:
        cite = (
            owner.citation
            if owner
            else {"cover": "封面", "notes": "附注", "imprint": "版记"}.get(region, "正文")
        )
    node = Growing(kind, depth, local, number, title, Text(""), owner, cite, place, [body], cells)
    grow(node)


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
    for order, g in enumerate(grown):
        at = own[id(g)]
        body = g.body[0] if g.body else Text("")
        title = g.title
        if not title and g.kind in ("task", "goal", "principle", "measure", "project", "section", "chapter"):
            title = _first_clause(body.value)
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
                citation=g.citation,
                span=Span(at[0], at[1], lines.line(at[0])) if at else None,
                repaired=g.repaired,
                cells=g.cells,
                columns=g.columns,
            )
        )
    return Tree(draft.plan, tuple(nodes), draft.repairs)


def _first_clause(text: str) -> str:
    """A title for an item whose text runs on without one: its first clause."""
    titled = TITLED.match(text)
    if titled:
        return titled.group("title").strip()
    return re.split(r"[，。；：,;:]", text.strip(), maxsplit=1)[0][:40].strip()
