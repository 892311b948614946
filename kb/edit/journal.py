"""Who changed what when: corpus/history.jsonl, one JSON object a line, appended only.

{"no": 12, "when": "2026-03-05T09:12:00+08:00", "who": "张三", "what": "“…”改为标题", "file": "x/plan.md", "before": sha256,
 "after": sha256, "at": 54, "old": ["…"], "new": ["…"], "undoes": 0}

An entry is written before its file is. A run that ends between the two leaves an entry whose `after` never was: it is
told from the file's digest and left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kb.edit.change import Change
from kb.problems import KbError, reason

HISTORY_FILE = "history.jsonl"
ABSENT = ""
"""Digest of a file that there is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change. no: from 1. when: ISO time with its zone. file: from the corpus, with "/", "" for what changed no
    file (a publication). before, after: digests of the file, "" where there is none. undoes: number of the entry that
    this one takes back, 0 for none. outside: the file had changed elsewhere since the entry before."""

    no: int
    when: str
    who: str
    what: str
    file: str = ""
    before: str = ABSENT
    after: str = ABSENT
    at: int = 0
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    undoes: int = 0
    outside: bool = False

    @property
    def change(self) -> Change:
        return Change(self.at, self.old, self.new)


def append(path: Path, entry: Entry) -> Entry:
    """Write an entry at the end of a history and return it with its number. Raises KbError."""
    try:
        text = path.read_bytes() if path.exists() else b""
        whole = text[: text.rfind(b"\n") + 1]
        entry = replace(entry, no=whole.count(b"\n") + 1)
        row = {k: v for k, v in asdict(entry).items() if v or k in ("no", "when", "who", "what")}
        row.pop("outside", None)
        with open(path, "r+b" if path.exists() else "wb") as f:
            f.truncate(len(whole))  # a line that a power cut broke off
            f.seek(len(whole))
            f.write((json.dumps(row, ensure_ascii=False) + "\n").encode())
            f.flush()
            os.fsync(f.fileno())
    except OSError as error:
        raise KbError(f"修改记录 {path} 写不了（{reason(error)}），没有改任何文件。") from error
    return entry


def read(path: Path) -> tuple[Entry, ...]:
    """Return all entries as they were written. A line that cannot be read counts and says so. Raises KbError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise KbError(f"修改记录 {path} 读不出（{reason(error)}）。") from error
    lines = data[: data.rfind(b"\n") + 1].decode("utf-8", "replace").split("\n")[:-1]
    return tuple(_entry(no, line) for no, line in enumerate(lines, 1))


def _entry(no: int, line: str) -> Entry:
    try:
        row = json.loads(line)
        when, who, what, file, before, after = (
            str(row.get(k, "")) for k in ("when", "who", "what", "file", "before", "after")
        )
        old, new = (tuple(map(str, row.get(k, ()))) for k in ("old", "new"))
        return Entry(
            no=no, when=when, who=who, what=what, file=file, before=before, after=after, at=int(row.get("at", 0)),
            old=old, new=new, undoes=int(row.get("undoes", 0)),
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Entry(no=no, when="", who="", what="这一行记录已损坏，读不出")


def settled(entries: Iterable[Entry], now: dict[str, str]) -> tuple[Entry, ...]:
    """Return the entries that took effect, in order. now: the digest of each file as it is.

    An entry did not where the next one of its file, or the file itself, still has what it was before.
    """
    out: list[Entry] = []
    following: dict[str, str] = dict(now)
    for entry in reversed(tuple(entries)):
        if entry.file:
            nxt = following.get(entry.file, ABSENT)
            if nxt == entry.before and entry.before != entry.after:
                continue
            if out and nxt != entry.after:
                out = _marked(out, entry.file)
            following[entry.file] = entry.before
        out.append(entry)
    return tuple(reversed(out))


def _marked(later: list[Entry], file: str) -> list[Entry]:
    """Mark the entry of a file that comes next: the file changed elsewhere before it."""
    for k in range(len(later) - 1, -1, -1):
        if later[k].file == file:
            return [*later[:k], replace(later[k], outside=True), *later[k + 1 :]]
    return later
