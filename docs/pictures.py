"""The pictures of the documentation, taken of the site as it is now: `make pictures`.

The site is built from corpus/ into a folder of its own and opened in Chromium from there, 1366 × 768, light. A picture is one
row of PICTURES: its file in docs/images, the page, and what is typed into the search box. The workbench is served from the same
folder; a picture of it is one row of BENCH, and `python docs/pictures.py --workbench` takes these alone.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.store import open_base
from kb_site.build import build_site

REPOSITORY = Path(__file__).resolve().parents[1]
IMAGES = REPOSITORY / "docs" / "images"
PLAN = "dadukou-children-2021-2030"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Picture:
    """file: name in docs/images. page: path in the site; `*` matches one page. ask: a question put to the search page."""

    file: str
    page: str = "index.html"
    ask: str = ""
    width: int = 1366
    height: int = 768
    dark: bool = False


PICTURES = (
    Picture("home.png", ask="托育"),
    Picture("front.png"),
    Picture("front-phone.png", width=390, height=780),
    Picture("front-dark.png", dark=True),
    Picture("task.png", f"{PLAN}/2.4.2.html"),
    Picture("text.png", f"{PLAN}/text.html"),
    Picture("indicators.png", f"{PLAN}/indicators.html"),
    Picture("units.png", f"{PLAN}/units.html"),
    Picture("unit.png", f"{PLAN}/unit-qu-wei-jian-wei-????.html"),
    Picture("matrix.png", f"{PLAN}/matrix.html"),
    Picture("topics.png", f"{PLAN}/topics.html"),
    Picture("check.png", f"{PLAN}/check.html"),
)


BENCH = (
    Picture("workbench-library.png", "/workbench"),
    Picture("workbench-review.png", f"/workbench/plans/{PLAN}?line=171#L171"),
    Picture("workbench-tables.png", f"/workbench/plans/{PLAN}#S95"),
    Picture("workbench-units.png", "/workbench/units"),
    Picture("workbench-duties.png", f"/workbench/duties/{PLAN}"),
    Picture("workbench-publish.png", "/workbench/publish"),
)
RETURNS = Picture("workbench-returns.png", f"/workbench/returns/{PLAN}")
"""Taken last: a round adds findings to the other pages."""


def send_out(folder: Path) -> None:
    """Begin a round of monitoring, with some forms sent back as they are."""
    from kb.monitor.collect import collect
    from kb.monitor.desk import Desk as Monitoring
    from kb.monitor.init import init
    from kb.monitor.open_round import open_round

    with open_base(folder / "kb") as base:
        desk = Monitoring(base, Corpus(folder / "corpus"), PLAN)
        init(desk)
        opened = open_round(
            desk, 2025, issued="2025-12-20", due="2026-01-20", out=folder / "forms", letters=False
        )
        collect(
            Monitoring(base, Corpus(folder / "corpus"), PLAN), opened.files[:6], day="2026-01-12", by="张三"
        )


def take_bench(folder: Path, out: Path) -> None:
    """Write all pictures of the workbench. folder: with corpus, kb and site; the corpus has a change to be published."""
    import uvicorn

    from kb.edit.desk import Desk
    from kb.edit.duties import Row, add_row
    from kb.service.app import create_app
    from kb.service.settings import Folders, Settings
    from kb_site.workbench.publishing import prepare
    from kb_site.workbench.routes import ENTRIES, TASKS

    folders = Folders(
        base=folder / "kb", corpus=folder / "corpus", site=folder / "site", state=folder / "state"
    )
    desk = Desk(Corpus(folder / "corpus"))
    tree = desk.tree(PLAN)
    row = Row(node="2.4.2", unit="区卫健委", role="牵头", document="大渡口府办〔2023〕12号")
    desk.do(
        f"{PLAN}/duties.csv",
        "",
        lambda text: add_row(text, row, tree),
        "张三",
        "分工：二、（四）2 区卫健委（牵头）",
    )
    prepare({}, folders, lambda done, total, said: None)
    app = create_app(Settings(folders=folders), entries=ENTRIES, tasks=TASKS)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_browser(), args=["--no-sandbox"])
        for picture in (*BENCH, RETURNS):
            if picture is RETURNS:
                send_out(folder)
            page = chromium.new_page(viewport={"width": picture.width, "height": picture.height})
            page.goto(address + picture.page)
            page.wait_for_timeout(600)
            page.screenshot(path=out / picture.file)
            page.close()
        chromium.close()
    server.should_exit = True
    thread.join()


def _browser() -> str:
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.exit("没有找到 Chromium，无法截图。请先安装 chromium。")
    return browser


def take(site: Path, out: Path) -> None:
    """Write all pictures of a built site."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_browser(), args=["--no-sandbox"])
        for picture in PICTURES:
            (path,) = site.glob(picture.page)
            page = chromium.new_page(
                viewport={"width": picture.width, "height": picture.height},
                color_scheme="dark" if picture.dark else "light",
                reduced_motion="reduce",
            )
            page.goto(path.as_uri() + (f"?q={quote(picture.ask)}" if picture.ask else ""))
            if picture.ask:
                page.wait_for_selector(".answer")
            page.screenshot(path=out / picture.file)
            page.close()
        chromium.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(REPOSITORY / "corpus", Path(folder) / "corpus")
        built = build(Corpus(Path(folder) / "corpus"), Path(folder) / "kb")
        with open_base(built.folder) as base:
            site = build_site(base, Path(folder) / "site").out
        IMAGES.mkdir(exist_ok=True)
        if "--workbench" not in sys.argv[1:]:
            take(site, IMAGES)
        take_bench(Path(folder), IMAGES)


if __name__ == "__main__":
    main()
