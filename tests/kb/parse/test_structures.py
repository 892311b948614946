"""Own documents of structures that are common in practice, labelled before the first run (tests/golden/structures)."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.parse import parse_source
from kb.readers import read_source
from tests.kb.parse.made import REPOSITORY, check

FOLDER = REPOSITORY / "tests" / "golden" / "structures"
DOCUMENTS = sorted(p for p in FOLDER.iterdir() if p.suffix in (".txt", ".html"))


def said(path: Path) -> list[str]:
    """The document as its label has it: identity, the numbered nodes in order, the rows of tables without numbers."""
    tree = parse_source(read_source(path), "plan")
    check(tree)
    label = path.with_suffix(".tree").read_text(encoding="utf-8").splitlines()
    fields = [line[1:].split(" | ")[0] for line in label if line.startswith("@")]
    out = [f"@{name} | {getattr(tree.plan, name)}" for name in fields]
    for node in tree.nodes:
        cells = [c.text.value for c in node.cells]
        if node.number:
            out.append(f"{node.number} | {node.title}")
        elif cells and node.title not in ("", cells[0]) and node.kind != "paragraph":
            out.append(f"row | {' | '.join(cells[1:])}")
    return out


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_structure(path: Path) -> None:
    assert said(path) == path.with_suffix(".tree").read_text(encoding="utf-8").splitlines()


def test_every_label_has_its_document() -> None:
    assert {p.stem for p in DOCUMENTS} == {p.stem for p in FOLDER.glob("*.tree")}
