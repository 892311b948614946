"""What a page may not lose: lines of the document that look like the site's, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.pipeline.importer import import_file
from kb.problems import DocumentError
from kb.readers import Source, read_source
from tests.kb.readers.check import check_source, grids, lines

BODY = [
    "西河县公共文化服务实施方案（2024—2026年）",
    "一、总体要求",
    "坚持公益性、均等性、便利性，到2026年建成覆盖城乡的公共文化服务网络。",
    "二、重点任务",
    "（一）健全设施网络，改造提升乡镇文化站，完善配套设备。（责任单位：县文旅局、县财政局）",
    "（二）丰富活动供给，开展送戏下乡，让群众在家门口看上演出。（责任单位：县文旅局）",
]
DATA = "<table><tr><th>序号</th><th>事项</th><th>单位</th></tr><tr><td>1</td><td>{}</td><td>{}</td></tr><tr><td>2</td><td>维修场馆</td><td>县文旅局</td></tr></table>"


def read(tmp_path: Path, markup: str) -> Source:
    path = tmp_path / "page.html"
    path.write_text(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{markup}</body></html>',
        encoding="utf-8",
    )
    source = read_source(path)
    check_source(source)
    return source


def body(*more: str, wrap: str = "div") -> str:
    return f"<{wrap}>{''.join(f'<p>{t}</p>' for t in BODY)}{''.join(more)}</{wrap}>"


LINES = {
    "a heading about scanning": "3.推行“扫一扫”借阅，在馆内设置自助借还机。（责任单位：县图书馆）",
    "a heading about a site map": "（三）完善官网网站地图和无障碍浏览。（责任单位：县政府办）",
    "numbers with two greater-than signs": "（四）达到：开放天数>300天、到馆人次>60万。",
    "a sentence on scanning": "群众可以在大厅扫一扫二维码，预约各类文化活动。",
    "a source of money": "经费来源：县级财政安排200万元",
    "a time": "时间：2024年6月至8月",
    "who hosts": "主办单位：县图书馆",
    "a line between arrows": "甲类>乙类>丙类",
    "whom to call": "联系人：张某，0000-00000000；平台技术支持：李某",
}


@pytest.mark.parametrize("what", LINES)
def test_a_line_among_the_paragraphs_stays(tmp_path: Path, what: str) -> None:
    source = read(tmp_path, body(f"<p>{LINES[what]}</p>", f"<p>{BODY[2]}</p>"))
    assert lines(source) == [*BODY, LINES[what], BODY[2]]
    assert source.repairs == ()
    assert source.problems == ()


@pytest.mark.parametrize(
    ("thing", "who"), [("读书节", "主办单位：县图书馆"), ("开放天数", ">300天"), ("扫一扫借书", "县图书馆")]
)
def test_a_table_stays_whatever_it_says(tmp_path: Path, thing: str, who: str) -> None:
    for markup in (
        body(DATA.format(thing, who)),
        f'<div class="TRS_Editor">{body()}</div><div class=fj><p>附件1</p>{DATA.format(thing, who)}</div>',
        f"<div><div>{body()}</div><footer>{DATA.format(thing, who)}</footer></div>",
    ):
        assert grids(read(tmp_path, markup))[-1][1] == ["1", thing, who]


def test_a_line_outside_what_the_system_names_stays_where_it_says_what_it_is(tmp_path: Path) -> None:
    kept = [
        "（三）加强绩效考核。由县审计局负责审计。",
        "以上任务按年度分解，逐项落实到位，年底前报告进展。",
        "抄送：县委各部门。",
        "西河县人民政府",
        "2024年3月1日",
    ]
    left = ["上一篇：会议通知", "相关链接", "西河在线客服"]
    markup = f'<div class="TRS_Editor">{body(*[f"<p>{BODY[2]}</p>"] * 6)}</div>' + "".join(
        f"<div>{t}</div>" for t in (*left[:1], *kept, *left[1:])
    )
    source = read(tmp_path, markup)
    assert lines(source) == [*BODY, *[BODY[2]] * 6, *kept]
    assert [(r.kind, r.source) for r in source.repairs] == [("page", left[0]), ("page", "\n".join(left[1:]))]
    assert source.problems == ()


def test_title_and_number_outside_the_text_come_in(tmp_path: Path) -> None:
    inner = "".join(f"<p>{t}</p>" for t in BODY[1:])
    title, number = BODY[0], "西政发〔2024〕9号"
    for markup in (
        f"<article><header><h1>{title}</h1><p>{number}</p></header>{inner}</article>",
        f"<header><a href=/>首页</a></header><h1>{title}</h1><div>{number}</div><div id=zoom>{inner}</div>",
        f"<div><table><tr><td>索 引 号：</td><td>11-2024</td></tr><tr><td>发文字号：</td><td>{number}</td></tr></table>"
        f"<div class=t>{title}</div><div id=zoom>{inner}</div></div>",
    ):
        assert sorted(lines(read(tmp_path, markup))[:2]) == sorted([title, number])


def test_an_imprint_in_a_footer_comes_in(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        body("<footer><p>抄送：县委办。</p><p>本方案自印发之日起施行。</p></footer>", wrap="article"),
    )
    assert lines(source) == [*BODY, "抄送：县委办。", "本方案自印发之日起施行。"]


def test_a_picture_closed_in_itself_hides_nothing(tmp_path: Path) -> None:
    for picture in ("<svg width=1 height=1/>", "<svg><path d='M0 0'/></svg>", "<noscript>开", "<template>"):
        assert lines(read(tmp_path, body(picture, "<p>（三）加强督查。</p>")))[-1] == "（三）加强督查。"


def test_what_comes_after_a_comment_without_end_is_said(tmp_path: Path) -> None:
    source = read(tmp_path, body("<!-- 编辑：<p>（三）加强督查。</p>"))
    assert [r.source for r in source.repairs] == ["编辑： （三）加强督查。"]
    assert [p.message for p in source.problems] == ["网页上有 1 段文字（11 字）没有当作正文"]


def test_running_text_that_is_left_off_is_warned_of(tmp_path: Path) -> None:
    hidden = "<div style='display:none'><p>（三）加强督查。由县政府办负责。</p></div>"
    foot = "<footer><p>本站内容由各单位提供，未经许可不得转载。</p><p>版权所有：西河县人民政府</p></footer>"
    source = read(tmp_path, body(hidden) + foot)
    assert lines(source) == BODY
    assert [(r.kind, r.reason) for r in source.repairs] == [
        ("page", "网页上不显示的文字"),
        ("page", "网页栏目，不是正文"),
    ]
    (problem,) = source.problems
    assert problem.code == "KB013"
    assert problem.message == "网页上有 2 段文字（36 字）没有当作正文"
    assert problem.excerpt == "（三）加强督查。由县政府办负责。"


def test_import_keeps_the_repairs_and_warnings(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        f"<html><body><nav><a href=/>首页</a></nav>{body('<p><img src=a.png width=600 height=800></p>')}</body></html>",
        encoding="utf-8",
    )
    done = import_file(path, tmp_path / "corpus", "wenhua")
    assert [(r.kind, r.source, r.reason) for r in done.repairs] == [
        ("page", "首页", "网页栏目，不是正文"),
        ("unread", "", "图片"),
    ]
    assert [(p.path, p.code, p.message) for p in done.problems] == [
        ("wenhua/source.txt", "KB014", "图片没有读（source.txt 第 8 行前后）")
    ]


def test_a_cell_past_the_width_of_any_table_is_kept(tmp_path: Path) -> None:
    row = "".join(f"<td>格{i}</td>" for i in range(700))
    source = read(tmp_path, body(f"<table><tr>{row}</tr><tr>{row}</tr></table>"))
    assert all(f"格{i}" in source.text.split() for i in (0, 511, 512, 699))
    assert "表格一行超过 128 格，其余并入最后一格" in [p.message for p in source.problems]


def test_pronunciation_over_characters_is_listed(tmp_path: Path) -> None:
    source = read(tmp_path, body("<p>发展<ruby>托<rp>(</rp><rt>tuō</rt><rp>)</rp></ruby>育服务。</p>"))
    assert lines(source)[-1] == "发展托育服务。"
    assert [(r.kind, r.source) for r in source.repairs] == [("reading", "(tuō)")]


BOMBS = {
    "ends of what never began": "<div></a>" * 5000,
    "cells in lists in cells": "<table><tr><td><ul><li>" * 5000,
    "a tag without end": "<" + "a" * 200_000,
    "an attribute without end": "<p " + "甲" * 200_000,
    "comments without end": "<!--" * 50_000,
    "pictures without end": "<svg " * 50_000,
    "a document type without end": "<!doctype " + "a" * 200_000,
    "a character of any number": "&#" + "1" * 200_000 + ";",
    "an arrow in every place": "甲>" * 50_000,
    "tags that open in tags": "<a" * 100_000,
}


REFUSED = {
    "ends of what never began": "嵌套超过 200 层",
    "cells in lists in cells": "嵌套超过 200 层",
    "a tag without end": "一个标记的名称超过 1000 字",
    "an attribute without end": "一个属性的名称超过 1000 字",
    "tags that open in tags": "一个标记的名称超过 1000 字",
}


@pytest.mark.parametrize("what", BOMBS)
def test_markup_that_would_take_for_ever_is_read_or_refused_soon(tmp_path: Path, what: str) -> None:
    if what in REFUSED:
        with pytest.raises(DocumentError, match=f"KB012 网页结构异常（{REFUSED[what]}"):
            read(tmp_path, body() + BOMBS[what])
    else:
        assert lines(read(tmp_path, body() + BOMBS[what]))[: len(BODY)] == BODY
