"""Labels of responsibility in all their forms, built from the rows of `kb.words.role_words`."""

from __future__ import annotations

import re
from typing import Literal

from kb.records import dataclass
from kb.words.deadlines import DEADLINE_LABEL
from kb.words.role_words import BODIES, ROLE_OF, either, words_in
from kb.words.simple_label import SIMPLE_LABEL

_LABEL_WORD = either(words_in("label"))
_BODY = either(BODIES)

# 责任单位, 指标牵头单位, 牵头责任部门, 牵头（责任）单位, 责任单位（部门）
LABEL = (
    rf"(?:[\u4e00-\u9fff]{{0,4}}?)(?P<word>{_LABEL_WORD})(?:和|及|、)?(?:[（]?(?:{_LABEL_WORD})[）]?)?(?:考核|评价)?(?:{_BODY})"
    rf"(?:[（、及和/](?:{_BODY}|{_LABEL_WORD}|责任人)*[）]?)?"
)
"""A label in matching form, without the colon. `word` is the role word that decides: the first."""

SHORT = rf"(?:属地|主体|行业|监管|直接|项目)?(?P<word>{either(words_in('short'))})"
"""A label whose body is left out: 牵头, 属地责任."""

COLUMN_WORD = either(words_in("column"))
LED_BY = rf"(?:{either(tuple(w for w in words_in('label') if ROLE_OF[w] == '牵头'))})(?:{_BODY})"
"""A label of those who lead: 牵头单位, 主办单位."""

_BEFORE = (
    r"(?:主要|第[一二三四五]|共同|指标|具体|直接|主体|项目|工作|目标|任务|协同|[省市区县州镇乡村][级直])?"
)
_GLUED_WORD = either(words_in("short"))
# 牵头负责领导, 责任领导, 分管负责人, 责任人: a person, no unit.
LEADER_LABEL = (
    rf"(?:(?:{_LABEL_WORD})|分管|包保|包抓|包联|联系|挂钩|挂帅|挂点|主要|直接|第一|[省市区县州旗镇乡村校院局厅委][级直]?)*"
    r"(?:领导|责任人|负责人|负责同志|(?<=分管)副?[省市区县州旗镇乡]长)"
)
ANY_AFTER_GAP = re.compile(rf"(?:(?:{_LABEL_WORD})(?:{_BODY})?|{LEADER_LABEL}|{DEADLINE_LABEL})：")
"""Inside a statement any label may follow a blank, a short one too: “主责：镇农业办　督办：镇纪委　时限：6月”."""
PLACES_OF_LABEL = re.compile(r"[省市区县州旗镇乡村]{1,3}[级直属]?")
"""Whose units a label speaks of: “市县责任主体：” is one label."""
LABEL_AFTER_GAP = re.compile(rf"{SIMPLE_LABEL}：|(?:完成|办结|落实)(?:时限|时间|期限)：")
"""A label with its colon after a blank or a line break: “推进建设　责任单位：市教育局”."""
LABEL_WITHIN = re.compile(
    rf"{_BEFORE}(?:{_GLUED_WORD})(?:[（]?(?:{_LABEL_WORD})[）]?)?(?:{_BODY})(?:（[^（）]{{1,6}}）)?：|(?:完成|办结|落实)(?:时限|时间|期限)："
)
"""A label with its colon inside other text, where nothing separates it: “市发改委责任单位：各区政府”."""

_COLON = r"\s*[：:∶]"
_SPACED = re.compile(
    "(?:" + either(tuple(r"\s*".join(w + b) for w in words_in("label") for b in BODIES)) + ")" + _COLON
)
_SHORT_SPACED = re.compile("(?:" + either(tuple(r"\s*".join(w) for w in words_in("short"))) + ")" + _COLON)
_LEADER_SPACED = re.compile(rf"(?:{LEADER_LABEL}){_COLON}")
_COLUMN = re.compile(rf"^(?:{LABEL})$")
_COLUMN_SAID = re.compile(rf"(?:{_LABEL_WORD})(?:{_BODY})")
_NAME = rf"(?:第一)?(?:(?:{either(words_in('short'))})(?:和|及|、|（|）)?)+(?:{_BODY})?）?"
_ROLE_NAME = re.compile(rf"^{_NAME}$")

