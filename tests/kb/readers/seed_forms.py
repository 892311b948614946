"""The plan of the corpus as a Word file, a web page and a PDF, made from its text and tree."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kb.model import Tree
from tests.kb.readers import office, paper

TABLE_WIDTH = 6
WIDTHS = [50.0, 40.0, 170.0, 60.0, 55.0, 74.0]
NUMBERED = (
    (re.compile(r"[一二三四五六七八九十]+、"), 0),
    (re.compile(r"（[一二三四五六七八九十]+）"), 1),
    (re.compile(r"\d+\s?[.．]\s?"), 2),
)


@dataclass(slots=True)
class Part:
    """A paragraph (level: of its number, which text is without; None for none), a box's lines, or a table."""

    text: str = ""
    level: int | None = None
    printed: str = ""
    frame: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def parts(tree: Tree) -> list[Part]:
    """The plan's paragraphs in order; the lines of each box below its title as a frame."""
    lost = {n.head.value.strip(): n for n in tree.nodes if "number" in n.repaired and n.head.value.strip()}
    level_of = {"section": 1, "task": 2, "goal": 2, "principle": 2}
    out: list[Part] = []
    lines = tree.plan.source.splitlines()
    early: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        said = line.strip()
        at += 1
        if not said:
            continue
        if re.match(r"专栏[一二三四五六七八九十]+\s", said):
            out.append(Part(said))
            end = next(
                (i for i in range(at, len(lines)) if starts_section(lines[i].strip(), lost)),
                len(lines),
            )
            block, at = [*early, *lines[at:end]], end
            early = []
            if sum(x.startswith("\t") for x in block) > 20:
                out.append(Part(rows=table_rows(block)))
            else:
                out.append(Part(frame=[x.strip() for x in block if x.strip()]))
            continue
        if line.startswith("\t"):
            early.append(line)  # the source lost the place of a box's title: its lines stand before it
            continue
        number = next(((p.match(said), level) for p, level in NUMBERED if p.match(said)), None)
        head = next((h for h in lost if said.startswith(h)), None)
        if number is not None and number[0] is not None:
            out.append(Part(said[number[0].end() :], number[1], number[0][0]))
        elif head is not None:
            node = lost.pop(head)
            level = level_of[node.kind]
            out.append(Part(said, level, f"{node.number}．" if level == 2 else node.number))
        else:
            out.append(Part(said))
    return out


def starts_section(line: str, lost: Iterable[str]) -> bool:
    """Whether a line is a chapter's or section's heading, its number lost or not."""
    return any(p.match(line) for p, _ in NUMBERED[:2]) or any(line.startswith(head) for head in lost)


def table_rows(lines: list[str]) -> list[list[str]]:
    """Rows of a linearised table: a cell behind a tab, goes on until the next; blank lines are no text."""
    cells: list[list[str]] = []
    for line in lines:
        if line.startswith("\t"):
            cells.append([line.strip()])
        elif line.strip():
            cells[-1].append(line.strip())
    flat = ["\n".join(x for x in cell if x) for cell in cells]
    assert len(flat) % TABLE_WIDTH == 0
    return [flat[i : i + TABLE_WIDTH] for i in range(0, len(flat), TABLE_WIDTH)]


def goes_on(rows: list[list[str]], r: int, c: int) -> bool:
    """Whether a cell is merged with the one above: blank, in the columns that plans merge."""
    return r > 1 and c in (0, 1, 4) and not rows[r][c]


def as_docx(tree: Tree) -> bytes:
    """Automatic numbers in a list of three levels, vertically merged cells, a box as a table of one cell."""
    body = ""
    for part in parts(tree):
        if part.rows:
            rows = []
            for r, row in enumerate(part.rows):
                cells = ""
                for c, text in enumerate(row):
                    merge = "<w:vMerge/>" if goes_on(part.rows, r, c) else '<w:vMerge w:val="restart"/>'
                    inside = "".join(office.p(html.escape(x)) for x in text.split("\n"))
                    cells += office.tc(inside, merge if c in (0, 1, 4) else "")
                rows.append(cells)
            body += office.table(*rows)
        elif part.frame:
            body += office.table(office.tc("".join(office.p(html.escape(x)) for x in part.frame)))
        else:
            num = "" if part.level is None else "1"
            body += office.p(html.escape(part.text), num, part.level or 0, indent=True)
    body += (
        '<w:sectPr><w:headerReference w:type="default" r:id="r2"/><w:footerReference w:type="default" r:id="r3"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1701" w:right="1474" w:bottom="1701" w:left="1587"'
        ' w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    )
    levels = (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3．"))
    numbering = office.abstract("0", *levels, extra='<w:suff w:val="nothing"/>') + office.num("1", "0")
    page = '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>— </w:t></w:r><w:fldSimple w:instr="PAGE">'
    page += "<w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t> —</w:t></w:r></w:p>"
    return office.docx(body, numbering=numbering, header1=office.p("政府公报"), footer1=page)


def as_html(tree: Tree, page: bool = True) -> str:
    """A page of a government site: menu, content, footer; rowspan for merged cells. page: False for the content alone."""
    body = ""
    for part in parts(tree):
        if part.rows:
            body += "<table border=1>"
            for r, row in enumerate(part.rows):
                body += "<tr>"
                for c, text in enumerate(row):
                    if goes_on(part.rows, r, c):
                        continue
                    down = 1
                    while r + down < len(part.rows) and goes_on(part.rows, r + down, c):
                        down += 1
                    body += f'<td rowspan="{down}">' + html.escape(text).replace("\n", "<br>") + "</td>"
                body += "</tr>"
            body += "</table>"
        elif part.frame:
            body += '<table border="1"><tr><td>' + "".join(f"<p>{html.escape(x)}</p>" for x in part.frame)
            body += "</td></tr></table>"
        else:
            body += f'<p style="text-indent: 2em">　　{html.escape(part.printed + part.text)}</p>\n'
    if not page:
        return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head><body>{body}</body></html>'
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府文件</title></head><body>'
        '<div class="menu"><a href="/">首页</a><a href="/zwgk">政务公开</a></div>'
        f'<div class="wrap"><div class="view">{body}</div></div>'
        "<div class=foot>版权所有：某人民政府办公室，网站标识码：5001040001</div></body></html>"
    )


def as_pdf(tree: Tree) -> bytes:
    """Pages with numbers and a running head, wrapped lines, a ruled table over several pages, boxes as frames."""
    story = []
    for part in parts(tree):
        if part.rows:
            rows = [[html.escape(text).replace("\n", "<br/>") for text in row] for row in part.rows]
            story.append(paper.ruled(rows, WIDTHS, lines=inner_lines(part.rows), repeatRows=1))
        elif part.frame:
            story.append(paper.ruled([["<br/>".join(html.escape(x) for x in part.frame)]], [449]))
        else:
            story.append(paper.body(html.escape(part.printed + part.text)))
    return paper.pdf(story, head="政府公报")


def inner_lines(rows: list[list[str]]) -> list[tuple[int, int]]:
    """(column, row) of the cells that have a line below them; also see paper.ruled."""
    last = len(rows) - 1
    return [
        (c, r)
        for r in range(len(rows))
        for c in range(TABLE_WIDTH)
        if r == last or not goes_on(rows, r + 1, c)
    ]
