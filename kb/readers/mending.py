"""A text of which a few bytes are no characters: where they are, and the text with a sign in their place.

One damaged byte in a hundred pages is no reason to read nothing; that it is damaged has to be said.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass

from kb.codes import problem
from kb.problems import Problem

MIN_ALLOWED = 3
MAX_SHARE = 0.001
"""Places that are no characters of a text that counts as damaged: up to three, or one in a thousand characters. A text in
another encoding has one in ten and more."""

BEFORE = 10
"""Characters shown before the damaged place."""

SIGN = "\ufffd"
ENCODINGS = ("utf-8", "gb18030")


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What is wrong with the bytes of a text.

    encoding: that of all the other bytes. byte, line: where the first damaged place is, 1-based. before: the characters
    before it. count: of damaged places. text: with SIGN in their stead.
    """

    encoding: str
    byte: int
    line: int
    before: str
    count: int
    text: str

    def __str__(self) -> str:
        after = f"，“{self.before}”之后" if self.before else ""
        return f"文件是 {self.encoding.upper()} 编码，第 {self.byte} 字节（第 {self.line} 行{after}）不成字，共 {self.count} 处"

    def problem(self) -> Problem:
        """The warning for a text that is read all the same."""
        hint = f"已换成“{SIGN}”，请对照原文改正"
        return problem("KB016", "", line=self.line, message=str(self), hint=hint)


def find_damage(data: bytes, reads: Callable[[str], bool]) -> Damage | None:
    """The damage of a text in UTF-8 or GB18030; None where it is sound, or rather in neither.

    reads: whether characters are those of everyday Chinese text."""
    best: Damage | None = None
    for encoding in ENCODINGS:
        found = _damage(data.removeprefix(codecs.BOM_UTF8), encoding)
        if found is None or (best is not None and best.count <= found.count):
            continue
        if found.count <= max(MIN_ALLOWED, MAX_SHARE * len(found.text)):
            best = found if reads(found.text) else best
    return best


def _damage(data: bytes, encoding: str) -> Damage | None:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as e:
        text = data.decode(encoding, "replace")
        lines = data[: e.start].decode(encoding, "replace").split("\n")
        before = lines[-1].strip()[-BEFORE:]
        return Damage(
            encoding=encoding, byte=e.start + 1, line=len(lines), before=before, count=text.count(SIGN), text=text
        )  # fmt: skip
    return None
