"""The routes under /api/v1 that answer from the base, one row each: the API, its OpenAPI document and the tests are made of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kb.api import Kb
from kb.service.params import (
    BASIS,
    KIND,
    LIMIT,
    OFFSET,
    PLACE,
    PLAN,
    PLANS,
    QUESTION,
    UNIT,
    Param,
    Values,
)
from kb.service.replies import Refused

ROOT = "/api/v1"
EXTRACT_TYPES = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STANDINGS = ("assigned", "named", "related", "object")
THINGS = ("指标", "项目", "任务", "规划")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """A route that answers from the base. path: below ROOT, its one variable `{x:path}` or `{x}`. answer: of the contract. about:
    in Chinese. ask: gives the answer; what stands for the variable is in values["path"]. pages: the key of the list that
    `limit` and `offset` cut; "" where the answer cuts itself (search) or is whole."""

    path: str
    answer: str
    about: str
    params: tuple[Param, ...]
    ask: Callable[[Kb, Values], Any]
    pages: str = ""


_KEEPING = threading.Lock()


def _who(kb: Kb, v: Values) -> Any:
    from kb.who.contract import NEAREST
    from kb.who.missing import record

    answer = kb.who(
        v["q"].strip(), basis=v["basis"], unit=v["unit"], place=v["place"], plan=v["plan"], limit=v["limit"]
    )
    if answer["step"] >= NEAREST:
        with _KEEPING:
            record(v["q"].strip(), answer["step"])
    return answer


def _list(kb: Kb, v: Values) -> Any:
    from kb.who.listing import read_deadline

    if v["path"] not in THINGS:
        raise Refused(404, "KB401", f"没有“{v['path'][:40]}”这种清单，可以列：{'、'.join(THINGS)}。")
    if v["before"] and read_deadline(v["before"]) is None:
        raise Refused(400, "KB402", f"看不懂时间“{v['before']}”，请写成 2025年底前、2025年6月、7月底前。")
    return kb.list(
        v["path"], filters=v["filter"], unit=v["unit"], place=v["place"], before=v["before"] or "", words=v["word"],
        plan=v["plan"],
    )  # fmt: skip


def _search(kb: Kb, v: Values) -> Any:
    return kb.search(
        v["q"].strip(),
        limit=v["limit"],
        offset=v["offset"],
        kinds=v["kind"],
        units=v["unit"],
        plans=v["plan"],
    )


def _check(kb: Kb, v: Values) -> Any:
    from kb.answer.checked import check

    return check(kb.base, plans=v["plan"], level=v["level"], codes=v["code"])


def _compare(kb: Kb, v: Values) -> Any:
    if len(v["plan"]) < 2:
        raise Refused(400, "KB402", "对照要两份以上规划，参数 plan 写两次以上。")
    return kb.compare(*v["plan"])


FILTERS = (
    "约束性", "预期性", "已达标", "未达标", "无数值", "无单位", "有单位", "无计量单位", "共同", "单独", "牵头", "配合",
)  # fmt: skip
PAGED = (LIMIT, OFFSET)
DEPTH = Param(name="depth", about="只看这么多层，1 是章", kind="number", least=1, most=20)
WHOLE = Param(name="all", about="连没有编号的段落也列出", kind="flag", default=False)
ANSWERING: tuple[Answering, ...] = (
    Answering(
        path="/who", answer="who", about="一件事归哪个单位管", ask=_who,
        params=(QUESTION, BASIS, UNIT, PLACE, PLAN, LIMIT),
    ),
    Answering(
        path="/search", answer="search", about="全文搜索", ask=_search,
        params=(
            QUESTION, Param(name="limit", about="一页几条", kind="number", least=1, most=200, default=10), OFFSET, KIND,
            Param(name="unit", about="只要这个单位的；可写几次", many=True), PLANS,
        ),
    ),
    Answering(
        path="/list/{thing}", answer="list", about="按条件列出指标、项目、任务、规划", ask=_list,
        params=(
            Param(name="filter", about="只要这样的；可写几次，都要满足", allowed=FILTERS, many=True), UNIT, PLACE,
            Param(name="before", about="这个时间以前到期的：2025年底前、7月底前"),
            Param(name="word", about="标题、正文、类别或主题里要有的词；可写几次", many=True), PLAN,
        ),
    ),
    Answering(
        path="/show/{id:path}", answer="show", about="一个条目，按编号或引用", params=(PLAN,),
        ask=lambda kb, v: kb.show(v["path"], v["plan"]),
    ),
    Answering(
        path="/plans", answer="plans", about="各份规划", params=PAGED, ask=lambda kb, v: kb.plans(), pages="plans",
    ),
    Answering(
        path="/units", answer="units", about="各单位和条数", pages="units",
        params=(PLAN, PLACE, Param(name="kind", about="只列这一类，如 政府部门、群团"), *PAGED),
        ask=lambda kb, v: kb.units(v["plan"], kind=v["kind"], place=v["place"]),
    ),
    Answering(
        path="/units/{id:path}", answer="unit", about="一个单位的全部职责，按身份、简称、全称或别名",
        params=(PLAN, PLACE, Param(name="basis", about="只看这种依据", allowed=STANDINGS)),
        ask=lambda kb, v: kb.unit(v["path"], plan=v["plan"], basis=v["basis"], place=v["place"]),
    ),
    Answering(
        path="/indicators", answer="indicators", about="各项指标", params=(PLAN, *PAGED), pages="indicators",
        ask=lambda kb, v: kb.indicators(v["plan"]),
    ),
    Answering(
        path="/topics", answer="topics", about="各主题", params=(PLAN, *PAGED), pages="topics",
        ask=lambda kb, v: kb.topics(v["plan"]),
    ),
    Answering(
        path="/topics/{name:path}", answer="topic", about="一个主题和它的条目", params=(PLAN,),
        ask=lambda kb, v: kb.topic(v["path"], v["plan"]),
    ),
    Answering(
        path="/tree", answer="tree", about="各份规划的目录", params=(DEPTH, WHOLE),
        ask=lambda kb, v: kb.tree(None, depth=v["depth"], paragraphs=v["all"]),
    ),
    Answering(
        path="/tree/{plan}", answer="tree", about="一份规划的目录", params=(DEPTH, WHOLE),
        ask=lambda kb, v: kb.tree(v["path"], depth=v["depth"], paragraphs=v["all"]),
    ),
    Answering(path="/matrix", answer="matrix", about="单位 × 节", params=(), ask=lambda kb, v: kb.matrix()),
    Answering(
        path="/matrix/{plan}", answer="matrix", about="单位 × 节，一份规划", params=(),
        ask=lambda kb, v: kb.matrix(v["path"]),
    ),
    Answering(
        path="/checks", answer="check", about="规划里值得核对的地方", ask=_check, pages="problems",
        params=(
            PLANS, Param(name="level", about="列到哪一级", allowed=("error", "warning", "note"), default="note"),
            Param(name="code", about="只看这种问题（KB310）；可写几次", many=True), *PAGED,
        ),
    ),
    Answering(
        path="/values", answer="values", about="年度监测采用的值和各轮的状态，只有可以公开的",
        params=(PLAN, Param(name="year", about="只看这一年", kind="number", least=1949, most=2100)),
        ask=lambda kb, v: kb.values(v["plan"], v["year"]),
    ),
    Answering(
        path="/compare", answer="compare", about="对照几份规划的指标和任务", ask=_compare,
        params=(Param(name="plan", about="规划的编号，或名称里的一段；写两次以上", many=True),),
    ),
    Answering(
        path="/export", answer="export", about="知识库里的一切", params=(PLAN,),
        ask=lambda kb, v: kb.export(v["plan"]),
    ),
)  # fmt: skip
EXTRACT_PARAMS = (
    PLAN, PLACE,
    Param(name="basis", about="要哪些依据；可写几次，不写则明确责任和文中点名", allowed=STANDINGS, many=True),
    Param(name="format", about="文件格式", allowed=tuple(EXTRACT_TYPES), default="json"),
)  # fmt: skip
