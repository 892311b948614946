"""The 责任分工表 as a Word document: A4 landscape, a table a kind, heads repeated."""

from __future__ import annotations

from wcwidth import wcswidth

from kb.extract.archive import identifier
from kb.extract.clean import plain
from kb.extract.docx import BlockWriter, new_document, set_properties, to_bytes
from kb.extract.docx_marks import add_text
from kb.extract.layout import Heading, Paragraph, Row, Run, Table
from kb.extract.overall import COLUMNS, UNCLEAR, Division, division_title
from kb.extract.wording import citation_text, outline_number
from kb.model import Plan
from kb.words.own_files import OWN_MARK

_GROUPS = (
    ("indicator", "主要指标"),
    ("project", "重点项目"),
    ("task", "重点任务"),
    ("", "其他写明责任单位的事项"),
)
_WIDTH = 247  # mm, landscape


def write_division(plan: Plan, rows: tuple[Division, ...]) -> bytes:
    """One table a kind: indicators, projects, tasks, then what else has units assigned."""
    document = new_document(landscape=True)
    title = division_title(plan)
    add_text(document.add_paragraph(style="Title"), f"{plain(plan.title)}责任分工表")
    if plan.doc_number:
        add_text(document.add_paragraph(style="Subtitle"), f"（{plain(plan.doc_number)}）")
    unclear = sum(r.unclear for r in rows)
    told = f"共{len(rows)}项，" + (
        f"其中规划{UNCLEAR}责任单位的{unclear}项。" if unclear else "规划都写明了责任单位。"
    )
    if any(r.named for r in rows):
        told += "“文中点名”是规划正文提到的单位，不是责任分工。"
    blocks: list[Heading | Paragraph | Table] = [Paragraph((Run(told),))]
    n = 0
    done = {kind for kind, _ in _GROUPS if kind}
    for kind, name in _GROUPS:
        group = [r for r in rows if r.kind == kind or (not kind and r.kind not in done)]
        if group:
            n += 1
            blocks.append(Heading(1, outline_number(1, n), name))
            blocks.append(_table(name, group))
    blocks.append(Paragraph((Run("说明：", label=True), Run(f"{OWN_MARK}，以规划正式文本为准。")), "note"))
    BlockWriter(document, {}, _WIDTH).write(tuple(blocks))
    set_properties(document, title, title, identifier(rows, title))
    return to_bytes(document, [plan.issued])


def _table(name: str, rows: list[Division]) -> Table:
    columns = {
        c.heading.removesuffix("（供参考）"): [str(c.read(r) or "") for r in rows]
        for c in COLUMNS
        if c.key not in ("kind", "line")
    }
    numbers = [r.number for r in rows]
    if rows[0].kind == "indicator" and len(set(numbers)) == len(numbers):
        columns = {"序号": numbers} | {k: v for k, v in columns.items() if k != "出处"}
    elif rows[0].kind == "project":
        columns = {"所在专栏": [_box(r.citation, r.title) for r in rows]} | {
            k: v for k, v in columns.items() if k != "出处"
        }
    kept = {k: v for k, v in columns.items() if k in ("责任单位", "事项") or any(v)}
    return Table(
        name,
        tuple(kept),
        _shares(kept),
        tuple(Row(row) for row in zip(*kept.values(), strict=True)),
        frozenset(i for i, cells in enumerate(kept.values()) if max(map(wcswidth, cells)) <= _SHORT),
    )


_SHORT = 18  # display columns of a cell that is set in the middle
_ROOM = 127  # display columns of table text in _WIDTH


def _shares(columns: dict[str, list[str]]) -> tuple[int, ...]:
    """Widths in display columns: those with short cells keep them in one line, the others share the rest."""
    widths = {head: [max(wcswidth(c), 0) for c in cells if c] or [0] for head, cells in columns.items()}
    short = {h: max(wcswidth(h), *w) + 4 for h, w in widths.items() if max(w) <= _SHORT}
    long = {h: (sum(w) / len(w) + max(w) / 6) ** 0.75 for h, w in widths.items() if h not in short}
    rest = max(_ROOM - sum(short.values()), 18 * len(long))
    return tuple(
        short[h] if h in short else round(max(rest * long[h] / sum(long.values()), 18)) for h in columns
    )


def _box(citation: str, title: str) -> str:
    """“专栏五 托育服务机构规范化项目” → 专栏五."""
    return citation_text(citation.removesuffix(title)) or citation
