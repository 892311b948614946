"""What an index says of itself: its version, its engine, and where each plan's part is."""

from __future__ import annotations

import json
from pathlib import Path

from kb.records import dataclass
from kb.search.parts import Entry

INDEX_VERSION = 6
META_FILE = "meta.json"
PLANS_FILE = "plans.bin"
TERMS_FOLDER = "terms"


@dataclass(frozen=True, slots=True)
class Meta:
    """engine: as `kb build --engine` calls it. plans: their parts, in the order of the corpus."""

    engine: str
    plans: tuple[Entry, ...]

    def write(self, path: Path) -> None:
        value = {
            "version": INDEX_VERSION,
            "engine": self.engine,
            "plans": [entry.row() for entry in self.plans],
        }
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        path.write_text(text + "\n", "utf-8", newline="\n")


class OtherVersion(ValueError):
    """An index that another version of this program wrote. args: its version."""


def load_meta(folder: Path) -> Meta:
    """Return what an index says of itself. Raises OtherVersion; OSError, ValueError, KeyError, TypeError where it is damaged."""
    value = json.loads((folder / META_FILE).read_text("utf-8"))
    if value["version"] != INDEX_VERSION:
        raise OtherVersion(value["version"])
    return Meta(str(value["engine"]), tuple(map(Entry.of, value["plans"])))


def read_meta(folder: Path) -> Meta | None:
    """Return what an index says of itself; None where there is none that can be read."""
    try:
        return load_meta(folder)
    except (OSError, ValueError, KeyError, TypeError):
        return None
