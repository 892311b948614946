"""Heads of tables of duties that lost their cells: 序号 / 重点任务 / 主要内容 / 牵头部门 / 责任单位, one a line or between bars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.words.role_words import BODIES, either, words_in
from kb.words.roles import names_roles

_SERIAL = re.compile(r"序\s*号|编\s*号|项\s*次|序")
_TIME = re.compile(r"(?:完成|办结|实施|工作|整改)?(?:时限|时间|期限|进度|节点)(?:要求|安排)?")
_FIGURE = re.compile(r".{0,4}(?:分值|分数|权重|数量|金额|投资)(?:[（(].*[）)])?")
_TEXT = re.compile(
    r"[一-鿿]{0,6}(?:任务|内容|事项|项目|目标|措施|举措|要求|指标|标准|领域|类别|方面|要点|工作|成果|形式|备注|清单|问题|政策)(?:[（(].{1,8}[）)])?"
)
# 负责考核部门: a word between the role and the body.
_ANSWERS = re.compile(rf"[一-鿿]{{0,3}}(?:{either(words_in('column'))})[一-鿿]{{0,4}}(?:{either(BODIES)})")
_CATEGORY = re.compile(r"[一-鿿]{0,4}(?:类别|领域|方面|维度|分类|任务|项目)")
MAX_HEAD = 12  # characters of a head
MAX_HEADS = 9
MIN_HEADS = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head and what its cells hold. kind: serial, text, figure, units or time."""

    head: str
    kind: str


def read_column(text: str) -> Column | None:
    """Return the column that a line is the head of, or None for a line that is none."""
    head = re.sub(r"\s+", "", text)
    if not 1 <= len(head) <= MAX_HEAD or re.search(r"[。，；：:、]", head):
        return None
    if _SERIAL.fullmatch(head):
        return Column(head, "serial")
    if (names_roles(head) or _ANSWERS.fullmatch(head)) and not _TEXT.fullmatch(head):
        return Column(head, "units")
    kinds = (("time", _TIME), ("figure", _FIGURE), ("text", _TEXT))
    return next((Column(head, kind) for kind, form in kinds if form.fullmatch(head)), None)


def read_head(values: Sequence[str], start: int) -> tuple[Column, ...]:
    """Return the columns whose heads are the lines from `start` on; () where these are no head of a table of duties."""
    columns: list[Column] = []
    for value in values[start : start + MAX_HEADS]:
        column = read_column(value)
        if column is None or column in columns:
            break
        columns.append(column)
    kinds = [c.kind for c in columns]
    serial = kinds.index("serial") if "serial" in kinds else 0
    if serial > 1 or (serial and not _CATEGORY.fullmatch(columns[0].head)):
        return ()  # what comes before 序号 is the table's title
    if len(columns) < MIN_HEADS or "units" not in kinds or "text" not in kinds or kinds.count("serial") > 1:
        return ()
    return tuple(columns)
