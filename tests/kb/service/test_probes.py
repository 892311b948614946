"""What a scanner tries (after OWASP ZAP's active rules), on every route and parameter: nothing is echoed as markup, no file of the
machine is shown, no inside of the program, and nothing but an answer or a refusal comes back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from kb.service.answering import ANSWERING
from kb.service.openapi import document
from tests.kb.service.conftest import Office, with_token

PROBES: dict[str, tuple[str, ...]] = {
    "xss": ('"><script>alert(1)</script>', "javascript:alert(1)", "<img src=x onerror=alert(1)>", "'-alert(1)-'", "</title><svg/onload=1>"),
    "sql": ("' OR '1'='1", "1; DROP TABLE node--", "\" UNION SELECT name FROM sqlite_master--", "1 AND 1=randomblob(500000000)", "%' --"),
    "path": ("../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "file:///etc/passwd", "....//....//etc/passwd"),
    "command": (";cat /etc/passwd", "|id", "`id`", "$(id)", "&& sleep 5"),
    "template": ("{{7*7}}", "${7*7}", "<%= 7*7 %>", "#{7*7}", "{{config}}"),
    "header": ("a\r\nSet-Cookie: planted=1", "a%0d%0aX-Planted: 1", "\u560a\u560dX-Planted:1"),
    "format": ("%s%s%s%n", "{0.__class__}", "%00", "\ud83d\ude00" * 10, "A" * 190),
    "regex": ("(a+)+$", "((((((((((", "[" * 50, "*" * 60, '"' * 41, "单位:" * 30, "-" * 100),
}  # fmt: skip
INSIDE = re.compile(
    r"Traceback|File \"|sqlite3|OperationalError|root:x:0|\[fonts\]|uid=\d|site-packages|kb[./\\]service"
)
MARKUP = re.compile(r"<script>alert|<img src=x|<svg/onload")


def check(reply: Any, probe: str) -> None:
    """An answer or a refusal, of its own type; a probe that comes back is data, and the browser is told so."""
    assert reply.status_code in (200, 304, 400, 401, 403, 404, 405, 409, 414, 421), (reply.status_code, probe)
    kind = reply.headers.get("content-type", "")
    assert kind.startswith(
        ("application/json", "application/problem+json", "text/markdown", "application/vnd")
    ), kind
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in reply.headers or "planted" not in reply.headers["set-cookie"]
    assert "x-planted" not in reply.headers
    if kind.startswith("application/"):
        found = INSIDE.search(reply.text)
        assert found is None or found[0] in probe, (found, probe)


@pytest.mark.parametrize("kind", PROBES)
def test_probes_in_every_parameter_find_nothing(office: Office, kind: str) -> None:
    client = office.client()
    for row in ANSWERING:
        path = re.sub(r"\{\w+(?::path)?\}", "{}", row.path)
        for probe in PROBES[kind]:
            if "{}" in path:
                check(
                    client.get("/api/v1" + path.format(quote(probe.encode("utf-8", "replace"), safe=""))),
                    probe,
                )
            name = row.params[0].name if row.params else "q"
            check(
                client.get(
                    "/api/v1" + path.format("x"), params={name: probe.encode("utf-8", "replace").decode()}
                ),
                probe,
            )


def test_probes_in_headers_find_nothing(office: Office) -> None:
    client = office.client()
    for name in (
        "User-Agent",
        "Referer",
        "X-Forwarded-Host",
        "X-Forwarded-For",
        "X-Original-URL",
        "X-Rewrite-URL",
        "Cookie",
        "If-None-Match",
    ):
        for probe in (
            "evil.example",
            '"><script>alert(1)</script>',
            "/../../etc/passwd",
            "kb_session=" + "A" * 900,
        ):
            reply = client.get("/api/v1/who?q=托育", headers={name: probe})
            check(reply, probe)
            assert "evil.example" not in reply.text
            assert MARKUP.search(reply.text) is None


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config", "/.env", "/server-status", "/phpinfo.php", "/wp-admin/", "/actuator/env", "/debug", "/console", "/admin",
        "/users.json", "/state/users.json", "/service/users.json", "/secret", "/audit.jsonl", "/kb.sqlite", "/CURRENT", "/backup.zip",
        "/api/v1/../../state/secret", "/api/swagger-ui", "/api/v2/who", "/%2e%2e/state/audit.jsonl", "/index.html~", "/site.bak",
    ],
)  # fmt: skip
def test_nothing_lies_about(office: Office, path: str) -> None:
    reply = office.client().get(path)
    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"


def test_odd_methods_and_bodies(office: Office) -> None:
    client = with_token(office.client())
    for method in ("TRACE", "CONNECT", "PROPFIND", "DEBUG", "PUT", "DELETE", "PATCH"):
        reply = client.request(method, "/api/v1/status")
        assert reply.status_code in (400, 405), method
    for kind in (
        "application/xml",
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "text/plain",
    ):
        body = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'
        reply = client.post("/login", content=body, headers={"Content-Type": kind})
        assert reply.status_code in (400, 403), (kind, reply.status_code)
        assert "root:" not in reply.text


def test_no_route_of_the_document_changes_anything_without_a_token(start: Callable[..., Office]) -> None:
    office = start()
    client = office.client()
    for path, methods in document()["paths"].items():
        for method in methods:
            if method != "get":
                reply = client.request(method.upper(), re.sub(r"\{\w+\}", "x", path))
                assert reply.json()["code"] == "KB409", path
