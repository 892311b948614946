"""Input that is twice as long takes twice as long: patterns drawn by a seed, repeated, through every reader of marked-up text.

Processor time is compared with itself on the same machine: the best of three, and a repeat where it looks quadratic. Four
times the time for twice the length is quadratic, two is linear; the bound lies between.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from kb.problems import DocumentError
from kb.readers import read_source
from tests.kb.readers.office import docx, p

SEED = 20261128
PATTERNS = 70
"""Of each format: 210 in all."""

SHORT = 0.08
"""Seconds below which a figure is noise."""

MAX_RATIO = 3.2
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
    ".html": (HTML, page, 24_000),
    ".md": (MARKDOWN, lambda body: ("# 西河县规划\n\n" + body).encode(), 12_000),
    ".docx": (WORD, docx, 150_000),
}


def seconds(path: Path, data: bytes) -> float:
    """Processor seconds of reading, at best; refused is read too."""
    path.write_bytes(data)
    best = 1e9
    for _ in range(3):
        begin = time.process_time()
        with suppress(DocumentError):
            read_source(path)
        best = min(best, time.process_time() - begin)
        if best < SHORT:
            break
    return best


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FORMATS)
def test_twice_the_length_takes_twice_the_time(tmp_path: Path, suffix: str) -> None:
    tokens, made, size = FORMATS[suffix]
    rng = random.Random(SEED)
    path = tmp_path / f"x{suffix}"
    found = []
    for _ in range(PATTERNS):
        pattern = "".join(rng.choices(tokens, k=rng.randint(1, 3)))
        once = pattern * max(1, size // len(pattern))
        for _ in range(3):  # a busy machine may look quadratic once
            long = seconds(path, made(once * 2))
            if long < SHORT or long <= MAX_RATIO * max(seconds(path, made(once)), SHORT / 4):
                break
        else:
            found.append(pattern)
    assert found == []
