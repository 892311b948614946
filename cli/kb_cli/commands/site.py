"""kb site"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.corpus import BUILT
from kb.problems import KbError
from kb_cli.help import KbCommand
from kb_cli.options import corpus_option, json_option
from kb_cli.session import Session

if TYPE_CHECKING:
    from kb.store import Base
    from kb_site.build import BuiltSite
    from kb_site.settings import SiteSettings


@click.command(
    "site",
    cls=KbCommand,
    short_help="生成静态网站",
    examples=(
        ("kb site", ""),
        ("kb site --no-extracts", "单位页不附 Word 和 Excel，快一些"),
        ("kb site --serve", "一边改语料一边看"),
        ("kb site --out /srv/plans --base-url https://plans.example.gov.cn/", "要公开发布的"),
    ),
)
@click.option(
    "-o", "--out", metavar="文件夹", help="写到这里；不写则是知识库旁边的 build/site，没有则在当前文件夹。"
)
@click.option(
    "--base-url", metavar="网址", default="",
    help="将来发布的网址；写了才有规范链接、站点地图等。放在共享文件夹的不用写。",
)  # fmt: skip
@click.option(
    "--extracts/--no-extracts",
    default=None,
    help="每个单位的页上附 Word 和 Excel 职责清单，附全文的 Word；装了 shuiguan[office] 就附，不写也附。",
)
@click.option("--serve", "serving", is_flag=True, help="生成后在本机 127.0.0.1 上预览，语料改了就重新生成。")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, metavar="端口", help="预览的端口，默认 8000。"
)
@corpus_option
@json_option
def command(
    out: str | None,
    base_url: str,
    extracts: bool | None,
    serving: bool,
    port: int,
    corpus: str | None,
    as_json: bool,
) -> int:
    """生成静态网站：双击 index.html 就能看、能搜，不连任何网络；整个写好才换入。"""
    if base_url and not base_url.startswith(("http://", "https://")):
        raise KbError(f"--base-url 要写完整的网址，以 https:// 开头：{base_url}")
    session = Session()
    base = session.base()
    root = base.folder.parent
    folder = Path(out) if out else beside(root)
    built = write(base, folder, base_url, extracts, _settings(corpus, root))
    session.steps(built.seconds)
    index = built.out / "index.html"
    if as_json:
        session.screen.json({"index": str(index), "pages": built.pages, "bytes": built.size})
    else:
        session.screen.put(_told(built))
        session.screen.put(_shown(index))
    if serving:
        _preview(session, corpus, root, folder, port, (base_url, extracts))
    return 0


def write(
    base: Base, folder: Path, base_url: str, extracts: bool | None, settings: SiteSettings
) -> BuiltSite:
    """Build the site. extracts: whether with Word and Excel; None where what writes them is installed."""
    from kb.extract.office import has_office
    from kb_site.build import build_site
    from kb_site.extracts import office_extracts

    own = tuple(office_extracts(base)) if extracts or (extracts is None and has_office()) else ()
    return build_site(base, folder, base_url=base_url, extracts=own, settings=settings)


def _settings(corpus: str | None, root: Path) -> SiteSettings:
    """Return what site.toml says of the corpus that the base was built from, or of the one named."""
    from kb.store.place import corpus_of
    from kb_site.settings import read_settings

    return read_settings(Path(corpus) if corpus else corpus_of(root))


def beside(root: Path) -> Path:
    """build/site of the folder whose build/kb the base is; else of the working folder."""
    return root.parent / "site" if root.parts[-2:] == BUILT.parts else BUILT.parent / "site"


def _told(built: BuiltSite) -> str:
    return f"站点已生成：{built.pages} 页，{built.size / 1e6:.1f} MB。"


def _preview(
    session: Session, corpus: str | None, root: Path, folder: Path, port: int, how: tuple[str, bool | None]
) -> None:
    """Serve the site until Ctrl-C; build base and site anew when the corpus or the site's own files change."""
    import kb_site
    from kb.pipeline.build import build
    from kb.store import open_base
    from kb_site.page import environment
    from kb_site.serve import address, make_server, serve

    source = session.corpus(corpus)
    package = Path(kb_site.__file__).parent

    def watched() -> Iterator[Path]:
        yield from source.inputs()
        for name in ("templates", "static"):
            yield from sorted(path for path in (package / name).rglob("*") if path.is_file())

    def rebuild() -> None:
        environment.cache_clear()
        try:
            build(source, root)
            with open_base(root) as fresh:
                session.screen.put(_told(write(fresh, folder, *how, _settings(corpus, root))))
        except (KbError, OSError) as error:
            click.echo(f"{error}\n没有重新生成，看到的还是上一版。", err=True)

    server = make_server(folder, port)
    session.screen.put(f"预览：{address(server)}　按 Ctrl-C 结束。")
    try:
        serve(server, watched, rebuild)
    except KeyboardInterrupt:
        session.screen.put("预览已结束。")


def _shown(path: Path) -> str:
    """The path from where the user stands, where that is shorter."""
    try:
        return os.path.relpath(path) if path.resolve().is_relative_to(Path.cwd()) else str(path)
    except ValueError:
        return str(path)
