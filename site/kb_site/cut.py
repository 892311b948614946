"""Sections of rows cut into pages of a bounded weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

MOST = 19_000
"""Bytes of HTML that the rows of one page may take, with the head and the foot some 28 KB."""


class Weighed(Protocol):
    """A row that knows about how many bytes of HTML it takes."""

    @property
    def weight(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows below one heading. total: how many there are on all pages. continued: whether an earlier page began it."""

    key: str
    title: str
    rows: Sequence[Weighed]
    total: int = 0
    note: str = ""
    continued: bool = False


def cut(sections: Sequence[Section], most: int = MOST) -> tuple[tuple[Section, ...], ...]:
    """Return the sections page by page, one page at least; a section goes on where a page ends in it."""
    pages: list[list[Section]] = [[]]
    left = most
    for section in sections:
        begun: list[Weighed] = []
        continued = False
        for row in section.rows:
            if row.weight > left and (begun or pages[-1]):
                if begun:
                    pages[-1].append(
                        replace(section, rows=begun, total=len(section.rows), continued=continued)
                    )
                    continued = True
                pages.append([])
                begun, left = [], most
            begun.append(row)
            left -= row.weight
        if begun:
            pages[-1].append(replace(section, rows=begun, total=len(section.rows), continued=continued))
    return tuple(map(tuple, pages))
