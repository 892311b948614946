"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kb_cli.complete import complete_plans

F = TypeVar("F", bound=Callable[..., Any])

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    TextType = click.ParamType[str]
else:  # only newer versions of Click take the parameter at run time
    TextType = click.ParamType


def json_option(f: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="输出 JSON。")(f)


def plan_option(f: F) -> F:
    return click.option(
        "--plan",
        metavar="规划",
        shell_complete=complete_plans,
        help="只看这份规划（编号，如 kb tree 所列）。",
    )(f)


def place_option(f: F) -> F:
    return click.option(
        "--place", metavar="地方", help="几个地方有同名的单位时，只要这个地方的：昆明、大渡口区、国家。"
    )(f)


def asked_place_option(f: F) -> F:
    """--place of a question, a list or a search: of this place the unit, or, without --unit, the plans."""
    return click.option(
        "--place",
        metavar="地方",
        help="只看这个地方的规划：昆明、大渡口区、国家；写了 --unit 的，是这个地方的单位。",
    )(f)


def corpus_option(f: F) -> F:
    return click.option(
        "--corpus",
        metavar="文件夹",
        help="语料文件夹；不写则找环境变量 KB_CORPUS、当前文件夹及其上级的 corpus。",
    )(f)


BASIS_WORDS = {
    "assigned": "assigned", "named": "named", "related": "related", "object": "object",
    "明确责任": "assigned", "文中点名": "named", "关联": "related", "涉及对象": "object",
}  # fmt: skip


class Basis(TextType):
    """assigned, named, related (or their Chinese names)."""

    name = "basis"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        found = BASIS_WORDS.get(str(value))
        if found is None:
            self.fail(
                f"“{value}”不对，只能是 assigned（明确责任）、named（文中点名）、related（关联）。",
                param,
                ctx,
            )
        return found

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return _begin(BASIS_WORDS, incomplete)


class Kind(TextType):
    """A kind of node by its English or Chinese name: indicator, 指标."""

    name = "kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from kb.model import KIND_NAMES

        for kind, chinese in KIND_NAMES.items():
            if value in (kind, chinese, chinese.removeprefix("主要").removeprefix("重点")):
                return kind
        words = "、".join(f"{chinese}（{kind}）" for kind, chinese in KIND_NAMES.items())
        self.fail(f"没有“{value}”这种条目，只有：{words}。", param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from kb.model import KIND_NAMES

        return _begin([*KIND_NAMES.values(), *KIND_NAMES], incomplete)


def _begin(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(w) for w in words if w.startswith(incomplete)]


def format_option(f: F) -> F:
    return click.option(
        "--format",
        "style",
        type=click.Choice(["table", "plain", "json", "csv"]),
        default="table",
        help="table 给人看，plain 一行一条，json 给程序，csv 给电子表格。",
    )(f)
