"""A node's text made easy to match: no white space, one form of brackets and punctuation, offsets kept.

Hard wraps put breaks inside names (“市市场⏎监督管理局”) and conversions mix `(:;,)` with `（：；，）`. Rules match
over `Normalised.value`; `Normalised.bounds(a, b)` leads back to the source.
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.spans import Text

WIDE = {
    "(": "（", ")": "）", ":": "：", ";": "；", ",": "，", "﹙": "（", "﹚": "）", "﹕": "：", "﹔": "；",
    "［": "[", "］": "]", "?": "？", "!": "！", "＋": "+", "｡": "。", "､": "、", "﹑": "、", "∶": "：", "︰": "：",
}  # fmt: skip
OPEN = "（〔[【"
CLOSE = "）〕]】"


@dataclass(frozen=True, slots=True)
class Normalised:
    """value: the text without white space, punctuation widened; at[i]: where value[i] stands in `text.value`."""

    value: str
    at: tuple[int, ...]
    text: Text

    def bounds(self, a: int, b: int) -> tuple[int, int] | None:
        """Source offsets of value[a:b], None where none of it stands in the source."""
        if a >= b:
            return None
        return self.text.bounds(self.at[a], self.at[b - 1] + 1)

    def gap(self, i: int) -> str:
        """The white space in front of value[i], "" for none."""
        return self.text.value[self.at[i - 1] + 1 : self.at[i]] if i > 0 else ""

    def raw(self, a: int, b: int) -> str:
        """value[a:b] as printed, without white space: “各县〔区〕政府”, half-width punctuation kept."""
        return "".join(self.text.value[i] for i in self.at[a:b])


def normalise(text: Text) -> Normalised:
    """The matching form of a text."""
    value: list[str] = []
    at: list[int] = []
    for i, ch in enumerate(text.value):
        if ch.isspace() or ch in "\u200b\ufeff\u2060":
            continue
        value.append(WIDE.get(ch, ch))
        at.append(i)
    return Normalised("".join(value), tuple(at), text)


def compact(s: str) -> str:
    """A string in matching form: `compact("市市场\\n监督管理局(商务)")` is “市市场监督管理局（商务）”."""
    return "".join(WIDE.get(c, c) for c in s if not c.isspace() and c not in "\u200b\ufeff\u2060")


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
