"""What the model has, the store keeps: every field of every class that has a table, with any value of its type."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import model
from kb.model import Cell, Node
from kb.spans import Piece, Span, Text
from kb.store.schema import CLASS_TABLES, Table

_TEXT = st.text(st.characters(codec="utf-8"), max_size=6)
_NUMBER = st.integers(0, 2**31)


def _values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a type, nested classes included."""
    arguments = get_args(hint)
    if get_origin(hint) in (Union, UnionType) and NoneType in arguments:
        (inner,) = (a for a in arguments if a is not NoneType)
        return st.none() | _values(inner)
    if get_origin(hint) is Literal:
        return st.sampled_from(arguments)
    if get_origin(hint) is tuple:
        if len(arguments) == 2 and arguments[1] is not Ellipsis:
            return st.tuples(*map(_values, arguments))
        return st.lists(_values(arguments[0]), max_size=3).map(tuple)
    if hint is Text:
        pieces = st.lists(st.builds(Piece, _NUMBER, _NUMBER, _NUMBER), max_size=2).map(tuple)
        return st.builds(Text, _TEXT, pieces)
    if hint is Span:
        return st.builds(Span, _NUMBER, _NUMBER, _NUMBER)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{f.name: _values(hints[f.name]) for f in fields(hint)})
    simple = {str: _TEXT, int: _NUMBER, bool: st.booleans(), float: st.floats(-1e9, 1e9)}
    return simple[hint]


def _classes() -> list[type]:
    return [c for c in vars(model).values() if isinstance(c, type) and is_dataclass(c)]


def _all_of(value: Any) -> Any:
    """A value with every field in it, those that equality leaves out too."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _all_of(getattr(value, f.name)) for f in fields(value)}
    return [_all_of(v) for v in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize("table", CLASS_TABLES, ids=lambda t: t.name)
def test_every_field_comes_back(table: Table) -> None:
    @given(_values(table.cls))
    @settings(max_examples=40, deadline=None)
    def comes_back(value: Any) -> None:
        held_elsewhere = {name: getattr(value, name) for name in table.without}
        row = table.codec.dump(value)
        assert len(row) == len(table.codec.columns)
        assert _all_of(table.codec.load(row, **held_elsewhere)) == _all_of(value)

    comes_back()


def test_every_class_of_the_model_has_a_table_or_is_a_part_of_one() -> None:
    """Parts lie in the columns of the class that has them; Tree and Facts are many rows."""
    classes = {c for c in _classes() if c.__module__ == model.__name__}
    parts = {model.Target, model.Baseline, model.Cell, model.Tree, model.Facts}
    assert classes == {t.cls for t in CLASS_TABLES if t.cls.__module__ == model.__name__} | parts


def test_equality_leaves_out_nothing_but_where_a_text_stands() -> None:
    """A plan's source is compared by its own bytes; spans, pieces and lines say where, not what."""
    hidden = {f"{c.__name__}.{f.name}" for c in _classes() for f in fields(c) if not f.compare}
    assert hidden <= {"Node.span", "Node.plan_line", "Plan.source", "Text.pieces"}


def test_two_nodes_that_differ_in_a_merged_cell_are_not_equal() -> None:
    def node(merged: bool) -> Node:
        cells = (Cell("责任单位", Text(""), merged),)
        return Node(
            "p/b1.1", "p", "indicator", "1", "托位数", None, 0, 0, Text(""), Text(""), "指标1", cells=cells
        )

    assert node(True) != node(False)
