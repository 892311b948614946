"""A document as read: its text, the lines and tables in it, and what was left out of it.

Codes of the problems readers raise (always as DocumentError; none of them leaves half a document):

====== ==============================================================================================
KB001  the file is not there or can't be opened
KB002  the file is larger than the limit of its format
KB003  no text in the file (empty, or white space only)
KB004  the character encoding can't be told, or bytes do not fit it
KB005  not text at all: binary data, NUL characters
KB006  an old or foreign office format (.doc, .wps, .rtf, .odt, .ofd …): save as .docx first
KB007  encrypted or protected by a password
KB008  a PDF without a text layer (scanned pages) or with one that can't be turned into characters
KB009  the packages that read this format are not installed
KB010  the file is damaged or not what its signature says
KB011  a kind of file that holds no plan (spreadsheet, slides, picture, archive)
KB012  beyond a safety limit: an archive that unpacks to too much, nesting too deep, too many cells
====== ==============================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.model import Repair
from kb.problems import DocumentError, Problem


@dataclass(frozen=True, slots=True)
class Line:
    """A line or paragraph of the text without its newline: `text[start:end]`, on line `number` (1-based)."""

    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: `text[start:end]`, which may contain newlines; empty (start == end) where merged away.

    merged: it is one with the cell above it, so that what stands there holds for this row too. A cell that is empty
    because its left neighbour spans it, or because nothing stands in it, is not.
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

    name: the file's name. text: what source.txt holds, newlines as they stand. blocks: in the order of the
    text; every ink character of it stands in exactly one block or one dropping repair. original: the file's
    bytes, None where the file already is this text as UTF-8. suffix: of the format the bytes are in
    (".docx"), whatever the file was called.
    """

    name: str
    text: str
    blocks: tuple[Block, ...]
    repairs: tuple[Repair, ...] = ()
    original: bytes | None = None
    suffix: str = ".txt"


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
    return DocumentError((Problem(str(path), 0, 0, code, message, excerpt, hint, level="error"),))
