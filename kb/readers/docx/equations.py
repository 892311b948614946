"""Equations of a Word document as one line of text: 2/3, 10³, √2. Source: ECMA-376, 22.1 (Office Math) and 17.16.5.22 (EQ).

An equation read without its signs is another number: 2 over 3 is not 23.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
SIMPLE = re.compile(r"[\w.%‰]*")
HAN = re.compile("[一-龥]")
MAX_CODE = 4000
"""Characters of the code of one EQ field; Word writes up to 250."""

MAX_NESTING = 20
MAX_RAISED = 4
"""Characters of an exponent; what is longer is set high for its looks: a year, a note."""


def raised(text: str) -> str:
    """A text set above the line, where every character of it has such a form; otherwise the text itself.

    >>> raised("3"), raised("-2"), raised("[1]")
    ('³', '⁻²', '[1]')
    """
    shown = text.translate(RAISED)
    return (
        shown
        if 0 < len(text) <= MAX_RAISED
        and all(a != b or a.isspace() for a, b in zip(text, shown, strict=True))
        else text
    )


def over(top: str, below: str) -> str:
    """A fraction in one line: 2/3, (a+b)/c."""
    return f"{_bound(top)}/{_bound(below)}"


def power(base: str, exponent: str) -> str:
    shown = raised(exponent)
    return base + (shown if shown != exponent or not exponent else f"^{_bound(exponent)}")


def _bound(text: str) -> str:
    return text if SIMPLE.fullmatch(text) else f"({text})"


def math_text(el: Element, depth: int = 0) -> str:
    """An `m:oMath` (or any element within one) as a line."""
    if depth > MAX_NESTING:
        return "".join(t.text or "" for t in el.iter("t"))

    def part(name: str) -> str:
        found = el.find(name)
        return math_text(found, depth + 1) if found is not None else ""

    tag = el.tag
    if tag == "t":
        return el.text or ""
    if tag == "f":
        return over(part("num"), part("den"))
    if tag == "sSup":
        return power(part("e"), part("sup"))
    if tag == "sSubSup":
        return power(part("e") + part("sub"), part("sup"))
    if tag == "rad":
        return f"{raised(part('deg'))}√{_bound(part('e'))}"
    if tag == "d":
        begin, end = (_sign(el, name, usual) for name, usual in (("begChr", "("), ("endChr", ")")))
        return begin + "，".join(math_text(e, depth + 1) for e in el.findall("e")) + end
    if tag == "nary":
        sign = _sign(el, "chr", "∫", "naryPr")
        return f"{sign}{part('sub')}{raised(part('sup'))}{part('e')}"
    if tag in ("eqArr", "m"):
        rows = el.findall("mr") if tag == "m" else el.findall("e")
        return " ".join(math_text(row, depth + 1) for row in rows)
    return "".join(math_text(child, depth + 1) for child in el if not child.tag.endswith("Pr"))


def _sign(el: Element, name: str, usual: str, properties: str = "dPr") -> str:
    found = el.find(f"{properties}/{name}")
    return usual if found is None else found.get("val", "")


def eq_text(code: str) -> tuple[str, str]:
    r"""(text, reading) of an EQ field: what it shows as a line, and the pronunciation over it.

    >>> eq_text(r"EQ \* jc2 \o\ad(\s\up 9(tuō),托)"), eq_text(r"EQ \f(2,3)"), eq_text(r"eq \o\ac(○,秘)")
    (('托', 'tuō'), ('2/3', ''), ('秘', ''))
    """
    tokens = list(_tokens(code[:MAX_CODE]))
    reading: list[str] = []
    text = _Eq(tokens, reading).line()
    return text, "".join(reading)


_SWITCH = re.compile(
    r'\\\*\s*(?:"[^"]*"|\S+)|\\([a-zA-Z]{1,2})\s*(-?\d*)\s?|\\(.)|([(),;，；])|([^\\(),;，；]+)', re.S
)


def _tokens(code: str) -> Iterator[tuple[str, str]]:
    """("switch", name), ("mark", one of `(),`), ("text", characters); general switches (`\\* jc2`) are left out."""
    code = re.sub(r"^\s*eq\b", "", code, flags=re.I)
    for m in _SWITCH.finditer(code):
        if m[1]:
            yield "switch", m[1].lower()
        elif m[3]:
            yield "text", m[3]
        elif m[4]:
            yield "mark", {"，": ",", "；": ";"}.get(m[4], m[4])
        elif m[5]:
            yield "text", m[5]


class _Eq:
    """The tokens of a field read from left to right; what is overlaid or set above is put into one line."""

    def __init__(self, tokens: list[tuple[str, str]], reading: list[str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.reading = reading

    def line(self) -> str:
        out = ""
        while self.at < len(self.tokens):
            kind, value = self.tokens[self.at]
            if kind == "mark" and value in ",;)" and self.depth:
                break
            self.at += 1
            if kind == "switch":
                out = self.shown(value, out)
            elif kind == "mark" and value == "(" and self.depth < MAX_NESTING:
                self.at -= 1
                out += "(" + ",".join(self.arguments()) + ")"
            else:
                out += value.strip() if kind == "text" else value
        return out

    def arguments(self) -> list[str]:
        """The parts of `(a, b)` at the place reached; none where no bracket opens."""
        if self.at >= len(self.tokens) or self.tokens[self.at] != ("mark", "(") or self.depth >= MAX_NESTING:
            return []
        self.at += 1
        self.depth += 1
        out = [self.line()]
        while self.at < len(self.tokens) and self.tokens[self.at][1] in (",", ";"):
            self.at += 1
            out.append(self.line())
        self.depth -= 1
        self.at += 1  # the closing bracket
        return out

    def shown(self, switch: str, before: str) -> str:
        """The line so far with what a switch shows."""
        options = []
        while (
            self.at < len(self.tokens) and self.tokens[self.at][0] == "switch" and switch not in ("up", "do")
        ):
            options.append(self.tokens[self.at][1])
            self.at += 1
        parts = self.arguments()
        if switch == "f" and len(parts) == 2:
            return before + over(*parts)
        if switch == "r" and parts:
            return before + (raised(parts[0]) if len(parts) > 1 else "") + "√" + _bound(parts[-1])
        if "up" in (switch, *options) and len(parts) == 1 and self.depth == 0:
            return power(before, parts[0]) if before else raised(parts[0])
        if switch == "o":
            return before + self.overlaid(parts)
        if switch == "b":
            return before + "(" + "".join(parts) + ")"
        return before + " ".join(parts)

    def overlaid(self, parts: list[str]) -> str:
        """What is set over each other: the pronunciation of a character is no text, two lines of text are both text."""
        han = [part for part in parts if HAN.search(part)]
        if not han:
            return "".join(part for part in parts if part not in ("○", "〇", "□", "△"))
        self.reading.extend(part for part in parts if part not in han and part not in ("○", "〇", "□", "△"))
        return " ".join(han)
