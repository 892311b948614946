"""The seed's base and index, built once a session from the corpus as it stands in the repository."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb.rules import find_facts
from kb.search import Index, build_index, open_index
from kb.store import Base, open_base, write_base

CORPUS = Path(__file__).parents[3] / "corpus"
PLAN = "dadukou-children-2021-2030"


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    corpus = Corpus(CORPUS)
    units, topics = corpus.units(), corpus.topics()
    tree = corpus.read_plan(PLAN)
    folder = tmp_path_factory.mktemp("base")
    write_base(folder, [(tree, find_facts(tree, units, topics), ())], topics, units, "0" * 64)
    with open_base(folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def index_folder(base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "index"
    build_index(folder, base)
    return folder


@pytest.fixture(scope="session")
def index(index_folder: Path) -> Iterator[Index]:
    with open_index(index_folder) as opened:
        yield opened
