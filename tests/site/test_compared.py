"""Pages over plans: side by side, the tree of what was made by what, versions, topics of several, the portal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.store import Base, open_base
from kb_site.build import build_site
from tests.kb.compare.conftest import CITY, DISTRICT, NATION
from tests.levels import LATER, build_levels
from tests.site.test_site import read


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with open_base(build_levels(tmp_path_factory.mktemp("levels"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def compared(base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(base, tmp_path_factory.mktemp("site") / "out").out


def words(path: Path) -> str:
    return re.sub(r"\s+", "", re.sub("<[^>]+>", "", path.read_text("utf-8").partition("<main")[2]))


def test_the_tree_says_who_was_made_by_whom(compared: Path) -> None:
    """The nation's outline above the city's plan, and that above the district's, which names only the city's."""
    page = (compared / "compare.html").read_text("utf-8")
    tree = page[page.index('class="tree"') :]
    assert (
        tree.index(f"{NATION}/index.html")
        < tree.index(f"{CITY}/index.html")
        < tree.index(f"{DISTRICT}/index.html")
    )
    assert "依据" in words(compared / "compare.html")


def test_two_plans_side_by_side_with_their_sources(compared: Path) -> None:
    page = compared / f"compare-{CITY}-with-{DISTRICT}.html"
    shown = words(page)
    assert "云溪区目标（≥93）低于澄江市目标（≥95）。" in shown
    assert "计量单位不同：个、万册" in shown  # 儿童图书馆数 is proposed, not aligned
    links = set(re.findall(r'href="([^"#]+\.html)', page.read_text("utf-8")))
    assert any(href.startswith(f"{CITY}/b") for href in links)
    assert any(href.startswith(f"{DISTRICT}/b") for href in links)


def test_every_link_of_the_pages_leads_somewhere(compared: Path) -> None:
    pages = [*compared.glob("compare*.html"), *compared.glob("topic*.html"), *compared.glob("plans*.html")]
    assert len(pages) > 6
    for page in pages:
        for href in re.findall(r'href="([^"]+)"', page.read_text("utf-8")):
            path, _, anchor = href.partition("#")
            target = compared / path.partition("?")[0] if path else page
            assert target.is_file(), (page.name, href)
            if anchor and target.suffix == ".html":
                assert anchor in read(target).ids, (page.name, href)


def test_two_versions_of_one_plan(compared: Path) -> None:
    shown = words(compared / f"compare-{DISTRICT}-with-{LATER}.html")
    assert "另一版本" in shown
    assert "≥93" in shown
    assert "≥94" in shown
    page = (compared / f"compare-{DISTRICT}-with-{LATER}.html").read_text("utf-8")
    gone, new = (re.findall(f"<{tag}>([^<]+)</{tag}>", page) for tag in ("del", "ins"))
    assert (gone, new) == (["每个街道建成1所以上普惠托育机构。"], ["每个街道建成2所以上普惠托育机构。"])
    assert shown.index("删去的任务") < shown.index("开展夏季防溺水巡查") < shown.index("开展反电信诈骗宣传")


def test_the_portal_offers_places_levels_and_kinds(compared: Path) -> None:
    page = (compared / "plans.html").read_text("utf-8")
    assert 'data-filter="place"' in page
    assert 'data-filter="level"' in page
    assert page.count("<tr data-place=") == 4


def test_pages_keep_their_bound(compared: Path) -> None:
    heavy = [p.name for p in compared.glob("*.html") if p.stat().st_size > 30_000]
    assert heavy == []
