"""Generations of a base whose index is not among its files: what a build or a swap leaves to be done in the cluster."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.problems import EngineFault
from kb.search.engine.opensearch import RECORD_FILE


def recorded(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield generation and index of all records below a base's folder, also of builds that were cut short."""
    for path in sorted(root.glob(f"*/index/terms/{RECORD_FILE}")):
        try:
            yield path.parents[2], str(json.loads(path.read_text("utf-8"))["index"])
        except (OSError, ValueError, KeyError, TypeError):
            continue


@contextmanager
def settled(root: Path, current: Path) -> Iterator[None]:
    """Something that may change which generations there are, or which is in use.

    After it the alias follows the generation in use, and indices that no generation names any more are gone. current: the file
    that names the one in use. A cluster that does not answer is left as it is: the alias is for people, and what is asked is
    the index that a base names. The next build finds what is left by the records that there still are.
    """
    before = {index for _, index in recorded(root)}
    try:
        yield
    finally:
        now = dict(recorded(root))
        if before or now:
            from kb.search.engine.opensearch.write import settle

            with suppress(EngineFault):
                settle(before - set(now.values()), now.get(root / _name(current), ""))


def _name(current: Path) -> str:
    try:
        return current.read_text("utf-8", errors="replace").strip()
    except OSError:
        return ""
