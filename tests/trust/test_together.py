"""Writers and readers at the same time: builds beside builds, imports beside builds, searches beside both."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kb.api import open_kb
from kb.corpus import Corpus
from kb.pipeline.build import Progress, build, inputs_digest, verify
from kb.pipeline.importer import import_file
from kb.problems import KbError
from kb.store import open_base
from kb.store.exchange import put_in_place, settle
from tests.trust import load
from tests.trust import stage as st


class AtStep(Progress):
    """Does something when the plans have been read or are about to be."""

    def __init__(self, done: int, act: object) -> None:
        self.done, self.act, self.acts = done, act, 0

    def step(self, name: str, done: int, total: int) -> None:
        if name == "读规划" and done == self.done:
            self.acts += 1
            assert callable(self.act)
            self.act()


@pytest.mark.parametrize("done", [0, 1])
def test_a_plan_imported_during_a_build_is_in_the_base_or_makes_it_begin_anew(
    stage: st.Stage, tmp_path: Path, done: int
) -> None:
    """Never is the base named after one state of the corpus and filled from the other."""
    stage.bring(0, "import")
    corpus = Corpus(stage.corpus)
    new = AtStep(done, lambda: import_file(stage.sources[1], stage.corpus, stage.plan, force=True))
    built = build(corpus, tmp_path / "kb", progress=new)
    with open_base(tmp_path / "kb") as base:
        assert base.digest == inputs_digest(corpus)
        assert base.plan("jia").source == stage.sources[1].read_text(encoding="utf-8")
    assert new.acts == 2
    assert not built.unchanged


def test_a_corpus_that_never_rests_is_not_built(stage: st.Stage, tmp_path: Path) -> None:
    stage.bring(0, "import")
    topics = stage.corpus / "topics.toml"
    before = topics.read_bytes()
    try:
        with pytest.raises(KbError) as caught:
            build(
                Corpus(stage.corpus),
                tmp_path / "kb",
                progress=AtStep(0, lambda: topics.write_bytes(topics.read_bytes() + b"\n")),
            )
    finally:
        topics.write_bytes(before)
    assert str(caught.value) == (
        f"建库时语料一直在改动（{stage.corpus}），没有建成。原有的知识库没有动。请稍后再试。"
    )
    assert [p.name for p in (tmp_path / "kb").iterdir()] == [".lock"]


def test_two_builds_at_once_give_one_base(stage: st.Stage) -> None:
    stage.bring(1, "import")
    together = [st.fork(stage.command("build", 1)) for _ in range(2)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in together]
    assert codes == [0, 0]
    assert st.standing(stage, "build") == "1"
    assert verify(stage.base) == ()
    assert st.leftovers(stage) == []


@pytest.mark.parametrize("name", ["import", "site", "extract"])
def test_two_of_a_command_at_once(stage: st.Stage, name: str) -> None:
    for state in (0, 1):
        st.prepare(stage, name, state)
        together = [st.fork(stage.command(name, state)) for _ in range(2)]
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in together]
        assert codes == [0, 0]
        if name == "extract":
            st.standing(stage, name)
        else:
            assert st.standing(stage, name) == str(state)
        assert st.leftovers(stage) == []


def test_a_reader_that_stays_keeps_the_generation_it_opened(stage: st.Stage) -> None:
    """Two builds later its folder is gone from the disk; it goes on answering from what it opened."""
    stage.bring(0, "build")
    topics = stage.corpus / "topics.toml"
    before = topics.read_bytes()
    with open_kb(stage.base) as kb:
        answers = (kb.who("托育"), kb.search("保育员"))
        for count in range(3):
            topics.write_bytes(before + b"\n" * (count + 1))
            build(Corpus(stage.corpus), stage.base)
        topics.write_bytes(before)
        assert not kb.base.folder.exists()
        kb.index.search("普惠")
        assert (kb.who("托育"), kb.search("保育员")) == answers
    stage.bring(0, "build")


def test_the_folder_set_aside_is_put_back_by_a_build(
    stage: st.Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a system that can't exchange two names an import may end between its two renames."""
    stage.bring(0, "build")
    folder = stage.corpus / stage.plan
    folder.rename(folder.with_name(f".{folder.name}.old"))
    shutil.copytree(folder.with_name(f".{folder.name}.old"), folder.with_name(f".{folder.name}.new"))
    assert build(Corpus(stage.corpus), stage.base).unchanged
    assert st.leftovers(stage) == []
    assert st.standing(stage, "import") == "0"


def test_without_a_call_for_exchanging_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.store.exchange._exchange", lambda a, b: False)
    for name in ("old", "new"):
        fresh = tmp_path / ".place.new"
        fresh.mkdir()
        (fresh / name).touch()
        put_in_place(fresh, tmp_path / "place")
        assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")] == ["place", f"place/{name}"]
    settle(tmp_path / "place")
    assert (tmp_path / "place" / "new").is_file()


@pytest.mark.parametrize("processes", [4])
def test_searches_while_the_base_is_rebuilt(stage: st.Stage, processes: int) -> None:
    """A short run of tests/bench/load.py: no error, and no answer that mixes two states."""
    told = load.run(stage, processes=processes, builds=7, every=0.0)
    assert told.errors == []
    assert told.mixed == 0
    assert told.builds == 7
    assert told.seen == {0, 1, 2}
