"""A made-up plan year: 56 units report for 2023 and 2024; what each row comes to is chosen here, the rest by a seeded script.

The plan's targets are the real ones; every value, name and text is made up. 12 faults are planted in 2024 (FAULTS).
"""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kb.corpus import Corpus
from kb.ledger.folder import read_ledger
from kb.ledger.tables import IndicatorRow, table_text
from kb.monitor.collect import Collected, collect
from kb.monitor.desk import Desk
from kb.monitor.init import init
from kb.monitor.open_round import open_round
from kb.store import Base
from tests.kb.monitor.filling import fill

PLAN = "dadukou-children-2021-2030"
REPORTERS = {
    "b1.11-2": "区教委", "b1.11-3": "区教委", "b1.18": "区公安分局", "b1.19": "区公安分局", "b1.20": "区公安分局", "b1.30": "区妇联",
    "b1.31": "区妇联",
}  # fmt: skip
"""Who reports the rows of several units; b1.11 is left open on purpose."""
# Row → (base 2020 or None where the plan has it or nobody knows it, 2023, 2024).
ROWS: Mapping[str, tuple[float | None, float | None, float | None]] = {
    "b1.1": (None, 1.15, 1.10), "b1.2": (None, 1.45, 1.40), "b1.3": (60, 68, 72), "b1.4": (None, 2.05, 2.00),
    "b1.5": (6, 5.2, 5.0), "b1.6": (5, 4.4, 4.3), "b1.7": (85, 92, 93), "b1.8": (90, 96, 97), "b1.9": (88, 95, 96),
    "b1.10": (86, 93, 95), "b1.11": (50, 46, 44), "b1.11-2": (70, 66.5, 65), "b1.11-3": (80, 76.5, 75), "b1.12": (80, 91, 92),
    "b1.13": (40, 47, 50), "b1.14": (2.17, 2.55, 2.67), "b1.15": (0.92, 0.96, 0.95), "b1.15-2": (None, 0.8, 0.9),
    "b1.15-3": (1, 1.4, None), "b1.16": (35, 32.2, 31.5), "b1.17": (9, 8.9, 8.8), "b1.17-2": (8.5, 9.0, 9.1),
    "b1.17-3": (7.5, 8.1, 8.2), "b1.18": (0.05, 0.04, 0.03), "b1.19": (0.3, 0.26, 0.27), "b1.20": (0.4, 0.41, 0.42),
    "b1.21": (None, 96, 95), "b1.22": (75, 79, 80), "b1.23": (None, 99.5, 98.9), "b1.24": (None, 99.2, 99.3),
    "b1.25": (20, 24, 26), "b1.26": (2.5, 2.7, 2.9), "b1.27": (96, 96, 96), "b1.28": (80, 84, 86), "b1.29": (150, 160, 150),
    "b1.30": (90, 95.5, 96), "b1.31": (80, 91, 92), "b1.32": (88, 90, 91), "b1.33": (85, 90.5, 91), "b1.34": (90, 92, 93),
    "b1.35": (90, 91, 92), "b1.36": (60, 66, 70), "b1.37": (0.5, 0.45, 0.4), "b1.38": (6, 5.5, 6.2), "b1.39": (80, 95, 100),
}  # fmt: skip
SILENT_2023 = ("学校", "幼儿园", "慈善机构")
SILENT_2024 = ("学校", "区残联")
FAULTS: Mapping[str, str] = {
    "KBM01": "b1.9: the locked target reads ≥90", "KBM02": "b1.31: the row is gone", "KBM04": "b1.34: 九成",
    "KBM05": "b1.11: 44 and 46.5", "KBM06": "b1.7: 193", "KBM07": "b1.22: 80, but 70 of 100", "KBM08": "b1.10: 约95",
    "KBM09": "b1.16: the wrong way from last year, no reason", "KBM10": "b1.1: another denominator than b1.2",
    "KBM11": "b1.12: last year's value changed to 90", "KBM13": "智慧教育提升项目: until 2031-06-30", "KBM14": "b1.32: empty, no reason",
}  # fmt: skip
"""Code → what is planted in 2024."""
NO_BASE = "2020年没有统计"


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoYears:
    """corpus: a copy with the filled monitoring folder. forms, returns: folders by year. found: what collecting said, by year."""

    corpus: Corpus
    forms: Mapping[int, Path]
    returns: Mapping[int, Path]
    found: Mapping[int, Collected]


