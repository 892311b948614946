"""The extract as a Word document that looks like an official one (GB/T 9704—2012), with headings to navigate by,
cross-references, and boxes to tick off."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from kb.extract.archive import fix_archive, moment_of
from kb.extract.docx_marks import (
    add_checkbox,
    add_link,
    add_reference,
    add_text,
    bookmark_name,
    keep_row,
    repeat_row,
    set_bookmark,
)
from kb.extract.docx_page import (
    BASE,
    BODY_WIDTH,
    CELL,
    HEAD_CELL,
    HEADINGS,
    HEI,
    NOTE,
    PROOF,
    TICK,
    font_table,
    set_footers,
    set_page,
    set_run_font,
    set_styles,
)
from kb.extract.json import sheet_identifier
from kb.extract.layout import TICK as BOX
from kb.extract.layout import Block, Heading, Paragraph, Table, lay_out
from kb.extract.sheet import Sheet
from kb.words.own_files import OWN_CATEGORY, OWN_CREATOR, OWN_MARK

_STYLES = {"body": BASE, "proof": PROOF, "tick": TICK, "note": NOTE}


def write_docx(sheet: Sheet, *, lines: bool = False) -> bytes:
    layout = lay_out(sheet, lines=lines)
    document = new_document()
    add_text(document.add_paragraph(style="Title"), layout.title)
    for subtitle in layout.subtitles:
        add_text(document.add_paragraph(style="Subtitle"), subtitle)
    document.add_paragraph(style="Normal")
    BlockWriter(document, layout.anchors).write(layout.blocks)
    set_properties(
        document,
        layout.title,
        "；".join(p.plan.title for p in sheet.parts),
        sheet_identifier(sheet),
    )
    return to_bytes(document, [p.plan.issued for p in sheet.parts])


_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Application>{OWN_CREATOR}</Application></Properties>"
).encode()


def new_document(*, landscape: bool = False) -> Document:
    """An empty document with the page, the styles and the footers of an official one."""
    document = docx.Document()
    section = document.sections[0]
    set_page(section, landscape=landscape)
    set_styles(document)
    set_footers(document, section)
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = font_table()
        elif str(part.partname) == "/docProps/app.xml":
            part._blob = _APP  # python-docx's own names another program
    _modernise(document)
    return document


def _modernise(document: Document) -> None:
    """Settings of today's Word, Chinese for East Asian text, and no picture of another document as thumbnail."""
    settings = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for lang in settings.iter(qn("w:themeFontLang")):
        lang.set(qn("w:eastAsia"), "zh-CN")
    for spare in ("w:savePreviewPicture", "w:rsids"):
        for element in list(settings.iter(qn(spare))):
            settings.remove(element)
    package = document.part.package
    for key, rel in list(package.rels.items()):
        if rel.reltype.endswith("/thumbnail"):
            del package.rels[key]


def set_properties(document: Document, title: str, subject: str, identifier: str) -> None:
    """Document properties; of what a base says, so that the same base gives the same ones."""
    core = document.core_properties
    core.title, core.subject, core.identifier = title[:255], subject[:255], identifier[:255]
    core.category, core.keywords, core.language = OWN_CATEGORY, title[:255], "zh-CN"
    core.author, core.last_modified_by, core.comments = (
        OWN_CREATOR,
        OWN_CREATOR,
        f"{OWN_MARK}，以规划正式文本为准。",
    )
    core.revision, core.version = 1, ""
    core.created = core.modified = datetime.datetime(1980, 1, 1)  # the real moment is set with the archive


def to_bytes(document: Document, dates: list[str]) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return fix_archive(out.getvalue(), moment_of(dates))


