"""Pages over plans in a browser, and a site whose index is in parts: hits at once, the answer after them, offline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.store import Base, open_base
from kb_site import search_data
from kb_site.build import build_site
from tests.kb.compare.conftest import CITY, DISTRICT
from tests.levels import LATER, build_levels


@pytest.fixture(scope="module")
def levels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with open_base(build_levels(tmp_path_factory.mktemp("levels"))) as base:
        yield build_site(base, tmp_path_factory.mktemp("share") / "site").out


@pytest.fixture(scope="module")
def in_parts(several_base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of eleven plans as one of many thousand documents has its index."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_data, "MOST_WHOLE", 0)
        return build_site(several_base, tmp_path_factory.mktemp("许多 #1") / "site").out


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 375])
def test_axe_finds_nothing_and_pages_fit(
    levels: Path, open_page: Callable[..., Any], axe: Callable[[Any], list[str]], scheme: str, width: int
) -> None:
    watched = open_page(width=width, color_scheme=scheme, reduced_motion="reduce")
    wrong: list[str] = []
    topic = next(path.name for path in levels.glob("topic-*.html"))
    for name in (
        "index.html", "plans.html", "compare.html", "topics.html", topic,
        f"compare-{CITY}-with-{DISTRICT}.html", f"compare-{DISTRICT}-with-{LATER}.html",
    ):  # fmt: skip
        watched.page.goto(f"{levels.as_uri()}/{name}")
        over = watched.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        cut = watched.page.evaluate(
            "[...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth + 1).length"
        )
        wrong += [f"{name}: {line}" for line in axe(watched.page)] + [f"{name}: too wide"] * (over > 0)
        wrong += [f"{name}: {cut} tables are cut"] * (width < 400 and cut > 0)
    assert wrong == []


def test_plans_are_found_by_place_with_the_keyboard(levels: Path, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.goto(f"{levels.as_uri()}/plans.html")
    page.focus('[data-filter="place"]')
    page.keyboard.press("ArrowDown")  # the place of most plans comes first
    assert page.input_value('[data-filter="place"]') == "云溪区"
    assert page.inner_text("[data-filter-count]") == "4 份中的 2 份"
    assert page.locator("#plans tbody tr:visible").count() == 2


def test_an_answer_follows_the_hits_of_many_plans(in_parts: Path, open_page: Callable[..., Any]) -> None:
    watched = open_page()
    page = watched.page
    page.goto(f"{in_parts.as_uri()}/index.html")
    page.fill("[data-search]", "托育谁管")
    page.wait_for_selector("[data-found] .hit")
    page.wait_for_selector("[data-found] .answer .answer-unit")
    assert "区卫健委" in page.inner_text("[data-found] .answer")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.answer') !== null")
    parts = {url.rsplit("/", 1)[1] for url in watched.requests if "/search/" in url}
    assert "columns.js" in parts
    assert len(parts) < len(list((in_parts / "_assets" / "search").iterdir())) / 2


def test_the_box_of_another_page_answers_too(in_parts: Path, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.goto(f"{in_parts.as_uri()}/dadukou-children-2021-2030/units.html")
    page.focus("[data-search]")
    page.keyboard.type("区残联")
    page.wait_for_selector("[data-found] .hit")
    page.wait_for_selector("[data-found] .answer")
    assert page.locator("[data-found] a.unit, [data-found] h3 a").count() > 0
