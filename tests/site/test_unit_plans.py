"""A unit's page over its plans: two plans of one district, and a plan of another district with equal names of units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from kb.answer.unit import unit
from kb.answer.units import units
from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.pipeline.importer import import_file
from kb.store import Base, open_base
from kb_site.build import build_site, render_site
from kb_site.plan_view import PlanView
from tests.site.test_site import broken_links, read

CHILDREN = """青川市南湖区儿童发展实施方案（2024—2026年）

一、重点任务

（一）扩大托育服务。新建托育园四所。（责任单位：区卫健委、区教委）

（二）守护视力健康。每年筛查一次视力。（牵头单位：区教委；配合单位：区卫健委、财政部）
"""
WOMEN = """青川市南湖区妇女发展实施方案（2024—2026年）

一、重点任务

（一）做好两癌筛查。筛查覆盖全部街道。（牵头单位：区卫健委；配合单位：区妇联）

（二）维护劳动权益。开展劳动保障监察。（责任单位：区人社局）

（三）改善母婴设施。建设母婴室二十间。（责任单位：区卫健委）
"""
OTHER = """青川市北湖区儿童发展实施方案（2024—2026年）

一、重点任务

（一）扩大托育服务。新建托育园九所。（责任单位：区卫健委、区教委、财政部）

