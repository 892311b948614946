"""A build that takes unchanged plans over: after any edit its bytes are those of a build from nothing."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb.pipeline.build import BuildError, Built, build, verify
from kb.pipeline.importer import import_file
from kb.search import open_index
from kb.store import open_base

UNITS = """[[unit]]
name = "区卫健委"
full_name = "甲区卫生健康委员会"
aliases = ["卫健委"]

[[unit]]
name = "区教委"

[[unit]]
name = "区住建委"
plans = ["yi"]
"""
TOPICS = """[[topic]]
name = "托育"
terms = ["托育机构", "托育点"]
said = ["托儿所"]
"""
# Ids of which one begins another; units that no registry has, alike in several plans; a table; a unit of one plan.
TASKS = {
    "jia": ("建设托育机构。依托区妇幼保健院，各镇街加快托育点建设。（责任单位：区卫健委）", "乙街道负责消防巡查。"),
    "jia-2": ("改造老旧管网。依托区妇幼保健院，新建雨水管网30公里。（责任单位：区住建委）", "由区文旅委牵头，办好非遗集市。"),
    "jia0": ("治理城市内涝。由区水务局负责，建成调蓄池2座。（责任单位：区水务局、区卫健委）", "区文旅委配合。"),
    "yi": ("培训保育员。每年培训100人以上。（责任单位：区教委、区住建委）", "各镇街组织居民参与。"),
}  # fmt: skip
PLAN = """甲区政府发〔2024〕{number}号
甲区人民政府
关于印发甲区{id}规划（2024—2030年）的通知

一、总体思路

（一）指导思想。

坚持普惠优先。

二、重点任务

（一）主要任务。

1．{first}

2．落实到位。{second}

专栏1 主要指标
序号\t指标名称（单位）\t2030年规划\t责任单位
1\t{indicator}（%）\t≥9{number}\t区卫健委、区水务局
"""
Edit = Callable[[Corpus], None]


def put(corpus: Corpus, plan: str, first: str, second: str, indicator: str = "覆盖率") -> None:
    number = list(TASKS).index(plan) + 1 if plan in TASKS else 9
    path = corpus.folder.parent / f"{plan}.txt"
    text = PLAN.format(number=number, id=plan, first=first, second=second, indicator=indicator)
    path.write_text(text, encoding="utf-8")
    import_file(path, corpus.folder, plan, force=True)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the corpus and, in kb, its base. Not to be changed."""
    folder = tmp_path_factory.mktemp("imported")
    found = Corpus(folder / "corpus")
    found.folder.mkdir()
    (found.folder / "units.toml").write_text(UNITS, encoding="utf-8")
    (found.folder / "topics.toml").write_text(TOPICS, encoding="utf-8")
    for plan, tasks in TASKS.items():
        put(found, plan, *tasks)
    build(found, folder / "kb")
    return folder


@pytest.fixture
def corpus(imported: Path, tmp_path: Path) -> Corpus:
    """A corpus of one's own, with its base in `kb` next to it."""
    shutil.copytree(imported, tmp_path, dirs_exist_ok=True)
    return Corpus(tmp_path / "corpus")


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def build_both(corpus: Corpus, root: Path) -> Built:
    """Build in `root`, and from nothing elsewhere: the same bytes, and sound."""
    built = build(corpus, root)
    anew = build(corpus, root.parent / "anew", force=True)
    assert anew.kept == 0
    found, due = contents(built.folder), contents(anew.folder)
    assert found.keys() == due.keys()
    assert [name for name in found if found[name] != due[name]] == []
    assert verify(root) == ()
    return built


def change(corpus: Corpus) -> None:
    put(corpus, "jia-2", "改造老旧小区。由区城管局牵头，改造小区12个。", "区文旅委、区水务局配合。", "改造率")


def add(corpus: Corpus) -> None:
    put(corpus, "aaa", "建设口袋公园。（责任单位：区城管局、区水务局）", "由区文旅委牵头。")


def remove(corpus: Corpus) -> None:
    shutil.rmtree(corpus.folder / "jia")


def remove_last(corpus: Corpus) -> None:
    shutil.rmtree(corpus.folder / corpus.plan_ids()[-1])


