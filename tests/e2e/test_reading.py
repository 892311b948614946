"""What a clerk does all day: ask, read the card, follow it to the text and back; sort and filter; copy a citation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from kb.answer.search import search
from kb.search import Index, open_index
from kb.store import Base
from kb.who.answer import who

pytestmark = pytest.mark.e2e

PLAN = "dadukou-children-2021-2030"
BOX = "[data-search]"
CARD = ".answer"


@pytest.fixture(scope="session")
def index(base: Base) -> Iterator[Index]:
    with open_index(base.folder / "index") as opened:
        yield opened


@pytest.fixture
def ask_python(base: Base, index: Index) -> Callable[[Any], None]:
    """Let the page's box ask this program instead of search.js: what is drawn is then tested by itself."""

    def answer(query: str) -> dict[str, Any]:
        return {**search(index, query, limit=30), "answer": who(base, index, query)}

    def put_in(page: Any) -> None:
        page.context.expose_function("askPython", answer)
        page.add_init_script(
            "window.shuiguan = window.shuiguan || {};"
            "Object.defineProperty(window.shuiguan, 'search', {get: () => (q) => window.askPython(q), set() {}});"
        )

    return put_in


def test_ask_who_looks_after_day_care_and_follow_the_answer(root: str, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.goto(f"{root}index.html")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("托育")
    page.wait_for_selector(CARD)
    first = page.locator(".answer-unit").first
    assert first.locator("h3").inner_text() == "区卫健委"
    assert first.locator(".basis").first.inner_text() == "责任"
    assert "普惠托育服务机构数量" in first.inner_text()
    assert first.locator("blockquote").first.inner_text().strip() == "区卫健委"
    assert not page.locator("[data-rest]").is_visible()

    first.locator("h3 a").click()
    assert page.locator("h1").inner_text() == "区卫健委"
    page.locator(".duty-assigned .duty-indicators a", has_text="普惠托育服务机构数量").click()
    assert page.locator("h1").inner_text() == "普惠托育服务机构数量"
    assert "增加" in page.locator(".big-target").inner_text()
    page.click("text=在全文中看")
    page.wait_for_url("**/text-b1.html#b1.25")
    row = page.locator("[id='b1.25']")
    assert row.evaluate(
        "e => e.getBoundingClientRect().top >= 0 && e.getBoundingClientRect().top < innerHeight"
    )
    for expected in ("普惠托育服务机构数量", "区卫健委"):
        page.go_back()
        assert page.locator("h1").inner_text() == expected


def test_a_link_to_a_search_opens_it(root: str, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.goto(f"{root}search.html?q=%E6%89%98%E8%82%B2")
    page.wait_for_selector(CARD)
    assert page.input_value(BOX) == "托育"
    assert page.locator(".answer-unit h3").first.inner_text() == "区卫健委"
    assert page.locator(".hit").count() > 2


def test_the_box_of_every_page_answers(root: str, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.goto(f"{root}{PLAN}/2.5.1.html")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("近视")
    page.wait_for_selector(CARD)
    units = page.locator(".answer-unit h3").all_inner_texts()
    assert set(units[:2]) == {"区卫健委", "区教委"}
    page.keyboard.press("Escape")
    assert not page.locator("[data-found]").is_visible()
    assert page.input_value(BOX) == ""


def test_with_the_keyboard_alone(
    root: str, open_page: Callable[..., Any], ask_python: Callable[[Any], None]
) -> None:
    page = open_page().page
    ask_python(page)
    page.goto(f"{root}index.html")
    page.keyboard.type("托育")
    expect(page.locator(".answer-unit h3").first).to_have_text("区卫健委")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "区卫健委"
    # From unit to unit, then from hit to hit; Tab goes through the proofs between them.
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "区妇幼保健院"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/unit-qu-wei-jian-wei-*.html")


def test_the_card_says_what_kind_of_proof_it_has(
    root: str, open_page: Callable[..., Any], ask_python: Callable[[Any], None]
) -> None:
    page = open_page().page
    ask_python(page)
    page.goto(f"{root}index.html")
    page.fill(BOX, "校园欺凌")
    page.wait_for_selector(CARD)
    head = page.locator(".conclusion").inner_text()
    bases = page.locator(".answer-unit .basis").all_inner_texts()
    if "责任" not in bases:
        assert "规划没有给“校园欺凌”写责任单位" in head
    page.fill(BOX, "托育")
    expect(page.locator(".answer-unit h3").first).to_have_text("区卫健委")
    assert page.locator(".evidence-related blockquote").count() == 0
    assert page.locator(".evidence-named blockquote").count() > 0


def test_nothing_found_is_said(
    root: str, open_page: Callable[..., Any], ask_python: Callable[[Any], None]
) -> None:
    page = open_page().page
    ask_python(page)
    page.goto(f"{root}index.html")
    page.fill(BOX, "龘龘龘")
    page.wait_for_selector(".found-note")
    assert "没有找到“龘龘龘”" in page.locator("[role=status]").inner_text()


def test_filter_and_sort_the_indicators(root: str, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.goto(f"{root}{PLAN}/indicators.html")
    rows = page.locator("#indicators tbody tr:visible")
    assert rows.count() == 45
    page.select_option("[data-filter=binding]", "约束性")
    assert rows.count() == 11
    assert page.locator("[data-filter-count]").inner_text() == "45 项中的 11 项"
    page.select_option("[data-filter=unit]", "区教委")
    names = rows.locator("th > a").all_inner_texts()
    assert names == ["儿童意外伤害死亡率", "学前三年毛入园率", "九年义务教育巩固率"]
    assert "已在 2030 年目标之内" in rows.nth(1).locator("th").inner_text()
    page.select_option("[data-filter=binding]", "")
    page.select_option("[data-filter=unit]", "")
    page.fill("[data-filter-text]", "睡眠")
    assert rows.count() == 3
    page.fill("[data-filter-text]", "")

    page.mouse.wheel(0, 1200)
    expect(page.locator("#indicators thead th").first).to_be_in_viewport()
    head = page.locator("#indicators thead th", has_text="目标")
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert rows.first.locator(".target-cell").inner_text() == "＜0.1"
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert rows.first.locator(".target-cell").inner_text() == "100"
    assert rows.last.locator(".target-cell").get_attribute("data-value") is None


def test_copy_a_citation(http: str, open_page: Callable[..., Any]) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"]).page
    page.goto(f"{http}{PLAN}/2.4.2.html")
    page.locator(".one-head .cite").click()
    page.wait_for_selector(".cite.done")
    assert (
        page.evaluate("navigator.clipboard.readText()")
        == "《重庆市大渡口区儿童发展规划（2021—2030年）》（大渡口府发〔2023〕7号）二、（四）2"
    )


def test_a_citation_is_copied_from_a_file_share_too(site: Any, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.goto(f"{site.as_uri()}/{PLAN}/2.4.2.html")
    page.locator(".one-head .cite").click()
    page.wait_for_selector(".cite.done")
    assert page.locator(".one-head .cite").inner_text() == "已复制"


def test_copy_a_units_duties_as_text(http: str, site: Path, open_page: Callable[..., Any]) -> None:
    (unit,) = (site / PLAN).glob("unit-qu-wei-jian-wei-*.html")
    page = open_page(permissions=["clipboard-read", "clipboard-write"]).page
    page.goto(f"{http}{PLAN}/{unit.name}")
    page.locator("[data-copy-sheet]").click()
    page.wait_for_selector(".copy-sheet.done")
    told = page.evaluate("navigator.clipboard.readText()")
    assert told.startswith("区卫健委\n")
    assert re.search(r"^1\t新生儿死亡率（‰）\s*\t＜1.3\t约束性\t\s*\t86$", told, re.M)
    assert "儿童医务人员提升项目" in told
    assert "复制为文本" not in told
    expect(page.locator("[data-copy-sheet]")).to_have_text("复制为文本")


def test_the_full_text_shows_where_one_is(root: str, open_page: Callable[..., Any]) -> None:
    page = open_page(width=1440, reduced_motion="reduce").page
    # An address of before the text was cut into pages.
    page.goto(f"{root}{PLAN}/text.html?q=托育#2.4.2")
    page.wait_for_url(f"{root}{PLAN}/text-2.4.html?q=*#2.4.2")
    assert page.locator("mark.asked-for").count() > 0
    here = page.locator(".contents .here")
    expect(here).to_contain_text("推进儿童普惠福利体系建设")
    assert not page.locator("[id='2.4.2'] .ln").is_visible()
    page.click("[data-lines]")
    assert page.locator("[id='2.4.2'] .ln").inner_text() == "513"
    page.click("[data-notes]")
    assert not page.locator("[id='2.4.2'] .margin").is_visible()
    page.locator(".contents a", has_text="依法落实儿童法律保护体系").click()
    page.wait_for_url("**/text-2.7.html#2.7")
    expect(here).to_contain_text("依法落实儿童法律保护体系")
    page.locator(".turn [rel=next]").click()
    page.wait_for_url("**/text-3.html")
    page.goto(
        f"{root}{PLAN}/text.html#2.4.qffffff"
    )  # no such clause: the section that the number begins with
    page.wait_for_url("**/text-2.4.html#2.4.qffffff")


def test_the_matrix_leads_to_the_list_behind_a_number(root: str, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.goto(f"{root}{PLAN}/matrix.html")
    assert page.locator("#matrix tbody tr").count() == 24
    page.click("text=只有关联的单位")
    page.wait_for_url("**/matrix-related.html")
    page.go_back()
    page.locator("#matrix tr", has=page.locator("a", has_text="区教委")).locator(
        "a[title*='（三）']"
    ).first.click()
    page.wait_for_url("**#at-*")
    assert page.locator("h1").inner_text() == "区教委"
    assert page.locator(".at:target li").count() > 0


def test_more_hits_are_listed_when_asked_for(root: str, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.goto(f"{root}index.html")
    page.fill(BOX, "儿童")
    hits = page.locator(".hit")
    expect(hits).to_have_count(20)
    page.click(".more-hits")
    expect(hits).to_have_count(40)
    assert page.evaluate("document.activeElement.classList.contains('hit-link')")
    expect(page).to_have_url(re.compile(r"\?q=%E5%84%BF%E7%AB%A5$"))


def test_a_task_of_many_units_stays_legible(several: Path, open_page: Callable[..., Any]) -> None:
    """Fifteen units beside a hit neither squeeze its title nor repeat the one sentence that names them."""
    for width in (1440, 390):
        page = open_page(width=width).page
        page.goto((several / "index.html").as_uri())
        page.fill(BOX, "水系连通")
        page.wait_for_selector(CARD)
        unit = page.locator(".answer-unit")
        assert unit.first.locator("h3").count() == 15
        assert unit.first.locator("blockquote").count() == 1
        assert unit.first.locator(".of-plan").inner_text() == "长河市重点工程推进方案"
        hit = page.locator(".hit").first
        assert hit.locator(".hit-units").inner_text().endswith("等 15 个")
        assert hit.locator(".hit-title").evaluate("e => e.getBoundingClientRect().height") < 70
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_menu_of_plans_opens_and_closes(several: Path, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.goto((several / PLAN / "units.html").as_uri())
    menu = page.locator(".plans-menu ul")
    page.locator(".plans-menu summary").press("Enter")
    assert menu.is_visible()
    page.mouse.click(400, 800)
    expect(menu).not_to_be_visible()
    page.click(".plans-menu summary")
    menu.locator("a", has_text="长河市重点工程推进方案").click()
    page.wait_for_url("**/changhe-works-2025/units.html")
    page.click(".brand")
    page.wait_for_url(f"{several.as_uri()}/index.html")
    page.fill("[data-filter-text]", "儿童")
    assert page.locator("#plans tbody tr:visible").count() == 1
