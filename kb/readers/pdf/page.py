"""One page of a PDF, or of any format that places characters: its lines, ruled tables, frames and pictures."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.readers.pdf.columns import set_in_columns
from kb.readers.pdf.lines import Box, PdfLine, PdfPage, PdfTable, gather_lines, join
from kb.readers.pdf.rulings import Cell, Rulings, box_of, find_rulings
from kb.readers.pdf.wraps import PADDING, room_for
from kb.readers.source import refusal

if TYPE_CHECKING:
    import pdfplumber.page

Char = dict[str, Any]
"""A character as pdfplumber gives it: text, x0, x1, top, bottom (points from the top left), size, upright."""

MAX_PAGE_CHARS = 30_000
"""Characters of one page; a full A4 page of a plan has 1,500, a large table 6,000."""

MAX_PAGE_PATHS = 60_000
"""Drawn lines and rectangles of one page."""

PAGE_EDGE = 0.15
"""Share of a page's height, at the top and at the bottom, in which a table that continues over pages ends."""

MIN_RULING = 8
"""Points of a ruling between columns at least."""

SAME_PLACE = 1.0
"""Points by which one character printed twice, to look bold, is moved."""

MIN_PICTURE = 57.0
"""Points (2 cm) of the shorter side of a picture that may hold words; signs and rules have less."""

FEW_WORDS = 5
"""Ink characters on a picture from which it lies under the text: a background, a scan with recognised text."""

MAX_PICTURES = 50
"""Pictures of one page that are counted; a map drawn of tiles has thousands."""

SCANNED = 0.05
"""Share of a page that pictures cover, from which a page without words holds its words in them."""


def read_page(path: Path, page: pdfplumber.page.Page) -> PdfPage:
    """The lines and ruled tables of a page, from top to bottom; text inside a table only in the table."""
    drawn = bound_layout(path, page)
    chars = [c for c in page.chars if c["text"] and on_page(c, page.width, page.height)]
    size = (float(page.width), float(page.height))
    rulings = find_rulings([*page.edges, *open_ends(page)]) if drawn else Rulings(beyond=True)
    pictures = [(float(i["x0"]), float(i["top"]), float(i["x1"]), float(i["bottom"])) for i in page.images]
    return set_page(page.page_number, size, chars, rulings, pictures)


def set_page(
    number: int, size: tuple[float, float], chars: list[Char], rulings: Rulings, pictures: list[Box]
) -> PdfPage:
    """A page of characters and rulings. size: its width and height in points."""
    chars = once(chars)
    turned = [c for c in chars if c["text"].strip() and not c["upright"]]
    chars = sorted((c for c in chars if c["upright"]), key=middle)
    heights = [middle(c) for c in chars]
    taken: set[int] = set()
    tables = [
        table for rows in rulings.tables if (table := read_table(rows, chars, heights, taken)) is not None
    ]
    lines = set_in_columns([c for i, c in enumerate(chars) if i not in taken])
    return PdfPage(
        number,
        size[1],
        tuple(lines + gather_lines(turned)),
        tuple(tables),
        rulings.frames,
        unread_pictures(size, [*chars, *turned], pictures),
        rulings.beyond,
    )


def read_table(
    boxes: tuple[tuple[Cell, ...], ...], chars: list[Char], heights: list[float], taken: set[int]
) -> PdfTable | None:
    """A table with the characters in its cells, which are taken; None where there are none.

    chars: sorted by the height of their middles, which are `heights`."""
    rows = []
    spare: list[float] = []
    first: list[tuple[bool, bool]] = []
    for row in boxes:
        cells: list[str | None] = []
        spare = []
        for box in row:
            if box is None:
                cells.append(None)
                spare.append(0.0)
                continue
            low, high = bisect_left(heights, box[1]), bisect_left(heights, box[3] + 0.001)
            inside = [i for i in range(low, high) if i not in taken and within(chars[i], box)]
            taken.update(inside)
            written = gather_lines([chars[i] for i in inside])
            cells.append(cell_text(written, box[2]))
            spare.append(spare_room(written[-1], box[2]) if written else 0.0)
            if len(cells) == 1:
                first.append(downward(written, box[1], box[3]))
        rows.append(tuple(cells))
    if not any(cell for row in rows for cell in row):
        return None
    x0, top, x1, bottom = box_of(boxes)
    open_names = (first[0][0], first[-1][1]) if first else (False, False)
    edges = tuple(sorted({round(cell[0]) for row in boxes for cell in row if cell is not None}))
    return PdfTable(tuple(rows), x0, x1, top, bottom, edges, tuple(spare), open_names)


