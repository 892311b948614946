"""Several places in one base: no surface shows a unit with evidence from another place, and all surfaces say the same.

The script behind `kb export` == pages == extracts: `count_published.py` reads the built site and the xlsx files and nothing
else, `counted_from_export` the JSON; the tests compare them unit by unit.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from kb.answer.export import export
from kb.answer.matrix import matrix
from kb.answer.search import search
from kb.answer.unit import unit
from kb.answer.units import units
from kb.corpus import Corpus
from kb.extract import ALL_BASES, Gathering, Options, file_names, write_extracts
from kb.pipeline.build import build
from kb.pipeline.importer import import_file
from kb.rules.distance import is_met
from kb.rules.holdings import by_basis
from kb.search import Index, open_index
from kb.store import Base, SeveralUnits, open_base
from kb.who.answer import who

SCRIPT = Path(__file__).with_name("count_published.py")
# Two districts of one name in two cities, one more in the first city, and that city's own plan.
_TASKS = """
一、重点任务

（一）发展托育服务。建设托育园{n}所，扩大托位供给。（责任单位：区卫健委、区教委、{city}卫健委）

（二）加强近视防控。各镇街落实近视防控措施。（牵头单位：区教委；配合单位：区卫健委、国家卫生健康委、各镇街）

二、保障措施

（一）加强组织领导。{own}统筹推进各项工作，区教委每年向{own}报告进展情况。
"""
DISTRICTS = {
    "yunshan-donghu": ("云山市东湖区儿童发展实施方案", "云山市东湖区", 3),
    "linjiang-donghu": ("临江市东湖区儿童发展实施方案", "临江市东湖区", 7),
    "yunshan-xihu": ("云山市西湖区儿童发展实施方案", "云山市西湖区", 5),
}
_CITY = """云山市托育服务实施方案

一、重点任务

（一）扩大供给。全市新增托位一千个。（责任单位：市卫健委、市教育局）

（二）加强监管。开展托育机构检查。（责任单位：市卫健委）
"""
_REGISTRY = """
[[unit]]
name = "区教委"
full_name = "云山市东湖区教育委员会"
aliases = ["东湖区教委"]
kind = "政府部门"
place = "云山市/东湖区"

