"""One plan through every format is one tree: kinds, numbers, titles and the ink of every text."""

from __future__ import annotations

import dataclasses
import io
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import pytest

from kb.model import Tree
from kb.parse import parse_source
from kb.readers import read_source
from kb.spans import is_ink
from tests.kb.parse.made import SEED, SEED_FOLDER
from tests.kb.readers.check import check_source
from tests.kb.readers.seed_forms import as_docx, as_html, as_pdf

Shape = list[tuple[str, str, str, str]]


@cache
def seed() -> Tree:
    return parse_source(read_source(SEED_FOLDER / "source.txt"), SEED)


def shape(tree: Tree) -> Shape:
    return [(n.kind, n.number, n.title, "".join(filter(is_ink, n.text))) for n in tree.nodes]


def through(path: Path, data: bytes) -> Tree:
    path.write_bytes(data)
    source = read_source(path)
    check_source(source)
    return parse_source(source, SEED)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_text_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    data = seed().plan.source.replace("\n", "\r\n").encode(encoding)
    assert shape(through(tmp_path / "x.txt", data)) == shape(seed())


def test_word(tmp_path: Path) -> None:
    data = as_docx(seed())
    assert len(docx.Document(io.BytesIO(data)).tables) == 8  # python-docx finds the package sound
    tree = through(tmp_path / "x.docx", data)
    assert shape(tree) == shape(seed())
    assert [n.cells for n in tree.nodes if n.kind == "indicator"] == [
        n.cells for n in seed().nodes if n.kind == "indicator"
    ]


def test_web_page(tmp_path: Path) -> None:
    assert shape(through(tmp_path / "x.html", as_html(seed()).encode("gb18030"))) == shape(seed())


def test_pdf(tmp_path: Path) -> None:
    plan = seed().plan
    # The font that ReportLab knows without a font file has no middle dot; another mark stands in for it.
    tree = parse_source(
        dataclasses.replace(read_source(SEED_FOLDER / "source.txt"), text=plan.source.replace("·", "—")), SEED
    )
    assert shape(through(tmp_path / "x.pdf", as_pdf(tree))) == shape(tree)


def test_pdf_printed_by_libreoffice(tmp_path: Path, require: Callable[[str], str]) -> None:
    office = require("soffice")
    require("cjk-fonts")
    (tmp_path / "x.docx").write_bytes(as_docx(seed()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "x.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert shape(through(tmp_path / "y.pdf", (tmp_path / "x.pdf").read_bytes())) == shape(seed())
