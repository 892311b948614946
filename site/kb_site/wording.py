"""How things are called on the pages: kinds, bases, headings, citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kb.answer.facts import ASSIGNED, ASSIGNED_PARTS, STANDING_NAMES
from kb.citation import full_citation
from kb.citation import number_shown as shown_number
from kb.citation import place as short_place
from kb.citation import place_beside as beside
from kb.model import EDITED, KIND_NAMES, Node, Plan

KINDS = KIND_NAMES
number_shown = shown_number
# By kb.answer.facts.PARTS: how a unit takes part in a node.
BASES: dict[str, str] = {**STANDING_NAMES, "lead": "牵头", "assigned": "责任", "help": "配合"}
# All that is assigned to a unit, whether it leads, answers for it or helps; what `kb unit` and the extracts call so.
ASSIGNED_NAME = STANDING_NAMES["assigned"]
BASIS_MEANING: dict[str, str] = {
    "lead": "原文写明由该单位牵头：“牵头单位：……”，或“由……牵头”一类的句子。",
    "assigned": "原文写明由该单位负责或承担：指标表的责任单位栏、项目后的“责任单位：……”，或“由……负责”一类的句子。",
    "help": "原文写明该单位配合、参与、支持、指导或监督，负责的是别的单位。",
    "named": "原文提到该单位开展某项工作，但没有写明由它负责。",
    "related": "原文没有写到该单位；它负责的指标或项目与此条属于同一主题，由此关联，不等于责任。",
    "object": "该单位是这项工作的对象或受益者（如“建设……中心”里的中心），不是承担者。",
}
# Kinds in the order lists group them: what one does first, then what one measures.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("重点任务", ("task",)),
    ("项目", ("project",)),
    ("指标", ("indicator",)),
    ("主要目标与基本原则", ("goal", "principle")),
    ("组织实施与监测", ("measure",)),
    ("章节与专栏", ("chapter", "section", "box")),
    ("段落", ("paragraph",)),
)
# Filters of a search as chips, in this order: the facet, and the name its filter has in a query.
FILTER_FIELDS: dict[str, str] = {
    "plan": "规划", "kind": "类型", "unit": "单位", "topic": "主题", "binding": "属性", "chapter": "章",
}  # fmt: skip
# What the search box says, as templates; {…} is filled in by the browser.
BOX: dict[str, str] = {
    "edited": EDITED,
    "line": "源文第 {n} 行",
    "by_document": "依据《{document}》",
    "cell": "责任单位栏",
    "see": "，见 ",
    "who": "谁管",
    "within": "答案取自最相关的 {n} 份规划。问题里写上地名，就只答那里的。",
    "topic": "主题：{topic}",
    "more_proofs": "另有 {n} 条依据，见该单位的页。",
    "also": "还有：",
    "without_unit": "没有写明责任单位的相关条目：",
    "more_rows": "另有 {n} 条，见下。",
    "nearest": "最接近的条目，请核对：",
    "many_units": "{units} 等 {n} 个",
    "hits": "条目",
    "count": "{n} 条",
    "best": "最相关",
    "others": "也提到",
    "more_hits": "再列 {n} 条",
    "found": "找到 {n} 条",
    "found_first": "找到 {n} 条，列出前 {first} 条",
    "not_loaded": "检索没有载入。请从目录查找。",
    "not_found": "没有找到“{query}”。可以换一个说法，或少用几个词。",
    "look_in": "也可以从这里找：",
    "did_you_mean": "您是不是要找：",
    "try_words": "可以只查其中的词：",
    "narrow": "缩小范围",
    "no_filters": "清除筛选",
    "remove": "去掉筛选 {filter}",
    "more_values": "另 {n} 个",
    "copy_link": "复制链接",
    "copied": "已复制",
    "by_hand": "请手抄",
    "recent": "最近问过：",
    "forget": "清空",
    "fields": "可以写：",
    "target": "目标 {target}",
    "met": "标出 {words}，{n} 处",
    "unmark": "去掉标记",
}
_BROKEN = re.compile(r"([^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])")


def counts_in_words(counts: Mapping[str, int]) -> str:
    """Return counts by PARTS in words: “明确责任 10 条（牵头 1、责任 6、配合 3），文中点名 2 条”."""
    shares = [f"{BASES[key]} {counts[key]}" for key in ASSIGNED_PARTS if counts.get(key)]
    whole = sum(counts.get(key, 0) for key in ASSIGNED_PARTS)
    split = f"（{'、'.join(shares)}）" if shares and shares != [f"{BASES[ASSIGNED]} {whole}"] else ""
    said = [f"{ASSIGNED_NAME} {whole} 条{split}"] if whole else []
    said += [f"{BASES[key]} {n} 条" for key, n in counts.items() if n and key not in ASSIGNED_PARTS]
    return "，".join(said)


def heading(node: Node) -> str:
    """Number and title in one line: “（四）推进儿童普惠福利体系建设”, “2. 发展普惠托育服务体系”."""
    title = node.title or node.text[:24]
    if node.kind == "indicator":
        return title
    shown = number_shown(node.number)
    if not shown or shown.rstrip("、.") == title:
        return title
    return shown + title if shown[-1] in "、）)" else f"{shown} {title}"


def citation(plan: Plan, node: Node | None) -> str:
    """What the copy button gives: 《…规划》（大渡口府发〔2023〕7号）二、（四）2."""
    return full_citation(plan, node.citation if node else "")


def place(node: Node) -> str:
    """The citation of a node as it is used within a sentence."""
    return short_place(node.citation)


def place_beside(node: Node) -> str:
    """The citation next to the node's own title: “专栏五 托育服务机构规范化项目” is then “专栏五”."""
    return beside(node.citation, node.title)


