"""The last words of a document belong to none of its items."""

from __future__ import annotations

import pytest

from tests.kb.parse.made import check, outline, tree

ITEMS = """某县关于促进消费的若干措施
一、举办消费季。全年四场。（县商务局负责）
二、发放消费券。分三批发放。（县财政局负责）
三、改造步行街。年底完工。（县住建局负责）
"""
IN_FORCE = "本措施自印发之日起施行，有效期一年。"
ADDRESSED = "各乡镇、各有关部门要高度重视，认真组织实施。"
SIGNED = "某县人民政府\n2024年3月5日\n"


def closing(text: str) -> list[str]:
    made = tree(text)
    check(made)
    return [n.text for n in made.nodes if n.local.startswith("closing.")]


def test_what_the_document_says_of_itself() -> None:
    made = tree(ITEMS + IN_FORCE + "\n" + SIGNED)
    assert outline(made)[-4:] == [
        "task 3 改造步行街",
        f"paragraph {made.nodes[-3].local} {IN_FORCE}",
        f"paragraph {made.nodes[-2].local} 某县人民政府",
        f"paragraph {made.nodes[-1].local} 2024年3月5日",
    ]
    assert (made.nodes[-3].citation, made.nodes[-3].parent) == ("结尾", None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (ITEMS + IN_FORCE, [IN_FORCE]),
        (ITEMS + ADDRESSED + "\n" + IN_FORCE + "\n" + SIGNED, [ADDRESSED, IN_FORCE]),
        (ITEMS + ADDRESSED + "\n" + SIGNED, [ADDRESSED]),
        (ITEMS + "特此通知。\n" + SIGNED, ["特此通知。"]),
        # right before the list of annexes, and the annex has its own items
        (
            ITEMS + IN_FORCE + "\n附件：任务分工表\n" + SIGNED + "附件\n任务分工表\n1.甲任务。\n2.乙任务。\n",
            [IN_FORCE],
        ),
        # what an item says below its title is its own
        (ITEMS.replace("三、改造步行街。年底完工。（县住建局负责）", "三、附则") + IN_FORCE, []),
        # only the end of a text closes it
        (ITEMS + IN_FORCE + "\n仓储另行安排。\n", []),
    ],
)
def test_what_closes_a_document(text: str, found: list[str]) -> None:
    assert closing(text) == found


@pytest.mark.parametrize(
    "text",
    [
        # another item has a paragraph below it, too
        ITEMS.replace("二、", "各商圈同步举办。\n二、") + ADDRESSED,
        # two items are not a row
        "某县措施\n一、办会。全年四场。（县商务局负责）\n二、发券。分三批。（县财政局负责）\n" + ADDRESSED,
        # the text of the item itself
        "某县措施\n一、办会\n二、发券\n三、加强领导\n" + ADDRESSED,
        # what is asked of one department is a task
        ITEMS + "县商务局要建立台账。",
        # it says what the last item is about
        ITEMS + "各项改造主要包括路面、管网。",
    ],
)
def test_what_belongs_to_the_last_item(text: str) -> None:
    assert closing(text) == []


def test_a_box_at_the_end_stays_whole() -> None:
    text = ITEMS + "专栏1 消费提升工程\n县城商圈项目：改造两条街。\n本措施自印发之日起施行。\n"
    made = tree(text)
    check(made)
    assert [n.local for n in made.nodes if n.kind == "box"] == ["b1"]
    assert closing(text) == []
