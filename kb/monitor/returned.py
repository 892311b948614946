"""A return as read, whatever its format: whose it is and what each row and field holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from kb.problems import KbError


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a cell holds. text: as it shows. number: where it is one. percent: shown as a per cent (0.031 as 3.1%).
    failed: a formula without a result. place: “指标!I7”, or the tag of a content control."""

    text: str
    number: float | None = None
    percent: bool = False
    failed: bool = False
    place: str = ""


@dataclass(slots=True)
class Grid:
    """A sheet. rows: row → column → cell, from 1; empty cells are left out."""

    name: str
    rows: dict[int, dict[int, Given]] = field(default_factory=dict)


EMPTY = Given(text="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedRow:
    """A row of a sheet. id: from its 编号, or proposed by its words where matched is True. cells: key → cell."""

    sheet: str
    id: str
    place: str
    cells: dict[str, Given]
    matched: bool = False

    def get(self, key: str) -> Given:
        return self.cells.get(key, EMPTY)

    def text(self, key: str) -> str:
        return self.get(key).text


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A whole return. name: of the file. locks: id → key → mark of the locked cell (kb.monitor.form.lock).
    known: whether plan, year and unit come from the form's own hidden sheet or properties. version: of the form, 0 unknown.
    signed: key of fields.SIGNED → what the cover says. remarks: rows of 问题和建议."""

    name: str
    digest: str
    plan: str
    year: int
    unit: str
    version: int
    rows: tuple[ReturnedRow, ...]
    locks: dict[str, dict[str, str]]
    signed: dict[str, str]
    remarks: tuple[ReturnedRow, ...] = ()
    known: bool = True


class Refused(KbError):
    """A file that is no return of this round; the message says whose it is, or that it cannot be known."""
