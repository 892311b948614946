"""JSON Schema of every answer, read from the TypedDicts of `kb.answer.contract`.

    python -m kb.answer.schema        writes kb/answer/schemas/*.json; a test compares them with the contract

A schema is draft 2020-12. All keys are required, and others may be added in a later version, so `additionalProperties` is open;
`schema(form, closed=True)` refuses unknown keys, as the tests of this version do.
"""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from kb.answer.contract import ANSWERS, AnswerForm

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = Path(__file__).with_name("schemas")
SCALARS: dict[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
}
DEFS = "#/$defs/"

Schema = dict[str, Any]


def schema(form: AnswerForm, *, closed: bool = False) -> Schema:
    """Return the JSON Schema of one answer, with the shapes of its parts in `$defs`."""
    head = {"$schema": DIALECT, "$id": f"{form.name}.json", "title": form.name}
    return {**head, **schema_of(form.shape, closed=closed)}


def schema_of(shape: type, *, closed: bool = False) -> Schema:
    """Return the JSON Schema of one TypedDict, whole in itself."""
    parts: dict[str, Schema] = {}
    reference(shape, parts, closed=closed)
    whole = parts.pop(shape.__name__)
    return {**whole, **({"$defs": dict(sorted(parts.items()))} if parts else {})}


def components(shapes: Iterable[type], base: str) -> dict[str, Schema]:
    """Return the schemas of shapes and of their parts by name. base: where references point, “#/components/schemas/”."""
    parts: dict[str, Schema] = {}
    for shape in shapes:
        reference(shape, parts, base=base)
    return dict(sorted(parts.items()))


def reference(shape: type, parts: dict[str, Schema], *, closed: bool = False, base: str = DEFS) -> Schema:
    """Return a `$ref` to a TypedDict, putting its schema and those it needs into `parts`."""
    name = shape.__name__
    if name not in parts:
        parts[name] = {}  # it may contain itself
        hints = get_type_hints(shape, include_extras=True)
        found: Schema = {
            "type": "object",
            "description": _about(shape),
            "properties": {key: _of(kind, parts, closed, base) for key, kind in hints.items()},
            "required": [key for key, kind in hints.items() if get_origin(kind) is not NotRequired],
        }
        if closed:
            found["additionalProperties"] = False
        parts[name] = found
    return {"$ref": base + name}


def _of(kind: Any, parts: dict[str, Schema], closed: bool, base: str) -> Schema:
    """The schema of a type: a scalar, a list, a dict by names, a TypedDict, “… or None”, or any of these annotated."""
    origin = get_origin(kind)
    if origin is NotRequired:
        return _of(get_args(kind)[0], parts, closed, base)
    if origin is Annotated:
        plain, *notes = get_args(kind)
        return _noted(_of(plain, parts, closed, base), notes)
    if origin in (Union, types.UnionType):
        each = [_of(k, parts, closed, base) for k in get_args(kind)]
        if all(set(one) == {"type"} for one in each):
            return {"type": [one["type"] for one in each]}
        return {"anyOf": each}
    if origin is list:
        return {"type": "array", "items": _of(get_args(kind)[0], parts, closed, base)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(get_args(kind)[1], parts, closed, base)}
    if is_typeddict(kind):
        return reference(kind, parts, closed=closed, base=base)
    return {} if kind is object else {"type": SCALARS[kind]}


def _noted(found: Schema, notes: list[Any]) -> Schema:
    """A schema with what `Annotated` says: a description, the values there are, the least."""
    for note in notes:
        if isinstance(note, str):
            found = {**found, "description": note}
        elif isinstance(note, tuple):
            found = {**found, "enum": list(note)}
        else:
            found = {**found, "minimum": note}
    return found


def _about(shape: type) -> str:
    return " ".join((shape.__doc__ or "").split())


def files() -> dict[str, str]:
    """Return the files of the package by name: who.json → its text."""
    return {
        f"{form.name}.json": json.dumps(schema(form), ensure_ascii=False, indent=2) + "\n" for form in ANSWERS
    }


def load(name: str) -> Schema:
    """Return the schema that the package brings along. Raises KeyError for a name that no answer has."""
    path = FOLDER / f"{name}.json"
    if not path.is_file():
        raise KeyError(name)
    found: Schema = json.loads(path.read_text(encoding="utf-8"))
    return found


def write() -> None:
    """Write the files and remove those that no answer has any more."""
    FOLDER.mkdir(exist_ok=True)
    due = files()
    for path in FOLDER.glob("*.json"):
        if path.name not in due:
            path.unlink()
    for name, text in due.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
    sys.stderr.write(f"{FOLDER}：{len(files())}\n")
