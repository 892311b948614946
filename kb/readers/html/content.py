"""Which part of a web page is the document.

Where a publishing system names the element that holds the text, that is it. Otherwise the way is followed from the
body down to the element that holds (nearly) all prose. Then every line and table is judged by itself: what only serves
the page is left off and listed as a repair; a heading's number, a responsibility label or a table always stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kb.readers.flow import Paragraph, Table, Unread
from kb.readers.html.furniture import (
    IMPRINT,
    NUMBER,
    SENTENCE,
    SIGNED,
    SITE,
    STATED,
    STRONG,
    TITLED,
    is_document,
    is_foot,
    is_furniture,
    is_furniture_inside,
    is_index,
    is_prose,
)
from kb.readers.html.walker import NO_TEXT, SERVING, Piece, Walker, is_hidden, is_link

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

AROUND = frozenset(("header", "footer", "aside", "nav"))
"""Elements that belong to the page where they are next to the document, not in it."""

WEIGHTLESS = NO_TEXT | SERVING | AROUND | {"rt", "rp"}
"""Elements whose text is never counted as prose; that of links is not either."""

PUBLISHED_AS = frozenset(
    (
        "ucap-content", "zoom", "trs_editor", "trs_ueditor", "trs_editor_view", "article-content", "article_content",
        "articlecontent", "article-con", "pages_content", "xxgk_content", "xl_content", "info_content",
        "detail-content", "news-content", "news_content", "contenttext", "ivs_content", "vsb_content", "wp_articlecontent",
    )
)  # fmt: skip
"""Ids and classes that the publishing systems of government sites give the text."""

STOP = frozenset(("p", "span", "font", "ul", "ol", "dl", "pre", "li"))
"""Elements that are part of a document, never its container."""

ENOUGH = 0.95
"""Share of the page's prose that an element has to hold to be followed."""

ENOUGH_NAMED = 0.85
"""The same for elements with a name of PUBLISHED_AS, taken together."""

ASIDE = 0.05
"""Weight of text without punctuation (menus, crumbs, headings) next to that of prose."""

SITE_NAME = re.compile(r"\s*[-—–]+[^-—–]*(?:政府|网|局|委员?会?|厅|办公室)[^-—–]*$")
"""What a page's title has after the document's: `某某规划（2021—2030年）-某某市人民政府`; a piece after _ or | too."""

MIN_TITLE, MAX_TITLE = 6, 120
"""Ink characters of a title."""

MANY = 8
"""Lines from which an element after the text that has no link and no word of the site is taken for more of the text: a
table that was pasted one cell a line; contact boxes at hand have up to five."""

FIRST = 30
"""Pieces of the document within which it prints its title and number itself."""

NUMBER_LABEL = re.compile(r"(?:发\s*文\s*字\s*号|文\s*(?:件\s*编)?\s*号)\s*[：:]\s*([^\s：:]{4,30}号)")
"""`发文字号：东政发〔2023〕5号` in the site's index box"""

SITE_TEXT = "网页栏目，不是正文"
INDEX_BOX = "网站的文件信息栏，不是正文"
AGAIN = "网页上重复的标题，不是正文"


@dataclass(frozen=True, slots=True)
class Content:
    """pieces: of the whole page, in reading order. title, number: what the page states and its document does not print, ""
    where there is nothing to add."""

    pieces: list[Piece]
    title: str = ""
    number: str = ""


