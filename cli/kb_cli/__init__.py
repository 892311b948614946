"""The `kb` command: one module a subcommand, output laid out by display width."""

from __future__ import annotations
