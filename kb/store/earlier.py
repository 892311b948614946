"""The generation that a build can take unchanged plans from: made by the same program."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kb.store.manifest import file_fault, read_manifest
from kb.store.schema import FILE_NAME
from kb.store.swap import generations, in_use

ENTRIES = ("entries.units", "entries.topics")
"""Keys of meta that hold the units and topics a base was built with."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """folder: the generation. plans: those in it that are as they are now. gone: how many of its plans there are no
    longer. entries: units and topics that it was built with, as
    kb.pipeline.touched.entries_text gives them."""

    folder: Path
    plans: frozenset[str]
    gone: int
    entries: tuple[str, str]


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
        if same and _is_sound(folder):
            entries = (meta[ENTRIES[0]], meta[ENTRIES[1]])
            found.append(Earlier(folder, same, len(had.keys() - now.keys()), entries))
    return max(found, key=lambda e: len(e.plans), default=None)


def _read_meta(folder: Path) -> dict[str, str]:
    """The base's table meta; empty where it can't be read."""
    try:
        uri = (folder / FILE_NAME).resolve().as_uri() + "?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as db:
            return dict(db.execute("SELECT key, value FROM meta"))
    except (sqlite3.Error, OSError):
        return {}


def _is_sound(folder: Path) -> bool:
    """Whether the base is as it was sealed. The index's parts are looked at when they are taken."""
    try:
        entry = read_manifest(folder)["files"].get(FILE_NAME)
    except (OSError, ValueError):
        return False
    return not file_fault(folder / FILE_NAME, entry)
