"""What the words of responsibility mean: labels (责任单位：), endings (…牵头, …按职责分工负责), deadlines."""

from __future__ import annotations

import re

from kb.words.role_words import BODIES, ROLE_OF, either, words_in
from kb.words.roles import LABEL, SHORT, SIMPLE_LABEL

DEADLINE_LABEL = r"(?:[\u4e00-\u9fff]{0,2}?)(?:完成|办结|办理|落实|实施|整改|推进)?(?:时限|时间|期限|时间节点|进度安排|时间要求|时间进度)"
OTHER_LABEL = r"[\u4e00-\u9fff]{2,8}"

_WORDS = either(words_in("label"))
_BODIES = either(BODIES)

_LABEL_AT = re.compile(rf"^(?:{LABEL})(?:：|为|是)")
_SHORT_AT = re.compile(rf"^{SHORT}：")
"""“（牵头：市民政局；配合：市财政局）”, the body left out."""
_DEADLINE_AT = re.compile(rf"^(?:{DEADLINE_LABEL})：")
_OTHER_AT = re.compile(rf"^(?:{OTHER_LABEL})：")
LABEL_SAID = re.compile(rf"(?:^|(?<=[。；！？”）〕\]】]))(?:{LABEL})(?:为|是)")
"""“牵头单位为县卫健局，配合单位为县财政局。”, a sentence by itself."""
LABEL_BRACKETED = re.compile(rf"[【\[〔](?:{LABEL}|(?P<deadline>{DEADLINE_LABEL}))[】\]〕]")
"""“【牵头部门】市工信局【配合部门】市科技局”: the bracket holds the label, not the units."""
_DEADLINE_COLUMN = re.compile(rf"^(?:{DEADLINE_LABEL})$")
# “责任单位：” outside brackets: at the start of the text or after a sentence.
LABEL_IN_TEXT = re.compile(rf"(?:^|(?<=[。；！？”）〕\]】]))(?:{LABEL}|(?P<deadline>{DEADLINE_LABEL}))：")
LABEL_START = re.compile(rf"{SIMPLE_LABEL}：|(?:完成|办结|落实)(?:时限|时间|期限)：")
IN_NAME = re.compile(rf"（(?P<word>{_WORDS})(?:{_BODIES})?）$")
"""“市教育局（牵头）”: a role behind one member of a list."""
LABEL_IN_BRACKET = re.compile(rf"[（〔\[【](?:{LABEL})：")

