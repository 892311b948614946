"""The graded questions: means that must be reached, and no question that has an answer left without one."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kb.search import Index

MEASURE = Path(__file__).parents[2] / "bench" / "search_quality.py"


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    spec = importlib.util.spec_from_file_location("search_quality", MEASURE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["search_quality"] = module
    spec.loader.exec_module(module)
    return module


def test_ndcg_of_a_known_order(measure: ModuleType) -> None:
    grades = {"a": 3, "b": 1}
    assert measure.ndcg(["a", "b"], grades) == 1
    assert measure.ndcg(["x", "y"], grades) == 0
    assert measure.ndcg(["b", "a"], grades) == pytest.approx((1 + 7 / 1.5849625) / (7 + 1 / 1.5849625))
    assert measure.reciprocal_rank(["x", "b"], grades) == 0.5


@pytest.mark.parametrize(
    ("questions", "least"), [("dev", 0.97), ("own-search", 0.97), ("held-out-plain", 0.97)]
)
def test_graded_questions(index: Index, measure: ModuleType, questions: str, least: float) -> None:
    score = measure.score(measure.read_cases(questions), measure.ours(index))
    below = {question: round(value, 3) for question, value in score.each.items() if value < 0.9}
    assert score.ndcg >= least, below
    assert score.mrr >= 0.97, below
    assert score.empty == 0
    assert score.wrongly_answered == 0
