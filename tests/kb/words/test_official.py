"""The samples of what official documents are headed and signed with."""

from __future__ import annotations

import pytest

from kb.words.official import SAMPLES

TAKEN = [(name, text) for name, (_, taken, _) in SAMPLES.items() for text in taken]
LEFT = [(name, text) for name, (_, _, left) in SAMPLES.items() for text in left]


@pytest.mark.parametrize(("name", "text"), TAKEN)
def test_taken(name: str, text: str) -> None:
    assert SAMPLES[name][0].search(text)


@pytest.mark.parametrize(("name", "text"), LEFT)
def test_left(name: str, text: str) -> None:
    assert SAMPLES[name][0].match(text) is None
