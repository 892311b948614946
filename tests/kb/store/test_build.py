"""kb.pipeline.build on a small corpus: what stands after a good build, a failed one, an unchanged one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.corpus import Corpus, find_corpus
from kb.pipeline.build import BuildError, Progress, build, verify
from kb.pipeline.importer import import_file
from kb.problems import KbError
from kb.store import open_base
from kb.store.swap import in_use

PLAN = """甲区政府发〔2024〕1号
甲区人民政府
关于印发甲区托育服务规划（2024—2030年）的通知

一、总体思路

（一）指导思想。

坚持普惠优先。

二、重点任务

（一）发展托育服务。

1．建设托育机构。依托区妇幼保健院，各镇街加快托育点建设。（责任单位：区卫健委）

2．培训保育员。每年培训100人以上。

三、组织实施

（一）加强领导。

由区教委牵头，定期会商。
"""
UNITS = """[[unit]]
name = "区卫健委"
full_name = "甲区卫生健康委员会"
aliases = ["卫健委"]
kind = "政府部门"

[[unit]]
name = "区教委"
"""
TOPICS = """[[topic]]
name = "托育"
terms = ["托育机构", "托育点"]
said = ["托儿所"]
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "units.toml").write_text(UNITS, encoding="utf-8")
    (folder / "topics.toml").write_text(TOPICS, encoding="utf-8")
    source = tmp_path / "jia.txt"
    source.write_text(PLAN, encoding="utf-8")
    import_file(source, folder, "jia")
    return Corpus(folder)


class Steps(Progress):
    def __init__(self) -> None:
        self.seen: list[str] = []

    def step(self, name: str, done: int, total: int) -> None:
        if done == total:
            self.seen.append(name)


def test_a_build_stands_whole(corpus: Corpus, tmp_path: Path) -> None:
    steps = Steps()
    built = build(corpus, tmp_path / "kb", progress=steps)
    assert (built.unchanged, built.plans) == (False, 1)
    assert steps.seen == ["读规划", "写知识库", "建索引"]
    assert [name for name, _ in built.timings] == ["核对输入", "读规划", "写知识库", "建索引", "换入"]
    with open_base(tmp_path / "kb") as base:
        assert base.folder == built.folder
        assert base.node("2.1.1").title == "建设托育机构"
        assert ("区卫健委", "assigned") in [(d.unit, d.basis) for d in base.duties(node="jia/2.1.1")]
        assert [t.name for t in base.topics()] == ["托育"]
    assert verify(tmp_path / "kb") == ()


def test_nothing_changed_nothing_built(corpus: Corpus, tmp_path: Path) -> None:
    first = build(corpus, tmp_path / "kb")
    stamp = (first.folder / "kb.sqlite").stat().st_mtime_ns
    again = build(corpus, tmp_path / "kb")
    assert again.unchanged
    assert again.folder == first.folder
    assert (first.folder / "kb.sqlite").stat().st_mtime_ns == stamp
    assert [name for name, _ in again.timings] == ["核对输入"]


def test_same_corpus_same_bytes_wherever_it_is_built(corpus: Corpus, tmp_path: Path) -> None:
    a = build(corpus, tmp_path / "a").folder
    b = build(corpus, tmp_path / "b").folder
    names = sorted(p.relative_to(a).as_posix() for p in a.rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(b).as_posix() for p in b.rglob("*") if p.is_file())
    assert [n for n in names if (a / n).read_bytes() != (b / n).read_bytes()] == []


def test_a_changed_vocabulary_makes_a_new_generation_and_back_again(corpus: Corpus, tmp_path: Path) -> None:
    root = tmp_path / "kb"
    first = build(corpus, root).folder.name
    topics = corpus.folder / "topics.toml"
    topics.write_text(TOPICS.replace("托儿所", "早托"), encoding="utf-8")
    second = build(corpus, root).folder.name
    assert second != first
    topics.write_text(TOPICS, encoding="utf-8")
    back = build(corpus, root)
    assert (back.unchanged, back.folder.name, in_use(root)) == (True, first, first)


def test_a_failed_build_leaves_the_last_good_one(corpus: Corpus, tmp_path: Path) -> None:
    root = tmp_path / "kb"
    good = build(corpus, root).folder.name
    plan = corpus.plan_folder("jia") / "source.txt"
    plan.write_text(PLAN.replace("普惠", "优质"), encoding="utf-8")
    (corpus.folder / "topics.toml").write_text("[[topic]]\nterms = []\n", encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        build(corpus, root)
    assert [p.code for p in caught.value.problems] == ["KB304", "KB209"]
    assert in_use(root) == good
    assert {p.name for p in root.iterdir()} == {".lock", "CURRENT", good}
    with open_base(root) as base:
        assert len(base.plans()) == 1


def test_a_failure_on_the_way_leaves_nothing_aside(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kb.search.finish_index", fail, raising=False)
    with pytest.raises(KbError, match="磁盘满了"):
        build(corpus, tmp_path / "kb")
    assert [p.name for p in (tmp_path / "kb").iterdir()] == [".lock"]


def test_an_empty_corpus_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "units.toml").touch()
    with pytest.raises(KbError) as caught:
        build(Corpus(tmp_path), tmp_path / "kb")
    assert str(caught.value) == f"{tmp_path} 里还没有规划。请先运行 kb import 文件 导入一份。"


def test_verify_finds_a_damaged_file(corpus: Corpus, tmp_path: Path) -> None:
    folder = build(corpus, tmp_path / "kb").folder
    meta = folder / "index" / "meta.json"
    meta.write_text(meta.read_text().replace("jia", "yi "))
    assert verify(tmp_path / "kb") == ("index/meta.json 的内容变了。",)


def test_a_damaged_generation_is_built_again(corpus: Corpus, tmp_path: Path) -> None:
    folder = build(corpus, tmp_path / "kb").folder
    (folder / "kb.sqlite").write_bytes(b"")
    again = build(corpus, tmp_path / "kb")
    assert not again.unchanged
    assert verify(tmp_path / "kb") == ()


def test_the_corpus_is_found_upward(corpus: Corpus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KB_CORPUS", raising=False)
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert find_corpus() == tmp_path / "corpus"
    monkeypatch.setenv("KB_CORPUS", str(tmp_path / "none"))
    with pytest.raises(KbError) as caught:
        find_corpus()
    assert str(caught.value) == f"没有语料文件夹 {tmp_path / 'none'}。"


def test_folders_that_an_import_works_in_are_no_plans(corpus: Corpus) -> None:
    (corpus.folder / ".jia.old").mkdir()
    (corpus.folder / ".jia.old" / "plan.md").touch()
    (corpus.folder / "empty").mkdir()
    assert corpus.plan_ids() == ("jia",)
