"""PDF pages beside the paragraphs and tables they were printed from."""

from __future__ import annotations

import re
import sys
import zlib
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph

from kb.problems import DocumentError
from kb.readers import Grid, Source, read_source
from kb.readers.pdf.paragraphs import is_rest
from kb.readers.pdf.wraps import room_for
from kb.readers.radicals import unify
from tests.kb.readers.check import check_source, grids, lines
from tests.kb.readers.paper import BODY, FONT, body, pdf, ruled, title

LONG = (
    "高举中国特色社会主义伟大旗帜，坚持以人民为中心的发展思想，坚持新发展理念，坚持儿童优先原则，"
    "立足区情实际，优化儿童发展环境，保障儿童合法权利，全面提升儿童综合素质。"
)
OTHER = (
    "到2030年，每千人口拥有3岁以下婴幼儿托位数达到4.5个，普惠托育服务机构数量进一步增加，"
    "家庭教育指导服务体系基本形成，儿童参与家庭和社会事务的权利得到充分保障。"
)


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def read_pages(data: bytes, name: str = "规划.pdf") -> Source:
        path = tmp_path / name
        path.write_bytes(data)
        source = read_source(path)
        check_source(source)
        return source

    return read_pages


def test_wraps_are_undone_and_page_marks_left_out(read) -> None:  # type: ignore[no-untyped-def]
    paragraphs = [f"{i}．{LONG if i % 2 else OTHER}" for i in range(1, 25)]
    story = [title("某区儿童发展规划"), body("一、总体思路"), *map(body, paragraphs)]
    source = read(pdf(story, head="某区人民政府公报"))
    assert lines(source) == ["某区儿童发展规划", "一、总体思路", *paragraphs]
    pages = len([x for x in source.repairs if x.kind == "page-mark"])
    assert pages >= 3
    assert [x.source for x in source.repairs if x.kind == "page-mark"] == [
        f"— {i} —" for i in range(1, pages + 1)
    ]
    assert [x.source for x in source.repairs if x.kind == "running-head"] == ["某区人民政府公报"] * pages


def test_a_head_on_both_of_two_pages(read) -> None:  # type: ignore[no-untyped-def]
    source = read(pdf([body(LONG), PageBreak(), body(OTHER)], head="某区人民政府文件"))
    assert lines(source) == [LONG, OTHER]
    source = read(pdf([body(LONG)], head="某区人民政府文件"))
    assert lines(source) == ["某区人民政府文件", LONG]


def test_a_number_alone_in_the_text_is_no_page_mark(read) -> None:  # type: ignore[no-untyped-def]
    source = read(pdf([body("2030"), body(LONG)], number=lambda n: f"第 {n} 页 共 1 页"))
    assert lines(source) == ["2030", LONG]
    assert [x.source for x in source.repairs] == ["第 1 页 共 1 页"]


ROWS = [
    ["类别", "序号", "指标名称（单位）", "2030年目标"],
    ["儿童与健康", "1", "新生儿死亡率（‰）", "＜1.3"],
    ["", "2", "以镇（街道）为单位的适龄儿童免疫规划疫苗接种率（%）", "≥95"],
    ["", "", "近视率（%）小学", ""],
]


def test_ruled_tables_with_merged_cells(read) -> None:  # type: ignore[no-untyped-def]
    table = ruled(ROWS, [60, 40, 240, 80], spans=[(0, 1, 0, 3), (1, 2, 1, 3)])
    source = read(pdf([body("专栏一 主要指标"), table, body("二、任务")]))
    assert lines(source) == ["专栏一 主要指标", "二、任务"]
    assert grids(source) == [ROWS]


def test_a_table_over_four_pages_is_one(read) -> None:  # type: ignore[no-untyped-def]
    rows = [["序号", "任务", "责任单位"]] + [[str(i), f"任务{i}", "区卫健委"] for i in range(1, 101)]
    source = read(pdf([body("附表"), ruled(rows, [60, 240, 120], repeatRows=1), body("完。")]))
    assert grids(source) == [rows]
    assert lines(source) == ["附表", "完。"]
    repeated = [x for x in source.repairs if x.kind == "running-head"]
    assert [x.source for x in repeated] == ["序号 任务 责任单位"] * 3
    assert [x.source for x in source.repairs if x.kind == "page-mark"] == [f"— {i} —" for i in (1, 2, 3, 4)]