def make(base: Base, corpus: Corpus, out: Path) -> TwoYears:
    """Run init, two rounds of forms, filling and collecting."""
    desk = Desk(base, corpus, PLAN)
    init(desk)
    choose(desk.folder, REPORTERS)
    forms: dict[int, Path] = {}
    returns: dict[int, Path] = {}
    found: dict[int, Collected] = {}
    for year, silent in ((2023, SILENT_2023), (2024, SILENT_2024)):
        desk = Desk(base, corpus, PLAN)
        forms[year], returns[year] = out / f"下发{year}", out / f"交回{year}"
        open_round(
            desk, year, issued=f"{year}-12-20", due=f"{year + 1}-01-20", out=forms[year], letters=False
        )
        returns[year].mkdir()
        fill_all(Desk(base, corpus, PLAN), year, forms[year], returns[year], silent)
        found[year] = collect(
            Desk(base, corpus, PLAN), [returns[year]], year, day=f"{year + 1}-01-15", by="李四"
        )
    return TwoYears(corpus=corpus, forms=forms, returns=returns, found=found)


def choose(monitor: Path, reporters: Mapping[str, str]) -> None:
    """Write who reports into indicators.csv, as the office does with a spreadsheet."""
    ledger = read_ledger(monitor.parent)
    assert ledger is not None
    rows = [replace(r, reporter=reporters.get(r.id, r.reporter)) for r in ledger.indicators]
    (monitor / "indicators.csv").write_text(table_text(IndicatorRow, rows), encoding="utf-8", newline="")


def fill_all(desk: Desk, year: int, forms: Path, out: Path, silent: tuple[str, ...]) -> None:
    """Fill in the form of every unit but the silent ones."""
    rng = random.Random(year)
    round_ = desk.round(year)
    for sent in round_.sent:
        if sent.unit in silent:
            continue
        cells: dict[str, dict[str, float | str]] = {}
        for id_ in sent.rows.split():
            if id_ in desk.indicators:
                cells[id_] = indicator_cells(desk, id_, sent.unit, year, rng)
            else:
                cells[id_] = task_cells(id_, year, rng)
        drop = _plant(cells, sent.unit) if year == 2024 else ()
        signed = {
            "person": "王五",
            "phone": "023-68000000",
            "reviewer": "赵六",
            "head": "钱七",
            "day": f"{year + 1}-01-10",
        }
        fill(forms / sent.file, cells, signed, out / sent.file, drop)


def indicator_cells(desk: Desk, id_: str, unit: str, year: int, rng: random.Random) -> dict[str, float | str]:
    base, before, now = ROWS[id_]
    value = before if year == 2023 else now
    reporter = desk.standing.row(id_).reporter
    cells: dict[str, float | str] = {
        "done": f"开展了{rng.randint(2, 9)}次{rng.choice(('培训', '检查', '宣传'))}", "person": "王五", "phone": "023-68000000",
        "problem": "基础薄弱", "next": f"{year + 1}年6月底前完成", "leader": "孙八", "office": "综合科",
    }  # fmt: skip
    if reporter not in ("", unit):
        return cells
    cells |= {"source": rng.choice(("部门年报", "统计台账")), "nature": "年报"}
    if value is None:
        cells["nodata"] = "当年没有开展调查"
    else:
        cells["value"] = value
    if year == 2023 and base is not None:
        cells["given_base"] = base
    elif (year == 2023 and not desk.standing.base(id_, 2023)) or (
        year == 2024 and not desk.standing.base(id_, 2024)
    ):
        cells["nodata"] = NO_BASE
    return cells


def task_cells(id_: str, year: int, rng: random.Random) -> dict[str, float | str]:
    """Every task is under way and a little ahead of its time; general demands are kept up."""
    said = "长期坚持" if "@" in id_ else "推进中"
    percent = 10.0 if year == 2023 else 35.0
    return {
        "self": said, "percent": percent, "done": f"完成{rng.randint(3, 12)}项", "person": "王五", "phone": "023-68000000",
        "evidence": "总结材料",
    }  # fmt: skip


def _plant(cells: dict[str, dict[str, float | str]], unit: str) -> tuple[str, ...]:
    """Plant the faults of FAULTS in the return of their unit."""
    if unit == "区卫健委":
        cells["b1.9"]["target"] = "≥90"
        cells["b1.11"]["value"] = 46.5
        cells["b1.7"]["value"] = 193.0
        cells["b1.10"]["value"] = "约95"
        cells["b1.16"] |= {"value": 32.5, "problem": "", "next": "加强筛查"}
        cells["b1.1"] |= {"denominator": 2650.0}
        cells["b1.2"] |= {"denominator": 2700.0}
        cells["b1.12"]["last"] = 90.0
    elif unit == "区教委":
        cells["b1.22"] |= {"numerator": 70.0, "denominator": 100.0}
        cells["b4.pa6bbc2"]["deadline"] = "2031-06-30"
    elif unit == "区农业农村委":
        cells["b1.34"]["value"] = "九成"
        del cells["b1.32"]["value"]
    elif unit == "区妇联":
        return ("b1.31",)
    return ()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
