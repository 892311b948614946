"""A source as a draft: items to blocks, in the order of the tree, with the repairs that took."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from kb.codes import problem
from kb.model import Plan, Repair
from kb.parse.back_matter import find_tail
from kb.parse.blocks import Block, Draft, Region
from kb.parse.boxes import NOTE, TITLED, Box, find_boxes
from kb.parse.doubts import find_doubts
from kb.parse.front_matter import Parts, find_parts
from kb.parse.items import Entry, Item, Paragraph, Table
from kb.parse.numbering import read_mark
from kb.parse.outline import MAX_LEVEL, find_headings, title_end
from kb.parse.paragraphs import paragraphs
from kb.parse.plain_characters import as_printed, is_traditional, simplified
from kb.parse.plan_facts import read_plan_facts
from kb.parse.settings import TITLES
from kb.parse.source_text import find_controls
from kb.parse.split import split_running
from kb.parse.split_inside import join_values, split_inside
from kb.parse.tables.cost_layout import find_flat
from kb.parse.title_block import is_compiled, is_lone_title, is_whole_title
from kb.problems import Problem
from kb.readers.source import Source
from kb.spans import Lines, Text, join_texts
from kb.words.roles import opens_with_label

MAX_TITLE = 60
HEAD = 4000  # characters that show whether a document is in traditional characters
CutFunction = Callable[[int], Region]


def parse_draft(source: Source, plan_id: str) -> Draft:
    """The blocks of a source. Nothing is dropped but what the repairs list."""
    read = paragraphs(source)
    lines = Lines(source.text)
    items, problems = find_flat(split_inside(split_running(join_values(read.items))), lines)
    problems = (*read.problems, *problems)
    boxes = find_boxes(items)
    boxed = {i for b in boxes for i in (b.caption, *b.content)}
    tail = find_tail(items)
    entries = tuple(
        Entry(i, x.text, read_mark(x.text.value), frame=i in boxed or i in tail)
        for i, x in enumerate(items)
        if isinstance(x, Paragraph)
    )
    opening = [e.text.value for e in entries[: TITLES.run]]
    if is_compiled(opening):
        entries = (replace(entries[0], mark=None), *entries[1:])
    headings = {e.index: e for e in find_headings(entries) if e.heading}
    outer = [e.index for e in entries if e.index not in boxed]
    values = tuple(items[i].text.value for i in outer)  # type: ignore[union-attr]
    traditional = is_traditional(source.text[:HEAD])
    if traditional:
        values = tuple(map(simplified, values))
    parts = find_parts(values, tuple(i in headings and headings[i].level == 1 for i in outer))
    cut = _cut(parts, outer, len(items))
    repairs = [*source.repairs, *read.repairs]
    blocks: list[Block] = []
    by_caption = {b.caption: b for b in boxes}
    held = {i for b in boxes for i in b.content}
    moved = {b.content[0]: b for b in boxes if b.behind}
    title: list[Text] = []
    for i, item in enumerate(items):
        region = tail.get(i, cut(i))
        if title and (region != "title" or isinstance(item, Table) or i in by_caption or i in held):
            blocks.append(Block("para", join_texts(title), region="title"))
            title = []
        if i in moved:
            box = moved[i]
            blocks += _box(items, box)
            caption = items[box.caption].text  # type: ignore[union-attr]
            at = caption.bounds(0, len(caption.value))
            if at:
                reason = "专栏标题排在内容之后，移到内容之前"
                repairs.append(
                    Repair("moved", at[0], at[1], lines.line(at[0]), caption.value, caption.value, reason)
                )
        elif i in held or (i in by_caption and by_caption[i].behind):
            continue
        elif i in by_caption:
            blocks += _box(items, by_caption[i])
        elif isinstance(item, Table):
            blocks += _table(item, region)
        elif region == "title":
            title.append(item.text)
        elif region == "body" and i in headings:
            e = headings[i]
            if e.recovered:
                repairs.append(_recovered(e, lines))
            blocks += _heading(e.text, e.level, e.recovered)
        else:
            blocks.append(Block("para", item.text, region=region))
    if title:
        blocks.append(Block("para", join_texts(title), region="title"))
    for note in read.notes:
        blocks.append(Block("para", note, region="notes"))
        start, end = note.bounds(0, len(note.value)) or (0, 0)
        reason = "页下注，移到文末"
        repairs.append(
            Repair("moved", start, end, lines.line(start), source.text[start:end], note.value, reason)
        )
    signed = tuple(items[i].text.value for i in outer if tail.get(i) == "imprint")  # type: ignore[union-attr]
    plan = _plan(plan_id, source, values, parts, tuple(map(simplified, signed)) if traditional else signed)
    plan = as_printed(plan, source.text) if traditional else plan
    above = [v for i, v in zip(outer, values, strict=True) if v and i < min(headings, default=len(items))]
    problems = (*_title_doubt(plan, parts, above), *find_doubts(items, lines), *problems)
    repairs += find_controls(source.text, tuple(repairs), lines)
    ordered = tuple(sorted(repairs, key=lambda r: (r.start, r.kind)))
    return Draft(plan, tuple(blocks), ordered, (*source.problems, *problems))


def _title_doubt(plan: Plan, parts: Parts, above: list[str]) -> tuple[Problem, ...]:
    """Return the doubt about a title that nothing proves: lines that may not belong together, a first line, a name.

    above: the paragraphs above the first heading.
    """
    chosen = parts.chosen
    lone = above == [plan.title] and is_lone_title(plan.title)
    if chosen.sure if chosen is not None else lone or is_whole_title(plan.title):
        return ()
    others = "、".join(f"“{t.text}”" for t in parts.titles if chosen is None or t.text != chosen.text)
    said = "题目拿不准" + (f"，也可能是{others}" if others else "")
    hint = "请核对 plan.md 文件头的 title，写上规划全名"
    return (problem("KB120", "", line=1, message=said, excerpt=plan.title[:40], hint=hint),)


def _cut(parts: Parts, outer: list[int], n: int) -> CutFunction:
    """Region of an item, by the paragraphs that bound the regions."""
    before = [outer[k] if k < len(outer) else n for k in (parts.title, parts.imprint)]
    # a table right after the cover's last paragraph is the plan's
    after = [outer[k - 1] + 1 if k else 0 for k in (parts.letter, parts.body)]
    titled = parts.title < parts.letter
    ends = [before[0] if titled else after[1], after[0] if titled else after[1], after[1], before[1]]

    def region(i: int) -> Region:
        if i < ends[0]:
            return "cover"
        if i < ends[1]:
            return "title"
        if i < ends[2]:
            return "cover"
        return "body" if i < ends[3] else "imprint"

    return region


def _recovered(e: Entry, lines: Lines) -> Repair:
    at = e.text.bounds(0, len(e.text.value)) or (0, 0)
    shown = e.text.value[: title_end(e.text.value)] or e.text.value[:20]
    reason = "自动编号在转换中丢失，按前后编号补出"
    return Repair("number", at[0], at[0], lines.line(at[0]), "", e.recovered, f"{reason}：{shown}")


def _heading(text: Text, level: int, recovered: str = "") -> Iterator[Block]:
    """A heading, and the running text after its title as a paragraph."""
    mark = None if recovered else read_mark(text.value)
    end = title_end(text.value, mark.end if mark else 0)
    yield Block("heading", text.slice(0, end).strip(), level=level, number=recovered)
    rest = text.slice(end, len(text.value)).strip()
    if rest:
        yield Block("para", rest)


def _box(items: tuple[Item, ...], box: Box) -> list[Block]:
    caption = items[box.caption]
    assert isinstance(caption, Paragraph)
    blocks = [Block("box", caption.text)]
    listed = caption.text.value.lstrip().startswith("专")  # below a table numbers count its notes
    for i in box.content:
        item = items[i]
        if isinstance(item, Table):
            blocks += _table(item, "body", framed=True)
        elif listed and not NOTE.match(item.text.value):
            blocks += _project(item.text)
        else:
            listed = False
            blocks.append(Block("para", item.text))
    blocks.append(Block("end"))
    return blocks


def _table(table: Table, region: Region, framed: bool = False) -> Iterator[Block]:
    """A table of several columns; one of a single column is a frame round paragraphs."""
    if len(table.rows[0]) > 1:
        yield Block("table", rows=table.rows, region=region, merged=table.merged)
        return
    for (text,) in table.rows:
        if not text:
            continue
        if framed:
            yield from _project(text)
        else:
            yield Block("para", text, region=region)


def _project(text: Text) -> Iterator[Block]:
    """A paragraph in a box: a project with its title in front, or a paragraph."""
    mark = read_mark(text.value)
    titled = TITLED.match(text.value, mark.end if mark else 0)
    if titled is not None and not opens_with_label(text.value):
        yield Block("heading", text.slice(0, titled.end()).strip(), level=MAX_LEVEL)
        yield Block("para", text.slice(titled.end(), len(text.value)).strip())
    elif (
        mark is not None
        and mark.style not in ("dash", "paren")
        and title_end(text.value, mark.end) > mark.end
    ):
        yield from _heading(text, MAX_LEVEL)
    else:
        yield Block("para", text)


def _plan(
    plan_id: str, source: Source, values: tuple[str, ...], parts: Parts, signed: tuple[str, ...]
) -> Plan:
    """The plan's identity. signed: the signature that comes before annexes."""
    first = next((v for v in values if v), plan_id)
    if len(first) > MAX_TITLE or "。" in first:  # running text without a title above it
        first = source.name.rsplit(".", 1)[0] or plan_id
    plan = Plan(plan_id, first[:MAX_TITLE], source=source.text)
    return read_plan_facts(
        plan,
        (*values[: parts.title], *values[parts.letter : parts.body]),
        values[parts.title : parts.letter],
        values[parts.body : parts.body + 12],
        (*signed, *values[parts.imprint :]),
        parts.titles,
    )
