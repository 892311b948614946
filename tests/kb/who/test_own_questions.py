"""Questions with expectations written by hand from the first plan: nobody overclaimed, and nearly all as expected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.api import Kb, open_kb
from kb.corpus import Corpus
from kb.pipeline.build import build
from tests.bench.score_questions import score_own

CORPUS = Path(__file__).resolve().parents[3] / "corpus"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kb]:
    built = build(Corpus(CORPUS), tmp_path_factory.mktemp("base"))
    with open_kb(built.folder) as opened:
        yield opened


def test_own_questions(kb: Kb) -> None:
    count = score_own(kb, misses=True)
    assert count["overclaims"] == 0
    assert count["questions"] >= 114
    assert count["questions"] - count["right"] <= 2
