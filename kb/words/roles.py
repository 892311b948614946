"""Labels of responsibility in all their forms, built from the rows of `kb.words.role_words`."""

from __future__ import annotations

import re

from kb.words.role_words import BODIES, ROLE_OF, either, words_in

_LABEL_WORD = either(words_in("label"))
_BODY = either(BODIES)

# 责任单位, 指标牵头单位, 牵头责任部门, 牵头（责任）单位, 责任单位（部门）
LABEL = (
    rf"(?:[\u4e00-\u9fff]{{0,4}}?)(?P<word>{_LABEL_WORD})(?:和|及|、)?(?:[（]?(?:{_LABEL_WORD})[）]?)?(?:{_BODY})"
    rf"(?:[（、及和/](?:{_BODY}|{_LABEL_WORD}|责任人)*[）]?)?"
)
"""A label in matching form, without the colon. `word` is the role word that decides: the first."""

SIMPLE_LABEL = rf"(?:{_LABEL_WORD})(?:{_BODY})"
"""A role word and a body, and nothing more: 责任单位."""

SHORT = rf"(?P<word>{either(words_in('short'))})"
"""A label whose body is left out: 牵头."""

COLUMN_WORD = either(words_in("column"))
LED_BY = rf"(?:{either(tuple(w for w in words_in('label') if ROLE_OF[w] == '牵头'))})(?:{_BODY})"
"""A label of those who lead: 牵头单位, 主办单位."""

_COLON = r"\s*[：:∶]"
_SPACED = re.compile(
    "(?:" + either(tuple(r"\s*".join(w + b) for w in words_in("label") for b in BODIES)) + ")" + _COLON
)
_SHORT_SPACED = re.compile("(?:" + either(tuple(r"\s*".join(w) for w in words_in("short"))) + ")" + _COLON)
_COLUMN = re.compile(rf"^(?:{LABEL})$")
_COLUMN_SAID = re.compile(rf"(?:{_LABEL_WORD})(?:{_BODY})")
_NAME = rf"(?:第一)?(?:(?:{either(words_in('short'))})(?:和|及|、|（|）)?)+(?:{_BODY})?）?"
_ROLE_NAME = re.compile(rf"^{_NAME}$")

TAIL = 12
"""Characters of a line within which a label may begin that the next line ends: “主要责任单位（部门”."""


def role_of_label(name: str) -> str | None:
    """Return the role that a label or a column's heading gives; None where it gives none.

    name: in matching form, without its colon. The first role word decides.

    >>> role_of_label("指标牵头单位"), role_of_label("牵头责任单位"), role_of_label("完成时限")
    ('牵头', '牵头', None)
    """
    m = _COLUMN.match(name)
    return ROLE_OF[m["word"]] if m else None


def names_roles(heading: str) -> bool:
    """Return whether a column's heading (white space removed) holds a label: 主要责任单位, 责任处室（单位）."""
    return bool(_COLUMN_SAID.search(heading))


def is_role_name(name: str) -> bool:
    """Return whether a name is only a role's: 责任单位, 牵头, 配合部门. “各责任单位” names units."""
    return bool(_ROLE_NAME.match(name))


def find_label(text: str) -> bool:
    """Return whether raw text has a label with its colon anywhere: “责任 单位：”, “牵头部门:”."""
    return bool(_SPACED.search(text))


def opens_with_label(text: str) -> bool:
    """Return whether raw text begins with a label and its colon, white space allowed: “责任单位：”, “牵头：”."""
    start = len(text) - len(text.lstrip())
    return bool(_SPACED.match(text, start) or _SHORT_SPACED.match(text, start))


def breaks_label(before: str, after: str) -> bool:
    """Return whether a line break falls inside a label: “……。牵头单” + “位：市教育局”.

    The label begins its line or follows the end of a sentence, a bracket or a blank.

    >>> breaks_label("完善机制。牵头单", "位：市教育局"), breaks_label("由市教育局牵头", "单位之间加强配合")
    (True, False)
    """
    tail, head = before.rstrip()[-TAIL:], after.lstrip()[:TAIL]
    for m in _SPACED.finditer(tail + head):
        if m.start() < len(tail) < m.end():
            return m.start() == 0 or tail[m.start() - 1] in "。；;，,（(〔[【）)〕]】 \u3000\t"
    return False