def test_a_frame_is_a_box_where_it_has_a_caption(read) -> None:  # type: ignore[no-untyped-def]
    source = read(pdf([body(LONG), ruled([[f"专栏二<br/>1．甲工程。{LONG}"]], [449]), body("后文。")]))
    assert lines(source) == [LONG, "专栏二", "后文。"]
    assert grids(source) == [[[f"1．甲工程。{LONG}"]]]
    source = read(pdf([body(LONG), ruled([[f"1．甲工程。<br/>{LONG}"]], [449]), body("后文。")]))
    assert lines(source) == [LONG, "1．甲工程。", LONG, "后文。"]
    assert grids(source) == []


FLAT = ParagraphStyle("f", parent=BODY, firstLineIndent=0)
APART = ParagraphStyle("a", parent=FLAT, spaceAfter=14)


def test_numbers_begin_paragraphs_without_an_indent(read) -> None:  # type: ignore[no-untyped-def]
    line = "一" * 27
    texts = [
        f"{line}（区教委负责）".replace("一" * 6, "", 1),
        "（二）加快建设。",
        f"{line}。",
        "2．优化布局。",
        f"{line}）",
        "2.5万个以上。",
    ]
    assert [len(t) for t in texts[::2]] == [28, 28, 28]  # each fills its line
    source = read(pdf([Paragraph(t, FLAT) for t in texts]))
    assert lines(source) == [*texts[:4], texts[4] + texts[5]]


def test_paragraphs_parted_by_a_gap(read) -> None:  # type: ignore[no-untyped-def]
    texts = ["甲" * 27 + "。", "乙" * 70 + "。", "丙" * 27 + "。", "丁" * 60 + "。"]
    assert lines(read(pdf([Paragraph(t, APART) for t in texts]))) == texts


def test_names_and_labels_begin_paragraphs(read) -> None:  # type: ignore[no-untyped-def]
    texts = [
        "甲" * 27 + "。",
        "儿童伤害监测项目：加强监测。",
        "乙" * 27 + "。",
        "牵头单位：区教委",
        "丙" * 28,
        "完成后项目：验收。",
    ]
    source = read(pdf([Paragraph(t, FLAT) for t in texts]))
    assert lines(source) == [*texts[:4], texts[4] + texts[5]]


def test_characters_that_a_font_files_twice() -> None:
    assert unify("⼤渡⼝区⼈⺠政府　⼀、⻓⾜发展，⼾籍 3〜5") == "大渡口区人民政府　一、长足发展，户籍 3～5"
    assert unify("大渡口区人民政府") == "大渡口区人民政府"