def once(chars: Iterable[Char]) -> list[Char]:
    """Characters without those that are printed again in (nearly) the same place, in the order given."""
    out: list[Char] = []
    placed: dict[tuple[Any, ...], list[tuple[float, float]]] = defaultdict(list)
    for c in chars:
        what = (c["text"], c.get("fontname"), c["size"], c["upright"])
        x, y = float(c["x0"]), float(c["top"])
        column, row = int(x // SAME_PLACE), int(y // SAME_PLACE)
        near = (
            at
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for at in placed.get((*what, column + dx, row + dy), ())
        )
        if not any(abs(x - a) <= SAME_PLACE and abs(y - b) <= SAME_PLACE for a, b in near):
            placed[(*what, column, row)].append((x, y))
            out.append(c)
    return out


def unread_pictures(size: tuple[float, float], chars: list[Char], pictures: list[Box]) -> int:
    """How many pictures of a page may hold words that nobody read: one for a page that is a scan."""
    inked = [c for c in chars if c["text"].strip()]
    if len(inked) < FEW_WORDS:
        covered = sum(max(0.0, min(b[2], size[0]) - max(b[0], 0)) * max(0.0, b[3] - b[1]) for b in pictures)
        return int(covered > SCANNED * size[0] * size[1])
    rows = sorted(inked, key=middle)
    heights = [middle(c) for c in rows]
    count = 0
    for box in set(pictures):
        if min(box[2] - box[0], box[3] - box[1]) < MIN_PICTURE:
            continue
        low, high = bisect_left(heights, box[1]), bisect_left(heights, box[3])
        on_it = sum(within(c, box) for c in rows[low : min(high, low + 2000)])
        count += on_it < FEW_WORDS
    return min(count, MAX_PICTURES)


def middle(char: Char) -> float:
    return float(char["top"] + char["bottom"]) / 2


def open_ends(page: pdfplumber.page.Page) -> list[dict[str, Any]]:
    """Lines that close the tables which continue over the page without one, as browsers print them."""
    level: dict[int, list[float]] = {}
    ends: dict[tuple[str, int], list[float]] = {}
    for edge in page.edges:
        if edge["orientation"] == "h":
            level.setdefault(round(edge["top"]), []).append(edge["x1"] - edge["x0"])
        elif edge["height"] > MIN_RULING:
            ends.setdefault(("top", round(edge["top"])), []).append(edge["x0"])
            ends.setdefault(("bottom", round(edge["bottom"])), []).append(edge["x0"])
    lines: list[dict[str, Any]] = []
    for (side, y), xs in ends.items():
        near_edge = y < page.height * PAGE_EDGE if side == "top" else y > page.height * (1 - PAGE_EDGE)
        width = max(xs) - min(xs)
        ruled = any(sum(level.get(y + d, ())) * 2 > width for d in (-2, -1, 0, 1, 2))
        if near_edge and len({round(x) for x in xs}) > 2 and not ruled:
            span = {"x0": min(xs), "x1": max(xs), "width": width, "top": y, "bottom": y, "height": 0}
            lines.append({"object_type": "line", "orientation": "h", "doctop": y, **span})
    return lines


def bound_layout(path: Path, page: pdfplumber.page.Page) -> bool:
    """Lay the page out, refusing one with more characters than a page can have. Return whether all its drawing was taken."""
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfplumber.page import PDFPageAggregatorWithMarkedContent

    number = page.page_number

    class Bounded(PDFPageAggregatorWithMarkedContent):
        chars = 0
        paths = 0

        def render_char(self, *args: Any, **kwargs: Any) -> float:
            self.chars += 1
            if self.chars > MAX_PAGE_CHARS:
                hint = "请确认选对了文件；确是规划时请另存为 .docx 再导入"
                raise refusal(
                    path, "KB012", f"PDF 第 {number} 页超过 {MAX_PAGE_CHARS // 10000} 万字，不予读取", hint
                )
            return float(super().render_char(*args, **kwargs))

        def paint_path(self, *args: Any, **kwargs: Any) -> None:
            self.paths += 1
            if self.paths <= MAX_PAGE_PATHS:
                super().paint_path(*args, **kwargs)

    device = Bounded(page.pdf.rsrcmgr, pageno=number, laparams=page.pdf.laparams)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()
    return device.paths <= MAX_PAGE_PATHS


def on_page(char: Char, width: float, height: float) -> bool:
    return bool(char["x1"] > 0 and char["x0"] < width and char["bottom"] > 0 and char["top"] < height)


def within(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    """Whether the middle of a character lies in a box."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def cell_text(lines: list[PdfLine], right: float) -> str:
    """The text of a cell: a line continues in the next one where that had no room left in it."""
    out = ""
    last: PdfLine | None = None
    for line in lines:
        if last is None:
            out = line.text
        elif spare_room(last, right) < room_for(line.text) + 0.6:
            out = join(out, line.text)
        else:
            out = f"{out}\n{line.text}"
        last = line
    return out


def downward(lines: list[PdfLine], top: float, bottom: float) -> tuple[bool, bool]:
    """Whether a word set one letter below the other reaches the top of its cell, and the bottom."""
    if not lines or any(len(line.text) != 1 or not "一" <= line.text <= "龥" for line in lines):
        return False, False
    size = lines[0].size
    return lines[0].top - top < size, bottom - lines[-1].bottom < size


def spare_room(line: PdfLine, right: float) -> float:
    """Room between the end of a line and that of its cell, in type sizes."""
    return (right - PADDING - line.x1) / line.size
