"""Which generations were published, when and by whom: published.jsonl of a base's folder, a line each, appended only.

The last of them are kept, so that the office can go back to one. A build on the command line is no publication.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

PUBLISHED_FILE = "published.jsonl"
KEPT = 5
"""Publications one can go back to: a week of daily ones. A generation of ten plans takes some 20 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """generation: the name of its folder. when: ISO time with its zone. said: what was published, in words."""

    generation: str
    when: str
    who: str
    said: str = ""


def read_published(root: Path) -> tuple[Publication, ...]:
    """Return all publications, oldest first; lines that cannot be read are left out."""
    try:
        lines = (root / PUBLISHED_FILE).read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return ()
    out = []
    for line in lines:
        try:
            row = json.loads(line)
            out.append(Publication(**{k: str(row.get(k, "")) for k in ("generation", "when", "who", "said")}))
        except (ValueError, AttributeError, RecursionError):
            continue
    return tuple(out)


def add_published(root: Path, publication: Publication) -> None:
    """Write a publication at the end. Raises OSError."""
    path = root / PUBLISHED_FILE
    whole = path.read_bytes() if path.exists() else b""
    broken = b"" if not whole or whole.endswith(b"\n") else b"\n"
    with open(path, "ab") as f:
        f.write(broken + json.dumps(asdict(publication), ensure_ascii=False).encode() + b"\n")
        f.flush()
        os.fsync(f.fileno())


def kept_generations(root: Path) -> frozenset[str]:
    """Return the names of the last generations that were published, each once."""
    names = dict.fromkeys(p.generation for p in reversed(read_published(root)))
    return frozenset(list(names)[:KEPT])
