"""Names of units that a question may have are those of all units, though only some are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.rules.resolver import Resolver
from kb.search import open_index
from kb.store import open_base
from kb.who.unit_names import UnitNames
from tests.several import build_several

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_several(ROOT, tmp_path_factory.mktemp("several"))


def test_every_name_is_found_by_a_text_that_has_it(folder: Path) -> None:
    with open_base(folder) as base, open_index(base.folder / "index") as index:
        normalise = index.lexicon.normalise
        all_names = Resolver(base.units(), normalise).names
        for name, units in all_names.items():
            found = UnitNames(base, normalise)
            found.meet(f"请问{name}负责什么")
            assert found.names[name] == units
            assert set(found.names) <= set(all_names)


def test_few_are_read_for_a_question_and_all_for_a_slip(folder: Path) -> None:
    with open_base(folder) as base, open_index(base.folder / "index") as index:
        found = UnitNames(base, index.lexicon.normalise)
        found.meet("夜市街区谁管")
        few = len(found.names)
        found.meet("")
        assert len(found.names) == few
        assert found.every() == Resolver(base.units(), index.lexicon.normalise).names
        assert few < len(found.names) / 10


def test_a_plan_has_its_own_units_and_those_of_none(folder: Path) -> None:
    with open_base(folder) as base, open_index(base.folder / "index") as index:
        for plan in base.plan_ids():
            mine = [u for u in base.units() if not u.plans or plan in u.plans]
            found = UnitNames(base, index.lexicon.normalise, plan)
            assert found.every() == Resolver(mine, index.lexicon.normalise).names
