"""Plain text and Markdown: encodings, newlines, and what holds for any text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.problems import DocumentError
from kb.readers import Line, read_source
from kb.readers.flow import Dropped, Item, Paragraph, Table, Unread, write_flow
from kb.readers.radicals import unify
from kb.readers.source import split_lines
from kb.spans import is_ink
from tests.kb.readers.check import check_source, grids, lines

PLAN = "大渡口府发〔2023〕7号\r\n\r\n一、总体思路\r（一）指导思想。\n\t≥90%\n1．优化。落实①②"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_encoding_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "规划.txt"
    path.write_bytes(PLAN.encode(encoding))
    source = read_source(path)
    assert source.text == PLAN
    assert (source.original is None) == (encoding == "utf-8")
    assert (source.name, source.suffix) == ("规划.txt", ".txt")


def test_text_copied_out_of_a_pdf_has_the_characters_that_are_meant(tmp_path: Path) -> None:
    path = tmp_path / "规划.txt"
    path.write_text("⼀、总体思路\n⼤渡⼝区⼈⺠政府\n", encoding="utf-8")
    source = read_source(path)
    assert source.text == "一、总体思路\n大渡口区人民政府\n"
    assert source.original == path.read_bytes()


def test_lines_keep_their_newlines_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "规划.txt"
    path.write_bytes(PLAN.encode())
    source = read_source(path)
    check_source(source)
    shown = [(b.number, source.text[b.start : b.end]) for b in source.blocks if isinstance(b, Line)]
    assert shown == [
        (1, "大渡口府发〔2023〕7号"),
        (2, ""),
        (3, "一、总体思路"),
        (4, "（一）指导思想。"),
        (5, "\t≥90%"),
        (6, "1．优化。落实①②"),
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "KB003 文件是空的。请确认选对了文件，或重新下载一次"),
        (b" \r\n\t", "KB003 文件里没有文字。请确认选对了文件，或重新下载、复制一次"),
        ("\u200b\ufeff\n".encode(), "KB003 文件里没有文字"),
        ("一、甲\0乙".encode(), "KB005 不是文本文件，里面有空字符（NUL）"),
        (bytes(range(1, 256)) * 40, "KB004 认不出文字编码"),
        (b"\x01\x02\x03abc" * 50, "KB005 不是文本文件，里面有大量控制字符"),
        (b"\xff\xfea", "KB004 文件标明是 UTF-16-LE 编码，第 3 字节起却不是"),
        ("一、总体".encode() + b"\xff\xff", "KB004 文件是 UTF-8 编码，第 13 字节（第 1 行，“一、总体”之后）不成字，共 2 处"),
        (b"a" * 50_000_000, "KB002 文本文件过大（48 MB，上限 12 MB）"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "KB006 这是旧版 Word/WPS 格式（.doc），不能直接导入。"
         "请用 WPS 或 Word 打开，选“文件—另存为”，类型选“Word 文档（*.docx）”，再导入另存的文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "KB007 文档设了打开密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "KB011 这是旧版表格或幻灯片"),
        (b"{\\rtf1\\ansi", "KB006 这是 RTF 格式，不能直接导入"),
        (b"\x89PNG\r\n\x1a\n", "KB011 这是图片，不是文字"),
        (b"Rar!\x1a\x07", "KB011 这是压缩包"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", "KB006 这是“单个文件网页”（MHT）格式"),
    ],
)  # fmt: skip
def test_what_is_no_text(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "规划.txt"
    path.write_bytes(data)
    with pytest.raises(DocumentError) as e:
        read_source(path)
    assert str(e.value).startswith(f"{path}: {message}")


def test_wps_is_called_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "规划.wps"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(DocumentError, match=r"KB006 这是旧版 Word/WPS 格式（\.wps）"):
        read_source(path)


def test_layout_files_are_called_by_their_name(tmp_path: Path) -> None:
    path = tmp_path / "规划.ceb"
    path.write_bytes(b"\x01\x02\x00\xff" * 100)
    with pytest.raises(
        DocumentError,
        match=r"KB006 这是版式文件（\.ceb），不能直接导入。请用它的阅读器打开，打印成有文字的 \.pdf",
    ):
        read_source(path)


def test_markdown_behind_another_name(tmp_path: Path) -> None:
    path = tmp_path / "规划.txt"
    path.write_text("# 规划\n\n## 一、甲\n\n## 二、乙\n\n### （一）丙\n\n正文。\n", encoding="utf-8")
    assert lines(read_source(path)) == ["规划", "一、甲", "二、乙", "（一）丙", "正文。"]
    path.write_text("# Page 1:\n\n一、甲\n\n# Page 2:\n\n## 二\n", encoding="utf-8")
    assert lines(read_source(path)) == ["# Page 1:", "一、甲", "# Page 2:", "## 二"]


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="KB001 文件不存在。请检查路径和文件名"):
        read_source(tmp_path / "x.txt")
    with pytest.raises(DocumentError, match="KB001 这是文件夹，不是文件"):
        read_source(tmp_path)


MARKDOWN = """---
title: "某区规划（2021—2030年）"
---
# 一、总体 **思路**

