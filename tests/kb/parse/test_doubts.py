"""What is doubted about a whole document, each said once."""

from __future__ import annotations

import pytest

from kb.pipeline.importer import find_problems
from tests.kb.parse.made import draft, tree


def said(text: str) -> list[tuple[str, str]]:
    return [(p.code, p.message) for p in find_problems(draft(text), tree(text))]


def test_wraps_that_were_not_put_together() -> None:
    lines = "推进托育服务，\n建立托育机制，\n完善托育制度、\n保障托育供给。\n" * 3
    text = "某市托育规划\n一、要求\n" + lines
    found = [x for x in said(text) if x[0] == "KB121"]
    assert found == [("KB121", "本文没有合并断行：9 段停在逗号或顿号上，第 3 行起")]


GLUED = (
    "序号指标2025年基期值2030年目标值属性1护理型床位占比（%）58≥65约束性2机构覆盖率（%）90100预期性"
    "3社会工作者人数（人）0.8≥1预期性"
)


def test_a_table_that_ran_together_is_named_once() -> None:
    text = f"某县养老规划\n一、主要目标\n专栏1 主要指标\n{GLUED}\n二、重点任务\n（一）扩大供给。建床位。\n"
    assert [x for x in said(text) if x[0] == "KB116"] == [
        ("KB116", "第 4 行像是表格，各格连成了一段，按段落保留")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "按序号和指标名称填报，1个百分点（含）以上的说明原因，2个百分点（含）以上的约谈。",
        "序号指标2025年1护理型床位占比（%）58≥65约束性2床位数一千张。",
        "1护理型床位占比（%）58，2机构覆盖率（%）90，3社会工作者人数（人）0.8。",
    ],
)
def test_sentences_with_figures_are_no_table(line: str) -> None:
    assert "KB116" not in [code for code, _ in said(f"某县养老规划\n一、主要目标\n{line}\n二、重点任务\n")]
