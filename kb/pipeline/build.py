"""Building the base: corpus → trees → facts → store → index, written aside and taken into use whole.

Plans that an earlier generation of the same program has are taken over from it. Where units.toml or topics.toml
changed, plans that this can touch take their tree from it and get their facts again, or their tags alone. What depends
on all plans (units' numbers, lexicon) is rebuilt. The bytes are those of a build from nothing.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import OperationalError
from typing import TYPE_CHECKING

from kb.answer.checked import open_problems
from kb.corpus import CURRENT, Corpus
from kb.model import NOT_A_UNIT, Facts, Topic, Tree, Unit
from kb.pipeline.fingerprints import Inputs, inputs_digest, read_inputs
from kb.pipeline.plan_reading import read_again, read_facts, staff_files
from kb.pipeline.touched import Touched, entries_text, read_topics, read_units
from kb.pipeline.workers import Crew, workers_for
from kb.problems import BaseUnusable, DocumentError, EngineFault, KbError, Problem, reason
from kb.search.engine import DEFAULT
from kb.search.generations import settled
from kb.search.meta import read_meta
from kb.store import open_base
from kb.store.earlier import ENTRIES, Earlier, find_earlier
from kb.store.exchange import claimed, settle
from kb.store.lock import build_lock
from kb.store.swap import ASIDE, built_from, clear_aside, faults, in_use, point, seal, take
from kb.store.write import Kept, PlanFacts, write_base

if TYPE_CHECKING:
    from kb.search.documents import SearchDoc

INDEX_FOLDER = "index"
TRIES = 5  # how often a build begins again because the corpus was changed under it
# How many plans have to be read and indexed before a second process pays: each loads the program and jieba's words
# first. Measured by tests/bench/bench_build.py.
PAYS_FROM = 8


class Progress:
    """What a build reports while it runs; this one reports nothing."""

    def step(self, name: str, done: int, total: int) -> None:
        """name: “读规划”, “建索引”, …; done of total."""

    def waiting(self) -> None:
        """Another build holds the folder; this one waits for it."""


class BuildError(DocumentError):
    """Problems of level error; the base in use is as it was."""


@dataclass(frozen=True, slots=True)
class Built:
    """folder: the generation now in use. unchanged: it was there already. problems: warnings and notes that nobody marked as seen.
    kept: plans taken over as they were; again: plans whose text was not read, but whose facts or tags were found again as
    units or topics changed; gone: plans of the earlier generation that there are no longer; both 0 where
    nothing was taken over. workers: processes that worked on plans. engine: the search engine."""

    folder: Path
    unchanged: bool
    plans: int
    nodes: int
    duties: int
    problems: tuple[Problem, ...]
    timings: tuple[tuple[str, float], ...]
    kept: int = 0
    again: int = 0
    gone: int = 0
    workers: int = 1
    engine: str = DEFAULT


def build(
    corpus: Corpus,
    root: Path,
    *,
    progress: Progress | None = None,
    force: bool = False,
    workers: int | None = 1,
    use: bool = True,
    engine: str | None = None,
) -> Built:
    """Build the corpus's base in `root` and take it into use, unless the one in use is of the same inputs.

    force: from nothing, whatever there is. workers: processes that work on plans side by side; None: as many as pay.
    use: False builds a generation and leaves the one in use; `kb.store.swap.point` takes it into use.
    More than one are spawned: the calling program must be importable without starting itself (see kb.pipeline.workers).
    engine: the search engine; None: that of the base in use, or the default where there is none.
    Raises BuildError with every problem of level error, of all plans; the generation in use then stays.
    Another build of the same root is waited for.
    """
    try:
        return _build_alone(corpus, root, progress or Progress(), force, workers, use, engine)
    except OSError as error:
        why = f"{reason(error)}：{error.filename or root}"
        raise KbError(f"知识库没有建成（{why}）。原有的知识库没有动。") from error
    except EngineFault as error:
        raise EngineFault(error.code, f"{error}原有的知识库没有动。") from error
    except OperationalError as error:  # SQLite's word for a full or failing disk
        raise KbError(f"知识库没有建成（{error}：{root}）。原有的知识库没有动。") from error


def _build_alone(
    corpus: Corpus,
    root: Path,
    told: Progress,
    force: bool,
    workers: int | None,
    use: bool,
    asked_engine: str | None,
) -> Built:
    """build(), with what the disk refuses as OSError or sqlite3.OperationalError."""
    _settle_imports(corpus)
    if not corpus.plan_ids():
        raise KbError(f"{corpus.folder} 里还没有规划。请先运行 kb import 文件 导入一份。")
    with build_lock(root, waiting=told.waiting), settled(root, root / CURRENT):
        clear_aside(root)
        clock = _Clock()
        inputs = read_inputs(corpus)
        clock.lap("核对输入")
        engine = asked_engine or _engine_of(root / in_use(root)) or DEFAULT
        standing = None if force else built_from(root, inputs.digest)
        if standing is not None and _engine_of(standing) == engine:
            if use and in_use(root) != standing.name:
                point(root, standing.name)
            return _describe(standing, True, clock)
        aside = root / f"{ASIDE}{os.getpid()}"
        try:
            for _ in range(TRIES):
                before = inputs
                earlier = None if force else find_earlier(root, inputs.program, inputs.plans)
                making = _Making(corpus, aside, inputs, earlier, told, clock, workers, engine)
                making.make()
                inputs = read_inputs(corpus)
                if inputs == before:
                    break
                shutil.rmtree(aside)
            else:
                raise KbError(
                    f"建库时语料一直在改动（{corpus.folder}），没有建成。原有的知识库没有动。请稍后再试。"
                )
            seal(aside, inputs.digest)
            folder = take(root, aside, inputs.digest[:16], use=use)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        clock.lap("换入")
        return _describe(folder, False, clock, making)


def _engine_of(generation: Path) -> str:
    """Return the search engine of a generation; "" where its index cannot be read."""
    meta = read_meta(generation / INDEX_FOLDER)
    return meta.engine if meta else ""


def _settle_imports(corpus: Corpus) -> None:
    """Put back the folder of a plan whose import was cut short between two renames."""
    for old in corpus.folder.glob(".*.old"):
        plan = corpus.folder / old.name[1 : -len(".old")]
        if not plan.exists():
            with suppress(OSError), claimed(corpus.folder / f".{plan.name}.lock"):
                settle(plan)


@dataclass(slots=True)
class _Making:
    """One writing of a generation aside.

    kept: plans taken over as they are. again: plans whose tree is taken over, and whether units can have changed in it
    (otherwise its tags alone).
    """

    corpus: Corpus
    aside: Path
    inputs: Inputs
    earlier: Earlier | None
    told: Progress
    clock: _Clock
    asked_workers: int | None
    engine: str
    kept: frozenset[str] = frozenset()
    again: dict[str, bool] = field(default_factory=dict)

    @property
    def workers(self) -> int:
        fresh = len(self.inputs.plans) - len(self.kept)
        return self.asked_workers or workers_for(fresh, PAYS_FROM)

    def make(self) -> None:
        """Write base and index. Raises BuildError, OSError."""
        units, topics, errors = staff_files(self.corpus)
        if self.earlier and not errors:
            self._reuse(self.earlier, units, topics)
        with Crew(self.workers) as crew:
            plans = self._plans(crew, units, topics, errors)
            earlier = self.earlier.folder if self.earlier else None
            known = tuple(u for u in units if u.kind != NOT_A_UNIT)
            entries = zip(ENTRIES, (entries_text(units), entries_text(topics)), strict=True)
            parts = (*self.inputs.parts(), *entries, ("engine", self.engine))
            write_base(self.aside, plans, topics, known, self.inputs.digest, parts, earlier)
            self.told.step("写知识库", 1, 1)
            self.clock.lap("写知识库")
            self._index(crew)
            self.clock.lap("建索引")

    def _reuse(self, earlier: Earlier, units: tuple[Unit, ...], topics: tuple[Topic, ...]) -> None:
        """Decide what of each unchanged plan is taken over."""
        try:
            before = read_units(earlier.entries[0]), read_topics(earlier.entries[1])
        except (ValueError, TypeError):  # of a base that somebody else wrote
            return
        touched = Touched.between(self.corpus, before, (units, topics))
        for plan in sorted(earlier.plans):
            if touched.by_units(plan):
                self.again[plan] = True
            elif touched.by_topics(plan):
                self.again[plan] = False
        self.kept = earlier.plans - self.again.keys()

    def _plans(
        self, crew: Crew, units: tuple[Unit, ...], topics: tuple[Topic, ...], errors: list[Problem]
    ) -> Iterator[PlanFacts | Kept]:
        """All plans in their order: what is kept, and what was read again. Raises BuildError after the last one."""
        fresh = [plan for plan, _ in self.inputs.plans if plan not in self.kept]
        folder = self.earlier.folder if self.earlier else None
        again = {plan: (folder, by_units) for plan, by_units in self.again.items() if folder is not None}
        read = crew.each(_read, ((self.corpus, plan, units, topics, again.get(plan)) for plan in fresh))
        done = 0
        self.told.step("读规划", 0, len(fresh))
        for plan, _ in self.inputs.plans:
            if plan in self.kept:
                yield Kept(plan)
                continue
            found, problems = next(read)
            done += 1
            self.told.step("读规划", done, len(fresh))
            errors += [p for p in problems if p.level == "error"]
            if found is not None and not errors:
                yield (*found, problems)
        if errors:
            raise BuildError(tuple(errors))
        self.clock.lap("读规划")
        self.told.step("写知识库", 0, 1)

    def _index(self, crew: Crew) -> None:
        from kb.search import finish_index, whole_plans
        from kb.search.documents import documents, read_vocabulary

        folder = self.aside / INDEX_FOLDER
        plans = [plan for plan, _ in self.inputs.plans]
        before = self.earlier.folder / INDEX_FOLDER if self.earlier else None
        taken = whole_plans(before, self.kept) if before else frozenset()
        fresh = [plan for plan in plans if plan not in taken]
        self.told.step("建索引", 0, len(fresh) + 1)
        with open_base(self.aside) as base:
            put = crew.each(_put, ((folder, plan, tuple(documents(base, plan))) for plan in fresh))
            for done, _ in enumerate(put, 1):
                self.told.step("建索引", done, len(fresh) + 1)
            finish_index(folder, plans, read_vocabulary(base), engine=self.engine, earlier=before)
        self.told.step("建索引", len(fresh) + 1, len(fresh) + 1)


def _read(
    task: tuple[Corpus, str, tuple[Unit, ...], tuple[Topic, ...], tuple[Path, bool] | None],
) -> tuple[tuple[Tree, Facts] | None, tuple[Problem, ...]]:
    """A plan's tree and facts, None where it can't be read; and what is wrong with it.

    The last of a task: the generation that has its tree, and whether units can have changed in it."""
    corpus, plan, units, topics, earlier = task
    try:
        if earlier is not None:
            found = read_again(corpus, plan, units, topics, *earlier)
            if found is not None:
                return found[:2], found[2]
        tree = corpus.read_plan(plan)
    except DocumentError as error:
        return None, error.problems
    facts, problems = read_facts(corpus, tree, units, topics)
    return (tree, facts), problems


def _put(task: tuple[Path, str, tuple[SearchDoc, ...]]) -> None:
    """Write a plan's part of the index."""
    from kb.search import put_plan

    put_plan(*task)


def _describe(folder: Path, unchanged: bool, clock: _Clock, making: _Making | None = None) -> Built:
    with open_base(folder) as base:
        counts = base.counts()
        return Built(
            folder, unchanged, counts["plan"], counts["node"], counts["duty"], open_problems(base),
            tuple(clock.laps), len(making.kept) if making else 0, len(making.again) if making else 0,
            making.earlier.gone if making and making.earlier else 0, making.workers if making else 1,
            _engine_of(folder),
        )  # fmt: skip


def verify(root_or_generation: Path) -> tuple[str, ...]:
    """Everything that can be checked of a built base: its files against the manifest, every row. Empty: sound."""
    from kb.store import generation

    folder = generation(root_or_generation)
    found = list(faults(folder, thorough=True))
    try:
        with open_base(folder) as base:
            found += base.check()
    except BaseUnusable as error:
        found.append(str(error))
    return tuple(found)


class _Clock:
    """How long each step took, in seconds."""

    def __init__(self) -> None:
        self.laps: list[tuple[str, float]] = []
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps.append((name, now - self._last))
        self._last = now


__all__ = ["BuildError", "Built", "Progress", "build", "inputs_digest", "verify"]
