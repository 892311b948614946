"""A whole plan as a Word document, as it was read: the look of an official document, every repair marked and told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt

from kb.answer.cover import Place, cover_of
from kb.answer.repairs import REPAIR_KINDS, repair_of
from kb.citation import number_shown
from kb.extract.clean import plain
from kb.extract.docx import BlockWriter, new_document, set_properties, to_bytes
from kb.extract.docx_marks import add_text
from kb.extract.docx_page import BASE, NOTE
from kb.extract.layout import Heading, Paragraph, Row, Run, Table
from kb.model import Node, Plan, Repair
from kb.store import Base

DEEPEST = 3  # levels of headings that a document has
_NOTES = "校订说明"
_ALIGNED: dict[Place, WD_ALIGN_PARAGRAPH] = {
    "middle": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
# Width of a table's column in display columns: what a short and a long cell get at least and at most, and room beside.
_NARROW, _WIDE, _ROOM = 6, 44, 5


def write_plan_docx(base: Base, plan_id: str) -> bytes:
    """Return a plan as a document. The same base gives the same bytes. Raises NotFound for a plan that is not there."""
    plan = base.plan(plan_id)
    return _Writer(base, plan).write()


class _Writer:
    def __init__(self, base: Base, plan: Plan) -> None:
        self.plan = plan
        self.nodes = base.nodes(plan.id)
        self.repairs: tuple[Repair, ...] = base.repairs(plan.id)
        self.of_node = repair_of(self.nodes, self.repairs)
        self.below: dict[str | None, list[Node]] = defaultdict(list)
        for node in self.nodes:
            self.below[node.parent].append(node)
        self.document: Document = new_document()
        self.blocks = BlockWriter(self.document, {})
        self.told: list[tuple[str, Node, Repair | None]] = []

    def write(self) -> bytes:
        roots = self.below[None]
        cover = [n for n in roots if n.local.startswith("cover.")]
        for node, place in cover_of(cover):
            self.line(node, BASE, node.text, place)
        if cover:
            self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        titles = [n for n in roots if n.local == "title"]
        for node in titles:
            self.line(node, "Title", node.title or node.text)
        if not titles:
            add_text(self.document.add_paragraph(style="Title"), plain(self.plan.title))
        for node in roots:
            part = node.local.split(".")[0]
            if part == "imprint":
                self.line(node, NOTE, node.text)
            elif part not in ("cover", "title"):
                self.node(node, 1)
        self.notes()
        title = plain(self.plan.title)
        set_properties(self.document, title, title, self.plan.id)
        return to_bytes(self.document, [self.plan.issued])

    def line(self, node: Node, style: str, text: str, place: Place = "body") -> None:
        paragraph = self.document.add_paragraph(style=style)
        add_text(paragraph, plain(text))
        if place in _ALIGNED:
            paragraph.alignment = _ALIGNED[place]
        if place != "body":
            paragraph.paragraph_format.first_line_indent = Pt(0)
        self.mark(node)

    def node(self, node: Node, level: int) -> None:
        """Write a node and all below it. Headings below the third level are bold words before their text."""
        if node.kind == "paragraph":
            self.text(node, node.text)
        else:
            self.heading(node, level)
        rows = [n for n in self.below[node.id] if n.cells] if node.columns else []
        if rows:
            self.table(node, rows)
        for child in self.below[node.id]:
            if not (rows and child.cells):
                self.node(child, level + 1)

    def heading(self, node: Node, level: int) -> None:
        number, title = plain(number_shown(node.number)), plain(node.title)
        if level <= DEEPEST and title:
            gap = "　" if node.kind == "box" else ""
            self.blocks.heading(
                Heading(level, number + gap if number else "", title), above_table=bool(node.columns)
            )
            self.mark(node)
            if node.text and not node.columns:
                self.text(node, node.text, marked=False)
            return
        runs = (Run(f"{number}{title}", label=True), Run(f"　{plain(node.text)}" if node.text else ""))
        self.blocks.paragraph(Paragraph(runs))
        self.mark(node)

    def text(self, node: Node, text: str, *, marked: bool = True) -> None:
        for line in text.split("\n"):
            self.blocks.paragraph(Paragraph((Run(plain(line)),)))
        if marked:
            self.mark(node)

    def table(self, box: Node, rows: list[Node]) -> None:
        """Write a box's table. A cell that is one with that above has its words again: every row is whole."""
        above = [""] * len(box.columns)
        made = []
        for row in rows:
            cells = []
            for at in range(len(box.columns)):
                cell = row.cells[at] if at < len(row.cells) else None
                if cell is not None and not cell.merged:
                    above[at] = plain(cell.text.value)
                cells.append(above[at] if cell is not None else "")
            made.append(Row(tuple(cells)))
        shares = []
        for at, head in enumerate(box.columns):
            longest = max(len(row.cells[at]) for row in made)
            shares.append(max(_NARROW, min(2 * max(longest, len(head)), _WIDE)) + _ROOM)
        self.blocks.table(
            Table(plain(box.title or box.number), tuple(map(plain, box.columns)), tuple(shares), tuple(made))
        )

    def mark(self, node: Node) -> None:
        """Put “〔校1〕” after what was just written where import or a person changed it."""
        repair = self.of_node.get(node.id)
        if repair is None and not node.edited:
            return
        sign = f"校{len(self.told) + 1}"
        self.told.append((sign, node, repair))
        run = add_text(self.document.paragraphs[-1], f"〔{sign}〕")
        run.font.superscript = True

    def notes(self) -> None:
        """Write what the marks mean, what was left out, and what the document is."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        self.blocks.heading(Heading(1, "", _NOTES))
        said = (
            f"本文件由程序按读到的原文排印，原文为 {self.plan.source_file}，引用请以正式文件为准。"
            f"{'对原文的校订都在正文里以〔校〕标出，逐条说明如下。' if self.told else '正文一字未改。'}"
        )
        paragraph = self.document.add_paragraph(style=BASE)
        add_text(paragraph, said)
        if self.told:
            rows = tuple(Row(cells) for cells in self._told())
            self.blocks.table(
                Table(
                    _NOTES,
                    ("标记", "条目", "校订", "现作", "原作", "说明", "源文行"),
                    (8, 16, 12, 22, 22, 30, 8),
                    rows,
                )
            )
        others = Counter(
            r.kind for r in self.repairs if r not in set(self.of_node.values()) and r.kind != "hand"
        )
        if others:
            left = "、".join(f"{REPAIR_KINDS.get(kind, kind)} {n} 处" for kind, n in others.items())
            add_text(self.document.add_paragraph(style=BASE), f"另有：{left}；不影响正文的字句。")

    def _told(self) -> Iterator[tuple[str, ...]]:
        for sign, node, repair in self.told:
            if repair is None:
                yield (
                    sign,
                    plain(node.citation),
                    REPAIR_KINDS["hand"],
                    "",
                    "",
                    "字句经人工修改，见 plan.md",
                    "",
                )
            else:
                kind = REPAIR_KINDS.get(repair.kind, repair.kind)
                told = (
                    sign,
                    node.citation,
                    kind,
                    repair.value,
                    repair.source,
                    repair.reason,
                    str(repair.line),
                )
                yield tuple(map(plain, told))
