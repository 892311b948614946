"""Endings of a clause that give its units a role: “市民政局、市财政局按职责分工负责” → 责任.

Groups of the rows: `word` is the role word; without it the role is 责任.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.words.forms import Form, compiled
from kb.words.role_words import BODIES, ROLE_OF, either, words_in
from kb.words.unit_names import LEVELLED_DEPARTMENT

_WORD = either(words_in("ending"))
_HELPER = either(
    tuple(w for w in words_in("ending") if ROLE_OF[w] in ("配合", "参与", "监督", "指导", "支持"))
)

# 按职责分工, 根据各自职责, 按照各自的职能任务, 分工
DUTIES = (
    r"(?:按照?|依照?|依据|根据|结合|立足)?(?:各自|有关|相关|部门|本|工作|法定|自身|行业)*的?"
    r"(?:职责|职能|任务|权限|业务|分工|职权)(?:范围|分工|职责|任务|权限|要求)*"
)
# 共同, 分别, 具体, 按职责分工
MANNER = rf"(?:总(?=牵头)|(?:加强|强化)(?=指导|监督|支持|督促)|共同|会同|分别|各自|具体|统一|联合|双|并|主要|全面|全程|积极|直接|{DUTIES})"
# What may follow the role word without changing it: 负责落实, 牵头组织实施, 配合做好有关工作.
_REST = (
    r"(?:组织|统筹|推动|推进|抓好|做好|协调|督促|参与|完成)*"
    r"(?:落实|实施|推进|办理|完成|协调|开展|推动|组织|管理|统筹|(?:(?:有关|相关|具体|各项|落实|实施|推进)?工作))?"
)

ENDINGS: tuple[Form, ...] = (
    Form(
        name="called a responsible unit",
        pattern=rf"(?:均|都|皆|并|共同)?(?:作?为|是)(?P<word>{either(words_in('label'))})(?:责任)?(?:{either(BODIES)})$",
        samples=("市民政局为牵头单位", "市民政局、市财政局均为责任单位", "市民政局作为配合部门"),
        never=("责任单位",),
    ),
    Form(
        name="answers for it",
        pattern=r"负(?:总责|主责|全责|(?:主体|属地|监管|直接|主要|第一)责任)$",
        samples=("市民政局负总责", "各县区政府负属地责任"),
        never=("负责任",),
    ),
    Form(
        name="leads",
        pattern=rf"{MANNER}*(?:负责)?(?P<word>牵头)(?:负责|主抓|抓总)?{_REST}$",
        samples=("市民政局牵头", "市民政局牵头负责", "市民政局负责牵头", "市民政局牵头组织实施", "市民政局、市财政局按职责分别牵头",
                 "市民政局总牵头", "市民政局牵头抓总"),
    ),
    Form(
        name="a role word with what belongs to it",
        pattern=rf"{MANNER}*(?P<word>{_WORD})(?:{_HELPER}|负责)?{_REST}$",
        samples=(
            "市民政局负责", "市民政局等按职责分工负责", "市民政局负责落实", "市民政局配合做好相关工作", "市民政局参与配合",
            "市民政局按职责分工抓落实", "市民政局分工负责", "市民政局加强指导",
        ),
    ),
    Form(
        name="carries it out, each by its duties",
        pattern=rf"(?:{MANNER})*{DUTIES}(?:分别|共同|具体|各自|认真)*(?:组织|推进|完成|做好|抓好?|开展|办理|承担|推动|落实|实施|各负其责)+"
        r"(?:(?:有关|相关|具体|各项)?(?:工作|任务))?$",
        samples=("市民政局根据各自职责分别组织实施", "市民政局按职责抓好落实", "市民政局按照职责分工推进"),
        never=("市民政局组织实施", "完善职能"),
    ),
    Form(
        name="sees to it",
        pattern=r"(?:抓好?|做好|推进|推动|共同|具体|组织)+(?P<word>落实|实施)$",
        samples=("市民政局抓好落实", "市民政局组织实施", "各县区政府推动落实"),
    ),
    Form(
        name="the role word alone",
        pattern=rf"抓?(?P<word>{_WORD})$",
        samples=("市民政局承办", "各县区政府落实"),
    ),
)  # fmt: skip

_PATTERNS = compiled(ENDINGS)
_DUTIES = re.compile(DUTIES)


LATE = Form(
    name="a role word that ends names, too, after a department with its level",
    pattern=rf"(?P<word>{either(tuple(w for w in words_in('label') if w not in words_in('ending')))})$",
    samples=("市公安局协调", "市发改委统筹", "市政府办组织"),
    never=("市公安局",),
)
"""“（市交通局牵头，市公安局协调）”. Read only where nothing but a department comes before it: “社会组织” and “区域协调”."""
_LATE = re.compile(LATE.pattern)


def read_late_ending(clause: str) -> re.Match[str] | None:
    """Return the role word after a department, None where there is none or something else comes before it.

    >>> read_late_ending("市公安局协调")["word"], read_late_ending("社会组织"), read_late_ending("市委组织")
    ('协调', None, None)
    """
    m = _LATE.search(clause)
    return m if m and m.start() > SEAT and LEVELLED_DEPARTMENT.match(clause[: m.start()]) else None


SEAT = 2
"""Characters of 市委, whose departments begin with words of roles: 市委组织部."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a clause ends. role: the role it gives; word: the role word, "" without one; start: where it begins;
    sure: the ending says by itself that units come before it (牵头, 按职责分工负责, 为责任单位)."""

    role: str
    word: str
    start: int
    sure: bool


def read_ending(clause: str) -> Ending | None:
    """Return the ending of a clause in matching form, None where it has none or nothing comes before it.

    Of the rows that fit, the one that begins first counts: “抓好落实” before “落实”.

    >>> read_ending("市商务局按职责分工负责")
    Ending(role='责任', word='负责', start=4, sure=True)
    """
    best: tuple[int, Form, str] | None = None
    for form, pattern in zip(ENDINGS, _PATTERNS, strict=True):
        m = pattern.search(clause)
        if m is not None and m.start() and (best is None or m.start() < best[0]):
            best = m.start(), form, m.groupdict().get("word") or ""
    if best is None:
        return None
    start, form, word = best
    named = word == "牵头" or form.name == "called a responsible unit"
    return Ending(ROLE_OF.get(word, "责任"), word, start, named or bool(_DUTIES.search(clause[start:])))
