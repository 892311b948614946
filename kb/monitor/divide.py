"""`kb monitor divide`: the table of assigned sentences (任务分解表) out as a workbook, and back into measures.csv and duties.csv."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from pathlib import Path

from kb.csv_text import column_key, decode_csv
from kb.extract.archive import identifier
from kb.extract.columns import Column
from kb.extract.saving import alone, save_all
from kb.extract.tables import Grid
from kb.ledger.folder import MEASURES_FILE
from kb.ledger.standing import iso_day
from kb.ledger.tables import MeasureRow, table_text
from kb.monitor.cells import spelled
from kb.monitor.desk import Desk
from kb.monitor.form_rows import names_in
from kb.monitor.keeping import put_text
from kb.monitor.sentences import proposals
from kb.monitor.workbook import read_book
from kb.problems import KbError
from kb.words.duties_csv import COLUMNS as DUTY_COLUMNS

DUTIES = "duties.csv"
HEADS = ("id", "unit", "role", "document", "deadline", "note", "part", "output")
ROLES = (("lead", "牵头"), ("main", "责任"), ("help", "配合"))
COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("id", "编号", 15), ("title", "事项", 24), ("text", "原文", 60), ("lead", "牵头单位", 14), ("main", "责任单位", 18),
    ("help", "配合单位", 18), ("deadline", "时限", 12), ("output", "成果", 18), ("weight", "权重", 7),
)  # fmt: skip
NO_END = ("长期", "每年", "持续", "常年", "全年")


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """measures: sentences with a unit. duties: rows written to duties.csv. wrong: what could not be taken, with its place."""

    measures: int
    duties: int
    wrong: tuple[str, ...]


def write_division_form(desk: Desk, out: Path, *, force: bool = False) -> Path:
    """Write the table to be given units: what measures.csv has, otherwise a proposal a sentence. Raises FileChanged."""
    from kb.extract.xlsx import add_grid, new_book, to_bytes

    rows = desk.ledger.measures or tuple(proposals(desk))
    columns = tuple(Column(key=key, heading=head, widest=width) for key, head, width in COLUMNS)
    cells = []
    for row in rows:
        node = desk.gathering.nodes.get(f"{desk.plan_id}/{row.node}")
        title = desk.gathering.title(node) if node is not None else row.node
        cells.append(tuple(title if key == "title" else getattr(row, key) or None for key, _, _ in COLUMNS))
    name = f"{desk.plan.title}任务分解表"
    book = new_book(name, identifier(tuple(cells), name))
    sheet = add_grid(book, Grid("任务分解", columns, tuple(cells)), name)
    sheet.page_setup.paperSize = 8  # A3
    with alone(out.parent):
        save_all([(out, to_bytes(book, [desk.plan.issued]))], force=force)
    return out


def read_division(desk: Desk, path: Path, *, document: str) -> Divided:
    """Take a filled table: measures.csv is written again, and duties.csv gets a row a sentence, unit and role.

    document: what assigns them, 文号 or title; its earlier rows of duties.csv are replaced, other rows stay as they are.
    Raises KbError for a workbook without the table, DocumentError for a damaged one.
    """
    if not document.strip():
        raise KbError("任务分解要写依据文件（--document 文号）。")
    book = read_book(path, path.read_bytes())
    heads = {spelled(head): key for key, head, _ in COLUMNS}
    known = {m.id: m for m in (*proposals(desk), *desk.ledger.measures)}
    units = {spelled(n): u.name for u in desk.units.values() for n in (u.name, u.full_name, *u.aliases) if n}
    measures: list[MeasureRow] = []
    wrong: list[str] = []
    found = False
    for grid in book.sheets.values():
        keys: dict[int, str] = {}
        for n in sorted(grid.rows):
            row = grid.rows[n]
            if not keys:
                named = {c: heads[spelled(g.text)] for c, g in row.items() if spelled(g.text) in heads}
                if {"id", "text"} <= set(named.values()):
                    keys, found = named, True
                continue
            said = {keys[c]: g.text.strip() for c, g in row.items() if c in keys}
            id_ = said.get("id", "")
            if not id_:
                if said:
                    wrong.append(f"{grid.name}!{n}：没有编号，没有采用")
                continue
            base = known.get(id_)
            if base is None:
                wrong.append(f"{grid.name}!{n}：规划里没有“{id_}”这一句，没有采用")
                continue
            names = {key: _units(said.get(key, ""), units, f"{grid.name}!{n}", wrong) for key, _ in ROLES}
            measures.append(
                replace(
                    base, **names, deadline=_deadline(said.get("deadline", ""), f"{grid.name}!{n}", wrong),
                    output=said.get("output", ""), weight=said.get("weight", ""), document=document if any(names.values()) else "",
                )
            )  # fmt: skip
    if not found:
        raise KbError(
            f"{path} 里没有任务分解表（表头要有“编号”和“原文”）。请用 kb monitor divide --out 写出的表。"
        )
    duties: list[tuple[str, ...]] = [
        (m.node, unit, role, document, m.deadline, "", m.id.partition("#")[2], m.output)
        for m in measures
        for key, role in ROLES
        for unit in names_in(getattr(m, key))
    ]
    folder = desk.folder
    with alone(folder):
        put_text(folder / MEASURES_FILE, table_text(MeasureRow, measures))
        put_text(folder.parent / DUTIES, _duties_text(folder.parent / DUTIES, duties, document))
    return Divided(measures=sum(bool(m.document) for m in measures), duties=len(duties), wrong=tuple(wrong))


def _units(cell: str, units: dict[str, str], place: str, wrong: list[str]) -> str:
    out = []
    for name in names_in(cell):
        known = units.get(spelled(name))
        if known is None:
            wrong.append(
                f"{place}：不认识的单位“{name}”，没有采用。请用 kb units 查写法，或先在 units.toml 登记"
            )
        else:
            out.append(known)
    return "、".join(dict.fromkeys(out))


def _deadline(cell: str, place: str, wrong: list[str]) -> str:
    """An ISO day, or 长期 and 每年 as written."""
    day = iso_day(spelled(cell))
    if day is not None:
        return day.isoformat()
    if cell and not cell.startswith(NO_END):
        wrong.append(f"{place}：看不懂时限“{cell}”，照写，不算截止日期")
    return cell


def _duties_text(path: Path, rows: list[tuple[str, ...]], document: str) -> str:
    """Return duties.csv with the rows of one document replaced; every other line stays as it was written."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    kept: list[list[str]] = []
    head = list(HEADS)
    if path.is_file():
        text = decode_csv(path.read_bytes())
        lines = list(csv.reader(io.StringIO(text, newline="")))
        if lines:
            head = lines[0]
            keys = [column_key(c, DUTY_COLUMNS) for c in head]
            head = [*head, *(h for h in HEADS if h not in keys)]
            at = keys.index("document") if "document" in keys else -1
            kept = [
                r
                for r in lines[1:]
                if not (0 <= at < len(r) and r[at].strip() == document and not r[0].startswith("#"))
            ]
    writer.writerow(head)
    writer.writerows(kept)
    order = [column_key(c, DUTY_COLUMNS) for c in head]
    for row in rows:
        said = dict(zip(HEADS, row, strict=True))
        writer.writerow([said.get(key, "") for key in order])
    return "\ufeff" + out.getvalue()
