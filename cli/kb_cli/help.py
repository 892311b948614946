"""Help in Chinese, laid out by display width: usage, what it does, arguments, options, commands, examples."""

from __future__ import annotations

from collections.abc import Sequence

import click

from kb_cli.screen import Screen
from kb_cli.width import text_width

Pair = tuple[str, str]


class KbCommand(click.Command):
    """A command that carries its arguments' meaning and examples for its help.

    arguments: (name as the usage shows it, meaning). examples: (command line, what it is for or "").
    returns: an exit code, or None for 0.
    """

    def __init__(
        self,
        *args: object,
        arguments: Sequence[Pair] = (),
        examples: Sequence[Pair] = (),
        **attributes: object,
    ) -> None:
        attributes.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **attributes)  # type: ignore[arg-type]  # passed through as given
        self.arguments = tuple(arguments)
        self.examples = tuple(examples)
        self.params.extend(common_options())

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            if error.ctx is None:  # the parser knows no context; the message is to name the command
                error.ctx = ctx
            raise

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return help_option(self, ctx)

    def get_help(self, ctx: click.Context) -> str:
        return ""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        ctx = super().make_context(info_name, args, parent, **extra)
        ctx.ensure_object(dict)
        return ctx


def common_options() -> list[click.Parameter]:
    """Options every command takes after its name as well as before it."""

    def keep(ctx: click.Context, param: click.Parameter, value: object) -> None:
        if value:
            ctx.ensure_object(dict)[param.name] = value

    return [
        click.Option(["-v", "--verbose"], is_flag=True, hidden=True, expose_value=False, callback=keep),
        click.Option(["--base"], metavar="文件夹", hidden=True, expose_value=False, callback=keep),
    ]


def help_option(command: click.Command, ctx: click.Context) -> click.Option:
    def show(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            write_help(command, ctx)
            ctx.exit()

    return click.Option(
        ["-h", "--help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help="显示这份说明。",
    )


def write_help(command: click.Command, ctx: click.Context, screen: Screen | None = None) -> None:
    """Write a command's help to standard output."""
    out = screen or Screen()
    usage = " ".join(command.collect_usage_pieces(ctx))
    out.put(("用法：", "title"), f"{ctx.command_path} {usage}".rstrip(), hang=6)
    for paragraph in (command.help or "").split("\n\n"):
        out.gap()
        out.put("".join(line.strip() for line in paragraph.splitlines()), indent=2)
    _section(out, "参数", getattr(command, "arguments", ()))
    options = [record for p in command.get_params(ctx) if (record := _option(p)) is not None]
    if isinstance(command, click.Group):
        names = command.list_commands(ctx)
        found = [(name, command.get_command(ctx, name)) for name in names]
        _section(out, "命令", [(name, c.short_help or "") for name, c in found if c is not None])
    _section(out, "选项", options)
    _section(out, "例", getattr(command, "examples", ()), style="unit")


def _option(param: click.Parameter) -> Pair | None:
    if not isinstance(param, click.Option) or param.hidden:
        return None
    names = "，".join((*param.opts, *param.secondary_opts))
    if not param.is_flag and not param.count:
        names += f" {param.metavar or _kind(param)}"
    return names, param.help or ""


def _kind(param: click.Option) -> str:
    if isinstance(param.type, click.Choice):
        return "|".join(str(c) for c in param.type.choices)
    return "数" if param.type.name.startswith("integer") else "值"


def _section(out: Screen, name: str, pairs: Sequence[Pair], style: str = "") -> None:
    """Two columns: names, and what they mean beside them, broken at the width."""
    if not pairs:
        return
    out.gap()
    out.put((name, "title"))
    wide = min(30, max(text_width(left) for left, _ in pairs))
    for left, right in pairs:
        if text_width(left) > wide and right:
            out.put((left, style), indent=2, hang=4)
            out.put((right, ""), indent=wide + 4)
        else:
            blank = " " * (wide - text_width(left) + 2) if right else ""
            out.put((left, style), blank + right, indent=2, hang=wide + 4)
