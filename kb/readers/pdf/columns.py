"""Two columns of running text on a page, as far as the geometry proves them.

Lines that have a gap in the same place, one below the other, may be columns or the cells of a table. They are columns
where both sides are as wide, have sentences, and lines on the left reach the gap, as running text does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kb.readers.pdf.lines import PdfLine, line_groups, make_line

MIN_LINES = 6
"""Lines with text on both sides of the gap; a letter's head with two addresses has up to four."""

MAX_LINES = 300
"""Lines of one stretch; a page of small type has 90."""

MIN_GUTTER = 1.2
"""Type sizes between two columns; a space between words is at most one."""

REACHED = 1.6
"""Type sizes by which a full line may end before the gutter: a character that had no room, with its punctuation."""

FULL = 0.3
"""Share of the lines left of the gutter that have to reach it: of a text of headings and short paragraphs 0.4 do."""

RUNNING = 0.3
"""Share of the lines of each side with a mark of a sentence (`，。；`); names of units in a table have none."""

ALONE = 0.8
"""Share of the lines that have no other gap; rows of a table with three columns have two."""

SIMILAR = 0.7
"""Width of the narrower column as a share of the other's."""

SENTENCE = re.compile("[，。；]")

MIDDLE = (0.3, 0.7)
"""Where the gutter may be, as a share of the width of the text."""

Chars = list[dict[str, Any]]
Gap = tuple[float, float]
Gapped = tuple[float, float, float, list[Gap]]


def set_in_columns(chars: Chars) -> list[PdfLine]:
    """The lines of a page from top to bottom; where two columns are proved, those of the left one first.

    Lines of columns have `band` (the top of the stretch that is set so) and `column` 0 or 1; those of the right one are
    moved to where the left one begins, so that both have the same margins."""
    groups = line_groups(chars)
    gapped = [_gaps(group) for group in groups]
    out: list[PdfLine] = []
    at = 0
    while at < len(groups):
        gutter, end = _stretch(groups, gapped, at)
        if gutter is None:
            line = make_line(groups[at])
            out.extend([line] if line is not None else [])
            at += 1
            continue
        out += _columns(groups[at:end], gutter)
        at = end
    return out


def _gaps(group: Chars) -> Gapped:
    """(left, right, size, gaps) of a line: the stretches without ink wide enough for a gutter."""
    inked = sorted((c for c in group if c["text"].strip()), key=lambda c: float(c["x0"]))
    size = sorted(float(c["size"]) for c in inked)[len(inked) // 2] if inked else 0.0
    gaps = []
    right = 0.0
    for k, c in enumerate(inked):
        if k and c["x0"] - right >= MIN_GUTTER * size:
            gaps.append((right, float(c["x0"])))
        right = max(right, float(c["x1"]))
    return (float(inked[0]["x0"]) if inked else 0.0), right, size, gaps


def _stretch(groups: Sequence[Chars], gapped: Sequence[Gapped], at: int) -> tuple[Gap | None, int]:
    """The gutter of the columns that begin with a line, and where they end; (None, at) where none are proved."""
    left, right, size, gaps = gapped[at]
    for gap in gaps:
        share = ((gap[0] + gap[1]) / 2 - left) / ((right - left) or 1.0)
        if not MIDDLE[0] <= share <= MIDDLE[1]:
            continue
        gutter, both, alone, end = gap, 1, int(len(gaps) == 1), at + 1
        ends = [gap[0]]
        for a, b, here, found in gapped[at + 1 : at + MAX_LINES]:
            if not here:
                end += 1
                continue
            fitting = next((g for g in found if _meet(g, gutter, here)), None)
            if fitting is not None:
                gutter = (max(gutter[0], fitting[0]), min(gutter[1], fitting[1]))
                both += 1
                alone += len(found) == 1
                ends.append(fitting[0])
            elif b <= gutter[0] + REACHED * here and a < gutter[0]:
                gutter = (max(gutter[0], b), gutter[1])
                ends.append(b)
            elif a < gutter[1] - 0.1:
                break
            end += 1
        reached = sum(gutter[0] - x <= REACHED * size for x in ends)
        proved = both >= MIN_LINES and reached >= FULL * len(ends) and alone >= ALONE * both
        if proved and _are_columns(groups[at:end], gutter):
            return gutter, end
    return None, at


def _meet(a: Gap, b: Gap, size: float) -> bool:
    return min(a[1], b[1]) - max(a[0], b[0]) >= 0.8 * size


def _are_columns(groups: Sequence[Chars], gutter: Gap) -> bool:
    """Whether both sides of a gap are running text of about one width."""
    widths = []
    for lines in _sides(groups, gutter):
        if sum(bool(SENTENCE.search(line.text)) for line in lines) < RUNNING * len(lines) or not lines:
            return False
        widths.append(max(line.x1 for line in lines) - min(line.x0 for line in lines))
    return min(widths) >= SIMILAR * max(widths)


def _columns(groups: Sequence[Chars], gutter: Gap) -> list[PdfLine]:
    sides = _sides(groups, gutter)
    band = min(line.top for lines in sides for line in lines)
    moved = min(line.x0 for line in sides[1]) - min(line.x0 for line in sides[0])
    left = [replace(line, band=band, column=0) for line in sides[0]]
    right = [replace(line, x0=line.x0 - moved, x1=line.x1 - moved, band=band, column=1) for line in sides[1]]
    return left + right


def _sides(groups: Sequence[Chars], gutter: Gap) -> tuple[list[PdfLine], list[PdfLine]]:
    """The lines left and right of a gutter."""
    middle = (gutter[0] + gutter[1]) / 2
    sides: tuple[list[PdfLine], list[PdfLine]] = ([], [])
    for group in groups:
        for side, lines in enumerate(sides):
            line = make_line([c for c in group if ((c["x0"] + c["x1"]) / 2 > middle) == bool(side)])
            if line is not None:
                lines.append(line)
    return sides
