"""Web pages beside the text a reader of them sees."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kb.problems import DocumentError
from kb.readers import Source, read_source
from tests.kb.readers.check import check_source, grids, lines


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def read_page(page: str | bytes, name: str = "规划.html") -> Source:
        path = tmp_path / name
        path.write_bytes(page.encode("utf-8") if isinstance(page, str) else page)
        source = read_source(path)
        check_source(source)
        return source

    return read_page


PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>某区儿童发展规划_某区人民政府</title>
<style>p{color:red}</style><script>var a = "<p>不是正文，也不是段落。</p>";</script></head><body>
<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul>
<form><input value="搜"><button>搜索</button></form></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/a">规划</a></div>
<h1>某区儿童发展规划</h1>
<div class="main"><div class="text">
<p>　　各镇街：<br>　　现将规划印发给你们，请认真组织实施。</p>
<p align="center"><b>一、总体</b><span>思路</span></p>
<p>坚持儿童优先，
坚持儿童平等&mdash;&mdash;到2030年达到4.5&permil;&nbsp;以上。</p>
<p style="display: none">看不见的字，不算正文。</p><p hidden>也看不见，不算。</p>
<ol start="3"><li>加强组织领导，落实责任。</li><li>加强督导，<i>强化</i>考核。</li></ol>
<!-- 批注，不是正文 -->
</div></div>
<div class="side"><a href="x">关于召开会议的通知，请准时参加。</a></div>
<div class="foot">版权所有：某区人民政府　主办单位：某区人民政府办公室　网站标识码：5001040001</div>
</body></html>"""


def test_a_page_gives_its_document(read) -> None:  # type: ignore[no-untyped-def]
    source = read(PAGE)
    assert lines(source) == [
        "某区儿童发展规划",
        "各镇街：",
        "现将规划印发给你们，请认真组织实施。",
        "一、总体思路",
        "坚持儿童优先， 坚持儿童平等——到2030年达到4.5‰ 以上。",
        "3. 加强组织领导，落实责任。",
        "4. 加强督导，强化考核。",
    ]
    assert source.suffix == ".html"


def test_what_stands_among_the_paragraphs_stays(read) -> None:  # type: ignore[no-untyped-def]
    page = (
        "<html><body><div id=nav><a href=/>首页</a> <a href=/b>公开</a></div>"
        "<div><div>发布时间：2023-03-01　来源：某办　字体：大 中 小</div><div>"
        "<p>（二）分享发展成果</p><p>坚持共建，坚持共享，让儿童分享成果。</p><p><a href=f.doc>附件：责任分工表.doc</a></p>"
        "<p>某区人民政府</p></div></div><footer>地址：某路1号，邮编：400000。</footer></body></html>"
    )
    assert lines(read(page)) == [
        "（二）分享发展成果",
        "坚持共建，坚持共享，让儿童分享成果。",
        "附件：责任分工表.doc",
        "某区人民政府",
    ]


def test_the_title_outside_a_named_content_comes_first(read) -> None:  # type: ignore[no-untyped-def]
    page = (
        "<html><head><title>某区妇女发展规划（2021—2030年）_某区人民政府网</title></head><body>"
        "<div>索引号：1150</div><div class=TRS_Editor><p>一、总体要求，如下。</p></div></body></html>"
    )
    assert lines(read(page)) == ["某区妇女发展规划（2021—2030年）", "一、总体要求，如下。"]


