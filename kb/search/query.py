"""The query language: words, “整句”, -排除, 字段:值. It never fails: what it can't read is looked up as
written.

托育 机构                        both words
"普惠托育"  “普惠托育”            the words as they stand
托育 -机构                       without a word
单位:区卫健委 类型:指标           values of a field; English names too (unit:, kind:)
"""

from __future__ import annotations

import re

from kb.records import dataclass
from kb.search.messages import say

# Name as written → the field of the index.
FIELD_NAMES: dict[str, str] = {
    "单位": "unit", "责任单位": "unit", "部门": "unit", "unit": "unit",
    "类型": "kind", "类别": "kind", "种类": "kind", "kind": "kind", "type": "kind",
    "属性": "binding", "指标属性": "binding", "binding": "binding",
    "章": "chapter", "chapter": "chapter",
    "规划": "plan", "plan": "plan",
    "主题": "topic", "topic": "topic",
    "编号": "number", "number": "number", "id": "number",
}  # fmt: skip
# The names to offer, one a field.
FIELDS_OFFERED = ("单位", "类型", "属性", "章", "规划", "主题", "编号")
# A kind by what it is called.
KIND_WORDS: dict[str, str] = {
    "章": "chapter", "节": "section", "基本原则": "principle", "原则": "principle", "主要目标": "goal",
    "目标": "goal", "重点任务": "task", "任务": "task", "保障措施": "measure", "措施": "measure", "专栏": "box",
    "重点项目": "project", "项目": "project", "工程": "project", "主要指标": "indicator", "指标": "indicator",
    "段落": "paragraph",
}  # fmt: skip
BINDING_WORDS: tuple[str, ...] = ("约束性", "预期性")

LONGEST_QUERY = 400

_PHRASE = r'"(?P<phrase>[^"]*)"'
_FIELD = r'(?P<minus>-)?(?P<field>[^\s:"]{1,8}):(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]*))'
PART = re.compile(rf'(?P<not>-)?{_PHRASE}|{_FIELD}|(?P<out>-)(?P<without>[^\s"-][^\s"]*)|(?P<word>"|[^\s"]+)')


@dataclass(frozen=True, slots=True)
class Filter:
    """A field with the value asked for, and whether it is to be left out."""

    field: str
    value: str
    without: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query read. text: normalised as typed, runs of white space as one space. words: what to find, each
    run of characters one; phrases: to stand as written; without: words and phrases no hit may have. hints:
    Chinese sentences on what could not be read."""

    text: str
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    hints: tuple[str, ...] = ()


def is_plain(text: str) -> bool:
    """Whether a normalised query uses nothing of the query language: words alone."""
    return not any(part["word"] is None for part in PART.finditer(" ".join(text.split())))


def parse_query(text: str) -> Query:
    """Read a normalised query."""
    text = " ".join(text.split())
    hints: list[str] = []
    if len(text) > LONGEST_QUERY:
        text = text[:LONGEST_QUERY].strip()
        hints.append(say("too_long", n=LONGEST_QUERY))
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    filters: list[Filter] = []
    if text.count('"') % 2:
        hints.append(say("odd_quotes"))
    for part in PART.finditer(text):
        if part["phrase"] is not None:
            phrase = part["phrase"].strip()
            if phrase:
                (without if part["not"] else phrases).append(phrase)
        elif part["field"] is not None:
            name = FIELD_NAMES.get(part["field"])
            value = (part["quoted"] if part["quoted"] is not None else part["value"]).strip()
            if name and value:
                filters.append(Filter(name, value, bool(part["minus"])))
            else:
                if name:
                    hints.append(say("no_value", field=part["field"]))
                elif part["field"].isalpha():
                    hints.append(say("no_field", field=part["field"], fields="、".join(FIELDS_OFFERED)))
                words.append(part[0])
        elif part["without"] is not None:
            without.append(part["without"])
        else:
            words.append(part[0])
    if without and not (words or phrases or filters):
        hints.append(say("only_without"))
        return Query(text, (text,), hints=tuple(hints))
    return Query(text, tuple(words), tuple(phrases), tuple(without), tuple(filters), tuple(hints))
