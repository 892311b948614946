"""Processes that work on plans side by side, where there is enough to do; else the work is done right here.

Processes are spawned, so the calling program must be importable without starting itself (`if __name__ ==
"__main__":`). Results come in the order of the tasks, whoever was done first.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context, parent_process
from types import TracebackType
from typing import Self, TypeVar

MOST = 4  # processes; the one that writes the base has work of its own
AHEAD = 3  # tasks a process is given beyond the one it works on

Task = TypeVar("Task")
Result = TypeVar("Result")


def workers_for(plans: int, pays_from: int) -> int:
    """How many processes pay for so many plans on this machine; 1: none next to this one."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # Windows, macOS
        cores = os.cpu_count() or 1
    return min(MOST, cores) if plans >= pays_from and cores > 1 else 1


class Crew:
    """workers: how many processes; up to 1: this one does the work. They start with the first task."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        if workers > 1:
            try:
                self._pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin)
            except (OSError, ImportError, NotImplementedError):  # no semaphores on this system
                self._pool = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def each(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """work(task) for each task, in their order. What work raises is raised here.

        Where processes can't be started, or one is ended from outside, this process does what is left.
        """
        coming = iter(tasks)
        given: deque[tuple[Task, Future[Result]]] = deque()
        while self._pool is not None:
            for task in islice(coming, self._workers * (1 + AHEAD) - len(given)):
                given.append((task, self._give(work, task)))
            if not given:
                return
            yield self._taken(work, *given.popleft())
        for task, future in given:
            yield self._taken(work, task, future)
        for task in coming:
            yield work(task)

    def _give(self, work: Callable[[Task], Result], task: Task) -> Future[Result]:
        """The task's future; a cancelled one where it can't be given away."""
        if self._pool is not None:
            try:
                with _ctrl_c_later():
                    return self._pool.submit(work, task)
            except (OSError, BrokenProcessPool):
                self._close()
        nobodys: Future[Result] = Future()
        nobodys.cancel()
        return nobodys

    def _taken(self, work: Callable[[Task], Result], task: Task, future: Future[Result]) -> Result:
        """What a process made of the task; where there is none to do it, what this one makes of it."""
        try:
            return future.result()
        except (BrokenProcessPool, CancelledError):
            self._close()
            return work(task)

    def _close(self) -> None:
        if self._pool is not None:
            pool, self._pool = self._pool, None
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _ctrl_c_later() -> Iterator[None]:
    """Processes that are started now never hear Ctrl-C, which is for the one that gives the tasks; it hears it after.

    Windows has no such mask: there they end with a trace.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """In a new process: it ends when the one that gives the tasks is gone, however that ended."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.join,), daemon=True).start()


def _end_with(joined: Callable[[], None]) -> None:
    joined()
    os._exit(1)