1. 坚持*党*的领导。
   接着。
3. 坚持`平等`。
- 见[附件](http://example.org)。

| 序号 | 指标 |
|---|---|
| 1 | 托位数<br>（个） |
| 2 |

<div>甲<br>乙 &lt;3</div>

> 引文
"""


def test_markdown(tmp_path: Path) -> None:
    path = tmp_path / "规划.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    source = read_source(path)
    check_source(source)
    assert lines(source) == [
        "某区规划（2021—2030年）",
        "一、总体 思路",
        "1. 坚持党的领导。",
        "接着。",
        "3. 坚持平等。",
        "见附件。",
        "甲",
        "乙 <3",
        "引文",
    ]
    assert grids(source) == [[["序号", "指标"], ["1", "托位数\n（个）"], ["2", ""]]]


def test_bold_beside_chinese_punctuation(tmp_path: Path) -> None:
    path = tmp_path / "规划.md"
    path.write_text("某区规划\n\n1. 建中心。**责任单位：**区卫健委\n", encoding="utf-8")
    assert lines(read_source(path)) == ["某区规划", "1. 建中心。责任单位：区卫健委"]


@given(st.text())
def test_any_text_splits_into_lines_that_hold_all_of_it(text: str) -> None:
    found = list(split_lines(text))
    assert [line.number for line in found] == list(range(1, len(found) + 1))
    assert "".join(text[x.start : x.end] for x in found) == text.replace("\r", "").replace("\n", "")
    at = 0
    for line in found:
        assert text[at : line.start] in ("", "\n", "\r", "\r\n")
        at = line.end
    assert text[at:] in ("", "\n", "\r", "\r\n")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(st.characters(codec="utf-8")), st.sampled_from([".txt", ".md"]))
def test_any_file_of_text_is_covered_or_refused(tmp_path: Path, text: str, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(text.encode())
    try:
        source = read_source(path)
    except DocumentError:
        return
    check_source(source)


CELLS = st.one_of(st.none(), st.lists(st.builds(Paragraph, st.text(max_size=8)), max_size=2))
ITEMS = st.recursive(
    st.one_of(
        st.builds(Paragraph, st.text(max_size=20)),
        st.builds(Table, st.lists(st.lists(CELLS, max_size=4), max_size=4)),
    ),
    lambda inner: st.builds(
        Table, st.lists(st.lists(st.one_of(st.none(), st.lists(inner, max_size=2)), max_size=3), max_size=3)
    ),
    max_leaves=8,
)


DROPPED = st.builds(Dropped, st.text(max_size=8), st.just("page-mark"), st.just("页码"))
HOLDING = st.builds(Table, st.lists(st.lists(st.lists(DROPPED, max_size=2), max_size=3), max_size=3))


def ink_of(items: list[Item]) -> list[str]:
    out: list[str] = []
    for item in items:
        if isinstance(item, Table):
            for row in item.rows:
                for cell in row:
                    out += ink_of(cell or [])
        elif not isinstance(item, Unread):
            out += [c for c in unify(item.text) if is_ink(c) and c not in "\x00"]
    return out


@given(st.lists(st.one_of(ITEMS, HOLDING, DROPPED), max_size=6))
def test_what_is_left_out_in_a_cell_is_listed_after_its_table(items: list[Item]) -> None:
    ink = ink_of(items)
    if not ink:
        return
    source = write_flow(Path("x.docx"), items, b"", ".docx")
    check_source(source)
    assert Counter(c for c in source.text if is_ink(c)) == Counter(ink)


@given(st.lists(st.one_of(ITEMS, DROPPED), max_size=6))
def test_any_flow_is_written_with_all_its_ink_in_order(items: list[Item]) -> None:
    ink = ink_of(items)
    if not ink:
        return
    source = write_flow(Path("x.docx"), items, b"", ".docx")
    check_source(source)
    assert [c for c in source.text if is_ink(c)] == ink
