"""A document as read: its text, the lines and tables in it, and what was left out of it.

Codes of the problems readers raise as DocumentError (none of them leaves half a document)
or return in `Source.problems`: kb.codes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.codes import refuse
from kb.model import Repair
from kb.problems import DocumentError, Problem
from kb.readers.names import shown_name


@dataclass(frozen=True, slots=True)
class Line:
    """A line or paragraph of the text without its newline: `text[start:end]`, on line `number` (1-based)."""

    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: `text[start:end]`, which may contain newlines; empty (start == end) where merged away.

    merged: it is one with the cell above it, so that what is there holds for this row too. A cell that is empty
    because its left neighbour spans it, or because nothing is in it, is not.
    """

    start: int
    end: int
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: every row has the same number of cells."""

    rows: tuple[tuple[GridCell, ...], ...]


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class Source:
    """A document as read.

    name: the file's name. text: what source.txt holds, newlines as they are. blocks: in the order of the
    text; every ink character of it is in exactly one block or one dropping repair. original: the file's
    bytes, None where the file already is this text as UTF-8. suffix: of the format the bytes are in
    (".docx"), whatever the file was called. problems: what the reader could not read or was unsure of.
    """

    name: str
    text: str
    blocks: tuple[Block, ...]
    repairs: tuple[Repair, ...] = ()
    original: bytes | None = None
    suffix: str = ".txt"
    problems: tuple[Problem, ...] = ()


def split_lines(text: str) -> Iterator[Line]:
    """The lines of a text, empty ones included; `\\n`, `\\r\\n` and `\\r` end a line, as in `kb.spans.Lines`.

    A newline at the very end of the text is not followed by one more empty line.
    """
    at, number, size = 0, 1, len(text)
    carriage = text.find("\r")
    while at < size:
        end = text.find("\n", at)
        if 0 <= carriage < at:
            carriage = text.find("\r", at)
        if carriage >= 0 and (end < 0 or carriage < end):
            end = carriage
            after = end + 2 if text.startswith("\n", end + 1) else end + 1
        elif end < 0:
            end = after = size
        else:
            after = end + 1
        yield Line(at, end, number)
        at, number = after, number + 1


def refusal(path: Path, code: str, message: str, hint: str, excerpt: str = "") -> DocumentError:
    """The error for a document that can't be taken: what is wrong with it and what to do about it."""
    return refuse(code, shown_name(str(path)), message=message, excerpt=excerpt, hint=hint)
