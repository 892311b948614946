"""Help reads well in Chinese, has an example each, and docs/cli.md is made of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from kb_cli.docs import render_docs
from kb_cli.main import NAMES, cli

Run = Callable[..., Result]


def test_kb_alone_shows_its_help(run: Run) -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stdout == run("--help").stdout == run("-h").stdout
    lines = result.stdout.splitlines()
    assert lines[0] == "用法：kb [选项] 命令 [参数]…"
    assert "  who         一件事归哪个单位管" in lines
    assert "  --version      显示版本。" in lines


@pytest.mark.parametrize("name", NAMES)
def test_every_command_helps_with_an_example(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert result.stdout == run(name, "-h").stdout
    assert result.stdout.startswith(f"用法：kb {name} [选项]")
    assert "\n例\n  " in result.stdout
    assert "  -h，--help" in result.stdout


@pytest.mark.parametrize("name", NAMES)
def test_every_option_says_what_it_does_in_chinese(name: str) -> None:
    ctx = click.Context(cli, info_name="kb")
    command = cli.get_command(ctx, name)
    assert command is not None
    assert re.search("[一-鿿]", command.short_help or "")
    for param in command.params:
        if isinstance(param, click.Option) and not param.hidden:
            assert re.search("[一-鿿]", param.help or ""), param.name


@pytest.mark.parametrize("name", NAMES)
def test_no_english_of_click_is_left(run: Run, name: str) -> None:
    text = run(name, "--help").stdout
    assert not re.search("Usage|Options|OPTIONS|Arguments|ARGS|Commands|Show this|default:", text)


def test_every_example_of_the_help_is_accepted(run: Run) -> None:
    """Parsed, not run: the options exist."""
    ctx = click.Context(cli, info_name="kb")
    for name in NAMES:
        command = cli.get_command(ctx, name)
        for line, _ in getattr(command, "examples", ()):
            if line.startswith(f"kb {name} "):
                args = line.split(" > ")[0].split()[2:]
                assert command is not None
                command.make_context(name, args, parent=ctx, resilient_parsing=False)


def test_the_docs_are_the_help(repository: Path, update_golden: bool) -> None:
    path = repository / "docs" / "cli.md"
    text = render_docs()
    if update_golden:
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == text, "python -m kb_cli.docs > docs/cli.md"
