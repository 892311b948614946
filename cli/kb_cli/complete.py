"""What the shell offers for names: units, topics, plans of the base; nothing where there is no base."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.problems import KbError

if TYPE_CHECKING:
    from kb.store import Base

Completer = Callable[[click.Context, click.Parameter, str], list[str]]


def _from_base(names: Callable[[Base], Iterable[str]]) -> Completer:
    def complete(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
        from kb.store import open_base

        given = ctx.find_root().obj or {}
        try:
            with open_base(Path(given["base"]) if "base" in given else None) as base:
                return [n for n in dict.fromkeys(names(base)) if n.startswith(incomplete)]
        except KbError:
            return []

    return complete


complete_units = _from_base(lambda base: (n for u in base.units() for n in (u.name, *u.aliases)))
complete_topics = _from_base(lambda base: (t.name for t in base.topics()))
complete_plans = _from_base(lambda base: base.plan_ids())
