"""Refuse a document that shows no sign of a plan (KB101)."""

from __future__ import annotations

from pathlib import Path

from kb.codes import refuse
from kb.parse.blocks import Draft
from kb.parse.signs import find_signs

# Counted headings from which a refusal names the words that are missing instead.
MIN_HEADINGS = 3


def refuse_other(path: Path, draft: Draft) -> None:
    """Raise DocumentError for what shows no sign of a plan (`kb.parse.signs`)."""
    signs = find_signs(draft)
    if signs.any:
        return
    what = "看不出是一份规划：" + (
        "没有文号、规划名称或责任单位一类的字样"
        if signs.counted >= MIN_HEADINGS
        else f"只找到 {signs.counted} 个带编号的标题（一、（一）1.）"
    )
    hint = "请确认选对了文件；若确是规划，请检查标题编号是否在转换中丢失"
    raise refuse("KB101", str(path), message=what, hint=hint)