TAIL = 12
"""Characters of a line within which a label may begin that the next line ends: “主要责任单位（部门”."""


def role_of_label(name: str) -> str | None:
    """Return the role that a label or a column's heading gives; None where it gives none.

    name: in matching form, without its colon. The first role word decides.

    >>> role_of_label("指标牵头单位"), role_of_label("牵头责任单位"), role_of_label("完成时限")
    ('牵头', '牵头', None)
    """
    m = _COLUMN.match(name)
    return ROLE_OF[m["word"]] if m else None


def names_roles(heading: str) -> bool:
    """Return whether a column's heading (white space removed) holds a label: 主要责任单位, 责任处室（单位）."""
    return bool(_COLUMN_SAID.search(heading))


def is_role_name(name: str) -> bool:
    """Return whether a name is only a role's: 责任单位, 牵头, 配合部门. “各责任单位” names units."""
    return bool(_ROLE_NAME.match(name))


COUNTED_TASKS = r"（[^（）]{0,12}?\d{1,3}(?:项|个|条)[^（）]{0,24}）"
"""“县教育局（2项，牵头1项，配合1项）”."""
_SAYS = r"(?:：|——|｜|\||为(?!主|牵|责|配)|是)"
_ROLE_AT = re.compile(rf"(?:{LABEL}){_SAYS}|{SHORT.replace('word', 'short')}：")
_LEADER_AT = re.compile(rf"{LEADER_LABEL}：")
_DIVISION_AT = re.compile(
    r"(?:(?:任务|责任|职责|工作)分工|分工|[\u4e00-\u9fff]{1,6}分工方案)："
)  # 任务分工：, 市分工方案：
_DEADLINE_AT = re.compile(rf"(?:{DEADLINE_LABEL})：")
_GROUP = re.compile(
    r"(?:[（(]?[\d一二三四五六七八九十]+[）)、.．])?"
    rf"(?P<word>{_LABEL_WORD})(?:的|类)?(?:重点)?(?:任务|事项|工作|项目)(?:{COUNTED_TASKS})?：?"
)
_WORD_AT = re.compile(rf"(?P<word>{_LABEL_WORD})：")
_OTHER_AT = re.compile(r"[\u4e00-\u9fff]{2,8}：")
# “责任单位市财政局”: the colon is missing.
_NO_COLON = re.compile(
    rf"(?P<word>{_LABEL_WORD})(?:单位|部门)(?=各|有关|[省市区县州旗盟镇乡][^，、；。]|中国|国家|国网|人民银行)"
)

COUNTED_TASKS_SAID = re.compile(rf"(?:{COUNTED_TASKS})$")
"""How many tasks a unit has, after its name in a heading."""
BULLETS = "●◆•·■▲★◎○◇□△▶►➤☆※☑✓"
"""Signs that open a line of labels: “▲责任部门：区卫健局”."""
LABEL_IN_TEXT = re.compile(
    rf"(?:^|(?<=[。；！？”）〕\]】—{BULLETS}]))(?:(?:{LABEL}|(?P<leader>{LEADER_LABEL}))(?:：|——|｜|\|)|(?P<deadline>{DEADLINE_LABEL})：)"
    rf"|(?:^|(?<=[。；！？）〕\]】{BULLETS}]))(?P<said_short>{SHORT.replace('word', 'word_short')})："
)
"""A label outside brackets: at the start of a text or after a sentence."""
LABEL_SHORT = re.compile(rf"(?:{either(words_in('short'))})：")
"""“★牵头：区残联”: a role word without its body."""
LABEL_SAID = re.compile(rf"(?:^|(?<=[。；，！？”）〕\]】]))(?:{LABEL})(?:为|是)")
"""“牵头单位为县卫健局，配合单位为县财政局。”, a sentence by itself or the end of one."""
LABEL_BRACKETED = re.compile(rf"[【\[〔](?:{LABEL}|(?P<deadline>{DEADLINE_LABEL}))[】\]〕]：?")
"""“【牵头部门】市工信局【配合部门】市科技局”: the bracket holds the label, not the units."""
LABEL_IN_BRACKET = re.compile(rf"[（〔\[【](?:任务分工：|[\u4e00-\u9fff]{{1,4}}分工方案：)?(?:{LABEL})：")
"""A bracket that opens with a label."""
IN_NAME = re.compile(rf"（(?P<word>{_LABEL_WORD})(?:{_BODY})?）$")
"""“市教育局（牵头）”: a role after one member of a list."""

