"""A site whose index is in parts: hits at once, the answer after them, offline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.store import Base
from kb_site import search_data
from kb_site.build import build_site


@pytest.fixture(scope="module")
def in_parts(several_base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of eleven plans as one of many thousand documents has its index."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_data, "MOST_WHOLE", 0)
        return build_site(several_base, tmp_path_factory.mktemp("许多 #1") / "site").out


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
