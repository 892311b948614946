"""Automatic numbers of a .docx: numbering.xml and styles.xml, resolved to the text that Word prints."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from kb.readers.docx.symbols import symbol_text
from kb.readers.ordinals import ordinal

LEVELS = 9
MAX_LETTERING = 100
"""Characters of the text of a level; real ones have up to ten (`第%1章`)."""

PLACE = re.compile(r"%([1-9])")
"""`%1、` `第%1章` `（%2）` `%1.%2.%3`"""
DASHES = frozenset("—－-–―─")
OFF = ("0", "false", "off", "none")


@dataclass(slots=True)
class Level:
    """One level of a list. text: with places, `%1、`. restart: None after any higher level, 0 never, k after a
    number of level k (1-based) or above."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class Definition:
    """An abstractNum: the levels of a list, and the numbers counted in it so far."""

    levels: dict[int, Level] = field(default_factory=dict)
    link: str = ""
    counts: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


@dataclass(slots=True)
class Numbered:
    """A num: a use of a definition, with levels and starts of its own."""

    definition: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    started: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Style:
    """What a style says about numbers and hiding; None where it says nothing."""

    base: str = ""
    num: str | None = None
    level: int | None = None
    hidden: bool | None = None
    raised: bool | None = None
    called: str = ""


class Styles:
    """styles.xml: each style with what it takes from the one it is based on."""

    def __init__(self, root: Element | None) -> None:
        self.default = ""
        self.styles: dict[str, Style] = {}
        for el in root if root is not None else ():
            if el.tag != "style":
                continue
            name = el.get("styleId", "")
            if el.get("type") == "paragraph" and el.get("default", "0") not in OFF:
                self.default = name
            num, level = read_num(el.find("pPr/numPr"))
            self.styles[name] = Style(
                value(el.find("basedOn")),
                num,
                level,
                flag(el.find("rPr/vanish")),
                is_raised(el.find("rPr")),
                value(el.find("name")),
            )

    def chain(self, name: str) -> list[Style]:
        """A style and those it is based on, nearest first."""
        out: list[Style] = []
        seen: set[str] = set()
        while name in self.styles and name not in seen:
            seen.add(name)
            out.append(self.styles[name])
            name = self.styles[name].base
        return out

    def number(self, name: str) -> tuple[str | None, int | None]:
        """(num, level) of a paragraph style."""
        num = level = None
        for style in self.chain(name):
            num = style.num if num is None else num
            level = style.level if level is None else level
        return num, level

    def raised(self, name: str) -> bool | None:
        """Whether a character style sets its text above the line; None where it does not say."""
        return next((s.raised for s in self.chain(name) if s.raised is not None), None)

    def name(self, style: str) -> str:
        """What a style is called (`toc 1`), with its id."""
        return f"{style} {self.styles[style].called}" if style in self.styles else style

    def hidden(self, name: str) -> bool | None:
        return next((s.hidden for s in self.chain(name) if s.hidden is not None), None)


class Unbounded(ValueError):
    """A level of a list whose text is longer than any."""


