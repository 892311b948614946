"""What is wrong with units.toml, topics.toml and duties.csv, word for word, and what of them is taken all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model import Topic, Unit
from kb.problems import Problem
from kb.rules.overlay import Assignment, read_overlay
from kb.rules.registry import Registry, load_units
from kb.rules.topics import load_topics
from tests.kb.rules.small import Row, plan

TREE = plan(
    Row(0, "chapter", "一、任务"),
    Row(1, "section", "（一）托育。"),
    Row(2, "task", "1.建点。", "建设托育点。"),
    Row(2, "paragraph", "", "说明。"),
)


def overlay(tmp_path: Path, text: str | bytes) -> tuple[tuple[Assignment, ...], tuple[Problem, ...], str]:
    path = tmp_path / "duties.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return (*read_overlay(path, TREE), str(path))


ROWS = {
    "by the whole id": ("id,unit,role,document,note\np/1.1.1,区教委,牵头,甲〔2024〕1号,分工表\n", ("p/1.1.1", "区教委", "牵头", "甲〔2024〕1号", "分工表", 2)),
    "by the id within the plan": ("id,unit,role,document\n1.1.1,区教委,配合,甲\n", ("p/1.1.1", "区教委", "配合", "甲", "", 2)),
    "no role is 责任": ("id,unit,role,document\n1.1.1,区教委,,甲\n", ("p/1.1.1", "区教委", "责任", "甲", "", 2)),
    "headings in any case and order": ("Document,UNIT,Role,ID\n甲,区教委,牵头,1.1.1\n", ("p/1.1.1", "区教委", "牵头", "甲", "", 2)),
    "comments and empty lines": ("# 依据\n\nid,unit,role,document\n,,,\n# x\n 1.1.1 ,区教委, 牵头 ,甲\n", ("p/1.1.1", "区教委", "牵头", "甲", "", 6)),
    "a byte order mark": ("\ufeffid,unit,role,document\n1.1.1,区教委,牵头,甲\n", ("p/1.1.1", "区教委", "牵头", "甲", "", 2)),
    "a cell with a line break": ('id,unit,role,document\n1.1.1,"区\n教委",牵头,甲\n', ("p/1.1.1", "区 教委", "牵头", "甲", "", 3)),
}  # fmt: skip


@pytest.mark.parametrize("written", ROWS)
def test_a_row_of_duties(tmp_path: Path, written: str) -> None:
    text, row = ROWS[written]
    rows, problems, _ = overlay(tmp_path, text)
    assert problems == ()
    assert [(r.node, r.unit, r.role, r.document, r.note, r.line) for r in rows] == [row]


def test_a_row_names_a_node_as_it_is_cited(tmp_path: Path) -> None:
    cited = next(n.citation for n in TREE.nodes if n.id == "p/1.1.1")
    for shown in (cited, " ".join(cited)):
        rows, problems, _ = overlay(tmp_path, f"id,unit,role,document\n{shown},区教委,牵头,甲\n")
        assert problems == ()
        assert [r.node for r in rows] == ["p/1.1.1"]


def test_nothing_in_the_file_is_nothing_wrong(tmp_path: Path) -> None:
    assert overlay(tmp_path, "")[:2] == ((), ())
    assert overlay(tmp_path, "# nothing\n\n,,\n")[:2] == ((), ())


HEAD = "id,unit,role,document\n"
WRONG: dict[str, tuple[str | bytes, list[str], int]] = {  # what → file, what is told behind its path, rows taken
    "no text": (b"\xff\xff", [": KB305 读不出这个文件。请存成 UTF-8 编码的 CSV"], 0),
    "columns missing": (
        "编号,unit,document\n1.1.1,区教委,甲\n",
        [":1:1: KB305 第一行缺少列：role：“编号,unit,document”。应为 id,unit,role,document,deadline,note,part,output，或 编号,单位,角色,依据文件,时限,说明,分项,成果"], 0,
    ),
    "a number the plan has not": (HEAD + "9,区教委,牵头,甲\n1.1.1,区教委,牵头,甲\n", [":2:1: KB305 规划里没有编号“9”：“9”。请用 kb tree 查编号"], 1),
    "no unit": (HEAD + "1.1.1,,牵头,甲\n1.1.1,区教委,牵头,甲\n", [":2:1: KB305 这一行没有写单位：“1.1.1”"], 1),
    "no document": (
        HEAD + "1.1.1,区教委,牵头,\n1.1.1,区教委,牵头,甲\n",
        [":2:1: KB305 这一行没有写依据文件：“1.1.1,区教委”。document 列写明文号或文件名"], 1,
    ),
    "a row too short": (HEAD + "1.1.1\n", [":2:1: KB305 这一行没有写单位：“1.1.1”"], 0),
    "a cell without end": (
        HEAD + '1.1.1,"' + "x" * 200_000, [":2:1: KB305 不是 CSV：一格太长，可能引号没有成对。请核对这一行起的引号"], 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_fault_of_duties(tmp_path: Path, what: str) -> None:
    text, told, taken = WRONG[what]
    rows, problems, path = overlay(tmp_path, text)
    assert [str(p).removeprefix(path) for p in problems] == told
    assert {p.level for p in problems} == {"error"}
    assert [(p.line, p.column) for p in problems] == [
        (int(t[1]), 1) if t[1].isdigit() else (0, 0) for t in told
    ]
    assert len(rows) == taken


UNITS: dict[str, tuple[str, list[tuple[str, str]], list[str]]] = {  # what → file, (level, what is told), names taken
    "not there": ("", [], []),
    "another table": ('[[units]]\nname = "甲"\n', [("error", ": KB301 不认识的内容“units”，这里只能有 [[unit]]：“units”")], []),
    "not a list of tables": ('unit = "甲"\n', [("error", ": KB301 应写成 [[unit]] 一段一条：“unit”")], []),
    "one table": ('[unit]\nname = "甲"\n', [("error", ": KB301 应写成 [[unit]] 一段一条：“unit”")], []),
    "no text": ('[[unit]]\nname = "甲"\nkind = 1\n', [("error", ":1:1: KB301 “甲”的 kind 应是一段文字：“甲”")], []),
    "an unknown entry": ('[[unit]]\nname = "甲"\nphone = "1"\n', [("error", ":1:1: KB301 “甲”有不认识的一项“phone”：“甲”")], []),
    "a list of numbers": ('[[unit]]\nname = "甲"\nmembers = [1]\n', [("error", ":1:1: KB301 “甲”的 members 应是文字的列表：“甲”")], []),
    "twice": ('[[unit]]\nname = "甲"\n\n[[unit]]\nname = "甲"\n', [("error", ":4:1: KB302 单位“甲”登记了两次：“甲”")], ["甲", "甲"]),
    "a member not known": (
        '[[unit]]\nname = "甲"\n[[unit]]\nname = "乙"\nmembers = ["甲", "丙"]\nparent = "丁"\n',
        [("note", ":3:1: KB303 “乙”提到的“丙”没有登记：“丙”。请补登记，或改正名称"), ("note", ":3:1: KB303 “乙”提到的“丁”没有登记：“丁”。请补登记，或改正名称")],
        ["甲", "乙"],
    ),
    "a note is for people": ('[[unit]]\nname = "甲"\nnote = "见编办文件"\n', [], ["甲"]),
    "one name in two plans": ('[[unit]]\nname = "甲"\nplans = ["a"]\n[[unit]]\nname = "甲"\nplans = ["b"]\n', [], ["甲", "甲"]),
}  # fmt: skip


@pytest.mark.parametrize("what", UNITS)
def test_a_fault_of_units(tmp_path: Path, what: str) -> None:
    text, told, names = UNITS[what]
    path = tmp_path / "units.toml"
    if text:
        path.write_text(text, "utf-8")
    units, problems = load_units(path)
    assert [(p.level, str(p).removeprefix(str(path))) for p in problems] == told
    assert [u.name for u in units] == names


def test_every_field_of_a_unit_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "units.toml"
    path.write_text(
        '\ufeff[[unit]]\nname = " 区卫健委 "\nfull_name = "甲区卫生健康委员会"\naliases = ["卫健委"]\nkind = "政府部门"\nparent = "区政府"\n'
        'members = ["区政府"]\nplans = ["p"]\n\n[[unit]]\nname = "区政府"\n',
        "utf-8",
    )
    units, problems = load_units(path)
    assert problems == ()
    assert units == (
        Unit("区卫健委", "甲区卫生健康委员会", ("卫健委",), "政府部门", "区政府", ("区政府",), ("p",)),
        Unit("区政府"),
    )
    registry = Registry.of(units)
    assert registry.resolve("甲区卫生健康委员会", "p") == units[0]
    assert registry.resolve("卫健委", "q") is None
    assert registry.find("卫健委") == (units[0],)
    assert registry.names("q") == {"区政府": units[1]}


def test_a_unit_of_the_plan_goes_before_one_of_all_plans() -> None:
    everywhere, here = Unit("区教委"), Unit("甲区教委", aliases=("区教委",), plans=("p",))
    registry = Registry.of((everywhere, here))
    assert registry.resolve("区教委", "p") == here
    assert registry.resolve("区教委", "q") == everywhere


TOPICS: dict[str, tuple[str, list[str], list[str]]] = {
    "no name": ('[[topic]]\nterms = ["托育"]\n', [":1:1: KB304 这一条没有 name"], []),
    "terms that are no list": ('[[topic]]\nname = "托育"\nterms = "托育"\n', [":1:1: KB304 “托育”的 terms 应是文字的列表：“托育”"], []),
    "twice": ('[[topic]]\nname = "托育"\n[[topic]]\nname = "托育"\nsaid = ["x"]\n', [":3:1: KB304 主题“托育”写了两次：“托育”"], ["托育"]),
    "a narrower one not there": (
        '[[topic]]\nname = "育儿"\n[[topic]]\nname = "托育"\nnarrower = ["早教"]\n', [":3:1: KB304 “托育”的下位主题“早教”没有这一条：“早教”"], ["育儿", "托育"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TOPICS)
def test_a_fault_of_topics(tmp_path: Path, what: str) -> None:
    text, told, names = TOPICS[what]
    path = tmp_path / "topics.toml"
    path.write_text(text, "utf-8")
    topics, problems = load_topics(path)
    assert [str(p).removeprefix(str(path)) for p in problems] == told
    assert {p.level for p in problems} == {"error"}
    assert [t.name for t in topics] == names


def test_every_field_of_a_topic_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "topics.toml"
    path.write_text(
        '[[topic]]\nname = " 托育 "\nterms = ["托育服务"]\nsaid = ["托儿所"]\nnarrower = ["早教"]\n[[topic]]\nname = "早教"\n',
        "utf-8",
    )
    assert load_topics(path) == (
        (Topic("托育", ("托育服务",), ("托儿所",), ("早教",)), Topic("早教", (), (), ())),
        (),
    )


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "units.toml"
    path.write_bytes(b"\xff\xfe")
    assert load_units(path) == (
        (),
        (Problem(str(path), 0, 0, "KB300", "读不出这个文件", "", "请存成 UTF-8 文本", "error"),),
    )


def test_a_file_that_breaks_off(tmp_path: Path) -> None:
    path = tmp_path / "units.toml"
    path.write_text("[[unit]]\nname = [1,\n", "utf-8")
    _, (problem,) = load_units(path)
    assert (problem.line, problem.excerpt, problem.message) == (3, "", "TOML 写法有误")
