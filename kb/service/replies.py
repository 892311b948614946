"""What the service answers: JSON in the contract's form with an ETag, files, and problem documents (RFC 9457) in Chinese."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

import kb
from kb.answer.json_text import to_json
from kb.codes import BY_CODE

JSON = "application/json"
PROBLEM = "application/problem+json"
PROBLEM_TYPE = "urn:shuiguan:problem:"
LEAST_GZIP = 1024
"""Bytes below which compressing saves less than a packet."""
GZIP_LEVEL = 6


class Refused(Exception):
    """A request that is not carried out. status: of HTTP. code: of kb.codes, KB4xx. detail: a Chinese sentence that says what
    to do. headers: to send along. more: members of the problem document besides the usual ones."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        row = BY_CODE[code]
        super().__init__(detail or row.todo)
        self.status, self.code = status, code
        self.title = row.title
        self.detail = detail or row.todo
        self.headers = dict(headers or {})
        self.more = dict(more or {})


def problem_reply(refused: Refused) -> Response:
    """A problem document: {"type", "title", "status", "detail", "code"}, and of what is not found "nearest"."""
    body = {
        "type": PROBLEM_TYPE + refused.code,
        "title": refused.title,
        "status": refused.status,
        "detail": refused.detail,
        "code": refused.code,
        **refused.more,
    }
    return Response(
        to_json(body).encode(),
        refused.status,
        media_type=PROBLEM,
        headers={"Cache-Control": "no-store", **refused.headers},
    )


def etag_of(generation: str) -> str:
    """The validator of all answers of a generation, by one version of the program: of one address they are the same bytes."""
    return f'W/"{generation}.{kb.__version__}"'


def not_modified(request: Request, etag: str) -> Response | None:
    """304 where the client has the answers of this generation."""
    known = [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]
    if etag in known or "*" in known:
        return Response(status_code=304, headers=_kept(etag))
    return None


def _kept(etag: str) -> dict[str, str]:
    """Kept by the browser alone, and asked after each time: a new generation is seen at once."""
    return {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie, Origin"}


def json_reply(
    request: Request, value: object, *, etag: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """An answer in the bytes that --json prints, compressed where the client takes it. etag "": never kept."""
    return bytes_reply(request, to_json(value).encode(), JSON, etag=etag, headers=headers)


def bytes_reply(
    request: Request, body: bytes, kind: str, *, etag: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """Bytes of a kind, compressed where the client takes it."""
    sent = _kept(etag) if etag else {"Cache-Control": "no-store"}
    sent |= dict(headers or {})
    if len(body) >= LEAST_GZIP and _takes_gzip(request):
        body = gzip.compress(body, GZIP_LEVEL, mtime=0)
        sent["Content-Encoding"] = "gzip"
    return Response(body, headers=sent, media_type=kind)


def _takes_gzip(request: Request) -> bool:
    for part in request.headers.get("accept-encoding", "").split(","):
        name, _, weight = part.partition(";")
        if name.strip().lower() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def attachment(name: str) -> dict[str, str]:
    """The header that gives a download its name (RFC 6266)."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
