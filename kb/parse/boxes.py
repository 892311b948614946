"""Boxes: 专栏, 表 and 附表 with their caption, and what belongs in them.

The caption comes before its content, or, where a converter moved it, right after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.parse.items import Item, Paragraph, Table
from kb.parse.numbering import RANK, Mark, read_mark
from kb.parse.settings import BOXES

NOTE = re.compile(r"^\s*(?:注|备注|说明|资料来源|数据来源)\s*[\d一二三]*\s*[：:]")
# “儿童医务人员提升项目：优先加强…”: a project and what it does.
TITLED = re.compile(
    r"\s*(?!(?:注|备注|说明|来源|资料来源|单位|时间)\s*[：:])(?P<title>[^。；，：:、（(]{2,30}(?:[（(][^）)]{1,12}[）)])?)[：:](?=\s*\S)"
)


@dataclass(frozen=True, slots=True)
class Box:
    """A box among the items: index of its caption, indices of what is in it, whether the caption appeared after."""

    caption: int
    content: tuple[int, ...]
    behind: bool = False


Form = tuple[bool, bool]


def find_boxes(items: tuple[Item, ...]) -> tuple[Box, ...]:
    """The boxes of a document in order."""
    claimed: set[int] = set()
    boxes: list[Box] = []
    outside: dict[str, int] = {}  # the count of each style up to here
    forms: dict[str, Form] = {}  # and how its last number is written
    for i, x in enumerate(items):
        if not isinstance(x, Paragraph):
            continue
        if x.caption is None:
            m = x.mark
            if m is not None:
                outside = {s: v for s, v in outside.items() if _outranks(s, m)}
                outside[m.style] = m.value
                forms[m.style] = _form(x.text.value, m)
            continue
        before = items[i - 1] if i else None
        tables = _tables(items, i + 1)
        if tables:
            boxes.append(Box(i, content := (*tables, *_notes(items, tables[-1] + 1))))
        elif isinstance(before, Table) and i - 1 not in claimed:
            boxes.append(Box(i, content := (i - 1,), behind=True))
        else:
            boxes.append(Box(i, content := tuple(_plain(items, i, outside, forms))))
        claimed.update(content)
    return tuple(boxes)


def _tables(items: tuple[Item, ...], start: int) -> tuple[int, ...]:
    """Indices of the tables from `start` on that one caption is over, with short lines between (“宁波市”)."""
    content: list[int] = []
    leads: list[int] = []
    for i in range(start, len(items)):
        x = items[i]
        if isinstance(x, Table):
            content += [*leads, i]
            leads = []
        elif len(leads) < BOXES.leads and _short(x):
            leads.append(i)
        else:
            break
    return tuple(content)


def _short(x: Paragraph) -> bool:
    """Whether a paragraph may appear between a caption and its table: a unit of measure, a place."""
    plain = x.mark is None and x.caption is None and NOTE.match(x.value) is None
    return plain and len(x.value) <= BOXES.lead and not re.search(r"[。；]", x.value)


def _notes(items: tuple[Item, ...], start: int) -> list[int]:
    """Indices of the notes below a table: 注：…, and where they are numbered (“注：1. …”) those that count on."""
    content: list[int] = []
    counted = 0
    for i in range(start, len(items)):
        x = items[i]
        if not isinstance(x, Paragraph):
            break
        note = NOTE.match(x.text.value)
        mark = read_mark(x.value[note.end() :]) if note else x.mark
        if note is None and not (
            mark is not None and mark.style == "arabic" and mark.value == counted + 1 > 1
        ):
            break
        counted = mark.value if mark is not None else 0
        content.append(i)
    return content


def _form(value: str, m: Mark) -> Form:
    """How an item is written: “3、” or “3.”, and whether a title and a colon open it (“3. 托养服务：…”)."""
    return value[: m.end].strip()[-1:] == "、", TITLED.match(value, m.end) is not None


def _plain(
    items: tuple[Item, ...], caption: int, outside: dict[str, int], forms: dict[str, Form]
) -> list[int]:
    """The paragraphs of a box without a frame: up to the number at which the text outside continues."""
    table = not items[caption].text.value.lstrip().startswith("专")  # type: ignore[union-attr]
    count = _Count(items, table, outside, forms)
    content: list[int] = []
    for i in range(caption + 1, len(items)):
        x = items[i]
        if isinstance(x, Paragraph) and (x.caption is not None or not count.takes(i, x)):
            break
        content.append(i)
    return content


class _Count:
    """What is counted in a box without a frame. table: the caption is a table's, so that numbers are its notes'.

    outside, forms: style → last value before the caption, and how it is written. A number that continues in the box, too,
    stays in it where it is written as those in the box and not as outside.
    """

    def __init__(
        self, items: tuple[Item, ...], table: bool, outside: dict[str, int], forms: dict[str, Form]
    ) -> None:
        self.items = items
        self.table = table
        self.outside = outside
        self.forms = forms
        self.inside: dict[str, int] = {}
        self.written: dict[str, Form] = {}

    def takes(self, i: int, x: Paragraph) -> bool:
        """Return whether a paragraph is in the box, and count its number."""
        m = x.mark
        if m is None:
            return not self.table or len(x.value) <= BOXES.note or NOTE.match(x.value) is not None
        if m.style in OUTER or (self.table and m.style == "bracket"):
            return False
        continues = m.value == 1 or self.inside.get(m.style) == m.value - 1
        if self._is_outer(i, x, m, continues):
            return False
        if not continues and m.style != "dash":
            return self.table
        if m.value == 1 and self._opens_outside(m):
            return False
        self.inside = {s: v for s, v in self.inside.items() if _outranks(s, m)}
        self.inside[m.style] = m.value
        self.written[m.style] = _form(x.value, m)
        return True

    def _is_outer(self, i: int, x: Paragraph, m: Mark, continues: bool) -> bool:
        """Whether the text outside continues with a number, and nothing shows that it is the box's."""
        if m.value != self.outside.get(m.style, m.value) + 1:
            return False
        alike = _form(x.value, m) == self.written.get(m.style) != self.forms.get(m.style)
        return not (continues and (alike or _again(self.items, i, m)))

    def _opens_outside(self, m: Mark) -> bool:
        """Whether a 1. of another style comes after the items of the box, none of which is above it."""
        return (
            m.style not in self.inside and bool(self.inside) and not any(_outranks(s, m) for s in self.inside)
        )


OUTER = ("annex", "part", "chapter", "section", "article", "han")
"""Styles that are never in a box."""


def _outranks(style: str, m: Mark) -> bool:
    return RANK[style] < m.rank


def _again(items: tuple[Item, ...], at: int, m: Mark) -> bool:
    """Whether the same number of the same style comes once more before one of a higher style."""
    for x in items[at + 1 : at + 1 + BOXES.ahead]:
        other = x.mark if isinstance(x, Paragraph) else None
        if other is None:
            continue
        if other.rank < m.rank:
            return False
        if other.style == m.style and other.value == m.value:
            return True
    return False
