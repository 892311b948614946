"""The 责任分工表, the index, and all files of a base."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest

from kb.extract import FileChanged, Gathering, Options, Written, render, save, write_all, write_extracts
from kb.extract.overall import divide
from kb.model import Duty, Facts, Node, Plan, Tree, Unit
from kb.spans import Span, Text
from kb.store import Base, open_base, write_base

PLAN = "dadukou-children-2021-2030"


def test_every_task_project_and_indicator_has_a_row(gathering: Gathering, seed: Base) -> None:
    rows = divide(gathering, PLAN)
    counts = Counter(r.kind for r in rows)
    assert (counts["task"], counts["project"], counts["indicator"]) == (39, 11, 45)
    assert len({r.id for r in rows}) == len(rows)
    for kind in ("task", "project", "indicator"):
        assert [r.id for r in rows if r.kind == kind] == [n.id for n in seed.nodes(PLAN, kind)]


def test_those_without_a_unit_are_marked(gathering: Gathering, seed: Base) -> None:
    assigned = {d.node for d in seed.duties(basis="assigned")}
    for row in divide(gathering, PLAN):
        assert row.unclear == (row.id not in assigned)
        assert (row.responsible == "未明确") == row.unclear
    by_id = {r.id.split("/")[1]: r for r in divide(gathering, PLAN)}
    assert by_id["2.4.2"].responsible == "未明确"
    assert by_id["2.4.2"].named == ("区妇幼保健院", "各镇街")
    assert by_id["b1.18"].main == ("区公安分局", "区教委", "区卫健委")
    assert by_id["2.2.1"].lead == ("区政府",)


def test_all_files(seed: Base, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    made = write_all(seed, tmp_path, Options(formats=("md",)), told=lambda *step: told.append(step))
    written, others = made.units, made.overview
    assert [p.name for p in others] == ["00-单位目录.xlsx", "00-责任分工表.xlsx", "00-责任分工表.docx"]
    assert written["大渡口区/区卫健委"] == (tmp_path / "区卫健委-职责清单.md",)
    assert not any("早教机构" in id_ for id_ in written)  # nothing but the object of a measure
    assert {p.name for p in tmp_path.iterdir()} == {".kb-written.json"} | {
        p.name for ps in written.values() for p in ps
    } | {p.name for p in others}
    assert told[-1] == ("", len(written), len(written))

    sheet = openpyxl.load_workbook(tmp_path / "00-单位目录.xlsx")["单位目录"]
    rows = {r[1].value: r for r in sheet.iter_rows(min_row=2)}
    assert set(rows) == {seed.unit_of(id_).name for id_ in written}
    assert [c.value for c in rows["区卫健委"][3:6]] == [24, 7, 2]
    link = rows["区卫健委"][1].hyperlink
    assert link is not None
    assert link.target == "区卫健委-职责清单.md"

    sheet = openpyxl.load_workbook(tmp_path / "00-责任分工表.xlsx")["责任分工表"]
    head = [c.value for c in sheet[1]]
    kinds = Counter(r[head.index("类别")].value for r in sheet.iter_rows(min_row=2))
    assert (kinds["重点任务"], kinds["项目"], kinds["指标"]) == (39, 11, 45)
    unclear = sum(r[head.index("责任单位")].value == "未明确" for r in sheet.iter_rows(min_row=2))
    assert unclear == sum(r.unclear for r in divide(Gathering(seed), PLAN))

    document = docx.Document(io.BytesIO((tmp_path / "00-责任分工表.docx").read_bytes()))
    assert [len(t.rows) - 1 for t in document.tables][:3] == [45, 11, 39]


def test_same_base_same_bytes(seed: Base, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write_all(seed, tmp_path / folder, Options(formats=("json",)))
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_for_the_site(seed: Base, tmp_path: Path) -> None:
    written = write_extracts(seed, tmp_path, Options(formats=["csv", "html"])).units
    assert [p.name for p in written["大渡口区/区教委"]] == ["区教委-职责清单.csv", "区教委-职责清单.html"]
    assert all(p.is_file() for paths in written.values() for p in paths)


def test_what_was_filled_in_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    save(path, b"a", force=False)
    save(path, b"a", force=False)
    path.write_bytes(b"a, done")
    with pytest.raises(FileChanged) as caught:
        save(path, b"a", force=False)
    assert (
        str(caught.value)
        == f"{path} 已存在，有人改过（可能填写过）。要写新的请加 --force（改过的另存一份，名称加“旧”），或用 --out 写到别处。"
    )
    assert path.read_bytes() == b"a, done"
    assert save(path, b"b", force=True) == (tmp_path / "x（旧）.md",)
    assert path.read_bytes() == b"b"
    assert (tmp_path / "x（旧）.md").read_bytes() == b"a, done"
    path.write_bytes(b"b, done")
    assert save(path, b"b", force=True) == (tmp_path / "x（旧2）.md",)
    assert (tmp_path / "x（旧）.md").read_bytes() == b"a, done"


def test_what_nobody_touched_is_replaced(tmp_path: Path) -> None:
    """Another content of ours is no reason to ask: the plan was corrected, a plan was added."""
    path = tmp_path / "x.md"
    save(path, b"a")
    save(path, b"b")
    assert path.read_bytes() == b"b"
    path.unlink()
    save(path, b"c")
    (tmp_path / ".kb-written.json").write_text("{", encoding="utf-8")
    with pytest.raises(FileChanged):
        save(path, b"d")  # nobody knows who wrote it


def test_a_plan_of_others_leaves_a_units_files_alone(seed: Base, several: Base) -> None:
    """The same sheet gives the same bytes in a base with more plans: an untouched file is no filled-in one."""
    alone, among = Gathering(seed), Gathering(several, PLAN)
    for format_ in ("docx", "xlsx"):
        assert render(alone.sheet("区法院"), format_) == render(among.sheet("区法院"), format_)


def test_without_the_office_libraries(small: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kb.extract import OfficeMissing, office, render
    from kb.extract.office import has_office

    monkeypatch.setattr(office, "find_spec", lambda name: None)
    sheet = Gathering(small).sheet("区卫健委")
    with pytest.raises(OfficeMissing) as caught:
        render(sheet, "docx")
    assert str(caught.value) == (
        "写 docx 要用 python-docx，现在没有安装。请安装办公文档组件：pip install 'shuiguan[office]'；"
        "或改用 --format md、html、csv、json。"
    )
    assert has_office() is False
    others = write_all(small, tmp_path, Options(formats=("md",))).overview
    assert [p.name for p in others] == ["00-单位目录.csv", "00-责任分工表.csv"]
    assert "未明确" in others[1].read_text(encoding="utf-8-sig")


def test_where_any_was_filled_in_none_is_written(small: Base, tmp_path: Path) -> None:
    write_all(small, tmp_path, Options(formats=("md",)))
    for name in ("东街道", "区教委"):
        (tmp_path / f"{name}-职责清单.md").write_text("填好的", encoding="utf-8")
    (tmp_path / "区卫健委-职责清单.md").unlink()
    with pytest.raises(FileChanged) as caught:
        write_all(small, tmp_path, Options(formats=("md",)))
    assert str(caught.value) == (
        f"{tmp_path} 里有 2 个文件已存在，有人改过（可能填写过）：区教委-职责清单.md、东街道-职责清单.md。"
        "一个文件也没有写。要写新的请加 --force（改过的另存一份，名称加“旧”），或用 --out 写到别处。"
    )
    assert not (tmp_path / "区卫健委-职责清单.md").exists()


def two_plans(folder: Path, titles: tuple[str, str]) -> Path:
    """Two districts' plans, each with its own 区教委, one 各部门 that both know, and a task each."""
    trees = []
    for id_, title in zip("pq", titles, strict=True):
        task = Node(
            f"{id_}/1.1",
            id_,
            "task",
            "1",
            "办学",
            None,
            0,
            0,
            Text(""),
            Text("办好学校。"),
            "一、1",
            Span(0, 9, 1),
        )
        duty = Duty(id_, "区教委", task.id, "责任", "assigned", "区教委", "（区教委负责）", 0, 9, 1)
        trees.append((Tree(Plan(id_, title, source="句" * 9), (task,)), Facts(duties=(duty,)), ()))
    units = [
        Unit("区教委", full_name="甲区教育委员会", plans=("p",)),
        Unit("区教委", full_name="乙区教育委员会", plans=("q",)),
    ]
    write_base(folder, trees, (), units, "0" * 16)
    return folder


