"""Signs that a document is a plan, or a piece of one; one sign is enough.

A plan says who answers for what, sets targets, or counts its headings in the official way. A document without any of
these is refused by import: a novel counts chapters only, a list of sales has columns nobody answers for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.parse.blocks import Block, Draft
from kb.parse.numbering import read_mark
from kb.parse.plan_facts import CITED
from kb.parse.tables.row_nodes import answers, names_indicators
from kb.words.official import ADDRESSEES, KINDS_OF_PLAN, NUMBER_LINE
from kb.words.role_words import BODIES, either, words_in
from kb.words.roles import find_label

# （商务部、财政部按职责分工负责）, 〔省教育厅牵头〕
_BRACKET = re.compile(
    r"[（(〔\[【][^（(〔\[【）)〕\]】。]{2,300}?(?:负责|牵头|配合|参与|参加|落实|实施)(?:[，,；;][^）)〕\]】。]{0,60})?[）)〕\]】]"
)
# 由各级妇儿工委办公室牵头, 省商务厅牵头制定
_PROSE = re.compile(r"(?:[局部厅委办院会署]|政府|单位|部门|办公室|中心|公司)(?:作为)?(?:[^。，；]{0,6})牵头")
# “…实施方案”, “关于…的通知” at the head of a document.
_TITLED = re.compile(
    rf"(?:关于[^。]{{4,80}}|(?:{KINDS_OF_PLAN})(?:[（(][^）)]{{2,30}}[）)])?)(?:的?(?:通知|批复|函|决定|公示|通报))?$"
)
# “滨河市…规划纲要” of a place's government; “减肥计划” is of nobody.
_PLAN = re.compile(
    rf"^[^。：]{{1,20}}[省市州盟县区旗镇乡][^。：]{{2,60}}(?:{KINDS_OF_PLAN})(?:[（(][^）)]{{2,30}}[）)])?$"
)
# The head of a column of a table that lost its cells, without white space: 责任单位, 负责考核部门
_COLUMN = re.compile(rf"[一-鿿]{{0,4}}(?:{either(words_in('column'))})[一-鿿]{{0,4}}(?:{either(BODIES)})")
_SERIAL = re.compile(r"序号|编号|[一-鿿]{0,4}(?:任务|内容|事项|项目|目标|措施|要求|时限)")
_ISSUING = re.compile(
    r"制定本|制定(?:如下|以下)|提出(?:如下|以下)|现?印发给你们|如下(?:措施|意见|方案)|特制定"
)
# Words of the official register. A recipe counts its steps without them.
_REGISTER = re.compile(
    r"政府|部门|单位|工作|实施|推进|推动|加强|加快|完善|建设|建立|健全|管理|落实|保障|促进|提升|提高|深化|强化|优化|规范|应当"
    r"|责任|监督|发展|机制|支持|鼓励|引导|开展|制定|政策|改革"
)
# Styles that headings of plans are counted in; chapters and parts are counted by novels as well.
_COUNTED = ("article", "han", "bracket", "dotted", "arabic", "paren")
# Different words of the register that make a counted heading official. One occurs in a recipe by chance (“建立”).
MIN_REGISTER = 2
# Counted headings below a plan's title that make a plan without any other sign. One is a list's first line by chance.
MIN_TITLED = 2
# Blocks at the head of a document that may name it.
HEAD = 12
# Characters of a block at the head that are looked at: a whole document may be one line.
HEAD_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Signs:
    """What shows that a draft is a plan.

    duty: somebody answers for something. table: a table of duties or of indicators. counted: headings with an
    official number. official: words of the official register occur. named: a document number, or a title with the words
    that issue it. titled: the title of a plan at the head.
    """

    duty: bool
    table: bool
    counted: int
    official: bool
    named: bool
    titled: bool

    @property
    def any(self) -> bool:
        if self.duty or self.table or self.named:
            return True
        return (self.counted > 0 and self.official) or (self.counted >= MIN_TITLED and self.titled)


def find_signs(draft: Draft) -> Signs:
    """Return the signs of a draft."""
    return Signs(
        duty=any(_says_duty(t) for t in _texts(draft.blocks)),
        table=any(b.kind == "table" and _says_table(b) for b in draft.blocks) or _heads_table(draft.blocks),
        counted=sum(_counted(b) for b in draft.blocks),
        official=_official(_texts(draft.blocks)),
        named=_named(draft),
        titled=any(_PLAN.search(line) for line in _head(draft)),
    )


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield block.text.value
        for row in block.rows:
            yield from (cell.value for cell in row)


def _says_duty(text: str) -> bool:
    return bool(find_label(text) or _BRACKET.search(text) or _PROSE.search(text))


def _says_table(block: Block) -> bool:
    return len(block.rows) > 1 and (answers(block.rows[0]) or names_indicators(block.rows[0]))


def _heads_table(blocks: Iterable[Block]) -> bool:
    """Whether paragraphs are the heads of a table of duties: a column of those who answer, next to one of what."""
    before = ""
    for block in blocks:
        text = re.sub(r"\s+", "", block.text.value)
        heads = [h for h in text.split("|") if h]
        if any(_COLUMN.fullmatch(h) for h in heads) and any(_SERIAL.fullmatch(h) for h in [*heads, before]):
            return True
        before = heads[-1] if heads else before
    return False


def _counted(block: Block) -> bool:
    if block.kind not in ("heading", "para") or block.number:
        return False
    mark = read_mark(block.text.value)
    whole = block.kind == "heading" or (mark is not None and mark.end < len(block.text.value))
    return mark is not None and mark.style in _COUNTED and whole


def _official(texts: Iterable[str]) -> bool:
    found: set[str] = set()
    for text in texts:
        for m in _REGISTER.finditer(text):
            found.add(m.group(0))
            if len(found) >= MIN_REGISTER:
                return True
    return False


def _head(draft: Draft) -> list[str]:
    return [b.text.value[:HEAD_CHARACTERS].strip() for b in draft.blocks[:HEAD]]


def _named(draft: Draft) -> bool:
    """Whether the head of a document says that it is official: by its number, or by title and issuing words."""
    head = _head(draft)
    if any(NUMBER_LINE.match(line) for line in head):
        return True
    titled = any(_TITLED.search(line) and len(line) >= 8 for line in head) or any(
        CITED.search(line) for line in head
    )
    return titled and any(_ISSUING.search(line) or ADDRESSEES.match(line) for line in head)
