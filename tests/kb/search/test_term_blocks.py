"""Posting lists in blocks: what is added comes back, whether or not lists had to wait in files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.search import term_blocks
from kb.search.term_blocks import TermBlocks


@pytest.mark.parametrize("most_held", [10_000_000, 300], ids=["held", "in files"])
def test_lists_are_differences_and_places_ways(tmp_path: Path, most_held: int) -> None:
    blocks = TermBlocks(tmp_path, most_held)
    for document in (3, 5, 12):
        blocks.add("甲", document)
    blocks.add("g托育", 3, (0, 12))
    for document in range(4, 9):
        blocks.add("乙", document)
    blocks.add("g托育", 9, (5,))
    ((first, text),) = blocks.blocks()
    assert first == "g托育"
    assert json.loads(text) == {"g托育": [3, 0, -12, 6, 5], "乙": [4, 1, 1, 1, 1], "甲": [3, 2, 7]}


def test_terms_come_as_a_browser_compares_texts(tmp_path: Path) -> None:
    """A character beyond the first plane is two code units from D800 on: before ﹣ in a browser, after it in Python."""
    blocks = TermBlocks(tmp_path)
    for term in ("﹣", "𠀀", "托"):
        blocks.add(term, 0)
    ((first, text),) = blocks.blocks()
    assert (first, list(json.loads(text))) == ("托", ["托", "𠀀", "﹣"])


def test_a_long_list_has_a_block_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_blocks, "BLOCK", 20)
    blocks = TermBlocks(tmp_path)
    for document in range(30):
        blocks.add("乙", document)
    for term in "丙丁":
        blocks.add(term, 7)
    assert [(first, list(json.loads(text))) for first, text in blocks.blocks()] == [
        ("丁", ["丁", "丙"]),
        ("乙", ["乙"]),
    ]
