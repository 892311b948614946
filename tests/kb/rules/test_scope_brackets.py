"""What several brackets in one task give, and a unit that a bracket lists alone."""

from __future__ import annotations

from pathlib import Path

from kb.model import Duty
from kb.parse import parse_draft, parse_source, read_plan, write_plan
from kb.readers import read_source
from kb.rules import find_facts

HEAD = "松原区优化服务行动方案（2024—2026年）\n\n一、重点任务\n\n"


def duties(text: str, folder: Path) -> list[Duty]:
    path = folder / "plan.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    source = read_source(path)
    draft = parse_draft(source, "p")
    tree = read_plan(write_plan(draft), source.text, draft.repairs)
    return [d for d in find_facts(tree, (), ()).duties if d.basis == "assigned"]


def test_a_unit_listed_alone_is_no_leader(tmp_path: Path) -> None:
    """“排在第一位的部门为牵头部门” says who of several leads."""
    text = (
        "（一）简化通关手续。优化申报流程。（区商务局、区税务局负责，排在第一位的部门为牵头部门，下同）\n\n"
        "（二）开放预约窗口。增设周末窗口。（区商务局负责）\n\n"
        "（三）统一收费标准。公开收费清单。（区税务局、区商务局负责）\n"
    )
    found = [(d.node.rpartition(".")[2], d.unit, d.role) for d in duties(text, tmp_path)]
    assert found == [
        ("1", "区商务局", "牵头"), ("1", "区税务局", "责任"), ("2", "区商务局", "责任"),
        ("3", "区税务局", "牵头"), ("3", "区商务局", "责任"),
    ]  # fmt: skip


def test_every_bracket_of_a_unit_in_one_task_is_kept(tmp_path: Path) -> None:
    text = (
        "（一）整治户外设施。（1）编制设置规划。（区城管局负责）（2）开展试点。（区城管局牵头，区商务局配合）"
        "（3）制定管理细则。（区城管局负责）\n\n（二）清理积案。落实到人。（区法院负责）\n\n（三）加强宣传。多渠道宣传。（区融媒体中心负责）\n"
    )
    found = [(d.unit, d.role, d.quote) for d in duties(text, tmp_path) if d.node.endswith("1.1")]
    assert found == [
        ("区城管局", "责任", "（区城管局负责）"), ("区城管局", "牵头", "（区城管局牵头，区商务局配合）"),
        ("区商务局", "配合", "（区城管局牵头，区商务局配合）"), ("区城管局", "责任", "（区城管局负责）"),
    ]  # fmt: skip


def test_a_heading_between_a_unit_and_its_tasks_gives_the_role(tmp_path: Path) -> None:
    """“一、县教育局（2项） / 牵头任务： / 1.……”, below a title that divides the work."""
    path = tmp_path / "plan.txt"
    path.write_text(
        "鹿鸣县2025年民生实事责任分解\n一、县教育局（2项，牵头1项，配合1项）\n牵头任务：\n1.新建公办幼儿园2所。\n配合任务：\n"
        "2.开展青少年视力筛查。\n二、县水务局（1项）\n牵头任务：\n1.新建农村饮水工程8处。\n",
        encoding="utf-8",
    )
    tree = parse_source(read_source(path), "p")
    titles = {n.id: n.title or n.text for n in tree.nodes}
    found = [
        (titles[d.node], d.unit, d.role) for d in find_facts(tree, (), ()).duties if d.basis == "assigned"
    ]
    assert [x for x in found if x[2] != "责任"] == [
        ("牵头任务", "县教育局", "牵头"), ("新建公办幼儿园2所", "县教育局", "牵头"), ("配合任务", "县教育局", "配合"),
        ("开展青少年视力筛查", "县教育局", "配合"), ("牵头任务", "县水务局", "牵头"), ("新建农村饮水工程8处", "县水务局", "牵头"),
    ]  # fmt: skip
