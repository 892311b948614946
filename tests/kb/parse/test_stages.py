"""The stages of parsing: each reads what an earlier one gave."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from kb.parse.reading import Reading
from kb.parse.stages import STAGES, parse_draft
from kb.spans import Lines
from tests.kb.parse.made import text_source

TEXT = """某县人民政府关于印发某县养老规划的通知
某府发〔2024〕3号
某县养老规划
依据《老年法》，制定本规划。
一、总体要求
二、重点任务
1. 建中心。建成一所。
专栏1 重点工程
示范项目：建两所。
本规划自印发之日起施行。
附件：分工表
某县人民政府
2024年3月5日
附件
1.甲。做好。
2.乙。做好。
"""
ADDED_TO = {"repairs", "problems", "source", "plan_id", "lines"}


def test_every_stage_needs_what_an_earlier_one_gives() -> None:
    given: set[str] = set()
    for stage in STAGES:
        assert set(stage.needs) <= given, stage.run.__name__
        given |= set(stage.gives)
    assert given == {f.name for f in fields(Reading)} - ADDED_TO


def test_a_stage_fills_what_it_gives_and_nothing_else() -> None:
    source = text_source(TEXT)
    reading = Reading(source=source, plan_id="plan", lines=Lines(source.text))
    for stage in STAGES:
        after = stage.run(reading)
        changed = {f.name for f in fields(Reading) if getattr(reading, f.name) != getattr(after, f.name)}
        assert changed - ADDED_TO <= set(stage.gives), stage.run.__name__
        reading = after
    assert reading.plan == parse_draft(source, "plan").plan


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.run.__name__)
def test_a_stage_reads_what_it_needs_alone(stage: object) -> None:
    source = text_source(TEXT)
    reading = Reading(source=source, plan_id="plan", lines=Lines(source.text))
    for before in STAGES:
        if before is stage:
            blank = Reading(source=source, plan_id="plan", lines=reading.lines)
            bare = replace(blank, **{name: getattr(reading, name) for name in before.needs})
            for name in before.gives:
                assert getattr(before.run(bare), name) == getattr(before.run(reading), name)
            return
        reading = before.run(reading)
