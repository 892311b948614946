"""The group `kb`: finds its commands by name and imports only the one that is called; turns errors into exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from kb.problems import DocumentError, KbError
from kb_cli.chinese import speak_chinese
from kb_cli.help import Pair, help_option
from kb_cli.screen import OutputFailed, ReaderGone, flush, use_utf8, visible

FOUND, NOTHING, USAGE, INTERRUPTED = 0, 1, 2, 130


class KbGroup(click.Group):
    """commands live in a package, one module each, as `command`. names: in the order of the help."""

    def __init__(
        self,
        *args: Any,
        names: Sequence[str] = (),
        examples: Sequence[Pair] = (),
        package: str = "kb_cli.commands",
        **kw: Any,
    ) -> None:
        kw |= {"options_metavar": "[选项]", "subcommand_metavar": "命令 [参数]…"}
        super().__init__(*args, **kw)
        self.names = tuple(names)
        self.examples = tuple(examples)
        self.package = package
        speak_chinese()

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.names:
            return None
        module = import_module(f"{self.package}.{MODULES.get(cmd_name, cmd_name)}")
        found = module.command
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        found = self.get_command(ctx, name)
        if found is not None or ctx.resilient_parsing:
            return (name if found else None), found, args[1:]
        if name.startswith("-"):
            raise click.NoSuchOption(name, ctx=ctx)
        raise click.UsageError(_unknown_command(name, self.names), ctx)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return help_option(self, ctx)

    def get_help(self, ctx: click.Context) -> str:
        return ""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **kw: Any) -> NoReturn:
        """Run and exit: 0 found, 1 nothing found or a check failed, 2 wrong use or input, 130 interrupted."""
        kw["standalone_mode"] = False
        use_utf8()
        given = [_as_utf8(arg) for arg in (sys.argv[1:] if args is None else args)]
        try:
            code = super().main(given, *rest, **kw)
            flush()
        except click.UsageError as error:
            _say(usage_message(error))
            sys.exit(USAGE)
        except click.exceptions.Abort:
            _say("已中断。")
            sys.exit(INTERRUPTED)
        except click.ClickException as error:
            _say(f"错误：{error.format_message()}")
            sys.exit(USAGE)
        except (ReaderGone, BrokenPipeError):  # the reader (head, less) has what it wanted
            _forget_output()
            sys.exit(FOUND)
        except OutputFailed as error:
            _forget_output()
            _say(f"没有写完：标准输出写不进（{error}）。")
            sys.exit(USAGE)
        except DocumentError as error:
            for problem in error.problems:
                _say(str(problem))
            sys.exit(USAGE)
        except KbError as error:
            _say(str(error))
            sys.exit(NOTHING if hasattr(error, "nearest") else USAGE)
        sys.exit(code if isinstance(code, int) else FOUND)


def _forget_output() -> None:
    """Let what is not written go nowhere: Python would complain at exit when it flushes again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# Commands whose name is no module name.
MODULES = {"import": "import_", "list": "list_", "open": "open_"}


def _as_utf8(arg: str) -> str:
    """An argument that Python could not decode by the locale, as the UTF-8 it nearly always is.

    The name of a file that is there stays as it is, in whatever encoding the disk has it."""
    if any("\udc80" <= ch <= "\udcff" for ch in arg) and not os.path.exists(arg):
        return os.fsencode(arg).decode("utf-8", "replace")
    return arg


def usage_message(error: click.UsageError) -> str:
    """One line that says what is wrong, and where to read on."""
    if isinstance(error, click.NoSuchOption):
        message = f"没有 {error.option_name} 这个选项。"
        if error.possibilities:
            message += f"您是不是要用 {'、'.join(sorted(error.possibilities))}？"
    elif isinstance(error, click.MissingParameter) and error.param is not None:
        kind = "参数" if isinstance(error.param, click.Argument) else "选项"
        message = f"缺少{kind} {_shown(error.param)}。"
    elif isinstance(error, click.BadParameter) and error.param is not None:
        message = f"{_shown(error.param)} 的值不对：{_plain(error)}"
    else:
        message = error.format_message()
    if error.ctx is None:
        return f"错误：{message}"
    return f"错误：{message}\n用法见 {error.ctx.command_path} --help。"


def _plain(error: click.BadParameter) -> str:
    """The message without the marks of Python's lists and ranges: 'table', 'plain' and x>=1."""
    message = error.message
    if error.param is not None and isinstance(error.param.type, click.Choice):
        message = message.replace("', '", "、").replace("'", "")
    return message.replace(" x>=", " ≥")


def _shown(param: click.Parameter) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return (param.metavar or param.name or "").strip("[].")


def _unknown_command(name: str, names: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, names)
    return f"没有 {name} 这个命令。" + (f"您是不是要用 {'、'.join(near)}？" if near else "")


def _say(message: str) -> None:
    for line in message.splitlines():
        click.echo(visible(line), err=True)
