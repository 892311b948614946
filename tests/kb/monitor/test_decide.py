"""What people decide, and what holds whatever happens around the files."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb.extract import FileChanged
from kb.ledger.standing import accepted
from kb.monitor.collect import collect
from kb.monitor.decide import decide
from kb.monitor.desk import Desk
from kb.monitor.form_docx import write_form_docx
from kb.monitor.form_rows import form_of
from kb.monitor.open_round import open_round
from kb.pipeline.importer import import_file
from kb.problems import DocumentError, KbError
from kb.store import Base
from tests.kb.monitor.filling import fill
from tests.kb.monitor.two_years import PLAN, TwoYears, rows_of

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


# Point 7 ----------------------------------------------------------------------------------------------------------------


def test_two_units_two_values_none_is_accepted_until_a_person_decides(
    own_corpus: Corpus, desk_of: Desks
) -> None:
    desk = desk_of(own_corpus)
    assert [v for v in accepted(desk.round(2024)) if v.id == "b1.11" and v.year == "2024"] == []
    assert desk.standing.status("b1.11", desk.round(2024)).status == "待定"
    made = decide(desk, "b1.11", "value", "44", reason="以年报为准", by="张三", day=DAY, unit="区教委")
    assert made.closed == 1
    after = desk_of(own_corpus)
    assert [(v.unit, v.value) for v in accepted(after.round(2024)) if v.id == "b1.11"] == [("区教委", "44")]
    # 50 → 38 by 2030; 44 is half of the way, 0.4 is due
    assert after.standing.status("b1.11", after.round(2024)).status == "达进度"


def test_a_decision_wants_a_reason_a_name_and_a_word_that_is_known(
    own_corpus: Corpus, desk_of: Desks
) -> None:
    desk = desk_of(own_corpus)
    with pytest.raises(KbError, match="理由"):
        decide(desk, "b1.3", "status", "达进度", reason="", by="张三", day=DAY)
    with pytest.raises(KbError, match="没有“很好”这种状态"):
        decide(desk, "b1.3", "status", "很好", reason="x", by="张三", day=DAY)
    with pytest.raises(KbError, match=r"没有编号“b9\.9”"):
        decide(desk, "b9.9", "status", "达进度", reason="x", by="张三", day=DAY)
    with pytest.raises(KbError, match="没有未了结的 KBM06"):
        decide(desk, "b1.3", "problem", "KBM06", reason="x", by="张三", day=DAY)


def test_an_explained_error_lets_the_value_through(own_corpus: Corpus, desk_of: Desks) -> None:
    decide(desk_of(own_corpus), "b1.22", "problem", "KBM07", reason="分母口径不同", by="张三", day=DAY)
    assert values(own_corpus)["b1.22", "区教委", "2024"]["state"] == "accepted"
    (row,) = [r for r in rows_of(round_folder(own_corpus) / "problems.csv") if r["code"] == "KBM07"]
    assert (row["state"], row["answer"], row["by"]) == ("explained", "分母口径不同", "张三")


# Point 9 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("with_bases", [True, False])
def test_all_45_rows_have_a_status(own_corpus: Corpus, desk_of: Desks, with_bases: bool) -> None:
    if not with_bases:
        path = round_folder(own_corpus, 2023) / "values.csv"
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        path.write_text("".join(x for x in lines if ",2020," not in x), encoding="utf-8", newline="")
    desk = desk_of(own_corpus)
    found = {id_: desk.standing.status(id_, desk.round(2023)) for id_ in desk.indicators}
    assert len(found) == 45
    assert {s.colour for s in found.values()} <= set("红黄蓝绿灰")
    without = [id_ for id_, s in found.items() if s.status in ("缺基期", "未达标（缺基期）")]
    assert len(without) == (1 if with_bases else 29)


# Point 10 ---------------------------------------------------------------------------------------------------------------


def test_values_hold_when_the_plan_is_imported_again_and_a_lost_id_is_told(
    own_corpus: Corpus, tmp_path: Path
) -> None:
    from kb.ledger.returns import with_returns
    from kb.rules import find_facts

    folder = own_corpus.plan_folder(PLAN)
    text = (folder / "source.txt").read_text(encoding="utf-8")
    place = text.index("加强托育服务机构")
    longer = tmp_path / "longer.txt"
    longer.write_text(text[:place] + "组织开展托育服务能力评估。" + text[place:], encoding="utf-8")
    import_file(longer, own_corpus.folder, PLAN, force=True)
    assert (folder / "monitor" / "rounds" / "2024" / "values.csv").is_file()
    tree = own_corpus.read_plan(PLAN)
    assert any("托育服务能力评估" in n.text for n in tree.nodes)
    facts, problems = with_returns(find_facts(tree, own_corpus.units(), own_corpus.topics()), tree, folder)
    assert len({v.node for v in facts.values}) == 45
    assert [p for p in problems if p.code == "KB341"] == []
    path = round_folder(own_corpus, 2023) / "values.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("\nb1.4,", "\nb1.77,"), encoding="utf-8", newline=""
    )
    facts, problems = with_returns(find_facts(tree, own_corpus.units(), own_corpus.topics()), tree, folder)
    (gone,) = [p for p in problems if p.code == "KB341"]
    assert gone.message == "规划里没有编号“b1.77”了，2023年的值没有进知识库，仍在 values.csv 里"


# Points 13, 14 ------------------------------------------------------------------------------------------------------------


def test_a_filled_form_is_never_overwritten(own_corpus: Corpus, desk_of: Desks, tmp_path: Path) -> None:
    out = tmp_path / "out"
    desk = desk_of(own_corpus)
    with pytest.raises(KbError, match="已经收到 54 份"):
        open_round(desk, 2024, issued="2024-12-20", due="2025-01-20", out=out)
    monitor = own_corpus.plan_folder(PLAN) / "monitor"
    (monitor / "recipients.csv").write_text("unit\n区民政局\n", encoding="utf-8")
    made = open_round(
        desk_of(own_corpus), 2025, issued="2025-12-20", due="2026-01-20", out=out, letters=False
    )
    fill(made.files[0], {"b1.39": {"value": 100.0}}, SIGNED, made.files[0])
    kept = made.files[0].read_bytes()
    with pytest.raises(FileChanged, match="有人改过"):
        open_round(desk_of(own_corpus), 2025, issued="2025-12-20", due="2026-02-20", out=out, letters=False)
    assert made.files[0].read_bytes() == kept
    again = open_round(
        desk_of(own_corpus), 2025, issued="2025-12-20", due="2026-02-20", out=out, letters=False, force=True
    )
    assert again.copies[0].read_bytes() == kept


def test_a_form_is_no_plan(two_years: TwoYears, plan_base: Base, desk_of: Desks, tmp_path: Path) -> None:
    filled = two_years.returns[2024] / "区教委-2024年度监测填报表.xlsx"
    paper = tmp_path / "paper.docx"
    paper.write_bytes(
        write_form_docx(
            form_of(desk_of(two_years.corpus), "区民政局", "", 2024, issued="2024-12-20", due="2025-01-20")
        )
    )
    for path in (filled, paper):
        with pytest.raises(DocumentError, match="KB102"):
            import_file(path, tmp_path / "corpus", "back")


# The Word form -------------------------------------------------------------------------------------------------------------


def test_a_word_form_is_read_by_its_tags(own_corpus: Corpus, desk_of: Desks, tmp_path: Path) -> None:
    import docx
    from docx.oxml.ns import qn

    desk = desk_of(own_corpus)
    form = form_of(desk, "区民政局", "", 2024, issued="2024-12-20", due="2025-01-20")
    path = tmp_path / "区民政局.docx"
    path.write_bytes(write_form_docx(form))
    document = docx.Document(str(path))
    said = {"kb:b1.39:value": "99", "kb:b1.39:problem": "一个街道在建", "kb:b1.39:next": "6月底前建成", "kb:b1.39:person": "王五",
            "kb:signed:reviewer": "赵六"}  # fmt: skip
    for sdt in document.element.body.iter(qn("w:sdt")):
        tag = sdt.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))
        if tag in said:
            next(sdt.iter(qn("w:t"))).text = said[tag]
    document.save(str(path))
    found = collect(desk, [path], 2024, day=DAY, dry_run=True)
    assert found.refused == []
    (value,) = [v for v in found.round.values if v.unit == "区民政局" and v.year == "2024"]
    assert (value.id, value.value, value.state) == ("b1.39", "99", "accepted")
    assert value.cell == "区民政局.docx b1.39 value"
