"""Questions that Python and the browser have to answer the same: run in Node here, and in Chromium in tests/e2e."""

from __future__ import annotations

import json
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "golden" / "queries"


def questions(name: str) -> list[str]:
    """The questions of a golden set: "dev.json"."""
    return [row["q"] for row in json.loads((GOLDEN / name).read_text("utf-8"))]


# Numbers and dates: with their unit, with a sign, in other widths, with more than any text has.
VALUES = """
99%
９９％
≥95%
>=95%
38%
2030年底前
2030年
2023年12月底前
2025年12月31日前
12月底前
18/10万
""".strip().splitlines()

# Whatever the query language and the mending of slips know.
OTHERS = """
单位:区卫健委 类型:指标
责任单位：区卫健委 托育
属性:约束性
属性:约
章:二
章：2 托育
主题:托育
规划:dadukou 单位:卫健
编号:2.4.2
类型:火星
颜色:红
单位:
单位:火星人
单位：区卫健委）
责任单位：区
kind:indicator unit:"区教委"
-单位:区卫健委 托育
-类型:指标 -类型:任务 托育
"普惠托育
“普惠托育” 机构
托育 -机构
-机构
托育 -"托育服务机构"
二、（四）2
专栏五
指标25
2.4.2
b1.11-2
dadukou-children-2021-2030/2.4.2
大渡口府发〔2023〕7号
tuoyu
ty
TUOYU
tuo'yu
tuo yu
xinli jiankang 托育
tuoyu jinshi
a tuo yu
贩毒
溺氺
--
打工子女上学
规划多久评估一次
幼儿园普惠由谁管
单位:区残联 打工子女上学
区教委 约束性
phty
tuoyujigou
wcnrbhgzz
zhongqing
tuoyu谁管
xyzzyq
託育
７５％
３—５所
二〇三〇年
一岁
托玉
托肓
区卫建委
普会托育机构
托育服物机构规范化项目
小胖墩
狗咬
上幼儿园
托 育
留守儿童 法治教育
留守儿童 火星
区教委 区卫健委
约束性 指标
区教委 指标 睡眠
的
一
15
%
谁
谁管
谁执法、谁普法
托育归哪个单位管？
请问一下托育有哪些要求
区卫健委牵头什么
疫苗 厕所
区教委和区卫健委分别管什么
火星移民归谁管
火星 移民
-
:
""
"
()
,
""".strip().splitlines()

# A question of every kind that the reader knows: lists, counts, values, documents, yes or no; places, years, people and
# bodies that the plans do not have; slips in names of units.
KINDS = """
约束性的指标有哪些
哪些指标已经达标
哪些指标还没达标
未写明责任单位的项目有几个
没有写责任单位的任务有几个
哪些指标没有写具体数字
预期性指标有多少项
区教委有几个约束性指标
区教委有哪些指标
区教委和区卫健委共同负责哪些指标
区教委牵头哪些项目
区教委管不管托育
托育归区教委管吗
区教委是不是负责所有托育
家庭教育是不是都归区妇联
上海
近视归水务局管吗
上海的托育谁管
成都市江北区校园欺凌谁负责
2035年托育谁管
2025年底前要完成什么
7月底前要完成什么
2030年要达到什么
退役军人安置谁管
老年人护理谁负责
区教委主任是谁
区卫健委电话
区卫健喂管什么
区残连负责什么
大渡口府发7号
国办发43号
学前教育普惠率目标是多少
婴儿死亡率现在是多少
婴儿死亡率离目标还差多少
高中毛入学率
居民医保覆盖率是哪个单位的指标
98.5%归谁管
4.5个托位谁负责
大渡口托育谁管
大渡口区有哪些指标
统计监测由谁牵头
监测评估谁牵头谁配合
哪些单位配合监测评估
近视和睡眠分别归谁
近视、睡眠
区教委和区卫健委
区残联
有关部门
规划有哪些
有几份规划
垃圾分类谁管
加快建设
组织协调督促
假玩具由谁查处
停车位配建
企业开办谁管
火星移民归谁管
托 育
儿童友好
家门口有没有厕所
没有责任单位
没写谁负责
没有责任单位的任务
没有责任单位的托育项目
娃儿眼睛不好找哪个
南川市教育局管不管睡眠时间
联系市教委
国办发43号里提到的近视谁管
轨道交通18号线谁建
15分钟
24小时自助图书馆
区检察院在规划里有责任吗
体质优良率和龋患率各归哪家
哪些约束性指标已经达标了
区卫健委单独负责的指标有哪些
婴儿死亡率和学前教育普惠率分别是多少
""".strip().splitlines()
