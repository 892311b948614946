"""Accounts, sessions, roles: who gets in, how far, how long; guesses, planted sessions, changed accounts."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.problems import KbError
from kb.service import accounts as accounts_module
from kb.service.accounts import Accounts
from kb.service.entries import Entry
from kb.service.own import local_path
from kb.service.roles import Role
from kb.service.sessions import COOKIE, Sessions
from kb.service.throttle import FIRST, FREE, FREE_ADDRESS, LONGEST, Throttle
from tests.kb.service.conftest import PASSWORD, Office, with_token
from tests.kb.service.test_guard import _take

ASK = "/api/v1/who?q=托育"
PAGES = {
    "entries": (
        Entry(path="/edit", handler=_take, methods=("POST",), role=Role.EDITOR),
        Entry(path="/publish", handler=_take, methods=("POST",), role=Role.ADMINISTRATOR),
    )
}


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scrypt at a thousandth of its price; one test pays the whole."""
    monkeypatch.setattr(accounts_module, "COST", 2**5)


@pytest.fixture
def staffed(start: Callable[..., Office]) -> Office:
    """An office with a person in each role; reading needs an account."""
    office = start(app=PAGES)
    for name, role in (("读", "reader"), ("编", "编辑"), ("管", "administrator")):
        office.service.accounts.add(name, role, PASSWORD)
    return office


def test_a_password_is_kept_by_scrypt_and_readable_by_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    held = Accounts(tmp_path)
    held.add("王", "editor", PASSWORD)
    text = (tmp_path / "users.json").read_text("utf-8")
    assert PASSWORD not in text
    row = json.loads(text)["users"][0]
    assert (row["cost"], len(bytes.fromhex(row["salt"]))) == (2**15, 16)
    assert stat.S_IMODE((tmp_path / "users.json").stat().st_mode) == 0o600
    assert held.check("王", PASSWORD) == held.get("王")
    assert held.check("王", PASSWORD + "x") is None
    assert held.check("李", PASSWORD) is None


@pytest.mark.parametrize(
    ("name", "role", "password", "said"),
    [
        ("王", "editor", "short", "至少 10 个"),
        ("王", "editor", "x" * 201, "至多 200 个"),
        ("王", "editor", "aaaaaaaaaaaa", "太容易猜"),
        ("王十个字的名称当密码用", "editor", "王十个字的名称当密码用", "太容易猜"),
        ("王", "king", PASSWORD, "只能是 reader"),
        ("", "editor", PASSWORD, "1 到 40 个字"),
        (" 王", "editor", PASSWORD, "1 到 40 个字"),
        ("王\n", "editor", PASSWORD, "1 到 40 个字"),
        ("王\u202e", "editor", PASSWORD, "1 到 40 个字"),
        ("王" * 41, "editor", PASSWORD, "1 到 40 个字"),
    ],
)
def test_what_is_no_account_is_refused(
    tmp_path: Path, name: str, role: str, password: str, said: str
) -> None:
    with pytest.raises(KbError, match=said):
        Accounts(tmp_path).add(name, role, password)
    assert not (tmp_path / "users.json").exists()


def test_one_administrator_always_remains(tmp_path: Path) -> None:
    held = Accounts(tmp_path)
    held.add("管", "administrator", PASSWORD)
    held.add("编", "editor", PASSWORD)
    with pytest.raises(KbError, match="至少要留一个管理员"):
        held.set_role("管", "reader")
    with pytest.raises(KbError, match="至少要留一个管理员"):
        held.remove("管")
    with pytest.raises(KbError, match="已有账号"):
        held.add("编", "reader", PASSWORD)
    with pytest.raises(KbError, match=r"没有账号“谁”。现有：管、编。|没有账号“谁”。现有：编、管。"):
        held.remove("谁")
    held.remove("编")
    held.remove("管")
    assert held.all() == ()


def test_a_broken_file_lets_nobody_in(staffed: Office) -> None:
    staffed.service.accounts.path.write_text("{", encoding="utf-8")
    reply = staffed.client().get(ASK)
    assert reply.status_code == 400
    assert "已损坏" in reply.json()["detail"]


