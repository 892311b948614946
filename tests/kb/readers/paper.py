"""Makes .pdf files with ReportLab for the reader's tests: A4, SimSun-like type at 16 points, 28 characters a line."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table, TableStyle

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
MARGIN = 73.0
BODY = ParagraphStyle("b", fontName=FONT, fontSize=16, leading=28, firstLineIndent=32, wordWrap="CJK")
TITLE = ParagraphStyle("t", fontName=FONT, fontSize=22, leading=32, alignment=TA_CENTER, wordWrap="CJK")
CELL = ParagraphStyle("c", fontName=FONT, fontSize=10.5, leading=14, wordWrap="CJK")
NOTE = ParagraphStyle("n", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK")


def pdf(
    story: list[Any], head: str = "", number: Callable[[int], str] = "— {} —".format, **options: Any
) -> bytes:
    """A document of flowables, with a head and a number on every page."""
    out = io.BytesIO()

    def on_page(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 10)
        if head:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 45, head)
        canvas.drawCentredString(A4[0] / 2, 40, number(document.page))

    document = BaseDocTemplate(out, pagesize=A4, invariant=1, **options)
    frame = Frame(MARGIN, 80, A4[0] - 2 * MARGIN, A4[1] - 160, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate(frames=[frame], onPage=on_page)])
    document.build(story)
    return out.getvalue()


def raw_pdf(operators: str) -> bytes:
    """A page of one text object with the given operators, in Helvetica at 12 points from the top left corner."""
    content = (
        f"BT /F1 12 Tf 60 780 Td (Plan of the city of Xihe for the years to 2030) Tj {operators} ET".encode(
            "latin-1"
        )
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    starts = []
    for i, inside in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (i, inside)
    table = b"".join(b"%010d 00000 n \n" % at for at in starts)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + head + table + tail


def body(text: str) -> Paragraph:
    return Paragraph(text, BODY)


def title(text: str) -> Paragraph:
    return Paragraph(text, TITLE)


def ruled(
    rows: list[list[str]],
    widths: list[float],
    spans: list[tuple[int, int, int, int]] | None = None,
    lines: list[tuple[int, int]] | None = None,
    **options: Any,
) -> Table:
    """A ruled table. spans: merged cells as (column, row, last column, last row). lines: the (column, row) of the
    cells with a line below, for merged cells that may go on over a page; None for all."""
    cells = [[Paragraph(text, CELL) if text else "" for text in row] for row in rows]
    style: list[Any] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE" if lines is None else "TOP")]
    if lines is None:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    else:
        style += [(name, (0, 0), (-1, -1), 0.5, "black") for name in ("BOX", "LINEBEFORE", "LINEAFTER")]
        style += [("LINEBELOW", cell, cell, 0.5, "black") for cell in lines]
        style += [("LINEBELOW", (0, "splitlast"), (-1, "splitlast"), 0.5, "black")]
        style += [("LINEABOVE", (0, "splitfirst"), (-1, "splitfirst"), 0.5, "black")]
    style += [("SPAN", (a, b), (c, d)) for a, b, c, d in spans or []]
    return Table(cells, colWidths=widths, style=TableStyle(style), **options)
