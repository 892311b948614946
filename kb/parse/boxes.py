"""Boxes: 专栏, 表 and 附表 with their caption, and what belongs in them.

The caption comes before its content, or, where a converter moved it, right after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.parse.items import Item, Paragraph, Table
from kb.parse.numbering import RANK, Mark, read_mark
from kb.words.numerals import HAN

# “专栏一 2021—2030年大渡口区儿童发展主要指标”, “表3-1 …”, “附表2：…”
CAPTION = re.compile(
    rf"^\s*(?P<number>(?:专\s*栏|附\s*表|附\s*件?\s*表|表)\s*(?:\d{{1,3}}(?:[-—.．]\d{{1,2}})?|[{HAN}]{{1,4}}))"
    r"(?P<gap>[\s:：、.．]*)(?P<title>[^。；]{0,70})$"
)
NOTE = re.compile(r"^\s*(?:注|备注|说明|资料来源|数据来源)\s*[\d一二三]*\s*[：:]")
# “儿童医务人员提升项目：优先加强…”: a project and what it does.
TITLED = re.compile(
    r"\s*(?!(?:注|备注|说明|来源|资料来源|单位|时间)\s*[：:])(?P<title>[^。；，：:、（(]{2,30}(?:[（(][^）)]{1,12}[）)])?)[：:](?=\s*\S)"
)

# How many paragraphs ahead the same number is looked for.
LOOK_AHEAD = 200
# How many short lines may appear between a caption and its table: a unit of measure, headings that were no row.
MAX_LEADS = 14


@dataclass(frozen=True, slots=True)
class Box:
    """A box among the items: index of its caption, indices of what is in it, whether the caption appeared after."""

    caption: int
    content: tuple[int, ...]
    behind: bool = False


Form = tuple[bool, bool]


def read_caption(text: str) -> tuple[str, str] | None:
    """(number, title) of a caption: (“专栏一”, “2021—2030年大渡口区儿童发展主要指标”), or None."""
    m = CAPTION.match(text)
    if m is None:
        return None
    number = re.sub(r"\s+", "", m.group("number"))
    title = m.group("title").strip()
    if number.startswith("表") and not title:
        return None
    if not m.group("gap") and title and title[0] in "所中内的和及以为":
        return None  # “表1所示…” speaks of a table
    return number, title


def find_boxes(items: tuple[Item, ...]) -> tuple[Box, ...]:
    """The boxes of a document in order."""
    claimed: set[int] = set()
    boxes: list[Box] = []
    outside: dict[str, int] = {}  # the count of each style up to here
    forms: dict[str, Form] = {}  # and how its last number is written
    for i, x in enumerate(items):
        if not isinstance(x, Paragraph):
            continue
        if read_caption(x.text.value) is None:
            m = read_mark(x.text.value)
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
        elif len(leads) < MAX_LEADS and _short(x.text.value):
            leads.append(i)
        else:
            break
    return tuple(content)


def _short(value: str) -> bool:
    plain = read_mark(value) is None and read_caption(value) is None and NOTE.match(value) is None
    return plain and len(value) <= 24 and not re.search(r"[。；]", value)


def _notes(items: tuple[Item, ...], start: int) -> list[int]:
    """Indices of the notes below a table: 注：…, and where they are numbered (“注：1. …”) those that count on."""
    content: list[int] = []
    counted = 0
    for i in range(start, len(items)):
        x = items[i]
        if not isinstance(x, Paragraph):
            break
        note = NOTE.match(x.text.value)
        mark = read_mark(x.text.value[note.end() :] if note else x.text.value)
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
    """The paragraphs of a box without a frame: up to the number at which the text outside continues.

    A number that continues in the box, too, stays in it where it is written as those in the box and not as outside."""
    inside: dict[str, int] = {}
    written: dict[str, Form] = {}
    content: list[int] = []
    table = not items[caption].text.value.lstrip().startswith("专")  # type: ignore[union-attr]
    for i in range(caption + 1, len(items)):
        x = items[i]
        if isinstance(x, Table):
            content.append(i)
            continue
        value = x.text.value
        if read_caption(value):
            break
        m = read_mark(value)
        if m is None:
            if table and len(value) > 60 and not NOTE.match(value):
                break
            content.append(i)
            continue
        if m.style in ("annex", "part", "chapter", "section", "article", "han") or (
            table and m.style == "bracket"
        ):
            break
        goes_on = m.value == 1 or inside.get(m.style) == m.value - 1
        outer = m.style in outside and m.value == outside[m.style] + 1
        form = _form(value, m)
        alike = form == written.get(m.style) != forms.get(m.style)
        if outer and not (goes_on and (alike or _again(items, i, m))):
            break
        if not goes_on and m.style != "dash":
            if table:
                content.append(i)
                continue
            break
        if m.value == 1 and m.style not in inside and inside and not any(_outranks(s, m) for s in inside):
            break
        inside = {s: v for s, v in inside.items() if _outranks(s, m)}
        inside[m.style] = m.value
        written[m.style] = form
        content.append(i)
    return content


def _outranks(style: str, m: Mark) -> bool:
    return RANK[style] < m.rank


def _again(items: tuple[Item, ...], at: int, m: Mark) -> bool:
    """Whether the same number of the same style comes once more before one of a higher style."""
    for x in items[at + 1 : at + 1 + LOOK_AHEAD]:
        other = read_mark(x.text.value) if isinstance(x, Paragraph) else None
        if other is None:
            continue
        if other.rank < m.rank:
            return False
        if other.style == m.style and other.value == m.value:
            return True
    return False
