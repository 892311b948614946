"""kb completion"""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from kb_cli.help import KbCommand

LINES = {
    "bash": 'eval "$(kb completion bash)"',
    "zsh": 'eval "$(kb completion zsh)"',
    "fish": "kb completion fish | source",
}


@click.command(
    "completion",
    cls=KbCommand,
    short_help="给 bash、zsh、fish 的自动补全",
    arguments=(("SHELL", "bash、zsh 或 fish"),),
    examples=(
        (f"echo '{LINES['bash']}' >> ~/.bashrc", "bash"),
        (f"echo '{LINES['zsh']}' >> ~/.zshrc", "zsh"),
        ("kb completion fish > ~/.config/fish/completions/kb.fish", "fish"),
    ),
)
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """输出自动补全的脚本；按“例”里的一行装好，新开的终端里按 Tab 补全命令和选项。"""
    root = click.get_current_context().find_root().command
    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(root, {}, "kb", "_KB_COMPLETE").source())
    return 0
