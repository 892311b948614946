"""What is refused before anything is asked: foreign names, large bodies, foreign origins, paths out of the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient

from kb.service.entries import Entry
from kb.service.guard import API_POLICY, SITE_POLICY
from kb.service.roles import Role
from tests.kb.service.conftest import Office, with_token

ASK = "/api/v1/who?q=托育"
ADDRESSES = ("/", ASK, "/api/v1/nothing", "/nothing.html", "/api/v1/who")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "", "192.168.1.5",
        "127.0.0.1@evil.example", "[::1].evil.example", "localhost:8000:80", "2130706433",
    ],
)  # fmt: skip
def test_another_sites_name_that_leads_here_is_refused(client: TestClient, host: str) -> None:
    for address in ("/", ASK):
        reply = client.get(address, headers={"Host": host})
        assert (reply.status_code, reply.json()["code"]) == (421, "KB405")
        assert "谁管" not in reply.text


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:8000", "127.0.0.1"])
def test_this_machines_names_are_taken(client: TestClient, host: str) -> None:
    assert client.get(ASK, headers={"Host": host}).status_code == 200


def test_an_office_is_reached_by_its_name_and_by_bare_addresses(start: Callable[..., Office]) -> None:
    client = start(open_reading=True, loopback=False, names=frozenset({"kb.example"})).client()
    for host in ("kb.example", "KB.example:8080", "10.1.2.3:8000", "[fe80::1]:8000", "localhost:8000"):
        assert client.get(ASK, headers={"Host": host}).status_code == 200, host
    for host in ("evil.example", "10.1.2.3.evil.example", "kb.example.evil.example"):
        assert client.get(ASK, headers={"Host": host}).status_code == 421, host


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_the_headers_that_protect(client: TestClient, address: str) -> None:
    sent = client.get(address).headers
    assert sent["x-content-type-options"] == "nosniff"
    assert sent["x-frame-options"] == "DENY"
    assert sent["referrer-policy"] == "same-origin"
    assert sent["content-security-policy"] == (API_POLICY if address.startswith("/api/") else SITE_POLICY)
    assert "strict-transport-security" not in sent
    assert "server" not in sent


def test_the_policy_of_pages_is_that_of_the_site(repository: Any) -> None:
    """The site's own page says the same, with file: for a double-click; frame-ancestors works in a header alone."""
    page = (repository / "site/kb_site/templates/base.html").read_text("utf-8")
    own = page.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0].replace(" file:", "")
    assert own.replace("base-uri 'none'", "base-uri 'none'; frame-ancestors 'none'") == SITE_POLICY


def test_over_https_the_browser_is_told_to_stay_there(start: Callable[..., Office]) -> None:
    sent = start(secure=True).client().get("/")
    assert sent.headers["strict-transport-security"] == "max-age=31536000"
    assert "secure" in sent.headers["set-cookie"].lower()


def test_other_sites_may_read_only_where_they_are_named(start: Callable[..., Office]) -> None:
    friend, foe = "https://oa.example", "https://evil.example"
    client = start(origins=frozenset({friend})).client()
    assert client.get(ASK, headers={"Origin": friend}).headers["access-control-allow-origin"] == friend
    for address, origin in ((ASK, foe), ("/", friend), (ASK, "null")):
        assert "access-control-allow-origin" not in client.get(address, headers={"Origin": origin}).headers
    asked = {"Origin": friend, "Access-Control-Request-Method": "GET"}
    assert client.options("/api/v1/who", headers=asked).status_code == 204
    assert client.options("/api/v1/who", headers=asked | {"Origin": foe}).status_code == 405
    assert "access-control-allow-credentials" not in client.get(ASK, headers={"Origin": friend}).headers


CLIMBING = [
    "/../outside.txt", "/..%2foutside.txt", "/%2e%2e/outside.txt", "/sub/../../outside.txt", "/sub/..%2f..%2foutside.txt",
    "/..\\outside.txt", "/..%5coutside.txt", "/%2e%2e%5coutside.txt", "/%2foutside.txt",
    "/....//outside.txt", "/..%c0%afoutside.txt", "/%252e%252e%252foutside.txt", "/outside.txt%00.html",
    "/sub/%2e%2e/%2e%2e/state/secret", "/../state/users.json", "/.%2e/state/audit.jsonl", "/file:///etc/passwd",
    "/..;/outside.txt", "/index.html/../../outside.txt", "/.git/config",
]  # fmt: skip


