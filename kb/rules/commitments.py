"""Commitments (量化承诺): numbers promised in prose.

“集团化办学率达到75%以上” → 集团化办学率 >= 75 %; “建设3—5所智慧校园示范校” → 智慧校园示范校 3—5 所;
“构建15分钟托育服务圈” → 托育服务圈 15 分钟. Ages, years, ordinals and document numbers promise nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.model import Commitment, Node
from kb.rules.ground import Ground
from kb.rules.plain import Plain
from kb.rules.targets import AFTER_OPS, NUMBER, WORD_OPS

_COUNT = (
    "个百分点|个工作日|百分点|%|％|‰|万亿元|亿元|万元|元|万平方米|平方米|平方公里|公顷|万亩|亩|万千瓦|千瓦|公里|万吨|吨|亿枝|万盆|"
    "万人次|人次|万人|万户|万套|万个|万辆|亿|万|个以上|个|家|所|处|条|项|名|人|户|座|套|张|件|次|场|批|辆|台|支|部|门|片|组|册|"
    "位|种|类|盆|枝|对|款|例|宗|幅|本|期|间|间隔|分钟|小时|天|倍|艘|架|列|班|只|头|株|棵|块|块地|只股|档|级"
)
_REACH = (
    r"(?:达到|达|提高到|提高至|提升到|提升至|增长到|增长至|增加到|增加至|上升到|扩大到|下降到|下降至|降至|降到|降低到|降低至|压缩至|"
    r"压减至|控制在|保持在|稳定在|突破|实现|增长|提高|提升|增加|下降|降低|减少|压减|压缩|缩短|不低于|不少于|不超过|超过|低于|高于|"
    r"力争|新增|完成|恢复)+(?:了|约|到|至|在)?"
)
_MAKE = (
    r"(?:建设|建成|新建|改建|扩建|改造|打造|培育|创建|新增|完成|引进|推出|组建|构建|掌握|配备|恢复|举办|认定|选树|发展|设立|开展|"
    r"形成|推广|布局|实施|培养|扶持|评选|建立|开通|开辟|储备|支持|种植|开工|投用|制定|发放|增设|配置|遴选|打通|筹集|办理)"
)
_WORD = "|".join(sorted(WORD_OPS, key=len, reverse=True))
_NUM = rf"(?P<n>{NUMBER})(?:(?P<c0>%|％|‰)?[—–\-－~～至到](?P<h>{NUMBER}))?"
_AFTER = r"(?P<post>左右|(?:及)?以上|(?:及)?以下|以内|之内)?"

REACH = re.compile(
    rf"(?P<subject>[\u4e00-\u9fffA-Za-z“”（）]{{2,24}}?)(?P<verb>{_REACH})(?P<op>{_WORD}|约)?{_NUM}(?P<u>{_COUNT}){_AFTER}"
)
MAKE = re.compile(
    rf"(?P<verb>{_MAKE})(?:了)?(?P<op>{_WORD}|约)?{_NUM}(?P<u>{_COUNT}){_AFTER}(?P<subject>[^，。；、：（）]{{2,24}})"
)
# Not promises: ages, years, dates, ordinals, sections of a document.
_NOT = re.compile(r"^(?:年|月|日|岁|号|届|周岁|章|条第|级甲等|级乙等)")
_CHAPTER = frozenset({"chapter", "section", "goal", "task", "measure", "project", "paragraph", "box"})


def find_commitments(ground: Ground) -> list[Commitment]:
    """Commitments of the prose below chapters; the preamble tells of the past and promises nothing."""
    out: list[Commitment] = []
    for node in ground.content:
        if node.cells or node.kind not in _CHAPTER or (node.parent is None and node.kind == "paragraph"):
            continue
        head, body = ground.head(node), ground.body(node)
        for text in (head, body) if head.value not in body.value else (body,):
            out += _in_text(ground, node, text)
    return out


def _in_text(ground: Ground, node: Node, text: Plain) -> Iterator[Commitment]:
    taken: list[tuple[int, int]] = []
    value = text.value
    for pattern in (REACH, MAKE):
        for m in pattern.finditer(value):
            a, b = m.start(), m.end()
            number = m.span("n")
            if any(s < number[1] and number[0] < e for s, e in taken) or _NOT.match(value[m.end("u") :][:3]):
                continue
            if m["n"] == "24" and m["u"] == "小时":  # round the clock
                continue
            if value[number[0] - 1] in "第0123456789.〔" or (
                m["u"] in ("级", "档", "类") and pattern is MAKE
            ):
                continue
            if (
                pattern is REACH and re.search(r"(?:率|数|占比|比例|比重|水平|规模|收入|产值)", m["subject"])
            ) or pattern is REACH:
                a = m.start("subject") + _subject_start(m["subject"])
            quote = ground.quote(text, a, b)
            if quote is None:
                continue
            taken.append(number)
            op: str | None = "="
            if m["op"] and m["op"] != "约":
                op = WORD_OPS[m["op"]]
            elif word := next((w for w in WORD_OPS if w in m["verb"] and w not in ("达到",)), None):
                op = WORD_OPS[word]
            if m["post"] and m["post"] != "左右":
                op = AFTER_OPS[m["post"]]
            subject = m["subject"][_subject_start(m["subject"]) :] if pattern is REACH else m["subject"]
            yield Commitment(
                ground.tree.plan.id, node.id, subject.strip("“”的"), op, _float(m["n"]),
                _float(m["h"]) if m["h"] else None, m["u"], quote.text, quote.start, quote.end, quote.line,
            )  # fmt: skip


def _subject_start(subject: str) -> int:
    """Where the noun begins in what stands before the verb: after a leading 使, 力争, 全市, 年底前 and the like."""
    m = re.match(
        r"(?:使|力争|确保|全市|全省|全区|全县|我市|我省|我区|年底前|年末|年|底前|到|前|实现|累计|每年|的)*",
        subject,
    )
    end = m.end() if m else 0
    return end if len(subject) - end >= 2 else 0


def _float(s: str) -> float:
    return float(s.replace(",", "").replace("，", ""))
