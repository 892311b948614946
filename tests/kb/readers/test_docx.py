"""Word files made of raw XML, beside what Word would print."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.problems import DocumentError
from kb.readers import Source, read_source
from tests.kb.readers.check import check_source, grids, lines
from tests.kb.readers.office import abstract, archive, docx, num, p, r, table, tc


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def read_bytes(data: bytes, name: str = "规划.docx") -> Source:
        path = tmp_path / name
        path.write_bytes(data)
        source = read_source(path)
        check_source(source)
        return source

    return read_bytes


def test_paragraphs_breaks_and_tabs(read) -> None:  # type: ignore[no-untyped-def]
    data = docx(
        p("　　儿童是国家的未来。")
        + p()
        + p("第一行", inner="<w:r><w:br/><w:t>第二行</w:t><w:tab/><w:t>尾</w:t></w:r>")
        + "<w:p><w:r><w:t>甲</w:t><w:noBreakHyphen/><w:t>乙</w:t><w:softHyphen/></w:r></w:p>"
    )
    source = read(data)
    assert source.text == "儿童是国家的未来。\n\n第一行\n第二行\t尾\n甲-乙\n"
    assert (source.suffix, source.original) == (".docx", data)


def test_automatic_numbers_of_a_plan(read) -> None:  # type: ignore[no-untyped-def]
    levels = (
        ("chineseCountingThousand", "%1、"),
        ("chineseCounting", "（%2）"),
        ("decimal", "%3."),
        ("decimalEnclosedCircle", "%4"),
        ("upperLetter", "%5）"),
    )
    body = [
        (0, "总体思路"),
        (1, "指导思想"),
        (1, "基本原则"),
        (2, "坚持优先"),
        (2, "坚持平等"),
        (3, "甲"),
        (3, "乙"),
    ]
    body += [(4, "子"), (0, "重点任务"), (1, "健康"), (2, "优化服务")]
    source = read(
        docx(
            "".join(p(text, "1", level) for level, text in body),
            numbering=abstract("0", *levels) + num("1", "0"),
        )
    )
    assert lines(source) == [
        "一、总体思路",
        "（一）指导思想",
        "（二）基本原则",
        "1. 坚持优先",
        "2. 坚持平等",
        "① 甲",
        "② 乙",
        "A）子",
        "二、重点任务",
        "（一）健康",
        "1. 优化服务",
    ]


def test_chapters_run_on_and_sections_of_legal_numbers(read) -> None:  # type: ignore[no-untyped-def]
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
        '<w:lvlText w:val="第%1章"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
        '<w:lvlRestart w:val="0"/><w:lvlText w:val="第%2条"/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>'
        '<w:lvlText w:val="%1.%3"/><w:suff w:val="nothing"/></w:lvl></w:abstractNum>' + num("4", "0")
    )
    body = [(0, "总则"), (1, "甲"), (1, "乙"), (0, "任务"), (1, "丙"), (2, "丁"), (2, "戊")]
    source = read(docx("".join(p(text, "4", level) for level, text in body), numbering=numbering))
    assert lines(source) == [
        "第一章 总则",
        "第一条 甲",
        "第二条 乙",
        "第二章 任务",
        "第三条 丙",
        "2.1丁",
        "2.2戊",
    ]


def test_two_lists_of_one_definition_and_a_restart(read) -> None:  # type: ignore[no-untyped-def]
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = (
        abstract("7", ("decimal", "%1．"), start=3) + num("1", "7") + num("2", "7") + num("3", "7", restart)
    )
    body = p("甲", "1") + p("乙", "2") + p("丙", "3") + p("丁", "3") + p("戊", "1") + p("己", "0")
    assert lines(read(docx(body, numbering=numbering))) == ["3．甲", "4．乙", "1．丙", "2．丁", "3．戊", "己"]


def test_numbers_from_styles(read) -> None:  # type: ignore[no-untyped-def]
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:numFmt w:val="ideographTraditional"/><w:pStyle w:val="H1"/>'
        '<w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="decimalFullWidth"/><w:pStyle w:val="H2"/>'
        '<w:lvlText w:val="%2、"/></w:lvl></w:abstractNum>' + num("5", "0")
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H3"><w:basedOn w:val="H2"/>'
        '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    body = (
        p("子", style="H1")
        + p("丑", style="H2")
        + p("寅", style="H2")
        + p("卯", style="H3")
        + p("辰", style="H1")
    )
    source = read(docx(body, numbering=numbering, styles=styles))
    assert lines(source) == ["甲、子", "１、丑", "２、寅", "卯", "乙、辰"]


def test_bullets_are_no_text_but_a_dash_is(read) -> None:  # type: ignore[no-untyped-def]
    numbering = abstract("0", ("bullet", "\uf06c")) + abstract("1", ("bullet", "——"))
    numbering += num("1", "0") + num("2", "1")
    assert lines(read(docx(p("甲", "1") + p("乙", "2"), numbering=numbering))) == ["甲", "——乙"]


def test_table_with_merged_cells(read) -> None:  # type: ignore[no-untyped-def]
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = p("专栏一 主要指标") + table(
        tc("类别") + tc("序号") + tc("指标名称（单位）") + tc("2030年", '<w:gridSpan w:val="2"/>'),
        tc(p("儿童") + p("与健康"), restart) + tc("11") + tc("近视率（%）") + tc("＜38") + tc("约束性"),
        tc("", goes_on) + tc("", goes_on) + tc("小学") + tc("＜30") + tc(""),
    )
    source = read(docx(body))
    assert grids(source) == [
        [
            ["类别", "序号", "指标名称（单位）", "2030年", ""],
            ["儿童\n与健康", "11", "近视率（%）", "＜38", "约束性"],
            ["", "", "小学", "＜30", ""],
        ]
    ]
    assert source.text.startswith(
        "专栏一 主要指标\n\t类别\n\t序号\n\t指标名称（单位）\n\t2030年\n\t\n\n\t儿童\n与健康\n\t11\n"
    )


def test_a_box_drawn_as_a_table_keeps_its_end(read) -> None:  # type: ignore[no-untyped-def]
    inner = table(tc("指标") + tc("目标"), tc("托位数") + tc("4.5"))
    source = read(docx(table(tc("专栏二 重点项目"), tc(p("1．甲工程。") + p("2．乙工程。") + inner + p()))))
    assert lines(source) == ["专栏二 重点项目"]
    assert grids(source) == [[["1．甲工程。"], ["2．乙工程。"]], [["指标", "目标"], ["托位数", "4.5"]]]


def test_the_head_and_the_imprint_of_a_letter_are_lines(read) -> None:  # type: ignore[no-untyped-def]
    head = table(tc("东山市人民政府文件") + tc(""), tc("东政发〔2022〕18号") + tc("签发人：张某"))
    tasks = table(tc("任务") + tc("依据"), tc("建设托育机构") + tc("东政发〔2021〕3号"))
    imprint = table(
        tc("抄送：市委各部门，市人大办公室。") + tc(""), tc("市政府办公室") + tc("2022年5月10日印发")
    )
    source = read(docx(head + p("正文。" * 100) + tasks + p("完。") + imprint))
    assert lines(source) == [
        "东山市人民政府文件",
        "东政发〔2022〕18号",
        "签发人：张某",
        "正文。" * 100,
        "完。",
        "抄送：市委各部门，市人大办公室。",
        "市政府办公室",
        "2022年5月10日印发",
    ]
    assert grids(source) == [[["任务", "依据"], ["建设托育机构", "东政发〔2021〕3号"]]]


def test_a_paragraph_below_a_box_is_not_in_it(read) -> None:  # type: ignore[no-untyped-def]
    box = table(tc(p("专栏二 重点项目") + p("托育工程：建设托位100个。")))
    assert grids(read(docx(box + p("各单位要抓好落实。")))) == [[["托育工程：建设托位100个。"]]]
    behind = table(tc(p("托育工程：建设托位100个。"))) + p("专栏二 重点项目") + p("（五）下一节")
    assert grids(read(docx(behind))) == [[["托育工程：建设托位100个。"]]]
    plain = table(tc(p("托育工程：建设托位100个。"))) + p("（五）下一节")
    assert grids(read(docx(plain))) == []


def test_small_table_in_a_cell_is_part_of_the_cell(read) -> None:  # type: ignore[no-untyped-def]
    inner = table(tc("A") + tc("B")) + p()
    source = read(
        docx(
            table(tc("建设标准化普惠托育服务机构") + tc(inner), tc("组织开展家庭教育指导服务活动") + tc("二"))
        )
    )
    assert grids(source) == [[["建设标准化普惠托育服务机构", "A\nB"], ["组织开展家庭教育指导服务活动", "二"]]]


def test_text_boxes_stand_once_after_their_paragraph(read) -> None:  # type: ignore[no-untyped-def]
    box = f"<w:txbxContent>{p('专栏三')}{p('托育工程。')}</w:txbxContent>"
    drawing = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(read(docx(p("正文", inner=drawing + r("续。")) + p("后文")))) == [
        "正文续。",
        "专栏三",
        "托育工程。",
        "后文",
    ]


def test_tracked_changes_hidden_text_and_fields(read) -> None:  # type: ignore[no-untyped-def]
    body = (
        p("目标", inner="<w:ins w:id='1'>" + r("为4.5个") + "</w:ins><w:del w:id='2'><w:r><w:delText>3个</w:delText></w:r></w:del>")
        + p("甲", inner=r("隐藏", "<w:vanish/>") + r("乙", '<w:vanish w:val="0"/>'))
        + p("第", inner='<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> SEQ 表 </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("3") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + r("表"))
        + '<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>' + r("上段") + "</w:p>" + p("接着下段")
    )  # fmt: skip
    assert lines(read(docx(body))) == ["目标为4.5个", "甲乙", "第3表", "上段接着下段"]


def test_a_circled_number_drawn_by_a_field(read) -> None:  # type: ignore[no-untyped-def]
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    code = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in ("eq \\o\\ac(○,", "12", ")"))
    assert lines(read(docx(p("见", inner=begin + code + end + r("后"))))) == ["见⑫后"]


def test_footnotes_follow_their_paragraph(read) -> None:  # type: ignore[no-untyped-def]
    body = p("托位数", inner='<w:r><w:footnoteReference w:id="2"/></w:r>' + r("达到4.5个。")) + p("下文")
    notes = '<w:footnote w:type="separator" w:id="0">' + p("x") + '</w:footnote><w:footnote w:id="2">'
    notes += p("", inner="<w:r><w:footnoteRef/></w:r>" + r(" 指每千人口托位数。")) + "</w:footnote>"
    assert lines(read(docx(body, footnotes=notes))) == [
        "托位数达到4.5个。",
        "注1：指每千人口托位数。",
        "下文",
    ]


def test_symbol_fonts(read) -> None:  # type: ignore[no-untyped-def]
    body = p("近视率", inner='<w:r><w:sym w:font="Symbol" w:char="F0A3"/><w:t>38%</w:t></w:r>')
    body += p("", inner=r("\uf0b3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>') + r("90"))
    assert lines(read(docx(body))) == ["近视率≤38%", "≥90"]


def test_contents_pages_are_left_out_and_listed(read) -> None:  # type: ignore[no-untyped-def]
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    body = p("目录") + p("", inner=begin + r("一、总体思路") + "<w:r><w:tab/></w:r>" + r("2"))
    body += p("二、任务\t5") + p("", inner='<w:r><w:fldChar w:fldCharType="end"/></w:r>') + p("一、总体思路")
    source = read(docx(body))
    assert lines(source) == ["目录", "一、总体思路"]
    assert [(x.kind, x.source, x.line) for x in source.repairs] == [
        ("contents", "一、总体思路\t2", 2),
        ("contents", "二、任务\t5", 3),
    ]


def refused(read, data: bytes, name: str = "规划.docx") -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(DocumentError) as e:
        read(data, name)
    (problem,) = e.value.problems
    assert problem.level == "error"
    assert problem.path.endswith(name)
    return f"{problem.code} {problem.message}。{problem.hint}"


def test_what_is_no_word_text(read) -> None:  # type: ignore[no-untyped-def]
    assert refused(read, archive({"xl/workbook.xml": "<a/>", "[Content_Types].xml": ""})).startswith("KB003")
    assert refused(read, archive({"ppt/presentation.xml": "<a/>", "[Content_Types].xml": ""})) == (
        "KB011 这是幻灯片（.pptx），不是规划正文。请导入规划正文的 .docx、.pdf、.html 或 .txt"
    )
    assert refused(read, archive({"a.txt": "x"})) == "KB011 这是压缩包。请先解压，再导入里面的文件"
    assert refused(read, docx(p("x"))[:-40]).startswith("KB010 文件已损坏，打不开")
    assert refused(read, docx(p("")), "空.docx").startswith("KB003 文件里没有文字")
    at = (whole := docx(p("x"))).index(b"PK\x01\x02") + 42  # where the first part lies, in the directory
    assert refused(read, whole[:at] + b"\xff\xff\xff\x7f" + whole[at + 4 :]).startswith("KB010 文件已损坏")
    assert refused(read, docx("<w:altChunk/>")).startswith("KB010 文档里嵌着另一份文件")


def test_bombs_are_refused_before_they_unpack(read) -> None:  # type: ignore[no-untyped-def]
    message = refused(read, docx(p("一" * 17_000_000)))
    assert message.startswith("KB012 压缩包里的 word/document.xml 展开后超过 32 MB，不予读取")
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    assert refused(read, archive({"word/document.xml": entities})).startswith(
        "KB012 文档里有实体声明（DOCTYPE），不安全，不予读取"
    )
    external = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'
    assert refused(read, archive({"word/document.xml": external})).startswith("KB012 文档里有实体声明")
    deep = "<w:sdt>" * 500 + "</w:sdt>" * 500
    assert refused(read, docx(deep)).startswith("KB012 文档结构异常（嵌套超过 160 层），不予读取")
    wide = table(tc("甲", '<w:gridSpan w:val="999999"/>') + tc("乙"), tc("丙") + tc("丁"))
    assert grids(read(docx(wide))) == [[["甲", "", "乙"], ["丙", "丁", ""]]]
