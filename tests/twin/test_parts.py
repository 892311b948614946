"""An index in parts finds what Python's index finds: the same hits, counts and notes, whatever the query."""

from __future__ import annotations

import pytest

from tests.twin.conftest import Twins
from tests.twin.queries import KINDS, OTHERS, VALUES, questions


@pytest.mark.parametrize(
    "name", ["dev.json", "own-search.json", "who.json", "held-out.json", "held-out-plain.json"]
)
def test_golden_questions(one: Twins, several: Twins, name: str) -> None:
    one.assert_same_in_parts(questions(name))
    several.assert_same_in_parts(questions(name))


def test_numbers_the_query_language_pinyin_and_slips(one: Twins, several: Twins) -> None:
    for twins in (one, several):
        twins.assert_same_in_parts([*VALUES, *OTHERS])
    one.assert_same_in_parts(OTHERS[:10], limit=200)


def test_a_question_of_every_kind(several: Twins, towns: Twins) -> None:
    several.assert_same_in_parts(KINDS)
    towns.assert_same_in_parts([*KINDS, "各地夜市由谁牵头", "西坪的夜市由谁牵头", "夜市", "停车设施由谁牵头"])
