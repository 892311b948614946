"""The stages of parsing in order: a source goes in at the first, a draft comes out after the last.

Each stage is a function from what is known to what is known after it. Nothing is dropped but what the repairs list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kb.model import Plan
from kb.parse.back_matter import find_tail
from kb.parse.blocks import Draft, Region
from kb.parse.boxes import find_boxes
from kb.parse.closing import find_closing
from kb.parse.compose import compose
from kb.parse.doubts import find_doubts
from kb.parse.front_matter import Parts, find_parts
from kb.parse.items import Entry, Paragraph
from kb.parse.outline import find_headings
from kb.parse.paragraphs import paragraphs
from kb.parse.plain_characters import as_printed, is_traditional, simplified
from kb.parse.plan_facts import read_plan_facts
from kb.parse.reading import Reading
from kb.parse.settings import COVER, TITLES
from kb.parse.source_text import find_controls
from kb.parse.split import split_running
from kb.parse.split_inside import join_values, split_inside
from kb.parse.tables.cost_layout import find_flat
from kb.parse.title_block import is_compiled
from kb.readers.source import Source
from kb.spans import Lines


def parse_draft(source: Source, plan_id: str) -> Draft:
    """Return the blocks of a source, with the repairs that took and what was unsure."""
    reading = Reading(
        source=source,
        plan_id=plan_id,
        lines=Lines(source.text),
        repairs=source.repairs,
    )
    for stage in STAGES:
        reading = stage.run(reading)
    repairs = sorted(reading.repairs, key=lambda r: (r.start, r.kind))
    return Draft(reading.plan, reading.blocks, tuple(repairs), (*source.problems, *reading.problems))


def read_lines(r: Reading) -> Reading:
    """Put lines together to paragraphs and tables; what a page prints around its text is left out."""
    read = paragraphs(r.source)
    return replace(
        r,
        items=read.items,
        notes=read.notes,
        repairs=(*r.repairs, *read.repairs),
        problems=(*r.problems, *read.problems),
    )


def cut_paragraphs(r: Reading) -> Reading:
    """Put values at a line's begin back (“2.69 万亿元”), and cut paragraphs that lost their line breaks."""
    return replace(r, items=split_inside(split_running(join_values(r.items))))


def lay_out_tables(r: Reading) -> Reading:
    """Put tables together whose cells are a paragraph each, below a caption."""
    items, problems = find_flat(r.items, r.lines)
    return replace(r, items=items, problems=(*r.problems, *problems))


def frame_boxes(r: Reading) -> Reading:
    """Find the boxes and what is in them."""
    r = replace(r, boxes=find_boxes(r.items))
    boxed = r.boxed
    outside = tuple(i for i, x in enumerate(r.items) if isinstance(x, Paragraph) and i not in boxed)
    return replace(r, outside=outside)


def set_back_matter_apart(r: Reading) -> Reading:
    """Find lists of annexes, signatures before annexes, glossaries."""
    return replace(r, tail=find_tail(r.items))


def mark_headings(r: Reading) -> Reading:
    """Find which paragraphs are headings, at what level, with which lost number."""
    boxed = r.boxed
    entries = [
        Entry(i, x.text, x.mark, frame=i in boxed or i in r.tail)
        for i, x in enumerate(r.items)
        if isinstance(x, Paragraph)
    ]
    if is_compiled([e.text.value for e in entries[: TITLES.run]]):
        entries[0] = replace(entries[0], mark=None)
    return replace(r, headings={e.index: e for e in find_headings(tuple(entries)) if e.heading})


def divide_regions(r: Reading) -> Reading:
    """Find where cover, title, body and imprint are."""
    said = tuple(r.text(i).value for i in r.outside)
    traditional = is_traditional(r.source.text[: COVER.script])
    if traditional:
        said = tuple(map(simplified, said))
    top = tuple(i in r.headings and r.headings[i].level == 1 for i in r.outside)
    parts = find_parts(said, top)
    regions = tuple(
        r.tail.get(i, region) for i, region in enumerate(_regions(parts, r.outside, len(r.items)))
    )
    return replace(r, said=said, traditional=traditional, parts=parts, regions=regions)


