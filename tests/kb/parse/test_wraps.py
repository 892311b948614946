"""Hard wraps: which stretches are wrapped, and which lines continue a paragraph."""

from __future__ import annotations

import pytest

from kb.parse.items import Paragraph
from kb.parse.numbering import read_mark
from kb.parse.paragraphs import paragraphs
from kb.parse.wraps import RULES, Joint, columns, continues, wrap_width
from tests.kb.parse.made import check, text_source, tree

FULL = (
    "推进托育服务标准统一和质量提升并完善普惠托育机构备案管理办法以及检查制度"  # 72 columns, no punctuation
)


def texts(text: str) -> list[str]:
    """The paragraphs of a text, in order."""
    check(tree(text))
    return [i.text.value for i in paragraphs(text_source(text)).items if isinstance(i, Paragraph)]


def width(*lines: str, below: bool = True) -> int:
    return wrap_width([(line, below) for line in lines])


def test_width_of_a_full_line() -> None:
    assert columns("托育2024年") == 10
    assert width(*[FULL] * 5, "到底。", "短行。", "完。") == columns(FULL)
    assert width(*[FULL] * 5) == 0  # too few lines to tell
    assert width(*[FULL] * 5, *["短行。"] * 60) == 0  # too few of them are full
    assert width(*[FULL + "。"] * 10) == 0  # each is a sentence
    assert width(*[FULL] * 10, below=False) == 0  # an empty line after each


def test_few_full_lines_among_labels_and_breaks_at_punctuation() -> None:
    text = (
        "某市2024 年托育改革工作要点\n一、持续深化改革\n（一）构建公平规范的托育规则。\n"
        "1. 落实《托育机构准入负面清单（2024）年版》，依托省级一体化政务服务平台，抓紧推动\n托育备案事项全部实现网上办理，\n"
        "逐步完善超出目录的事例收集与通报办法，\n进\n一步拓宽家长对变相收费的反映途径，明确处理答复时限。\n"
        "牵头单位：市卫健委\n责任单位：\n各区人民政府，市民政局、市教育局等\n市级各有关部门\n完成时限：2024 年6 月底前\n（二）深入推进备案制度改革。\n"
        "2. 加快完善备案事项清单制度，从严制止目录以外另行增设备案与检查项目。参照统一编\n印并公开的事项目录，\n逐项编写办事指南，写明备案条件、\n"
        "申请材\n料、检查程序等内容，持续推进备案标准化、规范化、便利化。\n牵头单位：市卫健委\n责任单位：各区人民政府\n"
    )
    found = texts(text)
    assert "明确处理答复时限。" in "".join(x for x in found if "进一步拓宽" in x)
    assert "责任单位：各区人民政府，市民政局、市教育局等市级各有关部门" in found
    assert any("申请材料、检查程序等内容" in x for x in found)
    assert found.count("牵头单位：市卫健委") == 2


def test_one_long_line_does_not_turn_it_off() -> None:
    body = (
        "一、总体要求\n" + f"{FULL}\n" * 3 + "到底为止。\n二、重点任务\n（一）提升水平。" + FULL[:29] + "，\n"
        + f"{FULL}\n" * 3 + "工作落到实处。（责任单位：市卫健委）\n"
    )  # fmt: skip
    address = f"附件：https://www.example.gov.cn/zwgk/2024/05/16_1.html（{FULL * 2}）\n"
    with_address, without = texts(body + address), texts(body)
    assert with_address[: len(without)] == without
    assert len(without) == 4


def test_lines_of_equal_length_between_empty_lines_are_paragraphs() -> None:
    lines = [
        "某市托育服务和普惠发展的规划纲要某某某某",
        "一、发展基础",
        "坚持以儿童优先的发展思想和托育新发展的理念",
        "（一）发展成效",
    ]
    lines += [
        "全市托育机构数量持续提高并稳居全省前列位置",
        "（二）发展环境",
        "二、重点任务",
        "（一）推动托育转型升级和托育结构优化再调整",
    ]
    lines += ["推动普惠托育和社区服务业深度融合高水平发展", "（二）改善民生"]
    assert texts("\n\n".join(lines) + "\n") == lines


