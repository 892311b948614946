"""Operations on plan.md: what each makes of a text, what it refuses, and that every one can be taken back."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.corpus import Corpus
from kb.edit.blocks import blocks_of
from kb.edit.change import EditRefused, apply, change_between
from kb.edit.desk import Desk
from kb.edit.headings import cut_heading, cuts, make_heading, no_heading, set_number, shift_heading
from kb.edit.paragraphs import join, leave_out, put_back, set_front, split
from kb.edit.review import review
from kb.edit.tables import make_table, no_table
from kb.edit.verdict import ink, judge
from kb.parse.record import read_record
from tests.kb.edit.conftest import PLAN

HEAD = '---\nid: "x"\ntitle: "某方案"\n---\n\n# 某方案\n\n'


def test_a_heading_moves_with_the_headings_below_it() -> None:
    text = HEAD + "## 一、任务\n\n### （一）甲。\n\n文字。\n\n#### 1. 乙。\n\n### （二）丙。\n"
    down = shift_heading(text, 10, 1)
    assert down == HEAD + "## 一、任务\n\n#### （一）甲。\n\n文字。\n\n##### 1. 乙。\n\n### （二）丙。\n"
    assert shift_heading(text, 10, 1, below=False) == text.replace("### （一）", "#### （一）")
    assert shift_heading(down, 10, -1) == text


def test_a_heading_at_the_top_goes_no_further() -> None:
    with pytest.raises(EditRefused, match="“一、任务”已是第 1 级，不能再往上"):
        shift_heading(HEAD + "## 一、任务\n", 8, -1)


def test_a_paragraph_becomes_a_heading_cut_where_its_title_ends() -> None:
    text = HEAD + "（一）加强保障。健全机制。\n"
    assert cuts("（一）加强保障。健全机制。") == (8,)
    assert make_heading(text, 8, 2, cut=8) == HEAD + "### （一）加强保障。\n\n健全机制。\n"
    assert (
        make_heading(HEAD + "加强保障\n", 8, 2, number="（二）") == HEAD + "{.repaired}\n### （二）加强保障\n"
    )


def test_a_heading_becomes_a_paragraph_and_its_recovered_number_goes() -> None:
    text = HEAD + "{.repaired}\n### （二）加强保障\n\n文字。\n"
    assert no_heading(text, 9) == HEAD + "加强保障\n\n文字。\n"


def test_a_paragraph_that_looks_like_markdown_stays_one() -> None:
    assert no_heading(HEAD + "### 1. 加强\\_保障\n", 8) == HEAD + "1\\. 加强\\_保障\n"


def test_a_heading_is_cut_and_joined_again() -> None:
    text = HEAD + "### （一）甲乙。丙丁。\n"
    parted = cut_heading(text, 8, 6)
    assert parted == HEAD + "### （一）甲乙。\n\n丙丁。\n"
    assert join(parted, 8) == text


def test_paragraphs_are_joined_and_split() -> None:
    text = HEAD + "开展改造，\n\n覆盖全县。\n"
    joined = join(text, 8)
    assert joined == HEAD + "开展改造，覆盖全县。\n"
    assert split(joined, 8, 5) == text
    assert join(HEAD + "use of AI\n\ntools\n", 8) == HEAD + "use of AI tools\n"


def test_nothing_is_joined_over_the_end_of_a_box() -> None:
    text = HEAD + "::: box 专栏一\n\n甲。\n\n:::\n\n乙。\n"
    with pytest.raises(EditRefused, match="没有可以合并的"):
        join(text, 10)


def test_paragraphs_become_a_table_and_again_paragraphs() -> None:
    text = HEAD + "项目\n\n单位\n\n托育\n\n县卫健局\n\n之后。\n"
    table = make_table(text, 8, 14, 2)
    assert table == HEAD + "| 项目 | 单位 |\n| --- | --- |\n| 托育 | 县卫健局 |\n\n之后。\n"
    assert no_table(table, 8) == text


def test_paragraphs_with_wide_spaces_are_rows() -> None:
    text = HEAD + "项目    单位\n\n托育    县卫健局\n"
    assert make_table(text, 8, 10, 2) == HEAD + "| 项目 | 单位 |\n| --- | --- |\n| 托育 | 县卫健局 |\n"


def test_a_table_that_does_not_come_out_even_is_refused_with_the_count() -> None:
    with pytest.raises(EditRefused, match="选了 3 段，排成 2 列会多出 1 段"):
        make_table(HEAD + "项目\n\n单位\n\n托育\n", 8, 12, 2)


def test_the_number_that_the_source_lost_is_given_changed_and_taken_back() -> None:
    text = HEAD + "### 加强保障\n"
    given_ = set_number(text, 8, "（二）")
    assert given_ == HEAD + "{.repaired}\n### （二）加强保障\n"
    assert set_number(given_, 9, "（三）") == HEAD + "{.repaired}\n### （三）加强保障\n"
    assert set_number(given_, 9, "") == text
    with pytest.raises(EditRefused, match="“二”不是编号"):
        set_number(text, 8, "二")
    with pytest.raises(EditRefused, match="原文这里印着编号“（一）”"):
        set_number(HEAD + "### （一）加强保障\n", 8, "（二）")


def test_what_is_left_out_leaves_no_gap_and_is_put_back() -> None:
    text = HEAD + "甲。\n\n第 1 页\n\n乙。\n"
    out = leave_out(text, 10)
    assert out == HEAD + "甲。\n\n乙。\n"
    assert put_back(out, 8, "第 1 页") == text
    assert put_back(text, 12, "丙。") == HEAD + "甲。\n\n第 1 页\n\n乙。\n\n丙。\n"


def test_the_front_matter_is_set_in_plain_words() -> None:
    text = set_front(HEAD, "period", "2024—2026年")
    assert text == HEAD.replace('"某方案"\n---', '"某方案"\nperiod: [2024, 2026]\n---')
    assert set_front(text, "place", "甲省／乙市").count('place: ["甲省", "乙市"]\nperiod') == 1
    assert set_front(text, "period", "") == HEAD
    with pytest.raises(EditRefused, match="规划期“明年”写法不对"):
        set_front(HEAD, "period", "明年")
    with pytest.raises(EditRefused, match="没有“id”这一项"):
        set_front(HEAD, "id", "y")


def test_windows_line_endings_stay() -> None:
    text = (HEAD + "甲，\n\n乙。\n").replace("\n", "\r\n")
    assert join(text, 8) == (HEAD + "甲，乙。\n").replace("\n", "\r\n")


@pytest.mark.parametrize("line", [1, 7, 9, 999])
def test_a_line_without_anything_to_change_is_refused(line: int) -> None:
    with pytest.raises(EditRefused, match="没有可以改的内容"):
        shift_heading(HEAD + "甲。\n", line, 1)


def test_the_title_is_no_running_text() -> None:
    with pytest.raises(EditRefused, match="在题目、封面或落款里"):
        leave_out(HEAD + "甲。\n", 6)


def test_lines_nodes_and_doubts_lead_to_each_other(corpus: Corpus) -> None:
    seen = review(corpus, PLAN)
    lines = seen.text.split("\n")
    for place in seen.places:
        shown = lines[place.block.line - 1]
        assert seen.at(place.block.line) is place
        if place.block.kind == "heading":
            assert place.block.text.value in shown
            assert seen.source[place.first - 1].strip().startswith(place.block.text.value.rstrip("。"))
    road = next(p for p in seen.places if p.block.text.value.startswith("（三）"))
    assert (road.node, road.first) == (f"{PLAN}/2.3", 18)
    assert [(d.unit, d.role) for d in road.duties] == [("县交通局", "责任"), ("农道办", "责任")]
    table = next(p for p in seen.places if p.block.kind == "table")
    assert (table.first, table.last) == (20, 28)
    assert [d.unit for d in table.duties] == ["县卫生健康局", "县民政局"]
    assert [r.source for r in seen.left] == ["第 1 页"]
    (doubt,) = seen.doubts
    assert (doubt.title, doubt.plan_line, doubt.source_line) == ("单位没有登记", 17, 11)


STRUCTURE: dict[str, Callable[[str, int, random.Random], str]] = {
    "up": lambda t, n, r: shift_heading(t, n, -1),
    "down": lambda t, n, r: shift_heading(t, n, 1, below=r.random() < 0.5),
    "none": lambda t, n, r: no_heading(t, n),
    "heading": lambda t, n, r: make_heading(t, n, r.randint(1, 4), cut=r.randint(0, 9)),
    "cut": lambda t, n, r: cut_heading(t, n, r.randint(1, 12)),
    "join": lambda t, n, r: join(t, n),
    "split": lambda t, n, r: split(t, n, r.randint(1, 20)),
    "table": lambda t, n, r: make_table(t, n, n + r.choice((2, 4, 6)), 2),
    "no table": lambda t, n, r: no_table(t, n),
}
ALL = STRUCTURE | {
    "number": lambda t, n, r: set_number(t, n, r.choice(("（九）", "7.", ""))),
    "out": lambda t, n, r: leave_out(t, n),
    "back": lambda t, n, r: put_back(t, n, "第 1 页"),
}


@given(seed=st.integers(0, 2**32), names=st.lists(st.sampled_from(sorted(ALL)), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_row_of_operations_can_be_read_and_taken_back(
    imported: object, seed: int, names: list[str]
) -> None:
    """Whatever is done in whatever order: plan.md can be read, a change of structure keeps every character, and undoing
    all of it gives the first text to the byte."""
    folder = Corpus(imported).plan_folder(PLAN)  # type: ignore[arg-type]  # the fixture's path
    first = (folder / "plan.md").read_text(encoding="utf-8")
    record = read_record(folder / "import.json")
    source = (folder / "source.txt").read_bytes().decode()
    chance = random.Random(seed)
    text, done = first, []
    for name in names:
        line = chance.choice(blocks_of(text)).line
        try:
            after = ALL[name](text, line, chance)
        except EditRefused:
            continue
        change = change_between(text, after)
        assert apply(text, change) == after
        assert apply(after, change.inverse) == text
        if name in STRUCTURE:
            assert ink(after) == ink(text), name
        verdict = judge(after, PLAN, source, record.repairs)
        assert verdict.tree is not None, (name, verdict.problems)
        text = after
        done.append(change)
    for change in reversed(done):
        text = apply(text, change.inverse)
    assert text == first


def test_a_change_of_structure_that_loses_words_of_the_source_is_refused(desk: Desk) -> None:
    opened = desk.open(f"{PLAN}/plan.md")
    with pytest.raises(EditRefused, match="与原文对不上，没有改"):
        desk.do(opened.file, opened.digest, lambda t: t.replace("改造危桥12座。", ""), "张三", "删字")
    assert desk.open(opened.file) == opened
    assert desk.history() == ()
