"""File names that every system takes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.extract.names import file_stems, safe_name


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("区卫健委", "区卫健委"),
        ("村（居）民委员会/社区", "村（居）民委员会／社区"),
        ("统计局:商务局", "统计局：商务局"),
        ("CON", "_CON"),
        ("com1.x", "_com1.x"),
        ("区教委. ", "区教委"),
        (".隐藏", "_.隐藏"),
        ("甲\t乙\n丙", "甲 乙 丙"),
        ("a\x00b\x1bc", "abc"),
        ("..\\..\\x", "_..＼..＼x"),
    ],
)
def test_safe(name: str, stem: str) -> None:
    assert safe_name(name) == stem


@given(st.text(max_size=300))
def test_any_text_gives_a_name_windows_takes(name: str) -> None:
    stem = safe_name(name)
    assert stem
    assert not set(stem) & set('<>:"/\\|?*\0')
    assert stem == stem.rstrip(". ")
    assert all(ch.isprintable() for ch in stem)
    assert len(f"{stem}-职责清单.docx".encode()) <= 255
    assert unicodedata.is_normalized("NFC", stem)


@given(st.lists(st.text(max_size=80), unique=True, max_size=20))
def test_no_two_units_meet(names: list[str]) -> None:
    stems = file_stems(names)
    assert len({s.casefold() for s in stems.values()}) == len(names)


def test_blind_to_case_and_width() -> None:
    stems = file_stems(["ABC局", "abc局", "区卫健委"])
    assert stems["区卫健委"] == "区卫健委"
    assert stems["ABC局"].startswith("ABC局-")
    assert stems["ABC局"].casefold() != stems["abc局"].casefold()
    assert file_stems(["abc局", "ABC局"]) == {n: stems[n] for n in ("abc局", "ABC局")}
