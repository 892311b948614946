"""What every test may ask for: tools of the machine, and whether golden files may be rewritten."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from tests.opensearch.node import Node, NodeUnavailable, find_jdk, jars

# With SHUIGUAN_REQUIRE_ALL=1, as in .ci/run, a missing tool fails the test instead of skipping it.
os.environ.setdefault("KB_MISSING", "off")  # what tests ask is not kept in the home of whoever runs them
REQUIRE_ALL = os.environ.get("SHUIGUAN_REQUIRE_ALL") == "1"

# What a test asks for → the commands that serve, and the Debian package that brings one.
TOOLS: dict[str, tuple[tuple[str, ...], str]] = {
    "chromium": (("chromium", "chromium-browser", "google-chrome"), "chromium"),
    "soffice": (("soffice", "libreoffice"), "libreoffice-writer-nogui libreoffice-calc-nogui"),
    "pdftotext": (("pdftotext",), "poppler-utils"),
    "pdftoppm": (("pdftoppm",), "poppler-utils"),
    "node": (("node", "nodejs"), "nodejs"),
}
CJK_FONTS = "cjk-fonts"
# Why a test on real documents is skipped; one reason, so that pytest prints one line.
ABSENT = "the documents of other governments are not next to the checkout (../shared)"


@functools.cache
def find_tool(name: str) -> str | None:
    """The path of what serves as `name`, or None. For "cjk-fonts": the first Chinese font's file."""
    if name == CJK_FONTS:
        if shutil.which("fc-list") is None:
            return None
        listed = subprocess.run(
            ["fc-list", ":lang=zh", "file"], capture_output=True, text=True, encoding="utf-8", check=False
        ).stdout.split(":")
        return listed[0].strip() or None
    commands, _ = TOOLS[name]
    return next((path for command in commands if (path := shutil.which(command))), None)


@pytest.fixture(scope="session")
def require() -> Callable[[str], str]:
    """`require("chromium")` → its path. Where it is missing the test is skipped, or fails if all is required.

    Names: chromium, soffice, pdftotext, pdftoppm, node, cjk-fonts.
    """

    def look(name: str) -> str:
        found = find_tool(name)
        if found is not None:
            return found
        package = "fonts-noto-cjk" if name == CJK_FONTS else TOOLS[name][1]
        message = f"缺少 {name}，请安装 {package}（{name} is missing: install {package}）"
        if REQUIRE_ALL:
            pytest.fail(message)
        pytest.skip(message)

    return look


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared(repository: Path) -> Callable[[str], Path]:
    """`shared("plans")` → that folder of real documents next to the checkout, or where SHARED points.

    They are other governments' documents and no part of the project. Without them the test is skipped,
    also where all tools are required.
    """
    folder = Path(os.environ.get("SHARED", repository.parent / "shared"))

    def look(name: str) -> Path:
        if not (folder / name).is_dir():
            pytest.skip(ABSENT)
        return folder / name

    return look


@pytest.fixture(scope="session")
def packaged_base(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the base of the packaged corpus, built once a process. Nothing may be written to it."""
    from kb.corpus import Corpus
    from kb.pipeline.build import build

    folder = tmp_path_factory.mktemp("packaged") / "kb"
    build(Corpus(repository / "corpus"), folder)
    return folder


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """An OpenSearch node that answers, one a process. Without a JDK or the jars the test is skipped, or fails if all is required."""
    try:
        find_jdk()
        jars()
    except NodeUnavailable as missing:
        if REQUIRE_ALL:
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    started = Node(tmp_path_factory.mktemp("opensearch"))
    yield started
    started.stop()


@pytest.fixture(scope="session")
def opensearch(node: Node) -> Iterator[Node]:
    """The node, as what builds and asks an index finds it: by the environment, which child processes have too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KB_OPENSEARCH_URL", node.url)
        yield node


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what skips where all tools are required, except for documents that may be absent."""
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if ABSENT not in reason:
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} skips, though SHUIGUAN_REQUIRE_ALL=1: {reason}"
    return report


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite the golden files from what the code gives now"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-golden") and (REQUIRE_ALL or os.environ.get("CI")):
        raise pytest.UsageError("--update-golden is for a desk: a check never rewrites what it compares with")


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """True where the person asked for golden files to be rewritten."""
    return bool(request.config.getoption("--update-golden"))
