"""What search says of a question, as templates: one spelling for the command line and the browser."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    # What the query language could not read.
    "too_long": "问题太长，只看前 {n} 个字。",
    "odd_quotes": "引号没有成对，按原样查找。",
    "no_value": "“{field}:”后面没有值，按原样查找。",
    "no_field": "没有“{field}”这个条件，按原样查找。可用的条件：{fields}。",
    "only_without": "只有要排除的词，按原样查找。",
    # Filters without a match.
    "no_unit": "没有叫“{value}”的单位。",
    "no_kind": "没有“{value}”这个类型。可用的类型：{kinds}。",
    "no_binding": "没有“{value}”这个属性。可用的属性：{bindings}。",
    "no_plan": "没有编号或名称含“{value}”的规划。",
    "no_topic": "没有“{value}”这个主题。",
    # How the hits were found.
    "only_some": "没有同时含有全部词语的内容，以下只含其中一部分。",
    "then_some": "同时含有全部词语的有 {n} 条，其后只含其中一部分。",
    "taken_for": "没有“{typed}”，按“{corrected}”查找。",
    "unknown": "规划里没有{words}，按其余的词查找。",
    "nothing": "没有找到。可以换一个说法，或少用几个词。",
}


def say(message: str, **values: object) -> str:
    """Return a message with its places filled: say("too_long", n=400)."""
    return MESSAGES[message].format(**values)
