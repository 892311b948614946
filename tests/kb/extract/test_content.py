"""Every duty of the base stands in exactly the extracts of the units it belongs to."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.answer.unit import unit
from kb.extract import ALL_BASES, Gathering, Sheet
from kb.extract.clean import plain
from kb.extract.passages import said_within
from kb.extract.sheet import Entry
from kb.model import Duty, Facts, Kind, Node, Plan, Tree, Unit
from kb.spans import Piece, Span, Text
from kb.store import Base, open_base, write_base

Key = tuple[str, str, str, str, int]


def standing(d: Duty) -> str:
    return "object" if d.role == "object" else d.basis


def written(sheet: Sheet) -> list[Key]:
    """(node, role, basis, via, offset line) of every tie in a sheet."""
    return sorted(
        (e.id, t.role, t.basis, t.via, t.line)
        for p in sheet.parts
        for s in p.sections
        for e in s.entries
        for t in e.ties
    )


def belonging(base: Base, name: str, bases: tuple[str, ...]) -> list[Key]:
    """What should stand there: the unit's own duties, and those of collectives that name it as a member. name: an id."""
    called = base.unit_of(name).name
    out = []
    for d in base.duties():
        role = "" if d.role == "object" else d.role
        if standing(d) not in bases:
            continue
        if d.unit_id == name:
            out.append((d.node, role, standing(d), "", d.line))
        for u in base.units():
            member = u.id == d.unit_id and called in u.members and (not u.plans or d.plan in u.plans)
            if member and not required(d, name, base, bases):
                out.append((d.node, role, standing(d), u.name, d.line))
    return sorted(out)


def required(duty: Duty, name: str, base: Base, bases: tuple[str, ...]) -> bool:
    """Whether a collective's duty is the sentence of a general obligation of the unit: it is listed there, once."""
    if not duty.end:
        return False
    parts = Gathering(base, duty.plan).sheet(name, bases).parts
    found = [r.obligation for p in parts for r in p.obligations]
    return any(o.start <= duty.start and duty.end <= o.end for o in found)


def test_every_duty_of_the_plan_stands_where_it_belongs(seed: Base, gathering: Gathering) -> None:
    met = set()
    for name in (u.id for u in gathering.units):
        sheet = gathering.sheet(name, ALL_BASES)
        assert written(sheet) == belonging(seed, name, ALL_BASES), name
        met |= {(name, key[0], key[1]) for key in written(sheet) if not key[3]}
    assert met == {(d.unit_id, d.node, "" if d.role == "object" else d.role) for d in seed.duties()}


def test_only_the_bases_asked_for(seed: Base, gathering: Gathering) -> None:
    for name in (u.id for u in gathering.units):
        for bases in (("assigned",), ("assigned", "named"), ("related",), ("object",)):
            assert written(gathering.sheet(name, bases)) == belonging(seed, name, bases)


def test_same_as_kb_unit(seed: Base, gathering: Gathering) -> None:
    for name in ("区卫健委", "区教委", "区妇联", "区民政局", "区妇儿工委", "各镇街", "区妇幼保健院"):
        sheet = gathering.sheet(name, ALL_BASES)
        general = "".join(r.obligation.quote for p in sheet.parts for r in p.obligations)
        told = sorted(
            (d["id"], d["role"], d["basis"], d["via"] or "", d["quote"])
            for d in unit(seed, name)["duties"]
            if not (d["via"] and d["quote"] in general)
        )
        ties = [(e.id, t) for p in sheet.parts for s in p.sections for e in s.entries for t in e.ties]
        assert told == sorted(
            (i, t.role or "object", "named" if t.basis == "object" else t.basis, t.via, t.quote)
            for i, t in ties
        )


def test_the_health_commission(gathering: Gathering) -> None:
    part = gathering.sheet("卫健委").parts[0]
    assert part.indicator_rows == 24
    assert part.indicator_numbers == 20
    assert part.binding_rows == 7
    assert [e.title for e in part.entries("projects")] == ["儿童医务人员提升项目", "儿童早期发展服务促进项目"]
    first = part.entries("indicators")[0]
    assert first.indicator is not None
    assert (first.indicator.name, first.indicator.target.text, first.indicator.binding) == (
        "新生儿死亡率", "＜1.3", "约束性",
    )  # fmt: skip
    assert first.indicator.baseline is not None
    assert first.indicator.baseline.value == 1.21
    myopia = next(e for e in part.entries("indicators") if e.id.endswith("/b1.11"))
    assert [(p.unit, p.roles) for p in myopia.partners] == [("区教委", ("责任",))]


def test_a_collectives_duty_is_marked_in_its_members(gathering: Gathering) -> None:
    own = gathering.sheet("各镇街").parts[0]
    assert {e.id.split("/")[1] for e in own.entries("named")} >= {"2.4.2"}
    member = gathering.sheet("九宫庙街道").parts[0]
    assert {t.via for e in member.entries("collective") for t in e.ties} == {"各镇街"}
    assert {e.id for e in member.entries("collective")} == {e.id for e in own.entries("named")}


def test_object_of_a_measure_is_no_duty(gathering: Gathering) -> None:
    """“支持和扶持早教机构发展” lays nothing on 早教机构."""
    assert gathering.sheet("早教机构").empty
    assert not gathering.sheet("早教机构", ("object",)).empty


def test_a_quote_reads_as_the_text_does() -> None:
    """A page's mark that stands in the middle of a label is no part of what is quoted."""
    source = "办学。（牵头单位：市教\n# 第3页\n育局）完"
    a, b = source.index("\n"), source.rindex("\n") + 1
    text = Text(source[:a] + source[b:], (Piece(0, 0, a), Piece(a, b, len(source))))
    start, end = source.index("（"), source.index("）") + 1
    assert said_within(text, start, end) == "（牵头单位：市教育局）"
    assert said_within(text, a, end) == ""  # begins in what the text leaves out


