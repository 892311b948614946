"""A folder takes another's place: in one step where the system has one, else so that the next run can mend it.

Linux and macOS exchange two names in one step, so that a kill at any moment leaves the old folder or the new. Where
there is no such call (Windows, some network drives) the old folder is set aside under `.<name>.old` for the moment
between two renames, and `settle` puts it back after a run that ended there.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.problems import KbError
from kb.store.lock import try_lock

# Linux: renameat2(2), RENAME_EXCHANGE. macOS: renamex_np(2), RENAME_SWAP. Both have the value 2.
_SWAP = 2
_AT_FDCWD = -100


def fresh_of(place: Path) -> Path:
    """Where a folder is written before it takes its place."""
    return place.with_name(f".{place.name}.new")


def _old_of(place: Path) -> Path:
    return place.with_name(f".{place.name}.old")


@contextmanager
def claimed(lock: Path, wait: float = 600.0) -> Iterator[None]:
    """Hold a lock file, which goes when it is let go. Raises KbError when it is still held after `wait` seconds."""
    deadline = time.monotonic() + wait
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        if try_lock(handle) and _is(handle, lock):
            break
        os.close(handle)
        if time.monotonic() >= deadline:
            raise KbError(f"另一个 kb 正在写 {lock.parent}，等了 {wait:.0f} 秒还没有完。请稍后再试。")
        time.sleep(0.05)
    try:
        yield
    finally:
        with suppress(OSError):  # Windows lets nobody remove a file that is open
            lock.unlink()
        os.close(handle)


def _is(handle: int, path: Path) -> bool:
    """Whether an open file still goes by that name: who held it before may have removed it."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except OSError:
        return False


def settle(place: Path) -> None:
    """Put right what a run cut short has left of `place`: the old folder back where there is none, the rest away."""
    old = _old_of(place)
    if old.is_dir() and not place.exists():
        old.rename(place)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(fresh_of(place), ignore_errors=True)


def put_in_place(fresh: Path, place: Path) -> None:
    """Give the folder `fresh` the name `place`; what was there is removed. Raises OSError, the old one standing."""
    if not place.exists():
        fresh.rename(place)
    elif _exchange(fresh, place):
        shutil.rmtree(fresh, ignore_errors=True)
    else:
        old = _old_of(place)
        place.rename(old)
        try:
            fresh.rename(place)
        except OSError:
            old.rename(place)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _exchange(a: Path, b: Path) -> bool:
    """Let two names change places in one step. False where the system or the disk can't."""
    if sys.platform not in ("linux", "darwin"):
        return False
    try:
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        names = os.fsencode(a), os.fsencode(b)
        if sys.platform == "darwin":
            failed = libc.renamex_np(*names, _SWAP)
        else:
            failed = libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _SWAP)
    except (ImportError, AttributeError, OSError):
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC):
        raise OSError(code, os.strerror(code), str(b))
    return False