DOCUMENT = [
    "东山市人民政府办公室关于印发东山市养老服务规划（2021—2030年）的通知",
    "东政办发〔2022〕18号",
    "各县（市、区）人民政府，市政府各部门：",
    "现将《东山市养老服务规划》印发给你们，请认真组织实施。",
    "一、总体要求",
    "（一）指导思想。坚持以人民为中心，推动养老事业高质量发展，让老年人共享改革发展成果。",
    "二、重点任务",
    "（一）完善居家养老，新建日间照料中心20个。（责任单位：市民政局、市财政局）",
    "（二）发展普惠养老，养老机构护理型床位占比达到55%。（责任单位：市民政局）",
    "附件：任务分工表.docx",
]
PARAGRAPHS = "".join(f'<p style="text-indent: 2em">{text}</p>' for text in DOCUMENT)
BELOW_TITLE = "<br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{text}" for text in DOCUMENT[1:])
FROM_WORD = "".join(
    f"<p class=MsoNormal><!--[if !supportLists]--><span style='mso-list:Ignore'></span><!--[endif]-->"
    f"<span lang=EN-US>{text[:2]}</span><span>{text[2:]}<o:p></o:p></span></p>"
    for text in DOCUMENT
)
PUBLISHED = {
    # a table of what the document is, its text, links to explanations
    "policy library": f"""<title>x_政策文件_东山市人民政府</title></head><body>
        <div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/b">政务公开</a></li></ul></div>
        <div class="BreadcrumbNav">首页 &gt; 信息公开 &gt; 政策文件库</div>
        <table><tr><td>索 引 号：</td><td>0143/2022-18</td><td>成文日期：</td><td>2022年5月10日</td></tr></table>
        <div class="share"><span>字号：默认 大 超大</span><a>打印</a><a>分享</a></div>
        <div class="pages_content" id="UCAP-CONTENT"><style>p{{margin:0}}</style>
        <div class="trs_editor_view TRS_UEDITOR trs_paper_default">{PARAGRAPHS}</div></div>
        <h2>相关解读</h2><ul><li><a href=1>一图读懂养老服务规划，请看。</a></li></ul>
        <div class="footer">主办单位：东山市人民政府办公室　网站标识码：3700000001</div>""",
    # laid out by tables, the title without a heading's tag, lines parted by breaks
    "tables": f"""<title>东山市人民政府</title></head><body><table><tr><td><a href=/>首页</a>|<a href=/x>新闻</a></td></tr></table>
        <table><tr><td><a href=1>机构职能</a></td><td><table><tr><td><font size=5>{DOCUMENT[0]}</font></td></tr>
        <tr><td>发布时间：2022-05-12　来源：市政府办　【字体：<a>大</a> <a>中</a> <a>小</a>】</td></tr>
        <tr><td id=zoom><font face=宋体>{BELOW_TITLE}</font></td></tr>
        <tr><td>上一篇：<a href=1>关于召开会议的通知</a></td></tr><tr><td>【<a>关闭窗口</a>】</td></tr></table></td></tr></table>""",
    # pasted from Word into a page of no known system
    "unknown": f"""<title>{DOCUMENT[0]}-东山市民政局网站</title></head><body><div class=a><a>首页</a><a>人事</a></div>
        <div class=b><div>东山市人民政府 &gt; 政务公开 &gt; 规划</div><div class=c><div><em>时间：2022-05-12</em>
        <em>来源：市政府办</em><em>【打印】【关闭】</em></div><div>{FROM_WORD}</div>
        <div><p>上一条：<a>甲</a></p><p>下一条：<a>乙</a></p></div></div></div>
        <div class=z><p>东山市人民政府主办　东山市大数据局承办</p><p>网站地图 | 联系我们</p></div>""",
    # the notice and the plan in an editor each
    "two editors": f"""<title>东山市政务公开</title></head><body><div class=nav><a>首页</a></div><div>
        <div class="TRS_Editor">{PARAGRAPHS[: PARAGRAPHS.index("<p style", 500)]}</div>
        <div class="TRS_Editor">{PARAGRAPHS[PARAGRAPHS.index("<p style", 500) :]}</div></div>
        <div>相关链接：<a>解读</a></div>""",
    # saved by LibreOffice
    "printed": f"""</head><body><div title="header"><p>东山市人民政府公报</p></div>{PARAGRAPHS}
        <div title="footer"><p>第 3 页</p></div>""",
}


@pytest.mark.parametrize("system", PUBLISHED)
def test_pages_of_publishing_systems(read, system: str) -> None:  # type: ignore[no-untyped-def]
    assert (
        lines(read(f'<!DOCTYPE html><html><head><meta charset="utf-8">{PUBLISHED[system]}</body></html>'))
        == DOCUMENT
    )