class BlockWriter:
    """Writes blocks at the end of a document. anchors: the words of headings, for cross-references.

    style names: those of docx_page; width of tables in mm.
    """

    def __init__(
        self,
        document: Document,
        anchors: Mapping[str, str],
        width: float = BODY_WIDTH,
        headings: tuple[str, ...] = HEADINGS,
    ) -> None:
        self.headings = headings
        self.document = document
        self.anchors = anchors
        self.width = width
        self._numbers = _counting()

    def write(self, blocks: tuple[Block, ...]) -> None:
        for place, block in enumerate(blocks):
            follows = blocks[place + 1] if place + 1 < len(blocks) else None
            if isinstance(block, Heading):
                self.heading(block, above_table=isinstance(follows, Table))
            elif isinstance(block, Table):
                self.table(block)
                if follows is not None:  # Word joins tables, and a heading clings, without a line between
                    after = self.document.add_paragraph(style=CELL)
                    after.paragraph_format.keep_with_next = True
            else:
                self.paragraph(block, isinstance(follows, Paragraph) and follows.style in ("proof", "tick"))

    def heading(self, block: Heading, *, above_table: bool = False) -> None:
        paragraph = self.document.add_paragraph(style=self.headings[block.level - 1])
        add_text(paragraph, block.number + block.text)
        if above_table:
            paragraph.paragraph_format.space_after = Pt(5)
        if block.anchor:
            set_bookmark(paragraph, block.anchor, next(self._numbers))

    def paragraph(self, block: Paragraph, keep: bool = False) -> None:
        paragraph = self.document.add_paragraph(style=_STYLES[block.style])
        if block.style == "tick":
            self.ticks(paragraph, block.text)
            return
        if keep and block.style == "proof":
            paragraph.paragraph_format.keep_with_next = True
        for run in block.runs:
            if run.link and not run.text:
                add_text(paragraph, "“")
                add_reference(paragraph, run.link, self.anchors.get(run.link, ""))
                add_text(paragraph, "”")
            elif run.link:
                add_link(paragraph, run.link, run.text)
            elif run.text:
                added = add_text(paragraph, run.text)
                if run.label:
                    set_run_font(added, HEI)

    def ticks(self, paragraph: WordParagraph, text: str) -> None:
        """“办理情况：☐已完成　☐推进中”, every box one that can be ticked."""
        first, *rest = text.split(BOX)
        add_text(paragraph, first)
        for word in rest:
            add_checkbox(paragraph, next(self._numbers), word.strip())
            add_text(paragraph, word)

    def table(self, block: Table) -> None:
        table = self.document.add_table(1, len(block.head))
        table.style = "Table Grid" if "Table Grid" in {s.name for s in self.document.styles} else table.style
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        _describe(table._tbl, block.caption)
        _margins(table._tbl)
        widths = [Mm(self.width * share / sum(block.shares)) for share in block.shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for cell, text, width in zip(table.rows[0].cells, block.head, widths, strict=True):
            cell.width = width
            _fill(cell, text, HEAD_CELL, centred=True)
        keep_row(table.rows[0])
        repeat_row(table.rows[0])
        for row in block.rows:
            added = table.add_row()
            keep_row(added)
            cells = added.cells
            for at, (text, width) in enumerate(zip(row.cells, widths, strict=True)):
                cells[at].width = width
                if block.tick and text == BOX:
                    _fill(cells[at], "", CELL, centred=True)
                    add_checkbox(cells[at].paragraphs[0], next(self._numbers), "完成")
                else:
                    _fill(cells[at], text, CELL, centred=at in block.centred or text == "—")
            if row.anchor:
                set_bookmark(cells[0].paragraphs[0], row.anchor, next(self._numbers))


def _fill(cell: _Cell, text: str, style: str, *, centred: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    if text:
        add_text(paragraph, text)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _describe(table: object, caption: str) -> None:
    """What the table is, for those who hear it read."""
    properties = table.tblPr  # type: ignore[attr-defined]  # a CT_Tbl, which docx does not name
    words = OxmlElement("w:tblCaption")
    words.set(qn("w:val"), caption)
    properties.append(words)


def _margins(table: object) -> None:
    """A little air in the cells: 1 mm at the sides, 0.6 mm above and below."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 34), ("left", 57), ("bottom", 34), ("right", 57)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(width))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties = table.tblPr  # type: ignore[attr-defined]  # a CT_Tbl, which docx does not name
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        look.addprevious(margins)
    else:
        properties.append(margins)


def _counting() -> Iterator[int]:
    n = 100
    while True:
        n += 1
        yield n


__all__ = ["BlockWriter", "bookmark_name", "new_document", "set_properties", "to_bytes", "write_docx"]
