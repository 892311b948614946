"""kb shell"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import click

from kb_cli.help import KbCommand
from kb_cli.session import Session

PROMPT = "谁管> "
LEAVE = ("exit", "quit", "退出", "再见")
# Commands that only ask; those that write are for the system's own shell.
ASKING = ("who", "search", "show", "tree", "unit", "units", "matrix", "topics", "check")
HISTORY = "shell-history"


@click.command(
    "shell",
    cls=KbCommand,
    short_help="一句接一句地问，可补全，记得问过什么",
    examples=(
        ("kb shell", ""),
        ("谁管> 谁管托育", "问句：同 kb who"),
        ("谁管> 近视 类型:指标", "别的：同 kb search"),
        ("谁管> show 2.4.2", "命令照写，不带 kb"),
    ),
)
def command() -> int:
    """一句接一句地问：问“谁”“哪个单位”的当作 kb who，别的当作 kb search，也可以写命令（不带 kb）。

    Tab 补全单位、主题和命令，上下键翻看问过的；Ctrl-D 或“退出”结束。装有 prompt_toolkit（pip install "shuiguan[shell]"）才能补全。
    """
    session = Session()
    root = click.get_current_context().find_root()
    base = session.base()
    folder = ["--base", str(session.base_folder)] if session.base_folder else []
    words = [n for u in base.units() for n in (u.name, *u.aliases)] + [t.name for t in base.topics()]
    for line in _lines(list(dict.fromkeys((*ASKING, *words, *LEAVE[2:3])))):
        asked = read_line(line)
        if not asked:
            continue
        if asked[0] in LEAVE and len(asked) == 1:
            break
        with suppress(SystemExit):  # each command ends with its exit code
            root.command.main([*folder, *asked], prog_name="kb")
    return 0


def read_line(line: str) -> list[str]:
    """A line as the arguments of `kb`: a command with its own, else a question for who or words for search."""
    words = line.split()
    if words[:1] == ["kb"]:
        words, line = words[1:], line.strip()[2:]
    if not words or (words[0] in LEAVE and len(words) == 1):
        return words
    if words[0] in ASKING:
        try:
            return shlex.split(line)
        except ValueError:  # a lone quotation mark
            return words
    asks = (
        any(word in line for word in ("谁", "哪个", "哪些", "哪家")) and ":" not in line and "：" not in line
    )
    return ["who" if asks else "search", "--", line.strip()]


def _lines(words: list[str]) -> Iterator[str]:
    """What is typed, line by line, until it ends; of a pipe, its lines."""
    read = _reader(words) if sys.stdin.isatty() else None
    if read is None:
        yield from sys.stdin
        return
    while True:
        try:
            yield read()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def _reader(words: list[str]) -> Callable[[], str]:
    """Reads a line at a terminal: with completion and history where prompt_toolkit is installed."""
    try:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import WordCompleter
        from prompt_toolkit.history import FileHistory, History, InMemoryHistory
    except ImportError:
        with suppress(ImportError):
            import readline  # noqa: F401  # edits the line, remembers those before
        return lambda: input(PROMPT)
    place = _history()
    history: History = FileHistory(str(place)) if place else InMemoryHistory()
    completer = WordCompleter(words, WORD=True, match_middle=True)
    prompt: PromptSession[str] = PromptSession(
        PROMPT, completer=completer, complete_while_typing=False, history=history
    )
    return prompt.prompt


def _history() -> Path | None:
    """The file of lines asked before, in the user's data folder; None where it can't be written."""
    from kb.store.place import user_folder

    place = user_folder() / HISTORY
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    except OSError:
        return None
    return place
