"""The base in use: every request reads one generation from beginning to end, and the next one is taken up when it is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.api import Kb, open_kb
from kb.problems import KbError
from kb.store import generation


class _Pool:
    """Open bases of one generation. A base is used by one thread at a time; idle ones are kept for the next."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.idle: list[Kb] = []
        self.retired = False


class Live:
    """The base of a folder. A generation that is followed by another stays open until its last reader is done."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.Lock()
        self._pool: _Pool | None = None
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[Kb]:
        """An open base of the newest generation, for one thread. Raises BaseMissing or BaseUnusable where there is none
        and none was open before; otherwise the generation that was in use goes on answering."""
        pool, opened = self._take()
        try:
            yield opened
        finally:
            self._give_back(pool, opened)

    def newest(self) -> str:
        """Name of the generation that the next request reads. Raises as `reading`."""
        try:
            return generation(self.root).name
        except KbError:
            with self._lock:
                if self._pool is None:
                    raise
                return self._pool.name

    def _take(self) -> tuple[_Pool, Kb]:
        name = self.newest()
        with self._lock:
            pool = self._pool
            if pool is not None and pool.name == name and pool.idle:
                return pool, pool.idle.pop()
        try:
            opened = open_kb(self.root)
        except KbError:
            with self._lock:
                pool = self._pool
                if pool is None:
                    raise
                if pool.idle:
                    return pool, pool.idle.pop()
            return pool, open_kb(self.root / pool.name)
        with self._lock:
            pool = self._pool
            if pool is None or pool.name != opened.generation:
                pool = self._follow(opened.generation)
            return pool, opened

    def _follow(self, name: str) -> _Pool:
        """Make another generation the one in use. Called with the lock held."""
        if self._pool is not None:
            self._pool.retired = True
            for idle in self._pool.idle:
                idle.close()
            self._pool.idle.clear()
        self._pool = _Pool(name)
        return self._pool

    def _give_back(self, pool: _Pool, opened: Kb) -> None:
        with self._lock:
            if pool.retired or self._closed:
                opened.close()
            else:
                pool.idle.append(opened)

    def close(self) -> None:
        """Close what is idle; what is being read closes when its reader is done."""
        with self._lock:
            self._closed = True
            if self._pool is not None:
                for idle in self._pool.idle:
                    idle.close()
                self._pool.idle.clear()
