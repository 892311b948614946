"""The overlay: corpus/<plan>/duties.csv, assignments that another document makes (任务分工方案).

Columns id, unit, role, document, deadline, note, or their Chinese headings (kb.words.duties_csv). id: a node's full or
local id (`2.4.2`), or its citation (“二、（四）2”). A role 划去 strikes out what the plan itself says of the unit; its
note is the reason. For users: docs/duties-csv.md.
    2.4.2,区卫健委,牵头单位,大渡口府办〔2023〕12号 附件1,2025年底前,
    2.4.2,区教委,划去,大渡口府办〔2024〕3号,,机构改革后由区卫健委承担
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kb import csv_text
from kb.codes import problem
from kb.model import Duty, Facts, Tree
from kb.problems import Problem
from kb.rules.ground import Ground
from kb.rules.registry import Registry
from kb.words.duties_csv import COLUMNS, REQUIRED, STRIKE, given_role
from kb.words.role_words import ROLE_OF

GIVEN = tuple(dict.fromkeys(ROLE_OF.values()))
"""Roles a row may give: 牵头, 责任, …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One row of duties.csv.

    node: the full node id. deadline: as written, "" for none. note: a remark, or the reason of a 划去.
    line: 1-based in the file.
    """

    node: str
    unit: str
    role: str
    document: str
    deadline: str = ""
    note: str = ""
    line: int = 0


def read_overlay(path: Path, tree: Tree) -> tuple[tuple[Assignment, ...], tuple[Problem, ...]]:
    """The rows of a duties.csv that hold, and what is wrong with the others, with line."""
    try:
        text = csv_text.decode_csv(path.read_bytes())
    except (OSError, UnicodeDecodeError):
        said, hint = "读不出这个文件", "请存成 UTF-8 编码的 CSV"
        return (), (problem("KB305", str(path), line=0, message=said, hint=hint),)
    return read_rows(text, str(path), tree)


def read_rows(text: str, path: str, tree: Tree) -> tuple[tuple[Assignment, ...], tuple[Problem, ...]]:
    """The rows of the text of a duties.csv that hold, and what is wrong with the others. path: as findings say it."""
    problems: list[Problem] = []

    def report(line: int, message: str, excerpt: str = "", hint: str = "") -> None:
        problems.append(problem("KB305", path, line=line, message=message, excerpt=excerpt, hint=hint))

    try:
        rows = csv_text.read_rows(text, COLUMNS, REQUIRED)
    except csv_text.CsvFault as fault:
        report(fault.line, fault.message, fault.excerpt, fault.hint)
        return (), tuple(problems)
    ids = {n.id: n.id for n in tree.nodes} | {n.local: n.id for n in tree.nodes}
    cited: dict[str, str] = {}
    for n in tree.nodes:
        if n.kind != "paragraph":
            cited.setdefault(n.citation.replace(" ", ""), n.id)
    out: list[Assignment] = []
    for row in rows:
        entry, line = row.cells, row.last
        asked = entry.get("id", "")
        node = ids.get(asked) or cited.get(asked.replace(" ", ""))
        if node is None:
            report(line, f"规划里没有编号“{asked}”", asked, "请用 kb tree 查编号")
            continue
        if not entry.get("unit"):
            report(line, "这一行没有写单位", asked)
            continue
        if not entry.get("document"):
            report(line, "这一行没有写依据文件", f"{asked},{entry['unit']}", "document 列写明文号或文件名")
            continue
        if not (role := given_role(entry.get("role", ""))):
            hint = f"应为 {'、'.join(GIVEN)}；划去规划写明的职责写 {STRIKE}"
            report(line, f"不认识的角色“{entry['role']}”", f"{asked},{entry['unit']}", hint)
            continue
        if role == STRIKE and not entry.get("note"):
            report(line, "划去职责没有写原因", f"{asked},{entry['unit']}", "note 列写明原因")
            continue
        out.append(
            Assignment(
                node=node,
                unit=entry["unit"],
                role=role,
                document=entry["document"],
                deadline=entry.get("deadline", ""),
                note=entry.get("note", ""),
                line=line,
            )
        )
    return tuple(out), tuple(problems)


def without_struck(
    ground: Ground, duties: tuple[Duty, ...], overlay: tuple[Assignment, ...]
) -> tuple[Duty, ...]:
    """Return the duties without those that a row strikes out: of that unit at that node, by the plan's own words."""
    gone = {(row.node, _unit_name(ground, row.unit)) for row in overlay if row.role == STRIKE}
    return tuple(d for d in duties if d.document or (d.node, d.unit) not in gone) if gone else duties


def check_struck(
    tree: Tree, own: Facts, overlay: tuple[Assignment, ...], registry: Registry, path: str
) -> tuple[Problem, ...]:
    """Return what was struck out, and rows that strike out what the plan does not say. own: without the overlay."""
    ground = Ground(tree, registry)
    said = {(d.node, d.unit): d for d in own.duties if d.basis != "related"}
    out: list[Problem] = []
    for row in overlay:
        if row.role != STRIKE:
            continue
        node = ground.nodes[row.node]
        duty = said.get((row.node, _unit_name(ground, row.unit)))
        if duty is None:
            message = f"{node.citation}：要划去的“{row.unit}”，规划没有写它负责这一条"
            out.append(
                problem(
                    "KB325", path, line=row.line, message=message, hint="请核对编号和单位的写法", node=node.id
                )
            )
        else:
            message = f"{node.citation}：{row.unit}的{duty.role}已按“{row.document}”划去：{row.note}"
            out.append(
                problem("KB324", path, line=row.line, message=message, node=node.id, source_line=duty.line)
            )
    return tuple(out)


def _unit_name(ground: Ground, printed: str) -> str:
    unit = ground.registry.resolve(printed, ground.tree.plan.id)
    return unit.name if unit else printed


def overlay_duties(ground: Ground, overlay: tuple[Assignment, ...]) -> list[Duty]:
    """Duties of the overlay: assigned, `document` shown, without a place in the plan's own text."""
    plan = ground.tree.plan.id
    out: list[Duty] = []
    for row in overlay:
        if row.node not in ground.nodes or row.role == STRIKE:
            continue
        out.append(
            Duty(
                plan=plan,
                unit=_unit_name(ground, row.unit),
                node=row.node,
                role=row.role,
                basis="assigned",
                printed=row.unit,
                quote="",
                start=0,
                end=0,
                line=0,
                document=row.document,
                deadline=row.deadline,
                why=row.note,
            )
        )
    return out