def test_each_role_may_do_what_it_may(staffed: Office) -> None:
    nobody = staffed.client()
    for address in (ASK, "/", "/api/v1/export", "/api/v1/jobs", "/api/v1/status", "/api/v1/openapi.json"):
        assert (nobody.get(address).status_code, nobody.get(address).json()["code"]) == (401, "KB403"), (
            address
        )
    assert with_token(nobody).post("/edit").status_code == 401
    due = {"读": (200, 403, 403, 403), "编": (200, 200, 200, 403), "管": (200, 200, 200, 200)}
    for name, codes in due.items():
        client = staffed.logged_in(name)
        found = (client.get(ASK), client.get("/api/v1/jobs"), client.post("/edit"), client.post("/publish"))
        assert tuple(r.status_code for r in found) == codes, name
    refused = [x for x in staffed.lines() if x["end"] == "refused"]
    assert [(x["user"], x["path"], x["code"]) for x in refused] == [
        ("（未登录）", "/edit", "KB403"), ("读", "/edit", "KB404"), ("读", "/publish", "KB404"), ("编", "/publish", "KB404"),
    ]  # fmt: skip


def test_where_the_office_says_so_everybody_reads(start: Callable[..., Office]) -> None:
    office = start(open_reading=True, loopback=False, app=PAGES)
    client = office.client()
    assert client.get(ASK).status_code == 200
    assert client.get("/api/v1/session").json()["role"] == "reader"
    assert with_token(client).post("/edit").json()["code"] == "KB403"
    assert client.get("/api/v1/jobs").status_code == 401


def test_the_one_person_at_this_machine_may_do_everything(start: Callable[..., Office]) -> None:
    office = start(app=PAGES)
    client = with_token(office.client())
    assert client.post("/publish").status_code == 200
    assert office.lines()[-1]["user"] == "本机"
    behind = start(app=PAGES, names=frozenset({"kb.example"}))  # a proxy brings strangers to this machine
    assert with_token(behind.client()).post("/publish").status_code == 401


def test_a_planted_session_is_worth_nothing_after_logging_in(staffed: Office) -> None:
    attacker = with_token(staffed.client())
    attacker.get("/")
    planted = attacker.cookies[COOKIE]
    victim = staffed.client()
    victim.cookies.set(COOKIE, planted, domain="127.0.0.1", path="/")
    with_token(victim)
    assert victim.cookies[COOKIE] == planted
    assert victim.post("/login", data={"name": "编", "password": PASSWORD}).status_code == 303
    assert victim.cookies[COOKIE] != planted
    assert attacker.get(ASK).status_code == 401
    again = staffed.client(cookies={COOKIE: planted})
    assert again.get("/api/v1/session").json()["user"] == ""


def test_after_logging_out_a_copied_cookie_is_worth_nothing(staffed: Office) -> None:
    client = staffed.logged_in("编")
    copied = client.cookies[COOKIE]
    assert client.post("/logout").status_code == 303
    assert staffed.client(cookies={COOKIE: copied}).get(ASK).status_code == 401
    assert client.get(ASK).status_code == 401


def test_a_changed_account_ends_its_sessions(staffed: Office) -> None:
    held = staffed.service.accounts
    client = staffed.logged_in("编")
    held.set_role("编", "reader")
    assert client.get(ASK).status_code == 401
    client = staffed.logged_in("编")
    assert client.post("/edit").status_code == 403
    held.set_password("编", "another-horse-7")
    assert client.get(ASK).status_code == 401
    client = staffed.logged_in("编", "another-horse-7")
    held.remove("编")
    assert client.get(ASK).status_code == 401


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_sessions_are_short(tmp_path: Path) -> None:
    clock = Clock()
    held = Sessions(tmp_path, seconds=600, whole=3600, clock=clock)
    session = held.begin("王", 1)
    cookie = held.write(session)
    clock.now += 599
    read = held.read(cookie)
    assert read == session
    renewed = held.renewed(session)
    assert renewed is not None
    clock.now += 2
    assert held.read(cookie) is None
    assert held.read(held.write(renewed)) == renewed
    for _ in range(10):  # in use all the time, and over after an hour all the same
        clock.now += 500
        found = held.read(held.write(renewed))
        if found is None:
            break
        renewed = held.renewed(found) or found
    assert clock.now - session.begun > 3600
    assert held.read(held.write(renewed)) is None


