"""Display width and line breaking."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcwidth

from kb_cli.width import breaks, char_width, clip, columns_for, pad, text_width


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("托育", 4),
        ("kb", 2),
        ("≥4.5", 4),
        ("3—5所", 5),
        ("“托育”", 6),
        ("（四）", 6),
        ("e\u0301", 1),
        ("㎡", 2),
        ("", 0),
    ],
)
def test_widths(text: str, width: int) -> None:
    assert text_width(text) == width


def test_the_short_way_agrees_with_wcwidth() -> None:
    """For every character of the basic plane that has a name or is an ideograph."""
    differ = [
        hex(code)
        for code in range(0x20, 0xD800)
        if unicodedata.category(chr(code)) not in ("Cn", "Cc", "Co")
        and char_width(chr(code)) != max(0, wcwidth(chr(code)))
    ]
    assert differ == []


def test_padding_and_clipping_count_columns() -> None:
    assert pad("托育", 6) == "托育  "
    assert pad("12", 4, right=True) == "  12"
    assert clip("发展普惠托育服务体系", 9) == "发展普惠…"
    assert clip("发展普惠", 8) == "发展普惠"
    assert columns_for([("单位", "数"), ("区卫健委", "26")]) == [8, 2]


def lines(text: str, width: int) -> list[str]:
    return [text[a:b] for a, b in breaks(text, width, width)]


def test_no_line_begins_with_closing_punctuation() -> None:
    assert lines("加强托育服务，提升水平。", 12) == ["加强托育服", "务，提升水", "平。"]


def test_no_line_ends_with_opening_punctuation() -> None:
    assert lines("按照国家《托育办法》执行", 10) == ["按照国家", "《托育办", "法》执行"]


def test_latin_words_and_numbers_stay_whole() -> None:
    assert lines("参见 kb search 一节，达到 97.5% 以上", 12) == [
        "参见 kb",
        "search 一",
        "节，达到",
        "97.5% 以上",
    ]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert lines("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


@given(st.text(st.sampled_from("托育，。（）《》ab1 ．≥\u0301“”"), max_size=60), st.integers(2, 20))
def test_breaking_loses_only_blanks(text: str, width: int) -> None:
    ranges = breaks(text, width, width)
    kept = [text[a:b] for a, b in ranges]
    assert "".join(kept).replace(" ", "") == text.replace(" ", "")
    assert all(a <= b for a, b in ranges)
    assert all(text_width(line) <= max(width, 2) for line in kept)
