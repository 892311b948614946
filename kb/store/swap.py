"""Generations: a base is written aside, sealed with a manifest of its files, and taken into use in one step.

`MANIFEST.json` (kb.store.manifest) holds the digest of the inputs and what every file has to be. CURRENT is replaced atomically;
the generation before is kept for readers that still have it open, older ones go.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32

from kb.corpus import CURRENT
from kb.store.manifest import MANIFEST, file_fault, read_manifest
from kb.store.published import kept_generations

ASIDE = ".new-"


def seal(folder: Path, digest: str) -> None:
    """Write the manifest of a finished generation and force all of it to the disk."""
    files: dict[str, dict[str, Any]] = {}
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        content = path.read_bytes()
        files[name] = {
            "size": len(content),
            "sha256": sha256(content).hexdigest(),
            "crc32": f"{crc32(content):08x}",
        }
    text = json.dumps({"inputs": digest, "files": files}, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_bytes(text.encode())
    for path in (*_files(folder), folder / MANIFEST):
        _sync(path)
    for path in sorted(p for p in folder.rglob("*") if p.is_dir()):
        _sync(path)
    _sync(folder)


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)


def faults(folder: Path, thorough: bool = False) -> tuple[str, ...]:
    """What differs from the manifest: missing files, sizes, CRCs, with `thorough` SHA-256 too. Empty: nothing."""
    try:
        files = read_manifest(folder)["files"].items()
    except (OSError, ValueError):
        return (f"{folder} 没有可读的 {MANIFEST}。",)
    found = []
    for name, due in files:
        path = folder / name
        fault = file_fault(path, due)
        if fault:
            found.append(f"{name} {fault}。")
        elif thorough and sha256(path.read_bytes()).hexdigest() != due.get("sha256"):
            found.append(f"{name} 的内容变了。")
    return tuple(found)


def in_use(root: Path) -> str:
    """The name CURRENT holds; "" where there is none."""
    try:
        return (root / CURRENT).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def built_from(root: Path, digest: str) -> Path | None:
    """A whole generation of these inputs, the one in use first; None where there is none."""
    current = in_use(root)
    for folder in sorted(generations(root), key=lambda p: (p.name != current, p.name)):
        if _inputs(folder) == digest and not faults(folder):
            return folder
    return None


def generations(root: Path) -> list[Path]:
    """The sealed generations of a folder, in no order."""
    return [p for p in root.iterdir() if not p.name.startswith(ASIDE) and (p / MANIFEST).is_file()]


def _inputs(folder: Path) -> str:
    try:
        return str(read_manifest(folder).get("inputs", ""))
    except (OSError, ValueError):
        return ""


def take(root: Path, aside: Path, name: str, *, use: bool = True) -> Path:
    """Give the sealed folder `aside` its name, point CURRENT at it, clear out what is older than the last one.

    use: False leaves CURRENT where it is: the generation is ready, and is taken into use by `point`. Generations that
    were published stay (kb.store.published).

    A name that is taken gets a number (a base built again from the same inputs): what is in use is never moved,
    so that a reader, or a power cut at any moment, finds it where CURRENT says.
    """
    before = in_use(root)
    final = root / name
    tries = 1
    while final.exists():
        tries += 1
        final = root / f"{name}-{tries}"
    aside.rename(final)
    _sync(root)
    if use:
        point(root, final.name)
    kept = {final.name, before, *kept_generations(root)}
    for folder in generations(root):
        if folder.name not in kept:
            gone = root / f"{ASIDE}gone-{folder.name}"
            folder.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)
    clear_aside(root)
    return final


def point(root: Path, name: str) -> None:
    """Make `name` the generation in use, in one step that survives a power cut."""
    fresh = root / (CURRENT + ".new")
    fresh.write_text(name + "\n", encoding="utf-8", newline="\n")
    _sync(fresh)
    for _ in range(20):
        try:
            os.replace(fresh, root / CURRENT)
            break
        except PermissionError:  # Windows, while a reader has CURRENT open: a matter of a moment
            time.sleep(0.05)
    else:
        os.replace(fresh, root / CURRENT)
    _sync(root)


def clear_aside(root: Path) -> None:
    """Remove what an interrupted build left."""
    for path in root.glob(ASIDE + "*"):
        shutil.rmtree(path, ignore_errors=True)


def _sync(path: Path) -> None:
    """fsync a file, or a folder where the system can."""
    try:
        handle = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
