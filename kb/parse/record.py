"""import.json: what import did to a plan, and a plan's folder read back as a tree.

{"format": 1, "source": {"name", "sha256", "original", "original_sha256", "parts"}, "plan_md": sha256 as import wrote it,
 "repairs": [{"kind", "line", "start", "end", "source", "value", "reason"}], "problems": [{"code", "line", "message",
 "excerpt", "hint", "level"}], "units": [names import met that the registry lacks]}
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from kb.codes import refuse
from kb.model import Repair, Tree
from kb.parse.edits import build_edited_tree
from kb.parse.plan_md import read_plan_md
from kb.problems import Problem
from kb.spans import is_ink

FORMAT = 1
SOURCE = "source.txt"
PLAN = "plan.md"
RECORD = "import.json"


@dataclass(frozen=True, slots=True)
class Record:
    """What import.json says. original: name of the file kept next to source.txt, "" where source.txt is it.
    units: names of units met that the registry did not know. parts: ids of all the plans that the document holds, this
    one included; empty where it holds one."""

    name: str
    sha256: str
    plan_md: str
    original: str = ""
    original_sha256: str = ""
    repairs: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()
    units: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def write_record(record: Record) -> str:
    """import.json as text: one repair or problem a line, so that a change shows in a diff."""
    source: dict[str, object] = {"name": record.name, "sha256": record.sha256}
    if record.original:
        source |= {"original": record.original, "original_sha256": record.original_sha256}
    if record.parts:
        source["parts"] = list(record.parts)
    repairs = [
        {
            "kind": r.kind,
            "line": r.line,
            "start": r.start,
            "end": r.end,
            "source": r.source,
            "value": r.value,
            "reason": r.reason,
        }
        for r in record.repairs
    ]
    problems = [
        {
            "code": p.code,
            "line": p.source_line or p.line,
            "message": p.message,
            "excerpt": p.excerpt,
            "hint": p.hint,
            "level": p.level,
        }
        for p in record.problems
    ]

    def rows(items: list[dict[str, Any]]) -> str:
        return "[" + ",".join("\n    " + _shown(i) for i in items) + ("\n  ]" if items else "]")

    return (
        "{\n"
        f'  "format": {FORMAT},\n'
        f'  "source": {_shown(source)},\n'
        f'  "plan_md": "{record.plan_md}",\n'
        f'  "repairs": {rows(repairs)},\n'
        f'  "problems": {rows(problems)},\n'
        f'  "units": {_shown(list(record.units))}\n'
        "}\n"
    )


def _shown(value: object) -> str:
    """JSON with Chinese as it is and controls, zero-width characters and odd spaces as escapes."""
    return re.sub(
        r"[^\S ]|[^\w\s]",
        lambda m: m[0] if is_ink(m[0]) or m[0] == "\u3000" else json.dumps(m[0])[1:-1],
        json.dumps(value, ensure_ascii=False),
    )


def read_record(path: Path) -> Record:
    """import.json read back. Raises DocumentError where it is damaged or of another format."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        source = data["source"]
        return Record(
            _text(source["name"]),
            _text(source["sha256"]),
            _text(data["plan_md"]),
            _text(source.get("original", "")),
            _text(source.get("original_sha256", "")),
            tuple(_repair(r) for r in data["repairs"]),
            tuple(_problem(p, str(path.with_name(SOURCE))) for p in data["problems"]),
            tuple(_text(name) for name in data["units"]),
            tuple(_text(name) for name in source.get("parts", ())),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as e:
        hint = "请用 kb import 重新导入原文件，或从版本库取回这个文件"
        raise refuse("KB206", str(path), excerpt=str(e)[:60], hint=hint) from None


def _problem(row: dict[str, Any], path: str) -> Problem:
    """A doubt as it was recorded, by whatever version: its code may have left the table since."""
    code, message, excerpt, hint, level = (
        _text(row[name]) for name in ("code", "message", "excerpt", "hint", "level")
    )
    return Problem(path, _count(row["line"]), 0, code, message, excerpt, hint, level)


def _repair(row: dict[str, Any]) -> Repair:
    start, end, line = (_count(row[name]) for name in ("start", "end", "line"))
    source, value, reason = (_text(row[name]) for name in ("source", "value", "reason"))
    return Repair(_text(row["kind"]), start, end, line, source, value, reason)


def _text(value: Any) -> str:
    """A text that a file can hold. Raises TypeError, and ValueError for half a surrogate pair."""
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode()
    return value


def _count(value: Any) -> int:
    """A line or an offset. Raises TypeError, ValueError."""
    if type(value) is not int:
        raise TypeError(value)
    if not 0 <= value < 1 << 31:
        raise ValueError(value)
    return value


def as_recorded(source: str, sha256: str) -> str:
    """A source.txt with the newlines it was imported with, where a version control or an editor wrote all of them in
    the other way (CRLF); as it is where that does not make it the text of the record."""
    plain = source.replace("\r\n", "\n")
    for text in (source, plain, plain.replace("\n", "\r\n")):
        if digest(text.encode()) == sha256:
            return text
    return source


def read_plan_folder(folder: Path) -> Tree:
    """A plan's folder as a tree whose spans count in its source.txt. Raises DocumentError."""
    text, source, record = read_plan_files(folder)
    return build_edited_tree(read_plan_md(text, str(folder / PLAN)), source, record.repairs)


def read_plan_files(folder: Path) -> tuple[str, str, Record]:
    """Return plan.md, the source as it was imported, and the record. Raises DocumentError for what is gone or changed."""
    texts: dict[str, str] = {}
    for name in (SOURCE, PLAN, RECORD):
        path = folder / name
        try:
            texts[name] = path.read_bytes().decode("utf-8")
        except OSError:
            hint = "请用 kb import 重新导入原文件"
            raise refuse("KB207", str(path), message="缺少文件", hint=hint) from None
        except UnicodeDecodeError as e:
            line = path.read_bytes()[: e.start].count(b"\n") + 1
            hint = "请另存为 UTF-8 编码"
            raise refuse("KB208", str(path), line=line, hint=hint) from None
    record = read_record(folder / RECORD)
    source = texts[SOURCE]
    source = as_recorded(source, record.sha256)
    if record.sha256 != digest(source.encode()):
        hint = "原文不可改动：请取回原来的 source.txt，或用 kb import 重新导入"
        raise refuse("KB209", str(folder / SOURCE), hint=hint)
    return texts[PLAN], source, record