[[unit]]
name = "区教委"
full_name = "云山市西湖区教育委员会"
kind = "政府部门"
plans = ["yunshan-xihu"]
"""


def _base(repository: Path, folder: Path, more: list[Path]) -> Iterator[Base]:
    corpus = folder / "corpus"
    shutil.copytree(repository / "corpus", corpus)
    with (corpus / "units.toml").open("a", encoding="utf-8") as registry:
        registry.write(_REGISTRY)
    for id_, (title, place, n) in DISTRICTS.items():
        path = folder / f"{id_}.txt"
        path.write_text(
            f"{title}\n" + _TASKS.format(n=n, city="市", own=f"{place}人民政府"), encoding="utf-8"
        )
        import_file(path, corpus, id_)
    path = folder / "yunshan-city.txt"
    path.write_text(_CITY, encoding="utf-8")
    import_file(path, corpus, "yunshan-city")
    for document in more:
        import_file(document, corpus)
    with open_base(build(Corpus(corpus), folder / "kb").folder) as base:
        yield base


@pytest.fixture(scope="module")
def made(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """The first plan and the made-up places."""
    yield from _base(repository, tmp_path_factory.mktemp("made"), [])


@pytest.fixture(scope="module")
def all_plans(
    repository: Path, shared: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Base]:
    """The same and the ten plans next to the checkout, where they are."""
    others = sorted(p for p in shared("plans").iterdir() if p.suffix in (".txt", ".html"))
    yield from _base(repository, tmp_path_factory.mktemp("shared"), others)


@pytest.fixture(scope="module", params=["made", "all_plans"])
def base(request: pytest.FixtureRequest) -> Base:
    found: Base = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def index(base: Base) -> Iterator[Index]:
    with open_index(base.folder / "index") as opened:
        yield opened


# Counts, each as plan → unit's id → basis → nodes

Counted = dict[str, dict[str, set[str]]]


def counted_from_export(base: Base) -> Counted:
    """Nodes by plan and unit that the export gives a unit: the duties that name it among their holders."""
    out: Counted = {}
    for plan in base.plan_ids():
        held: dict[str, set[str]] = defaultdict(set)
        for duty in export(base, plan)["duties"]:
            for holder in duty["holders"]:
                held[holder].add(duty["id"])
        out[plan] = dict(held)
    return out


def counted_over_plans(base: Base, site: Path) -> Counted:
    """Unit's id → plan → nodes that the unit's page over its plans lists. The page says by place and name whose it is."""
    by_print = {(one.place_name, one.name): one.id for one in base.units()}
    out: Counted = {}
    for path in sorted(site.glob("unit-*.html")):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        place, name = page.select_one(".kind span + span"), page.select_one("h1")
        assert name is not None
        id_ = by_print[place.get_text() if place else "", name.get_text()]
        assert id_ not in out
        out[id_] = {}
        for block in page.select(".of-plan"):
            head = block.select_one("h2[id]")
            assert head is not None
            plan = str(head["id"]).removeprefix("p-")
            links = block.select(".duty-head a, .duty-indicators th a")
            hrefs = [str(a["href"]).removeprefix(f"{plan}/") for a in links]
            out[id_][plan] = {_node_of(plan, href) for href in hrefs}
    return out


def _node_of(plan: str, href: str) -> str:
    path, _, anchor = href.partition("#")
    return f"{plan}/{anchor or path.removesuffix('.html')}"


def published(base: Base, folder: Path) -> dict[str, dict[str, dict[str, list[str]]]]:
    """What `count_published.py` counts in the site and the extracts of all plans; it imports nothing of the product."""
    for plan in base.plan_ids():
        write_extracts(
            base,
            folder / "extracts" / plan,
            Options(formats=("xlsx",), bases=ALL_BASES, force=True),
            plan=plan,
        )
    run = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(folder / "site"), str(folder / "extracts")],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, dict[str, dict[str, list[str]]]] = json.loads(run.stdout)
    return found


# What must hold


def test_one_name_in_two_places_is_two_units(made: Base) -> None:
    assert sorted(u.id for u in made.find_units("区教委")) == [
        "临江市东湖区/区教委", "云山市东湖区/区教委", "大渡口区/区教委", "西湖区/区教委",
    ]  # fmt: skip
    full = {u.id: u.full_name for u in made.find_units("区教委")}
    assert full["云山市东湖区/区教委"] == "云山市东湖区教育委员会"
    assert full["西湖区/区教委"] == "云山市西湖区教育委员会"
    assert full["临江市东湖区/区教委"] == ""
    with pytest.raises(SeveralUnits, match=r"“区教委”有 4 个单位：.*请加 --place 指明地方"):
        made.one_unit("区教委")
    assert made.one_unit("区教委", place="临江").id == "临江市东湖区/区教委"
    assert made.one_unit("区教委", plan="yunshan-xihu").id == "西湖区/区教委"


def test_a_district_and_its_city_name_one_unit_of_the_city(made: Base) -> None:
    """市卫健委 in a district's plan is the city's, the same as in the city's own plan; a national body is one everywhere."""
    city = made.unit_of("云山市/市卫健委")
    assert city.plans == ("yunshan-city", "yunshan-donghu", "yunshan-xihu")
    assert [u.id for u in made.find_units("市卫健委")] == ["临江市/市卫健委", "云山市/市卫健委"]
    nation = made.unit_of("国家/卫生健康委")
    assert nation.plans == ("linjiang-donghu", "yunshan-donghu", "yunshan-xihu")
    assert {u.id for u in made.find_units("各镇街")} >= {f"西湖区/各镇街@{p}" for p in ("yunshan-xihu",)}


def test_every_answer_is_proved_by_duties_of_its_own_unit(base: Base, index: Index) -> None:
    questions = (
        "托育",
        "近视防控谁负责",
        "区教委负责什么",
        "市卫健委",
        "各镇街管什么",
        "市商务局牵头哪些任务",
        "营商环境",
    )
    for question in questions:
        answers = who(base, index, question)["answers"]
        assert len({a["unit_id"] for a in answers}) == len(answers), question
        for answer in answers:
            asked = base.unit_of(answer["unit_id"])
            assert answer["place"] == asked.place_name
            for piece in answer["evidence"]:
                ids = {d.unit_id for d in base.duties_of([piece["link"]["id"] if piece["link"] else piece["id"]])[
                    piece["link"]["id"] if piece["link"] else piece["id"]
                ]}  # fmt: skip
                assert answer["unit_id"] in ids, (question, answer["unit"], piece["id"])
                assert piece["plan"] in asked.plans


