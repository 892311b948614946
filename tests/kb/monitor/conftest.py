"""The base of the first plan, and a made-up round of two years that all tests of this folder share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb.monitor.desk import Desk
from kb.store import Base, open_base, write_base
from tests.kb.monitor.two_years import PLAN, TwoYears, make


@pytest.fixture(scope="session")
def plan_base(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Iterator[Base]:
    """The base of the first plan without any returns."""
    from kb.rules import find_facts

    corpus = Corpus(repository / "corpus")
    tree = corpus.read_plan(PLAN)
    units, topics = corpus.units(), corpus.topics()
    folder = tmp_path_factory.mktemp("plan") / "kb"
    write_base(folder, [(tree, find_facts(tree, units, topics), ())], topics, units, "5eed" * 16)
    with open_base(folder) as base:
        yield base


@pytest.fixture(scope="session")
def two_years(tmp_path_factory: pytest.TempPathFactory, repository: Path, plan_base: Base) -> TwoYears:
    """Two rounds, filled in and collected. Read only: a test that changes it takes `own_corpus`."""
    out = tmp_path_factory.mktemp("two-years")
    shutil.copytree(repository / "corpus", out / "corpus", ignore=shutil.ignore_patterns("monitor"))
    return make(plan_base, Corpus(out / "corpus"), out)


@pytest.fixture
def own_corpus(two_years: TwoYears, tmp_path: Path) -> Corpus:
    """A copy of the corpus with both rounds, to change."""
    shutil.copytree(two_years.corpus.folder, tmp_path / "corpus")
    return Corpus(tmp_path / "corpus")


@pytest.fixture
def desk_of(plan_base: Base) -> Callable[[Corpus], Desk]:
    return lambda corpus: Desk(plan_base, corpus, PLAN)
