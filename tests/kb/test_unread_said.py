"""`kb who` says that a plan has pictures nobody read, where it finds nobody."""

from __future__ import annotations

from pathlib import Path

from kb.api import open_kb
from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.pipeline.importer import import_file
from tests.kb.readers.office import docx, p
from tests.kb.readers.test_docx_kept import THINGS

BODY = (
    "西河县托育服务规划",
    "一、重点任务",
    "（一）建设托育机构。新建托育机构十家。（责任单位：县卫健局）",
    "（二）培训保育员。开展培训，见下表。",
)


def test_who_finds_nobody_and_says_what_was_not_read(tmp_path: Path) -> None:
    document = tmp_path / "plan.docx"
    document.write_bytes(docx("".join(map(p, BODY)) + p(inner=THINGS["图片"])))
    corpus = tmp_path / "corpus"
    import_file(document, corpus, "xihe")
    (corpus / "units.toml").write_text("", encoding="utf-8")
    (corpus / "topics.toml").write_text("", encoding="utf-8")
    build(Corpus(corpus), tmp_path / "base")
    with open_kb(tmp_path / "base") as kb:
        assert "有未读的图片，责任单位可能在里面。" in kb.who("保育员")["notes"]
        assert kb.who("托育机构")["notes"] == []
