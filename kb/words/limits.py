"""Words and signs that say how a number is to be met: 不低于 is >=, 不得超过 is <=, 以上 is >=."""

from __future__ import annotations

SIGNS = {
    "＜": "<", "<": "<", "﹤": "<", "〈": "<", "≤": "<=", "≦": "<=", "⩽": "<=", "＝": "=", "=": "=", "≥": ">=",
    "≧": ">=", "⩾": ">=", "＞": ">", ">": ">", "﹥": ">", "〉": ">",
}  # fmt: skip
_NO = ("不", "不得", "不应", "不能", "不宜", "不准", "不可")
_LESS = ("低于", "少于", "小于")
_MORE = ("高于", "超过", "多于", "大于")
_PLAIN = {
    "达到": ">=", "至少": ">=", "控制在": "<=", "低于": "<", "小于": "<", "少于": "<", "高于": ">", "大于": ">", "超过": ">",
    "多于": ">", "突破": ">",
}  # fmt: skip
BEFORE: dict[str, str] = dict(
    sorted(
        {
            **{no + word: ">=" for no in _NO for word in _LESS},
            **{no + word: "<=" for no in _NO for word in (*_MORE, "突破")},
            **_PLAIN,
        }.items(),
        key=lambda item: -len(item[0]),
    )
)
"""Words before a number, the longest first: 不得超过 before 不超过 before 超过."""
AFTER = {"以上": ">=", "及以上": ">=", "以下": "<=", "及以下": "<=", "以内": "<=", "之内": "<="}
"""Words after a number."""
