"""The heading row of a table whose cells stand one a paragraph: broken cells joined, two rows of headings made one."""

from __future__ import annotations

import re

from kb.parse.tables.cell_fit import Slot
from kb.spans import Text, join_texts
from kb.words.simple_label import SIMPLE_LABEL

# Headings that stand by themselves and are no rest of a broken one.
WHOLE = re.compile(
    r"序号|编号|单位|类别|项目|名称|备注|数量"
    r"|[^“”]{0,6}(?:名称|类型|类别|单位|部门|时间|地点|内容|性质|等级|标准|城区|地区|情况|指标|现状|目标|任务)"
)
# Words that headings are broken into: 指标⏎属性, 责任⏎单位, 完成⏎时限.
PAIRS = re.compile(
    rf"指标(?:属性|性质|类型|名称)|{SIMPLE_LABEL}|计量单位|完成(?:时限|情况|时间)"
    r"|(?:建设|项目)(?:内容|地点|性质|名称|起止)"
)


def merge_brackets(slots: list[Slot]) -> list[Slot]:
    """Heading cells with a bracket put behind the words it belongs to: 总投资⏎（万元）."""
    out: list[Slot] = []
    for s in slots:
        last = out[-1] if out else None
        if s is not None and last is not None and (s.value.strip()[:1] in "（([〔" or _open(last.value)):
            out[-1] = join_texts([last, s])
        else:
            out.append(s)
    return out


def _open(value: str) -> bool:
    return sum(value.count(c) for c in "（(") > sum(value.count(c) for c in "）)")


def fit_header(slots: list[Slot], width: int) -> tuple[Text, ...] | None:
    """The heading row at `width` columns, or None where it can't be told how its cells spread over them."""
    merged = merge_brackets(slots)
    first = next((k for k, s in enumerate(merged) if s is None), len(merged))
    if first < len(merged):
        return _two_rows(merged, first, width)
    texts = [s for s in merged if s is not None]
    return _joined(texts, width)


def _two_rows(merged: list[Slot], first: int, width: int) -> tuple[Text, ...] | None:
    """Headings over headings: empty cells below the single ones tell how many those are, the last one spans the rest.

    “序号 地市 数量 整治计划（处）” over “– – – 2020年 2021年 2022年”."""
    upper = [s for s in merged[:first] if s is not None]
    lower = [s for s in merged[first:] if s is not None]
    single = sum(1 for s in merged[first:] if s is None)
    if len(upper) != single + 1 or single + len(lower) != width:
        return None
    return (*upper[:single], join_texts([upper[-1], lower[0]], " "), *lower[1:])


def _joined(texts: list[Text], width: int) -> tuple[Text, ...] | None:
    """Join neighbours until `width` are left, the likeliest to be one cell first."""
    if len(texts) < width:
        return None
    out = list(texts)
    whole = [False] * len(out)  # joined already
    while len(out) > width:
        likely = [
            (0.0 if whole[k] or whole[k + 1] else _likely(out[k].value.strip(), out[k + 1].value.strip()), k)
            for k in range(len(out) - 1)
        ]
        score, k = max(likely)
        if score <= 0:
            return None
        out[k : k + 2] = [join_texts([out[k], out[k + 1]])]
        whole[k : k + 2] = [True]
    return tuple(out)


def _likely(a: str, b: str) -> float:
    """How likely two heading cells are one that was broken over lines; 0: not at all."""
    if PAIRS.fullmatch(a + b):
        return 5.0
    if a[-2:] == b[-2:] == "类型":  # the two words in the corner of a table
        return 4.0
    if len(b) > len(a):
        return 3.0 if a.endswith("”") else 0.0
    if a.endswith("”"):
        return 3.5
    if WHOLE.fullmatch(a):
        return 0.0
    return 2.0 if len(b) <= 4 and len(a) >= 5 else 0.5
