"""A service over the packaged base, in this process: no port, no network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from kb.service.app import create_app
from kb.service.service import Service
from kb.service.settings import Folders, Limits, Settings

HERE = "http://127.0.0.1:8000"
PASSWORD = "correct-horse-9"


class Office:
    """A service with its settings; `client()` is a browser that nobody has used."""

    def __init__(self, settings: Settings, **more: Any) -> None:
        self.settings = settings
        self.app = create_app(settings, **more)
        self.service: Service = self.app.state.service

    def client(self, **more: Any) -> TestClient:
        given: dict[str, Any] = {
            "base_url": HERE, "raise_server_exceptions": False, "follow_redirects": False, **more,
        }  # fmt: skip
        return TestClient(self.app, **given)

    def logged_in(self, name: str, password: str = PASSWORD) -> TestClient:
        """A browser after logging in; the token of its session is in its headers."""
        client = self.client()
        with_token(client)
        sent = client.post("/login", data={"name": name, "password": password})
        assert sent.status_code == 303, sent.text
        return with_token(client)

    def lines(self) -> list[dict[str, Any]]:
        """The audit, oldest first."""
        return self.service.audit.lines()[::-1]


def with_token(client: TestClient) -> TestClient:
    """The client with the token that its session's pages have."""
    client.headers.pop("X-CSRF-Token", None)
    client.headers["X-CSRF-Token"] = client.get("/api/v1/session").json()["csrf"]
    return client


@pytest.fixture
def settings(packaged_base: Path, tmp_path: Path) -> Settings:
    """At this machine, without accounts; a site of two pages; nothing to import into."""
    site = tmp_path / "site"
    (site / "sub").mkdir(parents=True)
    (site / "index.html").write_text("<!doctype html><title>谁管</title>", encoding="utf-8")
    (site / "sub" / "页.html").write_text("<!doctype html><title>页</title>", encoding="utf-8")
    (tmp_path / "outside.txt").write_text("秘密", encoding="utf-8")
    folders = Folders(base=packaged_base, corpus=None, site=site, state=tmp_path / "state")
    return Settings(folders=folders)


@pytest.fixture
def start(settings: Settings) -> Iterator[Callable[..., Office]]:
    """`start(open_reading=True)` → a service with these settings; closed when the test ends."""
    made: list[Office] = []

    def make(
        limits: dict[str, Any] | None = None, app: dict[str, Any] | None = None, **changed: Any
    ) -> Office:
        held = replace(settings, limits=replace(settings.limits, **(limits or {})), **changed)
        made.append(Office(held, **(app or {})))
        return made[-1]

    yield make
    for office in made:
        office.service.jobs.close()
        office.service.live.close()


@pytest.fixture
def office(start: Callable[..., Office]) -> Office:
    """The service as it starts on a desk."""
    return start()


@pytest.fixture
def client(office: Office) -> TestClient:
    return office.client()


__all__ = ["HERE", "PASSWORD", "Limits", "Office", "with_token"]
