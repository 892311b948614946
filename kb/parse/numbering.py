"""Official numbering: the marks that open a heading, and what they count.

A mark is read at the start of a paragraph: 第三章, 第二节, 第四条, 一、, （一）, 1. or 1．, （1）, 1.1.2, ——.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.words.numerals import HAN, han_numeral, han_value
from kb.words.simple_label import SIMPLE_LABEL

SIGNS = "●◆■▲★◎○◇□"
# Rank of a style: a mark never hangs below one of a greater or equal rank. Samples behind each.
STYLES: tuple[tuple[str, float, str], ...] = (
    (
        "annex",
        -1,
        rf"附\s*件\s*(?P<annex>\d{{1,2}}|[{HAN}]{{1,3}}|(?=\s*$))(?=[\s:：]|$)[:：]?",
    ),  # 附件1, 附件2：重点任务分工表, 附件 alone
    (
        "part",
        0,
        rf"第(?P<part>[{HAN}]{{1,5}}|\d{{1,2}})(?:编|部分)(?=[\s:：、]|[一-鿿])",
    ),  # 第一部分 总体要求
    ("chapter", 1, rf"第(?P<chapter>[{HAN}]{{1,5}}|\d{{1,2}})章"),  # 第三章 主要任务
    ("section", 2, rf"第(?P<section>[{HAN}]{{1,5}}|\d{{1,2}})节"),  # 第二节 发展目标
    ("han", 3, rf"(?P<han>[{HAN}]{{1,5}})\s?[、．.]"),  # 一、总体思路
    (
        "article",
        3.5,
        rf"第(?P<article>[{HAN}]{{1,6}}|\d{{1,3}})条(?!第|的|规定|所|[款项、，,和至及或）)])",
    ),  # 第四条 主管部门按照职责…
    (
        "bracket",
        4,
        rf"(?:[（(]\s*(?P<bracket>[{HAN}]{{1,5}})\s*[）)]|(?P<bracketed>[㈠-㈩]))、?",
    ),  # （一）指导思想
    (
        "named",
        4.5,
        rf"(?:[{SIGNS}]\s*)?[【\[〔]?\s*(?:重点|主要|专项|具体|重大|改革)?(?:任务|举措|措施|行动|事项)\s*"
        rf"(?P<named>[{HAN}]{{1,3}}|\d{{1,2}})(?:\s*[】\]〕][:：、]?|\s*[:：、]|\s+(?=[一-鿿“]))",
    ),  # 任务一：扩大供给, 【任务1】扩大供给, ●举措3：扩大供给
    ("dotted", 5, r"(?P<dotted>\d{1,2}(?:[.．]\d{1,2}){1,3})(?=[\s一-鿿“])"),  # 1.1.2 完善设施
    ("arabic", 6, r"(?:(?P<arabic>\d{1,3})\s*(?:[．﹒、]|\.(?!\d))|(?P<pointed>[⒈-⒛]))"),  # 1．优化…, ⒈
    ("paren", 7, r"(?:[（(]\s*(?P<paren>\d{1,3})\s*[）)]|(?P<parened>[⑴-⒇]))"),  # （1）持续优化…, ⑴
    ("circle", 7.5, r"(?P<circle>[①-⑳])"),  # ①持续优化…
    (
        "dash",
        8,
        rf"(?P<dash>——)(?=\S)(?!{SIMPLE_LABEL}\s*[：:])",
    ),  # ——内需规模稳步跃升。 “——责任单位：” is a label
)
RANK: dict[str, float] = {name: rank for name, rank, _ in STYLES}
RANK["named-over"] = 3.7
"""任务一 where （一） counts below it."""
RANK["label-frame"] = 2.9
"""【重点任务】 on a line of its own, in a document whose chapters have no numbers."""
# A heading without a number (`kb.parse.labels`) is right above the style of the items below it.
RANK |= {
    f"label-{name}": RANK[name] - 0.5
    for name in ("bracket", "named", "named-over", "dotted", "arabic", "paren", "circle", "dash")
}
_MARK = re.compile(r"\s*(?:" + "|".join(pattern for _, _, pattern in STYLES) + ")")


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbering mark: its style, what it counts to (0 for —— and for a label; the last part of 1.1.2), and where its
    text ends.

    `printed` is the number as a citation prints it: “一”, “（四）”, “2”, “1.1.2”, “第三章”.
    """

    style: str
    value: int
    printed: str
    end: int

    @property
    def rank(self) -> float:
        return rank(self.level)

    @property
    def path(self) -> tuple[int, ...]:
        """1.1.2 as (1, 1, 2), for dotted numbers."""
        return tuple(int(p) for p in self.printed.split("."))

    @property
    def uncounted(self) -> bool:
        """Whether it is a heading without a number: 主要目标："""
        return self.style.startswith("label-")

    @property
    def level(self) -> str:
        """The style, for 1.1 and 1.1.1 with how many parts it has: headings of one level nest alike."""
        return f"dotted{self.printed.count('.') + 1}" if self.style == "dotted" else self.style