def test_a_units_duties_come_from_plans_that_mean_it(base: Base) -> None:
    for one in base.units():
        found = unit(base, one.id)
        assert not found["choices"]
        assert {d["plan"] for d in found["duties"]} <= set(one.plans), one.id
        allowed = {one.id, *(c.id for c in base.collectives(one.id))}
        for duty in found["duties"]:
            assert allowed & {d.unit_id for d in base.duties(node=duty["id"])}, (one.id, duty["id"])


def test_one_count_on_every_surface(base: Base, index: Index) -> None:
    """units, unit, matrix and the filter of search count the same nodes."""
    rows = {u["unit_id"]: u["counts"] for u in units(base)["units"]}
    assert len(rows) == len(base.units())
    for row in matrix(base)["units"]:
        whole = by_basis(rows[row["unit_id"]])
        assert all(n <= whole[basis] for basis, n in by_basis(row["counts"]).items())
    for one in base.units():
        found = unit(base, one.id)
        assert found["totals"]["basis"] == rows[one.id], one.id
        held = {d["id"] for d in found["duties"] if d["basis"] != "related"}
        hits = search(index, "", units=(one.id,), limit=None)["hits"] if held else []
        assert {h["id"] for h in hits} == held, one.id


def test_export_pages_and_extracts_say_the_same(base: Base, tmp_path: Path) -> None:
    from kb_site.build import build_site

    build_site(base, tmp_path / "site")
    due = counted_from_export(base)
    counted = published(base, tmp_path)
    for plan in base.plan_ids():
        told = export(base, plan)
        called = {u["unit_id"]: u["unit"] for u in told["units"]}
        cited = {n["id"]: n["citation"].rstrip("、.．") for n in told["nodes"]}
        held = {called[id_]: nodes for id_, nodes in due[plan].items()}
        pages = {
            name: {f"{plan}/{n}" for n in nodes} for name, nodes in counted["pages"].get(plan, {}).items()
        }
        assert {name: nodes for name, nodes in pages.items() if nodes} == held, plan
        books = {name: set(found) for name, found in counted["workbooks"].get(plan, {}).items()}
        assert {name: found for name, found in books.items() if found} == {
            name: {cited[n] for n in nodes} for name, nodes in held.items()
        }, plan
    several: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for plan, units_held in due.items():
        for id_, nodes in units_held.items():
            several[id_][plan] = nodes
    assert counted_over_plans(base, tmp_path / "site") == {
        id_: held for id_, held in several.items() if len(held) > 1
    }


def test_a_file_a_unit(base: Base) -> None:
    gathering = Gathering(base)
    names = file_names(gathering)
    assert names.keys() == {u.id for u in base.units()}
    assert len(set(names.values())) == len(names)
    for one in gathering.units:
        for part in gathering.sheet_of(one, ALL_BASES).parts:
            assert part.plan.id in one.plans
            assert part.unit.id == one.id


def test_pages_of_one_unit_lead_to_each_other(made: Base, tmp_path: Path) -> None:
    from kb_site.build import build_site

    build_site(made, tmp_path)
    (page,) = (tmp_path / "yunshan-city").glob("unit-shi-wei-jian-wei-*.html")
    text = page.read_text("utf-8")
    links = re.findall(r'href="\.\./(yunshan-[a-z]+|linjiang-[a-z]+)/unit-shi-wei-jian-wei', text)
    assert sorted(links) == ["yunshan-donghu", "yunshan-xihu"]


def test_met_is_one_rule(base: Base) -> None:
    """The check KB319 names exactly the indicators whose baseline is_met says meets the target."""
    told = {p.node for p in base.problems() if p.code == "KB319"}
    met = {
        i.id
        for i in base.indicators()
        if i.baseline is not None
        and i.baseline.unit_of_measure == i.unit_of_measure
        and is_met(i.target, i.baseline.value)
    }
    assert told == met
