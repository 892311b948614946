"""Notations of responsibility, a document each, against duties written by hand (tests/golden/notations)."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.parse import parse_source
from kb.readers import read_source
from kb.rules import find_facts
from kb.words.normalised import compact

FOLDER = Path(__file__).parents[2] / "golden" / "notations"
NAMES = sorted(path.stem for path in FOLDER.glob("*.duties"))


@pytest.mark.parametrize("name", NAMES)
def test_a_notation(name: str) -> None:
    lines = (FOLDER / f"{name}.duties").read_text("utf-8").splitlines()
    rows = [tuple(part.strip() for part in f"{line}||".split("|")[:4]) for line in lines]
    expected = [row for row in rows if not row[0].startswith("@")]
    source = next(p for p in FOLDER.glob(f"{name}.*") if p.suffix != ".duties")
    tree = parse_source(read_source(source), "p")
    assert {k: getattr(tree.plan, k[1:]) for k, *_ in rows if k[0] == "@"} == {
        k: v for k, v, *_ in rows if k[0] == "@"
    }
    cells = {n.id: tuple(compact(c.text.value) for c in n.cells) for n in tree.nodes}
    texts = {n.id: (compact(n.title), compact(n.text), *cells[n.id]) for n in tree.nodes}
    openings = sorted({opening for opening, *_ in expected}, key=len, reverse=True)

    def opening_of(node: str) -> str:
        said = texts[node]
        return next((o for o in openings if any(t.startswith(compact(o)) for t in said)), said[0] or said[1])

    found = [
        (opening_of(d.node), d.unit, d.role, d.deadline)
        for d in find_facts(tree, (), ()).duties
        if d.basis == "assigned" and not d.node.startswith(f"{d.inherited_from}.")
    ]
    assert sorted(found) == sorted(expected)
