"""A whole plan as a Word document: all of its words, set as an official document, what was repaired marked and told."""

from __future__ import annotations

import io
import re

import pytest

from kb.answer.cover import cover_of
from kb.store import Base

docx = pytest.importorskip("docx")

from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: E402  # only where python-docx is installed

from kb.extract.plan_docx import write_plan_docx  # noqa: E402

PLAN = "dadukou-children-2021-2030"


@pytest.fixture(scope="module")
def content(seed: Base) -> bytes:
    return write_plan_docx(seed, PLAN)


def words(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return re.sub(r"\s+", "", "".join([*(p.text for p in document.paragraphs), *cells]))


def test_nothing_of_the_plan_is_lost(seed: Base, content: bytes) -> None:
    shown = re.sub(r"〔校\d+〕", "", words(content))
    for node in seed.nodes(PLAN):
        parts = [c.text.value for c in node.cells] if node.cells else [node.title, *node.columns]
        if not node.cells and not node.columns:
            parts += node.text.split("\n")
        for part in parts:
            assert re.sub(r"\s+", "", part) in shown, (node.id, part)


def test_every_repair_is_marked_and_told(content: bytes) -> None:
    """Four numbers that the conversion lost and a heading that was moved (about.html lists the same)."""
    document = docx.Document(io.BytesIO(content))
    marked = re.findall(r"〔(校\d+)〕", "".join(p.text for p in document.paragraphs))
    assert marked == ["校1", "校2", "校3", "校4", "校5"]
    notes = document.tables[-1]
    assert [c.text for c in notes.rows[0].cells] == ["标记", "条目", "校订", "现作", "原作", "说明", "源文行"]
    told = [[c.text for c in row.cells] for row in notes.rows[1:]]
    assert [row[0] for row in told] == marked
    assert [row[2] for row in told].count("补出编号") == 4
    assert ["二、（六）4", "补出编号"] in [row[1:3] for row in told]


def test_headings_and_cover_are_those_of_an_official_document(content: bytes) -> None:
    document = docx.Document(io.BytesIO(content))
    styles = {p.text: p.style.name for p in document.paragraphs}
    assert styles["二、重点任务"] == "Heading 1"
    assert styles["（四）推进儿童普惠福利体系建设"] == "Heading 2"
    assert styles["2.发展普惠托育服务体系"] == "Heading 3"
    placed = {p.text: p.alignment for p in document.paragraphs[:9]}
    assert placed["大渡口府发〔2023〕7号"] == WD_ALIGN_PARAGRAPH.CENTER
    assert placed["2023年2月27日"] == WD_ALIGN_PARAGRAPH.RIGHT


def test_the_same_base_gives_the_same_bytes(seed: Base, content: bytes) -> None:
    assert write_plan_docx(seed, PLAN) == content


def test_the_lines_of_a_cover(seed: Base) -> None:
    cover = [n for n in seed.nodes(PLAN) if n.local.startswith("cover.")]
    assert [place for _, place in cover_of(cover)] == [
        "middle", "middle", "middle", "middle", "edge", "body", "right", "right", "edge",
    ]  # fmt: skip