KINDS: tuple[Kind, ...] = ("task", "project", "section", "measure", "paragraph")
NAMES = ("甲局", "乙委", "丙镇", "各单位", "有关部门", "=丁\t办")


@st.composite
def bases(draw: st.DrawFn) -> tuple[list[Node], list[Duty], list[Unit]]:
    """One to three plans; collectives that hold in all of them or in the first only."""
    nodes = []
    for plan in "pqr"[: draw(st.integers(1, 3))]:
        kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4))
        nodes += [
            Node(f"{plan}/1.{i}", plan, kind, str(i), draw(st.sampled_from(("", "题目", "<b>&|=1"))), None, i, 0, Text(""),
                 Text(draw(st.text(max_size=20))), f"一、{i}", Span(0, 1, 1))
            for i, kind in enumerate(kinds)
        ]  # fmt: skip
    units = [
        Unit(
            n,
            members=tuple(draw(st.sets(st.sampled_from(NAMES[:3])))) if i > 2 else (),
            plans=draw(st.sampled_from(((), ("p",)))) if i > 2 else (),
        )
        for i, n in enumerate(NAMES)
    ]
    duties = []
    for line in range(draw(st.integers(0, 10))):
        node = draw(st.sampled_from(nodes))
        duties.append(
            Duty(node.plan, draw(st.sampled_from(NAMES)), node.id,
                 draw(st.sampled_from(("责任", "牵头", "object"))), draw(st.sampled_from(("assigned", "named", "related"))),
                 "甲", "句", 0, 1, line)
        )  # fmt: skip
    return nodes, duties, units


def identified(units: list[Unit], plan: str) -> tuple[Unit, ...]:
    """The units that hold for a plan, as the rules give them: of one place, a collective its plan's own."""
    return tuple(
        replace(u, id=f"某区/{u.name}" + (f"@{plan}" if u.members else ""), place=("某区",), plans=(plan,))
        for u in units
        if not u.plans or plan in u.plans
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bases())
def test_every_duty_of_any_plan_stands_where_it_belongs(
    made: tuple[list[Node], list[Duty], list[Unit]],
) -> None:
    from kb.extract import render

    nodes, duties, units = made
    with tempfile.TemporaryDirectory() as folder:
        trees = []
        for id_ in dict.fromkeys(n.plan for n in nodes):
            tree = Tree(Plan(id_, f"{id_}规划", source="句" * 9), tuple(n for n in nodes if n.plan == id_))
            mine = identified(units, id_)
            ids = {u.name: u.id for u in mine}
            own = tuple(
                replace(d, unit_id=ids.get(d.unit, f"/{d.unit}@{id_}")) for d in duties if d.plan == id_
            )
            trees.append((tree, Facts(units=mine, duties=own), ()))
        write_base(Path(folder) / "kb", trees, (), units, "0" * 16)
        with open_base(Path(folder) / "kb") as base:
            gathering = Gathering(base)
            for id_ in base.plan_ids():
                one = Gathering(base, id_)
                for name in (u.id for u in one.units):
                    whole = written(gathering.sheet(name, ALL_BASES))
                    assert written(one.sheet(name, ALL_BASES)) == [
                        key for key in whole if key[0].startswith(f"{id_}/")
                    ]
            for name in (u.id for u in gathering.units):
                sheet = gathering.sheet(name, ALL_BASES)
                assert written(sheet) == belonging(base, name, ALL_BASES)
                assert sheet.empty == (not belonging(base, name, ALL_BASES))
                if not sheet.empty:
                    for format_ in ("md", "html", "csv", "json"):
                        assert render(sheet, format_)
            full = max(
                (gathering.sheet_of(n, ALL_BASES) for n in gathering.units), key=lambda s: len(s.nodes())
            )
            if not full.empty:
                assert render(full, "docx")
                assert render(full, "xlsx")


def printed(entry: Entry) -> str:
    return "\n".join(plain(p) for p in entry.passages)


def unproved(sheet: Sheet) -> list[tuple[str, str]]:
    """Quotes that are not in the text printed above them, of the sections that print a text."""
    return [
        (e.id, t.said)
        for p in sheet.parts
        for key in ("tasks", "projects", "collective", "named")
        for e in p.entries(key)
        for t in e.ties
        if not t.inherited and not t.document and plain(t.said) not in printed(e)
    ]


def test_the_proof_is_in_the_text_above_it(gathering: Gathering) -> None:
    for name in (u.id for u in gathering.units):
        assert unproved(gathering.sheet(name, ALL_BASES)) == []


def test_the_proof_is_in_the_text_above_it_in_several_plans(several: Base) -> None:
    gathering = Gathering(several)
    for name in (u.id for u in gathering.units):
        assert unproved(gathering.sheet(name)) == []


def test_a_duty_in_a_paragraph_below_is_printed(gathering: Gathering) -> None:
    """四、（一）: the sentences on 监测组 and 评估组 are paragraphs of their own."""
    for name, words in (
        ("区妇儿工委办公室", "向区妇儿工委提交中期和终期评估报告"),
        ("区统计部门", "提交区级年度统计监测报告和数据报表"),
    ):
        (entry,) = [e for e in gathering.sheet(name).parts[0].entries("tasks") if e.id.endswith("/4.1")]
        assert words in entry.text
        assert "领导小组下设" not in entry.text
        assert entry.partners == ()
