"""What helps to find: filters as chips, the query language offered, questions asked of late, the words marked on the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PLAN = "dadukou-children-2021-2030"
BOX = "[data-search]"


@pytest.fixture
def page(site: Path, open_page: Callable[..., Any]) -> Any:
    """The search page over file://."""
    opened = open_page().page
    opened.goto(f"{site.as_uri()}/search.html")
    return opened


def total(page: Any) -> int:
    return int(re.findall(r"\d+", page.locator(".hits-head .count").inner_text())[0])


def test_every_chip_leads_to_as_many_as_it_says(page: Any) -> None:
    page.fill(BOX, "托育")
    page.wait_for_selector(".chip")
    for more in page.locator(".chip-more").all()[::-1]:
        more.click()
    promised = [chip.inner_text().rsplit(" ", 1) for chip in page.locator(".narrow .chip").all()]
    assert {"指标", "区卫健委", "托育", "预期性", "二"} <= {name for name, _ in promised}
    for name, count in promised[::3]:
        page.fill(BOX, "托育")
        page.wait_for_selector(".chip")
        for more in page.locator(".chip-more").all()[::-1]:
            more.click()
        page.locator(".narrow .chip", has_text=re.compile(f"^{re.escape(name)} {count}$")).first.click()
        page.wait_for_selector(".chip-on")
        assert total(page) == int(count), name


def test_filters_are_taken_off_one_by_one_and_together(page: Any) -> None:
    page.fill(BOX, "托育 类型:指标 单位:区卫健委")
    page.wait_for_selector(".chip-on")
    assert page.locator(".chip-on").all_inner_texts() == ["类型:指标 ×", "单位:区卫健委 ×"]
    page.locator(".chip-on").first.click()
    expect(page.locator(BOX)).to_have_value(re.compile(r"^托育\s+单位:区卫健委$"))
    page.locator(".chip-clear").click()
    expect(page.locator(BOX)).to_have_value("托育")
    assert page.locator(".chip-on").count() == 0
    assert page.evaluate("document.activeElement.id") == "q"


def test_the_query_language_is_offered_as_one_types(page: Any) -> None:
    page.fill(BOX, "托育 单")
    page.get_by_role("button", name="单位:", exact=True).click()
    expect(page.locator(BOX)).to_have_value("托育 单位:")
    page.fill(BOX, "托育 类型:指")
    page.get_by_role("button", name="类型:指标", exact=True).click()
    expect(page.locator(BOX)).to_have_value("托育 类型:指标")
    expect(page.locator(".hits-head .count")).to_have_text("2 条")


def test_questions_asked_of_late_are_kept_here_and_forgotten(site: Path, page: Any) -> None:
    expect(page.locator("[data-recent]")).to_have_text("")
    page.fill(BOX, "近视")
    page.wait_for_selector(".answer")
    expect(page.locator("[data-recent]")).to_contain_text("近视")
    page.goto(f"{site.as_uri()}/index.html")
    page.locator("[data-recent] a", has_text="近视").click()
    page.wait_for_selector(".answer")
    expect(page.locator(BOX)).to_have_value("近视")
    page.keyboard.press("Escape")
    page.locator("[data-recent] button").click()
    expect(page.locator("[data-recent]")).to_have_text("")
    assert page.evaluate("shuiguan.recent.list()") == []


def test_the_link_to_a_search_is_copied(http: str, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=http.rstrip("/"))
    page.goto(f"{http}index.html?q=近视")
    page.locator(".copy-link").click()
    expect(page.locator(".copy-link")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    page.goto(copied)
    expect(page.locator(BOX)).to_have_value("近视")
    page.wait_for_selector(".answer")


def test_the_page_of_a_hit_marks_what_was_asked(page: Any) -> None:
    page.fill(BOX, "托育")
    page.locator(".hit-link", has_text="发展普惠托育服务体系").click()
    page.wait_for_selector(".marked-bar")
    marks = page.locator("mark.asked-for")
    assert set(marks.all_text_contents()) == {"托育"}
    assert f"{marks.count()} 处" in page.locator(".marked-bar").inner_text()
    assert "发展普惠托育服务体系" in page.locator("h1").inner_text()
    page.locator(".marked-bar button").click()
    assert page.locator("mark.asked-for").count() == 0
    assert "?" not in page.url
    page.reload()
    assert page.locator(".marked-bar").count() == 0


def test_an_indicators_row_is_told_in_words(page: Any) -> None:
    page.fill(BOX, "每千人口托位数")
    row = page.locator(".hit", has_text="每千人口拥有3岁以下婴幼儿托位数").first.locator(".hit-snippet")
    expect(row).to_have_text("儿童与福利，目标 ≥4.5 个，预期性")
    page.fill(BOX, "99%")
    expect(page.locator(".hit .hit-snippet mark").first).to_be_visible()


def test_a_query_without_hits_offers_its_words(page: Any) -> None:
    page.fill(BOX, "火星基地托育机构轨道")
    expect(page.locator(".found")).to_contain_text("托育")
    page.fill(BOX, "qqqq")
    expect(page.locator(".found-note", has_text="也可以从这里找").first).to_be_visible()