class Numbering:
    """numbering.xml: gives each numbered paragraph, in order, the number that Word prints before it."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self.styles = styles
        self.definitions: dict[str, Definition] = {}
        self.nums: dict[str, Numbered] = {}
        for el in root if root is not None else ():
            if el.tag == "abstractNum":
                definition = Definition(read_levels(el), value(el.find("numStyleLink")))
                self.definitions[el.get("abstractNumId", "")] = definition
            elif el.tag == "num":
                use = Numbered(value(el.find("abstractNumId")))
                for override in el.iter("lvlOverride"):
                    at = whole(override.get("ilvl"), 0)
                    for level in read_levels(override).values():
                        use.levels[at] = level
                    start = override.find("startOverride")
                    if start is not None:
                        use.starts[at] = whole(value(start), 1)
                self.nums[el.get("numId", "")] = use

    def label(self, properties: Element | None) -> str:
        """The number of the next paragraph with what is between it and the text; "" where it has none."""
        style = value(properties.find("pStyle")) if properties is not None else ""
        own = properties.find("numPr") if properties is not None else None
        num, at = read_num(own)
        styled, styled_at = self.styles.number(style or self.styles.default)
        if num is None:
            num = styled
            if num is not None and at is None:
                at = self._level_of_style(num, style) if style else None
                at = styled_at if at is None else at
        if num is None or num == "0":
            return ""
        use = self.nums.get(num)
        definition = self._definition(use) if use is not None else None
        if use is None or definition is None:
            return ""
        return self._next(use, definition, min(at or 0, LEVELS - 1))

    def _definition(self, use: Numbered) -> Definition | None:
        """The definition of a num, followed through a numbering style."""
        definition = self.definitions.get(use.definition)
        for _ in range(LEVELS):
            if definition is None or not definition.link:
                break
            num, _level = self.styles.number(definition.link)
            target = self.nums.get(num or "")
            definition = self.definitions.get(target.definition) if target is not None else None
        return definition

    def _level_of_style(self, num: str, style: str) -> int | None:
        use = self.nums.get(num)
        definition = self._definition(use) if use is not None else None
        levels = definition.levels if definition is not None else {}
        return next((at for at, level in levels.items() if level.style == style), None)

    def _next(self, use: Numbered, definition: Definition, at: int) -> str:
        counts = definition.counts

        def level(i: int) -> Level:
            return use.levels.get(i) or definition.levels.get(i) or Level()

        current = counts[at]
        if at in use.starts and at not in use.started:
            counts[at] = use.starts[at]
        else:
            counts[at] = level(at).start if current is None else current + 1
        use.started.add(at)
        for deeper in range(at + 1, LEVELS):
            restart = level(deeper).restart
            if restart is None or 0 < at + 1 <= restart:
                counts[deeper] = None
                if deeper in use.starts:
                    use.started.discard(deeper)
        for higher in range(at):
            if counts[higher] is None:
                counts[higher] = use.starts.get(higher, level(higher).start)
        here = level(at)
        if here.form == "bullet":
            mark = symbol_text(here.text, "Symbol")
            return mark if mark and set(mark) <= DASHES else ""

        def place(match: re.Match[str]) -> str:
            i = int(match[1]) - 1
            n = counts[i]
            form = "decimal" if here.legal and level(i).form != "none" else level(i).form
            return ordinal(level(i).start if n is None else n, form)

        label = PLACE.sub(place, here.text)
        if not label.strip():
            return ""
        return label + ("" if here.suffix == "nothing" or label[-1] in "、）】〕》．。：:)—" else " ")


def read_levels(parent: Element) -> dict[int, Level]:
    """The lvl elements of an abstractNum or an override."""
    out = {}
    for el in parent.iter("lvl"):
        level = Level(
            start=whole(value(el.find("start")), 1),
            text=lettering(el.find("lvlText")),
            suffix=value(el.find("suff")) or "tab",
            legal=flag(el.find("isLgl")) or False,
            style=value(el.find("pStyle")),
        )
        form = next(el.iter("numFmt"), None)
        if form is not None:
            level.form = value(form)
            if level.form == "custom":
                level.form = "decimalZero" if form.get("format", "").startswith("0") else "decimal"
        restart = el.find("lvlRestart")
        if restart is not None:
            level.restart = whole(value(restart), 0)
        out[min(whole(el.get("ilvl"), 0), LEVELS - 1)] = level
    return out


def lettering(el: Element | None) -> str:
    """The text of a level, "" where it says that it has none. Raises Unbounded."""
    text = "" if el is None or el.get("null", "0") not in OFF else value(el)
    if len(text) > MAX_LETTERING:
        raise Unbounded(len(text))
    return text


def read_num(el: Element | None) -> tuple[str | None, int | None]:
    """(numId, level) of a numPr; None where it does not say."""
    if el is None:
        return None, None
    num, level = el.find("numId"), el.find("ilvl")
    at = None if level is None else max(0, min(whole(value(level), 0), LEVELS - 1))
    return (None if num is None else value(num)), at


def value(el: Element | None) -> str:
    """The val attribute; "" without one."""
    return "" if el is None else el.get("val", "")


def is_raised(properties: Element | None) -> bool | None:
    """Whether run properties set text above the line; None where they do not say."""
    align = properties.find("vertAlign") if properties is not None else None
    return None if align is None else value(align) == "superscript"


def flag(el: Element | None) -> bool | None:
    """An on/off property: None where it is not given, true where it is without a value."""
    return None if el is None else el.get("val", "true") not in OFF


def whole(text: str | None, default: int) -> int:
    """A whole number of up to six digits; anything else is the default."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else default
