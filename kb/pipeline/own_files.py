"""Refuse files that the program wrote itself: a returned 职责清单 is no plan."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from kb.codes import refuse
from kb.words.own_files import OWN_CATEGORY, OWN_CREATOR, OWN_MARK

_CORE = "docProps/core.xml"
_MOST = 1 << 16  # bytes of properties; ours have under 2000
_MESSAGE = "这是谁管写出的职责清单或责任分工表，不是规划"
_HINT = "请导入规划正文；填好的清单留作填报材料。要改单位的分工，请写进该规划的 duties.csv（见 docs/duties-csv.md）"


def refuse_own_file(path: Path) -> None:
    """Raise DocumentError for a Word file or workbook whose properties say that the program wrote it."""
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo(_CORE)
            core = archive.read(info).decode("utf-8", "replace") if info.file_size <= _MOST else ""
    except (OSError, KeyError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile, EOFError):
        return  # no such file or property: the readers say what is wrong with it
    said = {
        name: m[1]
        for name in ("creator", "category")
        if (m := re.search(rf"<(?:\w+:)?{name}(?:\s[^>]*)?>([^<]*)<", core))
    }
    if said.get("creator") == OWN_CREATOR and said.get("category") == OWN_CATEGORY:
        raise refuse("KB102", str(path), message=_MESSAGE, hint=_HINT)


def refuse_own_text(path: Path, text: str) -> None:
    """Raise DocumentError for a text that has the closing note of an extract: Markdown, web page, PDF, a copy."""
    if OWN_MARK in re.sub(r"\s", "", text):
        raise refuse("KB102", str(path), message=_MESSAGE, hint=_HINT)
