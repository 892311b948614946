"""The extract as Markdown: headings, a table, tick boxes."""

from __future__ import annotations

import re

from kb.extract.layout import TICK, Heading, Layout, Paragraph, Run, Table, lay_out
from kb.extract.sheet import Sheet

# What Markdown would read as its own marks, inside a line and at its beginning.
_MARKS = re.compile(r"([\\`*_\[\]<>|~#&])")
_OPENING = re.compile(r"^(\s*)([-+>]|\d+[.)])(?=\s|$)")


def write_markdown(sheet: Sheet, *, lines: bool = False) -> str:
    layout = lay_out(sheet, lines=lines)
    out = [f"# {escape(layout.title)}"]
    for subtitle in layout.subtitles:
        out += ["", escape(subtitle)]
    for block in layout.blocks:
        out.append("")
        if isinstance(block, Heading):
            out.append(f"{'#' * (block.level + 1)} {escape(block.number)}{escape(block.text)}")
        elif isinstance(block, Table):
            out += table(block)
        else:
            out.append(paragraph(block, layout))
    return "\n".join(out).rstrip() + "\n"


def paragraph(block: Paragraph, layout: Layout) -> str:
    text = "".join(run_text(r, layout) for r in block.runs)
    if block.style == "tick":
        return "- [ ] 已完成"
    if block.style == "proof":
        return f"> {text}"
    return _OPENING.sub(r"\1\\\2", text)


def run_text(run: Run, layout: Layout) -> str:
    text = escape(run.text or layout.anchors.get(run.link, ""))
    return f"**{text}**" if run.label else f"“{text}”" if run.link and not run.text else text


def table(block: Table) -> list[str]:
    marks = ["---" if i not in block.centred else ":---:" for i in range(len(block.head))]
    rows = [block.head, tuple(marks)]
    rows += [tuple("" if c == TICK else escape(c.replace("\n", "")) for c in row.cells) for row in block.rows]
    return [f"| {' | '.join(row)} |" for row in rows]


def escape(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)
