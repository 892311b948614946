"""Parameters of an address: declared once, read and refused by this, and described in the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams

from kb.model import KINDS
from kb.service.replies import Refused

Values = Mapping[str, Any]
LONGEST = 200
"""Characters of a text; the longest question of the graded sets has 40."""
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """One parameter. name: as in the address. about: in Chinese. kind: "text", "number" or "flag". allowed: its only values.
    many: may be given several times, and is a tuple then. least, most: of a number. default: where it is not given."""

    name: str
    about: str
    kind: str = "text"
    allowed: tuple[str, ...] = ()
    many: bool = False
    required: bool = False
    least: int = 0
    most: int = 1_000_000
    default: Any = None


QUESTION = Param(name="q", about="一个词或一句问话", required=True)
PLAN = Param(name="plan", about="只看这份规划（编号）")
PLANS = Param(name="plan", about="只在这份规划里；可写几次", many=True)
PLACE = Param(name="place", about="几个地方有同名的单位时，只要这个地方的")
UNIT = Param(name="unit", about="只看这个单位")
BASIS = Param(name="basis", about="只看这种依据", allowed=("assigned", "named", "related"))
LIMIT = Param(name="limit", about="至多几条", kind="number", least=1, most=1000)
OFFSET = Param(name="offset", about="跳过前面几条", kind="number", default=0)
KIND = Param(name="kind", about="只要这种条目；可写几次", allowed=tuple(KINDS), many=True)


def read(params: Sequence[Param], given: QueryParams) -> dict[str, Any]:
    """Return every declared parameter by name. Raises Refused (400) for one that is not known, not one of its values, given
    twice, or missing."""
    known = {p.name: p for p in params}
    for name in given:
        if name not in known:
            has = "、".join(known) or "没有参数"
            raise Refused(400, "KB402", f"没有“{name[:40]}”这个参数，可用的是：{has}。")
    return {p.name: _value(p, given.getlist(p.name)) for p in params}


def _value(param: Param, given: list[str]) -> Any:
    if len(given) > 1 and not param.many:
        raise Refused(400, "KB402", f"参数 {param.name} 只能写一次。")
    values = tuple(_one(param, text) for text in given)
    if param.many:
        return values
    if not values:
        if param.required:
            raise Refused(400, "KB402", f"缺少参数 {param.name}（{param.about}）。")
        return param.default
    return values[0]


def _one(param: Param, text: str) -> Any:
    if len(text) > LONGEST:
        raise Refused(400, "KB402", f"参数 {param.name} 太长，至多 {LONGEST} 个字。")
    if CONTROLS.search(text):
        raise Refused(400, "KB402", f"参数 {param.name} 里有控制字符。")
    if param.kind == "number":
        if not re.fullmatch("[0-9]{1,9}", text, re.ASCII) or not param.least <= int(text) <= param.most:
            raise Refused(400, "KB402", f"参数 {param.name} 要写 {param.least} 到 {param.most} 之间的整数。")
        return int(text)
    if param.kind == "flag":
        if text not in ("0", "1", "true", "false"):
            raise Refused(400, "KB402", f"参数 {param.name} 要写 true 或 false。")
        return text in ("1", "true")
    if param.allowed and text not in param.allowed:
        raise Refused(400, "KB402", f"参数 {param.name} 只能是：{'、'.join(param.allowed)}。")
    if param.required and not text.strip():
        raise Refused(400, "KB402", f"参数 {param.name} 是空的（{param.about}）。")
    return text


def described(param: Param) -> dict[str, Any]:
    """The parameter as OpenAPI describes it."""
    one: dict[str, Any] = {"type": "string", "maxLength": LONGEST}
    if param.required:
        one["minLength"] = 1
        one["pattern"] = r"\S"
    if param.kind == "number":
        one = {"type": "integer", "minimum": param.least, "maximum": param.most}
    if param.kind == "flag":
        one = {"type": "boolean"}
    if param.allowed:
        one = {"type": "string", "enum": list(param.allowed)}
    if not param.many and param.default is not None:
        one["default"] = param.default
    schema = {"type": "array", "items": one} if param.many else one
    return {
        "name": param.name, "in": "query", "required": param.required, "description": param.about, "schema": schema,
    }  # fmt: skip