def test_rows_left_open_at_the_end_of_a_page(read, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page, path = canvas(tmp_path)
    page.setFont(FONT, 10)
    for top, texts, closed in ((120, ("序号", "任务"), True), (60, ("1", "建设托位"), False)):
        page.drawString(80, top - 15, texts[0])
        page.drawString(160, top - 15, texts[1])
        page.line(70, top, 400, top)
        if closed:
            page.line(70, top - 60, 400, top - 60)
        for x in (70, 150, 400):
            page.line(x, top, x, top - 60 if closed else 20)
    page.save()
    assert grids(read(path.read_bytes())) == [[["序号", "任务"], ["1", "建设托位"]]]


def test_the_name_of_a_group_set_downward_goes_on_over_the_page(read) -> None:  # type: ignore[no-untyped-def]
    head = ["类别", "序号", "指标"]
    one = ruled([head, ["儿<br/>童", "19", "死亡率"]], [60, 60, 300])
    two = ruled([["与<br/>安<br/>全", "20", "发生率"], ["教育", "21", "入园率"]], [60, 60, 300])
    source = read(pdf([one, PageBreak(), two]))
    assert grids(source) == [
        [head, ["儿\n童\n与\n安\n全", "19", "死亡率"], ["", "20", "发生率"], ["教育", "21", "入园率"]]
    ]
    (table,) = (b for b in source.blocks if isinstance(b, Grid))
    assert [row[0].merged for row in table.rows] == [False, False, True, False]
    numbers = [ruled([[n, "甲", "乙"]], [60, 60, 300]) for n in "78"]
    assert grids(read(pdf([numbers[0], PageBreak(), numbers[1]]))) == [[["7", "甲", "乙"], ["8", "甲", "乙"]]]
    two = ruled([["教育", "20", "入园率"]], [60, 60, 300])
    assert grids(read(pdf([one, PageBreak(), two])))[0][2] == ["教育", "20", "入园率"]


def test_what_is_not_broken_at_the_end_of_a_line() -> None:
    room = {
        "推进": 1.0,
        "进“6+4”体": 6.1,
        "限:2023年9月)": 4.5,
        "会、“候鸟": 4.0,
        "+教育": 1.7,
        "（二）": 3.0,
    }
    assert {text: round(room_for(text), 1) for text in room} == room


def test_a_row_goes_on_over_the_page_where_its_cells_are_full() -> None:
    last = ("11", "小学生近视率", "＜38", "区教委、区卫")
    spare = (3.0, 0.4, 2.5, 0.2)
    assert is_rest(last, ("", "（%）", "", "健委"), spare)
    assert not is_rest(last, ("", "初中生近视率", "＜60", ""), (3.0, 2.0, 2.5, 0.2))
    assert not is_rest(last, ("12", "", "", ""), spare)
    assert is_rest(last, ("", "", "", "健委"), spare)
    assert not is_rest(last, ("12", "龋患率", "＜25", "区卫健委"), spare)


def canvas(tmp_path: Path, **options: object) -> tuple[Canvas, Path]:
    path = tmp_path / "扫描.pdf"
    return Canvas(str(path), pagesize=A4, **options), path


def test_a_scan_says_so(tmp_path: Path) -> None:
    page, path = canvas(tmp_path)
    page.rect(0, 0, 500, 700, fill=1)
    page.showPage()
    page.save()
    with pytest.raises(
        DocumentError, match=r"KB008 PDF 是扫描件（没有文字层），读不出文字。请向发文单位要 Word 或文字版"
    ):
        read_source(path)


def test_a_password_says_so(tmp_path: Path) -> None:
    page, path = canvas(tmp_path, encrypt="secret")
    page.drawString(100, 100, "text")
    page.save()
    with pytest.raises(DocumentError, match="KB007 PDF 设了打开密码，读不出文字"):
        read_source(path)


def test_damage_and_bombs(read, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DocumentError, match="KB010 PDF 已损坏"):
        read(b"%PDF-1.7\n" + b"x" * 1000)
    bomb = zlib.compress(b"\x00" * 250_000_000, 9)
    with pytest.raises(DocumentError, match="KB012 PDF 里的内容展开后过大，不予读取"):
        read(b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n" + bomb + b"\nendstream")
    page, path = canvas(tmp_path)
    page.drawString(0, 700, "a" * 40_000)
    page.save()
    with pytest.raises(DocumentError, match="KB012 PDF 第 1 页超过 3 万字，不予读取"):
        read_source(path)


def test_a_font_with_endless_widths(read) -> None:  # type: ignore[no-untyped-def]
    data = pdf([body(LONG)])
    hostile = re.sub(rb"/W \[", b"/W [ 1 99999999999 500 ", data)
    assert hostile != data
    with pytest.raises(DocumentError, match="KB012 PDF 里的字体异常（编码范围过大），不予读取"):
        read(hostile)


def test_a_pdf_behind_another_name(read) -> None:  # type: ignore[no-untyped-def]
    assert read(pdf([body(LONG), PageBreak(), body(OTHER)]), "规划.docx").suffix == ".pdf"


def test_missing_packages_are_named(read, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(
        DocumentError, match=r'KB009 读取 PDF 需要的组件没有安装.*pip install "shuiguan\[import\]"'
    ):
        read(b"%PDF-1.4\n")
