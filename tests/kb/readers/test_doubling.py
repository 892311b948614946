"""Input that is longer takes its share of time and no more: patterns drawn by a seed, through the readers of marked-up text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.readers import read_source
from tests.kb.doubling import drawn, quadratic
from tests.kb.readers.office import docx, p

PATTERNS = 70
"""Of each format: 210 in all."""

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


def page(body: str) -> bytes:
    return (
        f'<html><head><meta charset="utf-8"></head><body><p>坚持普惠，发展托育，人人共享。</p>{body}'.encode()
    )


FORMATS: dict[str, tuple[tuple[str, ...], Callable[[str], bytes], int]] = {
    ".html": (HTML, page, 4_000),
    ".md": (MARKDOWN, lambda body: ("# 西河县规划\n\n" + body).encode(), 3_000),
    ".docx": (WORD, docx, 20_000),
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
