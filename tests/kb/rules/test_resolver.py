"""One rule says which unit a name means: for printed names, names asked for, questions and filters."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model import Unit
from kb.question.reader import Reader
from kb.rules.registry import Registry
from kb.rules.resolver import Resolver, meant, narrowed
from kb.search.documents import UnitName, Vocabulary
from kb.search.lexicon import Lexicon
from kb.store import Base, open_base
from tests.towns import build_towns

EAST = Unit(
    "区教委",
    "云山市东湖区教育委员会",
    ("区教育局",),
    id="东湖区/区教委",
    place=("云山市", "东湖区"),
    plans=("east",),
)
WEST = Unit("区教委", "", ("西湖教委",), id="西湖区/区教委", place=("云山市", "西湖区"), plans=("west",))
CITY = Unit(
    "市教育局", "", ("区教育局", "教委"), id="云山市/市教育局", place=("云山市",), plans=("city", "west")
)
OWN = Unit("教委", id="江阳市/教委", place=("江阳市",), plans=("other",))
UNITS = (EAST, WEST, CITY, OWN)
CASES = (
    # name asked, the units it means
    ("区教委", (EAST, WEST)),  # the own name of two
    (" 区 教委", (EAST, WEST)),  # in matching form
    ("云山市东湖区教育委员会", (EAST,)),  # a full name
    ("区教育局", (EAST, CITY)),  # nobody's own name: an alias of both
    ("教委", (OWN,)),  # the own name of one comes before the alias of another
    ("水务局", ()),
)


@pytest.mark.parametrize(("name", "expected"), CASES)
def test_which_units_a_name_means(name: str, expected: tuple[Unit, ...]) -> None:
    assert Resolver(UNITS).called(name) == expected


@pytest.mark.parametrize(("name", "expected"), CASES)
def test_the_question_and_the_index_ask_the_same(name: str, expected: tuple[Unit, ...]) -> None:
    plain = "".join(name.split())
    reader = Reader((), UNITS, str)
    assert reader.read(f"{plain}负责什么").units == expected
    names = tuple(UnitName(u.name, u.names[1:], u.id) for u in UNITS)
    lexicon = Lexicon(frozenset(), vocabulary=Vocabulary(names))
    if expected:
        assert tuple(u.id for u in lexicon.units_called(plain)) == tuple(u.id for u in expected)
        assert lexicon.unit_names[plain] == expected[0].name
    else:
        assert plain not in lexicon.unit_names


def test_what_holds_comes_before_whose_own_name_it_is() -> None:
    """“教委” where only the city's is meant by it: another place's own name does not take it away."""
    resolver = Resolver(UNITS)
    assert resolver.called("教委", lambda u: "city" in u.plans) == (CITY,)
    called = tuple(u for u in UNITS if "教委" in u.names)
    assert meant("教委", narrowed(called, place="云山")) == (CITY,)
    assert meant("教委", narrowed(called, plan="city")) == (CITY,)
    assert meant("教委", narrowed(called)) == (OWN,)
    assert narrowed(called, place="海州") == ()


def test_a_place_is_first_the_one_called_so() -> None:
    assert narrowed(UNITS, place="云山市") == (CITY,)
    assert narrowed(UNITS, place="湖区") == (EAST, WEST)
    assert narrowed(UNITS, place="云山市东") == (EAST,)


def test_an_entry_for_the_plan_comes_before_one_of_the_same_own_name() -> None:
    general = Unit("民政部门", aliases=("市民政局",))
    local = Unit("市民政局", aliases=("民政部门",), plans=("p",))
    registry = Registry.of((general, local))
    assert registry.resolve("民政部门", "p") == local
    assert registry.resolve("民政部门", "q") == general
    assert registry.resolve("市民政局", "q") == general
    assert registry.resolve("水务局", "p") is None


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return open_base(build_towns(tmp_path_factory.mktemp("towns")))


def test_the_store_asks_the_same(towns: Base) -> None:
    """Every name of every unit of a base: what the store finds by its table is what the resolver says of all units."""
    resolver = Resolver(towns.units())
    assert len(set(resolver)) > 20
    for name in resolver:
        assert towns.find_units(name) == resolver.called(name), name


def test_members_of_a_collective_may_go_by_any_of_their_names(tmp_path: Path) -> None:
    from kb.corpus import Corpus
    from kb.pipeline.build import build
    from kb.pipeline.importer import import_file

    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "units.toml").write_text(
        '[[unit]]\nname = "市林业局"\naliases = ["市林草局"]\n\n[[unit]]\nname = "护林单位"\nkind = "集合称谓"\n'
        'members = ["市林草局"]\n',
        "utf-8",
    )
    document = tmp_path / "plan.txt"
    document.write_text(
        "青峰市护林实施方案\n\n一、重点任务\n\n（一）巡护山林。每日巡护。（责任单位：护林单位）\n\n"
        "（二）补种苗木。补种五千株。（责任单位：市林业局）\n",
        "utf-8",
    )
    import_file(document, corpus, "plan")
    with open_base(build(Corpus(corpus), tmp_path / "kb").folder) as base:
        (one,) = base.find_units("市林草局")
        assert [u.name for u in base.collectives(one.id)] == ["护林单位"]
