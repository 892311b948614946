"""An index in parts finds what Python's index finds: the same hits, counts and notes, whatever the query."""

from __future__ import annotations

import json

import pytest

from kb.who.answer import who
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


def test_an_answer_over_all_plans_is_python_s(towns: Twins) -> None:
    """Where the best hits are of every plan, the answer in parts is that of the whole."""
    asked = ["夜市谁负责", "夜市", "停车设施由谁牵头"]
    found, _ = towns.in_parts([(query, {"card": True}) for query in asked])
    for query, there in zip(asked, found, strict=True):
        whole = who(towns.base, towns.index, query)
        if not there["within"]:
            assert there["answer"] == json.loads(json.dumps(whole)), query
        else:
            units = {answer["unit"] for answer in whole["answers"]}
            assert {answer["unit"] for answer in there["answer"]["answers"]} <= units, query


def test_a_query_loads_a_small_part(several: Twins) -> None:
    """Hits of a question about one matter: no more than a third of the parts' bytes, the columns among them."""
    _, loaded = several.in_parts([("托育谁管", {"limit": 10})])
    parts = sum(path.stat().st_size for path in (several.parts / "search").iterdir())
    assert loaded < parts / 3
