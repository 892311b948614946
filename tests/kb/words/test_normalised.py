"""The matching form of a string and of a text agree."""

from __future__ import annotations

import sys

import pytest

from kb.spans import Text
from kb.words.normalised import LAST_BLANK, compact, normalise


@pytest.mark.parametrize(
    ("printed", "form"),
    [
        ("市市场\n监督管理局(商务)", "市市场监督管理局（商务）"),
        ("發(fā)展局", "发展局"),
        ("区　教 委\u200b,区卫健委", "区教委，区卫健委"),
        ("", ""),
    ],
)
def test_the_matching_form(printed: str, form: str) -> None:
    assert compact(printed) == form
    assert normalise(Text(printed)).value == form


def test_the_last_white_space_of_unicode() -> None:
    assert max(c for c in range(sys.maxunicode + 1) if chr(c).isspace()) == LAST_BLANK
