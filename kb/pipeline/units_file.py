"""Put proposed units into corpus/units.toml, keeping everything that staff have written there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from kb.answer.units import Proposed
from kb.model import Unit
from kb.problems import KbError, reason
from kb.words.normalised import compact

_FIELDS = ("full_name", "aliases", "kind", "plans")


def add_units(path: Path, proposals: Sequence[Proposed]) -> tuple[Unit, ...]:
    """Append entries to a units.toml and return them; a name that an entry has for that plan is left out.

    Comments, order and layout of what is there stay as they are. Raises KbError where the file can't be read or written.
    """
    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "不是 UTF-8"
        raise KbError(f"{path} 读不出（{why}），没有写。") from error
    try:
        document = tomlkit.parse(text)
    except (TOMLKitError, RecursionError) as error:
        raise KbError(f"{path} 写法有误，没有写。请先运行 kb check 看是哪一行。") from error
    entries = document.get("unit")
    if entries is not None and not isinstance(entries, AoT):
        raise KbError(f"{path} 里的单位应写成一段一段的 [[unit]]，没有写。")
    taken = _taken(entries or ())
    added: list[Unit] = []
    out = [text.rstrip("\n")] if text.strip() else []
    for proposal in proposals:
        plans = proposal.unit.plans
        if any((compact(proposal.unit.name), plan) in taken for plan in (*plans, "")):
            continue
        unit = replace(proposal.unit, aliases=_free(proposal.unit.aliases, plans, taken))
        names = {compact(n) for n in (unit.name, unit.full_name, *unit.aliases) if n}
        taken |= {(name, plan) for name in names for plan in plans}
        out.append(_entry(replace(proposal, unit=unit)))
        added.append(unit)
    if added:
        written = "\n\n".join(out) + "\n"
        tomlkit.parse(written)  # what is written can be read
        _put(path, written)
    return tuple(added)


def _taken(entries: Sequence[Table]) -> set[tuple[str, str]]:
    """Return (name, plan) for every name and alias of every entry, plan "" where it holds for all."""
    found = set()
    for entry in entries:
        plans = entry.get("plans") or [""]
        names = [entry.get("name"), entry.get("full_name"), *(entry.get("aliases") or [])]
        if isinstance(plans, list):
            found |= {(compact(n), str(plan)) for n in names if isinstance(n, str) and n for plan in plans}
    return found


def _free(aliases: Sequence[str], plans: Sequence[str], taken: set[tuple[str, str]]) -> tuple[str, ...]:
    """Return the aliases that no other entry has in one of the plans: an alias belongs to one unit."""
    return tuple(a for a in aliases if not any((compact(a), plan) in taken for plan in (*plans, "")))


def _entry(proposal: Proposed) -> str:
    """Return one entry with the comment that says where the unit occurs."""
    unit = proposal.unit
    entry = tomlkit.table()
    entry["name"] = unit.name
    for field in _FIELDS:
        value = getattr(unit, field)
        if value:
            entry[field] = list(value) if isinstance(value, tuple) else value
    document = tomlkit.document()
    tables = tomlkit.aot()
    tables.append(entry)
    document["unit"] = tables
    many = f"，共 {proposal.count} 条" if proposal.count > 1 else ""
    said = f"# 待核对：{proposal.citation}（源文第 {proposal.line} 行）{many}"
    return f"{said}\n{tomlkit.dumps(document).strip()}"


def _put(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
        os.replace(aside, path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise KbError(f"{path} 写不了（{reason(error)}），原有内容没有改动。") from error
