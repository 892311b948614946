"""Words of yearly monitoring (年度监测): what a cell says instead of a number, how a number is qualified, and what is
compared with what."""

from __future__ import annotations

import re

from kb.records import dataclass

NATURES = ("年报", "快报", "抽样", "测算", "学年")
"""数据性质: where a number comes from. 快报 and 抽样 are noted with the value (KBM08)."""
PROVISIONAL = frozenset({"快报", "抽样", "测算"})

SELF = ("未启动", "推进中", "已完成", "长期坚持", "需协调")
"""自评: what a unit says of its own task; it never becomes the status."""

NO_DATA = frozenset(
    {
        "/",
        "／",
        "—",
        "-",
        "－",
        "——",
        "无",
        "未统计",
        "无数据",
        "暂无",
        "缺",
        "空缺",
        "不适用",
        "暂未统计",
        "n/a",
    }
)
"""What a cell holds where the unit has no value; a reason is asked for."""

QUALIFIER = re.compile(
    r"^(?P<before>约|近|超过|超|不足|大约|大概|[<>＜＞≤≥≈~～])?(?P<number>[-+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?)(?P<unit>[^\d（(]{0,8}?)"
    r"(?P<after>左右|以上|以下|多|余)?(?P<note>[（(].{1,20}[)）])?$"
)
"""A number with what is said of it: “约95”, “37.5（抽样）”, “>90”, “1.4‰”. A comma parts thousands alone: “99,5” is no 995."""
QUALIFIER_SAMPLES = ("约95", "37.5（抽样）", ">90", "1.4‰", "3,120人", "95%以上")

SEVERITIES = {"error": "错误", "warning": "问题", "note": "提示"}
PROBLEM_STATES = {"open": "未了结", "explained": "已说明", "fixed": "已更正"}
DECIDED = {
    "status": "状态",
    "value": "数值",
    "problem": "了结问题",
    "supervise": "督办单",
    "answer": "督办答复",
}
"""What the tables of a round write in short → what people read."""

COLOURS = ("红", "黄", "蓝", "绿", "灰")
STATUS_COLOURS: dict[str, str] = {
    "未报": "灰", "逾期未报": "灰", "无数据": "灰", "待定": "灰",
    "已达标": "绿", "达标（守底）": "绿", "达标但退步": "绿", "退出达标": "红", "未达标（缺基期）": "灰", "未达标（缺年限）": "灰",
    "达进度": "绿", "略欠进度": "黄", "欠进度": "黄", "倒退": "红", "越过目标": "黄",
    "缺基期": "灰", "趋势向好": "绿", "持平": "黄", "趋势背离": "黄", "提高不明显": "黄", "没有目标": "灰",
    "已完成": "绿", "长期坚持": "绿", "临近": "蓝", "逾期": "红", "未启动": "灰", "推进中": "灰",
}  # fmt: skip
"""Status → colour. What depends on the row (约束性, two years running) is decided in kb/ledger/indicator_status.py."""
MET = ("已达标", "达标（守底）", "达标但退步")
"""Statuses of an indicator that has reached its target."""

KEPT_BACK = re.compile(r"公安|警|法院|检察|司法|监狱|戒毒")
"""A unit whose numbers are not for the public unless a person says so (`public` in indicators.csv)."""
KEPT_BACK_SAMPLES = ("区公安分局", "区法院", "市检察院", "区司法局")
MAY_EXCEED = re.compile(r"^(?:.*)毛入(?:园|学)率")
"""A rate that may be more than 100 %: it counts children of other ages too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A rate that counts part of what another counts, so that it cannot be higher.

    same_denominator: both are of the same births or people. samples: (part, whole) as plans print them."""

    part: str
    whole: str
    same_denominator: bool
    samples: tuple[tuple[str, str], ...]


PARTS: tuple[Part, ...] = (
    Part(part=r"^新生儿死亡率$", whole=r"^婴儿死亡率$", same_denominator=True, samples=(("新生儿死亡率", "婴儿死亡率"),)),
    Part(
        part=r"^婴儿死亡率$", whole=r"^5岁以下儿童死亡率$", same_denominator=False, samples=(("婴儿死亡率", "5岁以下儿童死亡率"),)
    ),
)  # fmt: skip
