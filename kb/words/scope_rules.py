"""Rules that hold beyond one statement: who leads, what the others are, and units that everything after has.

Groups: `units` the units a rule adds, `word` the role word it gives them.
"""

from __future__ import annotations

import re

from kb.words.forms import Form, compiled
from kb.words.role_words import BODIES, either, words_in

_BODY = r"(?:责任)?(?:单位|部门|处室|科室)"
_LEAD = rf"(?:为|是|系|即为?|负责|作为)?(?:该项|本项|各项)?(?:任务|工作|事项)?(?:的)?(?:总?牵头|主责|主办|第一责任){_BODY}?"

LEADS: tuple[Form, ...] = (
    Form(
        name="the first listed leads",
        pattern=rf"(?:排名|排列?|列|居|位|名列|标注|列名)(?:在|于)?(?:最)?(?:第一(?:位|个|名)?|首位|前面?|首个)的?者?{_BODY}?(?:均|即)?{_LEAD}",
        samples=(
            "列第一位者为牵头单位", "排在第一位的部门为牵头部门", "排名第一的为牵头单位", "列首位的为牵头单位", "列在首位的单位牵头",
            "排名第一位的为牵头责任单位", "排列第一位的单位为牵头单位",
        ),
        never=("位于首位",),
    ),
    Form(
        name="the first unit leads",
        pattern=rf"(?:第一(?:个|位|家)?|首个|首位|首家|前者)(?:责任|列出)?(?:单位|部门|处室)?的?(?:均|即)?(?:为|是|系|作为)(?:总?牵头|主责|主办){_BODY}?",
        samples=("第一责任单位为牵头单位", "首位为牵头单位", "首个单位为牵头单位", "第一个单位是牵头单位"),
    ),
    Form(
        name="what is before the comma leads",
        pattern=rf"(?:逗号|顿号|分号)(?:之)?前(?:面)?的?(?:单位|部门)?(?:均|即)?{_LEAD}",
        samples=("逗号前为牵头单位", "逗号前的为牵头单位"),
    ),
)  # fmt: skip
"""Rules that make the first unit of a list its lead."""

SIGNS = "★☆※▲△●◆*＊#"
"""Signs next to a name that a rule explains: “标★的为牵头单位”."""
MARKED = Form(
    name="those with a sign lead",
    pattern=rf"(?:标|带|加|注|打|前|后|有|注明|标注|标有|标明)?[“\"（]?[{SIGNS}][”\"）]?(?:号|标识|标记)?(?:的|者)?{_BODY}?(?:均|即)?(?=为|是|系|即|作为){_LEAD}",
    samples=("标★的为牵头单位", "带“*”的为牵头单位", "注：标注★的单位为牵头单位", "标★为牵头单位"),
    never=("★牵头单位",),
)

_FIRST_LEADS = re.compile("|".join(f"(?:{form.pattern})" for form in LEADS))
_BEFORE_COMMA = re.compile(LEADS[-1].pattern)
_MARKED = re.compile(MARKED.pattern)

OTHERS = re.compile(
    rf"^(?:其他|其它|其余)(?:的)?(?:均|都)?(?:责任)?(?:单位|部门)?(?:均|都)?(?:为|是|系)(?P<word>{either(words_in('label'))})(?:单位|部门)$"
)
"""“其他为配合单位”: what all but the first listed are."""
ONWARD = re.compile(r"^[（(]?(?:以?下同|以下类同|下文同)[）)]?$")
"""“下同”: the rule holds from here on."""
SAME = re.compile(r"^(?:同上|同前|同左|与上同|同上述单位|同(?:牵头|责任|主办)(?:单位|部门))$")
"""“责任单位：同上”: the units of the statement before."""

