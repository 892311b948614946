"""Traditional characters and their simplified forms, one character to one (OpenCC's table, `vendor/`)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "vendor" / "TSCharacters.txt"


def read_traditional(path: Path | None = None) -> dict[str, str]:
    """Return traditional character → its usual simplified one: 託 → 托. For search, which may over-return."""
    return {written: forms[0] for written, forms in _rows(path or TABLE) if forms[0] != written}


@lru_cache(maxsize=1)
def only_traditional() -> dict[str, str]:
    """Return the pairs whose written character is no simplified one as well: 單 → 单; 乾 (乾县), 於 (於陵) stay."""
    return {written: forms[0] for written, forms in _rows(TABLE) if written not in forms}


def _rows(path: Path) -> list[tuple[str, list[str]]]:
    out: list[tuple[str, list[str]]] = []
    for line in path.read_text("utf-8").splitlines():
        written, _, simplified = line.partition("\t")
        forms = [form for form in simplified.split(" ") if len(form) == 1]
        if len(written) == 1 and forms:
            out.append((written, forms))
    return out
