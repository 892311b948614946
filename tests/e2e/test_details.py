"""What a reader stumbles over: where a link lands, what a filter keeps, what the paper shows, what moves on a phone."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PLAN = "dadukou-children-2021-2030"
SHOWN = "[...document.querySelectorAll('#indicators tbody tr')].filter((row) => !row.hidden && !row.matches('.none-fits')).length"


def printed(page: Any, path: Path, require: Callable[[str], str]) -> list[str]:
    """The pages of the page's PDF as text."""
    page.pdf(path=str(path), prefer_css_page_size=True)
    run = subprocess.run(
        [require("pdftotext"), "-layout", str(path), "-"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return run.stdout.removesuffix("\f").split("\f")


def test_found_is_printed(
    site: Path, open_page: Callable[..., Any], require: Callable[[str], str], tmp_path: Path
) -> None:
    page = open_page().page
    page.goto(f"{site.as_uri()}/search.html?q=托育")
    page.wait_for_selector(".answer")
    text = "".join("".join(printed(page, tmp_path / "found.pdf", require)).split())
    for said in ("区卫健委", "责任", "发展普惠托育服务体系", "儿童福利水平稳步提升", "条目8条"):
        assert said in text, said


def test_the_matrix_ends_with_its_last_row(
    site: Path, open_page: Callable[..., Any], require: Callable[[str], str], tmp_path: Path
) -> None:
    page = open_page().page
    page.goto(f"{site.as_uri()}/{PLAN}/matrix.html")
    pages = printed(page, tmp_path / "matrix.pdf", require)
    last = page.locator("#matrix tbody tr:visible th").last.inner_text()
    assert len(pages) > 1
    assert last in pages[-1]
    run = subprocess.run(
        [
            require("pdftotext").replace("pdftotext", "pdfinfo"),
            "-f",
            "1",
            "-l",
            "99",
            str(tmp_path / "matrix.pdf"),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    sizes = set(re.findall(r"^Page +\d+ size: +([\d.]+ x [\d.]+)", run.stdout, re.M))
    assert len(sizes) == 1, "all sheets are across"


@pytest.mark.parametrize("width", [864, 911, 960, 1024, 1088, 1089, 1366])
def test_a_link_to_a_row_is_not_covered_by_the_head(
    site: Path, open_page: Callable[..., Any], width: int
) -> None:
    page = open_page(width=width, height=640).page
    for anchor in ("b1.23", "2.4.2"):
        page.goto(f"{site.as_uri()}/{PLAN}/text.html#{anchor}")
        page.wait_for_timeout(250)
        top, foot = page.evaluate(
            "[document.getElementById(location.hash.slice(1)).getBoundingClientRect().top,"
            " document.querySelector('.masthead').getBoundingClientRect().bottom]"
        )
        assert top >= max(foot, 0), (width, anchor)


@pytest.mark.parametrize("width", [911, 1366])
def test_the_quick_answer_stays_within_the_window(
    site: Path, open_page: Callable[..., Any], width: int
) -> None:
    page = open_page(width=width, height=560).page
    page.goto(f"{site.as_uri()}/{PLAN}/2.5.1.html")
    page.fill("[data-search]", "托育")
    page.wait_for_selector(".answer")
    if width > 1088:
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(100)
    box = page.locator(".found-in").bounding_box()
    foot = page.evaluate("document.querySelector('.masthead').getBoundingClientRect().bottom")
    assert box["y"] >= foot - 1
    assert box["y"] + box["height"] <= 560


def test_a_word_being_composed_filters_nothing(site: Path, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.goto(f"{site.as_uri()}/{PLAN}/indicators.html")
    session = page.context.new_cdp_session(page)
    page.focus("[data-filter-text]")
    session.send("Input.imeSetComposition", {"text": "jin shi", "selectionStart": 7, "selectionEnd": 7})
    assert page.evaluate(SHOWN) == 45
    session.send("Input.insertText", {"text": "近视"})
    assert page.evaluate(SHOWN) == 3
    assert "q=" in page.url


def test_a_filter_is_in_the_address_and_comes_back(root: str, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.goto(f"{root}{PLAN}/indicators.html")
    page.select_option("[data-filter=unit]", "区教委")
    some = page.evaluate(SHOWN)
    assert 0 < some < 45
    address = page.url
    page.locator("#indicators tbody tr:not([hidden]) th a").first.click()
    page.wait_for_selector("h1")
    page.go_back()
    page.wait_for_timeout(200)
    assert page.input_value("[data-filter=unit]") == "区教委"
    assert page.evaluate(SHOWN) == some
    # Sent to someone else.
    other = open_page().page
    other.goto(address)
    assert other.evaluate(SHOWN) == some
    other.click("[data-filter-clear]")
    assert other.evaluate(SHOWN) == 45
    assert "unit=" not in other.url


def test_nothing_that_fits_is_said_and_what_is_not_written_can_be_chosen(
    site: Path, several: Path, open_page: Callable[..., Any]
) -> None:
    page = open_page().page
    page.goto(f"{site.as_uri()}/{PLAN}/indicators.html?q=火星")
    expect(page.locator(".none-fits")).to_have_text("没有符合的。")
    page.goto(f"{site.as_uri()}/{PLAN}/indicators.html?target=none")
    assert page.evaluate(SHOWN) == 12
    found = [
        path
        for path in sorted(several.glob("*/indicators.html"))
        if '<option value="-">未写明</option>' in path.read_text("utf-8")
    ]
    for path in found:
        page.goto(f"{path.as_uri()}?unit=-")
        cells = page.locator("#indicators tbody tr:not([hidden]) .units-col").all_inner_texts()
        assert cells, path
        assert set(cells) == {""}, path


def test_hits_come_as_the_engine_ranks_them(site: Path, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.goto(f"{site.as_uri()}/search.html?q=托育")
    page.wait_for_selector(".hit")
    ranked = page.evaluate(
        "Promise.resolve(shuiguan.search('托育', {limit: 20})).then((r) => r.hits.map((h) => h.title))"
    )
    assert [title.strip() for title in page.locator(".hit-title").all_inner_texts()] == ranked
    heads = page.locator(".hits h3").all_inner_texts()
    assert heads == ["最相关", "也提到"]
    best = page.locator(".hits ol").first.locator(".hit-title").all_inner_texts()
    assert {"发展普惠托育服务体系", "普惠托育服务机构数量"} <= set(best)
    assert "儿童安全宣传教育项目" not in best


def test_arrows_scroll_a_page_that_is_being_read(site: Path, open_page: Callable[..., Any]) -> None:
    page = open_page(height=500).page
    page.goto(f"{site.as_uri()}/search.html?q=儿童")
    page.wait_for_selector(".hit")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 900)")
    page.mouse.click(2, 300)
    before = page.evaluate("scrollY")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") >= before
    # From the box they lead from unit to unit and hit to hit, and Escape leads back with the question kept.
    page.focus("[data-search]")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('.unit, .hit-link')")
    page.keyboard.press("Escape")
    assert page.input_value("[data-search]") == "儿童"
    assert page.evaluate("document.activeElement.id") == "q"


SHIFTED = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(sum), 500);
})"""


@pytest.mark.parametrize("name", ["index.html", f"{PLAN}/text.html", f"{PLAN}/text-2.4.html", f"{PLAN}/2.4.2.html", f"{PLAN}/units.html",
                                  f"{PLAN}/indicators.html", "search.html?q=托育"])  # fmt: skip
def test_nothing_moves_under_the_finger(site: Path, open_page: Callable[..., Any], name: str) -> None:
    """Cumulative layout shift on a phone: 0.1 is called good; the full text had 0.68 when its contents were closed late."""
    page = open_page(width=390, height=844).page
    page.goto(f"{site.as_uri()}/{name}")
    page.wait_for_timeout(300)
    assert page.evaluate(SHIFTED) <= 0.02


def test_back_to_the_top_and_the_contents_of_a_phone(site: Path, open_page: Callable[..., Any]) -> None:
    page = open_page(width=390, height=844).page
    page.goto(f"{site.as_uri()}/{PLAN}/text.html")
    assert not page.locator(".to-top").is_visible()
    assert not page.locator(".contents ol").first.is_visible()
    page.click("[data-contents-toggle]")
    assert page.locator(".contents ol").first.is_visible()
    page.evaluate("scrollTo(0, 5000)")
    expect(page.locator(".to-top")).to_be_visible()
    page.click(".to-top")
    page.wait_for_timeout(900)
    assert page.evaluate("scrollY") < 200


def test_what_is_only_a_hint_can_be_read(site: Path, open_page: Callable[..., Any]) -> None:
    """The placeholder of the box against its ground: 4.5 to 1, in light and in dark."""
    contrast = """() => {
      const input = document.querySelector('[data-search]');
      const of = (colour) => {
        const [r, g, b] = colour.match(/[\\d.]+/g).map((n) => n / 255).map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const pair = [getComputedStyle(input, '::placeholder').color, getComputedStyle(document.documentElement).backgroundColor].map(of);
      return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    }"""
    for scheme in ("light", "dark"):
        page = open_page(color_scheme=scheme).page
        for name in ("index.html", f"{PLAN}/2.4.2.html"):
            page.goto(f"{site.as_uri()}/{name}")
            assert page.evaluate(contrast) >= 4.5, (scheme, name)


def test_leading_and_helping_look_different(several: Path, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.goto(f"{several.as_uri()}/nanshan-livelihood-duties/units.html")
    heads = [head.strip("↕↑↓ ") for head in page.locator("#t-assigned thead th").all_inner_texts()]
    assert {"牵头", "配合"} <= set(heads)
    look = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color].join()"
    page.goto(f"{several.as_uri()}/nanshan-livelihood-duties/text-1.html")
    lead, held = (page.locator(f".margin .basis-{part}").first.evaluate(look) for part in ("lead", "help"))
    assert lead != held
    page.goto(f"{several.as_uri()}/search.html?q=县卫健局")
    page.wait_for_selector(".hit")
    labels = set(page.locator(".hit-units .basis").all_inner_texts())
    assert {"牵头", "配合"} <= labels


def test_the_first_duty_of_a_unit_is_above_the_fold(site: Path, open_page: Callable[..., Any]) -> None:
    """On a laptop of 1366×768 a unit's page begins with what it has to do, not with what it is called."""
    page = open_page(width=1366, height=768).page
    for path in sorted((site / PLAN).glob("unit-*.html"))[::6]:
        page.goto(path.as_uri())
        first = page.locator(".duty, .duty-indicators tbody tr").first
        assert first.bounding_box()["y"] < 540, path.name


def test_the_rows_of_later_pages_come_when_they_are_asked_for(
    root: str, site: Path, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    """A table of two pages: what is filtered is the whole of it, over file:// too, and its address can be sent."""
    from kb_site.table import Cell, Column, Piece, Row, Table

    rows = tuple(
        Row(cells=(Cell(pieces=(Piece(f"第{n}项", "2.4.2.html"),)), Cell(pieces=(Piece(f"≥{n}"),), value=n)))
        for n in range(1, 701)
    )
    columns = (
        Column(key="name", head="名称", sort="text"),
        Column(key="value", head="目标", sort="number", css="num"),
    )
    table = Table(name="indicators", columns=columns, rows=rows)
    parts = table.parts()
    assert len(parts) > 1
    folder = site / PLAN
    text = (folder / "indicators.html").read_text("utf-8")
    body = "".join(
        f'<tr><th scope="row"><a href="2.4.2.html">{row.cells[0].text}</a></th><td class="num" data-value="{row.cells[1].value}">'
        f"{row.cells[1].text}</td></tr>"
        for row in parts[0]
    )
    head = '<tr><th scope="col" data-key="name" data-sort="text">名称</th><th scope="col" data-key="value" data-sort="number">目标</th></tr>'
    made = f'<table id="indicators" data-sortable data-rows="long-rows.js"><thead>{head}</thead><tbody>{body}</tbody></table>'
    start, end = text.index("<table"), text.index("</table>") + len("</table>")
    (folder / "long.html").write_text(text[:start] + made + text[end:], encoding="utf-8")
    (folder / "long-rows.js").write_bytes(table.rows_script([r for part in parts[1:] for r in part]))
    try:
        page = open_page().page
        page.goto(f"{root}{PLAN}/long.html")
        assert page.locator("#indicators tbody tr:visible").count() == len(parts[0])
        page.fill("[data-filter-text]", "第700项")
        expect(page.locator("#indicators tbody tr:visible")).to_have_count(1)
        expect(page.locator("[data-filter-count]")).to_have_text("700 项中的 1 项")
        page.reload()
        expect(page.locator("#indicators tbody tr:visible")).to_have_count(1)
        page.goto(f"{root}{PLAN}/long.html")
        for _ in range(2):
            page.locator("th[data-key=value] button").click()
        expect(page.locator("#indicators tbody tr:visible").first).to_contain_text("第700项")
    finally:
        for name in ("long.html", "long-rows.js"):
            (folder / name).unlink()
