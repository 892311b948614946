"""plan.md: what stands in it, that Markdown's own signs survive, and what is said of one that can't be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb.model import Plan
from kb.parse import read_plan_md, write_plan
from kb.parse.blocks import Block, Draft
from kb.parse.plan_md import same_words
from kb.pipeline.importer import import_file
from kb.problems import DocumentError
from kb.spans import Text
from tests.kb.parse.made import draft, plan_md, tree

TEXT = """某府发〔2024〕3号
某区人民政府关于印发某区养老规划的通知
各镇人民政府，区政府各部门：
某区养老规划（2024—2026年）
前言一句。
一、总体要求
（一）指导思想。坚持以人为本。
（二）基本原则。
1. 坚持公平。人人享有。
专栏1 主要指标
\t序号
\t指标名称（单位）
\t2026年
\t责任单位

\t1
\t床位数（张|个）
\t≥10
\t区民政局

抄送：区委。
"""

MD = """---
id: "plan"
title: "某区养老规划（2024—2026年）"
doc_number: "某府发〔2024〕3号"
issuer: "某区人民政府"
level: "区县"
place: ["某区"]
period: [2024, 2026]
recipients: ["各镇人民政府", "区政府各部门"]
cc: ["区委"]
---

::: cover

某府发〔2024〕3号

某区人民政府关于印发某区养老规划的通知

各镇人民政府，区政府各部门：

:::

# 某区养老规划（2024—2026年）

前言一句。

## 一、总体要求

### （一）指导思想。

坚持以人为本。

### （二）基本原则。

#### 1. 坚持公平。

人人享有。

::: box 专栏1 主要指标

| 序号 | 指标名称（单位） | 2026年 | 责任单位 |
| --- | --- | --- | --- |
| 1 | 床位数（张\\|个） | ≥10 | 区民政局 |

:::

::: imprint

抄送：区委。

:::
"""


def test_written_as_a_person_reads_it() -> None:
    assert plan_md(TEXT) == MD


def test_read_back_as_written() -> None:
    assert same_words(draft(TEXT), read_plan_md(MD))
    assert write_plan(read_plan_md(MD)) == MD


SIGNS = [
    "# 井号开头", "1. 数字点", "12) 数字括号", "- 横线", "+ 加号", "* 星号", "> 引用", "=== 等号", "~~~ 波浪", "::: box 冒号", "{.repaired} 括号",
    "| 竖线 |", "a*b*c 与 _下划线_ 与 __两个__", "`代码`", "<b>标签</b> &amp; &nbsp;", "[链接](http://x) ![图](y)", "反\\斜\\\\线", "——破折", "句尾#", "C# ##", "---",
    "[1]: http://x", "\\", "\\# 井号", "<http://x.cn>",
]  # fmt: skip


@pytest.mark.parametrize("signs", SIGNS)
def test_markdown_signs_are_only_characters(signs: str) -> None:
    text = f"某区养老规划\n一、总体要求\n{signs}\n（一）{signs}\n专栏1 {signs}\n\t名称\t\n\t{signs}\n\n"
    made = draft(text)
    assert same_words(made, read_plan_md(write_plan(made)))
    found = [n for n in tree(text).nodes if signs in (n.head.value, n.text, f"{n.head.value}{n.text}")]
    assert found


def problems(md: str) -> list[str]:
    with pytest.raises(DocumentError) as raised:
        read_plan_md(md, "corpus/x/plan.md")
    assert {p.level for p in raised.value.problems} == {"error"}
    return [str(p) for p in raised.value.problems]


def test_no_front_matter() -> None:
    assert problems("# 标题\n") == [
        "corpus/x/plan.md:1:1: KB201 缺少文件头。文件应以一行 --- 开头，写明 id 与 title，再以 --- 结束"
    ]


def test_unknown_field() -> None:
    assert problems('---\nid: "x"\ntitle: "t"\nauthor: "a"\n---\n') == [
        'corpus/x/plan.md:4:1: KB202 文件头里有不认识的栏目：“author: "a"”。可用的栏目：'
        "id、title、doc_number、issuer、issued、adopted、publicity、level、place、period、recipients、cc、basis"
    ]


def test_field_of_the_wrong_shape() -> None:
    hint = '文字写成 "…"，多项写成 ["…", "…"]，规划期写成 [2021, 2030]'
    assert problems('---\nid: "x"\nperiod: 2021-2030\n---\n') == [
        f"corpus/x/plan.md:3:1: KB203 文件头的 period 写法不对：“2021-2030”。{hint}"
    ]
    assert problems('---\nid: "x"\ncc: "区委"\n---\n') == [
        f'corpus/x/plan.md:3:1: KB203 文件头的 cc 写法不对：“"区委"”。{hint}'
    ]


def test_id_that_is_none() -> None:
    assert problems('---\nid: "某区"\n---\n') == [
        "corpus/x/plan.md:1:1: KB204 规划编号 id 缺失或不合规：“某区”。只用小写字母、数字和连字符，如 dadukou-children-2021-2030"
    ]


def test_repaired_heading_without_a_number() -> None:
    assert problems('---\nid: "x"\n---\n\n{.repaired}\n## 总体要求\n') == [
        "corpus/x/plan.md:6:1: KB205 标为 {.repaired} 的标题没有编号：“总体要求”。补上编号，或删去上一行的 {.repaired}"
    ]


def test_box_without_an_end() -> None:
    hint = "请在它的内容之后加一行 :::"
    head = '---\nid: "x"\n---\n\n'
    assert problems(head + "::: box 专栏一 指标\n\n段落\n\n## 二、任务\n") == [
        f"corpus/x/plan.md:5:1: KB210 没有结束的一栏：“::: box 专栏一 指标”。{hint}"
    ]
    assert problems(head + "::: cover\n\n文号\n\n::: box 专栏一\n\n:::\n") == [
        f"corpus/x/plan.md:5:1: KB210 没有结束的一栏：“::: cover”。{hint}"
    ]
    assert read_plan_md(head + "::: box 专栏一\n\n段落\n\n:::").blocks[-1].kind == "end"


def test_plain_values_need_no_quotes() -> None:
    plan = read_plan_md("---\nid: x\ntitle: 某区规划\n# 注释\n\n---\n").plan
    assert (plan.id, plan.title) == ("x", "某区规划")


@pytest.mark.parametrize(
    "number", ["2.", "2.3", "（一）", "三、", "1", "4.7", "第一章", "（2）", "①", "12．"]
)
@pytest.mark.parametrize(
    "text",
    [
        "40 万套以上。",
        "8410.2.2 加大支持。",
        "3.推进。",
        "、乙。",
        "）丙。",
        "年底前",
        ".5",
        "章丁",
        "普通。",
        "十一、戊",
    ],
)
def test_a_recovered_number_is_read_back_whatever_the_text_opens_with(number: str, text: str) -> None:
    block = Block("heading", Text(text), level=2, number=number)
    made = Draft(Plan("p", "某规划"), (block,))
    assert same_words(made, read_plan_md(write_plan(made)))


RECOVERED = """某市住房规划
一、任务
1.1甲事。做好。
40 万套（包括间、宿舍床位）以上。逐年增加。
1.3乙事。做好。（责任单位：市住建局）
"""


def test_a_number_recovered_before_digits_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "住房.txt"
    path.write_text(RECOVERED, "utf-8")
    done = import_file(path, tmp_path / "corpus", "p")
    assert Corpus(tmp_path / "corpus").read_plan("p") == done.tree
