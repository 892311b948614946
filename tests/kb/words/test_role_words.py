"""A role word is one row: a word added to the table is read in every form a known word is read in."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kb.words.role_words import FORMS, ROWS, words_in
from kb.words.roles import (
    breaks_label,
    find_label,
    is_role_name,
    names_roles,
    opens_with_label,
    role_of_label,
)

NEW = "主推"
"""A word of administration that the table does not have."""

FORMS_OF_TEXT = {
    "bracket": "（一）建设书屋。建成书屋20个。（{w}单位：市文旅局、市财政局）",
    "bracket, wrapped in the label": "（一）建设书屋。建成书屋20个。（{w}单\n位：市文旅局、市财政局）",
    "bracket, wrapped in the list": "（一）建设书屋。建成书屋20个。（{w}单位：市文旅局、\n市财政局）",
    "label line": "（一）建设书屋。建成书屋20个。\n{w}单位：市文旅局、市财政局",
    "label line, wrapped": "（一）建设书屋。建成书屋20个。\n{w}单\n位：市文旅局、市财政局",
    "label in its own bracket": "（一）建设书屋。建成书屋20个。\n【{w}单位】市文旅局、市财政局",
    "label said in a sentence": "（一）建设书屋。建成书屋20个。{w}单位为市文旅局、市财政局。",
    "short": "（一）建设书屋。建成书屋20个。（{w}：市文旅局、市财政局）",
    "ending": "（一）建设书屋。建成书屋20个。（市文旅局、市财政局{w}）",
    "behind a name": "（一）建设书屋。建成书屋20个。（责任单位：市文旅局（{w}）、市财政局（{w}））",
    "heading": "（一）建设书屋（{w}单位：市文旅局、市财政局）。\n建成书屋20个。",
}

_SCRIPT = """
import json, pathlib, sys
from kb.words import role_words
if sys.argv[2]:
    role_words.ROWS += (role_words.RoleWord(word=sys.argv[2], role="配合"),)
    role_words.ROLE_OF[sys.argv[2]] = "配合"
from kb.parse import parse_source
from kb.readers import read_source
from kb.rules import find_facts
from kb.rules.obligations import find_obligations
out = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.txt")):
    tree = parse_source(read_source(path), "p")
    out[path.stem] = sorted(f"{d.node} {d.unit} {d.role}" for d in find_facts(tree, (), ()).duties)
    out[path.stem] += [o.addressee for o in find_obligations(tree.nodes, tree.plan.source)]
print(json.dumps(out, ensure_ascii=False))
"""


def _document(task: str) -> str:
    return (
        "某市公共文化服务实施方案\n一、总体要求\n坚持公益性，丰富群众文化生活。\n二、重点任务\n"
        f"{task}\n（二）办好展览。举办展览10场。\n三、保障措施\n（一）加强组织领导。各县区要高度重视。\n"
    )


def _duties(folder: Path, word: str, row: str) -> dict[str, list[str]]:
    folder.mkdir()
    for name, text in FORMS_OF_TEXT.items():
        (folder / f"{name}.txt").write_text(_document(text.format(w=word)), encoding="utf-8")
    table = f"序号\t重点任务\t{word}单位\n1\t建设书屋20个\t市文旅局\n2\t举办展览10场\t市财政局\n"
    (folder / "table.txt").write_text(_document("") + f"附件\n任务清单\n{table}", encoding="utf-8")
    obliged = f"（一）加强报告。各{word}单位每年12月底前向市政府报告工作情况。"
    (folder / "obligation.txt").write_text(_document("").replace("（一）加强组织领导。", obliged), "utf-8")
    run = [sys.executable, "-c", _SCRIPT, str(folder), row]
    found: dict[str, list[str]] = json.loads(subprocess.run(run, capture_output=True, check=True).stdout)
    return found


def test_a_word_added_to_the_table_is_read_in_every_form(tmp_path: Path) -> None:
    known = _duties(tmp_path / "known", "协办", "")
    added = _duties(tmp_path / "added", NEW, NEW)
    unknown = _duties(tmp_path / "unknown", NEW, "")
    for form in FORMS_OF_TEXT:
        assert len(known[form]) >= 2, form
    assert known["table"]
    assert known["obligation"]
    assert added == {name: [x.replace("协办", NEW) for x in rows] for name, rows in known.items()}
    assert {name for name, rows in unknown.items() if rows == added[name]} <= {"obligation"}


def test_every_word_stands_once_and_says_why_a_form_is_left_out() -> None:
    assert len({row.word for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert bool(row.never) == bool(row.why), row
        assert set(row.never) <= set(FORMS), row
    assert all(len(words_in(form)) >= 8 for form in FORMS)


@pytest.mark.parametrize(
    ("before", "after", "broken"),
    [
        ("完善机制。牵头单", "位：市教育局", True),
        ("完善机制。责", "任单位：市教育局", True),
        ("主办", "单位：市教育局", True),
        ("配合\n单位", "：市教育局", True),
        ("由市教育局牵头", "单位之间加强配合", False),
        ("由市教育局牵头", "单位：市教育局", False),
        ("完善机制。", "责任单位：市教育局", False),
        ("责任单位：", "市教育局", False),
    ],
)
def test_a_break_inside_a_label(before: str, after: str, broken: bool) -> None:
    assert breaks_label(before, after) is broken


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("指标牵头单位", "牵头"), ("牵头责任单位", "牵头"), ("责任（牵头）单位", "责任"), ("责任单位（部门）", "责任"),
        ("责任处室", "责任"), ("实施主体", "责任"), ("完成时限", None), ("目标位置", None), ("单位", None),
    ],
)  # fmt: skip
def test_the_role_of_a_label(label: str, role: str | None) -> None:
    assert role_of_label(label) == role
    assert names_roles(label) is (role is not None) or "（" in label


def test_labels_in_raw_text() -> None:
    assert find_label("建成书屋。责任 单位:市文旅局")
    assert not find_label("落实部门责任，单位：万元")
    assert opens_with_label("  牵头：市文旅局")
    assert opens_with_label("责任\n单位：市文旅局")
    assert not opens_with_label("负责：制定标准")
    assert is_role_name("牵头（责任单位）")
    assert is_role_name("配合部门")
    assert not is_role_name("有关责任单位")
