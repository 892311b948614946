"""What holds for any text at all: nothing lost, spans true, plan.md read back as written, ids unique."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, example, given, settings

from kb.parse import parse_draft, read_plan, read_plan_md, write_plan
from kb.parse.coverage import covered
from kb.parse.plan_md import same_words
from kb.readers import read_source
from tests.kb.parse.made import PLANS, SEED_FOLDER, check, text_source

# Scraps that plans are made of, so that made-up texts meet the rules of the parser.
SCRAPS = (
    "一、", "二、", "（一）", "（二）", "(三)", "1．", "2.", "3、", "（1）", "1.1", "1.1.2", "——", "第一章", "第二节", "第三编 ", "附件1", "附件", "专栏一 ",
    "专栏2", "表3 ", "附表1：", "\t", "\t序号", "\t指标名称（%）", "\n", "\n", "\n\n", "\r\n", "\r", "。", "：", "；", "，", "、", "重点任务", "主要目标",
    "基本原则", "优化服务。", "落实政策，加强管理。", "（责任单位：区教委）", "# Page 3:", "— 12 —", "目录", "……………12", "注：", "合计", "序号", "增加",
    "抄送：区委各部委。", "2023年2月27日", "某区儿童发展规划", "（2021—2030年）", ":::", "::: box", "---", "***", "# ", "> ", "| a | b |", "\\", "`", "*", "_", "&amp;", "<b>", "[a](b)",
    "~~~", "```", "{.repaired}", "1)", "+ x", "- x", "=", "    四格", "\u3000\u3000", "\ufeff", "\u200b", "\x9b", "\u202e", "\xad", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "ok", "A", "《规划》", "“", "”", "（", "）",
    "主要目标：\n", "策略措施：\n", "1.甲。乙\n", "2.丙\n", "（一）丁\n", "\t1\n\t率（%）\n\t≥3\n", "序号 指标 目标\n", "1 率 5\n", "2 数 6\n", "序号\n指标\n目标\n",
    "1\n率\n5\n", "2\n数\n6\n", "3\n量\n7\n", "序号\t任务\t责任单位\n", "1\t建\t区委\n", "二〇二三年二月二日\n", "1、乙：丙。\n", "第 3 页 共 9 页", "名词解释", "①", "[1]", "  ", "<", ">", "&", "|", "1", "2", "3",
)  # fmt: skip
MADE_UP = st.lists(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=6)), max_size=40).map("".join)
ANY = st.one_of(st.text(max_size=200), MADE_UP)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY)
@example("")
@example("\x1f一")
@example("1.\n2.\n1.")
@example("专栏一\n\t\n\n\ta")
@example("一、a\x1fb\n\x1c二、")
@example("a\n:::\n::: box b")
@example("# a\n===\n")
@example("一、建\x9b设\u200b托\ufeff育\n二、\u202e甲\n\x07\n")
@example("\t0专栏0\n专栏0")
@example("\t专栏00\n专栏0")
@example("序号\n专栏0")
@example("\t1\n专栏0\n专栏0注：专栏0")
@example("# Page\u200b 3:\n— 12 —\x9b\n一、甲")
def test_any_text_keeps_every_character_once(text: str) -> None:
    source = text_source(text)
    made = parse_draft(source, "plan")
    assert covered(made, source)
    md = write_plan(made)
    back = read_plan_md(md)
    assert same_words(made, back), md
    assert write_plan(back) == md
    check(read_plan(md, text, made.repairs))


@pytest.mark.parametrize(
    "path",
    [SEED_FOLDER / "source.txt", *sorted(p for p in PLANS.glob("*") if p.name != "README.md")],
    ids=lambda p: p.stem,
)
def test_real_plans_keep_every_character_once(path) -> None:  # type: ignore[no-untyped-def]
    source = read_source(path)
    made = parse_draft(source, "plan")
    assert covered(made, source)
    md = write_plan(made)
    assert same_words(made, read_plan_md(md))
    check(read_plan(md, source.text, made.repairs))