def test_heading_that_ends_before_the_margin_is_alone() -> None:
    text = f"某市托育规划\n一、总体要求\n{FULL}\n{FULL}\n结束。\n二、强化托育资源配置功能，提升服务辐射能级\n{FULL}\n{FULL}\n{FULL}\n结束。\n"
    assert "二、强化托育资源配置功能，提升服务辐射能级" in texts(text)


def test_stretches_are_decided_one_by_one() -> None:
    plain = "".join(
        f"第{k}项工作按照要求推进并且每个季度都要向市里报告一次工作进展情况\n" for k in range(100, 200)
    )
    wrapped = f"三、保障措施\n{FULL}\n{FULL}\n完成。\n" * 30
    made = texts(f"某市托育规划\n一、总体要求\n{wrapped}")
    assert FULL * 2 + "完成。" in made
    assert (
        "第100项工作按照要求推进并且每个季度都要向市里报告一次工作进展情况"
        in texts(f"某市托育规划\n一、要求\n{plain}{wrapped}")[2]
    )


@pytest.mark.parametrize(
    ("last", "text", "said"),
    [
        ("（二）", "深入推进改革", True),  # a number alone
        ("各区人民政府、有关单位：", "为完善政策环境，制定本措施。", False),  # addressees
        ("请认真贯彻执行。", "2024 年3 月5 日", False),  # the date of a letter
        ("2024 年3 月5 日", "某市托育办法", False),
        ("责任单位：", "各区人民政府", True),
        ("落实责任，", "牵头单位：市卫健委", False),
        ("全部实现网上办理，", "建立健全制度。", True),
        (FULL, "继续推进。", True),
        ("（责任单位：市教育局、市司", "法局）", True),
        ("工作完成。", "2. 加强监管。", False),
    ],
)
def test_line_that_continues(last: str, text: str, said: bool) -> None:
    joint = Joint(
        run=(last,),
        last=last,
        text=text,
        mark=read_mark(text),
        width=columns(last),
        full=72,
        inside=False,
        counts_on=False,
    )
    assert continues(joint) is said


# Each rule alone -----------------------------------------------------------------------------------------------------


def joint(
    last: str,
    text: str,
    *,
    run: tuple[str, ...] = (),
    width: int = 0,
    inside: bool = True,
    counts_on: bool = False,
    expected: bool = True,
) -> Joint:
    return Joint(
        run=(*run, last), last=last, text=text, mark=read_mark(text), width=width or columns(last), full=72, inside=inside,
        counts_on=counts_on, expected=expected,
    )  # fmt: skip


RULE = {rule.__name__.strip("_"): rule for rule in RULES}


