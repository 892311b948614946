"""The site in a real browser: over file:// and over http:// on this machine, with every other address refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.store import Base, open_base
from kb_site.build import build_site
from kb_site.serve import address, make_server
from tests.several import build_several

PLAN = "dadukou-children-2021-2030"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def base(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    built = build(Corpus(repository / "corpus"), tmp_path_factory.mktemp("kb"))
    with open_base(built.folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def site(base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(base, tmp_path_factory.mktemp("share") / "site").out


@pytest.fixture(scope="session")
def several_base(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """A base of several plans that have little in common."""
    with open_base(build_several(repository, tmp_path_factory.mktemp("several"))) as opened:
        yield opened


@pytest.fixture(scope="session")
def several(several_base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    # What a file share may be called: spaces, Chinese, signs that mean something in addresses.
    return build_site(several_base, tmp_path_factory.mktemp("共享") / "规划 #1 100%" / "网站 site").out


@pytest.fixture(scope="session")
def http(site: Path) -> Iterator[str]:
    """The address the site is served at, with a slash at its end."""
    server = make_server(site, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address(server)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=["file", "http"])
def root(request: pytest.FixtureRequest, site: Path, http: str) -> str:
    """Where pages stand: each test that takes it runs over file:// and over http://."""
    return f"{site.as_uri()}/" if request.param == "file" else http


@pytest.fixture(scope="session")
def chromium(require: Callable[[str], str]) -> Iterator[Any]:
    require("cjk-fonts")
    path = require("chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page, and what it should never do: complain on the console, leave its place, open a dialog."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def assert_quiet(self) -> None:
        assert self.complaints == []
        for url in self.requests:
            assert url.startswith(("file:///", "http://127.0.0.1:", "data:")), url


def _refuse(watched: Watched, dialog: Any) -> None:
    """Record a dialog as a complaint and close it."""
    watched.complaints.append(f"dialog {dialog.message}")
    dialog.dismiss()


@pytest.fixture
def open_page(chromium: Any) -> Iterator[Callable[..., Watched]]:
    """`open_page(width=390, color_scheme="dark")`: a new page in a context of its own; checked when the test ends."""
    contexts: list[Any] = []
    opened: list[Watched] = []

    def make(*, width: int = 1280, height: int = 900, **options: Any) -> Watched:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(8000)
        contexts.append(context)
        watched = Watched(context.new_page())
        page = watched.page
        page.on("console", lambda m: watched.complaints.append(m.text) if m.type != "log" else None)
        page.on("pageerror", lambda e: watched.complaints.append(str(e)))
        page.on("dialog", partial(_refuse, watched))
        page.on("request", lambda r: watched.requests.append(r.url))
        opened.append(watched)
        return watched

    yield make
    for context in contexts:
        context.close()
    for watched in opened:
        watched.assert_quiet()


@pytest.fixture(scope="session")
def node_modules(
    require: Callable[[str], str], repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """axe-core and html-validate, as tests/e2e/package-lock.json pins them, fetched by npm once a checkout."""
    require("node")
    npm = shutil.which("npm")
    own = repository / "tests" / "e2e"
    lock = (own / "package-lock.json").read_bytes()
    kept = repository / "build" / "e2e-node"
    if (kept / "package-lock.json").is_file() and (kept / "package-lock.json").read_bytes() == lock:
        return kept / "node_modules"
    message = "npm 取不到测试用的包（npm cannot fetch the packages the tests use）"
    if npm is None:
        _missing(message)
    work = tmp_path_factory.mktemp("npm")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(own / name, work / name)
    command = [str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    if run.returncode:
        _missing(f"{message}\n{run.stderr}")
    shutil.rmtree(kept, ignore_errors=True)
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(str(work), str(kept))
    return kept / "node_modules"


def _missing(message: str) -> None:
    if os.environ.get("SHUIGUAN_REQUIRE_ALL") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def axe(node_modules: Path) -> Callable[[Any], list[str]]:
    """`axe(page)` → what axe-core finds wrong, as lines."""
    source = (node_modules / "axe-core" / "axe.min.js").read_text("utf-8")

    def run(page: Any) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
        return [
            f"{v['id']}: {v['help']}: {json.dumps(n['target'], ensure_ascii=False)} {n['html'][:120]}"
            for v in found["violations"]
            for n in v["nodes"]
        ]

    return run