_ROLE = rf"(?P<word>{either(words_in('label'))})(?:{either(BODIES)})"
_AGAIN = r"(?:单独|一一|逐一|重复|另行|分别)?(?:列出|单列|列举|列明|列示|赘述|标注|罗列|说明|注明|列|做分工|作分工|分工|体现)"
_NO_MORE = rf"(?:[，,；。（(](?:以下|下文|后文|下面|文中)?(?:均|也|各项任务)?(?:不再|不另行?|不予){_AGAIN})"
_ALL = (
    r"(?:以下|下列|下文|各项|所有|全部|上述|以上|每项)(?:各项|所有|各|全部)?(?:的)?(?:重点|具体|工作)*"
    r"(?:任务|工作|事项|措施|举措|条目|内容)?(?:的)?"
)
_EVERY = r"(?:均|都|皆|全部)"
_UNITS = r"(?P<units>[^。；：]{2,60}?)"

CARRIED: tuple[Form, ...] = (
    Form(
        name="their responsible units include",
        pattern=_ALL
        + rf"(?:[，,]?{_ROLE})中?{_EVERY}?(?:还|应)?(?:包含|包括|含有?|涉及|为|增加){_UNITS}{_NO_MORE}",
        samples=(
            "以下责任单位中均包含各市、县〔区〕政府，不再列出", "各项措施责任单位均包括各市〔州〕、各县〔市、区〕人民政府，不再列出",
            "以下任务的配合单位均为各镇街，不再单列",
        ),
    ),
    Form(
        name="they are units of every task",
        pattern=rf"(?:^|[。；，：（〔])(?P<units>[^。；，：（〔]{{2,40}}?(?:（[^（）]{{1,12}}）[^。；，：（〔]{{0,24}}?)?){_EVERY}?(?:作)?为(?:以下)?"
        rf"(?:各项|所有|全部|上述|共同)?(?:任务|工作|措施)?(?:的)?(?:共同)?{_ROLE}{_NO_MORE}",
        samples=("各区政府为各项任务的责任单位，以下不再列出", "各县（市、区）政府均为责任单位，不再列出"),
    ),
    Form(
        name="every task concerns them",
        pattern=rf"(?:{_ALL})?{_EVERY}(?:需要?|须|应当?|要)?(?:涉及|由|含|包含|包括)?{_UNITS}"
        r"(?:共同|具体|组织|分别|抓好|按职责|按职责分工)*(?P<word>负责|落实|实施|参与|配合)" + _NO_MORE,
        samples=("以下均需各县区政府负责，不再列出", "各项任务均需各镇街落实，不再单列", "以下均由各县区政府落实，不再列出"),
    ),
    Form(
        name="every task concerns them, without a role",
        pattern=rf"(?:{_ALL}){_EVERY}(?:需要?|须|应当?|要)?(?:涉及|含|包含|包括){_UNITS}(?P<word>){_NO_MORE}",
        samples=("以下各项任务均涉及各县区政府，不再列出", "各项任务均涉及各镇街，不再做分工"),
    ),
    Form(
        name="every task concerns them: the units first",
        pattern=rf"{_UNITS}{_EVERY}(?:涉及|参与|负责)(?:以下|各项|所有|全部)(?:各项|所有)?(?:任务|工作|措施)?(?P<word>){_NO_MORE}",
        samples=("各县区政府均涉及各项任务，不再列出",),
    ),
)  # fmt: skip
"""Units that everything after them has, without being listed again. An empty `word` gives 责任."""

_CARRIED = compiled(CARRIED)


def find_lead_rule(text: str) -> re.Match[str] | None:
    """Return the first rule in a text that says who of a list leads, or None."""
    return _FIRST_LEADS.search(text)


def is_comma_rule(text: str) -> bool:
    """Return whether a lead rule makes all units before the first comma leads: “逗号前为牵头单位”."""
    return bool(_BEFORE_COMMA.search(text))


def find_mark_rule(text: str) -> re.Match[str] | None:
    """Return the rule in a text that says which sign the leading units carry, or None: “标★的为牵头单位”."""
    return _MARKED.search(text)


def find_carry_rules(text: str) -> list[re.Match[str]]:
    """Return the rules in a text that add units to everything after them, at most one a place."""
    out: list[re.Match[str]] = []
    for pattern in _CARRIED:
        for m in pattern.finditer(text):
            if not any(x.start() < m.end() and m.start() < x.end() for x in out):
                out.append(m)
    return sorted(out, key=lambda m: m.start())
