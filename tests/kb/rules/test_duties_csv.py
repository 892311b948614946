"""duties.csv as people write it: Chinese headings, 牵头单位, deadlines, an encoding of Excel's."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model import Node, Plan, Tree
from kb.rules import find_facts
from kb.rules.overlay import Assignment, read_overlay
from kb.spans import Piece, Span, Text

WORDS = "办好窗口。"
TASK = Node("p/1.1", "p", "task", "（一）", "办窗口", None, 0, 0, Text(""), Text(WORDS, (Piece(0, 0, len(WORDS)),)),
            "一、（一）", Span(0, len(WORDS), 1))  # fmt: skip
TREE = Tree(Plan("p", "松原区方案", source=WORDS), (TASK,))


def read(folder: Path, text: str, encoding: str = "utf-8") -> tuple[tuple[Assignment, ...], list[str]]:
    path = folder / "duties.csv"
    path.write_bytes(text.encode(encoding))
    rows, problems = read_overlay(path, TREE)
    return rows, [p.message for p in problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headings_roles_and_deadline(tmp_path: Path, encoding: str) -> None:
    text = (
        "编号,单位,角色,依据文件,完成时限,备注\r\n"
        "1.1,区商务局,牵头单位,松府办〔2024〕3号,2025年底前,每季度报进度\r\n"
        "一、（一）,区财政局,协办部门,松府办〔2024〕3号,,\r\n"
        "1.1,区税务局,,松府办〔2024〕3号,,\r\n"
    )
    rows, problems = read(tmp_path, text, encoding)
    assert problems == []
    assert [(r.unit, r.role, r.deadline, r.note, r.line) for r in rows] == [
        ("区商务局", "牵头", "2025年底前", "每季度报进度", 2), ("区财政局", "配合", "", "", 3), ("区税务局", "责任", "", "", 4),
    ]  # fmt: skip
    duties = find_facts(TREE, (), (), rows).duties
    assert [(d.unit, d.role, d.deadline, d.why, d.document) for d in duties] == [
        ("区商务局", "牵头", "2025年底前", "每季度报进度", "松府办〔2024〕3号"),
        ("区财政局", "配合", "", "", "松府办〔2024〕3号"),
        ("区税务局", "责任", "", "", "松府办〔2024〕3号"),
    ]


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    assert read(tmp_path, "编号,单位,角色\n1.1,区商务局,牵头\n") == ((), ["第一行缺少列：document"])
    rows, problems = read(tmp_path, "id,unit,role,document\n1.1,区商务局,电话,甲文\n1.1,区商务局,牵头,\n")
    assert rows == ()
    assert problems == ["不认识的角色“电话”", "这一行没有写依据文件"]
