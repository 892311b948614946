"""A progress bar on standard error, for people at a terminal, once a step takes more than a moment."""

from __future__ import annotations

import sys
import time

import click

from kb.pipeline.build import Progress
from kb_cli.width import text_width

PATIENCE = 0.5  # seconds before a bar appears
BAR = 24


class Bar(Progress):
    """One line that is rewritten and wiped at the end; nothing at all where no terminal reads."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()
        self._began = time.monotonic()
        self._line = ""

    def step(self, name: str, done: int, total: int) -> None:
        if not self.shown or time.monotonic() - self._began < PATIENCE:
            return
        full = BAR * done // max(total, 1)
        self._draw(f"{name}  {'━' * full}{'─' * (BAR - full)}  {done}/{total}")

    def waiting(self) -> None:
        click.echo("另一个 kb build 正在建库，等它完成……", err=True)

    def wipe(self) -> None:
        if self._line:
            self._draw("")

    def _draw(self, line: str) -> None:
        blank = " " * max(0, text_width(self._line) - text_width(line))
        click.echo(f"\r{line}{blank}" + ("" if line else "\r"), err=True, nl=False)
        self._line = line
