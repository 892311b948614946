"""One row of the table of problem codes (kb/codes.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "note"]
LEVEL_NAMES: dict[Level, str] = {"error": "错误", "warning": "问题", "note": "提示"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One row of the table.

    level: "error" (nothing is written), "warning" (look at it), "note" (worth knowing).
    title: what is said where many findings of the code are listed, without a closing mark.
    example: a message as it appears, without path and line. todo: what a person does about it.
    lasting: import alone can know it, so the base takes it over from import.json.
    """

    code: str
    level: Level
    title: str
    meaning: str
    example: str
    todo: str
    lasting: bool = False
