"""The JSON contract: shapes of what other programs read, written down by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

Ask = Callable[..., Any]

TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
NUMBER = {"type": "number"}
COUNT = {"type": "integer", "minimum": 0}
LINE = {"type": "integer", "minimum": 1}
FLAG = {"type": "boolean"}
ID = {"type": "string", "pattern": r"^[a-z0-9-]+/[a-z0-9.-]+$"}
KIND = {
    "enum": [
        "chapter", "section", "principle", "goal", "task", "measure", "box", "project", "indicator", "paragraph",
    ]
}  # fmt: skip
BASIS = {"enum": ["assigned", "named", "related"]}
OP = {"enum": ["<", "<=", "=", ">=", ">", None]}


def maybe(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


# The properties of an object, each with its schema.
Shape = dict[str, dict[str, Any]]


def obj(**properties: dict[str, Any]) -> dict[str, Any]:
    """An object with exactly these keys."""
    return {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False,
    }  # fmt: skip


def some(**properties: dict[str, Any]) -> dict[str, Any]:
    """An object with at least these keys."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def many(items: dict[str, Any], least: int = 1) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least}


SPAN = obj(start=COUNT, end=COUNT, line=LINE)
TARGET = obj(
    text=TEXT, op=OP, value=maybe(NUMBER), value_high=maybe(NUMBER), trend=maybe(TEXT), year=maybe(COUNT),
    column=TEXT, approx=FLAG, cumulative=FLAG,
)  # fmt: skip
BASELINE = obj(year=maybe(COUNT), value=NUMBER, unit_of_measure=TEXT, id=ID, quote=TEXT, line=LINE)
INDICATOR = obj(
    id=ID, plan=TEXT, box=ID, number=TEXT, part=maybe(LINE), name=TEXT, unit_of_measure=TEXT, target=TARGET,
    targets={"type": "array", "items": TARGET}, binding={"enum": ["约束性", "预期性", ""]}, binding_inherited=FLAG,
    category=TEXT, units=TEXTS, baseline=maybe(BASELINE),
)  # fmt: skip
UNIT: Shape = {
    "unit": TEXT, "unit_id": maybe(TEXT), "place": maybe(TEXT), "full_name": TEXT, "aliases": TEXTS, "kind": TEXT, "parent": TEXT, "members": TEXTS,
    "plans": TEXTS, "registered": FLAG,
}  # fmt: skip
COUNTS = obj(assigned=COUNT, named=COUNT, related=COUNT, object=COUNT)
LINK = maybe(obj(id=ID, kind=KIND, title=TEXT, citation=TEXT))
OBLIGATION: Shape = {
    "id": ID, "plan": TEXT, "kinds": TEXTS, "addressee": TEXT, "quote": TEXT, "line": LINE,
}  # fmt: skip
DUTY: Shape = {
    "id": ID, "plan": TEXT, "role": TEXT, "basis": BASIS, "printed": TEXT, "quote": TEXT, "line": COUNT,
    "deadline": TEXT, "due": TEXT, "leaders": TEXTS, "why": TEXT, "document": TEXT,
}  # fmt: skip
WHOSE: Shape = {"unit": TEXT, "unit_id": TEXT, "place": TEXT}
NODE: Shape = {
    "id": ID, "plan": TEXT, "kind": KIND, "number": TEXT, "title": TEXT, "citation": TEXT, "line": maybe(LINE),
    "edited": FLAG,
}  # fmt: skip
PROBLEM = obj(
    path=TEXT, line=COUNT, column=COUNT, code={"type": "string", "pattern": "^KB[0-9]{3}$"},
    level={"enum": ["error", "warning", "note"]}, message=TEXT, excerpt=TEXT, hint=TEXT, id=maybe(ID),
    source_line=COUNT, seen=FLAG, note=TEXT,
)  # fmt: skip

