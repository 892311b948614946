"""kb site"""

from __future__ import annotations

import os
from pathlib import Path

import click

from kb.store.place import BUILT
from kb_cli.help import KbCommand
from kb_cli.options import json_option
from kb_cli.session import Session


@click.command(
    "site",
    cls=KbCommand,
    short_help="生成静态网站",
    examples=(
        ("kb site", ""),
        ("kb site --out /srv/plans --base-url https://plans.example.gov.cn/", "要公开发布的"),
    ),
)
@click.option("-o", "--out", metavar="文件夹", help="写到这里；不写则是知识库旁边的 build/site，没有则在当前文件夹。")
@click.option(
    "--base-url",
    metavar="网址",
    default="",
    help="将来发布的网址；写了才有规范链接、站点地图等。放在共享文件夹的不用写。",
)
@json_option
def command(out: str | None, base_url: str, as_json: bool) -> int:
    """生成静态网站：双击 index.html 就能看、能搜，不连任何网络；整个写好才换入。"""
    from kb_site.build import build_site

    session = Session()
    base = session.base()
    folder = Path(out) if out else beside(base.folder.parent)
    built = build_site(base, folder, base_url=base_url)
    session.steps(built.seconds)
    index = built.out / "index.html"
    if as_json:
        session.screen.json({"index": str(index), "pages": built.pages, "bytes": built.size})
        return 0
    session.screen.put(f"站点已生成：{built.pages} 页，{built.size / 1e6:.1f} MB。")
    session.screen.put(_shown(index))
    return 0


def beside(root: Path) -> Path:
    """build/site of the folder whose build/kb the base is; else of the working folder."""
    return root.parent / "site" if root.parts[-2:] == BUILT.parts else BUILT.parent / "site"


def _shown(path: Path) -> str:
    """The path from where the user stands, where that is shorter."""
    try:
        return os.path.relpath(path) if path.resolve().is_relative_to(Path.cwd()) else str(path)
    except ValueError:
        return str(path)