def set_closing_apart(r: Reading) -> Reading:
    """Find the last words of a document, which belong to none of its items."""
    closing = find_closing(r.items, r.headings, r.regions, r.boxed)
    return replace(r, regions=tuple("closing" if i in closing else x for i, x in enumerate(r.regions)))


def identify(r: Reading) -> Reading:
    """Read title, number, issuer, dates, addressees and period."""
    p, said = r.parts, r.said
    signed = tuple(r.text(i).value for i in r.outside if r.tail.get(i) == "imprint")
    if r.traditional:
        signed = tuple(map(simplified, signed))
    plan = read_plan_facts(
        _named(r),
        (*said[: p.title], *said[p.letter : p.body]),
        said[p.title : p.letter],
        said[p.body : p.body + COVER.preamble],
        (*signed, *said[p.imprint :]),
        p.titles,
    )
    return replace(r, plan=as_printed(plan, r.source.text) if r.traditional else plan)


def write_blocks(r: Reading) -> Reading:
    """Write the items as blocks, in the order of the tree."""
    blocks, repairs = compose(r)
    return replace(r, blocks=blocks, repairs=(*r.repairs, *repairs))


def say_doubts(r: Reading) -> Reading:
    """Say what is unsure of the whole document, and list the control characters that no text takes over."""
    controls = find_controls(r.source.text, r.repairs, r.lines)
    return replace(r, repairs=(*r.repairs, *controls), problems=(*find_doubts(r), *r.problems))


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. needs: the fields of `Reading` that it reads and an earlier stage fills; gives: those it fills."""

    run: Callable[[Reading], Reading]
    needs: tuple[str, ...]
    gives: tuple[str, ...]


STAGES: tuple[Stage, ...] = (
    Stage(read_lines, (), ("items", "notes")),
    Stage(cut_paragraphs, ("items",), ("items",)),
    Stage(lay_out_tables, ("items",), ("items",)),
    Stage(frame_boxes, ("items",), ("boxes", "outside")),
    Stage(set_back_matter_apart, ("items",), ("tail",)),
    Stage(mark_headings, ("items", "boxes", "tail"), ("headings",)),
    Stage(
        divide_regions,
        ("items", "outside", "tail", "headings"),
        ("said", "traditional", "parts", "regions"),
    ),
    Stage(set_closing_apart, ("items", "boxes", "headings", "regions"), ("regions",)),
    Stage(identify, ("items", "outside", "tail", "said", "traditional", "parts"), ("plan",)),
    Stage(write_blocks, ("items", "notes", "boxes", "headings", "regions"), ("blocks",)),
    Stage(say_doubts, ("items", "outside", "headings", "said", "parts", "plan"), ()),
)
"""repairs and problems are added to by any stage."""


def _regions(parts: Parts, outside: tuple[int, ...], n: int) -> tuple[Region, ...]:
    """Return the region of every item, by the paragraphs that bound the regions."""
    before = [outside[k] if k < len(outside) else n for k in (parts.title, parts.imprint)]
    # a table right after the cover's last paragraph is the plan's
    after = [outside[k - 1] + 1 if k else 0 for k in (parts.letter, parts.body)]
    titled = parts.title < parts.letter
    ends = [before[0] if titled else after[1], after[0] if titled else after[1], after[1], before[1]]
    regions: tuple[Region, ...] = ("cover", "title", "cover", "body")
    return tuple(
        next((name for name, end in zip(regions, ends, strict=True) if i < end), "imprint") for i in range(n)
    )


def _named(r: Reading) -> Plan:
    """Return a plan by the name of its first line, or of its file where that is running text."""
    first = next((v for v in r.said if v), r.plan_id)
    if len(first) > COVER.name or "。" in first:
        first = r.source.name.rsplit(".", 1)[0] or r.plan_id
    return Plan(r.plan_id, first[: COVER.name], source=r.source.text)
