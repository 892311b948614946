"""What staff write in duties.csv: its columns and role words, each with the other ways people write them."""

from __future__ import annotations

from kb.words.role_words import BODIES, ROLE_OF

STRIKE = "划去"
"""The role of a row that strikes out what the plan says of a unit."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("编号", "条目", "引用", "出处"),
    "unit": ("单位", "责任单位", "单位名称"),
    "role": ("角色", "职责", "分工"),
    "document": ("依据文件", "依据", "分工文件", "文件", "文号"),
    "deadline": ("时限", "完成时限", "完成时间", "期限"),
    "note": ("说明", "备注", "原因"),
    "part": ("分项", "句"),
    "output": ("成果", "成果形式", "年度目标"),
}
"""Key of a column → headings it may have besides its key, the usual one first."""

REQUIRED = ("id", "unit", "role", "document")

_STRIKES = (STRIKE, "删去", "删除", "取消", "strike")


def given_role(word: str) -> str:
    """Return the role that a word gives, 责任 for none, "" for a word that gives no role.

    >>> given_role("牵头单位"), given_role("协办"), given_role(""), given_role("主管部门"), given_role("电话")
    ('牵头', '配合', '责任', '责任', '')
    """
    plain = "".join(word.split())
    if not plain:
        return "责任"
    if plain in _STRIKES:
        return STRIKE
    for body in ("", *BODIES):
        stem = plain.removesuffix(body) if body else plain
        if stem in ROLE_OF:
            return ROLE_OF[stem]
        if stem in ROLE_OF.values():
            return stem
    return ""
