"""The columns of a form, one row each: key, head, width, and whether the unit fills it in. Writer and reader share them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from kb.extract.columns import OPERATORS
from kb.ledger.tables import shown
from kb.monitor.form_rows import Form, GeneralAsk, IndicatorAsk, TaskAsk
from kb.words.monitoring import NATURES, SELF

COVER, INDICATORS, TASKS, GENERAL, REMARKS, HIDDEN = (
    "填报说明", "指标", "任务和项目", "普遍要求", "问题和建议", "_kb",
)  # fmt: skip
ID = "id"
Cell = str | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column. head: {year}, {base} and {end} are replaced. width: in characters of a workbook. fill: by the unit.
    read: the prepared cell of a row. choice: words of a list. kind: text, number, percent or date. longest: characters."""

    key: str
    head: str
    width: float
    fill: bool = False
    read: Callable[[Any], Cell] = lambda row: None
    choice: tuple[str, ...] = ()
    kind: str = "text"
    longest: int = 0


def target_words(ask: IndicatorAsk) -> str:
    """“≥70”, “＜1.3”, “100”, “提高”."""
    t = ask.target
    if t.value is None or t.op is None:
        return t.trend or t.text
    sign = "" if t.op == "=" else OPERATORS[t.op]
    high = f"—{shown(t.value_high)}" if t.value_high is not None else ""
    return f"{sign}{shown(t.value)}{high}"


def _name(ask: IndicatorAsk) -> str:
    return f"{ask.name}（{ask.measure}）" if ask.measure else ask.name


def _number(text: str) -> Cell:
    try:
        return float(text)
    except ValueError:
        return text or None


def _partners(ask: IndicatorAsk) -> str:
    return ask.partners if ask.asked else f"由{ask.reporter or '责任单位'}报送"


INDICATOR_FIELDS: tuple[Field, ...] = (
    Field(key=ID, head="编号", width=8, read=lambda r: r.id),
    Field(key="number", head="序号", width=7, read=lambda r: _number(r.number)),
    Field(key="name", head="指标（单位）", width=22, read=_name),
    Field(key="target", head="{end}年目标", width=9, read=target_words),
    Field(key="binding", head="属性", width=7, read=lambda r: r.binding),
    Field(key="partners", head="共同责任单位", width=10, read=_partners),
    Field(key="base", head="{base}年基期", width=8, read=lambda r: _number(r.base)),
    Field(key="last", head="上年值", width=8, read=lambda r: _number(r.last)),
    Field(key="value", head="{year}年值", width=9, fill=True, kind="number"),
    Field(key="numerator", head="分子", width=7, fill=True, kind="number"),
    Field(key="denominator", head="分母", width=7, fill=True, kind="number"),
    Field(key="nature", head="数据性质", width=7, fill=True, choice=NATURES),
    Field(key="source", head="数据来源", width=9, fill=True),
    Field(key="given_base", head="补报{base}年基期", width=9, fill=True, kind="number"),
    Field(key="done", head="进展和措施（200字以内）", width=19, fill=True, longest=200),
    Field(key="problem", head="问题和原因", width=14, fill=True, longest=200),
    Field(key="next", head="下一步及时间", width=14, fill=True, longest=200),
    Field(key="leader", head="责任领导", width=7, fill=True),
    Field(key="office", head="责任科室", width=8, fill=True),
    Field(key="person", head="责任人", width=7, fill=True),
    Field(key="phone", head="电话", width=13, fill=True),
    Field(key="nodata", head="无数据原因", width=9, fill=True),
)  # fmt: skip
MET = Field(key="met", head="是否达标", width=7)
"""Computed in the workbook for the unit's own eye; never read back."""