def test_a_changed_cookie_is_none(tmp_path: Path) -> None:
    held = Sessions(tmp_path, seconds=600, whole=3600)
    cookie = held.write(held.begin("编", 1))
    payload, signature = cookie.split(".")
    other = held.write(held.begin("管", 1)).split(".")[0]
    stranger = Sessions(tmp_path / "other", seconds=600, whole=3600).write(held.begin("管", 1))
    for forged in (
        f"{other}.{signature}", payload, f"{payload}.", f".{signature}", f"{payload}.{signature}x", stranger,
        f"{payload}.{signature[:-2]}", "", "." * 3, "x" * 5000, "ß.ß",
    ):  # fmt: skip
        assert held.read(forged) is None, forged
    assert held.read(cookie) is not None


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(staffed: Office) -> None:
    sent = staffed.client().get("/api/v1/session").headers["set-cookie"].lower()
    assert "httponly" in sent
    assert "samesite=lax" in sent
    assert "path=/" in sent


def test_guesses_are_slowed_down_and_noted(staffed: Office) -> None:
    client = with_token(staffed.client())
    for _ in range(FREE):
        assert client.post("/login", data={"name": "管", "password": "guess"}).status_code == 403
    slow = client.post("/login", data={"name": "管", "password": PASSWORD})
    assert (slow.status_code, slow.json()["code"]) == (429, "KB410")
    assert 0 < int(slow.headers["retry-after"]) <= FIRST + 1
    assert staffed.client().get(ASK).status_code == 401
    assert client.post("/login", data={"name": "编", "password": PASSWORD}).status_code == 303
    refused = [x for x in staffed.lines() if x["end"] == "refused"]
    assert [x["what"] for x in refused] == ["登录 管"] * (FREE + 1)
    assert PASSWORD not in staffed.service.audit.path.read_text("utf-8")


def test_the_wait_doubles_and_ends(tmp_path: Path) -> None:
    clock = Clock()
    throttle = Throttle(clock)
    waits = []
    for _ in range(FREE + 12):
        clock.now += throttle.wait("管", "10.0.0.1")
        throttle.wrong("管", "10.0.0.1")
        waits.append(throttle.wait("管", "10.0.0.2"))
    assert waits[: FREE - 1] == [0.0] * (FREE - 1)
    assert waits[FREE - 1 : FREE + 2] == [FIRST, FIRST * 2, FIRST * 4]
    assert max(waits) == LONGEST
    clock.now += 10_000
    assert throttle.wait("管", "10.0.0.1") == 0.0


def test_one_address_cannot_try_all_accounts(tmp_path: Path) -> None:
    throttle = Throttle(Clock())
    for number in range(FREE_ADDRESS):
        assert throttle.wait(f"user{number}", "10.0.0.9") == 0.0
        throttle.wrong(f"user{number}", "10.0.0.9")
    assert throttle.wait("fresh", "10.0.0.9") > 0
    assert throttle.wait("fresh", "10.0.0.8") == 0.0


@pytest.mark.parametrize(
    "onward",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "",
        "/a\nb",
        "\\\\evil",
        "/x\\y",
    ],
)
def test_logging_in_never_leads_to_another_site(onward: str) -> None:
    assert local_path(onward) == "/"


def test_logging_in_leads_on_to_the_page_that_was_asked(staffed: Office) -> None:
    client = with_token(staffed.client())
    sent = client.post("/login", data={"name": "编", "password": PASSWORD, "next": "/workbench?x=1"})
    assert sent.headers["location"] == "/workbench?x=1"


def test_logging_in_needs_the_pages_token(staffed: Office) -> None:
    """Otherwise another site could log somebody in as somebody else."""
    sent = staffed.client().post("/login", data={"name": "编", "password": PASSWORD})
    assert sent.json()["code"] == "KB409"
