"""The page says that pictures were not read, where its search finds nobody: with a card and without one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.pipeline.importer import import_file
from kb.store import open_base
from kb_site.build import build_site
from tests.kb.readers.office import docx, p
from tests.kb.readers.test_docx_kept import THINGS
from tests.kb.test_unread_said import BODY

pytestmark = pytest.mark.e2e
SAID = "有未读的图片，责任单位可能在里面。"


def test_the_page_says_what_was_not_read(tmp_path: Path, open_page: Callable[..., Any]) -> None:
    document = tmp_path / "xihe.docx"
    document.write_bytes(docx("".join(map(p, BODY)) + p(inner=THINGS["图片"])))
    import_file(document, tmp_path / "corpus", "xihe")
    with open_base(build(Corpus(tmp_path / "corpus"), tmp_path / "kb").folder) as base:
        out = build_site(base, tmp_path / "site").out
    for query, said in (("保育员谁管", True), ("谁管夜市摊位", True), ("托育机构谁管", False)):
        page = open_page().page
        page.goto(f"{(out / 'search.html').as_uri()}?q={query}")
        page.wait_for_selector(".found-in")
        assert (SAID in page.inner_text(".found-in")) is said, query
