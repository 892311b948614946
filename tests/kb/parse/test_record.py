"""A plan's folder: import.json there and back, and what is told of a folder that can't be read, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model import Repair
from kb.parse import read_plan_md, write_plan
from kb.parse.record import Record, digest, read_plan_folder, read_record, write_record
from kb.problems import DocumentError, Problem
from tests.kb.parse.made import draft

TEXT = "甲区规划\n\n一、任务\n\n（一）建点。建设托育点。\n"
RECORD = Record(
    "规划.docx",
    digest(TEXT.encode()),
    "ab",
    "original.docx",
    "cd",
    (Repair("control", 3, 4, 1, "\u200b", "", "零宽"),),
    (Problem("", 2, 0, "KB101", "怪", "“x”", "改", "note"),),
    ("区教委",),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = draft(TEXT)
    (tmp_path / "source.txt").write_bytes(TEXT.encode())
    (tmp_path / "plan.md").write_text(write_plan(made), "utf-8")
    (tmp_path / "import.json").write_text(
        write_record(Record("规划.txt", digest(TEXT.encode()), "ab")), "utf-8"
    )
    return tmp_path


def told(folder: Path) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        read_plan_folder(folder)
    assert {p.level for p in caught.value.problems} == {"error"}
    return [str(p).removeprefix(f"{folder}/") for p in caught.value.problems]


def test_a_record_there_and_back(tmp_path: Path) -> None:
    path = tmp_path / "import.json"
    path.write_text(write_record(RECORD), "utf-8")
    back = read_record(path)
    assert back.problems == (Problem(str(tmp_path / "source.txt"), 2, 0, "KB101", "怪", "“x”", "改", "note"),)
    assert (back.name, back.sha256, back.plan_md, back.original, back.original_sha256) == (
        "规划.docx", RECORD.sha256, "ab", "original.docx", "cd",
    )  # fmt: skip
    assert (back.repairs, back.units) == (RECORD.repairs, RECORD.units)


def test_a_record_shows_what_can_not_be_seen(tmp_path: Path) -> None:
    assert write_record(RECORD) == (
        '{\n  "format": 1,\n'
        f'  "source": {{"name": "规划.docx", "sha256": "{RECORD.sha256}", "original": "original.docx", "original_sha256": "cd"}},\n'
        '  "plan_md": "ab",\n'
        '  "repairs": [\n    {"kind": "control", "line": 1, "start": 3, "end": 4, "source": "\\u200b", "value": "", "reason": "零宽"}\n  ],\n'
        '  "problems": [\n    {"code": "KB101", "line": 2, "message": "怪", "excerpt": "“x”", "hint": "改", "level": "note"}\n  ],\n'
        '  "units": ["区教委"]\n}\n'
    )
    assert write_record(Record("规划.txt", "ab", "cd")) == (
        '{\n  "format": 1,\n  "source": {"name": "规划.txt", "sha256": "ab"},\n  "plan_md": "cd",\n'
        '  "repairs": [],\n  "problems": [],\n  "units": []\n}\n'
    )


def test_a_whole_folder(folder: Path) -> None:
    assert [n.id.partition("/")[2] for n in read_plan_folder(folder).nodes][-1] == "1.1"


@pytest.mark.parametrize("name", ["source.txt", "plan.md", "import.json"])
def test_a_file_that_is_not_there(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert told(folder) == [f"{name}: KB207 缺少文件。请用 kb import 重新导入原文件"]


def test_a_file_that_is_no_text(folder: Path) -> None:
    path = folder / "plan.md"
    path.write_bytes(path.read_bytes().replace("任务".encode(), b"\xc8\xce\xce\xf1"))
    line = next(i for i, row in enumerate(path.read_bytes().split(b"\n"), 1) if b"\xc8" in row)
    assert told(folder) == [f"plan.md:{line}:1: KB208 不是 UTF-8 文本。请另存为 UTF-8 编码"]


def test_a_source_that_was_changed(folder: Path) -> None:
    (folder / "source.txt").write_bytes(TEXT.replace("甲", "乙").encode())
    assert told(folder) == [
        "source.txt: KB209 原文与导入时不同。原文不可改动：请取回原来的 source.txt，或用 kb import 重新导入"
    ]


@pytest.mark.parametrize(
    ("text", "why"), [("{", "Expecting"), ('{"format": 2}', "2"), ('{"format": 1}', "'source'")]
)
def test_a_record_that_is_damaged(folder: Path, text: str, why: str) -> None:
    (folder / "import.json").write_text(text, "utf-8")
    (line,) = told(folder)
    assert line.startswith(f"import.json: KB206 导入记录损坏：“{why}")
    assert line.endswith("”。请用 kb import 重新导入原文件，或从版本库取回这个文件")


FRONT = '---\nid: "a"\ntitle: "甲"\n---\n'
PLAN_MD = {
    "no front matter": ("# 甲\n", ["plan.md:1:1: KB201 缺少文件头。文件应以一行 --- 开头，写明 id 与 title，再以 --- 结束"]),
    "an unknown field": (
        FRONT.replace("title", "titel"),
        ["plan.md:3:1: KB202 文件头里有不认识的栏目：“titel: \"甲\"”。可用的栏目："],
    ),
    "a field written wrong": (
        FRONT.replace('"甲"', '"甲'),
        ['plan.md:3:1: KB203 文件头的 title 写法不对：““甲”。'.replace("““", '“"') + '文字写成 "…"，多项写成 ["…", "…"]，规划期写成 [2021, 2030]'],
    ),
    "an id that is none": (
        FRONT.replace('"a"', '"甲 区"'),
        ["plan.md:1:1: KB204 规划编号 id 缺失或不合规：“甲 区”。只用小写字母、数字和连字符，如 dadukou-children-2021-2030"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", PLAN_MD)
def test_a_fault_of_plan_md(what: str) -> None:
    text, lines = PLAN_MD[what]
    with pytest.raises(DocumentError) as caught:
        read_plan_md(text)
    for said, due in zip(map(str, caught.value.problems), lines, strict=True):
        assert said.startswith(due)


def test_front_matter_by_hand() -> None:
    """Quotes may be left out where the value is plain text; comments and empty lines are nothing."""
    plan = read_plan_md(
        '---\n# 手写\nid: a-1\n\ntitle: 甲区规划\nperiod: [2021, 2030]\ncc: ["乙", "丙"]\n---\n'
    ).plan
    assert (plan.id, plan.title, plan.period, plan.cc) == ("a-1", "甲区规划", (2021, 2030), ("乙", "丙"))
