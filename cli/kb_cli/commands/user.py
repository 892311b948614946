"""kb user"""

from __future__ import annotations

import sys

import click

from kb.problems import KbError
from kb_cli.commands.serve import state_folder
from kb_cli.help import KbCommand
from kb_cli.options import corpus_option
from kb_cli.session import Session

ACTIONS = ("list", "add", "password", "role", "remove")
ROLES = {
    "reader": "读者：查、看、下载",
    "editor": "编辑：导入、校对、登记、分工",
    "administrator": "管理员：账号、发布、历史",
}
HEAD = ("账号", "角色")


@click.command(
    "user",
    cls=KbCommand,
    short_help="服务的账号：列出、新建、改密码、改角色、删除",
    arguments=(
        ("动作", "list 列出，add 新建，password 改密码，role 改角色，remove 删除"),
        ("[名称]", "账号的名称；list 不写"),
    ),
    examples=(
        ("kb user add 王芳 --role editor", "密码在提示后输入"),
        ("kb user role 王芳 --role administrator", ""),
        ("kb user list", ""),
    ),
)
@click.argument("action", metavar="动作", type=click.Choice(ACTIONS))
@click.argument("name", metavar="[名称]", required=False)
@click.option(
    "--role",
    type=click.Choice([*ROLES]),
    help="角色：" + "；".join(f"{k} {v}" for k, v in ROLES.items()) + "。",
)
@click.option("--password-stdin", is_flag=True, help="密码从标准输入读（一行），给脚本用。")
@click.option("--state", metavar="文件夹", help="账号的文件夹；不写则是语料旁边的 service。")
@corpus_option
def command(
    action: str,
    name: str | None,
    role: str | None,
    password_stdin: bool,
    state: str | None,
    corpus: str | None,
) -> int:
    """管理 kb serve 的账号。服务开着也能改，马上生效；改了密码或角色的，要重新登录。"""
    from kb.service.accounts import Accounts
    from kb.service.roles import ROLE_NAMES

    if (action == "list") == (name is not None):
        raise click.UsageError("list 不写名称，其他动作要写。")
    if (action in ("add", "role")) != (role is not None):
        raise click.UsageError("add 和 role 要写 --role，其他动作不写。")
    session = Session()
    held = Accounts(state_folder(corpus, state))
    if action == "list":
        rows = held.all()
        if not rows:
            click.echo("还没有账号。", err=True)
            return 1
        session.screen.table(HEAD, [(a.name, ROLE_NAMES[a.level]) for a in rows])
        return 0
    assert name is not None
    if action == "add":
        assert role is not None
        held.add(name, role, _password(password_stdin))
        click.echo(f"已建账号“{name}”（{ROLES[role].partition('：')[0]}）。")
    elif action == "password":
        held.set_password(name, _password(password_stdin))
        click.echo(f"已改“{name}”的密码，请本人重新登录。")
    elif action == "role":
        assert role is not None
        held.set_role(name, role)
        click.echo(f"“{name}”现在是{ROLES[role].partition('：')[0]}，请本人重新登录。")
    else:
        held.remove(name)
        click.echo(f"已删账号“{name}”。")
    return 0


def _password(from_input: bool) -> str:
    """Asked twice without showing it, or one line of standard input."""
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise KbError("这里不能提示输入密码。请加 --password-stdin，从标准输入给出密码。")
    first: str = click.prompt("密码（不显示）", hide_input=True, prompt_suffix="：")
    second: str = click.prompt("再输一次", hide_input=True, prompt_suffix="：")
    if first != second:
        raise KbError("两次输入的密码不同，没有改。")
    return first
