"""Numerals both ways, and traditional characters that are simplified ones as well."""

from __future__ import annotations

import pytest

from kb.spans import Piece, Text
from kb.words.normalised import compact, normalise, without_pinyin
from kb.words.numerals import han_numeral, han_value
from kb.words.traditional import only_traditional, read_traditional


@pytest.mark.parametrize(
    ("number", "han"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (230, "二百三十"),
        (2005, "二千零五"),
    ],
)
def test_han_numerals(number: int, han: str) -> None:
    assert han_numeral(number) == han
    assert han_value(han) == number


def test_years_are_read_digit_by_digit() -> None:
    assert [han_value(s) for s in ("二〇二三", "二零二五", "２０２６")] == [2023, 2025, 2026]
    assert han_numeral(0) == "0"
    assert han_numeral(12, first_one=True) == "一十二"


def test_characters_that_both_scripts_have_stay() -> None:
    assert only_traditional()["單"] == "单"
    assert "乾" not in only_traditional()  # 乾县
    assert read_traditional()["乾"] == "干"
    assert all(a != b for a, b in read_traditional().items())


def test_pinyin_and_white_space_are_no_text() -> None:
    printed = "縣發(fā) 展局"
    text = normalise(Text(printed, (Piece(0, 0, len(printed)),)))
    assert text.value == compact(printed) == "县发展局"
    assert text.gap(2) == "(fā) "
    assert text.gap(1) == ""
    assert text.raw(0, 2) == "縣發(fā)"
    assert without_pinyin("縣發(fā)展局") == "縣發展局"
    assert compact("卫生(A类)") == "卫生（A类）"
