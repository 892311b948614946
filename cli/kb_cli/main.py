"""The `kb` command."""

from __future__ import annotations

import os
import sys
from codecs import lookup

import click

import kb
from kb_cli.group import KbGroup
from kb_cli.help import common_options, write_help

NAMES = (
    "who", "list", "search", "show", "tree", "unit", "units", "matrix", "topics", "compare", "extract", "monitor", "export", "import",
    "build", "site", "serve", "mcp", "user", "check", "shell", "completion",
)  # fmt: skip


BROKEN = 70  # our own fault: neither “nothing found” nor wrong use


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"谁管 kb {kb.__version__}")
        ctx.exit()


@click.group(
    "kb",
    cls=KbGroup,
    names=NAMES,
    invoke_without_command=True,
    params=[
        click.Option(
            ["--base"], metavar="文件夹", expose_value=False, callback=lambda c, p, v: _keep(c, p, v),
            help="知识库所在的文件夹；不写则依次找环境变量 KB_BASE、当前文件夹及其上级的 build/kb。",
        ),
        click.Option(
            ["-v", "--verbose"], is_flag=True, expose_value=False, callback=lambda c, p, v: _keep(c, p, v),
            help="在标准错误上显示每一步用的时间。",
        ),
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version,
            help="显示版本。",
        ),
    ],
    examples=(
        ("kb who 托育", "托育归哪个单位管"),
        ("kb search 近视 --kind 指标", "搜指标"),
        ("kb show 2.4.2", "看 二、（四）2 这一条"),
        ("kb unit 卫健委", "一个单位的全部职责"),
    ),
)  # fmt: skip
@click.pass_context
def cli(ctx: click.Context) -> None:
    """谁管：把政府规划变成知识库，回答“谁管托育？”，给出单位、职责和作为依据的那句原文。"""
    if ctx.invoked_subcommand is None:
        write_help(cli, ctx)


def _keep(ctx: click.Context, param: click.Parameter, value: object) -> None:
    if value and param.name:
        ctx.ensure_object(dict)[param.name] = value


def main() -> None:
    """Entry point of the console command `kb`.

    Where the system's names of files are ASCII (LC_ALL=POSIX with PYTHONUTF8=0), no file with a Chinese name could be
    opened or written: then the same command is run again with names in UTF-8.
    """
    if lookup(sys.getfilesystemencoding()).name == "ascii":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    try:
        cli(prog_name="kb")
    except Exception as error:
        if "-v" in sys.argv or "--verbose" in sys.argv:
            raise
        click.echo(
            f"程序出错（{type(error).__name__}：{error}）。请加 -v 再运行一次，把全部输出交给维护者。",
            err=True,
        )
        sys.exit(BROKEN)


__all__ = ["cli", "common_options", "main"]