@pytest.mark.parametrize(
    ("rule", "given", "said"),
    [
        ("number_alone", joint("（一）", "深入推进"), True),
        ("number_alone", joint("附件1", "某市清单"), False),
        ("number_alone", joint("（一）深入", "推进"), None),
        ("number_alone", joint("（一）", "推进", run=("甲",)), None),
        ("label_line", joint("责任单位：", "市教育局"), True),
        ("label_line", joint("责任单位：", "配合单位：市教育局"), False),
        ("label_line", joint("责任单位：", "2.加强监管"), False),
        ("label_line", joint("落实责任。", "完成时限：2024年底"), False),
        ("label_line", joint("（牵头单位：市教育局，", "责任单位：市司法局）"), None),
        ("label_line", joint("落实责任。", "继续推进"), None),
        ("cover_line", joint("2024年3月5日", "某市方案", inside=False), False),
        ("cover_line", joint("2024年3月5日", "某市方案", run=("自",)), None),
        ("cover_line", joint("某市财政局", "2024年3月5日"), False),
        ("cover_line", joint("截至", "2024年3月5日"), None),
        ("cover_line", joint("各区人民政府：", "为落实", inside=False), False),
        ("cover_line", joint("各区人民政府：", "为落实", inside=True), None),
        ("cover_line", joint("某府发〔2024〕3号", "各有关方面", inside=False), False),
        ("cover_line", joint("关于托育的意见", "某府发〔2024〕3号", inside=False), False),
        ("cover_line", joint("（2024年3月5日", "2024年3月6日"), None),
        ("past_the_margin", joint("甲" * 42, "乙"), False),
        ("past_the_margin", joint("甲", "乙" * 42), False),
        ("past_the_margin", joint("甲" * 41, "乙" * 41), None),
        ("new_number", joint("落实。", "2. 加强"), False),
        ("new_number", joint("落实（市教育局）", "2. 加强"), False),
        ("new_number", joint("落实制度和", "——加强"), None),
        ("new_number", joint("落实制度和", "二、加强"), False),
        ("new_number", joint("公平统", "一、可持续", expected=False), None),
        ("new_number", joint("落实制度和", "（二）加强", width=70), None),
        ("new_number", joint("落实制度和", "2. 加强"), None),
        ("full_line", joint("甲" * 34, "乙"), True),
        ("full_line", joint("甲" * 33, "乙"), None),
        ("full_line", joint("甲" * 36, "2. 乙", counts_on=True), None),
        ("inside_brackets", joint("（甲", "乙）"), True),
        ("inside_brackets", joint("（甲)", "乙"), None),
        ("inside_brackets", joint("“甲", "乙”"), True),
        ("inside_brackets", joint("《甲》“乙”", "丙"), None),
        ("next_number", joint("甲", "2. 乙", counts_on=True), False),
        ("next_number", joint("甲、", "2. 乙", counts_on=True), None),
        ("after_colon", joint("甲，乙：", "丙"), True),
        ("after_colon", joint("甲乙：", "丙"), False),
        ("after_colon", joint("甲，乙：", "2. 丙"), False),
        ("after_colon", joint("甲，乙：", "丙" * 36), False),
        ("after_colon", joint("甲乙", "丙"), None),
        ("at_punctuation", joint("甲，", "乙"), True),
        ("at_punctuation", joint("甲", "，乙"), True),
        ("at_punctuation", joint("甲“", "乙"), True),
        ("at_punctuation", joint("甲", "。乙"), True),
        ("at_punctuation", joint("甲", "乙"), None),
        ("at_punctuation", joint("为贯彻落实", "《某条例》"), True),
        ("at_punctuation", joint("某市教育局", "《某条例》"), None),
        ("after_sentence", joint("甲。", "乙"), False),
        ("after_sentence", joint("甲。", "乙" * 32), True),
        ("after_sentence", joint("甲。", "乙" * 37), False),
        ("after_sentence", joint("甲", "乙"), None),
        ("heading_alone", joint("二、强化配置，提升能级", "以巩固" + "甲" * 33), False),
        ("heading_alone", joint("二、强化配置，提升能级", "以巩固"), None),
        ("heading_alone", joint("二、强化配置，提升能级2", "以巩固" + "甲" * 33), None),
        ("heading_alone", joint("2. 强化配置", "以巩固" + "甲" * 33), None),
        ("number_after_title", joint("甲乙", "2. 丙"), False),
        ("number_after_title", joint("甲，乙", "2. 丙"), None),
        ("unfinished", joint("甲乙", "丙"), True),
        ("unfinished", joint("甲乙", "丙", inside=False), None),
        ("unfinished", joint("2. 甲乙", "丙"), None),
        ("unfinished", joint("2. 甲，乙", "丙"), True),
        ("unfinished", joint("甲”", "乙"), True),
        ("unfinished", joint("甲）", "乙"), None),
        ("after_bracket", joint("甲，乙）", "丙"), True),
        ("after_bracket", joint("甲，乙）", "丙" * 36), False),
        ("after_bracket", joint("甲乙）", "丙"), False),
        ("after_bracket", joint("甲”", "丙"), None),
    ],
)
def test_each_rule(rule: str, given: Joint, said: bool | None) -> None:
    assert RULE[rule](given) is said


def test_every_rule_has_samples() -> None:
    assert len(RULE) == len(RULES)
