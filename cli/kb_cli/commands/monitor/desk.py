"""What every subcommand of kb monitor needs: the desk of a plan, the day asked, the year."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kb_cli.session import Session

if TYPE_CHECKING:
    from kb.monitor.desk import Desk

F = TypeVar("F", bound=Callable[..., Any])
STYLES = {"红": "error", "黄": "warn", "蓝": "related", "绿": "assigned", "灰": "dim"}


def as_of_option(f: F) -> F:
    return click.option(
        "--as-of",
        "as_of",
        metavar="日期",
        default="",
        help="按哪一天判断逾期、临近，如 2025-01-31；不写则今天。",
    )(f)


def round_option(f: F) -> F:
    return click.option(
        "--round", "year", type=int, metavar="年度", help="哪一轮，如 2024；不写则最近一轮。"
    )(f)


def day_of(text: str, option: str) -> datetime.date:
    """Return the day given, or today. Raises UsageError for what is no ISO day."""
    if not text:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"{option} 不认识“{text}”，应写成 2025-01-20。") from None


def desk_of(session: Session, plan: str | None, corpus: str | None, day: datetime.date | None = None) -> Desk:
    """Return the desk of a plan."""
    from kb.monitor.desk import open_desk

    return open_desk(session.base(), session.corpus(corpus), plan, day)