TASK_LABEL = re.compile(
    r"(?:督办|督查|工作|重点|主要|目标|具体|年度|交办|任务)*(?:事项|任务|举措|措施|项目|目标|内容)(?:名称|内容)?[：:]"
)
"""A label of the task itself, in blocks of labels: “督办事项：……”, “责任单位：……”, “完成时限：……”."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a clause. role: None for a label that is not of units. end: where it ends."""

    what: Literal["role", "deadline", "leader", "other"]
    role: str | None
    end: int


def read_label(clause: str, inside: bool = False) -> Label | None:
    """Return the label that opens a clause in matching form, or None.

    inside: other labels come before it, so that it needs no body: “责任：各村；督导：镇综合执法队”.

    >>> read_label("配合单位：各区人民政府")
    Label(what='role', role='配合', end=5)
    """
    if m := _LEADER_AT.match(clause):
        return Label("leader", None, m.end())
    if m := _ROLE_AT.match(clause) or _NO_COLON.match(clause):
        word = m["word"] or m.groupdict()["short"]
        return Label("role", ROLE_OF[word], m.end())
    if m := _DIVISION_AT.match(clause):
        return Label("role", "责任", m.end())
    if m := _DEADLINE_AT.match(clause):
        return Label("deadline", None, m.end())
    if inside and (m := _WORD_AT.match(clause)):
        return Label("role", ROLE_OF[m["word"]], m.end())
    if m := _OTHER_AT.match(clause):
        return Label("other", None, m.end())
    return None


def role_of_group(heading: str) -> str | None:
    """Return the role that a heading gives to the tasks of a unit below it; None where it gives none.

    >>> role_of_group("（一）牵头任务："), role_of_group("配合事项（3项）"), role_of_group("重点任务")
    ('牵头', '配合', None)
    """
    m = _GROUP.fullmatch(heading)
    return ROLE_OF[m["word"]] if m else None


def is_leader_label(name: str) -> bool:
    """Return whether a label or a column's heading is that of a person: 责任领导, 责任人."""
    return _LEADER_AT.match(name + "：") is not None


def find_label(text: str) -> bool:
    """Return whether raw text has a label with its colon anywhere: “责任 单位：”, “牵头部门:”."""
    return bool(_SPACED.search(text))


def opens_with_label(text: str) -> bool:
    """Return whether raw text begins with a label and its colon, white space allowed: “责任单位：”, “牵头：”."""
    start = len(text) - len(text.lstrip())
    return any(label.match(text, start) for label in (_SPACED, _SHORT_SPACED, _LEADER_SPACED))


def breaks_label(before: str, after: str) -> bool:
    """Return whether a line break falls inside a label: “……。牵头单” + “位：市教育局”.

    The label begins its line or follows the end of a sentence, a bracket or a blank.

    >>> breaks_label("完善机制。牵头单", "位：市教育局"), breaks_label("由市教育局牵头", "单位之间加强配合")
    (True, False)
    """
    tail, head = before.rstrip()[-TAIL:], after.lstrip()[:TAIL]
    for m in _SPACED.finditer(tail + head):
        if m.start() < len(tail) < m.end():
            return m.start() == 0 or tail[m.start() - 1] in "。；;，,（(〔[【）)〕]】 \u3000\t"
    return False
