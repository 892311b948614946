"""Units and documents marked in a node's text."""

from __future__ import annotations

from kb.model import Duty, Reference
from kb.spans import Piece, Text
from kb_site.marks import Run, mark_text
from kb_site.plan_view import PlanView

SOURCE = "依托区妇幼保健院，按《托育标准》建设；\n区妇幼保健院负责。"
TEXT = Text("依托区妇幼保健院，按《托育标准》建设；区妇幼保健院负责。", (Piece(0, 0, 19), Piece(19, 20, 29)))


def duty(start: int, end: int, basis: str, role: str = "依托", unit: str = "区妇幼保健院") -> Duty:
    quote = SOURCE[start:end]
    return Duty("p", unit, "p/1", role, basis, "区妇幼保健院", quote, start, end, 1)  # type: ignore[arg-type]


def test_a_mark_stands_on_the_words_themselves() -> None:
    cited = Reference("p", "p/1", "document", "托育标准", "《托育标准》", 10, 16, 1)
    runs = mark_text(TEXT, SOURCE, [duty(0, 8, "named")], [cited])
    assert runs == (
        Run("依托"),
        Run("区妇幼保健院", "unit", "区妇幼保健院", "named"),
        Run("，按"),
        Run("《托育标准》", "document", name="托育标准"),
        Run("建设；区妇幼保健院负责。"),
    )


def test_offsets_hold_behind_a_line_break() -> None:
    runs = mark_text(TEXT, SOURCE, [duty(20, 29, "assigned", "责任")], [])
    assert [r.text for r in runs if r.kind] == ["区妇幼保健院"]
    assert "".join(r.text for r in runs) == TEXT.value
    assert runs[-1] == Run("负责。")


def test_a_related_unit_is_never_marked_in_the_text() -> None:
    assert mark_text(TEXT, SOURCE, [duty(0, 8, "related")], []) == (Run(TEXT.value),)


def test_marks_never_change_the_text(view: PlanView) -> None:
    for node in view.nodes:
        runs = mark_text(node.body, view.plan.source, view.duties[node.id], view.cited[node.id])
        assert "".join(r.text for r in runs) == node.text


def test_the_day_care_task_has_its_named_units_marked(view: PlanView) -> None:
    node = view.node["dadukou-children-2021-2030/2.4.2"]
    runs = mark_text(node.body, view.plan.source, view.duties[node.id], ())
    named = [r.text for r in runs if r.kind == "unit" and r.basis == "named"]
    assert "区妇幼保健院" in named
    assert "各镇街" in named
    assert not [r for r in runs if r.basis == "assigned"]
