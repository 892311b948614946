"""StratML Part 2 (ISO 17469-2, PerformancePlanOrReport 2016-02-16): a plan's indicators with targets and accepted values.

Goals are the categories of the indicators; each indicator is an objective with one performance indicator, its responsible
units as stakeholders, a measurement for the target and one for each year's value.
"""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from kb.rules.distance import target_words

if TYPE_CHECKING:
    from kb.model import Indicator, Plan, Progress, Value
    from kb.store import Base

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"


def stratml(base: Base, plan: str, *, internal: bool = False) -> str:
    """Return the document of one plan. internal: values that are not for the public too. Raises NotFound."""
    owner = base.plan(plan)
    values = base.values(plan=plan, internal=internal)
    progress = base.progress(plan=plan, internal=internal)
    hidden = {p.node for p in base.progress(plan=plan, internal=True)} - {p.node for p in progress}
    last = max((p.year for p in progress), default=None)
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}PerformancePlanOrReport", {"Type": "Performance_Report"})
    _text(root, "Name", owner.title)
    if owner.doc_number:
        _text(root, "Description", owner.doc_number)
    core = _child(root, "StrategicPlanCore")
    organization = _child(core, "Organization")
    _text(organization, "Name", owner.issuer or owner.title)
    _text(organization, "Identifier", _id(plan, "issuer"))
    of_category: dict[str, list[Indicator]] = {}
    for i in base.indicators(plan):
        if internal or i.id not in hidden:
            of_category.setdefault(i.category, []).append(i)
    for n, (name, indicators) in enumerate(of_category.items(), 1):
        goal = _child(core, "Goal")
        _text(goal, "Name", name or owner.title)
        _text(goal, "Description", f"{name or owner.title}的指标")
        _text(goal, "Identifier", _id(plan, f"goal {name}"))
        _text(goal, "SequenceIndicator", str(n))
        for i in indicators:
            own = [v for v in values if v.node == i.id]
            now = next(
                (p for p in progress if p.node == i.id and p.year == last and p.kind == "indicator"), None
            )
            _objective(goal, i, own, now)
    if not of_category:
        goal = _child(core, "Goal")
        _text(goal, "Name", owner.title)
        _text(goal, "Description", "规划没有指标")
    _administration(root, owner, last)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _objective(goal: ET.Element, i: Indicator, values: list[Value], now: Progress | None) -> None:
    objective = _child(goal, "Objective")
    _text(objective, "Name", i.name)
    _text(objective, "Description", target_words(i))
    _text(objective, "Identifier", _id(i.plan, f"objective {i.id}"))
    _text(objective, "SequenceIndicator", i.number or i.id.split("/", 1)[1])
    for unit in i.units:
        stakeholder = _child(objective, "Stakeholder", {"StakeholderTypeType": "Organization"})
        _text(stakeholder, "Name", unit)
        role = _child(stakeholder, "Role")
        _text(role, "Name", "责任单位")
        _text(role, "RoleType", "Performer")
    if now is not None:
        _text(objective, "OtherInformation", f"{now.year}年：{now.status}（{now.colour}）")
    kind = "Quantitative" if i.target.value is not None else "Qualitative"
    found = _child(
        objective, "PerformanceIndicator", {"PerformanceIndicatorType": kind, "ValueChainStage": "Outcome"}
    )
    _text(found, "MeasurementDimension", i.name)
    _text(found, "UnitOfMeasurement", i.unit_of_measure or "无")
    _text(found, "Identifier", _id(i.plan, f"indicator {i.id}"))
    target = _child(_child(found, "MeasurementInstance"), "TargetResult")
    _years(target, i.target.year)
    if i.target.value is not None:
        _text(target, "NumberOfUnits", _decimal(i.target.value))
    _text(target, "Description", i.target.text)
    actual: dict[int, tuple[float, str]] = {}
    if (
        i.baseline is not None
        and i.baseline.year is not None
        and i.baseline.unit_of_measure == i.unit_of_measure
    ):
        actual[i.baseline.year] = (i.baseline.value, "规划")
    for v in values:
        if v.value is not None:
            actual[v.year] = (v.value, v.source or v.unit)
    for year, (value, source) in sorted(actual.items()):
        result = _child(_child(found, "MeasurementInstance"), "ActualResult")
        _years(result, year)
        _text(result, "NumberOfUnits", _decimal(value))
        _text(result, "Description", source)


def _administration(root: ET.Element, plan: Plan, last: int | None) -> None:
    admin = _child(root, "AdministrativeInformation")
    _text(admin, "Identifier", _id(plan.id, "plan"))
    if plan.period:
        _text(admin, "StartDate", f"{plan.period[0]}-01-01")
        _text(admin, "EndDate", f"{plan.period[1]}-12-31")
    if plan.issued:
        _text(admin, "PublicationDate", plan.issued)


def _years(parent: ET.Element, year: int | None) -> None:
    if year is not None:
        _text(parent, "StartDate", f"{year}-01-01")
        _text(parent, "EndDate", f"{year}-12-31")


def _child(parent: ET.Element, name: str, attributes: dict[str, str] | None = None) -> ET.Element:
    return ET.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes or {})


def _text(parent: ET.Element, name: str, words: str) -> None:
    _child(parent, name).text = words


def _id(plan: str, what: str) -> str:
    """Return an xsd:ID: it begins with a letter and follows from what it is of."""
    return f"k{sha256(f'{plan} {what}'.encode()).hexdigest()[:24]}"


def _decimal(value: float) -> str:
    """Return a number as xsd:decimal: without an exponent."""
    return f"{Decimal(f'{value:.10g}'):f}"
