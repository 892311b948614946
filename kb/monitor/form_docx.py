"""The form of one unit as a Word document, for offices that want paper: the same tables, a content control in each cell to fill in."""

from __future__ import annotations

from itertools import count

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from kb.extract.docx import new_document, set_properties, to_bytes
from kb.extract.docx_marks import add_text, keep_row, repeat_row
from kb.extract.docx_page import CELL, HEAD_CELL
from kb.ledger.tables import shown
from kb.monitor.fields import ID, REMARK_FIELDS, REMARKS, SIGNED, pages
from kb.monitor.form import asks
from kb.monitor.form_rows import Form
from kb.monitor.identity import identifier
from kb.monitor.words import chinese_day

WIDTH, HEIGHT, EDGE = 420, 297, 15
"""A3 landscape and its edge, in mm."""
REMARKED = 4


def write_form_docx(form: Form) -> bytes:
    """Return the document. Each cell to fill in is a content control with tag `kb:<id>:<field>`."""
    document = new_document(landscape=True)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(EDGE)
    ids = count(1000)
    add_text(document.add_paragraph(style="Title"), f"{form.plan_title}{form.year}年度监测填报表")
    opening = document.add_paragraph(style="Normal")
    due = f"，请于{chinese_day(form.due)}前报{form.sender}" if form.due else ""
    add_text(opening, f"填报单位：{form.unit}{due}。")
    for page in pages(form):
        add_text(document.add_paragraph(style="Heading 1"), page.name)
        table = document.add_table(1, len(page.fields))
        table.style = "Table Grid"
        table.autofit = False
        total = sum(f.width for f in page.fields)
        widths = [Mm((WIDTH - 2 * EDGE) * f.width / total) for f in page.fields]
        # The grid decides in LibreOffice and WPS, the cells in Word.
        for column, cell, head, width in zip(
            table.columns, table.rows[0].cells, page.heads, widths, strict=True
        ):
            column.width = cell.width = width
            _text(cell, head, HEAD_CELL)
        keep_row(table.rows[0])
        repeat_row(table.rows[0])
        for row in page.rows:
            added = table.add_row()
            keep_row(added)
            for cell, field, width in zip(added.cells, page.fields, widths, strict=True):
                cell.width = width
                if asks(field, row):
                    _control(
                        cell,
                        f"kb:{row.id}:{field.key}",
                        field.head.format(year=form.year, base="", end=""),
                        next(ids),
                    )
                else:
                    value = field.read(row)
                    _text(
                        cell,
                        value if isinstance(value, str) else shown(value) if value is not None else "",
                        CELL,
                    )
        document.add_paragraph(style=CELL)
    add_text(document.add_paragraph(style="Heading 1"), REMARKS)
    table = document.add_table(1, 3)
    table.style = "Table Grid"
    remarked = [f for f in REMARK_FIELDS if f.key != ID]
    for cell, field in zip(table.rows[0].cells, remarked, strict=True):
        _text(cell, field.head, HEAD_CELL)
    for n in range(1, REMARKED + 1):
        for cell, field in zip(table.add_row().cells, remarked, strict=True):
            _control(cell, f"kb:*{n}:{field.key}", field.head, next(ids))
    document.add_paragraph(style=CELL)
    for key, label, _ in SIGNED[1:]:
        line = document.add_paragraph(style="Normal")
        add_text(line, f"{label}：")
        line._p.append(_sdt(f"kb:signed:{key}", label, next(ids)))
    title = f"{form.unit}{form.year}年度监测填报表"
    set_properties(document, title, form.plan_title, identifier(form))
    return to_bytes(document, [form.issued])


def _text(cell: _Cell, text: str, style: str) -> None:
    cell.paragraphs[0].style = style
    if text:
        add_text(cell.paragraphs[0], text)
    for run in cell.paragraphs[0].runs:
        run.font.size = Pt(10.5)


def _control(cell: _Cell, tag: str, title: str, id_: int) -> None:
    cell.paragraphs[0].style = CELL
    cell.paragraphs[0]._p.append(_sdt(tag, title, id_))


def _sdt(tag: str, title: str, id_: int) -> object:
    """Return a run-level content control with room to write (ECMA-376, 17.5.2)."""
    sdt = OxmlElement("w:sdt")
    properties = OxmlElement("w:sdtPr")
    for name, value in (("w:alias", title[:60]), ("w:tag", tag), ("w:id", str(id_))):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        properties.append(element)
    properties.append(OxmlElement("w:text"))
    content = OxmlElement("w:sdtContent")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "\u3000"
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    content.append(run)
    sdt.append(properties)
    sdt.append(content)
    return sdt
