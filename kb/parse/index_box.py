"""The index box of a government website, as lines: 索 引 号, 发文机关, 成文日期, 标题, 发文字号.

A copy prints it with a label and its value on two lines, in one line after a colon, or between bars:

    发文机关： / 国务院
    发布机构: | 某区政府(办公室) | 主题分类: | 综合政务 |
    索 引 号 FZ00000-0000-2021-00011 文号 某政综〔2021〕58号
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.words.official import DATE, DOC_NUMBER, INDEX_LABEL

_NAMES = (
    (re.compile(r"标题|(?:信息)?名称"), "title"),
    (re.compile(r"(?:发文)?[文字]号|发文字号"), "doc_number"),
    (re.compile(r"发[文布](?:机[关构]|单位)"), "issuer"),
    (re.compile(r"(?:成文|发文|生成|印发)日期"), "issued"),
)
_DASHED = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
# Lines at the head of a document that a box may fill, and labels that make one: a single 来源： is none.
REACH = 40
MIN_LABELS = 2


def read_index(lines: Sequence[str]) -> dict[str, str]:
    """Return what an index box says: title, doc_number, issuer, issued (as printed). Empty where there is no box."""
    labels = 0
    out: dict[str, str] = {}
    for label, value in _pairs(lines[:REACH]):
        labels += 1
        name = next((n for pattern, n in _NAMES if pattern.fullmatch(label)), "")
        if name and value and name not in out and _fits(name, value):
            out[name] = value
    return out if labels >= MIN_LABELS else {}


def _pairs(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The labels with the values that follow them, in the line or in the next one."""
    for k, line in enumerate(lines):
        if len(line) > REACH * 10:
            continue
        found = list(INDEX_LABEL.finditer(line))
        if not found or found[0].start() > 1:
            continue
        for m, following in zip(found, [*found[1:], None], strict=True):
            value = line[m.end() : following.start() if following else len(line)].strip(" |\t　")
            value = value.split("|")[0].strip()
            if not value and following is None and k + 1 < len(lines) and not INDEX_LABEL.match(lines[k + 1]):
                value = lines[k + 1].strip(" |\t　")
            yield re.sub(r"\s+", "", m["label"]), value


def _fits(name: str, value: str) -> bool:
    if name == "doc_number":
        return DOC_NUMBER.fullmatch(re.sub(r"\s+", "", value)) is not None
    if name == "issued":
        return bool(DATE.match(value) or _DASHED.match(value))
    return len(value) >= 2


def iso_of(printed: str) -> str:
    """Return “2021-04-07” or “2021/4/7” as a date in ISO form; "" for other forms."""
    m = _DASHED.match(printed)
    return f"{m[1]}-{int(m[2]):02d}-{int(m[3]):02d}" if m else ""