def pick_content(soup: BeautifulSoup) -> Content:
    """The pieces of a page, those that are not the document's marked as dropped."""
    body: Tag = soup.body or soup
    prose = weigh(body)
    named = named_parts(body, prose)
    parts, path = (named, named) if named else follow(body, prose)
    inside = {id(e) for e in parts}
    pieces = Walker(layout_tables(body, parts)).walk(body)
    where = [next((i for i, e in enumerate(chain(piece.element)) if id(e) in inside), -1) for piece in pieces]
    first = next((i for i, at in enumerate(where) if at >= 0), len(pieces))
    last = next((len(where) - 1 - i for i, at in enumerate(reversed(where)) if at >= 0), -1)
    if named:
        judge_outside(pieces, where, first, last)
    else:
        judge_beside(pieces, where, path)
    for piece, at in zip(pieces, where, strict=True):
        if at >= 0 and not piece.dropped and (piece.serving or _inside_furniture(piece)):
            piece.dropped = SITE_TEXT
    drop_index(pieces)
    shown = [i for i, piece in enumerate(pieces) if where[i] >= 0 or not isinstance(piece.item, Unread)]
    pieces, where = [pieces[i] for i in shown], [where[i] for i in shown]
    first = next((i for i, at in enumerate(where) if at >= 0), len(pieces))
    last = next((len(where) - 1 - i for i, at in enumerate(reversed(where)) if at >= 0), -1)
    keep_signature(pieces, last)
    return Content(pieces, *stated(soup, pieces, where, first))


def chain(element: Tag) -> list[Tag]:
    """An element and those around it, innermost first."""
    return [element, *element.parents]


def weigh(body: Tag) -> dict[int, float]:
    """Prose ink below each element, by id(): text outside links, in stretches with punctuation.

    One pass: whether an element is hidden is asked once for each, however many texts it holds."""
    from bs4.element import NavigableString, PreformattedString, Tag

    weights: dict[int, float] = defaultdict(float)

    def visit(element: Tag) -> float:
        total = 0.0
        for child in element.children:
            if isinstance(child, Tag):
                if child.name not in WEIGHTLESS and not is_link(child) and not is_hidden(child):
                    total += visit(child)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                total += weight(str(child))
        if total:
            weights[id(element)] = total
        return total

    visit(body)
    return weights


def weight(text: str) -> float:
    size = len(text.strip())
    if not size:
        return 0.0
    if size <= 200 and (SITE.search(text.strip()) or (STATED.match(text) and not SENTENCE.search(text))):
        return 0.0
    return size * (1 if re.search("[，。；！？]", text) else ASIDE)


def named_parts(body: Tag, prose: dict[int, float]) -> list[Tag]:
    """The elements that a publishing system names as the text; none where they hold too little of the prose."""
    total = prose.get(id(body), 0.0)
    named = [e for e in body.find_all(True) if is_named(e) and prose.get(id(e))]
    around = {id(e) for e in named}
    outer = [e for e in named if not any(id(p) in around for p in e.parents)]
    if not total or sum(prose[id(e)] for e in outer) < ENOUGH_NAMED * total:
        return []
    if len(outer) == 1:
        outer = [e for e in named if prose[id(e)] >= ENOUGH * prose[id(outer[0])]][-1:]
    return outer


def is_named(element: Tag) -> bool:
    classes = element.get("class") or []
    names = [str(element.get("id", "")), *(classes if isinstance(classes, list) else [str(classes)])]
    return any(name.lower() in PUBLISHED_AS for name in names)


def follow(body: Tag, prose: dict[int, float]) -> tuple[list[Tag], list[Tag]]:
    """The element that holds nearly all prose, and the way down to it (both as lists)."""
    from bs4.element import Tag

    path = [body]
    while True:
        children = [child for child in path[-1].children if isinstance(child, Tag)]
        best = max(children, key=lambda child: prose.get(id(child), 0.0), default=None)
        if best is None or best.name in STOP:
            break
        if prose.get(id(best), 0.0) < ENOUGH * prose.get(id(path[-1]), 0.0) or not prose.get(id(best)):
            break
        path.append(best)
    while len(path) > 1 and path[-1].name in ("table", "tbody", "thead", "tr", "tfoot"):
        path.pop()  # a table that holds nearly everything is part of the document
    return [path[-1]], path


def layout_tables(body: Tag, parts: list[Tag]) -> frozenset[int]:
    """Ids of the tables around the document: they lay out the page."""
    return frozenset(id(e) for part in parts for e in part.parents if e.name == "table" and e is not body)


