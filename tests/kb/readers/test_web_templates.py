"""Every character of a document comes through every kind of page, and nothing of the page comes with it.

The documents: a hundred drawn by a seed, those made up in tests/golden/made, and the many of ../shared/mass where they lie next to
the checkout.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kb.readers import Source, read_source
from kb.readers.html.furniture import is_document
from kb.readers.radicals import unify
from tests.kb.readers.check import check_source
from tests.kb.readers.own_documents import COUNT, documents
from tests.kb.readers.web_templates import TEMPLATES

REPOSITORY = Path(__file__).parents[3]
MADE = sorted((REPOSITORY / "tests" / "golden" / "made").glob("*.txt"))
MASS = sorted((REPOSITORY.parent / "shared" / "mass").glob("*.txt"))
HERE = MADE + (MASS if os.environ.get("KB_MASS") else MASS[::20])
"""All of the many documents with KB_MASS=1 (a quarter of an hour); otherwise one in twenty. Those drawn by a seed are always all read."""


def paragraphs(path: Path) -> list[str]:
    """The lines of a text that have words in them, as a page prints them: blanks in a row are one."""
    lines = path.read_bytes().decode("utf-8-sig").splitlines()
    return [" ".join(line.split()) for line in lines if re.search(r"\w", line)]


def ink(text: str) -> str:
    return "".join(unify(text).split())


def shape(source: Source) -> tuple[str, list[str]]:
    """(the ink of the tree, the ink of each repair)."""
    kept = list(source.text)
    for r in source.repairs:
        kept[r.start : r.end] = " " * (r.end - r.start)
    return ink("".join(kept)), [ink(r.source) for r in source.repairs]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("path", HERE, ids=lambda path: path.stem)
def test_a_document_comes_through_a_page(tmp_path: Path, path: Path, template: str) -> None:
    lost, silent = through(tmp_path, template, paragraphs(path))
    assert silent == []
    if path in MADE:
        assert lost == []


def through(tmp_path: Path, template: str, texts: list[str]) -> tuple[list[str], list[str]]:
    """Return the paragraphs that a page's tree lacks, and those of them that no repair has, or that none may have."""
    file = tmp_path / "page.html"
    file.write_text(TEMPLATES[template](texts), encoding="utf-8")
    source = read_source(file)
    check_source(source)
    tree, repairs = shape(source)
    assert "网站标识码" not in tree
    assert "机构职能" not in tree
    assert sum("网站标识码" in r for r in repairs) == 1
    lost = [t for t in texts if ink(t) not in tree]
    return lost, [t for t in lost if not any(ink(t) in r for r in repairs) or is_document(ink(t))]


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_of_a_hundred_documents_comes_through_a_page(tmp_path: Path, template: str) -> None:
    made = [[" ".join(t.split()) for t in texts] for texts in documents()]
    assert len(made) * len(TEMPLATES) == COUNT * 6 == 600
    assert {
        no: lost for no, texts in enumerate(made) if (lost := through(tmp_path, template, texts)[0])
    } == {}
