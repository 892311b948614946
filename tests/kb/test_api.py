"""The Python API: it narrows as the commands do, and takes up a new generation when asked to."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kb.api import open_kb
from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.store import NotFound

TOPIC = '\n[[topic]]\nname = "甲乙丙"\nterms = ["甲乙丙"]\n'


@pytest.fixture
def own(repository: Path, tmp_path: Path, packaged_base: Path) -> Path:
    """A corpus of one's own with its base, that of the packaged one to begin with."""
    shutil.copytree(repository / "corpus", tmp_path / "corpus")
    shutil.copytree(packaged_base, tmp_path / "build" / "kb")
    return tmp_path


def test_refresh_takes_up_a_new_generation(own: Path) -> None:
    with open_kb(own / "build/kb") as kb:
        before = kb.generation
        assert kb.refresh() is False
        with open(own / "corpus/topics.toml", "a", encoding="utf-8") as file:
            file.write(TOPIC)
        build(Corpus(own / "corpus"), own / "build/kb")
        assert "甲乙丙" not in json.dumps(kb.topics(), ensure_ascii=False)  # what is open stays as it was
        assert kb.refresh() is True
        assert kb.generation != before
        assert "甲乙丙" in json.dumps(kb.topics(), ensure_ascii=False)
        assert kb.who("托育")["answers"][0]["unit"] == "区卫健委"
        assert kb.refresh() is False


def test_a_base_that_is_gone_leaves_the_open_one(own: Path) -> None:
    from kb.problems import BaseMissing

    with open_kb(own / "build/kb") as kb:
        (own / "build/kb/CURRENT").write_text("gone\n", encoding="utf-8")
        with pytest.raises(BaseMissing):
            kb.refresh()
        assert kb.who("托育")["answers"]


def test_what_is_not_there_is_refused_with_the_nearest(packaged_base: Path) -> None:
    with open_kb(packaged_base) as kb:
        with pytest.raises(NotFound, match="区卫健委"):
            kb.unit("区卫建委会")
        for ask in (kb.tree, kb.matrix, kb.units, kb.indicators, kb.topics, kb.export, kb.check):
            with pytest.raises(NotFound):
                ask("no-such-plan")
        for narrowed in (kb.who, kb.list):
            with pytest.raises(NotFound):
                narrowed("指标", plan="no-such-plan")
        with pytest.raises(NotFound):
            kb.search("托育", plans=["no-such-plan"])