def test_several_plans_have_a_table_each(tmp_path: Path) -> None:
    """Named by the plan's title; two of the same title are told apart by their ids."""
    for titles, names in (
        (("甲区规划", "乙区规划"), ("甲区规划", "乙区规划")),
        (("规划", "规划"), ("规划-p", "规划-q")),
    ):
        with open_base(two_plans(tmp_path / names[0] / "kb", titles)) as base:
            others = write_all(base, tmp_path / names[0] / "out", Options(formats=("md",))).overview
        assert [p.name for p in others if p.suffix == ".docx"] == [f"00-责任分工表-{n}.docx" for n in names]


def test_units_of_one_name_keep_their_own_full_names(tmp_path: Path) -> None:
    with open_base(two_plans(tmp_path / "kb", ("甲区规划", "乙区规划"))) as base:
        told = render(Gathering(base).sheet("区教委"), "md").decode()
        assert "根据《甲区规划》，甲区教育委员会（规划中称“区教委”）承担1项任务。" in told
        assert "根据《乙区规划》，乙区教育委员会（规划中称“区教委”）承担1项任务。" in told
        told = render(Gathering(base, "q").sheet("区教委"), "md").decode()
        assert "甲区" not in told


def test_where_nobody_has_duties_nothing_is_written(tmp_path: Path) -> None:
    task = Node(
        "p/1", "p", "task", "1", "办学", None, 0, 0, Text(""), Text("办好学校。"), "一、1", Span(0, 5, 1)
    )
    tree = Tree(Plan("p", "规划", source="办好学校。"), (task,))
    write_base(tmp_path / "kb", [(tree, Facts(), ())], (), (), "0" * 16)
    with open_base(tmp_path / "kb") as base:
        assert write_all(base, tmp_path / "out", Options(formats=("md",))) == Written(units={})
    assert not (tmp_path / "out").exists()


def test_parts_are_in_the_order_of_issue(tmp_path: Path) -> None:
    """Not in that of ids: p was issued after q, and r has no date."""
    unit = Unit("教育部", id="国家/教育部", place=("国家",))
    trees = []
    for id_, issued in (("p", "2024-05-01"), ("q", "2023-02-01"), ("r", "")):
        task = Node(
            f"{id_}/1",
            id_,
            "task",
            "1",
            "办学",
            None,
            0,
            0,
            Text(""),
            Text("办好学校。"),
            "一、1",
            Span(0, 5, 1),
        )
        duty = Duty(
            id_, "教育部", task.id, "责任", "assigned", "教育部", "（教育部负责）", 0, 5, 1, unit_id=unit.id
        )
        plan = Plan(id_, f"{id_}规划", issued=issued, source="办好学校。", place=("国家",))
        trees.append((Tree(plan, (task,)), Facts(units=(replace(unit, plans=(id_,)),), duties=(duty,)), ()))
    write_base(tmp_path / "kb", trees, (), (unit,), "0" * 16)
    with open_base(tmp_path / "kb") as base:
        assert [p.plan.id for p in Gathering(base).sheet("教育部").parts] == ["q", "p", "r"]
