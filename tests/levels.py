"""A base of plans of three levels and a later version of one, with planted differences."""

from __future__ import annotations

from pathlib import Path

from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.pipeline.importer import import_file
from tests.kb.compare.conftest import DISTRICT, TEXTS, TOPICS, text

LATER = "qu-xiu"
# The later version of the district's plan: a target is higher, a sentence says another number, one task has gone and one come.
PLANTED = (
    ("学前教育毛入园率\t%\t≥93", "学前教育毛入园率\t%\t≥94"),
    ("2022年2月1日", "2024年2月1日"),
    ("每个街道建成1所以上普惠托育机构。", "每个街道建成2所以上普惠托育机构。"),
    ("（三）开展夏季防溺水巡查。（责任单位：区水务局）", "（三）开展反电信诈骗宣传。（责任单位：区公安局）"),
)


def build_levels(folder: Path) -> Path:
    """Build the base in a folder and return its generation."""
    corpus = Corpus(folder / "corpus")
    corpus.folder.mkdir()
    (corpus.folder / "units.toml").write_text("", encoding="utf-8")
    (corpus.folder / "topics.toml").write_text(TOPICS, encoding="utf-8")
    texts = {plan: text(plan) for plan in TEXTS}
    later = texts[DISTRICT]
    for old, new in PLANTED:
        assert old in later
        later = later.replace(old, new)
    for plan, written in {**texts, LATER: later}.items():
        path = folder / f"{plan}.txt"
        path.write_text(written, encoding="utf-8")
        import_file(path, corpus.folder, plan)
    return build(corpus, folder / "kb").folder
