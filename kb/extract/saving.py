"""Writing files so that what somebody filled in is never lost.

Each folder has a list of what was written there (`.kb-written.json`: name → digests). A file that still has its digest
is replaced without asking; any other was changed by a person and is refused, or kept as a copy where force is given.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from kb.problems import KbError, reason
from kb.store.exchange import claimed

RECORD = ".kb-written.json"
_LOCK = ".kb.lock"
_ASIDE = re.compile(r"\..{1,40}\.\d+\.tmp")


class FileChanged(KbError):
    """A file of that name was changed by a person; it may have been filled in."""


def save(path: Path, content: bytes, *, force: bool = False) -> tuple[Path, ...]:
    """Write one file: see save_all."""
    return save_all([(path, content)], force=force)


def save_all(files: Sequence[tuple[Path, bytes]], *, force: bool = False) -> tuple[Path, ...]:
    """Write each file whole or not at all; return the copies kept of files that a person had changed.

    force False: raises FileChanged, and writes none, where any of them was changed.
    """
    written = {folder: _read_record(folder) for folder in {p.parent for p, _ in files}}
    changed = [p for p, content in files if _was_changed(p, content, written[p.parent])]
    if changed and not force:
        raise FileChanged(_refusal(changed, several=len(files) > 1))
    # Both digests are listed before anything is written: a run cut short leaves no file that nobody knows.
    for path, content in files:
        known = {*written[path.parent].get(path.name, "").split(), _digest(content)}
        written[path.parent][path.name] = " ".join(sorted(known))
    for folder, names in written.items():
        _write_record(folder, names)
    copies: list[Path] = []
    for path, content in files:
        kept = _set_aside(path) if path in changed else None
        try:
            if not (path.exists() and path.read_bytes() == content):
                _put(path, content)
        except (KbError, OSError):
            if kept is not None:
                os.replace(kept, path)
            raise
        copies += [kept] if kept is not None else []
        written[path.parent][path.name] = _digest(content)
    for folder, names in written.items():
        _write_record(folder, names)
    return tuple(copies)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Write into the folder with no other kb doing so, after clearing what a run cut short has left half written.

    Raises KbError where the folder can't be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with claimed(folder / _LOCK):
            for path in folder.glob(".*.tmp"):
                if _ASIDE.fullmatch(path.name):
                    path.unlink(missing_ok=True)
            yield
    except OSError as error:
        named = Path(error.filename) if isinstance(error.filename, str) else folder
        raise KbError(f"{folder if named.name == _LOCK else named} 写不了（{reason(error)}）。") from error


def _was_changed(path: Path, content: bytes, written: dict[str, str]) -> bool:
    if not path.exists():
        return False
    now = path.read_bytes()
    return now != content and _digest(now) not in written.get(path.name, "").split()


def _refusal(changed: list[Path], *, several: bool) -> str:
    told = "、".join(p.name for p in changed[:3]) + (" 等" if len(changed) > 3 else "")
    what = (
        f"{changed[0]} 已存在，有人改过（可能填写过）。"
        if len(changed) == 1
        else f"{changed[0].parent} 里有 {len(changed)} 个文件已存在，有人改过（可能填写过）：{told}。"
    )
    none = "一个文件也没有写。" if several else ""
    return f"{what}{none}要写新的请加 --force（改过的另存一份，名称加“旧”），或用 --out 写到别处。"


def _set_aside(path: Path) -> Path:
    """Keep a changed file under a name of its own: “区卫健委-职责清单（旧）.docx”, then “（旧2）”."""
    n = 1
    while True:
        mark = "（旧）" if n == 1 else f"（旧{n}）"
        kept = path.with_name(f"{path.stem}{mark}{path.suffix}")
        if not kept.exists():
            break
        n += 1
    try:
        os.replace(path, kept)
    except OSError as error:
        raise KbError(f"{path} 不能另存（{reason(error)}），没有写。") from error
    return kept


def _put(path: Path, content: bytes) -> None:
    aside = path.with_name(f".{path.name[:40]}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
        os.replace(aside, path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise KbError(f"{path} 写不了（{reason(error)}）。") from error


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _read_record(folder: Path) -> dict[str, str]:
    """Return what was written in a folder; nothing where the list is absent or unreadable."""
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}


def _write_record(folder: Path, names: dict[str, str]) -> None:
    """Where the list can't be written, the next run asks."""
    content = (json.dumps(dict(sorted(names.items())), ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    with suppress(KbError, OSError):
        if not (folder / RECORD).is_file() or (folder / RECORD).read_bytes() != content:
            _put(folder / RECORD, content)
