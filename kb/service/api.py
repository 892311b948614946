"""The routes under /api/v1: the JSON contract over HTTP, each answer from one generation of the base."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response

from kb.answer.contract import BY_NAME
from kb.service.answering import ANSWERING, EXTRACT_PARAMS, EXTRACT_TYPES, ROOT, Answering
from kb.service.entries import Entry
from kb.service.params import CONTROLS, LONGEST, Param, Values, read
from kb.service.replies import Refused, attachment, bytes_reply, etag_of, json_reply, not_modified
from kb.service.service import service_of


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
            found.append(f'<{quote(where, safe="/")}?{query}>; rel="{name}"')
    return {"X-Total-Count": str(total), **({"Link": ", ".join(found)} if found else {})}


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