TASK_FIELDS: tuple[Field, ...] = (
    Field(key=ID, head="编号", width=9, read=lambda r: r.id),
    Field(key="title", head="事项", width=20, read=lambda r: r.title),
    Field(key="text", head="原文（本单位的那一句）", width=40, read=lambda r: r.text),
    Field(key="role", head="角色", width=9, read=lambda r: r.role),
    Field(key="partners", head="牵头、配合单位", width=12, read=lambda r: r.partners),
    Field(key="limit", head="时限", width=9, read=lambda r: r.deadline),
    Field(key="output", head="年度目标、成果", width=12, fill=True, longest=200),
    Field(key="deadline", head="完成时限", width=10, fill=True, kind="date"),
    Field(key="self", head="自评", width=8, fill=True, choice=SELF),
    Field(key="percent", head="完成比例（%）", width=8, fill=True, kind="percent"),
    Field(key="done", head="进展（200字以内）", width=20, fill=True, longest=200),
    Field(key="problem", head="问题", width=12, fill=True, longest=200),
    Field(key="next", head="下一步", width=12, fill=True, longest=200),
    Field(key="evidence", head="佐证材料", width=9, fill=True),
    Field(key="money", head="资金（万元）", width=7, fill=True, kind="number"),
    Field(key="person", head="责任人", width=7, fill=True),
    Field(key="phone", head="电话", width=13, fill=True),
)  # fmt: skip
GENERAL_FIELDS: tuple[Field, ...] = (
    Field(key=ID, head="编号", width=8, read=lambda r: r.id),
    Field(key="asked", head="要求", width=16, read=lambda r: r.asked),
    Field(key="said", head="原文", width=56, read=lambda r: r.said),
    Field(key="addressee", head="对象", width=24, read=lambda r: r.addressee),
    Field(key="citation", head="出处", width=14, read=lambda r: r.citation),
    Field(key="self", head="自评", width=10, fill=True, choice=SELF),
    Field(key="done", head="办理情况（200字以内）", width=34, fill=True, longest=200),
    Field(key="evidence", head="佐证材料", width=16, fill=True),
    Field(key="person", head="责任人", width=9, fill=True),
    Field(key="phone", head="电话", width=12, fill=True),
)  # fmt: skip
REMARK_FIELDS: tuple[Field, ...] = (
    Field(key=ID, head="编号（可不填）", width=14, fill=True),
    Field(key="problem", head="问题", width=60, fill=True),
    Field(key="help", head="建议和需要协调的事项", width=60, fill=True),
    Field(key="person", head="提出人", width=12, fill=True),
)  # fmt: skip
SIGNED: tuple[tuple[str, str, str], ...] = (
    ("unit", "填报单位（盖章）", "kb_unit"),
    ("person", "填报人", "kb_person"),
    ("phone", "电话", "kb_phone"),
    ("reviewer", "审核人", "kb_reviewer"),
    ("head", "单位负责人", "kb_head"),
    ("day", "填报日期", "kb_day"),
)
"""Who answers for the form: key, label on the cover, name of the cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A sheet of rows: its name, columns with their heads as printed, and rows."""

    name: str
    fields: tuple[Field, ...]
    heads: tuple[str, ...]
    rows: tuple[IndicatorAsk | TaskAsk | GeneralAsk, ...]


def pages(form: Form) -> tuple[Page, ...]:
    """Return the sheets of a form that have rows."""
    found = (
        (INDICATORS, INDICATOR_FIELDS, form.indicators),
        (TASKS, TASK_FIELDS, form.tasks),
        (GENERAL, GENERAL_FIELDS, form.general),
    )
    return tuple(
        Page(name=name, fields=fields, heads=tuple(head_of(f, form) for f in fields), rows=rows)
        for name, fields, rows in found
        if rows
    )


def head_of(field: Field, form: Form) -> str:
    """Return a column's head as printed: “2024年值”; “目标” alone where the rows have several years."""
    ends = {r.target.year for r in form.indicators if r.target.year}
    bases = {r.base_year for r in form.indicators if r.base_year}
    end = f"{ends.pop()}" if len(ends) == 1 else ""
    base = f"{bases.pop()}" if len(bases) == 1 else ""
    head = field.head.format(year=form.year, end=end, base=base)
    return (
        head.removeprefix("年") if head.startswith(("年目标", "年基期")) else head.replace("补报年", "补报")
    )


def same_text(value: object) -> str:
    """Return a cell in comparing form: full-width as half-width, no white space, numbers with ten digits."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return shown(float(value))
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", "" if value is None else str(value)))
    try:
        return shown(float(text))
    except ValueError:
        return text


def key_of_head(head: str, fields: tuple[Field, ...]) -> str:
    """Return the key of a head as somebody may have retyped it: years and brackets do not count; "" for none."""
    asked = _bare(head)
    return next((f.key for f in fields if _bare(f.head) == asked), "")


def _bare(head: str) -> str:
    text = re.sub(r"\{\w+\}|\d{4}|年度?|\s", "", unicodedata.normalize("NFKC", head))
    return re.sub(r"\(.*?\)", "", text)


def lock(value: object) -> str:
    """Return the mark of a locked cell."""
    return sha256(same_text(value).encode()).hexdigest()[:8]
