"""One build at a time in a folder: a lock the system gives back when its holder ends, however it ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.problems import KbError

LOCK_FILE = ".lock"


@contextmanager
def build_lock(
    folder: Path, wait: float = 600.0, waiting: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Hold the folder's lock. Waits up to `wait` seconds for another holder, after calling `waiting` once.

    Raises KbError when it is still held then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        deadline = time.monotonic() + wait
        told = False
        while not try_lock(handle):
            if not told:
                waiting()
                told = True
            if time.monotonic() >= deadline:
                raise KbError(f"另一个 kb build 正在 {folder} 建库，等了 {wait:.0f} 秒还没有完。请稍后再试。")
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
