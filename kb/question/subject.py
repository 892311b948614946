"""Words that make a question of a topic (“托育归哪个单位管”), taken off wherever they stand.

A question is a subject with some of: an asking word with what leads to it and what it does (归…哪个单位…管),
a polite opening, a particle at the end. The expressions use what Python and JavaScript share.
"""

from __future__ import annotations

import re

_ASKED = (
    "谁|哪[一几]?[个家些](?:责任|主管|牵头|职能)?(?:单位|部门|机构|科室|委办局|局|方面|人)?|"
    "哪(?:里|儿|边)|什么(?:责任|主管|牵头)?(?:单位|部门|机构|人|地方)"
)
_LEAD = "(?:都|又|应该?|该|要|可以|能)*(?:归口?|由|是|有|属于?|找|问|去找|联系|向|给|到|去|在|让|请|叫)*"
_DOES = (
    "(?:都|来|去|在|该|应该)*(?:负责管理|负责落实|负责组织|负责|主管|分管|监管|管理|管辖|承担|牵头|主抓|落实|组织|配合|参与|协调|指导|监督|"
    "实施|执行|办理|受理|管|抓|办|做)?(?:的|呢|呀|啊|吗|嘛|得了)*"
)
# What people ask most, for trying a topic's name out: 托育谁管.
ASKED = "谁管"
# Each with what it takes off.
PATTERNS: tuple[str, ...] = (
    "^(?:请问一下|请问|我想知道|想知道|我想问|想问|问一下|帮我查一?下|查一下|查询|关于|有关)+",  # 请问托育
    "(?:都|又|主要)?(?:负责|主管|分管|承担|牵头|管|有|是|做|要求|规定)*(?:些)?(?:什么|啥|哪些|哪几[个项]|多少|几[个项])(?:的)?"
    "(?:(?:具体|新)?(?:内容|要求|规定|措施|事项|事|目标|任务|指标|项目|政策|办法|标准|安排|计划|说法)|$)",  # 疫苗有哪些要求
    "(?:要)?(?:每隔|隔)?(?:多久|多长时间|什么时候|何时|几时|哪一?年)(?:才|能|会|要|可以|需要)*",  # 多久评估一次
    f"{_LEAD}(?:{_ASKED}){_DOES}",  # 托育归哪个单位管, 学生视力谁负责, 实施方案报送给谁
    "(?:的)?(?:责任|负责|主管|牵头|分管|配合)(?:单位|部门|机构|领导|人)(?:是|有|为|都|包括)*$",  # 托育的责任单位是
    "(?:应该?|要|该)?(?:怎么样?|如何|咋)(?:办|做|规定|要求|管理|落实|解决|处理|说|写)?的?",  # 校园欺凌怎么办
    "(?:是|有)?(?:没有|没|不|否)?(?:吗|嘛|呢|么|吧|呀|啊)$",  # 托育有吗
    "在?(?:这[个份]|本|该)?(?:规划|方案|文件)(?:里面?|中|上)的?",  # 区教委在规划里管哪些指标
    "(?:的)?(?:有关|相关)(?:规定|要求|内容|情况|工作)$",
    "一次$",  # 多久评估一次
    "的$",
)
_COMPILED = tuple(re.compile(pattern) for pattern in PATTERNS)
MARKS = re.compile("[?!,;:。、]+$")


def strip_question(text: str) -> str:
    """A normalised text without its question words; "" where nothing else is left."""
    text = MARKS.sub("", text)
    before = None
    while before != text:
        before = text
        for pattern in _COMPILED:
            text = pattern.sub("", text)
        text = MARKS.sub("", text)
    return text
