"""Columns of the base, generated from the model's dataclasses: what a class has, its table keeps, and nothing is
written twice.

str, int, float, bool and their optional forms are a column each; a Text is a string and the JSON of its pieces; a
Span is start, end, line; a nested dataclass is its own columns with the field's name in front; a tuple is JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from kb.records import dataclass
from kb.spans import Piece, Span, Text

Row = tuple[Any, ...]
_SQL: dict[type, str] = {str: "TEXT", int: "INTEGER", float: "REAL", bool: "INTEGER"}


@dataclass(frozen=True, slots=True)
class Column:
    """name: in SQL. sql: type and NOT NULL."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Codec:
    """One field in a row. dump: its value as the columns' values; load: back from them."""

    columns: tuple[Column, ...]
    dump: Callable[[Any], Row]
    load: Callable[[Row], Any]


@dataclass(frozen=True, slots=True)
class ClassCodec:
    """A dataclass in a row, its fields in their order."""

    cls: type
    fields: tuple[tuple[str, Codec], ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(c for _, codec in self.fields for c in codec.columns)

    def dump(self, value: Any) -> Row:
        return tuple(v for name, codec in self.fields for v in codec.dump(getattr(value, name)))

    def load(self, row: Row, **more: Any) -> Any:
        """more: fields that the row lacks."""
        at, values = 0, more
        for name, codec in self.fields:
            size = len(codec.columns)
            values[name] = codec.load(row[at : at + size])
            at += size
        return self.cls(**values)


@cache
def class_codec(cls: type, without: frozenset[str] = frozenset()) -> ClassCodec:
    """The codec of a dataclass. without: fields that another table or column holds."""
    hints = get_type_hints(cls)
    found = tuple(
        (f.name, _codec(f.name, hints[f.name])) for f in fields(cls) if f.init and f.name not in without
    )
    return ClassCodec(cls, found)


def dump_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _codec(name: str, hint: Any) -> Codec:
    optional = get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint)
    if optional:
        (hint,) = (a for a in get_args(hint) if a is not NoneType)
    if get_origin(hint) is Literal:
        hint = str
    if hint in _SQL:
        return _scalar(name, hint, optional)
    if hint is Text:
        columns = (Column(name, "TEXT NOT NULL"), Column(f"{name}_pieces", "TEXT NOT NULL"))
        return Codec(columns, lambda t: (t.value, dump_pieces(t)), lambda row: load_text(*row))
    if hint is Span:
        span = tuple(Column(part, "INTEGER") for part in ("start", "end", "line"))
        return Codec(span, _dump_span, lambda row: None if row[0] is None else Span(*row))
    if is_dataclass(hint):
        return _nested(name, hint, optional)  # type: ignore[arg-type]  # a class, not one of its objects
    return _listed(name, hint, optional)


def _scalar(name: str, hint: type, optional: bool) -> Codec:
    columns = (Column(name, _SQL[hint] + ("" if optional else " NOT NULL")),)
    if hint is bool:
        return Codec(columns, lambda v: (None if v is None else int(v),), lambda row: bool(row[0]))
    return Codec(columns, lambda v: (v,), lambda row: row[0])


def _dump_span(span: Span | None) -> Row:
    return (None, None, None) if span is None else (span.start, span.end, span.line)


def _nested(name: str, cls: type, optional: bool) -> Codec:
    inner = class_codec(cls)
    columns = tuple(
        Column(f"{name}_{c.name}", c.sql.removesuffix(" NOT NULL") if optional else c.sql)
        for c in inner.columns
    )
    empty = (None,) * len(columns)
    return Codec(
        columns,
        lambda v: empty if v is None else inner.dump(v),
        lambda row: None if row == empty else inner.load(row),
    )


def _listed(name: str, hint: Any, optional: bool) -> Codec:
    """A tuple: JSON, its dataclasses as arrays of their columns."""
    assert get_origin(hint) is tuple, f"no column for {name}: {hint}"
    item = get_args(hint)[0]
    columns = (Column(name, "TEXT" if optional else "TEXT NOT NULL"),)
    if is_dataclass(item):
        inner = class_codec(item)  # type: ignore[arg-type]  # a class, not one of its objects
        return Codec(
            columns,
            lambda v: (dump_json([inner.dump(x) for x in v]),),
            lambda row: () if row[0] == "[]" else tuple(inner.load(tuple(x)) for x in json.loads(row[0])),
        )
    return Codec(
        columns,
        lambda v: (None if v is None else dump_json(list(v)),),
        lambda row: None if row[0] is None else () if row[0] == "[]" else tuple(json.loads(row[0])),
    )


def dump_pieces(text: Text) -> str:
    """Runs as one flat array: `[0,120,158]` is value[0:38] == source[120:158]."""
    return dump_json([n for p in text.pieces for n in (p.at, p.start, p.end)])


def load_text(value: str, pieces: str) -> Text:
    if pieces == "[]":
        return Text(value)
    flat = json.loads(pieces)
    return Text(value, tuple(Piece(*flat[i : i + 3]) for i in range(0, len(flat), 3)))


def quoted(names: Iterable[str]) -> Iterator[str]:
    """Names as SQL takes them, "column", "end" and "start" included."""
    return (f'"{name}"' for name in names)
