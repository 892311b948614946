"""A unit's duties as a document people can send: gathered once (content), written in several formats (files).

`write_extracts(base, folder, formats)` writes every unit's; `gather_sheet(base, name)` with `render(sheet, format)`
one unit's.
"""

from __future__ import annotations

from kb.extract.content import Gathering, gather_sheet
from kb.extract.files import (
    FORMATS,
    TEXT_FORMATS,
    Options,
    Written,
    file_names,
    render,
    write_all,
    write_extracts,
)
from kb.extract.office import OfficeMissing
from kb.extract.saving import FileChanged, save, save_all
from kb.extract.sheet import ALL_BASES, DEFAULT_BASES, Sheet

__all__ = [
    "ALL_BASES",
    "DEFAULT_BASES",
    "FORMATS",
    "TEXT_FORMATS",
    "FileChanged",
    "Gathering",
    "OfficeMissing",
    "Options",
    "Sheet",
    "Written",
    "file_names",
    "gather_sheet",
    "render",
    "save",
    "save_all",
    "write_all",
    "write_extracts",
]
