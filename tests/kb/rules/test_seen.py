"""seen.csv: what a person has looked at is not listed again, until it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.codes import problem
from kb.model import Tree
from kb.problems import Problem
from kb.rules import check, find_facts
from kb.rules.seen import Mark, mark_of, read_marks, with_marks
from tests.kb.parse.made import corrected

PLAN = """滨河市促进养老服务行动方案（2025—2027年）

一、总体要求
以需求为导向，到2027年建成服务网络。
二、重点任务
1. 建设服务中心。建成一所中心。（责任单位：市民政局）
2. 培训护理人员。每年培训百人，并且按照各区的实际需要安排课程和师资，统一编写教材，考核合格的发给证书。（责任单位：市卫健委）
"""
YEAR = ("到2027年建成", "到2030年建成")


def found(tree: Tree) -> tuple[Problem, ...]:
    return tuple(p for p in check(tree, find_facts(tree, (), ())) if p.code in ("KB330", "KB331", "KB332"))


def left(tree: Tree, marks: tuple[Mark, ...]) -> list[tuple[str, bool]]:
    return [(p.code, p.seen) for p in with_marks(found(tree), marks, "plan/seen.csv")]


def test_a_marked_finding_is_seen_wherever_its_line_goes() -> None:
    (one,) = found(corrected(PLAN, YEAR))
    mark = mark_of(one, "张三核对")
    assert (mark.code, mark.finding) == (
        "KB330", "一、：源文“导向，到2027年建成服务网”改成了“导向，到2030年建成服务网”"
    )  # fmt: skip
    moved = corrected(PLAN, YEAR, ("## 一、总体要求", "\n\n## 一、总体要求"))
    assert found(moved)[0].line != one.line
    assert left(moved, (mark,)) == [("KB330", True)]
    (seen,) = with_marks(found(moved), (mark,), "plan/seen.csv")
    assert seen.note == "张三核对"


def test_what_changes_again_is_listed_again_and_the_mark_is_named() -> None:
    mark = mark_of(found(corrected(PLAN, YEAR))[0])
    other = corrected(PLAN, ("到2027年建成", "到2035年建成"))
    assert left(other, (mark,)) == [("KB330", False), ("KB327", False)]
    stale = with_marks(found(other), (mark,), "plan/seen.csv")[-1]
    assert (stale.path, stale.level) == ("plan/seen.csv", "note")


def test_a_change_in_the_part_that_a_message_leaves_out_is_another_one() -> None:
    added = "每区建立一个有场地有设备的培训基地，场地由{}提供，并由有关学校提供师资、教材和实习的机会，培训合格的优先录用。"
    trees = [
        corrected(PLAN, ("## 二、重点任务", f"{added.format(who)}\n\n## 二、重点任务"))
        for who in ("街道社区", "养老机构")
    ]
    first, second = (found(t)[0] for t in trees)
    assert first.said == second.said
    assert mark_of(first).digest != mark_of(second).digest
    assert left(trees[1], (mark_of(first),)) == [("KB330", False), ("KB327", False)]


def test_more_of_the_same_paragraph_gone_is_another_finding() -> None:
    head = "## 一、总体要求\n\n以需求为导向，到2027年建成服务网络。\n\n"
    text = PLAN.replace("二、重点任务", "各区按照本区实际细化。\n二、重点任务")
    one = corrected(text, ("各区按照本区实际细化。\n\n", ""))
    both = corrected(text, (head + "各区按照本区实际细化。\n\n", ""))
    (mark,) = map(mark_of, found(one))
    assert ("KB331", True) in left(one, (mark,))
    assert ("KB331", True) not in left(both, (mark,))


def test_one_row_is_one_finding() -> None:
    two = [problem("KB115", "p/plan.md", line=n, excerpt="强化保障") for n in (3, 9)]
    mark = mark_of(two[0])
    assert [p.seen for p in with_marks(two, (mark,), "p/seen.csv")] == [True, False]
    assert [p.seen for p in with_marks(two, (mark, mark), "p/seen.csv")] == [True, True]


HEAD = "问题,内容,校验,说明\n"
WRONG: dict[str, tuple[str | bytes, str]] = {
    "an unknown code": (HEAD + "KB999,甲,,\n", "p/seen.csv:2:1: KB326 没有编号“KB999”：“甲”"),
    "an error": (HEAD + "KB305,甲,,\n", "p/seen.csv:2:1: KB326 KB305 是错误，不能标为没问题：“甲”"),
    "no finding": (HEAD + "KB120,,,\n", "p/seen.csv:2:1: KB326 这一行没有写问题编号或内容：“KB120”"),
    "no column": (
        "问题,说明\nKB120,甲\n",
        "p/seen.csv:1:1: KB326 第一行缺少列：finding：“问题,说明”。应为 code,finding,digest,note，或 问题,内容,校验,说明",
    ),
    "no text": (b"\xff\xff", "p/seen.csv: KB326 读不出这个文件。请存成 UTF-8 编码的 CSV"),
}


@pytest.mark.parametrize("written", WRONG)
def test_a_row_that_is_no_mark_is_said(tmp_path: Path, written: str) -> None:
    text, said = WRONG[written]
    path = tmp_path / "p" / "seen.csv"
    path.parent.mkdir()
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    marks, problems = read_marks(path)
    assert marks == ()
    assert [str(p) for p in problems] == [said]
    assert [p.level for p in problems] == ["warning"]


def test_a_file_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "seen.csv"
    for text in (
        HEAD + 'kb120,"题目拿不准：“甲,乙”",,原文如此\n# 待办\n',
        '\ufeffcode,finding,digest,note\r\nKB120,"题目拿不准：“甲,乙”",,原文如此\r\n',
    ):
        for encoding in ("utf-8", "gb18030"):
            path.write_bytes(text.encode(encoding))
            assert read_marks(path) == (
                (Mark(code="KB120", finding="题目拿不准：“甲,乙”", note="原文如此", line=2),), ()
            )  # fmt: skip
    assert read_marks(tmp_path / "none.csv") == ((), ())