@pytest.mark.parametrize("path", CLIMBING)
def test_no_path_climbs_out_of_the_site(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code in (400, 404), reply.text
    assert "秘密" not in reply.text


def test_a_link_out_of_the_site_is_not_followed(office: Office) -> None:
    site = office.settings.folders.site
    (site / "link.txt").symlink_to(site.parent / "outside.txt")
    reply = office.client().get("/link.txt")
    assert (reply.status_code, "秘密" in reply.text) == (404, False)


def test_pages_of_the_site_are_served_with_their_types(office: Office) -> None:
    (office.settings.folders.site / "a.js").write_text("1", encoding="utf-8")
    client = office.client()
    assert client.get("/").headers["content-type"] == "text/html; charset=utf-8"
    assert client.get("/sub/页.html").status_code == 200
    script = client.get("/a.js")
    assert script.headers["content-type"].startswith("text/javascript")
    same = client.get("/a.js", headers={"If-None-Match": script.headers["etag"]})
    assert same.status_code == 304


def test_a_long_address_is_refused(client: TestClient) -> None:
    reply = client.get("/api/v1/who?q=" + "a" * 5000)
    assert (reply.status_code, reply.json()["code"]) == (414, "KB406")


async def _take(request: Request) -> Response:
    form = await request.form()
    return PlainTextResponse(str(len(form)))


def _slow(request: Request) -> Response:
    import time

    time.sleep(2)
    return PlainTextResponse("late")


def _broken(request: Request) -> Response:
    raise ZeroDivisionError("secret words")


EXTRA = {
    "entries": (
        Entry(path="/take", handler=_take, methods=("POST",), role=Role.EDITOR),
        Entry(path="/drop", handler=_take, methods=("POST",), role=Role.EDITOR, upload=True),
        Entry(path="/slow", handler=_slow),
        Entry(path="/broken", handler=_broken),
    )
}


def test_a_request_that_takes_too_long_is_told_so(start: Callable[..., Office]) -> None:
    client = start(limits={"request_seconds": 0.2}, app=EXTRA).client()
    reply = client.get("/slow")
    assert (reply.status_code, reply.json()["code"]) == (503, "KB407")
    assert reply.headers["retry-after"] == "30"


def test_our_own_fault_says_nothing_of_its_inside(start: Callable[..., Office]) -> None:
    reply = start(app=EXTRA).client().get("/broken")
    assert (reply.status_code, reply.json()["code"]) == (500, "KB413")
    assert "secret words" not in reply.text
    assert "Traceback" not in reply.text


def test_a_body_is_bounded_by_what_it_says_and_by_what_comes(start: Callable[..., Office]) -> None:
    """200 MB come in pieces and are refused at the limit; nothing is kept."""
    office = start(limits={"body": 10_000, "upload": 3 * 1024 * 1024}, app=EXTRA)
    client = with_token(office.client())
    assert client.post("/take", data={"a": "1"}).text == "1"
    told = client.post("/take", content=b"x" * 10_001)
    assert (told.status_code, told.json()["code"]) == (413, "KB406")
    assert "上限" in told.json()["detail"]
    sent = 0

    def pieces() -> Any:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'
        for _ in range(200):
            sent += 1024 * 1024
            yield b"x" * 1024 * 1024
        yield b"\r\n--b--\r\n"

    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    token = client.headers.pop("X-CSRF-Token")
    streamed = client.post("/drop", content=pieces(), headers=kind)
    assert (streamed.status_code, streamed.json()["code"]) == (413, "KB406")
    client.headers["X-CSRF-Token"] = token
    assert client.post("/drop", content=b"x" * 4 * 1024 * 1024).status_code == 413
    assert not list((office.settings.folders.state).glob("uploads/*"))


FORGED: list[tuple[dict[str, str], str]] = [
    ({}, "页面已过期"),
    ({"X-CSRF-Token": "guess"}, "页面已过期"),
    ({"X-CSRF-Token": ""}, "页面已过期"),
    ({"X-CSRF-Token": "ß"}, "页面已过期"),
]


@pytest.mark.parametrize("headers", [h for h, _ in FORGED])
def test_a_change_without_the_pages_token_is_refused_and_noted(
    start: Callable[..., Office], headers: dict[str, str]
) -> None:
    office = start(app=EXTRA)
    client = office.client()
    client.get("/api/v1/session")
    raw = [(k.encode(), v.encode("latin-1")) for k, v in headers.items()]
    reply = client.post("/take", data={"a": "1"}, headers=raw)
    assert (reply.status_code, reply.json()["code"]) == (403, "KB409")
    assert [(x["path"], x["end"], x["code"]) for x in office.lines()] == [("/take", "refused", "KB409")]


def test_another_sites_page_cannot_change_anything_even_with_a_token(start: Callable[..., Office]) -> None:
    office = start(app=EXTRA, origins=frozenset({"https://oa.example"}))
    client = with_token(office.client())
    for origin in ("https://evil.example", "null", "http://127.0.0.1:9", "https://oa.example"):
        assert client.post("/take", data={"a": "1"}, headers={"Origin": origin}).json()["code"] == "KB409"
    assert client.post("/take", data={"a": "1"}, headers={"Origin": "http://127.0.0.1:8000"}).text == "1"
    stranger = with_token(office.client())
    token = stranger.headers["X-CSRF-Token"]
    assert client.post("/take", headers={"X-CSRF-Token": token}).json()["code"] == "KB409"
    field = client.headers.pop("X-CSRF-Token")
    assert client.post("/take", data={"csrf": field}).text == "1"
    assert client.post("/take", data={"csrf": token}).json()["code"] == "KB409"


def test_a_change_that_cannot_be_noted_is_not_made(
    start: Callable[..., Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    called: list[str] = []

    def change(request: Request) -> Response:
        called.append("changed")
        return PlainTextResponse("done")

    office = start(
        app={"entries": (Entry(path="/change", handler=change, methods=("POST",), role=Role.EDITOR),)}
    )
    client = with_token(office.client())
    assert client.post("/change").text == "done"

    def full(**line: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(office.service.audit, "write", full)
    reply = client.post("/change")
    assert (reply.status_code, reply.json()["code"]) == (507, "KB408")
    assert "磁盘满了" in reply.json()["detail"]
    assert called == ["changed"]
