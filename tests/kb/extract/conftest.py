"""Bases to extract from: the real plan's, and a small one made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb.extract import Gathering
from kb.store import Base, open_base, write_base
from tests import made


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Iterator[Base]:
    """The base of 大渡口区儿童发展规划 as parsed and as the rules read it."""
    from kb.rules import find_facts

    corpus = Corpus(repository / "corpus")
    tree = corpus.read_plan("dadukou-children-2021-2030")
    units, topics = corpus.units(), corpus.topics()
    folder = tmp_path_factory.mktemp("seed") / "kb"
    write_base(folder, [(tree, find_facts(tree, units, topics), ())], topics, units, "5eed" * 16)
    with open_base(folder) as base:
        yield base


@pytest.fixture(scope="session")
def gathering(seed: Base) -> Gathering:
    return Gathering(seed)


@pytest.fixture(scope="session")
def several(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Iterator[Base]:
    """A base of the real plan and those of tests/golden/made."""
    from tests.several import build_several

    with open_base(build_several(repository, tmp_path_factory.mktemp("several"))) as base:
        yield base


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Base]:
    made.write_made(tmp_path)
    with open_base(tmp_path) as base:
        yield base