def judge_beside(pieces: list[Piece], where: list[int], path: list[Tag]) -> None:
    """Mark what is the page's own next to the way from the body down to the document.

    An element that is next to the way is the page's where its tag says so, where it has words that only a page has,
    or where most of it is links. Of such an element running text stays, unless its tag is that of the page's edge."""
    on_path = {id(e) for e in path}
    groups: dict[int, list[Piece]] = defaultdict(list)
    tops: dict[int, Tag] = {}
    for piece, at in zip(pieces, where, strict=True):
        if at < 0:
            around = chain(piece.element)
            top = next((e for e, up in pairwise(around) if id(up) in on_path), around[0])
            if id(piece.element) in on_path:  # bare text between elements of the way
                top = piece.element
            groups[id(top)].append(piece)
            tops[id(top)] = top
    for key, group in groups.items():
        edge = tops[key].name in AROUND
        ink = sum(len(piece.ink) for piece in group)
        linked = sum(piece.linked for piece in group)
        own = edge or linked * 2 > ink or (key not in on_path and any(is_furniture(p.ink) for p in group))
        for piece in group:
            if piece.dropped or is_kept(piece) or (not own and not is_furniture(piece.ink)):
                continue
            if (
                edge
                or piece.linked * 2 > len(piece.ink)
                or not is_prose(piece.ink)
                or is_furniture(piece.ink)
            ):
                piece.dropped = SITE_TEXT


def judge_outside(pieces: list[Piece], where: list[int], first: int, last: int) -> None:
    """Mark what is the page's own outside the element that is named as the text: all but running text and what says by
    itself that it belongs to a document. Before the text its title and number stay, after it the imprint."""
    title = title_before(pieces[:first])
    ways = {id(e) for piece, at in zip(pieces, where, strict=True) if at >= 0 for e in chain(piece.element)}
    rest = continued(pieces[first + 1 :], ways)
    for i, (piece, at) in enumerate(zip(pieces, where, strict=True)):
        if at >= 0 or piece.dropped or is_kept(piece) or i == title:
            continue
        edge = any(e.name in AROUND for e in chain(piece.element))
        prose = is_prose(piece.ink) and not edge and piece.linked * 2 <= len(piece.ink)
        goes_on = i > first and id(top_of(piece.element, ways)) in rest and not edge and not piece.linked
        if (prose or goes_on) and not is_furniture(piece.ink):
            continue
        if i < first and NUMBER.search(piece.ink) and len(piece.ink) < 40 and not piece.linked:
            continue
        if i > last and IMPRINT.match(piece.ink) and not piece.linked:
            continue
        piece.dropped = SITE_TEXT


def top_of(element: Tag, ways: set[int]) -> Tag:
    """The outermost element around this one that holds nothing of the text."""
    around = chain(element)
    return next((e for e, up in pairwise(around) if id(up) in ways), around[0])


def continued(pieces: list[Piece], ways: set[int]) -> set[int]:
    """Ids of the elements outside the text in which it continues: a line of a document or running text in one says so, or
    many lines of which none is a link or the site's own."""
    groups: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        top = top_of(piece.element, ways)
        if id(top) not in ways and not any(e.name in AROUND for e in chain(piece.element)):
            groups[id(top)].append(piece)
    out = set()
    for key, group in groups.items():
        own = [bool(piece.dropped or piece.linked or is_furniture(piece.ink)) for piece in group]
        says = any(
            not no and not isinstance(piece.item, Table) and (is_kept(piece) or is_prose(piece.ink))
            for piece, no in zip(group, own, strict=True)
        )
        if says or (len(group) >= MANY and not any(own)):
            out.add(key)
    return out


def is_kept(piece: Piece) -> bool:
    """Whether a piece says by itself that it is a document's: a heading's number, a responsibility label, a table, the
    document's number, its imprint. Lists of links do not."""
    if piece.serving or piece.linked * 2 > len(piece.ink):
        return False
    if isinstance(piece.item, Table):
        return is_data(piece.item, piece.ink)
    if is_document(piece.ink):
        return not is_foot(piece.ink)
    return bool(
        len(piece.ink) <= 200
        and any(e.name in AROUND for e in chain(piece.element))
        and not SITE.search(piece.ink)
        and (IMPRINT.match(piece.ink) or NUMBER.search(piece.ink) or titled(piece.ink))
    )


