"""Brackets that no unit was read from are listed once, by kind."""

from __future__ import annotations

from pathlib import Path

from kb.parse import parse_source
from kb.readers import read_source
from kb.rules.ground import Ground
from kb.rules.unread import KINDS, find_unread

TEXT = """松原区优化服务行动方案
一、重点任务
（一）开放窗口。增设周末窗口。（区商务局负责）
（二）简化手续。优化申报流程。（责任单位：）
（三）统一标准。公开收费清单。（由前台轮流值守并负责）
（四）选定场馆。可借用社会场馆开展活动。（区图书馆、区体育馆）
（五）公布结果。按月公布。（牵头单位：
二、要求
（一）开展评比。按职责分工落实。（按职责分工负责）
"""


def _unread(text: str, tmp_path: Path) -> list[tuple[str, str]]:
    path = tmp_path / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return [(x.kind, x.printed) for x in find_unread(Ground(parse_source(read_source(path), "p")))]


def test_unread_brackets_by_kind(tmp_path: Path) -> None:
    assert _unread(TEXT, tmp_path) == [
        ("label", "（责任单位：）"), ("ending", "（由前台轮流值守并负责）"), ("names", "（区图书馆、区体育馆）"), ("open", "（牵头单位："),
    ]  # fmt: skip
    assert list(KINDS) == ["label", "open", "ending", "names"]


def test_a_plan_whose_brackets_are_read_has_none(tmp_path: Path) -> None:
    assert _unread(TEXT.split("（二）")[0], tmp_path) == []
