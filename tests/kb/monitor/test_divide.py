"""任务分解: the table out, filled in, and in again; the assigned sentences are on the forms of their units."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from kb.corpus import Corpus
from kb.extract import FileChanged
from kb.ledger.folder import read_ledger
from kb.monitor.desk import Desk
from kb.monitor.divide import read_division, write_division_form
from kb.monitor.form_rows import form_of
from kb.problems import KbError
from kb.rules.overlay import read_overlay
from tests.kb.monitor.two_years import PLAN

Desks = Callable[[Corpus], Desk]
DOCUMENT = "某府办〔2024〕3号"


@pytest.fixture
def filled(own_corpus: Corpus, desk_of: Desks, tmp_path: Path) -> Path:
    """The table with the first sentence of 2.4.2 given out, and a slip in another row."""
    path = write_division_form(desk_of(own_corpus), tmp_path / "任务分解表.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    heads = {str(c.value): n for n, c in enumerate(sheet[1], 1)}
    rows = [r for r in range(2, sheet.max_row + 1) if str(sheet.cell(r, 1).value).startswith("2.4.2#")]
    first, second = rows[0], rows[1]
    sheet.cell(first, heads["牵头单位"]).value = "区卫健委"
    sheet.cell(first, heads["配合单位"]).value = "区教委，区妇联"
    sheet.cell(first, heads["时限"]).value = "2025年6月底前"
    sheet.cell(first, heads["成果"]).value = "新增托位200个"
    sheet.cell(second, heads["责任单位"]).value = "区林业局"
    sheet.cell(second, heads["时限"]).value = "长期"
    book.save(path)
    return path


def test_every_sentence_is_a_row_once(own_corpus: Corpus, desk_of: Desks, tmp_path: Path) -> None:
    path = write_division_form(desk_of(own_corpus), tmp_path / "表.xlsx")
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    ids = [sheet.cell(r, 1).value for r in range(2, sheet.max_row + 1)]
    assert len(ids) == len(set(ids)) == 208
    assert [c.value for c in sheet[1]] == [
        "编号",
        "事项",
        "原文",
        "牵头单位",
        "责任单位",
        "配合单位",
        "时限",
        "成果",
        "权重",
    ]


def test_a_filled_table_is_not_overwritten(own_corpus: Corpus, desk_of: Desks, filled: Path) -> None:
    kept = filled.read_bytes()
    with pytest.raises(FileChanged):
        write_division_form(desk_of(own_corpus), filled)
    assert filled.read_bytes() == kept


def test_what_comes_back_is_in_measures_and_duties(own_corpus: Corpus, desk_of: Desks, filled: Path) -> None:
    folder = own_corpus.plan_folder(PLAN)
    (folder / "duties.csv").write_text(
        "编号,单位,角色,依据文件\n2.4.3,区民政局,责任,旧文件\n", encoding="utf-8"
    )
    made = read_division(desk_of(own_corpus), filled, document=DOCUMENT)
    assert (made.measures, made.duties) == (1, 3)
    assert len(made.wrong) == 1
    assert "不认识的单位“区林业局”" in made.wrong[0]
    rows, problems = read_overlay(folder / "duties.csv", own_corpus.read_plan(PLAN))
    assert problems == ()
    assert [(r.node.split("/")[1], r.unit, r.role, r.document, r.deadline) for r in rows] == [
        ("2.4.3", "区民政局", "责任", "旧文件", ""),
        ("2.4.2", "区卫健委", "牵头", DOCUMENT, "2025-06-30"),
        ("2.4.2", "区教委", "配合", DOCUMENT, "2025-06-30"),
        ("2.4.2", "区妇联", "配合", DOCUMENT, "2025-06-30"),
    ]
    before = (folder / "duties.csv").read_bytes()
    read_division(desk_of(own_corpus), filled, document=DOCUMENT)
    assert (folder / "duties.csv").read_bytes() == before
    ledger = read_ledger(folder)
    assert ledger is not None
    (given,) = [m for m in ledger.measures if m.lead]
    assert (given.node, given.help, given.deadline, given.output) == (
        "2.4.2",
        "区教委、区妇联",
        "2025-06-30",
        "新增托位200个",
    )


def test_the_sentence_is_on_the_units_form(own_corpus: Corpus, desk_of: Desks, filled: Path) -> None:
    read_division(desk_of(own_corpus), filled, document=DOCUMENT)
    form = form_of(desk_of(own_corpus), "区妇联", "", 2025, issued="2025-12-20", due="2026-01-20")
    (task,) = [t for t in form.tasks if t.id.startswith("2.4.2#")]
    assert (task.role, task.deadline, task.assigned) == ("配合单位", "2025-06-30", True)
    assert "牵头单位：区卫健委" in task.partners


def test_the_document_has_to_be_named(own_corpus: Corpus, desk_of: Desks, filled: Path) -> None:
    with pytest.raises(KbError, match="依据文件"):
        read_division(desk_of(own_corpus), filled, document=" ")


def test_another_workbook_is_refused(own_corpus: Corpus, desk_of: Desks, tmp_path: Path) -> None:
    other = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(other)
    with pytest.raises(KbError, match="没有任务分解表"):
        read_division(desk_of(own_corpus), other, document=DOCUMENT)
