"""Commitments (量化承诺): numbers promised in prose.

“集团化办学率达到75%以上” → 集团化办学率 >= 75 %; “建设3—5所智慧校园示范校” → 智慧校园示范校 3—5 所;
“构建15分钟托育服务圈” → 托育服务圈 15 分钟; “货物运输量、货值分别突破600万吨、500亿元” → two;
“案件数量同比下降5%” → 案件数量, trend 下降, by 5 %.
Ages, years, ordinals and document numbers promise nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.model import Commitment, Node
from kb.rules.baselines import SHARED
from kb.rules.ground import Ground
from kb.rules.targets import NUMBER
from kb.words.limits import AFTER, BEFORE
from kb.words.normalised import Normalised

_MEASURES = (
    "个百分点|个工作日|百分点|%|％|‰|平方米|平方公里|立方米|公顷|亩|千瓦|公里|元|公斤|斤|吨|人次|个|家|所|处|条|项|名|人|户|座|套|张|件|次|"
    "场|批|辆|台|支|部|门|片|组|册|位|种|盆|枝|对|款|例|宗|幅|本|期|间|分钟|小时|天|倍|艘|架|列|班|只|头|株|棵|块|标箱|标准箱"
)
UNIT = rf"(?:万亿|亿|万|千)?(?:{_MEASURES})|万亿|亿|万"
# The subject comes before: 集团化办学率达到75%以上
_LIMIT = "|".join(word for word in BEFORE if word.startswith("不"))
_REACH = (
    rf"(?:{_LIMIT}|达到|达|提高到|提高至|提升到|提升至|增长到|增长至|增加到|增加至|上升到|扩大到|下降到|下降至|降至|降到|降低到|降低至|压缩至|"
    r"压减至|控制在|保持在|稳定在|突破|增长|提高|提升|增加|下降|降低|减少|压减|压缩|缩短|超过|低于|高于){1,4}(?:了|约|到|至|在)?"
)
# The subject comes after: 建设3—5所智慧校园示范校
_MAKE = (
    r"(?:建设|建成|新建|改建|扩建|改造|打造|培育|创建|新增|完成|引进|推出|组建|构建|掌握|配备|恢复|举办|认定|选树|发展|设立|开展|"
    r"形成|推广|布局|实施|培养|扶持|评选|建立|开通|开辟|储备|支持|种植|开工|投用|制定|发放|增设|配置|遴选|打通|筹集|办理)"
)
_WORD = "|".join(BEFORE)
PROMISE = re.compile(
    rf"(?:(?P<reach>{_REACH})|(?P<make>{_MAKE})(?:了)?)(?P<op>{_WORD}|约)?(?P<of>(?<=于|过)[^，。；、：（）\d]{{1,12}}?的)?(?P<n>{NUMBER})(?:[%％‰]?[—–\-－~～至到](?P<h>{NUMBER}))?"
    rf"(?P<u>{UNIT})(?P<post>左右|(?:及)?以上|(?:及)?以下|以内|之内)?"
)
_BEHIND = re.compile(r"[^，。；、：（）]{2,24}")
_LEADING = re.compile(
    r"^(?:(?:到|截至|至)?\d{4}年(?:底|末)?(?:前)?|使|力争|确保|全市|全省|全区|全县|我市|我省|我区|年底前|年末|底前|前|实现|累计|每年|的|"
    r"争取|努力|预计|推动|促进)*"
)
_TRAILING = re.compile(r"(?:持续|稳步|逐步|累计|均|已|将|要|力争|总体|年均|基本|分别|可|再|达|平均)*$")
# Not promises: ages, years, dates, sections of a document, ranks.
_NOT = re.compile(r"^(?:年|月|日|岁|号|届|周岁|章|条第|级)")
FAR = 200
"""No clause is looked for further back than this."""
_KINDS = frozenset({"chapter", "section", "goal", "task", "measure", "project", "paragraph", "box"})


@dataclass(frozen=True, slots=True)
class _Promise:
    """One promise in a text: value[start:end] proves it."""

    subject: str
    op: str | None
    value: str
    high: str | None
    unit: str
    start: int
    end: int
    trend: str | None = None


def find_commitments(ground: Ground) -> list[Commitment]:
    """Commitments of the prose below chapters; the preamble tells of the past and promises nothing."""
    out: list[Commitment] = []
    for node in ground.content:
        if node.cells or node.kind not in _KINDS or (node.parent is None and node.kind == "paragraph"):
            continue
        head, body = ground.head(node), ground.body(node)
        for text in (head, body) if head.value not in body.value else (body,):
            out += _in_text(ground, node, text)
    return out


def _in_text(ground: Ground, node: Node, text: Normalised) -> Iterator[Commitment]:
    for p in _promises(text.value):
        quote = ground.quote(text, p.start, p.end)
        if quote is not None:
            high = _float(p.high) if p.high else None
            yield Commitment(
                ground.tree.plan.id, node.id, p.subject, p.op, _float(p.value), high, p.unit, quote.text,
                quote.start, quote.end, quote.line, p.trend,
            )  # fmt: skip


def _promises(value: str) -> Iterator[_Promise]:
    shared = list(SHARED.finditer(value))
    for m in shared:
        yield from _shared(m)
    last = ("", -1)
    for m in PROMISE.finditer(value):
        while shared and shared[0].end() <= m.start():
            shared.pop(0)
        if (shared and shared[0].start() <= m.start()) or _NOT.match(value[m.end("u") :][:3]):
            continue
        if m["n"] == "24" and m["u"] == "小时":  # round the clock
            continue
        start, end = m.span()
        behind = _BEHIND.match(value, end) if m["make"] else None
        far = max(0, start - FAR)
        begin = max(far, max(value.rfind(x, far, start) for x in "，。；：") + 1)
        if behind is not None:
            subject, end = behind[0], behind.end()
        else:
            begin, subject = _subject(value, begin, start)
            start = begin if subject else start
            sentence = max(value.rfind(x, max(0, last[1]), m.start()) for x in "。；")
            if not subject and last[0] and last[1] > sentence:
                subject = last[0]  # “……突破600亿元，力争达到700亿元”
        if len(subject) < 2:
            continue
        last = (subject, m.start())
        trend = _trend(m)
        subject = _COMPARED.sub("", subject).strip("“”的") if trend else subject.strip("“”的")
        op = None if trend and not (m["op"] or m["post"]) else _op(m)
        yield _Promise(subject, op, m["n"], m["h"], m["u"], start, end, trend)


_CHANGE = re.compile(r"(?:增长|提高|提升|增加|上升|扩大|下降|降低|减少|压减|压缩|缩短)(?:了|约)?$")
_COMPARED = re.compile(
    r"(?:同比|环比|比(?:上年|去年|\d{4}年)|较(?:上年|去年|\d{4}年)|每年|年均)(?:实现|再)?$"
)


def _trend(m: re.Match[str]) -> str | None:
    """The way of a change by a number, None for a level: “下降5%” and not “下降到5%”."""
    change = _CHANGE.search(m["reach"] or "")
    return change[0].rstrip("了约") if change is not None else None


def _subject(value: str, begin: int, stop: int) -> tuple[int, str]:
    """What a number is of: the clause before its verb, without 到2025年, 力争 in front and 持续, 累计 after."""
    begin = max(begin, value.rfind("、", begin, stop) + 1)
    clause = value[begin:stop]
    lead = _LEADING.match(clause)
    begin += lead.end() if lead else 0
    clause = _TRAILING.sub("", value[begin:stop])
    if len(clause) > 40 or not re.search(r"[\u4e00-\u9fff]", clause):
        return stop, ""
    return begin, clause


def _shared(m: re.Match[str]) -> Iterator[_Promise]:
    """“A、B分别突破600万吨、500亿元”: one promise for each pair, where the numbers pair."""
    names = [n for n in re.split(r"、|以及|及|和|与", m["names"]) if n]
    values = [v for v in re.split(r"、|，|以及|及|和|与", m["values"]) if v]
    if len(names) != len(values):
        return
    word = next((w for w in BEFORE if w in m[0] and w != "达到"), None)
    for name, value in zip(names, values, strict=True):
        read = re.match(rf"({NUMBER})({UNIT})?", value)
        if read is not None and read[2]:
            subject = _TRAILING.sub("", _LEADING.sub("", name))
            if len(subject) >= 2:
                op = BEFORE[word] if word else "="
                yield _Promise(subject, op, read[1], None, read[2], m.start(), m.end())


def _op(m: re.Match[str]) -> str:
    """How the number is to be met: 以上 and 以下 first, then 不少于 and the like before it, else exactly."""
    if m["post"] and m["post"] != "左右":
        return AFTER[m["post"]]
    if m["op"] and m["op"] != "约":
        return BEFORE[m["op"]]
    word = next((w for w in BEFORE if w in (m["reach"] or "") and w != "达到"), None)
    return BEFORE[word] if word else "="


def _float(s: str) -> float:
    return float(s.replace("，", ""))
