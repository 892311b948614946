"""Entries put into units.toml: what staff wrote there stays, to the byte."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kb.answer.units import Proposed
from kb.model import Unit
from kb.pipeline.units_file import add_units
from kb.problems import KbError
from kb.rules.registry import load_units

OWN = """# 我们的单位，2024年3月核对
[[unit]]
name = "区教委"   # 教育
aliases = [
    "教委",       # 群众这样叫
]
plans = ["p"]


# 各镇街
[[unit]]
name = "各镇街"
members = ["东山街道", "西山街道"]
"""


def proposal(name: str, kind: str = "", aliases: tuple[str, ...] = (), plan: str = "p") -> Proposed:
    return Proposed(Unit(name, aliases=aliases, kind=kind, plans=(plan,)), "二、（一）1", 12, 3)


def test_what_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "units.toml"
    path.write_text(OWN, encoding="utf-8")
    added = add_units(
        path, [proposal("区农业农村委", "政府部门", ("区农委",)), proposal("区教委"), proposal("各镇街")]
    )
    assert [u.name for u in added] == ["区农业农村委"]
    text = path.read_text(encoding="utf-8")
    assert text.startswith(OWN)
    assert text[len(OWN) :] == (
        "\n# 待核对：二、（一）1（源文第 12 行），共 3 条\n[[unit]]\n"
        'name = "区农业农村委"\naliases = ["区农委"]\nkind = "政府部门"\nplans = ["p"]\n'
    )
    units, problems = load_units(path)
    assert [u.name for u in units] == ["区教委", "各镇街", "区农业农村委"]
    assert [p for p in problems if p.level == "error"] == []


def test_a_second_time_nothing_is_added(tmp_path: Path) -> None:
    path = tmp_path / "units.toml"
    rows = [proposal("区商务局"), proposal("区商务局", plan="q"), proposal('甲"局\\乙')]
    assert len(add_units(path, rows)) == 3
    before = path.read_bytes()
    assert add_units(path, rows) == ()
    assert path.read_bytes() == before
    assert [e["name"] for e in tomllib.loads(before.decode())["unit"]] == [
        "区商务局",
        "区商务局",
        '甲"局\\乙',
    ]


def test_an_alias_belongs_to_one_unit(tmp_path: Path) -> None:
    path = tmp_path / "units.toml"
    path.write_text(OWN, encoding="utf-8")
    (added,) = add_units(path, [proposal("区教育考试院", aliases=("教委", "考试院"))])
    assert added.aliases == ("考试院",)


@pytest.mark.parametrize("text", ["[[unit]\nname = 1", "unit = 3\n", '[unit]\nname = "a"\n'])
def test_a_file_that_is_wrong_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "units.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KbError, match="没有写"):
        add_units(path, [proposal("区商务局")])
    assert path.read_text(encoding="utf-8") == text
    assert [p.name for p in tmp_path.iterdir()] == ["units.toml"]
