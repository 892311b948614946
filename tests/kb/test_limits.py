"""An import that would take all memory or all time ends with a message."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest

from kb.pipeline.limits import bounded
from kb.problems import KbError

resource = pytest.importorskip("resource", reason="Windows 没有这种限额")


def work_for_ever() -> None:
    """What swallows every error, as a reader of damaged files does, does not swallow the end of its time."""
    while True:
        with suppress(Exception):
            sum(range(10_000))


def limits() -> tuple[tuple[int, int], ...]:
    return tuple(resource.getrlimit(kind) for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU))


def test_too_much_memory_ends_in_words() -> None:
    before = limits()
    with (
        pytest.raises(KbError, match=r"导入用的内存超出上限（0\.1 GB），已停止，没有写入任何文件。"),
        bounded(memory=100_000_000),
    ):
        bytearray(2_000_000_000)
    assert limits() == before
    assert len(bytearray(300_000_000)) == 300_000_000


def test_too_much_time_ends_in_words() -> None:
    before = limits()
    with pytest.raises(KbError, match=r"导入用的时间超出上限（处理器 1 秒），已停止"), bounded(seconds=1):
        work_for_ever()
    assert limits() == before


def test_what_stays_within_is_left_alone() -> None:
    with bounded():
        assert sum(range(1000)) == 499500
    with pytest.raises(KeyError), bounded():
        raise KeyError


def test_a_thread_has_no_limit_of_its_own() -> None:
    found = []

    def work() -> None:
        with bounded(memory=1):
            found.append(len(bytearray(50_000_000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [50_000_000]
