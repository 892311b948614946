"""Every kind of page: sound HTML, no violation of accessibility, fits its screen, in light and dark."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.several import NONE, WIDE

pytestmark = pytest.mark.e2e

PLAN = "dadukou-children-2021-2030"


def kinds(site: Path) -> dict[str, str]:
    """One page of each kind: its name and its path."""
    (unit,) = (site / PLAN).glob("unit-qu-wei-jian-wei-*.html")
    (topic,) = (site / PLAN).glob("topic-tuo-yu-*.html")
    found = {name: f"{PLAN}/{name}.html" for name in (
        "text", "text-2.4", "text-b1", "whole", "indicators", "overview", "units", "units-others", "matrix", "matrix-related",
        "topics", "references", "terms", "check", "about",
    )}  # fmt: skip
    return {
        "home": "index.html",
        "search": "search.html",
        **found,
        "section": f"{PLAN}/2.4.html",
        "goal": f"{PLAN}/1.3.1.html",
        "task": f"{PLAN}/2.4.2.html",
        "repaired": f"{PLAN}/2.6.4.html",
        "box": f"{PLAN}/b5.html",
        "table": f"{PLAN}/b1.html",
        "project": f"{PLAN}/b5.p158985.html",
        "indicator": f"{PLAN}/b1.1.html",
        "trend": f"{PLAN}/b1.25.html",
        "unit": f"{PLAN}/{unit.name}",
        "topic": f"{PLAN}/{topic.name}",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(
    site: Path, open_page: Callable[..., Any], axe: Callable[[Any], list[str]], scheme: str, width: int
) -> None:
    watched = open_page(width=width, color_scheme=scheme, reduced_motion="reduce")
    wrong: list[str] = []
    for name, path in kinds(site).items():
        watched.page.goto(f"{site.as_uri()}/{path}")
        wrong += [f"{name}: {line}" for line in axe(watched.page)]
    assert wrong == []


def kinds_of_several(several: Path) -> dict[str, str]:
    """What only a site of several plans has, pages of a plan that lacks most, and of the one with long lists."""
    names = (
        "index",
        "text",
        "indicators",
        "units",
        "matrix",
        "topics",
        "references",
        "terms",
        "check",
        "about",
    )
    pages = {"plans": "index.html", "search": "search.html?q=责任"}
    pages |= {f"{plan}-{name}": f"{plan}/{name}.html" for plan in (NONE, WIDE) for name in names}
    units = sorted((several / WIDE).glob("unit-*.html"))
    pages |= {"deadlines": f"{WIDE}/deadlines.html", "overview": f"{NONE}/overview.html"}
    return {**pages, "wide-task": f"{WIDE}/2.1.html", "wide-unit": f"{WIDE}/{units[0].name}"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_with_several_plans(
    several: Path, open_page: Callable[..., Any], axe: Callable[[Any], list[str]], scheme: str, width: int
) -> None:
    watched = open_page(width=width, color_scheme=scheme, reduced_motion="reduce")
    wrong: list[str] = []
    for name, path in kinds_of_several(several).items():
        watched.page.goto(f"{several.as_uri()}/{path}")
        over = watched.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        wrong += [f"{name}: {line}" for line in axe(watched.page)] + [f"{name}: too wide"] * (over > 0)
    assert wrong == []


@pytest.mark.parametrize("width", [320, 360, 768, 1440, 2560])
def test_no_page_is_wider_than_its_screen(site: Path, open_page: Callable[..., Any], width: int) -> None:
    watched = open_page(width=width)
    for name, path in kinds(site).items():
        watched.page.goto(f"{site.as_uri()}/{path}")
        over = watched.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, name


def test_html_is_valid(site: Path, several: Path, node_modules: Path, tmp_path: Path) -> None:
    rules = {
        "root": True,
        "extends": ["html-validate:recommended"],
        # ids are the plan's own numbers (2.4.2), which HTML allows; a source line may end in a space.
        "rules": {"valid-id": "off", "no-trailing-whitespace": "off"},
    }
    config = tmp_path / "htmlvalidate.json"
    config.write_text(json.dumps(rules), encoding="utf-8")
    run = subprocess.run(
        ["node", node_modules / "html-validate" / "bin" / "html-validate.mjs", "--config", config,
         "--formatter", "text", f"{site.as_posix()}/**/*.html", *sorted(several.rglob("*.html"))],
        cwd=node_modules.parent, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]


def test_pages_read_without_scripts(site: Path, open_page: Callable[..., Any]) -> None:
    page = open_page(java_script_enabled=False).page
    page.goto(f"{site.as_uri()}/{PLAN}/indicators.html")
    assert page.locator("#indicators tbody tr:visible").count() == 45
    assert not page.locator("[data-filters]").is_visible()
    page.click("text=普惠托育服务机构数量")
    assert page.locator("h1").inner_text() == "普惠托育服务机构数量"
    page.goto(f"{site.as_uri()}/search.html")
    assert "JavaScript" in page.locator("noscript").inner_text()


def test_theme_follows_the_system_and_the_reader(site: Path, open_page: Callable[..., Any]) -> None:
    page = open_page(color_scheme="dark").page
    page.goto(f"{site.as_uri()}/index.html")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(paper) == "rgb(24, 22, 20)"
    page.click("[data-theme-toggle]")
    assert page.evaluate(paper) == "rgb(252, 251, 248)"
    page.reload()
    assert page.evaluate(paper) == "rgb(252, 251, 248)"
    button = page.locator("[data-theme-toggle]")
    expect(button).to_have_text("明暗：浅色")
    button.click()
    expect(button).to_have_text("明暗：深色")
    button.click()  # and back to what the system says
    expect(button).to_have_text("明暗：自动")
    page.emulate_media(color_scheme="light")
    assert page.evaluate(paper) == "rgb(252, 251, 248)"
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(paper) == "rgb(24, 22, 20)"


@pytest.mark.parametrize("width", [320, 390, 768, 1366])
def test_large_print_is_large_and_fits(
    site: Path, open_page: Callable[..., Any], axe: Callable[[Any], list[str]], width: int
) -> None:
    """18 pt at least for the text, 44 px for what is pressed, nothing wider than the screen; kept on every page."""
    page = open_page(width=width, reduced_motion="reduce").page
    page.goto(f"{site.as_uri()}/index.html")
    page.click("[data-large]")
    wrong: list[str] = []
    for name, path in kinds(site).items():
        page.goto(f"{site.as_uri()}/{path}")
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 24, name
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            wrong.append(f"{name}: too wide")
        low = page.evaluate(
            "[...document.querySelectorAll('.looks button, .areas a')].filter((e) => e.offsetHeight < 44).length"
        )
        wrong += [f"{name}: {low} are low"] * (low > 0) + [f"{name}: {line}" for line in axe(page)]
    assert wrong == []
    page.click("[data-large]")
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") < 20


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_large_print_has_seven_to_one(site: Path, open_page: Callable[..., Any], scheme: str) -> None:
    page = open_page(color_scheme=scheme).page
    page.goto(f"{site.as_uri()}/{PLAN}/2.4.2.html")
    page.click("[data-large]")
    ratio = page.evaluate("""() => {
      const of = (colour) => {
        const [r, g, b] = colour.match(/[\\d.]+/g).map((n) => n / 255).map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const paper = of(getComputedStyle(document.documentElement).backgroundColor);
      return Math.min(...['.text p', '.where', '.crumbs a', '.note-label'].map((css) => {
        const ink = of(getComputedStyle(document.querySelector(css)).color);
        return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
      }));
    }""")
    assert ratio >= 7


def test_a_duty_sheet_prints_on_paper(site: Path, open_page: Callable[..., Any], tmp_path: Path) -> None:
    page = open_page(color_scheme="dark").page
    page.goto(f"{site.as_uri()}/{kinds(site)['unit']}")
    pdf = page.pdf(prefer_css_page_size=True, print_background=False)
    assert pdf.startswith(b"%PDF")
    page.emulate_media(media="print")
    assert not page.locator(".masthead").is_visible()
    assert not page.locator(".by-section").is_visible()
    assert page.locator(".duty-indicators").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(0, 0, 0)"
