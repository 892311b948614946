"""Work given to processes: its order, its errors, and what happens when they are killed or can't be had."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest

from kb.pipeline import workers
from kb.pipeline.workers import Crew, workers_for

TASKS = range(-60, 0)
DUE = [abs(task) for task in TASKS]


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_results_come_in_the_order_of_the_tasks(workers: int) -> None:
    with Crew(workers) as one:
        assert list(one.each(abs, TASKS)) == DUE
        assert list(one.each(len, ["ab", ""])) == [2, 0]  # the same processes, other work
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("workers", [1, 2])
def test_what_work_raises_is_raised_in_its_place(workers: int) -> None:
    with Crew(workers) as one:
        results = one.each(int, ["1", "2", "x", "4"])
        assert [next(results), next(results)] == [1, 2]
        with pytest.raises(ValueError, match="'x'"):
            next(results)
    assert multiprocessing.active_children() == []


def test_killed_processes_leave_the_rest_to_this_one() -> None:
    with Crew(2) as one:
        results = one.each(abs, TASKS)
        got = [next(results)]
        for process in multiprocessing.active_children():
            process.kill()
        got += results
        assert got == DUE
        assert list(one.each(abs, TASKS)) == DUE
    assert multiprocessing.active_children() == []


def test_no_processes_to_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(ProcessPoolExecutor, "submit", refuse)
    with Crew(2) as one:
        assert list(one.each(abs, TASKS)) == DUE
    monkeypatch.setattr(workers, "ProcessPoolExecutor", refuse)
    with Crew(2) as one:
        assert list(one.each(abs, TASKS)) == DUE


def test_tasks_are_taken_as_they_are_needed() -> None:
    taken = []

    def tasks() -> Iterator[int]:
        for task in TASKS:
            taken.append(task)
            yield task

    with Crew(2) as one:
        results = one.each(abs, tasks())
        next(results)
        assert len(taken) < len(TASKS)
        results.close()  # type: ignore[attr-defined]


def test_how_many_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    assert [workers_for(n, 8) for n in (1, 7, 8, 100)] == [1, 1, workers.MOST, workers.MOST]
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert workers_for(100, 8) == 1
