"""What Word shows in other ways than as runs of text: kept as text, or said."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.problems import DocumentError
from kb.readers import Source, read_source
from kb.readers.docx.equations import eq_text, raised
from tests.kb.readers.check import check_source, grids, lines
from tests.kb.readers.office import abstract, archive, docx, num, p, r, relations, table, tc

Read = Callable[..., Source]
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_body(body: str, **parts: str) -> Source:
        path = tmp_path / "规划.docx"
        path.write_bytes(docx(p("西河县规划") + body, **parts))
        source = read_source(path)
        check_source(source)
        return source

    return read_body


def field(code: str, data: str = "") -> str:
    """A field that has no result: what it shows is drawn from its code."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def math(inner: str) -> str:
    return f'<m:oMath xmlns:m="{M}">{inner}</m:oMath>'


def mr(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


SHOWN = {
    "a character with its pronunciation": (field(r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(yǎng),养)') + r("老。"), "养老。"),
    "two names over each other": (field(r"eq \o\ad(\s\up 7(县教体局),\s\do 7(县民政局))") + r("负责。"), "县教体局 县民政局负责。"),
    "a fraction in a field": (r("压减") + field(r"EQ \f(3,4)") + r("以上。"), "压减3/4以上。"),
    "a raised part in a field": (r("约10") + field(r"EQ \s\up6(4)") + r("吨。"), "约10⁴吨。"),
    "a circled character": (field(r"eq \o\ac(○,印)"), "印"),
    "a fraction as an equation": (
        r("不低于") + math(f"<m:f><m:num>{mr('1')}</m:num><m:den>{mr('3')}</m:den></m:f>") + r("。"), "不低于1/3。",
    ),
    "a sum over a product": (
        math(f"<m:f><m:num>{mr('a+b')}</m:num><m:den>{mr('2c')}</m:den></m:f>"), "(a+b)/2c",
    ),
    "a power as an equation": (
        r("约") + math(f"<m:sSup><m:e>{mr('10')}</m:e><m:sup>{mr('-6')}</m:sup></m:sSup>") + r("。"), "约10⁻⁶。",
    ),
    "a root": (math(f"<m:rad><m:radPr><m:degHide/></m:radPr><m:deg/><m:e>{mr('2')}</m:e></m:rad>"), "√2"),
    "a raised digit": (r("约10") + r("4", '<w:vertAlign w:val="superscript"/>') + r("吨。"), "约10⁴吨。"),
    "a raised note keeps its words": (r("试点") + r("[2]", '<w:vertAlign w:val="superscript"/>') + r("。"), "试点[2]。"),
    "a lowered digit is the same digit": (r("PM") + r("2.5", '<w:vertAlign w:val="subscript"/>'), "PM2.5"),
    "a drop-down of a form": (
        r("牵头单位：")
        + field(" FORMDROPDOWN ", '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="县民政局"/><w:listEntry w:val="县医保局"/></w:ddList></w:ffData>'),
        "牵头单位：县医保局",
    ),
    "a drop-down nobody touched": (
        field("FORMDROPDOWN", '<w:ffData><w:ddList><w:listEntry w:val="县民政局"/><w:listEntry w:val="县医保局"/></w:ddList></w:ffData>'),
        "县民政局",
    ),
    "a box that is checked": (
        field("FORMCHECKBOX", '<w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>') + r("约束性"), "☑约束性",
    ),
    "a symbol by its code": (field(r'SYMBOL 179 \f "Symbol" \s 12') + r("95%"), "≥95%"),
}  # fmt: skip


@pytest.mark.parametrize("what", SHOWN)
def test_what_is_shown_is_text(read: Read, what: str) -> None:
    inner, expected = SHOWN[what]
    assert lines(read(p(inner=inner)))[1:] == [expected]


def test_the_pronunciation_is_listed(read: Read) -> None:
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>tuō</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>托</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    source = read(p(inner=ruby + r("育")))
    assert lines(source)[1:] == ["托育"]
    assert [(x.kind, x.source) for x in source.repairs] == [("reading", "tuō")]


def test_word_art_is_text(read: Read) -> None:
    art = '<w:r><w:pict><v:shape style="width:400pt;height:60pt"><v:textpath string="西河县人民政府文件"/></v:shape></w:pict></w:r>'
    assert lines(read(p("甲", inner=art) + p("乙")))[1:] == ["甲", "西河县人民政府文件", "乙"]


def test_a_table_in_a_footnote_comes_after_it(read: Read) -> None:
    notes = f'<w:footnote w:id="2">{p("分批：")}{table(tc("县医保局") + tc("第一批"))}</w:footnote>'
    source = read(p("开展试点", inner='<w:r><w:footnoteReference w:id="2"/></w:r>'), footnotes=notes)
    assert lines(source)[1:] == ["开展试点", "注1：分批："]
    assert grids(source) == [[["县医保局", "第一批"]]]


def marked(text: str, mark: str) -> str:
    return f'<w:p><w:pPr><w:rPr><w:{mark} w:id="1" w:author="a"/></w:rPr></w:pPr>{r(text)}</w:p>'


@pytest.mark.parametrize("mark", ["del", "moveFrom"])
def test_a_paragraph_whose_end_is_deleted(read: Read, mark: str) -> None:
    """It continues in the next one, is whole before a table, and is not lost at the end."""
    assert lines(read(marked("落实", mark) + p("责任。")))[1:] == ["落实责任。"]
    assert lines(read(marked("由县审计局负责。", mark)))[1:] == ["由县审计局负责。"]
    source = read(marked("附件1　分工表", mark) + table(tc("1") + tc("甲")) + p("乙。"))
    assert lines(source)[1:] == ["附件1　分工表", "乙。"]
    assert source.text.index("分工表") < source.text.index("甲")


def test_rows_in_alternative_content(read: Read) -> None:
    row = f"<mc:AlternateContent><mc:Choice Requires='x'><w:tr>{tc('甲')}{tc('1')}</w:tr></mc:Choice></mc:AlternateContent>"
    body = table(tc("乙") + tc("2")).replace("</w:tbl>", f"{row}</w:tbl>")
    assert grids(read(body)) == [[["乙", "2"], ["甲", "1"]]]


def toc(*entries: str, end: bool) -> str:
    """A contents field; without end where Word lost it."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    last = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    rows = [
        p(inner=f"<w:r><w:t>{text}</w:t><w:tab/><w:t>{i}</w:t></w:r>") for i, text in enumerate(entries, 1)
    ]
    rows[0] = rows[0].replace("<w:r>", begin + "<w:r>", 1)
    return p("目录") + "".join(rows) + (p(inner=last) if end else "")


BODY = ("一、总体要求", "坚持普惠，建成网络。", "二、任务", "（一）由县民政局负责。")


@pytest.mark.parametrize("end", [True, False])
def test_contents_end_where_the_text_begins(read: Read, end: bool) -> None:
    last = p(inner='<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    for body in (
        toc("一、总体要求", "二、任务", end=end) + "".join(map(p, BODY)),
        toc("一、总体要求", "二、任务", end=False) + "".join(map(p, BODY)) + last,
    ):
        source = read(body)
        assert lines(source)[1:] == ["目录", *BODY]
        assert [x.source for x in source.repairs] == ["一、总体要求\t1", "二、任务\t2"]


PICTURE = '<w:r><w:drawing><wp:inline xmlns:wp="w"><wp:extent cx="{0}" cy="{0}"/><a:graphic xmlns:a="a"><a:graphicData>{1}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
THINGS = {
    "图片": PICTURE.format(3_000_000, '<pic:pic xmlns:pic="p"/>'),
    "图表": PICTURE.format(3_000_000, '<c:chart xmlns:c="c"/>'),
    "SmartArt 图形": PICTURE.format(3_000_000, '<d:relIds xmlns:d="d"/>'),
    "嵌入的文件": '<w:r><w:object><v:shape style="width:300pt;height:200pt"><v:imagedata/></v:shape><o:OLEObject xmlns:o="o" ProgID="Excel.Sheet.12"/></w:object></w:r>',
    "公式": '<w:r><w:object><o:OLEObject xmlns:o="o" ProgID="Equation.3"/></w:object></w:r>',
}  # fmt: skip


@pytest.mark.parametrize("what", THINGS)
def test_what_cannot_be_read_is_said(read: Read, what: str) -> None:
    source = read(p("甲") + p(inner=THINGS[what]) + p("乙"))
    assert [(x.kind, x.reason, x.line) for x in source.repairs] == [("unread", what, 4)]
    assert [x.message for x in source.problems] == [f"{what}没有读（source.txt 第 4 行前后）"]


def test_pictures_are_counted_by_page(read: Read) -> None:
    page = p(inner="<w:r><w:lastRenderedPageBreak/><w:t>页</w:t></w:r>")
    picture = p(inner=THINGS["图片"])
    source = read(picture + page + page + picture + picture + table(tc(p(inner=THINGS["图片"])) + tc("甲")))
    assert [x.message for x in source.problems] == ["第 1、3 页是图片，没有读，共 4 处"]
    assert grids(source) == [[["", "甲"]]]


def test_a_small_sign_is_no_picture(read: Read) -> None:
    assert read(p("甲", inner=PICTURE.format(200_000, '<pic:pic xmlns:pic="p"/>'))).problems == ()


def test_names_of_parts_with_back_slashes_and_capitals(tmp_path: Path) -> None:
    with zipfile.ZipFile(
        io.BytesIO(docx(p("甲", num="1"), numbering=abstract("0", ("decimal", "%1.")) + num("1", "0")))
    ) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    renamed = {
        name.replace("/", "\\").replace("document.xml", "Document.xml"): xml for name, xml in parts.items()
    }
    renamed["_rels\\.rels"] = relations({"officeDocument": "word\\Document.xml"})
    path = tmp_path / "规划.docx"
    path.write_bytes(archive(renamed))
    assert lines(read_source(path)) == ["1. 甲"]


def test_a_list_whose_numbers_are_endless_is_refused(read: Read) -> None:
    numbering = abstract("0", ("decimal", "%1" + "甲" * 1000)) + num("1", "0")
    with pytest.raises(DocumentError, match="KB012 自动编号异常（一级编号的文字有 1002 字）"):
        read(p("乙", num="1"), numbering=numbering)


def test_cells_are_counted_before_there_are_too_many(read: Read) -> None:
    wide = "<w:tr>" + "<w:tc><w:tcPr><w:gridSpan w:val='128'/></w:tcPr></w:tc>" * 40 + "</w:tr>"
    with pytest.raises(DocumentError, match="KB012 表格过大，超过 40 万格"):
        read("<w:tbl>" + wide * 100 + "</w:tbl>")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (r"EQ \o\ac(□,1)", "1"), (r"EQ \r(3,x+1)", "³√(x+1)"), (r"EQ \b(甲)", "(甲)"), (r"EQ \a(甲,乙)", "甲 乙"), ("EQ ", ""),
        (r"EQ \f(2", "2"), (r"EQ \f(2,3", "2/3"), ("EQ 甲)乙", "甲)乙"), (r"EQ " + r"\f(" * 100, ""),
    ],
)  # fmt: skip
def test_codes_of_equations(code: str, expected: str) -> None:
    assert eq_text(code)[0].strip("(") == expected.strip("(")


def test_a_year_set_high_is_no_power() -> None:
    assert raised("20231") == "20231"
