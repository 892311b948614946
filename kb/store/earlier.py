"""The generation that a build can take unchanged plans from: made by the same program."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.store.manifest import file_fault, read_manifest
from kb.store.schema import FILE_NAME
from kb.store.swap import generations, in_use

ENTRIES = ("entries.units", "entries.topics")
"""Keys of meta that hold the units and topics a base was built with."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """folder: the generation. plans: those in it that are as they are now. gone: how many of its plans there are no
    longer. files: its manifest's entries. entries: units and topics that it was built with, as
    kb.pipeline.touched.entries_text gives them."""

    folder: Path
    plans: frozenset[str]
    gone: int
    files: Mapping[str, dict[str, Any]]
    entries: tuple[str, str]

    def bring(self, part: str, into: Path) -> dict[str, dict[str, Any]] | None:
        """Copy a folder of the generation to the same place in another; the manifest's entries of its files.

        None, with nothing left there, where a file is not as it was sealed. Raises OSError.
        """
        due = {name: entry for name, entry in self.files.items() if name.startswith(part + "/")}
        try:
            shutil.copytree(self.folder / part, into / part, copy_function=shutil.copyfile)
        except (FileNotFoundError, shutil.Error):
            shutil.rmtree(into / part, ignore_errors=True)
            return None
        copied = {p.relative_to(into).as_posix() for p in (into / part).rglob("*") if p.is_file()}
        if not due or copied != due.keys() or any(file_fault(into / name, due[name]) for name in due):
            shutil.rmtree(into / part)
            return None
        return due


def find_earlier(root: Path, program: str, plans: Iterable[tuple[str, str]]) -> Earlier | None:
    """The generation with most plans of these digests; None where none has any, or all that do are damaged."""
    now = dict(plans)
    current = in_use(root)
    found: list[Earlier] = []
    for folder in sorted(generations(root), key=lambda p: (p.name != current, p.name)):
        meta = _read_meta(folder)
        if meta.get("program") != program or not all(key in meta for key in ENTRIES):
            continue
        had = {key.removeprefix("plan."): value for key, value in meta.items() if key.startswith("plan.")}
        same = frozenset(plan for plan, digest in had.items() if now.get(plan) == digest)
        files = _sound_files(folder) if same else None
        if files is not None:
            entries = (meta[ENTRIES[0]], meta[ENTRIES[1]])
            found.append(Earlier(folder, same, len(had.keys() - now.keys()), files, entries))
    return max(found, key=lambda e: len(e.plans), default=None)


def _read_meta(folder: Path) -> dict[str, str]:
    """The base's table meta; empty where it can't be read."""
    try:
        uri = (folder / FILE_NAME).resolve().as_uri() + "?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as db:
            return dict(db.execute("SELECT key, value FROM meta"))
    except (sqlite3.Error, OSError):
        return {}


def _sound_files(folder: Path) -> dict[str, dict[str, Any]] | None:
    """The manifest's entries; None where the base is damaged. Files of the index are looked at once copied."""
    try:
        files: dict[str, dict[str, Any]] = read_manifest(folder)["files"]
    except (OSError, ValueError):
        return None
    return None if file_fault(folder / FILE_NAME, files.get(FILE_NAME)) else files
