"""Search finds what Ctrl-F finds: any piece of any node's text, from one character up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.corpus import Corpus
from kb.pipeline.importer import import_file
from kb.rules import find_facts
from kb.search import Index, build_index, open_index
from kb.search.normalise import written_forms
from kb.store import open_base, write_base
from kb.words.traditional import read_traditional

# One form → all that is written for it: 托 → 託, 5 → ５, - → — – ～.
DISGUISES: dict[str, list[str]] = {}
for written, plain in {**read_traditional(), **written_forms()}.items():
    if not written.isspace():
        DISGUISES.setdefault(plain, []).append(written)


@pytest.fixture(scope="module")
def others(shared: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The index of other governments' plans, without units and topics, where they are at hand."""
    files = sorted(p for p in shared("plans").glob("*") if p.suffix in (".txt", ".html"))
    folder = tmp_path_factory.mktemp("others")
    corpus = Corpus(folder / "corpus")
    corpus.folder.mkdir()
    for path in files:
        import_file(path, corpus.folder, path.stem)
    trees = (corpus.read_plan(plan) for plan in corpus.plan_ids())
    write_base(folder / "base", ((tree, find_facts(tree, (), ()), ()) for tree in trees))
    with open_base(folder / "base") as base:
        build_index(folder / "index", base)
    with open_index(folder / "index") as opened:
        yield opened


def found(index: Index, text: str) -> set[str]:
    return {hit.id for hit in index.search(text, limit=None, facets=False).hits}


def piece_of(index: Index, data: st.DataObject) -> tuple[str, str]:
    """A node and a piece of its text, over the border of heading and body too."""
    docs = [doc for doc in index.documents() if doc.head or doc.text]
    doc = data.draw(st.sampled_from(docs))
    parts = (doc.head, doc.text, doc.title, doc.head + doc.text)
    text = data.draw(st.sampled_from([part for part in parts if part]))
    start = data.draw(st.integers(0, len(text) - 1))
    size = data.draw(st.one_of(st.integers(1, 6), st.integers(1, 40)))
    return doc.id, text[start : start + size]


def disguised(index: Index, data: st.DataObject, piece: str) -> str:
    """The piece with characters of other widths, dashes of other lengths, traditional characters."""
    out = ""
    for ch in piece:
        same = [one for one in DISGUISES.get(ch, []) if index.lexicon.normalise(one) == ch]
        out += data.draw(st.sampled_from([ch, *same]))
    return out


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_substring_of_a_node_finds_it(index: Index, data: st.DataObject) -> None:
    node, piece = piece_of(index, data)
    if piece.strip():
        assert node in found(index, piece), piece


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_substring_however_it_is_written(index: Index, data: st.DataObject) -> None:
    node, piece = piece_of(index, data)
    if piece.strip():
        assert node in found(index, disguised(index, data, piece)), piece


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_substring_of_plans_no_vocabulary_was_made_for(others: Index, data: st.DataObject) -> None:
    node, piece = piece_of(others, data)
    if piece.strip():
        assert node in found(others, piece), piece
        assert node in found(others, disguised(others, data, piece)), piece


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_every_node_by_its_opening_words(index: Index, size: int) -> None:
    """Each node by the first characters of its text, every one of them."""
    missed = []
    for doc in index.documents():
        text = (doc.text or doc.head)[:size]
        if text.strip() and doc.id not in found(index, text):
            missed.append((doc.id, text))
    assert missed == []


@pytest.mark.parametrize(
    ("piece", "node"),
    [
        ("托育", "b1.25"),  # across jieba's 普惠托育
        ("育服", "b1.25"),
        ("3—5所", "b4.p"),
        ("3-5所", "b4.p"),
        ("３－５所", "b4.p"),
        ("75%", "2.3.3"),
        ("７５％以上", "2.3.3"),
        ("0-6岁", "b1.12"),
        ("0—6岁", "b1.29"),
        ("≥4.5", "b1.26"),
        ("義渡", "2.3.1"),
        ("“区—镇街—村（社区）”", "2.1.5"),
        ("-6岁", "b1.29"),
        ("渡+”德", "2.3.1"),
    ],
)
def test_pieces_that_word_search_misses(index: Index, piece: str, node: str) -> None:
    local = {hit.split("/", 1)[1] for hit in found(index, piece)}
    assert any(name == node or (node.endswith(".p") and name.startswith(node)) for name in local)
