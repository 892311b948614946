"""Writing a round whole or not at all: its folder is written aside and put in the old one's place in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from kb.corpus import ROUNDS
from kb.ledger.folder import RECEIVED, RoundInfo
from kb.ledger.tables import table_text
from kb.problems import KbError, reason
from kb.store.exchange import claimed, fresh_of, put_in_place, settle

T = TypeVar("T")
LOCK = ".monitor.lock"


@contextmanager
def locked(monitor: Path) -> Iterator[None]:
    """Hold the plan's monitoring: whoever reads, judges and writes does so alone. Raises KbError."""
    try:
        (monitor / ROUNDS).mkdir(parents=True, exist_ok=True)
        with claimed(monitor / LOCK):
            yield
    except OSError as error:
        raise KbError(f"{monitor} 写不了（{reason(error)}），原有内容没有改动。") from error


@contextmanager
def change_round(folder: Path) -> Iterator[Path]:
    """Hold the plan's monitoring and give a copy of a round's folder to change; see rewritten."""
    with locked(folder.parents[1]), rewritten(folder) as fresh:
        yield fresh


@contextmanager
def rewritten(folder: Path) -> Iterator[Path]:
    """Give a copy of a round's folder to change; at the end it takes the place of the old one in one step.

    Where the body or the disk fails, the old folder stays as it was. Received files are linked, not copied.
    """
    settle(folder)
    fresh = fresh_of(folder)
    try:
        fresh.mkdir(parents=True)
        _bring(folder, fresh)
        yield fresh
        _sync(fresh)
        put_in_place(fresh, folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _bring(old: Path, fresh: Path) -> None:
    if not old.is_dir():
        return
    for path in old.iterdir():
        if path.name == RECEIVED:
            (fresh / RECEIVED).mkdir()
            for kept in path.iterdir():
                _link(kept, fresh / RECEIVED / kept.name)
        elif path.is_file():
            shutil.copy2(path, fresh / path.name)


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # no links on this disk
        shutil.copy2(old, new)


def _sync(folder: Path) -> None:
    """Bytes before names: after a power cut the folder is not an empty one."""
    for path in folder.iterdir():
        if path.is_file():
            with path.open("rb") as file, suppress(OSError):
                os.fsync(file.fileno())


def write_table(path: Path, cls: type[T], rows: Iterable[T]) -> None:
    path.write_text(table_text(cls, rows), encoding="utf-8", newline="")


def put_text(path: Path, text: str) -> None:
    """Write a file whole or not at all: aside, then in the old one's place."""
    aside = path.with_name(f".{path.name}.tmp")
    aside.write_text(text, encoding="utf-8", newline="")
    aside.replace(path)


def round_toml(info: RoundInfo) -> str:
    return (
        f'issued = "{info.issued}"\ndue = "{info.due}"\ndigest = "{info.digest}"   # 下发时的知识库\n'
        f"version = {info.version}\nunits = {info.units}\n"
    )
