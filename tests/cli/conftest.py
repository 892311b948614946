"""The made plan's base with its index, and `kb` called on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kb_cli.main import cli
from tests import made

Run = Callable[..., Result]


def runner() -> CliRunner:
    """One that keeps standard error apart, which Click did only on request before 8.2."""
    apart: dict[str, Any] = {"mix_stderr": False} if "mix_stderr" in signature(CliRunner).parameters else {}
    return CliRunner(**apart)


@pytest.fixture(scope="session")
def made_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generation folder of the made plan."""
    from kb.search import build_index
    from kb.store import open_base

    folder = tmp_path_factory.mktemp("made") / "kb"
    made.write_made(folder)
    with open_base(folder) as base:
        build_index(folder / "index", base)
    return folder


@pytest.fixture
def run(made_base: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("show", "1.1.1")` on the made base: no colours, no line breaking, as in a pipe."""
    monkeypatch.setenv("KB_BASE", str(made_base))
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "KB_CORPUS"):
        monkeypatch.delenv(name, raising=False)

    def call(*args: str) -> Result:
        return runner().invoke(cli, list(args), prog_name="kb")

    return call


@pytest.fixture
def ask(run: Run) -> Callable[..., Any]:
    """The JSON a command prints."""

    def call(*args: str) -> Any:
        result = run(*args, "--json")
        assert result.exit_code == 0, result.output
        assert result.stdout.endswith("}\n")
        return json.loads(result.stdout)

    return call
