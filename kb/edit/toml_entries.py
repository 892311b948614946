"""Entries of units.toml and topics.toml, changed without touching the comments and layout that staff keep there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from kb.edit.change import EditRefused
from kb.problems import Problem

Value = str | Sequence[str]


def read_entries(text: str, key: str) -> tuple[TOMLDocument, Sequence[Table]]:
    """Return a file's document and its [[key]] entries. Raises EditRefused where it cannot be read."""
    try:
        document = tomlkit.parse(text.removeprefix("\ufeff"))
    except (TOMLKitError, RecursionError) as error:
        raise EditRefused("文件写法有误，没有改。请先运行 kb check 看是哪一行，改好再来。") from error
    entries = document.get(key)
    if entries is not None and not isinstance(entries, AoT):
        raise EditRefused(f"文件里应写成一段一段的 [[{key}]]，没有改。")
    return document, () if entries is None else entries


def entry_of(entries: Sequence[Table], no: int, name: str) -> Table:
    """Return an entry by its number in the file, from 0. name: what it is expected to be called.

    Raises EditRefused where it is another one: the file has changed since the page was opened.
    """
    if not 0 <= no < len(entries) or str(entries[no].get("name", "")).strip() != name:
        raise EditRefused(f"“{name[:30]}”已不在原来的地方，可能有人刚改过。请刷新页面再改。")
    return entries[no]


def number_of(entries: Sequence[Table], name: str) -> int:
    """Return the number of the first entry of a name. Raises EditRefused where there is none."""
    for no, entry in enumerate(entries):
        if str(entry.get("name", "")).strip() == name:
            return no
    raise EditRefused(f"没有登记“{name[:30]}”。")


def set_value(entry: Table, field: str, value: Value) -> None:
    """Set or, for an empty value, take out a field of an entry, leaving a list on as many lines as it has."""
    if not value:
        if field in entry:
            del entry[field]
        return
    if isinstance(value, str):
        entry[field] = value
        return
    old = entry.get(field)
    new = tomlkit.array()
    new.extend(list(value))
    if old is not None and "\n" in getattr(old, "as_string", lambda: "")():
        new.multiline(True)
    entry[field] = new


def appended(text: str, key: str, values: Mapping[str, Value], comment: str = "") -> str:
    """Return the text with one more [[key]] entry at its end, empty values left out."""
    entry = tomlkit.table()
    for field, value in values.items():
        if value:
            entry[field] = value if isinstance(value, str) else list(value)
    document = tomlkit.document()
    tables = tomlkit.aot()
    tables.append(entry)
    document[key] = tables
    said = f"# {' '.join(comment.split())}\n" if comment else ""
    made = f"{said}{tomlkit.dumps(document).strip()}\n"
    return f"{text.rstrip()}\n\n{made}" if text.strip() else made


def refuse_errors(problems: Sequence[Problem]) -> None:
    """Raise EditRefused with the first error of a file as it would be after the edit."""
    for p in problems:
        if p.level == "error":
            raise EditRefused(f"没有改：{p.message}。{p.hint}".rstrip("。") + "。")