# “…按职责分工负责”, “…牵头负责”, “…按职责分别牵头”
_ENDING = re.compile(
    r"(?P<how>(?:共同|分别|各自|具体|统一|联合|双|并|(?:按照?|依据?|根据|结合)(?:各自|有关|部门)?(?:的)?(?:职责|职能|任务|权限)?(?:分工|职责)?)*)"
    rf"(?P<word>牵头负责|(?:抓好?|做好|推进|推动)?(?:落实|实施)|{either(words_in('ending'))})"
    r"(?:组织)?(?:落实|实施|推进|办理|完成|抓好落实|协调)?$"
)
_IS_ENDING = re.compile(rf"(?:为|是|作为)(?P<word>{_WORDS})(?:责任)?(?:{_BODIES})$")
"""“市民政局为牵头单位”"""
_ANSWERS_ENDING = re.compile(r"负(?:总责|主责|主体责任|属地责任|监管责任|直接责任|主要责任)$")
"""“市民政局负总责”"""
_DATE = re.compile(
    r"^(?:(?:\d{4}年|20\d\d)[^，；。]{0,16}?(?:前|底|内|止|完成|月|年|日)?(?:完成|落实|实施|推进)?"
    r"|(?:今年|明年)?\d{1,2}月(?:\d{1,2}日|底|末|[上中下]旬)?(?:之?前|以前)?(?:全部|全面|基本)?(?:完成|落实|实施|推进|开工|办结)?"
    r"|长期(?:坚持|推进|实施|开展)?|持续(?:推进|实施|开展)|(?:每年|每季度|全年|年内)[^，；。]{0,8}(?:完成|推进)?)$"
)
FIRST_LEADS = re.compile(
    r"(?:排|列)?(?:在|名)?(?:第一(?:位|个|名)?|首位|最前面?)的?(?:责任)?(?:单位|部门)?(?:均|即)?(?:为|是|系)(?:牵头|主责|主办|第一责任)(?:单位|部门)?"
)
_NO_MORE = r"[，,；](?:以下|下文|后文)?(?:均|也)?(?:不再|不另行?)(?:单独|一一|逐一|重复)?(?:列出|单列|列举|列明|列示|赘述|标注)"
_TASKS = r"以下(?:各项|所有|各|全部)?(?:任务|工作|事项|措施)?(?:的)?"
_LABEL = r"(?P<word{0}>责任|牵头|配合|参与)(?:单位|部门)"
CARRIED = (
    # 以下责任单位中均包含各市、县〔区〕政府，不再列出
    re.compile(
        _TASKS
        + _LABEL.format("")
        + r"中?(?:均|都|皆)?(?:包含|包括|含有?|为)(?P<units>[^。；]{2,40}?)"
        + _NO_MORE
    ),
    # 各区政府为各项任务的责任单位，以下不再列出
    re.compile(
        r"(?:^|[。；，：（〔])(?P<units>[^。；，：（〔]{2,40}?)(?:均|都|皆)?(?:作)?为(?:以下)?(?:各项|所有|全部|上述|共同)?(?:任务|工作)?(?:的)?(?:共同)?"
        + _LABEL.format("")
        + _NO_MORE
    ),
    # 以下均需各县区政府负责，不再列出; 各项任务均需各镇街落实，不再单列
    re.compile(
        r"(?:以下|各项|所有|全部|上述)(?:各项|所有|全部)?(?:的)?(?:任务|工作|措施|事项)?(?:均|都|皆)(?:需要?|须|应当?|要)?由?"
        r"(?P<units>[^。；，：]{2,40}?)(?:共同|具体|组织|分别|抓好)?(?P<word>负责|落实|实施|参与|配合)"
        + _NO_MORE
    ),
)
"""Scope rules: units that everything after them has, without being listed again."""
OTHERS = re.compile(
    r"^(?:其他|其它|其余)(?:的)?(?:责任)?(?:单位|部门)?(?:均|都)?(?:为|是|系)(?P<word>配合|协办|参与|责任|协同)(?:单位|部门)$"
)
"""“其他为配合单位”: what all but the first listed are."""
ONWARD = re.compile(r"^(?:以?下同|下同)$")


def is_deadline_column(name: str) -> bool:
    return bool(_DEADLINE_COLUMN.match(name))


def read_label(s: str) -> tuple[str, str | None, int] | None:
    """A label at the start of a clause: (what, role, length). what: "role" | "deadline" | "other".

    >>> read_label("配合单位：各区人民政府")
    ('role', '配合', 5)
    """
    if m := _LABEL_AT.match(s) or _SHORT_AT.match(s):
        return "role", ROLE_OF[m["word"]], m.end()
    if m := _DEADLINE_AT.match(s):
        return "deadline", None, m.end()
    if m := _OTHER_AT.match(s):
        return "other", None, m.end()
    return None


def read_ending(s: str) -> tuple[str, str, int] | None:
    """A role at the end of a clause: (role, word, where it begins). “市商务局按职责分工负责” → (责任, 负责, 4)."""
    if (m := _IS_ENDING.search(s)) and m.start() > 0:
        return ROLE_OF[m["word"]], m["word"], m.start()
    if (m := _ANSWERS_ENDING.search(s)) and m.start() > 0:
        return "责任", "负责", m.start()
    m = _ENDING.search(s)
    if m is None or m.start() == 0:
        return None
    word = m["word"]
    role = ROLE_OF["牵头" if word.startswith("牵头") else word if word in ROLE_OF else word[-2:]]
    return role, word, m.start()


def is_date(s: str) -> bool:
    """Whether a clause is a deadline by itself: “2023年6月底前完成”, “长期坚持”."""
    return bool(_DATE.match(s))
