"""Reading a question of responsibility: its topics, its units, what else it says, and what it is after.

“区教委管不管托育” → unit 区教委, topic 托育; “区残联负责什么” → unit 区残联, asks for its duties;
“15分钟托育服务圈归哪个单位” → topic 托育, segment “15分钟托育服务圈”.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from kb.model import Topic, Unit

T = TypeVar("T")

# Who is asked for, or what a unit does. Removed from the question; what stands on either side are segments.
_WHO = re.compile(
    r"(?:(?:都|又|应该?|该|要|可以|能)?(?:归口?|由|是|有|属于?|找|问|去找|联系|向|给|到|让|请|叫)?"
    r"(?:谁|哪[一几]?[个家些](?:责任|主管|牵头|职能)?(?:单位|部门|机构|组织|科室|方面|人)?|哪(?:里|儿|边)|"
    r"什么(?:单位|部门|机构|人)|啥(?:单位|部门)|哪些)(?:来|去|在|该|应该)?)"
)
_WHAT = re.compile(
    r"(?:什么|啥|哪些(?:任务|指标|工作|事|事情|项目|职责|内容|方面)?|哪几[个项]|多少|有何)"
    r"|(?:的)?(?:职责|任务|工作|分工|责任)(?:是|有)?(?:什么|啥|哪些)?$"
)
_POLITE = re.compile(
    r"^(?:请问一下|请问|我想知道|想知道|我想问|想问|问一下|帮我?查一?下|查一下|查询|关于|有关(?!部门|单位|方面|机构))+"
)
_YES_NO = re.compile(r"(?:管不管|是不是|有没有|负不负责|归不归|要不要|管吗|负责吗|归吗)")
_DOES = re.compile(
    r"(?:负责|主管|分管|监管|管理|管辖|承担|牵头|落实|组织|配合|参与|协调|办理|受理|责任单位|责任部门|牵头单位|主管部门|职责|"
    r"共同|一起|联合|同时|都|管|抓|办|做|报|建|发|交|写|出|归|各归|的责任|分别|在规划里|规划里|应该|应当|如何|怎么|怎样|咋|呢|吗|嘛|呀|啊|吧|了|的|要|是|有|来|"
    r"去|由|归口|在|里|谁|责任|，|。|？|！|\?|!|,|;|；|、|:|：|\s)+"
)
_IN_PLAN = re.compile(r"在?(?:本|这个|这份|我区|我市|我县)?规划(?:里面?|中|内|上)")
EMPTY = frozenset(("指标", "任务", "工作", "项目", "规划", "单位", "部门", "内容", "方面", "目标", "事项"))
COLLECTIVE = "集合称谓"
_ALTERNATIVES = re.compile(r"分别|各归|、|和|与|及|或|以及|还有")
_APART = re.compile("分别|各归|各由")
_STOPS = re.compile(r"[，。？！?!,;；、:：\s]+")
# What asks for matter, not for a unit: “哪些任务”, “要报哪些”.
_WHAT_THINGS = re.compile(r"哪些(?:任务|指标|工作|事|事情|项目|职责|内容|方面)|哪几[个项](?:任务|指标|工作)?")
_DOES_WHAT = re.compile(
    r"(?:管|报|做|办|负责|承担|牵头|有|要报|要做)(?:的是)?(?:哪些|什么|啥)(?!单位|部门|机构|组织|人)"
)
LEADS = re.compile(r"牵头|主责")
_MADE = re.compile(r"的?(?:标准化|规范化)?(?:建设|改造|扩建|改扩建|新建|迁建|选址|升级)")
"""“区妇幼保健院建设谁负责” asks about the hospital, not for its duties."""
JOINTLY = re.compile(r"共同|一起|联合|都|同时")
HELPS = re.compile(r"配合|协办|协助")
# For the browser, which reads questions by the same expressions.
EXPRESSIONS = {
    "who": _WHO, "what": _WHAT, "polite": _POLITE, "yes_no": _YES_NO, "does": _DOES, "in_plan": _IN_PLAN,
    "alternatives": _ALTERNATIVES, "apart": _APART, "stops": _STOPS, "what_things": _WHAT_THINGS,
    "does_what": _DOES_WHAT, "leads": LEADS, "helps": HELPS, "jointly": JOINTLY, "made": _MADE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ask:
    """A question read.

    topics: for every topic word met, the topics it may mean (alternatives); words: those topic words.
    units: units named. segments: stretches of matter left when asking words are taken off, topic words included.
    after: "who" | "what" (a unit's duties). either: the topics are alternatives, not to be met at once.
    bare: it asks nothing, a name alone. groups: for every name met, the units so called. jointly: what they share.
    """

    query: str
    text: str
    topics: tuple[tuple[Topic, ...], ...]
    words: tuple[str, ...]
    units: tuple[Unit, ...]
    unit_words: tuple[str, ...]
    segments: tuple[str, ...]
    after: str
    either: bool
    yes_no: bool
    bare: bool = False
    groups: tuple[tuple[Unit, ...], ...] = ()
    jointly: bool = False


def read_ask(
    query: str, topics: Iterable[Topic], units: Iterable[Unit], normalise: Callable[[str], str]
) -> Ask:
    """Read a question. `normalise` maps character to character (width, traditional forms).

    Blanks part words; where nothing is recognised so, they are taken for slips (“托 育”).
    """
    by_word: dict[str, list[Topic]] = {}
    for t in topics:
        for w in (t.name, *t.terms, *t.said):
            if w:
                by_word.setdefault("".join(normalise(w).split()), []).append(t)
    names = _unit_names(units, normalise)
    parts = normalise(query).split()
    ask = _read(query, "，".join(parts), by_word, names)
    if len(parts) > 1 and not ask.topics and not ask.units:
        joined = _read(query, "".join(parts), by_word, names)
        if joined.topics or joined.units:
            return joined
    return ask


def _unit_names(units: Iterable[Unit], normalise: Callable[[str], str]) -> dict[str, list[Unit]]:
    """Units by every name they go by; the canonical name of one is no alias of others."""
    own: dict[str, list[Unit]] = {}
    others: dict[str, list[Unit]] = {}
    for u in units:
        own.setdefault(normalise(u.name), []).append(u)
        for n in dict.fromkeys((u.full_name, *u.aliases)):
            if n:
                others.setdefault(normalise(n), []).append(u)
    return others | own


def _read(query: str, text: str, by_word: dict[str, list[Topic]], names: dict[str, list[Unit]]) -> Ask:
    plain = _POLITE.sub("", text)
    yes_no = bool(_YES_NO.search(plain))
    asks_who = _asks_who(plain)
    topic_found = _longest(plain, by_word)
    unit_found = [
        x
        for x in _longest(plain, names)
        if not (x[2][0].kind == COLLECTIVE and (asks_who or _DOES.fullmatch(plain[x[0] : x[1]])))
    ]
    # Where a unit's name and a topic's word overlap, the longer one is meant: 医保局, not 医保.
    topic_found = [
        t
        for t in topic_found
        if not any(_over(t, u) and _longer(u, t) and not _MADE.match(plain, u[1]) for u in unit_found)
    ]
    unit_found = [u for u in unit_found if not any(_over(t, u) for t in topic_found)]
    spans = [(a, b) for a, b, _ in unit_found]
    what = bool(unit_found) and not asks_who and not yes_no and not topic_found and not _cut(plain, spans)
    return Ask(
        query,
        plain,
        tuple(tuple(dict.fromkeys(ts)) for _, _, ts in topic_found),
        tuple(plain[a:b] for a, b, _ in topic_found),
        tuple(dict.fromkeys(u for _, _, us in unit_found for u in us)),
        tuple(plain[a:b] for a, b in spans),
        tuple(_cut(plain, spans if what else [])),
        "what" if what else "who",
        _between(plain, [(a, b) for a, b, _ in topic_found]),
        yes_no,
        bool(unit_found) and not asks_who and _WHAT.search(plain) is None,
        tuple(tuple(us) for _, _, us in unit_found),
        len(unit_found) > 1 and JOINTLY.search(plain) is not None,
    )


def _over(a: tuple[int, int, object], b: tuple[int, int, object]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _longer(a: tuple[int, int, object], b: tuple[int, int, object]) -> bool:
    return a[1] - a[0] > b[1] - b[0]


def _between(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether topic words are joined as alternatives: “疫苗和医保分别……”, “睡眠、厕所各归谁”."""
    if _APART.search(text):
        return True
    return any(_ALTERNATIVES.search(text[a[1] : b[0]]) for a, b in itertools.pairwise(spans))


def _asks_who(text: str) -> bool:
    """“哪些任务”, “什么” ask what; “谁”, “哪个单位”, “哪些部门” ask who."""
    rest = _DOES_WHAT.sub("", _WHAT_THINGS.sub("", text))
    return _WHO.search(rest) is not None


def _longest(text: str, names: dict[str, T]) -> list[tuple[int, int, T]]:
    """Names in a text, leftmost and longest, not overlapping: (start, end, what it names)."""
    out: list[tuple[int, int, T]] = []
    longest = sorted(names, key=len, reverse=True)
    taken = [False] * len(text)
    for name in longest:
        i = text.find(name)
        while i >= 0 and name:
            if not any(taken[i : i + len(name)]):
                out.append((i, i + len(name), names[name]))
                taken[i : i + len(name)] = [True] * len(name)
            i = text.find(name, i + 1)
    return sorted(out, key=lambda x: x[0])


def _cut(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """The stretches of matter of a question: spans, asking words and verbs of responsibility cut out."""
    chars = list(text)
    for a, b in spans:
        chars[a:b] = ["，"] * (b - a)
    rest = _IN_PLAN.sub("，", "".join(chars))
    rest = _YES_NO.sub("，", rest)
    rest = _WHO.sub("，", rest)
    rest = _WHAT.sub("，", rest)
    parts = _STOPS.split(rest)
    least = 1 if any(x.search(text) for x in (_WHO, _WHAT, _YES_NO)) else 2
    out: list[str] = []
    for p in parts:
        p = _trim(p, least)
        if len(p) >= 2 and p not in EMPTY:
            out.append(p)
    return out


def _trim(part: str, least: int) -> str:
    """A stretch without verbs of responsibility and particles at either end.

    least: their characters; where nothing is asked, a single one (停车位配建) belongs to the matter.
    """
    before = None
    while before != part:
        before = part
        m = _DOES.match(part)
        if m and len(m[0]) >= least:
            part = part[m.end() :]
        for n in range(least, min(6, len(part)) + 1):
            if _DOES.fullmatch(part[-n:]):
                part = part[:-n]
                break
    return part
