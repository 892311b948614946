"""What a document shows and no reader can read, said once for each kind: pictures, charts, scanned pages."""

from __future__ import annotations

from collections.abc import Iterable

from kb.codes import problem
from kb.model import Repair
from kb.problems import Problem

UNREAD = "KB014"
MAX_PLACES = 8
"""Places that a message lists; import.json has them all."""

HINT = "里面如有责任分工或指标，请找文字版重新导入，责任分工也可以写进 duties.csv；只有图片时先做文字识别（OCR）并校对"


def unread_problems(repairs: Iterable[Repair]) -> tuple[Problem, ...]:
    """One warning for each kind of thing that was not read, with its count and places.

    repairs: those of kind "unread"; `reason` names the thing (图片), `value` its place (第 3 页) or "".

    >>> [p.message for p in unread_problems([Repair("unread", 0, 0, 7, "", "第 3 页", "图片")])]
    ['第 3 页是图片，没有读']
    """
    found: dict[str, list[Repair]] = {}
    for r in repairs:
        if r.kind == "unread":
            found.setdefault(r.reason, []).append(r)
    return tuple(_problem(what, rows) for what, rows in found.items())


def _problem(what: str, rows: list[Repair]) -> Problem:
    places = list(dict.fromkeys(r.value for r in rows if r.value))
    if places and all(p.startswith("第 ") and p.endswith(" 页") for p in places):
        message = f"第 {_listed([p[2:-2] for p in places])} 页是{what}，没有读"
    elif places:
        message = f"{what}没有读：{_listed(places)}"
    else:
        lines = list(dict.fromkeys(str(r.line) for r in rows))
        message = f"{what}没有读（source.txt 第 {_listed(lines)} 行前后）"
    if len(rows) > 1:
        message += f"，共 {len(rows)} 处"
    return problem(UNREAD, "", line=rows[0].line, message=message, hint=HINT)


def _listed(places: list[str]) -> str:
    more = "等" if len(places) > MAX_PLACES else ""
    return "、".join(places[:MAX_PLACES]) + more