def is_data(table: Table, ink: str) -> bool:
    """Whether a table holds a document's data: rows and columns, none of them a page's foot or the site's index."""
    if STRONG.search(ink) or is_index(ink):
        return False
    filled = [sum(bool(cell) for cell in row) for row in table.rows]
    return sum(n > 1 for n in filled) > 1


def titled(ink: str) -> bool:
    return MIN_TITLE <= len(ink) <= MAX_TITLE and TITLED.search(ink) is not None


def title_before(pieces: list[Piece]) -> int:
    """Which piece before the text is its title: a heading, or else the last line that reads like one; -1 for none."""
    free = [
        i
        for i, piece in enumerate(pieces)
        if isinstance(piece.item, Paragraph) and not (piece.dropped or piece.linked or piece.serving)
    ]
    headed = [
        i
        for i in free
        if any(e.name in ("h1", "h2") for e in chain(pieces[i].element)) and len(pieces[i].ink) >= MIN_TITLE
    ]
    for found in (headed, free):
        fitting = [i for i in found if titled(pieces[i].ink)]
        if fitting:
            return fitting[-1]
    return -1


def _inside_furniture(piece: Piece) -> bool:
    return isinstance(piece.item, Paragraph) and is_furniture_inside(piece.ink, piece.linked > 0)


def drop_index(pieces: list[Piece]) -> None:
    """Mark the box in which the site files the document, a table or lines of labels."""
    for piece in pieces:
        if (
            (not piece.dropped or piece.dropped == SITE_TEXT)
            and is_index(piece.ink)
            and len(piece.ink) <= 1000
        ):
            piece.dropped = INDEX_BOX


def keep_signature(pieces: list[Piece], last: int) -> None:
    """Take back the name of the issuer above a date that was kept after the text."""
    for i in range(len(pieces) - 2, last, -1):
        piece, date = pieces[i], pieces[i + 1]
        dated = not date.dropped and (IMPRINT.match(date.ink) or SIGNED.fullmatch(date.ink))
        named = SIGNED.fullmatch(piece.ink) and not piece.linked and not piece.serving
        if piece.dropped == SITE_TEXT and dated and named:
            piece.dropped = ""


def stated(soup: BeautifulSoup, pieces: list[Piece], where: list[int], first: int) -> tuple[str, str]:
    """(title, number) that the page states and the document does not print; a title printed twice is marked."""
    kept = [i for i, piece in enumerate(pieces) if not piece.dropped and piece.ink]
    outside = [i for i in kept if where[i] < 0 and i < first]
    inner = "".join(pieces[i].ink for i in kept if where[i] >= 0 or i > first)[: FIRST * 60]
    for i in outside:
        if titled(pieces[i].ink) and pieces[i].ink in inner:
            pieces[i].dropped = AGAIN
    text = "".join(pieces[i].ink for i in kept[:FIRST])
    title = next((t for t in page_titles(soup) if t), "")
    if "".join(title.split()) in text or any(titled(pieces[i].ink) for i in outside if not pieces[i].dropped):
        title = ""
    number = ""
    for piece in pieces:
        found = NUMBER_LABEL.search(piece.ink) if piece.dropped == INDEX_BOX else None
        if found and NUMBER.search(found[1]) and found[1] not in text:
            number = found[1]
            break
    return title, number


def page_titles(soup: BeautifulSoup) -> list[str]:
    """What the head of a page says that its document is called, best first."""
    from bs4.element import Tag

    out = []
    for name in ("ArticleTitle", "articletitle"):
        meta = soup.find("meta", attrs={"name": name})
        if isinstance(meta, Tag):
            out.append(str(meta.get("content", "")).strip())
    title = soup.title.get_text().strip() if soup.title is not None else ""
    pieces = [SITE_NAME.sub("", piece).strip() for piece in re.split(r"[_|｜]", title[:200])]
    return [*out, next((piece for piece in pieces if titled("".join(piece.split()))), "")]
