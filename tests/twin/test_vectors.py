"""What Python finds and answers, the browser's scripts find and answer, in Node and within seconds."""

from __future__ import annotations

import json
import random

import pytest

from tests.bench.score_questions import ASKED
from tests.twin.conftest import Twins
from tests.twin.queries import KINDS, OTHERS, VALUES, questions

SEED = 20261128


@pytest.mark.parametrize(
    "name", ["dev.json", "own-search.json", "who.json", "held-out.json", "held-out-plain.json"]
)
def test_golden_questions(one: Twins, name: str) -> None:
    one.assert_same(questions(name))


def test_numbers_and_dates(one: Twins, several: Twins) -> None:
    one.assert_same(VALUES)
    several.assert_same(VALUES)


def test_a_question_of_every_kind(one: Twins, several: Twins) -> None:
    one.assert_same(KINDS)
    several.assert_same(KINDS)


def test_questions_as_people_type_them(one: Twins, several: Twins) -> None:
    asked = [row["q"] for row in json.loads(ASKED.read_text("utf-8"))]
    one.assert_same(asked)
    several.assert_same(asked)


def test_the_query_language_places_pinyin_and_slips(one: Twins) -> None:
    one.assert_same(OTHERS)
    one.assert_same(OTHERS[:10], limit=200)


def test_pieces_of_texts_with_odd_characters_around(one: Twins) -> None:
    """Drawn once for all, from every node: a piece of its text, with what people type by mistake."""
    draw = random.Random(SEED)
    docs = [doc for doc in one.index.documents() if len(doc.text) > 3]
    odd = "托肓育玉机构谁管 归的-:\"单位“”（）()、。,3%az'."
    asked = []
    for doc in docs:
        at = draw.randrange(len(doc.text) - 2)
        piece = doc.text[at : at + draw.randint(1, 8)]
        around = ["".join(draw.choices(odd, k=draw.randint(0, 4))) for _ in range(2)]
        asked.append(around[0] + piece + around[1])
    one.assert_same(asked, limit=30)


def test_several_plans(several: Twins) -> None:
    titles = [n.title for plan in several.base.plans() for n in several.base.nodes(plan.id)[2::7] if n.title]
    units = list(dict.fromkeys(duty.unit for duty in several.base.duties()))[::3]
    begun = [plan.title[:size] for plan in several.base.plans() for size in (2, 4)]
    several.assert_same([*questions("dev.json"), *questions("who.json"), *titles])
    several.assert_same([f"{name}管什么" for name in units] + [f"{title}谁负责" for title in titles][::2])
    several.assert_same([f"{begin} {word}" for begin in begun for word in ("托育", "建设", "加强 服务")])
    several.assert_same([f"规划:{plan.title[:4]} 建设" for plan in several.base.plans()])


def test_a_matter_of_several_plans(towns: Twins) -> None:
    asked = [
        "各地夜市由谁牵头",
        "夜市谁负责",
        "夜市由谁配合",
        "夜市街区由哪个单位牵头",
        "西坪的夜市由谁牵头",
        "夜市",
    ]
    asked += [
        "市商务局是不是负责所有夜市",
        "夜市是不是都归市商业局",
        "市商务局是不是负责夜市街区",
        "有关部门负责什么",
    ]
    towns.assert_same([*asked, "哪些规划没有写任何责任单位", "有责任单位的规划有哪些", "停车设施由谁牵头"])
