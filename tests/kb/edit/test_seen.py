"""Marks are put into the text of seen.csv and taken out, one line each; what staff wrote there stays."""

from __future__ import annotations

import pytest

from kb.codes import problem
from kb.csv_text import decode_csv
from kb.edit.change import EditRefused
from kb.edit.seen import mark_seen, unmark_seen
from kb.rules.seen import mark_of, marks_of

TITLE = problem("KB120", "p/source.txt", line=1, message="题目拿不准", excerpt="滨河市促进消费")
YEAR = problem("KB330", "p/plan.md", line=9, message="一、：源文“a,b”改成了“=1+1”")
CUT = problem("KB331", "p/plan.md", line=9, message="源文的这一段没有了：“甲…乙”", detail="甲丙乙")
ERROR = problem("KB305", "p/duties.csv", line=2)


def keys(text: str) -> list[tuple[str, str, str]]:
    marks, problems = marks_of(text, "seen.csv")
    assert problems == ()
    return [m.key for m in marks]


def test_a_new_file_has_headings_and_a_line_a_finding() -> None:
    text = mark_seen("", [TITLE, YEAR, CUT, ERROR], "张三\n核对")
    assert text.splitlines() == [
        "\ufeff问题,内容,校验,说明",
        "KB120,题目拿不准：“滨河市促进消费”,,张三 核对",
        'KB330,"一、：源文“a,b”改成了“=1+1”",,张三 核对',
        f"KB331,源文的这一段没有了：“甲…乙”,{mark_of(CUT).digest},张三 核对",
    ]
    assert mark_seen(text, [TITLE, CUT]) == text
    assert keys(text) == [mark_of(p).key for p in (TITLE, YEAR, CUT)]
    assert mark_seen("", [ERROR]) == ""


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_staff_wrote_stays(mark: str, end: str) -> None:
    head = mark + end.join(["# 李四经手", "说明,内容,问题,校验,日期", ""])
    kept = head + end.join(['"甲', '乙",题目,KB117,,2026年', ""])
    text = mark_seen(kept, [TITLE, YEAR], "好")
    assert text.startswith(kept)
    assert keys(text) == [("KB117", "题目", ""), mark_of(TITLE).key, mark_of(YEAR).key]
    assert unmark_seen(text, [TITLE, YEAR, CUT]) == kept
    assert unmark_seen(kept, [problem("KB117", "p/plan.md", message="题目")]) == head


def test_a_last_line_without_an_end_is_ended() -> None:
    assert len(keys(mark_seen("问题,内容,校验,说明\nKB117,题目,,", [TITLE]))) == 2
    assert keys(mark_seen("# 待办", [TITLE])) == [mark_of(TITLE).key]


def test_a_text_that_is_no_table_of_marks_is_refused() -> None:
    with pytest.raises(EditRefused, match="缺少列：问题、内容、校验，没有写"):
        mark_seen("甲,乙\n", [TITLE])
    with pytest.raises(EditRefused, match="没有写"):
        mark_seen('问题,内容,校验\nKB117,"' + "x" * 200_000, [TITLE])


def test_what_a_spreadsheet_would_run_is_guarded_and_read_back() -> None:
    odd = problem("KB120", "p/source.txt", message="=1+1")
    text = mark_seen("", [odd])
    assert "'=1+1" in text
    assert keys(text) == [mark_of(odd).key]


def test_a_file_that_a_spreadsheet_saved_is_read_again() -> None:
    text = mark_seen("", [TITLE, YEAR, CUT], "好")
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        assert keys(decode_csv(text.removeprefix("\ufeff").encode(encoding))) == keys(text)
