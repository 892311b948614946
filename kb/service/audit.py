"""A line for every change and every refused one: who, when, from where, what, and how it ended.

`audit.jsonl` of the state folder, a line of JSON each; at ten megabytes it becomes `audit.1.jsonl`, and so on. A line is written
before a change begins: where that is impossible (a full disk) the change is refused, so that none goes unrecorded.
"""

from __future__ import annotations

import datetime
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.service.files import OWNER_FOLDER, OWNER_ONLY

FILE = "audit.jsonl"
MOST_BYTES = 10 * 1024 * 1024
KEPT = 20
"""Older files that are kept: 200 MB, some million changes."""
LONGEST = 300
"""Characters of a value that are kept."""


class Audit:
    """The audit of a state folder."""

    def __init__(self, state: Path) -> None:
        self.path = state / FILE
        self._lock = threading.Lock()

    def write(self, **line: str | int) -> None:
        """Add a line and force it to the disk. Raises OSError where that is impossible."""
        at = datetime.datetime.now(datetime.UTC).astimezone().isoformat(timespec="seconds")
        row = {"time": at, **{k: v[:LONGEST] if isinstance(v, str) else v for k, v in line.items()}}
        data = (json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", "replace")
        with self._lock:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_FOLDER)
            if self.path.exists() and self.path.stat().st_size > MOST_BYTES:
                self._turn()
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY)
            size = os.fstat(handle).st_size
            try:
                rest = memoryview(data)
                while rest:
                    rest = rest[os.write(handle, rest) :]
                os.fsync(handle)
            except OSError:
                os.ftruncate(handle, size)  # no half line
                raise
            finally:
                os.close(handle)

    def _turn(self) -> None:
        """Begin a new file; the oldest goes."""
        for number in range(KEPT, 0, -1):
            old = self._numbered(number)
            if old.exists():
                os.replace(old, self._numbered(number + 1))
        self._numbered(KEPT + 1).unlink(missing_ok=True)
        os.replace(self.path, self._numbered(1))

    def _numbered(self, number: int) -> Path:
        return self.path.with_name(f"audit.{number}.jsonl")

    def lines(self, most: int = 200) -> list[dict[str, Any]]:
        """The latest lines of the file in use, newest first. One that is broken off is left out."""
        return list(self._newest(most))

    def _newest(self, most: int) -> Iterator[dict[str, Any]]:
        try:
            text = self.path.read_text("utf-8", errors="replace")
        except OSError:
            return
        count = 0
        for line in reversed(text.splitlines()):
            if count == most:
                return
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict):
                count += 1
                yield row