（二）建设儿童公园。建成公园一座。（责任单位：区人社局）
"""
PLANS = {"nanhu-children": CHILDREN, "nanhu-women": WOMEN, "beihu-children": OTHER}


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    folder = tmp_path_factory.mktemp("districts")
    (folder / "corpus").mkdir()
    for id_, text in PLANS.items():
        path = folder / f"{id_}.txt"
        path.write_text(text, encoding="utf-8")
        import_file(path, folder / "corpus", id_)
    with open_base(build(Corpus(folder / "corpus"), folder / "kb").folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def districts_site(districts: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("districts-site") / "site"
    return build_site(districts, out, base_url="https://plans.example.org/all").out


def shared_pages(site: Path) -> dict[tuple[str, str], BeautifulSoup]:
    """Pages over several plans by place and name of the unit, as they print them."""
    out = {}
    for path in sorted(site.glob("unit-*.html")):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        place, name = page.select_one(".kind span + span"), page.select_one("h1")
        assert place is not None
        assert name is not None
        out[place.get_text(), name.get_text()] = page
    assert len(out) == len(list(site.glob("unit-*.html")))
    return out


def nodes(block: Tag) -> list[str]:
    """Ids of the nodes that a block lists as duties."""
    links = [str(a["href"]) for a in block.select(".duty-head a, .duty-indicators th a")]
    return [re.sub(r"text\.html#|\.html$", "", href) for href in links]


def test_a_page_for_each_unit_with_duties_in_two_plans_and_no_other(districts_site: Path) -> None:
    """区教委 and 区人社局 have duties in one plan of each district, so no page: the two districts are never one."""
    assert set(shared_pages(districts_site)) == {("南湖区", "区卫健委"), ("国家", "财政部")}


def test_a_block_for_each_plan_with_its_own_duties(districts_site: Path) -> None:
    pages = shared_pages(districts_site)
    blocks = pages["南湖区", "区卫健委"].select(".of-plan")
    heads = [h.get_text() for block in blocks for h in block.select("h2 a")]
    assert heads == [
        "《青川市南湖区儿童发展实施方案（2024—2026年）》", "《青川市南湖区妇女发展实施方案（2024—2026年）》",
    ]  # fmt: skip
    titles = [[a.get_text() for a in block.select(".duty-head a")] for block in blocks]
    assert titles == [["扩大托育服务", "守护视力健康"], ["做好两癌筛查", "改善母婴设施"]]
    assert "托育园九所" not in pages["南湖区", "区卫健委"].get_text()
    assert "北湖区" not in pages["南湖区", "区卫健委"].select_one("main").get_text()  # type: ignore[union-attr]
    state = pages["国家", "财政部"].select(".of-plan h2 a")
    assert [a.get_text() for a in state] == [
        "《青川市北湖区儿童发展实施方案（2024—2026年）》", "《青川市南湖区儿童发展实施方案（2024—2026年）》",
    ]  # fmt: skip


def test_it_counts_as_the_base_does(districts: Base, districts_site: Path) -> None:
    for (place, name), page in shared_pages(districts_site).items():
        found = unit(districts, name, place=place)
        assert found["place"] == place
        listed = [id_ for block in page.select(".of-plan") for id_ in nodes(block)]
        assert len(listed) == len(set(listed))
        assert set(listed) == {d["id"] for d in found["duties"]}
        figures = [int(b.get_text()) for b in page.select(".sheet-figures b")]
        assert sum(figures) == len(listed)
        for block in page.select(".of-plan"):
            count = block.select_one("h2 .count")
            assert count is not None
            assert count.get_text() == f"{len(nodes(block))} 条"
    page = shared_pages(districts_site)["南湖区", "区卫健委"]
    assert [li.get_text() for li in page.select(".sheet-figures li")] == ["1 牵头", "2 责任", "1 配合"]
    assert page.select(".sheet-source")[0].get_text().startswith("明确责任共 4 条（牵头、责任、配合）。")
    plans = [a.get_text() for a in page.select("header .members a")]
    assert plans == ["青川市南湖区儿童发展实施方案", "青川市南湖区妇女发展实施方案"]


def test_each_plans_page_leads_to_it_and_it_leads_back(districts: Base, districts_site: Path) -> None:
    (path,) = (p for p in districts_site.glob("unit-qu-wei-jian-wei-*.html"))
    leading = {
        p.parent.name for p in districts_site.glob("*/unit-*.html") if f"../{path.name}" in read(p).refs
    }
    assert leading == {"nanhu-children", "nanhu-women"}
    back = {ref.split("/")[0] for ref in read(path).refs if re.match(r"[a-z-]+/unit-qu-wei-jian-wei-", ref)}
    assert back == leading
    assert broken_links(districts_site) == []
    for page in districts_site.glob("unit-*.html"):
        ids = read(page).ids
        assert len(ids) == len(set(ids))
        assert read(page).inline == []


def test_every_section_has_a_name_of_its_own(districts_site: Path) -> None:
    """A screen reader lists sections by name: 责任 of two plans are two."""
    page = shared_pages(districts_site)["南湖区", "区卫健委"]
    names = []
    for section in page.select("section[aria-labelledby]"):
        heads = [page.find(id=id_) for id_ in str(section["aria-labelledby"]).split()]
        names.append(" ".join(h.get_text() for h in heads if h is not None))
    assert len(names) == len(set(names)) == 6
    assert "《青川市南湖区妇女发展实施方案（2024—2026年）》 2 条 责任 1 条" in names


def test_programs_find_it(districts_site: Path) -> None:
    (path,) = (p for p in districts_site.glob("unit-qu-wei-jian-wei-*.html"))
    twin = path.with_suffix(".md").read_text("utf-8")
    assert twin.endswith(f"原页：<https://plans.example.org/all/{path.name}>\n")
    for said in ("区卫健委", "南湖区", "做好两癌筛查", "守护视力健康"):
        assert said in twin
    assert f"<loc>https://plans.example.org/all/{path.name}</loc>" in (
        districts_site / "sitemap.xml"
    ).read_text("utf-8")
    index = (districts_site / "llms.txt").read_text("utf-8")
    assert f"[区卫健委（南湖区）](https://plans.example.org/all/{path.stem}.md)" in index


def test_the_same_base_gives_the_same_bytes(districts: Base, districts_site: Path) -> None:
    views = tuple(PlanView(districts, plan) for plan in districts.plans())
    again, _ = render_site(districts, views, base_url="https://plans.example.org/all")
    there = {p.relative_to(districts_site).as_posix(): p for p in districts_site.rglob("*") if p.is_file()}
    assert {name: path.read_bytes() for name, path in there.items()} == again


def test_its_address_stays_when_the_corpus_grows(districts: Base) -> None:
    """The name comes from the unit's place and name, not from the plans that name it."""
    views = tuple(PlanView(districts, plan) for plan in districts.plans() if plan.id != "beihu-children")
    fewer, _ = render_site(districts, views)
    every, _ = render_site(districts, tuple(PlanView(districts, plan) for plan in districts.plans()))

    def own(files: dict[str, bytes]) -> set[str]:
        return {name for name in files if name.startswith("unit-qu-wei-jian-wei-")}

    assert len(own(fewer)) == 1
    assert own(fewer) == own(every)
    assert not any(name.startswith("unit-cai-zheng-bu-") for name in fewer)


def test_one_word_has_one_count(districts: Base, districts_site: Path) -> None:
    """明确责任 is what `kb units` counts so; its parts are called 牵头, 责任, 配合."""
    labels = set()
    for plan in districts.plan_ids():
        index = BeautifulSoup((districts_site / plan / "units.html").read_text("utf-8"), "html.parser")
        heads = {th.get_text() for th in index.select("#t-assigned th[scope=col]")}
        column = "明确责任" if "明确责任" in heads else "责任"
        shown = {}
        for row in index.select("#t-assigned tbody tr"):
            name, cell = row.select_one("th a"), row.select_one(f'td[data-label="{column}"]')
            assert name is not None
            assert cell is not None
            shown[name.get_text()] = int(cell.get_text())
        counted = {u["unit"]: u["counts"]["assigned"] for u in units(districts, plan=plan)["units"]}
        assert shown == {name: n for name, n in counted.items() if n}
        for page in (districts_site / plan).glob("*.html"):
            labels |= {
                b.get_text() for b in BeautifulSoup(page.read_text("utf-8"), "html.parser").select(".basis")
            }
    assert {"牵头", "责任", "配合"} <= labels
    assert "明确责任" not in labels
