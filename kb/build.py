"""Building the base: corpus → trees → facts → store → index, written aside and taken into use whole."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from sqlite3 import OperationalError

import kb
from kb.corpus import Corpus
from kb.model import Facts, Topic, Tree, Unit
from kb.problems import BaseUnusable, DocumentError, KbError, Problem
from kb.store import open_base
from kb.store.exchange import claimed, settle
from kb.store.lock import build_lock
from kb.store.schema import SCHEMA_VERSION
from kb.store.swap import ASIDE, built_from, clear_aside, faults, in_use, point, seal, take
from kb.store.write import write_base

INDEX_FOLDER = "index"
TRIES = 5  # how often a build begins anew because the corpus was changed under it
# Packages whose version shapes what is built: their words and their file format.
# Rooms of this package that only ask a built base.
_ASKING = ("answer", "extract")
_SHAPING = ("jieba", "whoosh-reloaded", "pypinyin", "markdown-it-py")


class Progress:
    """What a build tells while it goes on; this one keeps silent."""

    def step(self, name: str, done: int, total: int) -> None:
        """name: “读规划”, “建索引”, …; done of total."""

    def waiting(self) -> None:
        """Another build holds the folder; this one waits for it."""


class BuildError(DocumentError):
    """Problems of level error; the base in use is as it was."""


@dataclass(frozen=True, slots=True)
class Built:
    """folder: the generation now in use. unchanged: it was there already. problems: warnings and notes."""

    folder: Path
    unchanged: bool
    plans: int
    nodes: int
    duties: int
    problems: tuple[Problem, ...]
    timings: tuple[tuple[str, float], ...]


def inputs_digest(corpus: Corpus) -> str:
    """Digest of all that a base depends on: the corpus, the schema, this program's own rules, its libraries."""
    return sha256(f"{_program_digest()}\n{corpus.digest()}\n".encode()).hexdigest()


@cache
def _program_digest() -> str:
    """Digest of what turns a corpus into a base: this package's modules, as they were when first asked."""
    total = sha256(f"schema {SCHEMA_VERSION}\nkb {kb.__version__}\n".encode())
    package = Path(kb.__file__).parent
    for path in sorted(package.rglob("*.py")):
        if path.relative_to(package).parts[0] in _ASKING:
            continue
        total.update(f"{path.relative_to(package).as_posix()} ".encode() + sha256(path.read_bytes()).digest())
    for name in _SHAPING:
        try:
            total.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            total.update(f"{name} -\n".encode())
    return total.hexdigest()


def build(corpus: Corpus, root: Path, *, progress: Progress | None = None, force: bool = False) -> Built:
    """Build the corpus's base in `root` and take it into use, unless the one in use is of the same inputs.

    Raises BuildError with every problem of level error, of all plans; the generation in use then stays.
    Another build of the same root is waited for.
    """
    try:
        return _build_alone(corpus, root, progress or Progress(), force)
    except OSError as error:
        why = f"{error.strerror or error}：{error.filename or root}"
        raise KbError(f"知识库没有建成（{why}）。原有的知识库没有动。") from error
    except OperationalError as error:  # SQLite's word for a full or failing disk
        raise KbError(f"知识库没有建成（{error}：{root}）。原有的知识库没有动。") from error


def _build_alone(corpus: Corpus, root: Path, told: Progress, force: bool) -> Built:
    """build(), with what the disk refuses as OSError or sqlite3.OperationalError."""
    _settle_imports(corpus)
    if not corpus.plan_ids():
        raise KbError(f"{corpus.folder} 里还没有规划。请先运行 kb import 文件 导入一份。")
    with build_lock(root, waiting=told.waiting):
        clear_aside(root)
        clock = _Clock()
        digest = inputs_digest(corpus)
        clock.lap("核对输入")
        standing = None if force else built_from(root, digest)
        if standing is not None:
            if in_use(root) != standing.name:
                point(root, standing.name)
            return _describe(standing, True, clock)
        aside = root / f"{ASIDE}{os.getpid()}"
        try:
            for _ in range(TRIES):
                _build_aside(corpus, aside, digest, told, clock)
                before, digest = digest, inputs_digest(corpus)
                if digest == before:
                    break
                shutil.rmtree(aside)
            else:
                raise KbError(
                    f"建库时语料一直在改动（{corpus.folder}），没有建成。原有的知识库没有动。请稍后再试。"
                )
            seal(aside, digest)
            folder = take(root, aside, digest[:16])
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        clock.lap("换入")
        return _describe(folder, False, clock)


def _settle_imports(corpus: Corpus) -> None:
    """Put back the folder of a plan whose import was cut short between two renames."""
    for old in corpus.folder.glob(".*.old"):
        plan = corpus.folder / old.name[1 : -len(".old")]
        if not plan.exists():
            with suppress(OSError), claimed(corpus.folder / f".{plan.name}.lock"):
                settle(plan)


def _build_aside(corpus: Corpus, aside: Path, digest: str, told: Progress, clock: _Clock) -> None:
    from kb.search import build_index

    units, topics, errors = _staff_files(corpus)
    found: list[tuple[Tree, Facts, tuple[Problem, ...]]] = []
    ids = corpus.plan_ids()
    for done, plan in enumerate(ids):
        told.step("读规划", done, len(ids))
        try:
            tree = corpus.read_plan(plan)
        except DocumentError as error:
            errors += error.problems
            continue
        facts, problems = _find(corpus, tree, units, topics)
        errors += [p for p in problems if p.level == "error"]
        found.append((tree, facts, problems))
    told.step("读规划", len(ids), len(ids))
    if errors:
        raise BuildError(tuple(errors))
    clock.lap("读规划")
    told.step("写知识库", 0, 1)
    write_base(aside, found, topics, units, digest)
    told.step("写知识库", 1, 1)
    clock.lap("写知识库")
    told.step("建索引", 0, 1)
    with open_base(aside) as base:
        build_index(aside / INDEX_FOLDER, base)
    told.step("建索引", 1, 1)
    clock.lap("建索引")


def _staff_files(corpus: Corpus) -> tuple[tuple[Unit, ...], tuple[Topic, ...], list[Problem]]:
    """Units, topics, and what is wrong with either file."""
    units: tuple[Unit, ...] = ()
    topics: tuple[Topic, ...] = ()
    errors: list[Problem] = []
    try:
        units = corpus.units()
    except DocumentError as error:
        errors += error.problems
    try:
        topics = corpus.topics()
    except DocumentError as error:
        errors += error.problems
    return units, topics, errors


def _find(
    corpus: Corpus, tree: Tree, units: tuple[Unit, ...], topics: tuple[Topic, ...]
) -> tuple[Facts, tuple[Problem, ...]]:
    """A plan's facts, overlay included, and what a reviewer should know of it."""
    from kb.rules import check, find_facts
    from kb.rules.overlay import Assignment, read_overlay

    overlay: tuple[Assignment, ...] = ()
    wrong: tuple[Problem, ...] = ()
    path = corpus.overlay(tree.plan.id)
    if path is not None:
        overlay, wrong = read_overlay(path, tree)
    facts = find_facts(tree, units, topics, overlay)
    return facts, (*wrong, *check(tree, facts, units, topics))


def _describe(folder: Path, unchanged: bool, clock: _Clock) -> Built:
    with open_base(folder) as base:
        counts = base.counts()
        return Built(
            folder, unchanged, counts["plan"], counts["node"], counts["duty"], base.problems(),
            tuple(clock.laps),
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
