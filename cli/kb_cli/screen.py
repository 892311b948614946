"""What the command line writes: styled lines laid out by display width, tables, JSON.

Everything that comes out of a document passes `visible` on its way: no control character reaches a terminal.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Sequence
from typing import Any, TextIO

import click

from kb.answer.json_text import CONTROLS, to_json
from kb.problems import reason
from kb_cli.width import breaks, clip, columns_for, text_width

Part = str | tuple[str, str]
"""A piece of a line: plain text, or text and the name of its style, with “!” where no line may end inside it."""

STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True},
    "unit": {"bold": True, "fg": "cyan"},
    "assigned": {"fg": "green"},
    "named": {"fg": "yellow"},
    "related": {"fg": "blue"},
    "object": {"dim": True},
    "cite": {"fg": "magenta"},
    "dim": {"dim": True},
    "mark": {"bold": True, "underline": True},
    "target": {"bold": True},
    "warn": {"fg": "yellow"},
    "error": {"fg": "red", "bold": True},
}
MEASURE = 100  # columns of a text that reads well; wider terminals keep a margin
_BLANK = re.compile(r"[\t\n]+")


class ReaderGone(Exception):
    """Whoever read standard output has closed it."""


class OutputFailed(Exception):
    """Standard output cannot be written: a full disk. `str(e)` is the system's reason in Chinese."""


def visible(text: str) -> str:
    """The text with control characters shown as “�” and line breaks and tabs as a blank."""
    return CONTROLS.sub("\ufffd", _BLANK.sub(" ", text))


def wants_colour(stream: TextIO) -> bool:
    """FORCE_COLOR and NO_COLOR first, then whether a terminal that knows colours reads along."""
    if os.environ.get("NO_COLOR"):
        return False
    force = os.environ.get("FORCE_COLOR", "")
    if force:
        return force != "0"
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def line_width(stream: TextIO) -> int | None:
    """Columns to lay lines out in; None (no breaking: others read it line by line) where no terminal reads."""
    named = os.environ.get("COLUMNS", "")
    if named.isdecimal() and int(named) > 0:
        return min(int(named), MEASURE)
    if not stream.isatty():
        return None
    return min(max(20, shutil.get_terminal_size().columns), MEASURE)


def use_utf8() -> None:
    """Write UTF-8 whatever the locale says; what cannot be encoded is escaped instead of raising.

    Under PYTHONUNBUFFERED standard output has no buffer, and what a full disk does not take of a text is lost without
    an error: 64 KB of 400 KB were written. Such a stream gets a buffer, which says so.
    """
    raw = getattr(sys.stdout, "buffer", None)
    if isinstance(raw, io.RawIOBase):
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(raw), line_buffering=True)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            newline = {} if stream.isatty() else {"newline": "\n"}
            reconfigure(encoding="utf-8", errors="backslashreplace", **newline)


class Screen:
    """Standard output as a page. width: None breaks no lines."""

    def __init__(self, colour: bool | None = None, width: int | None = None) -> None:
        self.colour = wants_colour(sys.stdout) if colour is None else colour
        self.width = width if width is not None else line_width(sys.stdout)

    def put(self, *parts: Part, indent: int = 0, hang: int | None = None) -> int:
        """One paragraph: broken into lines by display width, the first `indent` columns in, the others `hang`.

        Return how many lines it takes."""
        hang = indent if hang is None else hang
        pieces, ranges = self._laid(parts, indent, hang)
        for place, (start, end) in enumerate(ranges):
            margin = " " * (hang if place else indent) if end > start else ""
            self._write(margin + self._styled(pieces, start, end))
        return len(ranges)

    def height(self, *parts: Part, indent: int = 0, hang: int | None = None) -> int:
        """Return how many lines a paragraph would take."""
        return len(self._laid(parts, indent, indent if hang is None else hang)[1])

    def _laid(
        self, parts: Sequence[Part], indent: int, hang: int
    ) -> tuple[list[tuple[str, str]], list[tuple[int, int]]]:
        """The pieces of a paragraph with their styles, and where its lines begin and end."""
        pieces = [(visible(p), "") if isinstance(p, str) else (visible(p[0]), p[1]) for p in parts]
        text = "".join(piece for piece, _ in pieces)
        whole: set[int] = set()
        at = 0
        for n, (piece, style) in enumerate(pieces):
            if style.endswith("!"):
                pieces[n] = (piece, style[:-1])
                blank = len(piece) - len(piece.lstrip(" "))
                whole.update(range(at + blank + 1, at + len(piece)))
            at += len(piece)
        ranges = [(0, len(text))]
        if self.width is not None:
            ranges = breaks(text, self.width - indent, self.width - hang, frozenset(whole))
        return pieces, ranges

    def gap(self) -> None:
        self._write("")

    def raw(self, text: str) -> None:
        """Text as it is: JSON, CSV, a file's content."""
        _echo(text, False)

    def fields(self, row: Sequence[str]) -> None:
        """One record a line, its fields parted by tabs: for cut, sort and awk."""
        self._write("\t".join(visible(field) for field in row))

    def json(self, value: Any) -> None:
        self.raw(to_json(value))

    def table(self, head: Sequence[str], rows: Sequence[Sequence[Part]], right: Sequence[int] = ()) -> None:
        """Columns two blanks apart; the last is clipped to the width. right: columns aligned right."""
        texts = [[visible(c if isinstance(c, str) else c[0]) for c in row] for row in rows]
        wide = columns_for([list(head), *texts])
        if self.width is not None:
            wide[-1] = max(8, min(wide[-1], self.width - sum(wide[:-1]) - 2 * (len(wide) - 1)))
        self._write(self._row([(h, "dim") for h in head], wide, right))
        for row in rows:
            self._write(self._row(row, wide, right))

    def _row(self, cells: Sequence[Part], wide: Sequence[int], right: Sequence[int]) -> str:
        out = []
        for place, (cell, width) in enumerate(zip(cells, wide, strict=True)):
            text, style = (cell, "") if isinstance(cell, str) else cell
            text = visible(text)
            if self.width is not None and place == len(wide) - 1:
                text = clip(text, width)
            blank = " " * max(0, width - text_width(text))
            shown = self._style(text, style)
            if place in right:
                out.append(blank + shown)
            else:
                out.append(shown + (blank if place < len(wide) - 1 else ""))
        return "  ".join(out).rstrip()

    def _styled(self, pieces: Sequence[tuple[str, str]], start: int, end: int) -> str:
        out = []
        at = 0
        for text, style in pieces:
            lo, hi = max(start - at, 0), min(end - at, len(text))
            if lo < hi:
                out.append(self._style(text[lo:hi], style))
            at += len(text)
        return "".join(out)

    def _style(self, text: str, style: str) -> str:
        return click.style(text, **STYLES[style]) if self.colour and style and text else text

    def _write(self, line: str) -> None:
        _echo(line + "\n", self.colour)


def _echo(text: str, colour: bool) -> None:
    try:
        click.echo(text, nl=False, color=colour)
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as error:
        raise OutputFailed(reason(error)) from error


def flush() -> None:
    """Write what standard output still holds. Raises ReaderGone, OutputFailed."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as error:
        raise OutputFailed(reason(error)) from error
