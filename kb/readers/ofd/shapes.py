"""What a page of an OFD document draws: ruled lines and pictures. Source: GB/T 33190-2016, 9 (图形) and 10 (图像).

Coordinates are millimetres from the top left; here they become points, as in a PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from kb.readers.pdf.lines import Box

POINTS = 72 / 25.4
"""Points in a millimetre."""

STRAIGHT = 0.5
"""Points by which a ruling may lean."""

TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+(?:[eE]-?\d+)?")
ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""How many numbers each command of an AbbreviatedData takes; the last two are where it ends."""

Affine = tuple[float, float, float, float, float, float]


def numbers(text: str | None, count: int) -> list[float] | None:
    """The numbers of an attribute (`10 20 30 40`); None where it has not as many, or endless ones."""
    found = re.findall(r"-?\d*\.?\d+(?:[eE]-?\d{1,2})?", text or "")
    values = [float(x) for x in found]
    return values if len(values) == count and all(abs(x) < 1e6 for x in values) else None


def pictures(root: Element) -> list[Box]:
    """The boxes of the pictures on a page."""
    out = []
    for el in root.iter("ImageObject"):
        box = numbers(el.get("Boundary"), 4)
        if box is not None:
            x, y, width, height = (n * POINTS for n in box)
            out.append((x, y, x + width, y + height))
    return out


def rulings(root: Element, limit: int) -> tuple[list[dict[str, Any]], bool]:
    """(edges, all): the straight lines of a page as edges (kb.readers.pdf.rulings); all: there were no more than limit."""
    out: list[dict[str, Any]] = []
    for el in root.iter("PathObject"):
        box = numbers(el.get("Boundary"), 4)
        data = el.find("AbbreviatedData")
        if box is None or data is None or el.get("Visible", "true") == "false":
            continue
        matrix = numbers(el.get("CTM"), 6) or [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
        a, b, c, d, e, f = matrix
        for (x1, y1), (x2, y2) in segments(data.text or ""):
            ends = [
                ((a * x + c * y + e + box[0]) * POINTS, (b * x + d * y + f + box[1]) * POINTS)
                for x, y in ((x1, y1), (x2, y2))
            ]
            edge = edge_of(*ends)
            if edge is not None:
                out.append(edge)
            if len(out) > limit:
                return out, False
    return out, True


def segments(path: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight parts of a path: `M 0 0 L 100 0 L 100 50 C`."""
    at = start = (0.0, 0.0)
    command = ""
    held: list[float] = []
    for token in TOKEN.findall(path):
        if token.isalpha():
            command, held = token, []
            if command == "C" and at != start:
                yield at, start
                at = start
            continue
        held.append(float(token))
        if len(held) < ARGUMENTS.get(command, 2):
            continue
        end = (held[-2], held[-1]) if len(held) > 1 else at
        if command == "L":
            yield at, end
        elif command in ("M", "S"):
            start = end
        at, held = end, []


def edge_of(a: tuple[float, float], b: tuple[float, float]) -> dict[str, Any] | None:
    """A line across or down the page; None for any other."""
    (x0, x1), (top, bottom) = sorted((a[0], b[0])), sorted((a[1], b[1]))
    across, down = bottom - top <= STRAIGHT, x1 - x0 <= STRAIGHT
    if across == down:
        return None
    return {
        "object_type": "line", "orientation": "h" if across else "v", "x0": x0, "x1": x1, "top": top, "bottom": bottom,
        "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip
