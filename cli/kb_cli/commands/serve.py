"""kb serve"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from kb.problems import BaseMissing, KbError
from kb_cli.help import KbCommand
from kb_cli.options import corpus_option
from kb_cli.session import Session

if TYPE_CHECKING:
    from kb.service.settings import Folders, Settings

DEFAULT = "127.0.0.1:8000"
INSTALL = 'pip install "shuiguan[serve]"'


@click.command(
    "serve",
    cls=KbCommand,
    short_help="开一个服务：浏览器里查、看，程序用接口问",
    examples=(
        ("kb serve", "只有这台机器能用：http://127.0.0.1:8000/"),
        ("kb serve --browse --corpus 规划库/corpus", "开好后在浏览器里打开；规划库可以是新的文件夹"),
        ("kb serve --listen 0.0.0.0:8000 --open-reading", "局域网里都能查，改动要账号"),
        ("kb serve --name kb.example --root-path /shuiguan --https", "在反向代理后面"),
    ),
)
@click.option(
    "--listen", metavar="地址", default=DEFAULT, help=f"在哪里听，默认 {DEFAULT}，只有这台机器能连。"
)
@click.option("--browse", is_flag=True, help="开好后在浏览器里打开；已经开着的，只打开浏览器。")
@click.option("--open-reading", is_flag=True, help="查和看不要账号；改动总要账号。")
@click.option(
    "--name", "names", multiple=True, metavar="主机名", help="别人用的主机名，可写几次；在反向代理后面要写。"
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="网站",
    help="让这个网站的页面读接口（CORS），如 https://oa.example；可写几次。",
)
@click.option(
    "--root-path", "prefix", metavar="路径", default="", help="反向代理把服务放在哪个路径下，如 /shuiguan。"
)
@click.option(
    "--https", "secure", is_flag=True, help="别人经 https 访问（反向代理做），Cookie 只经 https 发送。"
)
@click.option("--git", is_flag=True, help="语料在 Git 仓库里：每次发布提交一次，作者是发布的人。")
@click.option("--site", metavar="文件夹", help="站点的文件夹；不写则是知识库旁边的 site。")
@click.option(
    "--state", metavar="文件夹", help="账号、操作记录、上传文件的文件夹；不写则是语料旁边的 service。"
)
@corpus_option
def command(
    listen: str, browse: bool, open_reading: bool, names: tuple[str, ...], origins: tuple[str, ...], prefix: str, secure: bool,
    git: bool, site: str | None, state: str | None, corpus: str | None,
) -> int:  # fmt: skip
    """开一个服务：站点、接口（/api/v1，同 --json）。新建的知识库自动换上，不用重开；Ctrl-C 停止。

    默认只有这台机器能连，不要账号。让别人能连，要先用 kb user add 建账号，或写 --open-reading（都能查，不能改）。
    """
    session = Session()
    try:
        from kb.service.run import AlreadyServed, is_loopback, read_address
    except ImportError as error:
        raise KbError(f"kb serve 需要的组件没有安装（缺 {error.name}）。请先运行 {INSTALL}。") from error

    host, port = read_address(listen)
    settings = _settings(
        session, loopback=is_loopback(host), open_reading=open_reading, names=names, origins=origins, secure=secure,
        git=git, site=site, state=state, corpus=corpus,
    )  # fmt: skip
    if git and settings.folders.corpus is not None and settings.folders.corpus.is_dir():
        from kb.edit.git import refuse_no_checkout

        refuse_no_checkout(settings.folders.corpus)
    if prefix and (not prefix.startswith("/") or prefix.endswith("/") or not prefix.isascii()):
        raise click.UsageError("--root-path 要以 / 开头，不以 / 结尾，只用英文字母、数字：/shuiguan。")
    try:
        _serve(settings, host, port, prefix, browse=browse)
    except AlreadyServed:
        if not browse:
            raise
        click.echo("已经开着，在浏览器里打开。")
        click.launch(_shown(host, port, prefix))
        return 0
    click.echo("已停止。")
    return 0


def _shown(host: str, port: int, prefix: str) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{prefix}/"


def _serve(settings: Settings, host: str, port: int, prefix: str, *, browse: bool) -> None:
    """Serve until it is stopped. browse: open the page once it answers. Raises AlreadyServed, KbError."""
    from kb.service.app import create_app
    from kb.service.run import alone, bind, serve
    from kb_site.workbench.entry import error_page
    from kb_site.workbench.publishing import settle
    from kb_site.workbench.routes import ENTRIES, TASKS

    with alone(settings.folders.state):
        settle(settings.folders)
        app = create_app(settings, entries=ENTRIES, tasks=TASKS, error_page=error_page)
        _agree(settings, has_accounts=bool(app.state.service.accounts.all()))
        with bind(host, port) as bound:
            shown = _shown(host, bound.getsockname()[1], prefix)
            bench = f"工作台：{shown}workbench" if settings.folders.corpus is not None else ""
            said = "\n".join(filter(None, (f"谁管：{shown}（Ctrl-C 停止）", bench)))

            def ready() -> None:
                click.echo(said)
                if browse:
                    click.launch(shown)

            serve(app, bound, prefix=prefix, ready=ready)


def _settings(
    session: Session, *, loopback: bool, open_reading: bool, names: tuple[str, ...], origins: tuple[str, ...], secure: bool,
    git: bool, site: str | None, state: str | None, corpus: str | None,
) -> Settings:  # fmt: skip
    from kb.service.settings import Settings

    for origin in origins:
        parts = urlsplit(origin)
        if (
            parts.scheme not in ("http", "https")
            or not parts.netloc
            or origin != f"{parts.scheme}://{parts.netloc}"
        ):
            raise click.UsageError(f"--allow-origin 要写成 https://oa.example，末尾不带 /：{origin}")
    for name in names:
        if not name or set(name) & set("/:@*[] "):
            raise click.UsageError(f"--name 只写主机名，不带 http:// 和端口：{name}")
    return Settings(
        folders=folders(session, corpus, site, state),
        loopback=loopback,
        names=frozenset(name.lower() for name in names),
        origins=frozenset(origins),
        open_reading=open_reading,
        secure=secure,
        git=git,
    )


def folders(session: Session, corpus: str | None, site: str | None, state: str | None) -> Folders:
    """Where things are: one's own corpus with its base, or where there is none the sample, which is only read."""
    from kb.corpus import corpus_for_import
    from kb.service.settings import Folders
    from kb.store import find_base
    from kb.store.place import base_for, corpus_of, is_sample

    own: Path | None = corpus_for_import(corpus)
    if corpus is None and own is not None and not own.is_dir():
        own = None
    if own is not None:
        base = base_for(own, session.base_folder)
    else:
        try:
            base = find_base(session.base_folder)
        except BaseMissing:
            raise KbError(
                "这里没有知识库，也没有语料。请用 --corpus 指明语料文件夹（可以是新的），再打开工作台导入。"
            ) from None
        own = None if is_sample(base) and session.base_folder is None else corpus_of(base)
        if own is None:
            click.echo(
                f"这里没有自己的语料，只能查（{base}）。要导入、修改，请用 --corpus 指明语料文件夹。",
                err=True,
            )
    from kb_cli.commands.site import beside

    return Folders(
        base=base.absolute(),
        corpus=own.absolute() if own is not None else None,
        site=Path(site).absolute() if site else beside(base).absolute(),
        state=state_folder(corpus, state).absolute(),
    )


def state_folder(corpus: str | None, state: str | None) -> Path:
    """Where accounts and the like are: next to one's own corpus, or where there is none with the user's data."""
    from kb.corpus import corpus_for_import
    from kb.store.place import user_folder

    if state:
        return Path(state)
    own = corpus_for_import(corpus)
    return (own.parent if corpus is not None or own.is_dir() else user_folder()) / "service"


def _agree(settings: Settings, *, has_accounts: bool) -> None:
    """Refuse to let strangers in who could change everything; say what may be done."""
    if has_accounts:
        return
    if (not settings.loopback or settings.names) and not settings.open_reading:
        raise KbError(
            "别人能连到这个服务，却没有账号：谁都能改。请先运行 kb user add 名称 --role administrator 建一个账号，"
            "或加 --open-reading（都能查，谁也不能改）。"
        )
    if settings.loopback and not settings.names:
        click.echo("没有账号：只有这台机器能连，坐在它前面的人可以做一切。", err=True)
    else:
        click.echo("没有账号：都能查，谁也不能改。要改请运行 kb user add。", err=True)
