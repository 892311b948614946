"""The routes under /api/v1: the JSON contract, one row an answer. The OpenAPI document and the tests are made of the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kb.answer.contract import BY_NAME
from kb.api import Kb
from kb.service.entries import Entry
from kb.service.params import (
    BASIS,
    CONTROLS,
    KIND,
    LIMIT,
    LONGEST,
    OFFSET,
    PLACE,
    PLAN,
    PLANS,
    QUESTION,
    UNIT,
    Param,
    Values,
    read,
)
from kb.service.replies import Refused, attachment, bytes_reply, etag_of, json_reply, not_modified
from kb.service.service import service_of

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


def _who(kb: Kb, v: Values) -> Any:
    return kb.who(
        v["q"].strip(), basis=v["basis"], unit=v["unit"], place=v["place"], plan=v["plan"], limit=v["limit"]
    )


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


FILTERS = (
    "约束性", "预期性", "已达标", "未达标", "无数值", "无单位", "有单位", "无计量单位", "共同", "牵头", "配合",
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
        path="/export", answer="export", about="知识库里的一切", params=(PLAN,),
        ask=lambda kb, v: kb.export(v["plan"]),
    ),
)  # fmt: skip
EXTRACT_PARAMS = (
    PLAN, PLACE,
    Param(name="basis", about="要哪些依据；可写几次，不写则明确责任和文中点名", allowed=STANDINGS, many=True),
    Param(name="format", about="文件格式", allowed=tuple(EXTRACT_TYPES), default="json"),
)  # fmt: skip


def _values(request: Request, params: tuple[Param, ...]) -> dict[str, Any]:
    found = read(params, request.query_params)
    for text in request.path_params.values():
        if len(text) > LONGEST or CONTROLS.search(text) or not text.strip():
            raise Refused(404, "KB401", "没有这个地址。")
        found["path"] = text
    return found


def _reply(row: Answering, request: Request) -> Response:
    """Answer one request from one generation."""
    service = service_of(request)
    values = _values(request, row.params)
    known = not_modified(request, etag_of(service.live.newest()))
    if known is not None:
        return known
    with service.live.reading() as kb:
        answer = row.ask(kb, values)
        etag = etag_of(kb.generation)
    headers: dict[str, str] = {}
    if row.pages:
        answer, headers = _cut(row, request, answer, values)
    elif row.answer == "search":
        headers = _links(request, values["offset"], values["limit"], answer["total"])
    return json_reply(request, answer, etag=etag, headers=headers)


def _cut(
    row: Answering, request: Request, answer: dict[str, Any], values: Values
) -> tuple[dict[str, Any], dict[str, str]]:
    """A page of the answer's list, where one is asked for, and where the others are."""
    whole = answer[row.pages]
    limit, offset = values["limit"], values["offset"]
    if limit is None:
        if not offset:
            return answer, {"X-Total-Count": str(len(whole))}
        limit = max(1, len(whole))
    page = whole[offset : offset + limit]
    return {**answer, row.pages: page}, _links(request, offset, limit, len(whole))


def _links(request: Request, offset: int, limit: int, total: int) -> dict[str, str]:
    """Link (RFC 8288) to the pages before and after, and the number of all."""
    others = [(k, v) for k, v in request.query_params.multi_items() if k not in ("limit", "offset")]
    where = request.scope.get("root_path", "") + request.scope["path"].removeprefix(
        request.scope.get("root_path", "")
    )
    found = []
    for name, start in (("prev", max(0, offset - limit)), ("next", offset + limit)):
        if (name == "prev" and offset) or (name == "next" and start < total):
            query = urlencode([*others, ("limit", limit), ("offset", start)])
            found.append(f'<{_quoted(where)}?{query}>; rel="{name}"')
    return {"X-Total-Count": str(total), **({"Link": ", ".join(found)} if found else {})}


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/")


def _extract(request: Request) -> Response:
    """A unit's sheet as JSON, or as a file to send on."""
    from kb.extract import DEFAULT_BASES, Gathering, OfficeMissing, file_names, render

    service = service_of(request)
    values = _values(request, EXTRACT_PARAMS)
    kind = values["format"]
    known = not_modified(request, etag_of(service.live.newest()))
    if known is not None:
        return known
    with service.live.reading() as kb:
        etag = etag_of(kb.generation)
        if kind == "json":
            found = kb.extract(
                values["path"], plan=values["plan"], place=values["place"], bases=values["basis"]
            )
            return json_reply(request, found, etag=etag)
        if values["plan"] is not None:
            kb.base.plan(values["plan"])
        unit = kb.base.one_unit(values["path"], values["plan"], values["place"])
        gathering = Gathering(kb.base, values["plan"])
        sheet = gathering.sheet(unit.id, values["basis"] or DEFAULT_BASES)
        if sheet.empty:
            raise Refused(404, "KB401", f"{unit.name}没有要写的职责。")
        try:
            body = render(sheet, kind)
        except OfficeMissing as error:
            raise Refused(501, "KB408", str(error)) from error
        name = f"{file_names(gathering).get(unit.id, unit.name)}.{kind}"
    return bytes_reply(request, body, EXTRACT_TYPES[kind], etag=etag, headers=attachment(name))


def _status(request: Request) -> Response:
    import kb as program

    with service_of(request).live.reading() as kb:
        found = {
            "version": program.__version__, "generation": kb.generation, "plans": len(kb.base.plan_ids()),
        }  # fmt: skip
    return json_reply(request, found)


def _openapi(request: Request) -> Response:
    from kb.service.openapi import document

    return json_reply(request, document(str(request.scope.get("root_path", ""))))


def _schema(request: Request) -> Response:
    from kb.answer.schema import load

    name = request.path_params["name"]
    if name not in BY_NAME:
        raise Refused(404, "KB401", f"没有“{name[:40]}”这种输出。可用的是：{'、'.join(BY_NAME)}。")
    return json_reply(request, load(name))


def _nothing(request: Request) -> Response:
    raise Refused(404, "KB401", "没有这个地址。接口见 /api/v1/openapi.json。")


def entries() -> tuple[Entry, ...]:
    """The routes that answer."""
    return (
        *(Entry(path=ROOT + row.path, handler=partial(_reply, row)) for row in ANSWERING),
        Entry(path=f"{ROOT}/extract/{{unit:path}}", handler=_extract),
        Entry(path=f"{ROOT}/status", handler=_status),
        Entry(path=f"{ROOT}/openapi.json", handler=_openapi),
        Entry(path=f"{ROOT}/schemas/{{name}}.json", handler=_schema),
    )


def last_entries() -> tuple[Entry, ...]:
    """What answers under /api where no route does: a problem document, never a page of the site."""
    return (Entry(path="/api/{path:path}", handler=_nothing),)
