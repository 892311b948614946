"""Search finds what Ctrl-F finds: any piece of any node's text, from one character up."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.search import Index


def found(index: Index, text: str) -> set[str]:
    return {hit.id for hit in index.search(text, limit=None, facets=False).hits}


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_substring_of_a_node_finds_it(index: Index, data: st.DataObject) -> None:
    docs = [doc for doc in index.documents() if doc.head or doc.text]
    doc = data.draw(st.sampled_from(docs))
    text = data.draw(st.sampled_from([part for part in (doc.head, doc.text, doc.title) if part]))
    start = data.draw(st.integers(0, len(text) - 1))
    size = data.draw(st.one_of(st.integers(1, 6), st.integers(1, 40)))
    piece = text[start : start + size]
    if piece.strip():
        assert doc.id in found(index, piece), piece


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