def rank(level: str) -> float:
    """Rank of a style, or of a depth of dotted numbers: 1.1 stands over 1.1.1."""
    return RANK["dotted"] + int(level[6:]) / 10 if level[:6] == "dotted" and level[6:] else RANK[level]


def read_mark(text: str) -> Mark | None:
    """The mark at the start of a paragraph, or None. “2021年” and “3.5%” are none."""
    m = _MARK.match(text)
    if m is None:
        return None
    style = m.lastgroup
    assert style is not None
    counted = m.group(style)
    if style in _SIGNS:
        style, first = _SIGNS[style]
        counted = str(ord(counted) - ord(first) + 1)
        counted = han_numeral(int(counted)) if style == "bracket" else counted
    if style == "dash":
        return Mark(style, 0, "", m.end())
    if style == "dotted":
        parts = re.split(r"[.．]", counted)
        if "0" in parts or _VALUE.match(text, m.end()):  # 3.0左右, 2.69 万亿元, 1.20个
            return None
        return Mark(style, int(parts[-1]), ".".join(parts), m.end())
    counted = counted.translate(_NARROW)
    value = han_value(counted) if counted else 1
    if value == 0:
        return None
    printed = {
        "bracket": f"（{counted}）",
        "paren": f"（{counted}）",
        "part": m.group(0).strip(),
        "annex": f"附件{counted}",
        "named": re.sub(rf"[{SIGNS}【】\[\]〔〕:：、\s]", "", m.group(0)),
        "chapter": m.group(0).strip(),
        "section": m.group(0).strip(),
        "article": m.group(0).strip(),
    }.get(style, counted)
    return Mark(style, value, printed, m.end())


# Numbers that are one character, by the name of their group: the style, and the sign of 1.
_SIGNS = {
    "bracketed": ("bracket", "㈠"),
    "parened": ("paren", "⑴"),
    "pointed": ("arabic", "⒈"),
    "circle": ("circle", "①"),
}
_NARROW = {ord("０") + k: str(k) for k in range(10)}
# What follows a number that is a value: a unit of measure.
_VALUE = re.compile(
    r"\s*(?:(?:多|余)?[万亿千百]*(?:元|美元|吨|公里|千米|平方|立方|公顷|亩|千瓦|人次|户|件|岁|个百分点|倍|‰|％|%|微克|毫克|摄氏度)"
    r"|(?:[万亿个人项家所张名米年天级版]|以上|以下|左右)(?=[^一-鿿]|[以左至的上老]|$))"
)
_DECIMAL = re.compile(r"\s*\d{1,5}(?:[.．]\d{1,4})?(?!\d)")


def opens_with_value(text: str) -> bool:
    """Return whether a text opens with a number and its unit: “2.69 万亿元”, “8.5平方米”."""
    m = _DECIMAL.match(text)
    return m is not None and _VALUE.match(text, m.end()) is not None


# “2.2026年6月底前”, “3.5G基站”: a number that counts on, before a digit.
_JOINED = re.compile(r"\s*(?P<joined>\d{1,3})[.．](?=\d)")


def read_joined(text: str) -> Mark | None:
    """Return the number before a digit at the start of a paragraph, or None. Only what counts on is one."""
    m = _JOINED.match(text)
    return Mark("arabic", int(m["joined"]), m["joined"], m.end()) if m and int(m["joined"]) else None


# “2 重点任务”: a number and a space, where the document counts on with 2.1.
_BARE = re.compile(r"\s*(?P<bare>\d{1,2})\s+(?=[一-鿿“])")


def read_bare(text: str) -> Mark | None:
    """The number at the start of a heading that has no point behind it, as the first part of a dotted one, or None."""
    m = _BARE.match(text)
    return (
        Mark("dotted", int(m.group("bare")), m.group("bare"), m.end()) if m and int(m.group("bare")) else None
    )


def read_heading_mark(text: str) -> Mark | None:
    """The mark of what is known to be a heading: “2 重点任务” and “2.5G基站” count, too."""
    return read_mark(text) or read_bare(text) or read_joined(text)


def print_mark(style: str, value: int, like: str) -> str:
    """The mark a lost number is written with, in the manner of a neighbour's `like`: (7, “（六）优化…”) → “（七）”."""
    counted = han_numeral(value) if style in ("han", "bracket") else str(value)
    mark = read_mark(like)
    if mark is None or mark.style != style:
        return {"han": f"{counted}、", "bracket": f"（{counted}）", "paren": f"（{counted}）"}.get(
            style, f"{counted}."
        )
    shown = like[: mark.end].strip()
    if style in ("part", "chapter", "section", "article"):
        return re.sub(rf"[{HAN}\d]+", han_numeral(value), shown, count=1)
    return re.sub(rf"[{HAN}]+|\d+", counted, shown, count=1)
