"""Where a text is in its source: spans, pieces and texts that remember them.

Offsets are half-open character offsets into the source text (`source.txt`, decoded as UTF-8 with newlines as
they are); lines are 1-based.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import field
from functools import lru_cache

from kb.records import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the source: `source[start:end]`, first character on `line` (1-based)."""

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text that is in the source unbroken: `value[at:at + end - start] == source[start:end]`."""

    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A string and where its runs are in the source.

    Runs are in the order of the string; characters outside every run (a joining space, a recovered number) are
    not in the source. The runs are left out of equality.
    """

    value: str
    pieces: tuple[Piece, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return bool(self.value)

    def bounds(self, a: int, b: int) -> tuple[int, int] | None:
        """Source offsets (start, end) of `value[a:b]`; None where no character of it is in the source.

        With a hard wrap inside, the offsets take in the break: `source[start:end]` is the quote as printed.
        """
        start: int | None = None
        end = 0
        for p in self.pieces:
            lo, hi = max(a, p.at), min(b, p.at + p.end - p.start)
            if lo < hi:
                s, e = p.start + lo - p.at, p.start + hi - p.at
                start = s if start is None else min(start, s)
                end = max(end, e)
        return None if start is None else (start, end)

    def slice(self, a: int, b: int) -> Text:
        """`value[a:b]` with its runs."""
        out = []
        for p in self.pieces:
            lo, hi = max(a, p.at), min(b, p.at + p.end - p.start)
            if lo < hi:
                out.append(Piece(lo - a, p.start + lo - p.at, p.start + hi - p.at))
        return Text(self.value[a:b], tuple(out))

    def strip(self) -> Text:
        """Without white space at either end."""
        a = len(self.value) - len(self.value.lstrip())
        b = len(self.value.rstrip())
        return self.slice(a, max(a, b))


def join_texts(parts: list[Text], joint: str = "") -> Text:
    """One text of several, with `joint` (not in the source) between them; runs that touch are merged."""
    value: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for i, part in enumerate(parts):
        if i and joint:
            value.append(joint)
            at += len(joint)
        value.append(part.value)
        for p in part.pieces:
            q = Piece(p.at + at, p.start, p.end)
            if pieces:
                last = pieces[-1]
                if last.end == q.start and last.at + last.end - last.start == q.at:
                    pieces[-1] = Piece(last.at, last.start, q.end)
                    continue
            pieces.append(q)
        at += len(part.value)
    return Text("".join(value), tuple(pieces))


@lru_cache(maxsize=65536)
def is_control(ch: str) -> bool:
    """Whether a character is a control or format character that is no white space: BOM, zero-width, U+009B."""
    return unicodedata.category(ch) in ("Cc", "Cf") and not ch.isspace()


@lru_cache(maxsize=65536)
def is_ink(ch: str) -> bool:
    """Whether a character leaves ink: neither white space nor a control or format character (BOM, zero-width)."""
    return not ch.isspace() and not is_control(ch)


_BREAKS = re.compile(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]+")  # tabs and whatever ends a line somewhere


def without_controls(text: str) -> str:
    """A text that a person may have edited, without control and format characters (`is_control`)."""
    gone = {ord(ch): None for ch in set(text) if is_control(ch)}
    return text.translate(gone) if gone else text


def one_line(text: str) -> str:
    """A name or value as a person typed it, without controls; breaks and tabs in it are blanks, none at its ends."""
    if text.isprintable():  # neither controls nor breaks: a ledger has millions of such cells
        return text.strip()
    return _BREAKS.sub(" ", without_controls(text)).strip()


class Lines:
    """Line numbers of a source text: `Lines(source).line(offset)` is 1-based; `\\n`, `\\r\\n` and `\\r` end a line."""

    __slots__ = ("_starts",)

    def __init__(self, source: str) -> None:
        starts = [0]
        i = 0
        n = len(source)
        while i < n:
            j = source.find("\n", i)
            k = source.find("\r", i, j if j >= 0 else n)
            if k >= 0:
                i = k + 2 if source.startswith("\r\n", k) else k + 1
            elif j >= 0:
                i = j + 1
            else:
                break
            starts.append(i)
        self._starts = starts

    def line(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    def start(self, line: int) -> int:
        """Offset of the first character of a line (1-based)."""
        return self._starts[line - 1]

    def span(self, start: int, end: int) -> Span:
        return Span(start, end, self.line(start))

    def __len__(self) -> int:
        return len(self._starts)
