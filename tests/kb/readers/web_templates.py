"""Six kinds of pages that government sites put around a document, each as a function of its paragraphs."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

Template = Callable[[Sequence[str]], str]
MENU = "".join(
    f'<li><a href="/c{i}">{name}</a></li>'
    for i, name in enumerate(("首页", "政务公开", "政民互动", "数据开放"))
)
FOOT = (
    "<p>主办单位：某市人民政府办公室　承办单位：某市大数据中心</p><p>网站标识码：5001040001　某ICP备05000001号　"
    "<img src=ga.png width=20>某公网安备50010402000001号</p><p><a href=/map>网站地图</a> | <a href=/about>联系我们</a></p>"
)
STATED = "发布时间：2023-03-01 09:00　来源：某市人民政府办公室　浏览次数：<span id=hits>118</span>"
NEWS = "".join(
    f'<li><a href="/n{i}.html">关于召开第{i}次会议的通知</a><span>2023-02-0{i}</span></li>'
    for i in range(1, 6)
)


def p(text: str) -> str:
    return f'<p style="text-indent:2em">　　{html.escape(text)}</p>'


def page(body: str, title: str = "政府信息公开") -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'


def named(texts: Sequence[str]) -> str:
    """The publishing system names the element that holds all."""
    return page(
        f'<div class="header"><ul>{MENU}</ul></div><div class="crumb">当前位置：<a href=/>首页</a> &gt; <a href=/a>政策文件</a></div>'
        f'<div class="article"><div class="info">{STATED}</div><div id="UCAP-CONTENT">{"".join(map(p, texts))}</div>'
        f'<div class="tools">【<a href=#>打印</a>】【<a href=#>关闭窗口</a>】</div></div>'
        f'<div class="side"><h3>相关链接</h3><ul>{NEWS}</ul></div><div class="foot">{FOOT}</div>'
    )


def named_in_part(texts: Sequence[str]) -> str:
    """It names the element with the first part of nine tenths; the rest stands in another one."""
    cut = max(1, len(texts) * 88 // 100)
    return page(
        f"<ul class=nav>{MENU}</ul><div class=main><div class=TRS_Editor>{''.join(map(p, texts[:cut]))}</div>"
        f"<div class=fj>{''.join(map(p, texts[cut:]))}</div></div><div class=foot>{FOOT}</div>"
    )


def unknown(texts: Sequence[str]) -> str:
    """Nested boxes without names that anybody knows, a list of news at the side."""
    spans = "".join(
        f"<div><font face=宋体><span>{html.escape(t[:3])}</span>{html.escape(t[3:])}</font></div>"
        for t in texts
    )
    return page(
        f"<div class=a><ul>{MENU}</ul></div><div class=b><div class=c>某市人民政府 &gt; 政务公开 &gt; 规划计划</div>"
        f"<div class=d><div class=e>{STATED}</div><div class=f>{spans}</div><div>上一篇：<a href=1>甲</a></div>"
        f"<div>下一篇：<a href=2>乙</a></div></div><div class=g><ul>{NEWS}</ul></div></div><div class=h>{FOOT}</div>"
    )


def laid_out(texts: Sequence[str]) -> str:
    """Tables lay the page out; the lines are parted by breaks."""
    lines = "<br>".join("&nbsp;&nbsp;&nbsp;&nbsp;" + html.escape(t) for t in texts)
    return page(
        f"<table width=990><tr><td><a href=/>首页</a></td><td><a href=/x>新闻</a></td></tr></table><table><tr><td width=200>"
        f"<table><tr><td><a href=1>机构职能</a></td></tr><tr><td><a href=2>领导信息</a></td></tr></table></td><td><table>"
        f"<tr><td>{STATED}　【字体：<a href=#>大</a> <a href=#>中</a> <a href=#>小</a>】</td></tr><tr><td id=zoom>{lines}</td></tr>"
        f"<tr><td>【<a href=#>关闭窗口</a>】</td></tr></table></td></tr></table><table><tr><td>{FOOT}</td></tr></table>"
    )


def of_our_days(texts: Sequence[str]) -> str:
    """Elements that say what they are: the title in a header, the end in a footer within the article."""
    head, body, end = texts[:2], texts[2:-2], texts[-2:]
    return page(
        f"<header><nav><ul>{MENU}</ul></nav></header><main><article><header>{''.join(map(p, head))}</header>"
        f"{''.join(map(p, body))}<footer>{''.join(map(p, end))}</footer></article><aside><h2>相关阅读</h2><ul>{NEWS}</ul></aside>"
        f"</main><footer>{FOOT}</footer>"
    )


def in_a_form(texts: Sequence[str]) -> str:
    """A page wrapped in a form, the document pasted from an office program, a picture closed in itself between."""
    half = len(texts) // 2
    pasted = [f"<p class=MsoNormal><span lang=EN-US>{html.escape(t)}<o:p></o:p></span></p>" for t in texts]
    pasted.insert(half, '<svg width="1" height="1"/>')
    return page(
        f'<form action="/"><input type=hidden value=x><div class=top><select><option>全部栏目</option></select><button>搜索</button>'
        f"</div><div class=crumbs>首页 » 信息公开 » 文件</div><div class=k><div class=WordSection1>{''.join(pasted)}</div></div>"
        f"<div class=bottom>{FOOT}</div></form>"
    )


TEMPLATES: dict[str, Template] = {
    "named": named, "named in part": named_in_part, "unknown": unknown, "laid out by tables": laid_out,
    "of our days": of_our_days, "in a form": in_a_form,
}  # fmt: skip
