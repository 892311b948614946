"""The Word document: read back with python-docx and turned into a PDF by LibreOffice."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kb.answer.unit import unit
from kb.extract import ALL_BASES, Gathering, render
from kb.store import Base


@pytest.fixture(scope="module")
def content(gathering: Gathering) -> bytes:
    return render(gathering.sheet("区卫健委", ALL_BASES), "docx")


@pytest.fixture(scope="module")
def document(content: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(content))


def test_page_of_an_official_document(document: docx.document.Document) -> None:
    """GB/T 9704—2012, 5.2: A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm."""
    section = document.sections[0]

    def near(length: int, abs: int) -> Any:
        return pytest.approx(length, abs=abs)

    assert (section.page_width, section.page_height) == (near(Mm(210), abs=700), near(Mm(297), abs=700))
    assert (section.top_margin, section.bottom_margin) == (near(Mm(37), abs=700), near(Mm(35), abs=700))
    assert (section.left_margin, section.right_margin) == (near(Mm(28), abs=700), near(Mm(26), abs=700))


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体", 16),
        ("职责正文", "仿宋", 16),
    ],
)
def test_fonts(document: docx.document.Document, style: str, font: str, size: int) -> None:
    found = document.styles[style]
    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert found.font.size == Pt(size)


def test_lines_are_28_to_29_points(document: docx.document.Document) -> None:
    for style in ("Normal", "职责正文", "Heading 1", "Heading 2"):
        height = document.styles[style].paragraph_format.line_spacing
        assert Pt(28) <= height <= Pt(29)


def test_fallback_fonts_are_named(content: bytes) -> None:
    table = zipfile.ZipFile(io.BytesIO(content)).read("word/fontTable.xml").decode()
    assert re.search(r'w:name="方正小标宋简体"><w:altName w:val="方正小标宋_GBK,小标宋体,华文中宋', table)
    assert re.search(r'w:name="仿宋"><w:altName w:val="方正仿宋_GBK,仿宋_GB2312', table)


def test_headings(document: docx.document.Document) -> None:
    styles = [(p.style.name if p.style else "", p.text) for p in document.paragraphs]
    told = [(name, text) for name, text in styles if (name or "").startswith("Heading")]
    assert told[:4] == [
        ("Heading 1", "一、主要指标"),
        ("Heading 1", "二、重点项目"),
        ("Heading 2", "（一）儿童医务人员提升项目"),
        ("Heading 2", "（二）儿童早期发展服务促进项目"),
    ]
    assert ("Heading 1", "四、关联事项（仅供参考，不是责任分工）") in told


def test_the_table_has_the_24_rows_of_kb_unit(document: docx.document.Document, seed: Base) -> None:
    table = document.tables[0]
    duties = [d for d in unit(seed, "区卫健委", basis="assigned")["duties"] if d["kind"] == "indicator"]
    assert len(table.rows) == 25
    assert [c.text for c in table.rows[0].cells] == [
        "序号",
        "指标",
        "2030年目标",
        "属性",
        "共同责任单位",
        "基期",
        "完成",
    ]
    names = {i.id: f"{i.name}（{i.unit_of_measure}）" for i in seed.indicators()}
    assert [(r.cells[1].text, r.cells[2].text) for r in table.rows[1:]] == [
        (names[d["id"]], d["target"]) for d in duties
    ]
    assert table.rows[1].cells[5].text == "1.21‰\n（2020年）"


def test_rows_stay_whole_and_the_head_comes_again(document: docx.document.Document) -> None:
    rows = document.tables[0].rows
    assert rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert all(r._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for r in rows)


def test_cross_references_lead_somewhere(document: docx.document.Document, gathering: Gathering) -> None:
    body = document.element.body
    marks = {b.get(qn("w:name")) for b in body.iter(qn("w:bookmarkStart"))}
    ids = [b.get(qn("w:id")) for b in body.iter(qn("w:bookmarkStart"))]
    assert len(ids) == len(set(ids))
    fields = [m[1] for t in body.iter(qn("w:instrText")) if (m := re.search(r"REF (\S+) \\h", t.text))]
    links = [h.get(qn("w:anchor")) for h in body.iter(qn("w:hyperlink"))]
    assert len(fields) >= 4
    # Each related item names the indicator it is tied by.
    assert len(links) == len(gathering.sheet("区卫健委", ("related",)).parts[0].entries("related")) >= 9
    assert {*fields, *links} <= marks
    assert all(len(m) <= 40 for m in marks)


def test_page_numbers_right_and_left(document: docx.document.Document) -> None:
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, 2), (section.even_page_footer, 0)):
        paragraph = footer.paragraphs[0]
        assert paragraph.text == "— 1 —"
        assert paragraph.alignment == side
        assert any("PAGE" in (t.text or "") for t in paragraph._p.iter(qn("w:instrText")))


def test_properties_and_times_hang_on_the_base_alone(
    content: bytes, document: docx.document.Document
) -> None:
    core = document.core_properties
    assert core.title == "区卫健委职责清单"
    assert core.subject == "重庆市大渡口区儿童发展规划（2021—2030年）"
    assert re.fullmatch(r"[0-9a-f]{16}/区卫健委", core.identifier)
    assert str(core.created)[:10] == str(core.modified)[:10] == "2023-02-27"  # the day the plan was issued
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "<Application>谁管</Application>" in archive.read("docProps/app.xml").decode()
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def pdf_text(content: bytes, suffix: str, folder: Path, require: Callable[[str], str]) -> str:
    """The text of what LibreOffice makes of a file, white space out."""
    soffice, pdftotext = require("soffice"), require("pdftotext")
    require("cjk-fonts")
    source = folder / f"x.{suffix}"
    source.write_bytes(content)
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [soffice, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "--outdir", folder, source],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    told = subprocess.run([pdftotext, "-raw", folder / "x.pdf", "-"], check=True, capture_output=True)
    return re.sub(r"\s", "", told.stdout.decode())


def test_libreoffice_shows_it_all(
    content: bytes, seed: Base, tmp_path: Path, require: Callable[[str], str]
) -> None:
    text = pdf_text(content, "docx", tmp_path, require)
    assert text.startswith(
        "区卫健委职责清单《重庆市大渡口区儿童发展规划（2021—2030年）》（大渡口府发〔2023〕7号）"
    )
    for duty in unit(seed, "区卫健委")["duties"]:
        if duty["kind"] == "indicator":
            name = re.sub(r"\s", "", duty["title"])
            assert name in text or name in text.replace("—1—", ""), name
    for words in (
        "分别见“一、主要指标”“二、重点项目”",
        "—1—",
        "—2—",
        "☐已完成",
        "加大儿科岗位人才配置。（责任单位：区卫健委）",
    ):
        assert words in text
    assert text.count("共同责任单位") >= 2  # the table's head on its second page


def test_libreoffice_shows_the_workbook(
    gathering: Gathering, tmp_path: Path, require: Callable[[str], str]
) -> None:
    text = pdf_text(render(gathering.sheet("区卫健委"), "xlsx"), "xlsx", tmp_path, require)
    for words in (
        "区卫健委职责清单",
        "新生儿死亡率",
        "每千人口拥有3岁以下婴幼儿托位数",
        "儿童医务人员提升项目",
        "完成情况",
    ):
        assert words in text
