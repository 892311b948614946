"""Tables in a source's lines: two forms, and what only looks like one."""

from __future__ import annotations

from kb.edit.source_tables import SourceTable, source_parts

WORD = ["甲县养老方案", "\t序号", "\t指标", "说明一行", "", "\t1", "\t", "", "二、保障措施"]
COPIED = ["三、项目", "名称\t年限", "敬老院\t2026年", "完"]
INDENTED = ["\t一、总体要求", "\t坚持政府主导。", "", "\t二、任务"]


def test_a_cell_a_line_a_row_up_to_an_empty_line() -> None:
    first, table, *rest = source_parts(WORD)
    assert first == 1
    assert table == SourceTable(
        2, 7, ((((2, "序号"),), ((3, "指标"), (4, "说明一行"))), (((6, "1"),), ((7, ""),)))
    )
    assert isinstance(table, SourceTable)
    assert table.columns == 2
    assert rest == [8, 9]


def test_a_cell_with_empty_lines_and_a_row_cut_in_two() -> None:
    """As web pages print them: 健 and 康 a paragraph each, an empty line between two cells of one row."""
    lines = [
        "\t类别",
        "\t指标",
        "\t目标",
        "",
        "\t健",
        "",
        "康",
        "\t1",
        "",
        "\t30%",
        "",
        "\t",
        "\t2",
        "\t40%",
        "",
        "完",
    ]
    table, *rest = source_parts(lines)
    assert isinstance(table, SourceTable)
    assert [["".join(text for _, text in cell) for cell in row] for row in table.rows] == [
        ["类别", "指标", "目标"],
        ["健康", "1", "30%"],
        ["", "2", "40%"],
    ]
    assert (table.first, table.last, rest) == (1, 14, [15, 16])


def test_a_row_a_line() -> None:
    assert list(source_parts(COPIED)) == [
        1,
        SourceTable(2, 3, ((((2, "名称"),), ((2, "年限"),)), (((3, "敬老院"),), ((3, "2026年"),)))),
        4,
    ]


def test_paragraphs_that_begin_with_a_tab_are_no_table() -> None:
    assert list(source_parts(INDENTED)) == [1, 2, 3, 4]


def test_every_line_is_in_one_part() -> None:
    for lines in (WORD, COPIED, INDENTED, [""], []):
        at = 0
        for part in source_parts(lines):
            first, last = (part, part) if isinstance(part, int) else (part.first, part.last)
            assert first == at + 1
            at = last
        assert at == len(lines)
