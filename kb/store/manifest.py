"""MANIFEST.json of a generation: the digest of its inputs, and every file's size, SHA-256 and CRC-32.

The CRC is checked whenever a base or index is opened (gigabytes a second), so that a flipped bit is never answered
from; the SHA-256 by `kb check`. A base that was never sealed (written by hand, in a test) has no manifest.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zlib import crc32

from kb.problems import BaseUnusable, reason

MANIFEST = "MANIFEST.json"
REBUILD = "请运行 kb build 重建。"


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest: "inputs" and "files". Raises OSError or ValueError."""
    found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if not isinstance(found, dict) or not isinstance(found.get("files"), dict):
        raise ValueError(MANIFEST)
    return found


def check_files(generation: Path, *prefixes: str) -> None:
    """See that the generation's files whose names begin so are as they were sealed. Raises BaseUnusable.

    A base that was never sealed is not looked at. There has to be a file for every prefix."""
    try:
        files = read_manifest(generation)["files"]
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise BaseUnusable(f"{generation / MANIFEST} 已损坏。{REBUILD}") from error
    due = {name: entry for name, entry in files.items() if name.startswith(prefixes)}
    if not all(any(name.startswith(prefix) for name in due) for prefix in prefixes):
        raise BaseUnusable(f"{generation / MANIFEST} 已损坏。{REBUILD}")
    for name, entry in due.items():
        fault = file_fault(generation / name, entry)
        if fault:
            raise BaseUnusable(f"{generation / name} {fault}，已不能用。{REBUILD}")


def file_fault(path: Path, entry: object) -> str:
    """How a file differs from its entry by size and CRC-32; "" where it does not."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return "不见了"
    except OSError as error:
        return f"读不了（{reason(error)}）"
    if not isinstance(entry, dict):
        return "在清单里的记载已损坏"
    if entry.get("size") != len(content):
        return f"应有 {entry.get('size')} 字节，实有 {len(content)} 字节"
    found = f"{crc32(content):08x}"
    return "" if entry.get("crc32", found) == found else "的内容变了"
