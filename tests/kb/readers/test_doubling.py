"""Input that is longer takes its share of time and no more: patterns drawn by a seed, through every reader."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.readers import read_source
from tests.kb.doubling import drawn, quadratic
from tests.kb.readers.ofd_forms import line, ofd, text
from tests.kb.readers.office import docx, p, workbook
from tests.kb.readers.paper import raw_pdf

PATTERNS = 70
"""Of each format: 490 in all."""

PLAIN = (
    "甲", "（一）甲", "\n", "\r\n", "\t", " ", "　", "|", "| 甲 |", "- 1 -\n", "———\n", "\x0c", "\u200b", "\ufeff", "\u0301", "㈠", "①", "⑴", "⼀",
    "（", "1.", "。", "…", "目录\n", "甲\t乙\n", "&nbsp;", "<p>", "\u2028", "𠮷", "ｶ", "\x0b",
)  # fmt: skip
HTML = (
    "<p>", "</p>", "<b>", "<td>", "<tr>", "<table>", "</table>", "<div>甲。</div>", "<!--", "-->", "<svg/>", "<svg>", "<a href=1>", "</a>", "<br>",
    "&amp;", "&#1;", "甲", "<", ">", '"', "<li>", "<ol>", "</ol>", "首页>", "（一）甲", "【打印】", "<select><option>", "<rt>a</rt>", "<img>",
    "<td colspan=9>", "<td rowspan=9>", "<p hidden>", "<p style='display:none'>", "责任单位：", "发布时间：", "》", " ", "\n", "<script>", "</script>",
)  # fmt: skip
MARKDOWN = (
    "<!--", "-->", "<?", "<a ", "<div\n", "<br>", "[", "](", ")", "![", "`", "*", "**", "_", "|", "|-|\n", "- ", "> ", "1. ", "# ", "\\", "&lt;", "&", "~~",
    "\n", "\n\n", "甲", "```\n", "[a]: b\n", "<b>", "<td>", "    ", "\t", ":-", "http://a",
)  # fmt: skip
WORD = (
    p("甲"), p("（一）甲"), "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", "<w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt>",
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>', '<w:p><w:r><w:fldChar w:fldCharType="separate"/></w:r></w:p>',
    '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>', "<w:p><w:r><w:instrText>TOC</w:instrText></w:r></w:p>",
    "<w:p><w:r><w:instrText>EQ \\f(1,2)</w:instrText></w:r></w:p>", '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>',
    "<w:p><w:r><w:drawing/></w:r></w:p>", "<w:p><w:r><w:tab/><w:t>3</w:t></w:r></w:p>",
)  # fmt: skip
PAPER = (
    "(a) Tj ", "(ab cd) Tj ", "[(a) -500 (b)] TJ ", "0 -14 Td ", "20 0 Td ", "-20 14 Td ", "1 0 0 1 60 700 Tm ", "0 1 -1 0 60 700 Tm ", "T* ", "/F1 9 Tf ",
    "/F1 40 Tf ", "ET 60 60 200 9 re f BT ", "ET 60 60 m 500 60 l S BT ", "ET 60 60 m 60 700 l S BT ", "ET q BT ", "ET Q BT ", "ET 1 0 0 1 3 3 cm BT ",
    "ET BI /W 1 /H 1 /CS /G /BPC 8 ID x EI BT ", "ET /P BMC BT ", "ET EMC BT ", "3 Tr ", "0 Tr ", "ET BT ", "% x\n", "ET 60 60 40 40 re S BT ", "<6162> Tj ",
)  # fmt: skip
SHEET = (
    "<row/>", '<row r="9"/>', *(
        f"<row>{cells}</row>" for cells in (
            '<c t="inlineStr"><is><t>甲</t></is></c>', '<c t="inlineStr"><is><t>（一）甲乙丙。</t></is></c>' * 2, "<c><v>1</v></c>" * 3,
            '<c t="s"><v>0</v></c>', '<c s="1"><v>45000</v></c>', '<c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c>', "<c><f>1+1</f></c>", '<c r="C9"/>',
            '<c r="ZZ1" t="inlineStr"><is><t>甲</t></is></c>', '<c t="inlineStr"><is><r><t>甲</t></r><rPh><t>a</t></rPh></is></c>', '<c t="str"><v>甲&#10;乙</v></c>',
        )
    ),
    '<row r="2"><c r="A2" t="str"><v>甲</v></c></row>', '<row hidden="1"/>', "<!-- -->", '<row r="1048576"><c t="str"><v>甲</v></c></row>',
)  # fmt: skip
LAYOUT = (
    text("甲", 20, 30), text("乙丙", 60, 30), "甲@", "（一）甲乙丙。@", "乙@", text("甲", 20, 30.3), line(20, 20, 190, 20), line(20, 20, 20, 250), line(190, 20, 190, 250),
    "<ofd:PageBlock>" + text("甲", 90, 90) + "</ofd:PageBlock>", '<ofd:TextObject Boundary="1 1 9 9"/>', '<ofd:ImageObject Boundary="20 20 90 90" ResourceID="9"/>',
    '<ofd:PathObject Boundary="20 20 90 9"><ofd:AbbreviatedData>M 0 0 L 9 0 L 9 9 L 0 9 C</ofd:AbbreviatedData></ofd:PathObject>',
    '<ofd:CompositeObject Boundary="20 20 90 90" ResourceID="8"/>', text("1", 100, 280), text("甲 乙", 20, 90, 9),
)  # fmt: skip
"""甲@ is a text below the one before it, in the next column where the page ends."""


def layout(body: str) -> bytes:
    places = ((x, y) for x in itertools.cycle(range(10, 200, 4)) for y in range(20, 290, 5))
    set_out = (text(words, *at) for words, at in zip(re.findall("([^<>@]+)@", body), places, strict=False))
    head = text("西河县人民政府关于印发托育服务规划的通知", 20, 10)
    return ofd(head + re.sub("[^<>@]+@", lambda _: next(set_out), body))


def page(body: str) -> bytes:
    return (
        f'<html><head><meta charset="utf-8"></head><body><p>坚持普惠，发展托育，人人共享。</p>{body}'.encode()
    )


FORMATS: dict[str, tuple[tuple[str, ...], Callable[[str], bytes], int]] = {
    ".html": (HTML, page, 4_000),
    ".md": (MARKDOWN, lambda body: ("# 西河县规划\n\n" + body).encode(), 3_000),
    ".docx": (WORD, docx, 20_000),
    ".txt": (PLAIN, lambda body: ("西河县规划\n\n一、任务\n" + body).encode(), 20_000),
    ".pdf": (PAPER, raw_pdf, 3_000),
    ".xlsx": (SHEET, workbook, 20_000),
    ".ofd": (LAYOUT, layout, 5_000),
}
"""Tokens, what makes a file of a body, characters of the shorter body."""


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_longer_file_takes_its_share_of_time(tmp_path: Path, suffix: str) -> None:
    tokens, made, size = FORMATS[suffix]
    path = tmp_path / f"x{suffix}"

    def reader(body: str) -> Callable[[], object]:
        path.write_bytes(made(body))
        return lambda: read_source(path)

    assert quadratic(drawn(tokens, PATTERNS), size, reader) == []