def test_a_row_of_titles_is_no_breadcrumb(read) -> None:  # type: ignore[no-untyped-def]
    page = "<html><body><div><p>《东山市规划》《西山市规划》《南山市纲要》</p><p>依据以上文件，制定本规划。</p></div></body></html>"
    assert lines(read(page)) == ["《东山市规划》《西山市规划》《南山市纲要》", "依据以上文件，制定本规划。"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_encodings(read, encoding: str) -> None:  # type: ignore[no-untyped-def]
    declared = {"gb18030": "gb2312", "utf-16": "utf-16", "utf-8-sig": "utf-8"}[encoding]
    page = PAGE.replace(
        'charset="utf-8"', f'http-equiv="Content-Type" content="text/html; charset={declared}"'
    )
    assert read(page.encode(encoding)).text == read(PAGE).text


def test_a_wrong_charset_gives_way_to_the_bytes(read) -> None:  # type: ignore[no-untyped-def]
    assert read(PAGE.replace('"utf-8"', '"gbk"')).text == read(PAGE).text
    assert read(PAGE.encode("gb18030")).text == read(PAGE).text


def test_tables_with_rowspan_and_colspan(read) -> None:  # type: ignore[no-untyped-def]
    source = read(
        "<html><body><p>专栏一　主要指标</p><table><caption>表1</caption><tfoot><tr><td colspan=4>注：略</td></tr></tfoot>"
        "<thead><tr><th>类别<th>序号<th>指标<th>目标</thead>"
        "<tr><td rowspan=3>儿童<br>与健康<td>1<td>近视率（%）<td>＜38"
        "<tr><td rowspan='2'><p>2</p><td>甲<td>≥90"
        "<tr><td>乙<td></table></body></html>"
    )
    assert lines(source) == ["专栏一　主要指标", "表1"]
    assert grids(source) == [
        [
            ["类别", "序号", "指标", "目标"],
            ["儿童\n与健康", "1", "近视率（%）", "＜38"],
            ["", "2", "甲", "≥90"],
            ["", "", "乙", ""],
            ["注：略", "", "", ""],
        ]
    ]


def test_a_table_that_only_lays_out_the_page_is_lines(read) -> None:  # type: ignore[no-untyped-def]
    source = read(
        "<html><body><table><tr><td><table><tr><td>规划</td></tr><tr><td><p>一、思路。</p>"
        "<table><tr><td>指标<td>目标<tr><td>托位数<td>4.5</table></td></tr></table></td></tr></table></body></html>"
    )
    assert lines(source) == ["规划", "一、思路。"]
    assert grids(source) == [[["指标", "目标"], ["托位数", "4.5"]]]


def test_a_piece_cut_out_of_a_page(read) -> None:  # type: ignore[no-untyped-def]
    piece = "<tbody><tr><td class='b12c' id='UCAP-CONTENT'><p>国发〔2019〕3号</p><p>各部门：</p></td></tr></tbody>"
    assert lines(read(piece)) == ["国发〔2019〕3号", "各部门："]


def test_a_page_behind_another_name(read) -> None:  # type: ignore[no-untyped-def]
    for name in ("规划.doc", "规划.txt", "规划"):
        assert read(PAGE, name).suffix == ".html"


def test_absurd_spans_and_nesting_end_soon(read) -> None:  # type: ignore[no-untyped-def]
    source = read("<table><tr><td rowspan=99999999 colspan=99999999>甲<td>乙<tr><td>丙</table>")
    assert grids(source) == [[["甲", "乙"], ["", "丙"]]]
    with pytest.raises(DocumentError, match="KB012 网页结构异常（嵌套超过 200 层），不予读取"):
        read("<html>" + "<div>" * 100_000 + "甲")
    with pytest.raises(DocumentError, match=r"KB002 网页文件过大（48 MB，上限 16 MB）"):
        read(b"<html>" + b"a" * 50_000_000)


def test_missing_packages_are_named(read, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setitem(sys.modules, "html5lib", None)
    with pytest.raises(DocumentError) as e:
        read(PAGE)
    (problem,) = e.value.problems
    assert problem.code == "KB009"
    assert problem.hint == '请先运行 pip install "shuiguan[import]"；或把文件另存为 .docx、.txt 再导入'
