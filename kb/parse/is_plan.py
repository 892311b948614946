"""Refuse a document that shows no sign of a plan (KB101)."""

from __future__ import annotations

from pathlib import Path

from kb.codes import refuse
from kb.parse.blocks import Draft
from kb.parse.signs import find_signs

# Counted headings from which a refusal names the words that are missing instead.
MIN_HEADINGS = 3


NAMED = {
    ".docx": "Word 文件", ".doc": "Word 文件", ".wps": "WPS 文件", ".pdf": "PDF 文件", ".xlsx": "Excel 文件",
    ".xls": "Excel 文件", ".ofd": "OFD 文件",
}  # fmt: skip
"""What the name of a file says that it is."""

HELD = {".html": "网页", ".txt": "纯文字", ".md": "纯文字"}
"""What its bytes say, where they are characters."""


def refuse_other(path: Path, draft: Draft, suffix: str = "") -> None:
    """Raise DocumentError for what shows no sign of a plan (`kb.parse.signs`).

    suffix: of the format that its bytes are in; a name that says another is said first (a page of a login, saved as .docx).
    """
    signs = find_signs(draft)
    if signs.any:
        return
    what = "看不出是一份规划：" + (
        "没有文号、规划名称或责任单位一类的字样"
        if signs.counted >= MIN_HEADINGS
        else f"只找到 {signs.counted} 个带编号的标题（一、（一）1.）"
    )
    hint = "请确认选对了文件；若确是规划，请检查标题编号是否在转换中丢失"
    named, held = NAMED.get(path.suffix.lower()), HELD.get(suffix)
    if named and held:
        what = f"这不是 {named}（内容是{held}），{what}"
        hint = (
            "可能下载到的是登录页或出错页，请重新下载；若确是规划，"
            f"请改扩展名为 {suffix} 或另存为 .docx 再导入"
        )
    raise refuse("KB101", str(path), message=what, hint=hint)