SHAPES = {
    ("search", "托位"): obj(
        query=TEXT, total=COUNT, offset=COUNT, mode={"enum": ["all", "any", "literal", "fuzzy"]}, notes=TEXTS,
        suggestions=TEXTS, facets={"type": "object"},
        hits=many(obj(
            id=ID, plan=TEXT, kind=KIND, number=TEXT, title=TEXT, citation=TEXT, snippet=TEXT,
            snippet_ranges=many(many(COUNT, 2), 0), title_ranges=many(many(COUNT, 2), 0), units=TEXTS, roles=TEXTS,
            score=NUMBER, url=TEXT, edited=FLAG,
        )),
    ),
    ("who", "托育"): some(
        query=TEXT, topic=maybe(TEXT),
        answers=many(some(
            **WHOSE, basis=BASIS, role=TEXT,
            evidence=many(some(
                id=ID, kind=KIND, title=TEXT, citation=TEXT, quote=TEXT, line=COUNT, basis=BASIS, role=TEXT,
            )),
        )),
        unassigned=many(some(id=ID, kind=KIND, title=TEXT, citation=TEXT), 0),
        conclusion=TEXT, kind=TEXT, step=COUNT, unread=TEXTS,
        nearest=many(some(id=ID, kind=KIND, title=TEXT, citation=TEXT, units=TEXTS), 0),
        groups=many(some(
            id=ID, kind=KIND, title=TEXT, citation=TEXT, state=TEXT,
            duties=many(some(basis=BASIS, role=maybe(TEXT), units=TEXTS, line=COUNT), 0),
        )),
    ),
    ("unit", "卫健委"): obj(
        **UNIT, choices={"type": "array", "maxItems": 0}, collectives=TEXTS, totals=obj(basis=COUNTS, role={"type": "object"}),
        duties=many(obj(
            **DUTY, kind=KIND, number=TEXT, title=TEXT, citation=TEXT, target=maybe(TEXT), via=maybe(TEXT), link=LINK, edited=FLAG,
        )),
        obligations=many(obj(**OBLIGATION, citation=TEXT, listed=FLAG), 0),
    ),
    ("units",): obj(units=many(obj(**UNIT, counts=COUNTS))),
    ("matrix",): obj(
        sections=many(obj(id=ID, plan=TEXT, number=TEXT, title=TEXT, citation=TEXT)),
        units=many(obj(
            unit=TEXT, unit_id=TEXT, place=TEXT, counts=COUNTS,
            cells=many(obj(section=ID, assigned=COUNT, named=COUNT, related=COUNT, object=COUNT)),
        )),
    ),
    ("show", "1.1.1"): obj(
        **NODE, plan_title=TEXT, breadcrumb=many(obj(id=ID, number=TEXT, title=TEXT, kind=KIND)), text=TEXT,
        indicator=maybe(INDICATOR),
        units=many(obj(**DUTY, **WHOSE, inherited_from=maybe(ID), link=LINK)),
        children=many(obj(**NODE, target=maybe(TEXT), units=TEXTS), 0), topics=TEXTS,
        commitments=many(obj(
            subject=TEXT, op=OP, value=NUMBER, value_high=maybe(NUMBER), unit_of_measure=TEXT, trend=maybe(TEXT), quote=TEXT, line=LINE,
        )),
        references=many(obj(kind={"enum": ["document", "brand"]}, name=TEXT, quote=TEXT, line=LINE)),
        repaired=FLAG, repairs=TEXTS,
        source=obj(file=TEXT, start=COUNT, end=COUNT, line=LINE, last_line=LINE),
        values={"type": "array", "maxItems": 0}, progress={"type": "array", "maxItems": 0},  # nothing was returned for it
    ),
    ("topics",): obj(
        topics=many(obj(name=TEXT, terms=TEXTS, said=TEXTS, narrower=TEXTS, nodes=COUNT, units=TEXTS)),
    ),
    ("topics", "托育"): obj(
        name=TEXT, terms=TEXTS, said=TEXTS, narrower=TEXTS,
        nodes=many(obj(**NODE, place={"enum": ["title", "text"]}, hits=LINE, units=TEXTS)),
    ),
}  # fmt: skip

EXPORT = obj(
    plans=many(obj(
        id=TEXT, title=TEXT, doc_number=TEXT, issuer=TEXT, issued=TEXT, adopted=TEXT, publicity=TEXT, level=TEXT,
        place=TEXTS,
        period=maybe(many(COUNT, 2)), recipients=TEXTS, cc=TEXTS, basis=TEXTS, source_file=TEXT,
    )),
    nodes=many(obj(
        id=ID, plan=TEXT, kind=KIND, number=TEXT, title=TEXT, text=TEXT, parent=maybe(ID), order=COUNT, depth=COUNT,
        citation=TEXT, source=maybe(SPAN), repaired=FLAG, repairs=TEXTS, edited=FLAG,
    )),
    indicators=many(INDICATOR),
    units=many(obj(**UNIT)),
    duties=many(obj(**DUTY, **WHOSE, inherited_from=maybe(ID), link=maybe(ID), source=maybe(SPAN), holders=many(TEXT))),
    topics=many(obj(
        name=TEXT, terms=TEXTS, said=TEXTS, narrower=TEXTS,
        nodes=many(obj(id=ID, place={"enum": ["title", "text"]}, hits=LINE), 0),
    )),
    commitments=many(obj(
        id=ID, plan=TEXT, subject=TEXT, op=OP, value=NUMBER, value_high=maybe(NUMBER), unit_of_measure=TEXT, trend=maybe(TEXT),
        quote=TEXT, source=SPAN,
    )),
    references=many(obj(id=ID, plan=TEXT, kind=TEXT, name=TEXT, quote=TEXT, source=SPAN)),
    obligations=many(obj(**OBLIGATION, source=SPAN), 0),
    repairs=many(obj(plan=TEXT, kind=TEXT, text=TEXT, value=TEXT, reason=TEXT, source=SPAN)),
    problems=many(PROBLEM),
    values={"type": "array", "maxItems": 0}, progress={"type": "array", "maxItems": 0},
)  # fmt: skip


@pytest.mark.parametrize("args", SHAPES, ids=" ".join)
def test_shapes(ask: Ask, args: tuple[str, ...]) -> None:
    Draft202012Validator(SHAPES[args]).validate(ask(*args))


def test_the_shape_of_an_export(run: Callable[..., Any]) -> None:
    import json

    Draft202012Validator(EXPORT).validate(json.loads(run("export", "--format", "json").stdout))


def test_an_indicator_in_show(ask: Ask) -> None:
    found = ask("show", "b1.1")["indicator"]
    Draft202012Validator(INDICATOR).validate(found)
    assert found["target"]["op"] == ">="
    assert found["target"]["value"] == 100
    assert found["baseline"]["value"] == 12
