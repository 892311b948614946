"""docs/cli.md from the commands' own help: `python -m kb_cli.docs > docs/cli.md`. A test compares the two."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout

import click

from kb_cli.help import write_help
from kb_cli.main import cli
from kb_cli.screen import Screen

WIDTH = 88
INTRO = """# 命令行 kb

本页由各命令的 `--help` 生成：`python -m kb_cli.docs > docs/cli.md`。请勿手改，测试会核对。

退出码：0 找到了；1 没有找到，或检查出了问题；2 用法或输入不对、还没有建库、写不进（磁盘满了）；
70 程序自己出错，请加 `-v` 再运行一次，把全部输出交给维护者；130 中断（Ctrl-C）。

输出：在终端里按显示宽度排版、带颜色（设 `NO_COLOR` 则不带，设 `FORCE_COLOR` 则总带）；接管道时是不折行、不带颜色的
UTF-8 文本。`--json` 的各个键见 [json.md](json.md)。文档里的控制字符一律显示为“�”，不会传到终端。

自动补全（装一行，新开终端生效）：

    echo 'eval "$(kb completion bash)"' >> ~/.bashrc                        # bash
    echo 'eval "$(kb completion zsh)"' >> ~/.zshrc                          # zsh
    kb completion fish > ~/.config/fish/completions/kb.fish                 # fish
"""


def render_docs() -> str:
    """The whole page."""
    ctx = click.Context(cli, info_name="kb")
    parts = [INTRO, _section("kb", cli, ctx)]
    for name in cli.list_commands(ctx):
        command = cli.get_command(ctx, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=ctx)
        parts.append(_section(f"kb {name}", command, inner))
        if isinstance(command, click.Group):
            for own in command.list_commands(inner):
                found = command.get_command(inner, own)
                assert found is not None
                parts.append(
                    _section(f"kb {name} {own}", found, click.Context(found, info_name=own, parent=inner))
                )
    return "\n".join(parts)


def _section(title: str, command: click.Command, ctx: click.Context) -> str:
    text = io.StringIO()
    with redirect_stdout(text):
        write_help(command, ctx, Screen(colour=False, width=WIDTH))
    return f"## {title}\n\n```text\n{text.getvalue().rstrip()}\n```\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # a text stream
    sys.stdout.write(render_docs())
