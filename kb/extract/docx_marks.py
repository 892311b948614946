"""What python-docx has no words for: bookmarks, cross-references, links inside, boxes to tick, repeated heads."""

from __future__ import annotations

import re
from hashlib import sha256

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def bookmark_name(anchor: str) -> str:
    """A bookmark's name: a letter first, then letters, digits, _; at most 40 characters (ECMA-376, 17.13.6.2)."""
    name = "kb_" + re.sub(r"[^0-9A-Za-z]", "_", anchor)
    return name if len(name) <= 40 else f"{name[:31]}_{sha256(anchor.encode()).hexdigest()[:8]}"


def set_bookmark(paragraph: Paragraph, anchor: str, number: int) -> None:
    """Put a bookmark around all runs of a paragraph. number: unique in the document."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), bookmark_name(anchor))
    end.set(qn("w:id"), str(number))
    element = paragraph._p
    at = 1 if element.pPr is not None else 0
    element.insert(at, start)
    element.append(end)


def add_text(paragraph: Paragraph, text: str) -> Run:
    """A run whose quotation marks, dashes and signs (“”—≥‰) are set in the Chinese font, not in the Latin one."""
    run = paragraph.add_run(text)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    return run


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> Run:
    """A field with what it shows until it is updated: ` REF kb_p1_projects \\h `, “二、重点项目”."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", "")):
        run = paragraph.add_run()
        if kind:
            run._r.append(_mark(kind))
        else:
            words = OxmlElement("w:instrText")
            words.set(qn("xml:space"), "preserve")
            words.text = f" {text} "
            run._r.append(words)
    result = add_text(paragraph, shown)
    paragraph.add_run()._r.append(_mark("end"))
    return result


def _mark(kind: str) -> BaseOxmlElement:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def add_reference(paragraph: Paragraph, anchor: str, shown: str) -> Run:
    """A cross-reference that shows the words of the place it refers to."""
    return add_field(paragraph, f"REF {bookmark_name(anchor)} \\h", shown)


def add_link(paragraph: Paragraph, anchor: str, text: str) -> Run:
    """A link to a bookmark that shows words of its own."""
    run = add_text(paragraph, text)
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark_name(anchor))
    link.set(qn("w:history"), "1")
    paragraph._p.append(link)
    link.append(run._r)
    return run


def add_checkbox(paragraph: Paragraph, number: int, name: str) -> None:
    """A box that a click ticks, an ordinary character for programs that know no content controls."""
    box = parse_xml(
        f'<w:sdt xmlns:w="{_ns()}" xmlns:w14="{_W14}"><w:sdtPr><w:alias w:val="{name}"/><w:id w:val="{number}"/>'
        '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2611" w14:font="Segoe UI Symbol"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="Segoe UI Symbol"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r>'
        '<w:rPr><w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol" '
        'w:cs="Segoe UI Symbol" w:hint="eastAsia"/></w:rPr><w:t>\u2610</w:t></w:r></w:sdtContent></w:sdt>'
    )
    paragraph._p.append(box)


def _ns() -> str:
    return qn("w:p")[1:].split("}")[0]


def repeat_row(row: _Row) -> None:
    """The row again at the head of every page the table continues to."""
    mark = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(mark)


def keep_row(row: _Row) -> None:
    """The row whole on one page."""
    mark = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(mark)
