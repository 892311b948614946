"""Heads of tables of duties that lost their cells: 序号 / 重点任务 / 主要内容 / 牵头部门 / 责任单位, one a line or between bars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.parse.settings import HEADS
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
_HALF = re.compile(r"[一-鿿]{1,4}")
_CATEGORY = re.compile(r"[一-鿿]{0,4}(?:类别|领域|方面|维度|分类|任务|项目)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head and what its cells hold. kind: serial, text, figure, units or time. lines: that the head is set on."""

    head: str
    kind: str
    lines: int = 1


def read_column(text: str) -> Column | None:
    """Return the column that a line is the head of, or None for a line that is none."""
    head = re.sub(r"\s+", "", text)
    if not 1 <= len(head) <= HEADS.head or re.search(r"[。，；：:、]", head):
        return None
    if _SERIAL.fullmatch(head):
        return Column(head, "serial")
    if (names_roles(head) or _ANSWERS.fullmatch(head)) and not _TEXT.fullmatch(head):
        return Column(head, "units")
    kinds = (("time", _TIME), ("figure", _FIGURE), ("text", _TEXT))
    return next((Column(head, kind) for kind, form in kinds if form.fullmatch(head)), None)


def _column_at(values: Sequence[str], at: int) -> Column | None:
    """Return the column whose head begins at a line: “责任单位”, or “责任 / 单位”, “重点 / 任务”."""
    alone = read_column(values[at])
    following = values[at + 1] if at + 1 < len(values) else ""
    halves = [re.sub(r"\s+", "", v) for v in (values[at], following)]
    if not all(_HALF.fullmatch(h) for h in halves):
        return alone
    other = read_column(following)
    if other is not None and (alone is not None or len(halves[1]) > HEADS.half):
        return alone  # two heads
    if alone is not None and len(halves[0]) > HEADS.half:
        return alone  # a head and the first cell below it
    joined = read_column("".join(halves))
    return alone if joined is None else replace(joined, lines=2)


def read_head(values: Sequence[str], start: int, wrapped: bool = True) -> tuple[Column, ...]:
    """Return the columns whose heads are the lines from `start` on; () where these are no head of a table of duties.

    wrapped: a head may be set on two lines; otherwise the values are cells."""
    columns: list[Column] = []
    at = start
    while at < len(values) and len(columns) < HEADS.most:
        column = _column_at(values, at) if wrapped else read_column(values[at])
        if column is None or column.head in {c.head for c in columns}:
            break
        columns.append(column)
        at += column.lines
    kinds = [c.kind for c in columns]
    serial = kinds.index("serial") if "serial" in kinds else 0
    if serial > 1 or (serial and not _CATEGORY.fullmatch(columns[0].head)):
        return ()  # what comes before 序号 is the table's title
    if len(columns) < HEADS.least or "units" not in kinds or "text" not in kinds or kinds.count("serial") > 1:
        return ()
    return tuple(columns)
