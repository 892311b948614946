"""Pictures that nobody read are said in the browser, where it finds nobody, in the words of the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.pipeline.importer import import_file
from kb.search import open_index
from kb.store import open_base
from tests.kb.readers.office import docx, p
from tests.kb.readers.test_docx_kept import THINGS
from tests.kb.test_unread_said import BODY
from tests.towns import TEXTS
from tests.twin.conftest import Twins

SAID = "有未读的图片，责任单位可能在里面。"


@pytest.mark.parametrize("alone", [True, False], ids=["one plan", "among others"])
def test_what_was_not_read_is_said_where_nobody_is_found(
    tmp_path: Path, require: Callable[[str], str], alone: bool
) -> None:
    document = tmp_path / "xihe.docx"
    document.write_bytes(docx("".join(map(p, BODY)) + p(inner=THINGS["图片"])))
    corpus = tmp_path / "corpus"
    import_file(document, corpus, "xihe")
    if not alone:
        (tmp_path / "nanling.txt").write_text(TEXTS["nanling"], "utf-8")
        import_file(tmp_path / "nanling.txt", corpus)
    said = SAID if alone else "《西河县托育服务规划》" + SAID
    with (
        open_base(build(Corpus(corpus), tmp_path / "kb").folder) as base,
        open_index(base.folder / "index") as index,
    ):
        twins = Twins(base, index, require("node"), tmp_path)
        asked = ["保育员谁管", "托育机构谁管"]
        nobody, somebody = (found["answer"] for found in twins.in_node(asked))
        assert said in nobody["notes"]
        assert somebody["notes"] == []
        twins.assert_same(asked)
