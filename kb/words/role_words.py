"""The words that say what a unit has to do with a task, one row a word.

A new word is one row. Brackets, hard-wrapped labels, label lines, table heads, short forms, endings, obligations
and the browser are built from these rows (`kb.words.roles`).
"""

from __future__ import annotations

from kb.records import dataclass

FORMS = ("label", "short", "column", "ending")
"""The ways a word occurs.

label:  责任单位：A
short:  责任：A, the body left out
column: 责任单位 as the head of a table's column, 责任 in a second head below it
ending: A负责, at the end of a clause
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWord:
    """A word and the role it gives.

    word:   as printed: 主办
    role:   the role of a duty: 牵头
    never:  forms in which the word says something else; `why` names the text that would be misread
    why:    the reason for `never`, "" where every form is read
    """

    word: str
    role: str
    never: tuple[str, ...] = ()
    why: str = ""


def _row(word: str, role: str, never: str = "", why: str = "") -> RoleWord:
    return RoleWord(word=word, role=role, never=tuple(never.split()), why=why)


ROWS: tuple[RoleWord, ...] = (
    _row("牵头", "牵头"),
    _row("主办", "牵头"),
    _row("领办", "牵头"),
    _row("主抓", "牵头"),
    _row("组长", "牵头", "short ending", "“组长：张某某” is a person"),
    _row("召集人", "牵头", "short ending", "“召集人：张某某” is a person"),
    _row("抓总", "牵头", "short ending", "“牵头抓总” is one ending"),
    _row("主责", "责任", "ending", "“压实主责” is no unit and its role"),
    _row("责任", "责任", "ending", "“落实部门责任”"),
    _row("负责", "责任", "short", "“负责：” opens a list of what somebody does"),
    _row("实施", "责任", "short", "“实施：” opens a paragraph on carrying out"),
    _row("落实", "责任", "short", "“落实：” opens a paragraph on carrying out"),
    _row("承办", "责任"),
    _row("承担", "责任", "short", "“承担：” opens a list of duties"),
    _row("分办", "责任"),
    _row("执行", "责任", "short ending", "“监督执行” is a task"),
    _row("业主", "责任", "ending", "“小区业主” are people"),
    _row("包抓", "责任", "short ending", "“包抓：张某某” is a person"),
    _row("包保", "责任", "short ending", "“包保：张某某” is a person"),
    _row("贵任", "责任", "short column ending", "a misprint of 责任 on scans; without a body it proves nothing"),
    _row("主管", "责任", "short ending", "“行业主管” is a word of names: 行业主管部门"),
    _row("完成", "责任", "short ending", "“完成：” and “年底前完成” are about time"),
    _row("建设", "责任", "short ending", "“园区建设” is a task"),
    _row("组织", "责任", "short ending", "“社会组织” is a unit"),
    _row("统筹", "协调", "short ending", "“全省统筹” is a manner"),
    _row("协调", "协调", "short ending", "“区域协调” is a manner"),
    _row("配合", "配合"),
    _row("协办", "配合"),
    _row("会办", "配合"),
    _row("协同", "配合"),
    _row("协作", "配合", "short ending", "“区域协作” is a task"),
    _row("协助", "配合", "short", "“协助：” opens a list of what somebody does"),
    _row("会同", "配合", "short ending", "会同 comes before its unit"),
    _row("参与", "参与"),
    _row("参加", "参与", "short", "“参加：” opens a list of people"),
    _row("成员", "参与", "short column ending", "“成员：张某某” is a person; a group's members are no column of duties"),
    _row("支持", "支持", "short", "“支持：” opens a list of measures"),
    _row("指导", "指导", "short", "“指导：” opens a list of measures"),
    _row("监督", "监督", "short", "“监督：” opens a list of measures"),
    _row("监管", "监督", "short ending", "“信用监管（牵头部门：A）”: the heading's subject"),
    _row("督导", "监督", "short ending", "“专项督导” is a task"),
    _row("督办", "监督", "short ending", "“挂牌督办” is a task"),
    _row("督促", "监督", "short", "“督促：” opens a list of measures"),
)  # fmt: skip

ROLE_OF: dict[str, str] = {row.word: row.role for row in ROWS}
"""Role by word: 主办 → 牵头."""


def words_in(form: str) -> tuple[str, ...]:
    """Return the words that occur in a form, the longest first."""
    assert form in FORMS, form
    found = (row.word for row in ROWS if form not in row.never)
    return tuple(sorted(found, key=len, reverse=True))


BODIES: tuple[str, ...] = (
    "委办局", "单位", "部门", "处室", "科室", "机构", "主体", "部委", "厅局", "站所", "股室", "部室", "村居", "村社", "镇街", "乡镇",
    "县区", "区县",
)  # fmt: skip
"""What a label calls those who are responsible: 责任单位, 责任处室, 实施主体, 包抓站所."""


def either(words: tuple[str, ...]) -> str:
    """Return an expression for any of the words, without a group of its own."""
    return "|".join(sorted(words, key=len, reverse=True))
