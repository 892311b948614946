"""The pictures of the documentation, taken of the site as it is now: `make pictures`.

The site is built from corpus/ into a folder of its own and opened in Chromium from there, 1366 × 768, light. A picture is one
row of PICTURES: its file in docs/images, the page, and what is typed into the search box.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
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


def take(site: Path, out: Path) -> None:
    """Write all pictures of a built site."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.exit("没有找到 Chromium，无法截图。请先安装 chromium。")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
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
        built = build(Corpus(REPOSITORY / "corpus"), Path(folder) / "kb")
        with open_base(built.folder) as base:
            site = build_site(base, Path(folder) / "site").out
        IMAGES.mkdir(exist_ok=True)
        take(site, IMAGES)


if __name__ == "__main__":
    main()