# （2021—2030年） or (2023—2025年); not （试行）.
_YEARS = re.compile(r"[（(][^（）()]*\d{4}[^（）()]*[）)]")


def title_parts(title: str) -> tuple[str, str, str]:
    """A title before, in and after its years: (“重庆市大渡口区儿童发展规划”, “（2021—2030年）”, “”)."""
    found = _YEARS.search(title)
    if found is None or not found.start():
        return title, "", ""
    return title[: found.start()], found[0], title[found.end() :]


def short_title(plan: Plan) -> str:
    """The plan's title without its years in brackets."""
    before, _years, after = title_parts(plan.title)
    return before + after


def brief(text: str, most: int = 90) -> str:
    """Return the beginning of a text in one line, up to the end of a sentence where one is near, for a list of duties."""
    whole = one_line(text).strip()
    if len(whole) <= most:
        return whole
    cut = whole[:most]
    end = max(cut.rfind("。"), cut.rfind("；"))
    return cut[: end + 1] if end >= most // 2 else f"{cut}…"


def left_out_of(quote: str, left_out: Iterable[str]) -> tuple[str, ...]:
    """Return the lines of a quotation that import left out of the text, such as “# Page 12:” or a running head."""
    lines = {line.strip() for line in quote.splitlines()[1:-1]}
    return tuple(line for line in left_out if line in lines)


def said(quote: str, left_out: Iterable[str] = ()) -> str:
    """Return a quotation in one line, without the lines that import left out of the text."""
    dropped = set(left_out)
    lines = quote.split("\n")
    kept = [line for i, line in enumerate(lines) if i in (0, len(lines) - 1) or line.strip() not in dropped]
    return one_line("\n".join(kept))


def one_line(text: str) -> str:
    """A quotation in one line: where the source broke a line between two Chinese characters nothing stood."""
    return _BROKEN.sub(r"\1", text)


def number_width(nodes: Iterable[Node]) -> str:
    """How wide the column of these nodes' numbers has to be: a class of the styles, "" for the usual （一）."""
    widest = max((len(number_shown(n.number)) for n in nodes), default=0)
    return f"no-{min(widest, 6)}" if widest > 3 else ""


def chinese_date(iso: str) -> str:
    """“2023-02-27” → “2023年2月27日”; anything else as it stands."""
    parts = iso.split("-")
    if len(parts) == 3 and all(p.isdecimal() for p in parts):
        return f"{int(parts[0])}年{int(parts[1])}月{int(parts[2])}日"
    return iso


COLOUR_KEYS = {"红": "red", "黄": "yellow", "蓝": "blue", "绿": "green", "灰": "grey"}
"""Colour of a status → its class in the pages' styles."""
