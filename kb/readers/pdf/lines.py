"""Characters of a PDF page gathered into lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kb.readers.flow import clean

WIDE_GAP = 0.9
"""Of the type size: a gap between two characters that is a space; justified Chinese spreads by up to 0.4."""

WORD_GAP = 0.2
"""The same between two Latin letters or digits."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of type. Positions in points from the top left; size: of most of its characters.

    band: where the columns begin that it is set in, None where it is not; column: 0 for the left one, 1 for the right."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    band: float | None = None
    column: int = 0


@dataclass(frozen=True, slots=True)
class PdfTable:
    """A ruled table; None where a cell is merged away. edges: where its cells begin, in whole points.
    spare: room right of the last line of each cell of the last row, in type sizes. downward: whether the first and the
    last cell of the first column hold a word set one letter below the other that fills them up to the table's edge."""

    rows: tuple[tuple[str | None, ...], ...]
    x0: float
    x1: float
    top: float
    bottom: float
    edges: tuple[int, ...]
    spare: tuple[float, ...]
    downward: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page. frames: boxes drawn around text that are no tables. pictures: how many may hold words that were not read.
    beyond: it has more drawn lines than any table, so none was looked for."""

    number: int
    height: float
    lines: tuple[PdfLine, ...]
    tables: tuple[PdfTable, ...]
    frames: tuple[Box, ...]
    pictures: int = 0
    beyond: bool = False


def gather_lines(chars: Iterable[dict[str, Any]]) -> list[PdfLine]:
    """Lines from top to bottom, each from left to right."""
    return [line for group in line_groups(chars) if (line := make_line(group)) is not None]


def line_groups(chars: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The characters of each line, from top to bottom. Characters belong to one line where the middle of one lies within
    the height of the other (raised and lowered ones do)."""
    groups: list[list[dict[str, Any]]] = []
    top = bottom = 0.0
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if groups and (top <= middle <= bottom):
            groups[-1].append(char)
            if char["bottom"] - char["top"] > bottom - top:
                top, bottom = char["top"], char["bottom"]
        else:
            groups.append([char])
            top, bottom = char["top"], char["bottom"]
    return groups


def make_line(group: list[dict[str, Any]]) -> PdfLine | None:
    """One line of its characters; spaces where they are set and where the gaps are wide; None without ink."""
    spaced = sorted(group, key=lambda c: float(c["x0"]))
    group = [c for c in spaced if c["text"].strip()]
    if not group:
        return None
    sizes = sorted(float(c["size"]) for c in group)
    size = sizes[len(sizes) // 2] or 1.0
    out: list[str] = []
    last: dict[str, Any] | None = None
    for char in spaced:
        if not char["text"].strip():
            out.append(" " if out and out[-1] != " " else "")
            continue
        if last is not None and out[-1] not in ("", " "):
            gap = char["x0"] - last["x1"]
            latin = is_latin(last["text"][-1]) and is_latin(char["text"][0])
            if gap > (WORD_GAP if latin else WIDE_GAP) * size:
                out.append(" ")
        out.append(char["text"])
        last = char
    return PdfLine(
        clean("".join(out)).replace("\n", " "),
        min(c["x0"] for c in group),
        max(c["x1"] for c in group),
        min(c["top"] for c in group),
        max(c["bottom"] for c in group),
        size,
    )


def is_latin(ch: str) -> bool:
    return ch.isascii() and ch.isalnum()


def join(before: str, after: str) -> str:
    """Two parts of a wrapped line as one: a space only between Latin words."""
    if before and after and is_latin(before[-1]) and is_latin(after[0]) and not after[0].isdecimal():
        return f"{before} {after}"
    return before + after
