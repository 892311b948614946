"""Generations: a base is written aside, sealed with a manifest of its files, and taken into use in one step.

`MANIFEST.json` holds the digest of the inputs and every file's size and SHA-256. CURRENT is replaced atomically;
the generation before is kept for readers that still have it open, older ones go.
"""

from __future__ import annotations

import json
import os
import shutil
from hashlib import sha256
from pathlib import Path

from kb.store.place import CURRENT

MANIFEST = "MANIFEST.json"
ASIDE = ".new-"


def seal(folder: Path, digest: str) -> None:
    """Write the manifest of a finished generation and force all of it to the disk."""
    files = {}
    for path in _files(folder):
        content = path.read_bytes()
        files[path.relative_to(folder).as_posix()] = {
            "size": len(content),
            "sha256": sha256(content).hexdigest(),
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
    """What differs from the manifest: missing files, sizes, with `thorough` the bytes too. Empty: nothing."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = manifest["files"].items()
    except (OSError, ValueError, KeyError, AttributeError):
        return (f"{folder} 没有可读的 {MANIFEST}。",)
    found = []
    for name, due in files:
        path = folder / name
        if not path.is_file():
            found.append(f"{name} 不见了。")
        elif path.stat().st_size != due["size"]:
            found.append(f"{name} 应有 {due['size']} 字节，实有 {path.stat().st_size} 字节。")
        elif thorough and sha256(path.read_bytes()).hexdigest() != due["sha256"]:
            found.append(f"{name} 的内容变了。")
    return tuple(found)


def in_use(root: Path) -> str:
    """The name CURRENT holds; "" where there is none."""
    try:
        return (root / CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def take(root: Path, aside: Path, name: str) -> Path:
    """Give the sealed folder `aside` its name, point CURRENT at it, clear out what is older than the last one."""
    before = in_use(root)
    final = root / name
    if final.exists():
        worn = root / f".old-{name}"
        shutil.rmtree(worn, ignore_errors=True)
        final.rename(worn)
    aside.rename(final)
    point(root, name)
    keep = {name, before}
    for path in root.iterdir():
        if path.is_dir() and path.name not in keep and (path / MANIFEST).is_file():
            shutil.rmtree(path, ignore_errors=True)
    clear_aside(root)
    return final


def point(root: Path, name: str) -> None:
    """Make `name` the generation in use, in one step that survives a power cut."""
    fresh = root / (CURRENT + ".new")
    fresh.write_text(name + "\n", encoding="utf-8", newline="\n")
    _sync(fresh)
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