def assign(corpus: Corpus) -> None:
    (corpus.folder / "yi" / "duties.csv").write_text(
        "id,unit,role,document,note\nyi/2.1.2,区审计局,牵头,分工方案,第3页\n", encoding="utf-8"
    )


def correct(corpus: Corpus) -> None:
    path = corpus.folder / "jia0" / "plan.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("普惠优先", "安全优先"), encoding="utf-8")


def edit_units(corpus: Corpus, text: str) -> None:
    (corpus.folder / "units.toml").write_text(text, encoding="utf-8")


def edit_topics(corpus: Corpus, text: str) -> None:
    (corpus.folder / "topics.toml").write_text(text, encoding="utf-8")


def register(corpus: Corpus) -> None:
    edit_units(corpus, UNITS + '\n[[unit]]\nname = "区水务局"\n')  # printed by every plan


def register_for_one(corpus: Corpus) -> None:
    edit_units(corpus, UNITS + '\n[[unit]]\nname = "区水务局"\nplans = ["yi"]\n')


def register_nowhere(corpus: Corpus) -> None:
    edit_units(corpus, UNITS + '\n[[unit]]\nname = "区档案馆"\naliases = ["档案馆"]\n')


def register_no_unit(corpus: Corpus) -> None:
    edit_units(corpus, UNITS + '\n[[unit]]\nname = "区文旅委"\nkind = "不是单位"\n')


def register_members(corpus: Corpus) -> None:
    more = '\n[[unit]]\nname = "各镇街"\nmembers = ["丙镇政府"]\n\n[[unit]]\nname = "丙镇政府"\n'
    edit_units(corpus, UNITS + more)


def rename(corpus: Corpus) -> None:
    edit_units(
        corpus,
        UNITS.replace('name = "区卫健委"', 'name = "卫生委"\nkind = "政府部门"').replace(
            '["卫健委"]', '["区卫健委"]'
        ),
    )


def unregister(corpus: Corpus) -> None:
    edit_units(corpus, UNITS.rpartition("[[unit]]")[0])


def reorder(corpus: Corpus) -> None:
    first, second, third = UNITS.split("\n\n")
    edit_units(corpus, "\n\n".join((third, first, second)))


def remark(corpus: Corpus) -> None:
    edit_units(corpus, "# 核对过\n" + UNITS)


def retag(corpus: Corpus) -> None:
    edit_topics(corpus, TOPICS + '\n[[topic]]\nname = "排水"\nterms = ["内涝", "雨水管网"]\n')  # of two plans


def retag_title(corpus: Corpus) -> None:
    """A topic that ties tasks without units to indicators with one."""
    edit_topics(corpus, TOPICS + '\n[[topic]]\nname = "落实"\nterms = ["落实到位", "覆盖率"]\n')


def untag(corpus: Corpus) -> None:
    edit_topics(corpus, "")


def say(corpus: Corpus) -> None:
    edit_topics(corpus, TOPICS.replace('["托儿所"]', '["托儿所", "看孩子"]'))


def correct_and_retag(corpus: Corpus) -> None:
    correct(corpus)
    build(corpus, corpus.folder.parent / "kb")
    retag(corpus)


def assign_and_retag(corpus: Corpus) -> None:
    assign(corpus)
    build(corpus, corpus.folder.parent / "kb")
    retag_title(corpus)


@pytest.mark.parametrize(
    ("edit", "kept", "again", "gone"),
    [
        (change, 3, 0, 0),
        (add, 4, 0, 0),
        (remove, 3, 0, 1),
        (assign, 3, 0, 0),
        (correct, 3, 0, 0),
        (register, 0, 4, 0),
        (register_for_one, 3, 1, 0),
        (register_nowhere, 4, 0, 0),
        (register_no_unit, 2, 2, 0),
        (register_members, 2, 2, 0),
        (rename, 0, 4, 0),
        (unregister, 3, 1, 0),
        (reorder, 0, 4, 0),
        (remark, 4, 0, 0),
        (retag, 2, 2, 0),
        (retag_title, 0, 4, 0),
        (untag, 3, 1, 0),
        (say, 4, 0, 0),
        (correct_and_retag, 2, 2, 0),
        (assign_and_retag, 0, 4, 0),
    ],
)
def test_the_bytes_after_an_edit(
    corpus: Corpus, tmp_path: Path, edit: Edit, kept: int, again: int, gone: int
) -> None:
    root = tmp_path / "kb"
    build(corpus, root)
    edit(corpus)
    built = build_both(corpus, root)
    assert (built.unchanged, built.kept, built.again, built.gone) == (False, kept, again, gone)


