"""index/terms/opensearch.json: which index of the cluster is a generation's. It is written before the index is, so that an
index that a killed build left can be found and cleared away."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.search.engine.opensearch import RECORD_FILE
from kb.search.engine.opensearch.settings import fault

LOADING, WHOLE = "loading", "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """index: its name. documents: how many it has. urls: the nodes it was loaded by, asked where the environment names none.
    state: loading or whole."""

    index: str
    documents: int
    urls: tuple[str, ...]
    state: str

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        (folder / RECORD_FILE).write_text(text + "\n", "utf-8", newline="\n")


def read_record(folder: Path) -> Record:
    """Read the record of a generation. Raises EngineFault KB504 where its index was never whole; OSError, ValueError."""
    row = json.loads((folder / RECORD_FILE).read_text("utf-8"))
    if not isinstance(row, dict) or not isinstance(row.get("index"), str):
        raise ValueError(RECORD_FILE)
    found = Record(
        index=row["index"],
        documents=int(row.get("documents", -1)),
        urls=tuple(map(str, row.get("urls", ()))),
        state=str(row.get("state", "")),
    )
    if found.state != WHOLE:
        raise fault("KB504", f"索引 {found.index} 没有装完")
    return found
