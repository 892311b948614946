"""Forms out, filled in as people do, and in again: what is read, what is refused, what is said."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from kb.corpus import Corpus
from kb.ledger.folder import read_ledger
from kb.ledger.tables import RecipientRow, table_text
from kb.monitor.cells import read_value
from kb.monitor.collect import Collected, collect
from kb.monitor.decide import decide
from kb.monitor.desk import Desk
from kb.monitor.form import write_form
from kb.monitor.form_rows import form_of
from kb.monitor.keeping import write_table
from kb.monitor.open_round import open_round
from kb.monitor.returned import Given
from tests.kb.monitor.filling import fill, shuffle
from tests.kb.monitor.two_years import FAULTS, PLAN, TwoYears, rows_of

Desks = Callable[[Corpus], Desk]
SIGNED = {"person": "王五", "reviewer": "赵六"}
DAY = "2025-01-18"


def round_folder(corpus: Corpus, year: int = 2024) -> Path:
    return corpus.plan_folder(PLAN) / "monitor" / "rounds" / str(year)


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def values(corpus: Corpus, year: int = 2024) -> dict[tuple[str, str, str], dict[str, str]]:
    return {(r["id"], r["unit"], r["year"]): r for r in rows_of(round_folder(corpus, year) / "values.csv")}


# The planted round ------------------------------------------------------------------------------------------------------


def test_the_planted_faults_are_found_each_by_its_code_and_no_others(two_years: TwoYears) -> None:
    assert two_years.found[2023].problems == []
    found = two_years.found[2024].problems
    assert {p.code for p in found} == {
        *FAULTS,
        "KBM12",
    }  # the row without a reason has no reason for not being met either
    errors = Counter(p.code for p in found if p.severity == "error")
    assert errors == {
        "KBM01": 1, "KBM02": 1, "KBM04": 1, "KBM05": 1, "KBM06": 1, "KBM07": 1, "KBM10": 2, "KBM13": 1, "KBM14": 1,
    }  # fmt: skip
    assert [p.message for p in found if p.code == "KBM01"] == ["指标!D12：锁定的“目标”被改了，现在是“≥90”"]
    assert [p.message for p in found if p.code == "KBM05"] == [
        "b1.11 小学生近视率：区卫健委报46.5，区教委报44"
    ]
    assert [p.message for p in found if p.code == "KBM07"] == ["指标!I15：报80，分子70、分母100算出70.00"]
    assert [p.message for p in found if p.code == "KBM11"] == ["指标!H17：2023年值当时采用91，表上是“90”"]


def test_what_is_wrong_is_kept_and_not_accepted(two_years: TwoYears) -> None:
    held = {key: r["value"] for key, r in values(two_years.corpus).items() if r["state"] == "held"}
    assert held == {
        ("b1.1", "区卫健委", "2024"): "1.1", ("b1.2", "区卫健委", "2024"): "1.4", ("b1.7", "区卫健委", "2024"): "193",
        ("b1.9", "区卫健委", "2024"): "96", ("b1.11", "区卫健委", "2024"): "46.5", ("b1.11", "区教委", "2024"): "44",
        ("b1.12", "区卫健委", "2023"): "90", ("b1.22", "区教委", "2024"): "80", ("b1.34", "区农业农村委", "2024"): "",
    }  # fmt: skip


def test_every_accepted_value_carries_file_and_cell(two_years: TwoYears) -> None:
    for (id_, unit, _), row in values(two_years.corpus, 2023).items():
        path = two_years.returns[2023] / f"{unit}-2023年度监测填报表.xlsx"
        assert row["sha256"] == sha256(path.read_bytes()).hexdigest()
        sheet, _, cell = row["cell"].partition("!")
        if row["value"]:
            book = openpyxl.load_workbook(path)
            assert float(book[sheet][cell].value) == float(row["value"]), (id_, cell)
            break
    received = {p.stem for p in (round_folder(two_years.corpus) / "received").iterdir()}
    assert received == {r["sha256"] for r in rows_of(round_folder(two_years.corpus) / "receipts.csv")}


# Point 1 ----------------------------------------------------------------------------------------------------------------


def test_thirty_units_with_shuffled_rows_give_45_of_45_values(
    own_corpus: Corpus, desk_of: Desks, tmp_path: Path
) -> None:
    monitor = own_corpus.plan_folder(PLAN) / "monitor"
    ledger = read_ledger(own_corpus.plan_folder(PLAN))
    assert ledger is not None
    asked = [
        r
        for r in ledger.recipients
        if r.unit in {u for i in desk_of(own_corpus).indicators.values() for u in i.units}
    ]
    thirty = [*asked, *(r for r in ledger.recipients if r not in asked)][:30]
    (monitor / "recipients.csv").write_text(table_text(RecipientRow, thirty), encoding="utf-8", newline="")
    rows = (monitor / "indicators.csv").read_text(encoding="utf-8-sig").replace("b1.11,,", "b1.11,区教委,")
    (monitor / "indicators.csv").write_text(rows, encoding="utf-8", newline="")
    out = tmp_path / "out"
    opened = open_round(
        desk_of(own_corpus), 2025, issued="2025-12-20", due="2026-01-20", out=out, letters=False
    )
    assert len(opened.files) == 30
    assert opened.unchosen == ()
    back = tmp_path / "back"
    back.mkdir()
    rng = random.Random(5)

    def mix(places: list[int]) -> list[int]:
        return rng.sample(places, len(places))

    desk = desk_of(own_corpus)
    for sent in desk.round(2025).sent:
        cells: dict[str, dict[str, float | str]] = {
            id_: {"value": 10.0 + n, "person": "王五"}
            for n, id_ in enumerate(desk.indicators)
            if id_ in sent.rows.split() and desk.standing.row(id_).reporter == sent.unit
        }
        filled = fill(out / sent.file, cells, SIGNED, back / sent.file)
        if cells:
            shuffle(filled, "指标", mix, filled)
    found = collect(desk, [back], 2025, day="2026-01-15")
    assert found.refused == []
    assert [p for p in found.problems if p.code in ("KBM02", "KBM03")] == []
    got = {v.id: float(v.value) for v in found.round.values if v.year == "2025"}
    assert got == {id_: 10.0 + n for n, id_ in enumerate(desk.indicators)}
    assert len(got) == 45


# Point 2 ----------------------------------------------------------------------------------------------------------------


def test_a_form_that_was_worked_over(
    own_corpus: Corpus, desk_of: Desks, two_years: TwoYears, tmp_path: Path
) -> None:
    """One row deleted, one put in, a status outside the list, and numbers as people type them."""
    source = two_years.forms[2024] / "区卫健委-2024年度监测填报表.xlsx"
    filled = fill(
        source,
        {
            "b1.3": {"value": "约95", "person": "王"}, "b1.16": {"value": "37.5（抽样）", "person": "王"},
            "b1.1": {"value": "1.4‰", "person": "王"}, "b2.pd139d8": {"self": "差不多了", "person": "王"},
        },
        SIGNED, tmp_path / "worked.xlsx", drop=("b1.5",),
    )  # fmt: skip
    book = openpyxl.load_workbook(filled)
    sheet = book["指标"]
    row = next(r for r in range(4, 40) if sheet.cell(r, 1).value == "b1.6")
    sheet.cell(row, 9).value = 0.031
    sheet.cell(row, 9).number_format = "0.0%"
    last = max(r for r in range(4, 40) if str(sheet.cell(r, 1).value or "").startswith("b1."))
    sheet.cell(last + 1, 1).value = "b1.99"
    sheet.cell(last + 1, 9).value = 5
    book.save(filled)
    found = collect(desk_of(own_corpus), [filled], day=DAY, dry_run=True)
    said = Counter((p.code, p.severity) for p in found.problems if p.code in ("KBM02", "KBM04", "KBM08"))
    assert said == {("KBM02", "error"): 1, ("KBM02", "note"): 1, ("KBM04", "error"): 1, ("KBM08", "note"): 2}
    messages = {p.id: p.message for p in found.problems if p.code in ("KBM02", "KBM04", "KBM08")}
    assert messages["b1.5"] == "少了一行：b1.5 5岁以下儿童贫血率"
    assert "多出的一行，不采用：b1.99" in messages["b1.99"]
    assert "自评“差不多了”不在列表里" in messages["b2.pd139d8"]
    assert messages["b1.3"].endswith("“约95”，取95")
    assert messages["b1.16"].endswith("“37.5（抽样）”，取37.5")
    got = {v.id: v.value for v in found.round.values if v.unit == "区卫健委" and v.year == "2024"}
    assert (got["b1.1"], got["b1.6"], got["b1.3"], got["b1.16"]) == ("1.4", "3.1", "95", "37.5")


def test_columns_put_in_sheets_moved_and_rows_hidden_do_not_matter(
    own_corpus: Corpus, desk_of: Desks, two_years: TwoYears, tmp_path: Path
) -> None:
    source = two_years.returns[2023] / "区教委-2023年度监测填报表.xlsx"
    before = collect(desk_of(own_corpus), [source], 2023, day=DAY, dry_run=True)
    assert before.taken[0].again
    book = openpyxl.load_workbook(source)
    sheet = book["指标"]
    sheet.insert_cols(5)
    sheet.insert_rows(3)
    sheet.row_dimensions[6].hidden = True
    sheet.auto_filter.ref = "A4:W9"
    book.move_sheet("普遍要求", -2)
    moved = tmp_path / "moved.xlsx"
    book.save(moved)
    found = collect(desk_of(own_corpus), [moved], 2023, day=DAY, dry_run=True)
    (taken,) = found.taken
    assert (taken.unit, taken.changed, taken.errors) == ("区教委", (), 0)


def test_rows_without_a_number_are_proposals_until_they_are_accepted(
    own_corpus: Corpus, desk_of: Desks, two_years: TwoYears, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(two_years.returns[2023] / "区医保局-2023年度监测填报表.xlsx")
    sheet = book["指标"]
    sheet.cell(4, 1).value = None
    del book["_kb"]
    path = tmp_path / "copied.xlsx"
    book.save(path)
    found = collect(desk_of(own_corpus), [path], 2023, day=DAY, dry_run=True)
    assert [(p.code, p.severity) for p in found.problems if p.code == "KBM03"] == [("KBM03", "warning")]
    assert [v for v in found.round.values if v.unit == "区医保局"] == []
    taken = collect(desk_of(own_corpus), [path], 2023, day=DAY, dry_run=True, accept_names=True)
    assert [v.value for v in taken.round.values if v.unit == "区医保局" and v.year == "2023"] == ["96"]


# Point 3, 12: nothing changes, or one line ---------------------------------------------------------------------------------


def test_collecting_twice_changes_no_byte(own_corpus: Corpus, desk_of: Desks, two_years: TwoYears) -> None:
    before = bytes_of(round_folder(own_corpus))
    found = collect(desk_of(own_corpus), [two_years.returns[2024]], 2024, day="2025-02-01", by="别人")
    assert all(t.again for t in found.taken)
    assert bytes_of(round_folder(own_corpus)) == before


def test_one_changed_value_is_one_changed_line(
    own_corpus: Corpus, desk_of: Desks, two_years: TwoYears, tmp_path: Path
) -> None:
    path = round_folder(own_corpus, 2023) / "values.csv"
    before = path.read_text(encoding="utf-8").splitlines()
    name = "区民政局-2023年度监测填报表.xlsx"
    filled = fill(two_years.returns[2023] / name, {"b1.39": {"value": 96.0}}, SIGNED, tmp_path / name)
    found = collect(desk_of(own_corpus), [filled], 2023, day=DAY)
    assert found.taken[0].changed == (("b1.39", "95", "96"),)
    after = path.read_text(encoding="utf-8").splitlines()
    differing = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    values_of = {line.split(",")[0] for pair in differing for line in pair}
    assert values_of == {
        "b1.39"
    }  # its line of 2023 and that of its base: the file's digest changes with the file
    states = [r["state"] for r in rows_of(path.with_name("receipts.csv")) if r["unit"] == "区民政局"]
    assert states == ["superseded", "accepted"]


def test_a_decision_is_one_line_more(own_corpus: Corpus, desk_of: Desks) -> None:
    decide(desk_of(own_corpus), "b1.3", "status", "达进度", reason="核实", by="张三", day=DAY)
    path = round_folder(own_corpus) / "decisions.csv"
    before = path.read_text(encoding="utf-8")
    decide(desk_of(own_corpus), "b1.4", "status", "达进度", reason="核实", by="张三", day=DAY)
    after = path.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert after.count("\n") == before.count("\n") + 1


# Point 4 ----------------------------------------------------------------------------------------------------------------


def test_a_kill_at_any_write_leaves_the_round_before_or_after(
    own_corpus: Corpus, desk_of: Desks, two_years: TwoYears, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "区民政局-2023年度监测填报表.xlsx"
    filled = fill(two_years.returns[2023] / name, {"b1.39": {"value": 96.0}}, SIGNED, tmp_path / name)
    folder = round_folder(own_corpus, 2023)
    before = bytes_of(folder)
    steps = 0

    class Killed(BaseException):
        pass

    def stopping_at(n: int, call: Callable[..., object]) -> Callable[..., object]:
        def stopped(*args: object, **more: object) -> object:
            nonlocal steps
            steps += 1
            if steps == n:
                raise Killed
            return call(*args, **more)

        return stopped

    n = 1
    while True:
        steps = 0
        with monkeypatch.context() as patch:
            patch.setattr("kb.monitor.collect.write_table", stopping_at(n, write_table))
            patch.setattr("kb.monitor.collect.shutil.copyfile", stopping_at(n, shutil.copyfile))
            patch.setattr("kb.monitor.keeping._link", stopping_at(n, shutil.copy2))
            try:
                collect(desk_of(own_corpus), [filled], 2023, day=DAY)
                break
            except Killed:
                assert bytes_of(folder) == before, n
        n += 9 if n > 3 else 1
    assert n > 30
    assert bytes_of(folder) != before
    assert sorted(p.name for p in folder.parent.iterdir()) == ["2023", "2024"]


def test_a_round_set_aside_by_a_kill_between_two_renames_is_put_back(
    own_corpus: Corpus, desk_of: Desks
) -> None:
    """Where the system cannot exchange two names in one step."""
    folder = round_folder(own_corpus)
    before = bytes_of(folder)
    folder.rename(folder.with_name(".2024.old"))
    assert desk_of(own_corpus).round().year == 2024
    assert bytes_of(folder) == before


# Point 5 ----------------------------------------------------------------------------------------------------------------


def test_saved_by_other_programs_the_values_are_the_same(
    own_corpus: Corpus, desk_of: Desks, two_years: TwoYears, tmp_path: Path, require: Callable[[str], str]
) -> None:
    """LibreOffice really saves it; openpyxl writes as Excel does, with shared strings."""
    source = two_years.returns[2024] / "区卫健委-2024年度监测填报表.xlsx"
    office = tmp_path / "office"
    subprocess.run(
        [require("soffice"), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(office), str(source)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    written = tmp_path / "written.xlsx"
    openpyxl.load_workbook(source).save(written)
    found = {}
    for path in (source, office / source.name, written):
        fresh = tmp_path / f"corpus-{path.stat().st_size}"
        shutil.copytree(own_corpus.folder, fresh)
        for name in ("receipts", "values", "progress", "problems"):
            (round_folder(Corpus(fresh)) / f"{name}.csv").unlink()
        made = collect(desk_of(Corpus(fresh)), [path], 2024, day=DAY, dry_run=True)
        assert made.refused == []
        found[path] = (
            [replace(v, sha256="") for v in made.round.values],
            [p.message for p in made.problems],
            [replace(p, sha256="") for p in made.round.progress],
        )
    first, *others = found.values()
    assert len(first[0]) == 20
    for other in others:
        assert other == first


# Point 6 ----------------------------------------------------------------------------------------------------------------


def refusals(found: Collected) -> list[str]:
    return [why for _, why in found.refused]


def test_what_is_no_return_of_this_round_is_refused_by_name(
    own_corpus: Corpus, desk_of: Desks, two_years: TwoYears, tmp_path: Path
) -> None:
    desk = desk_of(own_corpus)
    last = two_years.returns[2023] / "区教委-2023年度监测填报表.xlsx"
    other_plan = tmp_path / "别的规划.xlsx"
    form = form_of(desk, "区教委", "", 2024, issued="2024-12-20", due="2025-01-20")
    other_plan.write_bytes(write_form(replace(form, plan="other-plan")))
    other_unit = tmp_path / "别的单位.xlsx"
    other_unit.write_bytes(write_form(replace(form, unit="区林业局")))
    signed = fill(
        two_years.forms[2024] / "区教委-2024年度监测填报表.xlsx",
        {},
        {"unit": "区民政局"},
        tmp_path / "签错.xlsx",
    )
    old = tmp_path / "旧版.xlsx"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    plain = tmp_path / "空.xlsx"
    openpyxl.Workbook().save(plain)
    found = collect(desk, [last, other_plan, other_unit, signed, plain], 2024, day=DAY)
    assert found.taken == []
    assert refusals(found) == [
        "区教委-2023年度监测填报表.xlsx：KBM01 这是区教委2023年的表，这一轮是2024年，没有收。",
        "别的规划.xlsx：KBM01 这是规划 other-plan 的表（区教委，2024年），不是 dadukou-children-2021-2030 的，没有收。",
        "别的单位.xlsx：KBM01 这是区林业局的表，这一轮没有发给它，没有收。",
        "签错.xlsx：KBM01 这是发给区教委的表，填报单位写的是区民政局，没有收。",
        "空.xlsx：不知道是谁报的。请用下发的表填报，或在“填报说明”里写明填报单位。",
    ]
    assert "旧版" in refusals(collect(desk, [old], 2024, day=DAY))[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3,120", 3120.0),
        ("1,203,120人", 1203120.0),
        ("９９．３％", 99.3),
        ("95%以上（含民办）", 95.0),
        ("99,5", None),
        ("1,20", None),
        ("75-76", None),
        ("百分之六十五", None),
        ("见附件", None),
    ],
)
def test_what_a_cell_says(text: str, value: float | None) -> None:
    """A comma that parts no thousands is a slip for a point: 99,5 is neither 99.5 nor 995 without being asked."""
    read = read_value(Given(text=text), "人" if "人" in text or text == "3,120" else "%")
    assert read.value == value
    assert bool(read.wrong) == (value is None)
