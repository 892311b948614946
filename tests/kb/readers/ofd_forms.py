"""Makes .ofd files for the reader's tests: of text and lines given, or of the pages of a PDF."""

from __future__ import annotations

import html
import io
from collections.abc import Iterable
from typing import Any

from tests.kb.readers.office import archive

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MM = 25.4 / 72
"""Millimetres in a point."""


def text(words: str, x: float, y: float, size: float = 4.5) -> str:
    """A run of text; x, y: its top left corner in millimetres."""
    deltas = " ".join(f"{size if ch > chr(0x2000) else size / 2:g}" for ch in words[:-1])
    return (
        f'<ofd:TextObject Boundary="{x:.3f} {y:.3f} {size * len(words):.3f} {size:.3f}" Font="1" Size="{size:.3f}">'
        f'<ofd:TextCode X="0" Y="{0.88 * size:.3f}" DeltaX="{deltas}">{html.escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    """A drawn line between two points, in millimetres."""
    return (
        f'<ofd:PathObject Boundary="{x1:.3f} {y1:.3f} {max(x2 - x1, 0.1):.3f} {max(y2 - y1, 0.1):.3f}">'
        f"<ofd:AbbreviatedData>M 0 0 L {x2 - x1:.3f} {y2 - y1:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def ofd(*pages: str, resources: str = "") -> bytes:
    """A document of pages, each the objects on it as XML."""
    kids = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    public = "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>" if resources else ""
    files = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": (
            f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
            f"{public}</ofd:CommonData><ofd:Pages>{kids}</ofd:Pages></ofd:Document>"
        ),
    }
    if resources:
        files["Doc_0/PublicRes.xml"] = (
            f"<ofd:Res {SPACE}><ofd:CompositeGraphicUnits>{resources}</ofd:CompositeGraphicUnits></ofd:Res>"
        )
    for i, objects in enumerate(pages):
        content = f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        files[f"Doc_0/Pages/Page_{i}/Content.xml"] = content
    return archive(files)


def from_pdf(data: bytes) -> bytes:
    """The pages of a PDF: each character and each straight line where it was."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return ofd(*(_characters(page.chars) + _edges(page.edges) for page in pdf.pages))


def _characters(chars: Iterable[dict[str, Any]]) -> str:
    return "".join(
        text(c["text"], c["x0"] * MM, c["top"] * MM, c["size"] * MM) for c in chars if c["text"].strip()
    )


def _edges(edges: Iterable[dict[str, Any]]) -> str:
    return "".join(line(e["x0"] * MM, e["top"] * MM, e["x1"] * MM, e["bottom"] * MM) for e in edges)
