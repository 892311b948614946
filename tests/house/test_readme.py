"""What the READMEs and the guide show is run: `sh run` blocks line by line, `python` blocks whole.

A block opened with ```` ```sh run ```` is run, one command a line; a plain ```` ```sh ```` (installing)
is not. A comment `# → 区卫健委` says what the output of the command above it holds; in a `python` block, what
its whole output holds.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

READMES = ("README.md", "README.zh-CN.md")
SHOWN = (*READMES, "docs/guide/ask.md", "docs/guide/data.md")
_FENCE = re.compile(r"^```(?P<info>sh run|python)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_EXPECTED = re.compile(r"#\s*→\s*(?P<text>.+?)\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its README, kind ("sh run" or "python"), the 1-based line it opens on, and its text."""

    readme: str
    kind: str
    line: int
    body: str

    def __str__(self) -> str:
        return f"{self.readme}:{self.line}"


def _blocks(kind: str) -> list[Block]:
    root = Path(__file__).parents[2]
    return [
        Block(name, kind, text.count("\n", 0, match.start()) + 1, match["body"])
        for name in SHOWN
        if (root / name).is_file()
        for text in [(root / name).read_text("utf-8")]
        for match in _FENCE.finditer(text)
        if match["info"] == kind
    ]


def _environment() -> dict[str, str]:
    bin_folder = str(Path(sys.executable).parent)
    return {
        **os.environ,
        "PATH": bin_folder + os.pathsep + os.environ["PATH"],
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
    }


def _run(command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=_environment(), capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a base built in it."""
    folder = tmp_path_factory.mktemp("readme")
    built = _run(["bash", "-c", "kb build"], folder)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


@pytest.mark.parametrize("name", READMES)
def test_a_readme_shows_the_command_line_and_the_api(name: str) -> None:
    assert [b for b in _blocks("sh run") if b.readme == name], f"{name} has no ```sh run block"
    assert [b for b in _blocks("python") if b.readme == name], f"{name} has no ```python block"


@pytest.mark.parametrize("block", _blocks("sh run"), ids=str)
def test_the_commands_of_a_readme_run(block: Block, desk: Path) -> None:
    output = ""
    for line in block.body.splitlines():
        stripped = line.strip()
        if not stripped:
            continue
        if stripped.startswith("#"):
            expected = _EXPECTED.fullmatch(stripped)
            assert expected is None or expected["text"] in output, f"{block}: {stripped}\n{output}"
            continue
        run = _run(["bash", "-euo", "pipefail", "-c", stripped], desk)
        output = run.stdout
        assert run.returncode == 0, f"{block}: {stripped}\n{run.stdout}{run.stderr}"
        inline = _EXPECTED.search(stripped)
        assert inline is None or inline["text"] in output, f"{block}: {stripped}\n{output}"


@pytest.mark.parametrize("block", _blocks("python"), ids=str)
def test_the_python_of_a_readme_runs(block: Block, desk: Path) -> None:
    run = _run([sys.executable, "-c", block.body], desk)
    assert run.returncode == 0, f"{block}\n{run.stderr}"
    for line in block.body.splitlines():
        expected = _EXPECTED.search(line)
        assert expected is None or expected["text"] in run.stdout, f"{block}: {line}\n{run.stdout}"


def test_the_documentation_is_a_site_without_a_dead_link(repository: Path, tmp_path: Path) -> None:
    """A link to a page or picture that is not there, and a page that the contents lack, is a warning; strict fails on it."""
    environment = {**_environment(), "NO_MKDOCS_2_WARNING": "1"}
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(tmp_path / "docs")],
        cwd=repository, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    page = (tmp_path / "docs" / "guide" / "index.html").read_text("utf-8")
    assert "谁管托育" in page
    # Opened by double-click on a desk without a network.
    assert "fonts.googleapis.com" not in page