def test_a_unit_or_topic_that_touches_no_plan_reads_none(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "kb"
    build(corpus, root)
    read: list[str] = []
    monkeypatch.setattr(Corpus, "read_plan", lambda self, plan: read.append(plan))
    retag(corpus)
    assert build(corpus, root).again == 2
    register(corpus)
    assert build(corpus, root).again == 4
    assert read == []


EDITS: list[Edit] = [
    change, add, remove_last, register, register_for_one, register_no_unit, register_members, rename, unregister, reorder,
    retag, retag_title, untag, say,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_the_bytes_after_many_edits(corpus: Corpus, tmp_path: Path, seed: int) -> None:
    """Edits one on another, in an order by chance; some undo others."""
    chance = random.Random(seed)
    root = tmp_path / "kb"
    build(corpus, root)
    first = {path: path.read_bytes() for path in corpus.inputs()}

    def undo(corpus: Corpus) -> None:
        for path in corpus.inputs():
            if path not in first:
                path.unlink()
        for path, content in first.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)

    for edit in chance.choices([*EDITS, undo], k=6):
        edit(corpus)
        build_both(corpus, root)


def test_the_new_answers(corpus: Corpus, tmp_path: Path) -> None:
    build(corpus, tmp_path / "kb")
    change(corpus)
    built = build(corpus, tmp_path / "kb")
    assert built.kept == 3
    with open_base(tmp_path / "kb") as base:
        tied = {d.unit: d.plan for d in base.duties() if d.basis == "assigned"}
        assert tied["区城管局"] == "jia-2"
        assert tied["区教委"] == "yi"
    with open_index(built.folder / "index") as index:
        assert [hit.plan for hit in index.search("老旧小区").hits] == ["jia-2"]
        assert [hit.plan for hit in index.search("调蓄池").hits] == ["jia0"]
        assert index.search('"雨水管网"').total == 0


@pytest.mark.parametrize("name", ["kb.sqlite", "MANIFEST.json", "index/plans.bin"])
@pytest.mark.parametrize("damage", ["flipped", "cut", "gone"])
def test_nothing_is_taken_from_what_is_damaged(
    corpus: Corpus, tmp_path: Path, name: str, damage: str
) -> None:
    """A damaged base gives nothing; of the index, the parts of plans that are damaged are made again."""
    root = tmp_path / "kb"
    path = build(corpus, root).folder / name
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    else:
        at = len(content) // 2
        path.write_bytes(content[:at] + bytes((content[at] ^ 4,)) + content[at + 1 :])
    change(corpus)
    built = build_both(corpus, root)
    assert built.kept == (3 if name.startswith("index") else 0) or (name, damage) == (
        "MANIFEST.json",
        "flipped",
    )


def test_a_broken_plan_leaves_the_base_and_its_mending_takes_the_rest_over(
    corpus: Corpus, tmp_path: Path
) -> None:
    root = tmp_path / "kb"
    before = contents(build(corpus, root).folder)
    source = corpus.folder / "jia" / "source.txt"
    text = source.read_bytes()
    source.write_bytes(text + b"x")
    with pytest.raises(BuildError):
        build(corpus, root)
    change(corpus)
    source.write_bytes(text)
    assert build_both(corpus, root).kept == 3
    assert any(contents(p) == before for p in root.iterdir() if p.is_dir())


def test_the_corpus_in_another_folder(corpus: Corpus, tmp_path: Path) -> None:
    root = tmp_path / "kb"
    assign(corpus)
    assert build(corpus, root).problems
    other = Corpus(tmp_path / "elsewhere" / "corpus")
    shutil.copytree(corpus.folder, other.folder)
    change(other)
    assert build_both(other, root).kept == 3


def test_another_program_takes_nothing(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(corpus, tmp_path / "kb")
    change(corpus)
    monkeypatch.setattr("kb.pipeline.fingerprints.program_digest", lambda: "another")
    assert build(corpus, tmp_path / "kb").kept == 0
