"""What changes for readers, a generation made ready and taken into use, and the way back."""

from __future__ import annotations

from pathlib import Path

from kb.answer.changes import changes
from kb.corpus import Corpus
from kb.edit.desk import Desk
from kb.edit.duties import Row, add_row
from kb.edit.headings import no_heading
from kb.edit.paragraphs import join
from kb.pipeline.build import build
from kb.store import open_base
from kb.store.published import KEPT, Publication, add_published, read_published
from kb.store.swap import generations, in_use, point
from tests.kb.edit.conftest import PLAN

FILE = f"{PLAN}/plan.md"


def line_of(desk: Desk, words: str) -> int:
    lines = desk.open(FILE).text.split("\n")
    return next(n for n, line in enumerate(lines, 1) if words in line)


def test_what_changes_for_readers(corpus: Corpus, desk: Desk, tmp_path: Path) -> None:
    root = tmp_path / "kb"
    first = build(corpus, root).folder
    tree = corpus.read_plan(PLAN)
    row = Row(node="3.1", unit="县委组织部", role="牵头", document="青府办〔2024〕3号")
    desk.do(f"{PLAN}/duties.csv", "", lambda t: add_row(t, row, tree), "张三", "分工")
    line = line_of(desk, "完善养老设施")
    desk.do(FILE, desk.open(FILE).digest, lambda t: no_heading(t, line), "张三", "不是标题")
    line = line_of(desk, "开展适老化改造")
    desk.do(FILE, desk.open(FILE).digest, lambda t: join(t, line), "张三", "并段")
    ready = build(corpus, root, use=False)
    assert in_use(root) == first.name
    with open_base(first) as before, open_base(ready.folder) as after:
        (plan,) = changes(before, after).plans
        assert not changes(before, before)
        assert [p.new for p in changes(None, after).plans] == [True]
        assert changes(before, after).units()["县委组织部"] == (1, 0)
    assert [(d.unit, d.role, d.citation) for d in plan.gained if d.unit == "县委组织部"] == [
        ("县委组织部", "牵头", "三、（一）")
    ]
    assert f"{PLAN}/2.2" in {n.before for n in plan.broken}
    point(root, ready.folder.name)
    assert in_use(root) == ready.folder.name


def test_a_plan_that_comes_or_goes_is_said_with_its_size(corpus: Corpus, tmp_path: Path) -> None:
    first = build(corpus, tmp_path / "kb").folder
    (corpus.folder / PLAN).rename(corpus.folder / "other")
    path = corpus.folder / "other" / "plan.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace(f'id: "{PLAN}"', 'id: "other"'), encoding="utf-8"
    )
    second = build(corpus, tmp_path / "kb").folder
    with open_base(first) as before, open_base(second) as after:
        came, went = changes(before, after).plans
        assert (came.plan, came.new, came.count) == ("other", True, len(after.nodes()))
        assert (went.plan, went.gone, went.count) == (PLAN, True, len(before.nodes()))


def test_a_node_under_another_number_has_moved(corpus: Corpus, desk: Desk, tmp_path: Path) -> None:
    first = build(corpus, tmp_path / "kb").folder
    opened = desk.open(FILE)
    text = opened.text.replace("### （二）强化资金保障", "### （三）强化资金保障")
    desk.save(FILE, opened.digest, text, "张三", "改号")
    with open_base(first) as before, open_base(build(corpus, tmp_path / "kb").folder) as after:
        (plan,) = changes(before, after).plans
        assert (f"{PLAN}/3.2", f"{PLAN}/3.3") in {(n.before, n.after) for n in plan.nodes}
        assert not [d for d in (*plan.gained, *plan.lost) if d.unit == "县财政局"]


def test_published_generations_stay_for_the_way_back(corpus: Corpus, desk: Desk, tmp_path: Path) -> None:
    root = tmp_path / "kb"
    names = []
    for n in range(KEPT + 2):
        path = corpus.folder / "topics.toml"
        path.write_text(f'[[topic]]\nname = "甲"\nsaid = ["{n}"]\n', encoding="utf-8")
        names.append(build(corpus, root).folder.name)
        add_published(root, Publication(generation=names[-1], when="2026-03-05", who="张三"))
    assert {p.name for p in generations(root)} == set(
        names[-KEPT - 1 :]
    )  # the last was made before it was published
    assert [p.generation for p in read_published(root)] == names
    with open(root / "published.jsonl", "a", encoding="utf-8") as f:
        f.write('{"gener')
    add_published(root, Publication(generation="x", when="2026-03-06", who="李四"))
    assert read_published(root)[-1] == Publication(generation="x", when="2026-03-06", who="李四")
