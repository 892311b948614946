"""A limit on memory and processor time for one import, where the system has such limits (not on Windows).

Every reader bounds what it makes; this is the wall after them, for what nobody thought of. On a Mac the limit on memory
is not enforced by the system, the one on time is.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.problems import KbError

MEMORY = 3 * 1024**3
"""Bytes an import may take more than the program has; 12 MB of text, the most that is read, take 1 GB."""

SECONDS = 900
"""Seconds of processor time; 12 MB of text take some 240 s on two slow cores."""

STATM = Path("/proc/self/statm")


class _OutOfTime(BaseException):
    """The time is up; no `except Exception` on the way keeps it."""


@contextmanager
def bounded(memory: int = MEMORY, seconds: int = SECONDS) -> Iterator[None]:
    """Run a block within limits. Raises KbError, in words for a person, where it would go beyond them.

    Limits that were set from outside stay where they are lower. Off where the system has none, and in a thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    try:
        import resource
    except ImportError:  # Windows
        yield
        return
    old = {kind: resource.getrlimit(kind) for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU)}
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = {
        resource.RLIMIT_AS: address_space(resource.getpagesize()) + memory,
        resource.RLIMIT_CPU: int(used.ru_utime + used.ru_stime) + seconds,
    }

    def stop(_signal: int, _frame: object) -> None:
        raise _OutOfTime

    handler = signal.signal(signal.SIGXCPU, stop)
    try:
        for kind, (soft, hard) in old.items():
            known = [n for n in (wanted[kind], soft, hard) if n != resource.RLIM_INFINITY]
            resource.setrlimit(kind, (min(known), hard))
        yield
    except MemoryError:
        raise KbError(
            f"导入用的内存超出上限（{memory / 1024**3:.1f} GB），已停止，没有写入任何文件。"
            "请确认选对了文件；确是规划时请拆开或另存为 .docx、.txt 再导入。"
        ) from None
    except _OutOfTime:
        raise KbError(
            f"导入用的时间超出上限（处理器 {seconds} 秒），已停止，没有写入任何文件。"
            "请确认选对了文件；确是规划时请拆开或另存为 .docx、.txt 再导入。"
        ) from None
    finally:
        for kind, limits in old.items():
            resource.setrlimit(kind, limits)
        signal.signal(signal.SIGXCPU, handler)


def address_space(page: int) -> int:
    """Bytes of addresses the program has now; 0 where the system does not say. page: bytes of a page of memory."""
    try:
        return int(STATM.read_text().split()[0]) * page
    except (OSError, ValueError, IndexError):
        return 0
