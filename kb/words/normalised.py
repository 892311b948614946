"""A node's text made easy to match: no white space, one form of brackets, punctuation and characters, offsets kept.

Hard wraps put breaks inside names (“市市场⏎监督管理局”) and conversions mix `(:;,)` with `（：；，）`. Rules match
over `Normalised.value`; `Normalised.bounds(a, b)` leads back to the source.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from kb.records import dataclass
from kb.spans import Text
from kb.words.traditional import only_traditional

WIDE = {
    "(": "（", ")": "）", ":": "：", ";": "；", ",": "，", "﹙": "（", "﹚": "）", "﹕": "：", "﹔": "；",
    "［": "[", "］": "]", "〖": "【", "〗": "】", "?": "？", "!": "！", "＋": "+", "｡": "。", "､": "、", "﹑": "、", "∶": "：", "︰": "：",
}  # fmt: skip
OPEN = "（〔[【"
CLOSE = "）〕]】"


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text in matching form.

    value:  the text without white space, punctuation widened
    at:     at[i] is where value[i] is in `text.value`
    breaks: indices of value before which the source breaks the line; only those of a table's cell are kept
    """

    value: str
    at: tuple[int, ...]
    text: Text
    breaks: frozenset[int] = frozenset()

    def bounds(self, a: int, b: int) -> tuple[int, int] | None:
        """Source offsets of value[a:b], None where none of it is in the source."""
        if a >= b:
            return None
        return self.text.bounds(self.at[a], self.at[b - 1] + 1)

    def gap(self, i: int) -> str:
        """The white space in front of value[i], "" for none; a line break of a cell counts."""
        if i in self.breaks:
            return "\n"
        return self.text.value[self.at[i - 1] + 1 : self.at[i]] if i > 0 else ""

    def raw(self, a: int, b: int) -> str:
        """Return value[a:b] as printed, without white space: “各县〔区〕政府”, “發(fā)展局”, half-width punctuation kept."""
        if a >= b:
            return ""
        end = self.at[b - 1] + 1
        pinyin = _PINYIN.match(self.text.value, end)
        printed = self.text.value[self.at[a] : pinyin.end() if pinyin else end]
        return "".join(ch for ch in printed if not ch.isspace() and ch not in _INVISIBLE)


_PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüɡê]{1,7}[)）]")
"""Pinyin after a character, as some websites print it: 發(fā)展."""
_INVISIBLE = "\u200b\ufeff\u2060"


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """Character as printed → in matching form: punctuation widened, traditional characters simplified."""
    return {**only_traditional(), **WIDE}


def normalise(text: Text, cell: bool = False) -> Normalised:
    """Return the matching form of a text. cell: it is a table's, whose lines may be a name each."""
    table = _table()
    printed = text.value
    skipped = {i for m in _PINYIN.finditer(printed) for i in range(*m.span())}
    value: list[str] = []
    at: list[int] = []
    for i, ch in enumerate(printed):
        if not (ch.isspace() or ch in _INVISIBLE or i in skipped):
            value.append(table.get(ch, ch))
            at.append(i)
    breaks = _breaks(text, at) if cell else frozenset()
    return Normalised("".join(value), tuple(at), text, breaks)


def _breaks(text: Text, at: list[int]) -> frozenset[int]:
    """Indices of `at` that begin a run of the source which does not touch the run before it: 区教委⏎区卫健委."""
    begins = {b.at for a, b in pairwise(text.pieces) if a.end < b.start}
    return frozenset(i for i, where in enumerate(at) if where in begins)


def without_pinyin(s: str) -> str:
    """Return a name as printed, without pinyin after its characters: “發(fā)展局” → “發展局”."""
    return _PINYIN.sub("", s)


def compact(s: str) -> str:
    """Return a string in matching form: “市市场\\n监督管理局(商务)” → “市市场监督管理局（商务）”, “發(fā)展局” → “发展局”."""
    return _PINYIN.sub("", s).translate(_translation())


@lru_cache(maxsize=1)
def _translation() -> dict[int, str | None]:
    """Return the table of the matching form as str.translate takes it; None: left out."""
    blank = filter(str.isspace, map(chr, range(LAST_BLANK + 1)))
    table: dict[int, str | None] = {ord(printed): form for printed, form in _table().items()}
    return {**table, **dict.fromkeys(map(ord, (*blank, *_INVISIBLE)))}


LAST_BLANK = 0x3000
"""The last character of white space in Unicode; a test looks."""


def brackets(value: str) -> list[tuple[int, int]]:
    """Every balanced bracket pair as (start, end), outermost first in order of opening, inner ones included.

    A closer closes the nearest opener of any kind: real plans print `(责任单位：A）`.
    """
    pairs: list[tuple[int, int]] = []
    stack: list[int] = []
    for i, ch in enumerate(value):
        if ch in OPEN:
            stack.append(i)
        elif ch in CLOSE and stack:
            pairs.append((stack.pop(), i + 1))
    pairs.sort()
    return pairs
