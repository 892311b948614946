"""Questions with expectations written by hand from the first plan: nobody overclaimed, and nearly all as expected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.api import Kb, open_kb
from kb.corpus import Corpus
from kb.pipeline.build import build
from tests.bench.score_questions import score_asked, score_own
from tests.several import build_several

ROOT = Path(__file__).resolve().parents[3]
CORPUS = ROOT / "corpus"


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


def test_asked_questions(kb: Kb) -> None:
    """As people type them: polite, with slips, of several clauses. One miss: “统计数据一下” is read as matter."""
    count = score_asked(kb, "", misses=True)
    assert (count["questions"], count["overclaims"]) == (48, 0)
    assert count["questions"] - count["right"] <= 1


def test_asked_questions_of_several_plans(tmp_path: Path) -> None:
    """One miss: of two matters the one that two plans print is shown from the plan that prints it word for word."""
    with open_kb(build_several(ROOT, tmp_path)) as several:
        count = score_asked(several, "several", misses=True)
    assert (count["questions"], count["overclaims"]) == (12, 0)
    assert count["questions"] - count["right"] <= 1
