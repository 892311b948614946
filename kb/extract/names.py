"""File names that every system takes: stable, readable, safe on Windows (区卫健委-职责清单.docx)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256

# Forbidden on Windows, and the separators of all systems, with what reads the same way.
_SIGNS = str.maketrans({
    "<": "＜", ">": "＞", ":": "：", '"': "＂", "/": "／", "\\": "＼", "|": "｜", "?": "？", "*": "＊",
})  # fmt: skip
_DEVICE = re.compile(r"^(?:con|prn|aux|nul|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
# Bytes of UTF-8 that leave room for “-职责清单.docx” in a name of 255; characters for Windows's path of 260.
_BYTES, _CHARACTERS = 180, 60


def safe_name(text: str) -> str:
    """A name as a file's: NFC, no separators or controls, no device (CON), no dot or blank at the end.

    >>> safe_name("村（居）民委员会/社区 ")
    '村（居）民委员会／社区'
    """
    name = unicodedata.normalize("NFC", text).translate(_SIGNS)
    name = "".join(" " if ch.isspace() else ch for ch in name if ch.isspace() or ch.isprintable())
    name = re.sub(r" {2,}", " ", name).strip(" ").rstrip(". ")
    if name.startswith("."):
        name = "_" + name
    if len(name) > _CHARACTERS or len(name.encode()) > _BYTES:
        name = _cut(name) + _mark(text)
    if not name or _DEVICE.match(name):
        name = f"_{name}" if name else f"_{_mark(text)[1:]}"
    return name


def file_stems(names: Iterable[str]) -> dict[str, str]:
    """A file stem for every name; those that would meet on a system blind to case get a mark of their own.

    The mark depends on the name alone, so a stem stays the same while others come and go, but for those it
    would meet.
    """
    stems = {name: safe_name(name) for name in dict.fromkeys(names)}
    met: dict[str, int] = {}
    for stem in stems.values():
        met[_fold(stem)] = met.get(_fold(stem), 0) + 1
    return {n: s if met[_fold(s)] == 1 else s + _mark(n) for n, s in stems.items()}


def _fold(stem: str) -> str:
    return unicodedata.normalize("NFKC", stem).casefold()


def _mark(text: str) -> str:
    return "-" + sha256(text.encode("utf-8", "replace")).hexdigest()[:6]


def _cut(name: str) -> str:
    out = name[:_CHARACTERS]
    while len(out.encode()) > _BYTES:
        out = out[:-1]
    return out.rstrip(". ")
