"""kb mcp"""

from __future__ import annotations

import click

from kb.problems import KbError
from kb_cli.help import KbCommand
from kb_cli.session import Session

INSTALL = 'pip install "shuiguan[mcp]"'


@click.command(
    "mcp",
    cls=KbCommand,
    short_help="让大模型来查（MCP）：经标准输入输出，或经 HTTP",
    examples=(
        ("kb mcp", "大模型的客户端这样启动它"),
        ("kb mcp --listen 127.0.0.1:8001", "经 HTTP：http://127.0.0.1:8001/mcp"),
    ),
)
@click.option("--listen", metavar="地址", help="经 HTTP，在这里听；不写则经标准输入输出。")
@click.option("--open-reading", is_flag=True, help="和 --listen 同用：别的机器也能查，不要账号。")
@click.option(
    "--name", "names", multiple=True, metavar="主机名", help="和 --listen 同用：别人用的主机名，可写几次。"
)
def command(listen: str | None, open_reading: bool, names: tuple[str, ...]) -> int:
    """让大模型的客户端经 MCP 查知识库。工具有 who、search、show、unit、indicators、plans、check，只读；每个回答带出处、原文和行号。

    各份规划另作 Markdown 资源（shuiguan://plan/编号）。
    """
    session = Session()
    try:
        from kb.service.live import Live
        from kb.service.mcp_run import run_http, run_stdio
    except ImportError as error:
        raise KbError(f"kb mcp 需要的组件没有安装（缺 {error.name}）。请先运行 {INSTALL}。") from error

    from kb.store import find_base

    live = Live(find_base(session.base_folder))
    if listen is None:
        if open_reading or names:
            raise click.UsageError("--open-reading 和 --name 要和 --listen 同用。")
        run_stdio(live)
        return 0
    run_http(
        live, listen, open_reading=open_reading, names=frozenset(n.lower() for n in names), say=click.echo
    )
    return 0
