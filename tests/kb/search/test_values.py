"""Numbers with their units, and dates: what a table prints in two cells is found as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.model import Baseline, Indicator, Target
from kb.rules.targets import read_target
from kb.search import Index, SearchDoc, Vocabulary, index_documents, open_index
from kb.search.analyse import VALUE
from kb.search.documents import measured_values


def indicator(unit: str, *targets: str, stood: float | None = None) -> Indicator:
    read: tuple[Target, ...] = tuple(read_target(text) for text in targets)
    baseline = Baseline(2020, stood, unit, "p/0", "", 0, 0, 1) if stood is not None else None
    return Indicator("p/b1.1", "p", "p/b1", "1", None, "率", unit, read[0], read, "", False, "", (), baseline)


@pytest.mark.parametrize(
    ("given", "values"),
    [
        (indicator("%", "≥99"), ("≥99%",)),
        (indicator("‰", "＜1.3", stood=1.21), ("＜1.3‰", "2020年1.21‰")),
        (indicator("%", "95%以上"), ()),  # printed whole: in the row's text
        (indicator("%", "明显提高"), ()),
        (indicator("", "100"), ()),
        (indicator("个", "3—5", "10"), ("3—5个", "10个")),
        (indicator("/10万", "＜18"), ("＜18/10万",)),
    ],
)
def test_what_an_indicator_is_found_by(given: Indicator, values: tuple[str, ...]) -> None:
    assert measured_values(given) == values


@pytest.mark.parametrize(
    ("typed", "is_value"),
    [
        ("99%", True), (">=95%", False), ("≥95%", True), ("1.3‰", True), ("18/10万", True), ("90%以上", True),
        ("2023年12月底前", True), ("2025年", True), ("2025年12月31日前", True), ("12月底前", True), ("2030年底", True),
        ("15分钟", False), ("3岁以下", False), ("托育", False), ("2025年托育", False), ("2.4.2", True), ("", False),
    ],
)  # fmt: skip
def test_what_is_a_value(typed: str, is_value: bool) -> None:
    assert bool(VALUE.fullmatch(typed)) is is_value


@pytest.mark.parametrize(
    ("query", "first"),
    [
        (
            "99%",
            {"b1.23", "b1.21"},
        ),  # the target of 23 and the state of 21 before the sentence in the preamble
        ("99％", {"b1.23", "b1.21"}),
        ("≥95%", {"b1.8", "b1.30"}),
        ("38%", {"b1.11"}),
        ("70%", {"b1.3", "b1.11-3"}),
    ],
)
def test_a_target_is_found_by_its_number_and_unit(index: Index, query: str, first: set[str]) -> None:
    hits = index.search(query).hits
    assert {hit.id.split("/")[1] for hit in hits[: len(first)]} == first


def test_a_year_that_no_text_has_finds_nothing(index: Index) -> None:
    assert index.search("2025年").total == 0


LINES = {
    "1": "2021年6月底前完成平台联调。",
    "2": "2023年12月底前全部上线。",
    "3": "推进平台建设，12月召开会议，2023年前后总结，底数清楚。",
    "4": "到2023年12月，建成平台。",
}


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("dated") / "index"
    docs = [
        SearchDoc(f"p/{local}", "p", "task", local, "", "", text, f"一、{local}", n)
        for n, (local, text) in enumerate(LINES.items())
    ]
    index_documents(folder, docs, Vocabulary())
    with open_index(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "found", "taken_for"),
    [
        ("2023年12月底前", ["2"], ""),  # not the task of 2021, nor one that has its characters apart
        ("12月底前", ["2"], ""),
        ("2023年12月", ["2", "4"], ""),
        ("2023年12月25日前", ["2", "4"], "2023年12月"),
        ("2023年6月底前", ["2", "3", "4"], "2023年"),
        ("2024年6月底前", [], ""),
    ],
)
def test_a_date_is_found_as_written(dated: Index, query: str, found: list[str], taken_for: str) -> None:
    result = dated.search(query)
    assert sorted(hit.id.split("/")[1] for hit in result.hits) == found
    assert [note for note in result.notes if "按" in note] == (
        [f"没有“{query}”，按“{taken_for}”查找。"] if taken_for else []
    )


def test_an_index_without_documents(tmp_path: Path) -> None:
    index_documents(tmp_path / "index", [], Vocabulary())
    with open_index(tmp_path / "index") as empty:
        assert empty.search("99%").total == 0
