"""A template of the user's own."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from kb.extract import Gathering, render
from kb.extract.template import TemplateError


def save(document: docx.document.Document, folder: Path) -> Path:
    path = folder / "模板.docx"
    document.save(str(path))
    return path


def fill(path: Path, gathering: Gathering, unit: str = "区卫健委") -> docx.document.Document:
    return docx.Document(io.BytesIO(render(gathering.sheet(unit), "docx", template=path)))


def test_words_split_over_runs_keep_their_look(gathering: Gathering, tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("致")
    paragraph.add_run("{{单").bold = True
    paragraph.add_run("位}}：贵单位承担{{指标数}}项指标")
    document.sections[0].header.paragraphs[0].text = "{{文号}}"
    filled = fill(save(document, tmp_path), gathering)
    assert filled.paragraphs[0].text == "致区卫健委：贵单位承担24项指标"
    assert [(r.text, r.bold) for r in filled.paragraphs[0].runs][1] == ("区卫健委", True)
    assert filled.sections[0].header.paragraphs[0].text == "大渡口府发〔2023〕7号"


def test_a_row_is_repeated(gathering: Gathering, tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    for cell, text in zip(table.rows[0].cells, ("序号", "指标", "目标"), strict=True):
        cell.text = text
    for cell, text in zip(
        table.rows[1].cells, ("{{指标.序号}}", "{{指标.名称}}", "{{ 指标.目标 }}"), strict=True
    ):
        cell.text = text
    rows = fill(save(document, tmp_path), gathering).tables[0].rows
    assert len(rows) == 25
    assert [c.text for c in rows[1].cells] == ["1", "新生儿死亡率（‰）", "＜1.3"]
    assert [c.text for c in rows[24].cells] == ["26", "每千人口拥有3岁以下婴幼儿托位数（个）", "≥4.5"]


def test_paragraphs_are_repeated_together(gathering: Gathering, tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("项目：", "{{项目.序号}}. {{项目.标题}}", "见{{项目.出处}}", "完。{{任务.标题}}"):
        document.add_paragraph(text)
    texts = [p.text for p in fill(save(document, tmp_path), gathering).paragraphs]
    assert texts == [
        "项目：", "1. 儿童医务人员提升项目", "见专栏二 儿童医务人员提升项目", "2. 儿童早期发展服务促进项目",
        "见专栏二 儿童早期发展服务促进项目",
    ]  # fmt: skip


def test_the_whole_list_in_its_place(gathering: Gathering, tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("前", "{{职责清单}}", "后"):
        document.add_paragraph(text)
    filled = fill(save(document, tmp_path), gathering)
    texts = [p.text for p in filled.paragraphs]
    assert texts[0] == "前"
    assert texts[-1] == "后"
    assert texts.index("一、主要指标") < texts.index("二、重点项目")
    assert len(filled.tables[0].rows) == 25
    assert not any("{{" in t for t in texts)


def test_unknown_placeholders_are_told(gathering: Gathering, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{单位}} {{电话}} {{指标.颜色}}")
    path = save(document, tmp_path)
    with pytest.raises(TemplateError) as caught:
        fill(path, gathering)
    assert str(caught.value) == (
        f"{path} 里有不认识的占位符：{{{{指标.颜色}}}}、{{{{电话}}}}。可以写的有：{{{{单位}}}}、{{{{单位全称}}}}、"
        "{{规划}}、{{规划名称}}、{{文号}}、{{印发日期}}、{{规划年度}}、{{日期}}、{{年度}}、{{概要}}、{{概数}}、{{指标数}}、{{约束性指标数}}、{{项目数}}、{{任务数}}、{{职责清单}}、"
        "{{指标.序号}}、{{指标.名称}}、{{指标.目标}}、{{指标.年度}}、{{指标.属性}}、{{指标.共同责任单位}}、{{指标.基期}}、{{指标.依据}}、"
        "{{指标.出处}}、{{指标.源文行}}、{{指标.时限}}、{{指标.编号}}、{{指标.规划}}；还有成组的{{项目.…}}、{{任务.…}}、{{集合.…}}、{{点名.…}}、"
        "{{关联.…}}、{{普遍要求.…}}。"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{单位}}和{{规划名称", "里有没写完整的占位符，在这一段：“和{{规划名称”。"),
        ("{{单位", "里有没写完整的占位符，在这一段：“{{单位”。"),
        ("{{项目.标题}}、{{指标.名称}}", "里同一行或同一段写了几组占位符（指标、项目），只能写一组。"),
    ],
)
def test_what_would_only_look_filled(text: str, message: str, gathering: Gathering, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(text)
    path = save(document, tmp_path)
    with pytest.raises(TemplateError) as caught:
        fill(path, gathering)
    assert str(caught.value) == f"{path} {message}"


def test_as_a_chinese_keyboard_types_it(gathering: Gathering, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("｛｛ 单位 ｝｝：｛｛指标数｝｝")
    document.add_paragraph("{{项目．标题}}")
    texts = [p.text for p in fill(save(document, tmp_path), gathering).paragraphs]
    assert texts == ["区卫健委：24", "儿童医务人员提升项目", "儿童早期发展服务促进项目"]


def test_the_whole_list_stands_in_a_paragraph_of_its_own(gathering: Gathering, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("见{{职责清单}}")
    path = save(document, tmp_path)
    with pytest.raises(TemplateError) as caught:
        fill(path, gathering)
    assert str(caught.value) == f"{path} 里的 {{{{职责清单}}}} 要在正文里独占一段。"


def test_not_a_template(gathering: Gathering, tmp_path: Path) -> None:
    missing = tmp_path / "无.docx"
    with pytest.raises(TemplateError, match="没有模板文件"):
        fill(missing, gathering)
    text = tmp_path / "x.docx"
    text.write_text("no zip")
    with pytest.raises(TemplateError, match="不是可用的 docx 文件"):
        fill(text, gathering)
    with pytest.raises(TemplateError, match="没有占位符"):
        fill(save(docx.Document(), tmp_path), gathering)


def test_the_documented_placeholders_are_those_there_are(repository: Path) -> None:
    from kb.extract.placeholders import GROUPS, SINGLE

    told = (repository / "docs" / "extract.md").read_text(encoding="utf-8")
    for name in (*SINGLE, *(f"{g}.{f}" for g, fields in GROUPS.items() for f in fields)):
        assert f"`{{{{{name}}}}}`" in told, name


def test_an_empty_group_goes_with_its_caption(gathering: Gathering, tmp_path: Path) -> None:
    """区教委 has one project and no task: no caption is left with nothing below it."""
    document = docx.Document()
    for text in (
        "重点项目",
        "{{项目.标题}}",
        "重点任务",
        "{{任务.标题}}",
        "请于年底前报送。",
        "{{集合.标题}}",
        "完",
    ):
        document.add_paragraph(text)
    table = document.add_table(5, 2)
    for row, words in enumerate(
        ("事项|出处", "重点项目|", "{{项目.标题}}|{{项目.出处}}", "重点任务|", "{{任务.标题}}|{{任务.出处}}")
    ):
        for cell, text in zip(table.rows[row].cells, words.split("|"), strict=True):
            cell.text = text
    document.add_paragraph("附：任务表")
    alone = document.add_table(2, 1)
    alone.rows[0].cells[0].text, alone.rows[1].cells[0].text = "任务", "{{任务.标题}}"
    filled = fill(save(document, tmp_path), gathering, "区教委")
    title = gathering.sheet("区教委").parts[0].entries("projects")[0].title
    assert [p.text for p in filled.paragraphs if p.text] == ["重点项目", title, "请于年底前报送。", "完"]
    (kept,) = filled.tables
    assert [r.cells[0].text for r in kept.rows] == ["事项", "重点项目", title]


def test_the_body_keeps_the_official_look(gathering: Gathering, tmp_path: Path) -> None:
    document = docx.Document()  # its 标题 1 is blue
    document.add_paragraph("{{职责清单}}")
    filled = fill(save(document, tmp_path), gathering)
    base = filled.styles["职责正文"].paragraph_format
    assert base.line_spacing == Pt(28.9)
    assert base.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert base.first_line_indent == Pt(32)
    assert filled.styles["职责依据"].paragraph_format.left_indent == Pt(32)
    heading = next(p for p in filled.paragraphs if p.text == "一、主要指标")
    assert heading.style is not None
    assert heading.style.name == "职责标题 1"
    assert heading.style.font.color.rgb is None
    assert heading.style.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == "0"


def test_dates_ids_and_plans(gathering: Gathering, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{日期}}|{{年度}}|{{印发日期}}|{{规划年度}}|{{概数}}")
    document.add_paragraph("{{项目.编号}}|{{项目.规划}}")
    path = save(document, tmp_path)
    sheet = replace(gathering.sheet("区卫健委"), day="2024-03-05")
    texts = [p.text for p in docx.Document(io.BytesIO(render(sheet, "docx", template=path))).paragraphs]
    assert texts[0] == (
        "2024年3月5日|2024年|2023年2月27日|2021—2030年|24项指标（按序号计20项，其中约束性7项）、2个项目"
    )
    assert texts[1].startswith("dadukou-children-2021-2030/b")
    assert texts[1].endswith("|《重庆市大渡口区儿童发展规划（2021—2030年）》（大渡口府发〔2023〕7号）")
