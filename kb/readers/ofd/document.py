"""OFD documents (GB/T 33190): positioned runs of text, put together by the code that reads PDF pages.

ofdkit gives the runs; rulings and pictures are read here, by the bounded reader of office packages.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from kb.readers.flow import write_flow
from kb.readers.missing import missing_packages
from kb.readers.ofd.shapes import POINTS, pictures, rulings
from kb.readers.package import Package, open_package
from kb.readers.pdf.document import MAX_PAGES, check_text, page_problems
from kb.readers.pdf.lines import PdfPage
from kb.readers.pdf.page import MAX_PAGE_CHARS, MAX_PAGE_PATHS, Char, on_page, set_page
from kb.readers.pdf.paragraphs import assemble
from kb.readers.pdf.rulings import Rulings, find_rulings
from kb.readers.source import Source, refusal

if TYPE_CHECKING:
    from ofdkit import Page, TextRun  # type: ignore[import-untyped]  # it publishes no types

ASCENT = 0.88
"""Share of the type size above the baseline; what is below it is the rest."""

MAX_UNITS = 100_000
"""Graphic units that represent each other, each counted as often as it is used; a seal has one."""

SEE_FILE = "请用 OFD 阅读器打开确认没有损坏，重新下载；或转换（另存）为 .docx 或有文字的 .pdf 再导入"


def read_ofd(path: Path, data: bytes) -> Source:
    """An OFD document as lines and tables. Raises DocumentError KB002, KB008–KB010, KB012."""
    try:
        import ofdkit
    except ImportError as e:
        raise missing_packages(path, " OFD ", e) from None
    package = open_package(path, data)
    check_units(path, package)
    try:
        with ofdkit.open(data) as document:
            if len(document.pages) > MAX_PAGES:
                hint = "请确认选对了文件；只需要其中一部分时，请拆出那部分再导入"
                raise refusal(path, "KB012", f"OFD 有 {len(document.pages)} 页，超过 {MAX_PAGES} 页", hint)
            pages = [read_page(path, package, page) for page in document.pages]
    except ofdkit.OFDLimitError as e:
        raise refusal(path, "KB012", f"OFD 里的内容过大（{e}），不予读取", SEE_FILE) from None
    except (ofdkit.OFDError, ValueError, KeyError, RecursionError, OverflowError) as e:
        raise refusal(path, "KB010", f"OFD 已损坏（{type(e).__name__}）", SEE_FILE) from None
    check_text(path, pages, "OFD ")
    return write_flow(path, assemble(pages), data, ".ofd", page_problems(pages))


def read_page(path: Path, package: Package, page: Page) -> PdfPage:
    """A page of an OFD document as one of a PDF."""
    number = page.index + 1
    root = package.part(page.location) if page.location else None
    x0, y0, width, height = page.box
    chars: list[Char] = []
    for run in page.runs:
        chars += characters(run, x0, y0)
        if len(chars) > MAX_PAGE_CHARS:
            hint = "请确认选对了文件；确是规划时请另存为 .docx 再导入"
            raise refusal(
                path, "KB012", f"OFD 第 {number} 页超过 {MAX_PAGE_CHARS // 10000} 万字，不予读取", hint
            )
    size = (width * POINTS, height * POINTS)
    chars = [c for c in chars if on_page(c, *size)]
    if root is None:
        return set_page(number, size, chars, Rulings(), [])
    edges, whole = rulings(root, MAX_PAGE_PATHS)
    return set_page(
        number, size, chars, find_rulings(edges) if whole else Rulings(beyond=True), pictures(root)
    )


def characters(run: TextRun, x0: float, y0: float) -> list[Char]:
    """The characters of a run, which has a width as a whole: Latin ones take half as much of it as others."""
    weights = [0.5 if ch < "\u2000" else 1.0 for ch in run.text]
    unit = run.width / (sum(weights) or 1.0)
    x = run.x - x0
    top = run.y - y0 - ASCENT * run.size
    out: list[Char] = []
    for ch, weight in zip(run.text, weights, strict=True):
        wide = unit * weight
        out.append(
            {
                "text": ch, "x0": x * POINTS, "x1": (x + wide) * POINTS, "top": top * POINTS,
                "bottom": (top + run.size) * POINTS, "size": run.size * POINTS or 1.0, "upright": True,
            }
        )  # fmt: skip
        x += wide
    return out


def check_units(path: Path, package: Package) -> None:
    """Refuse graphic units that represent each other without end, or for more than any document has.

    A page may use a unit, and a unit others; each use is drawn again."""
    inside: dict[str, list[str]] = {}
    for name in package.names:
        if name.endswith("res.xml"):
            root = package.part(name)
            for unit in root.iter("CompositeGraphicUnit") if root is not None else ():
                inside[unit.get("ID", "").strip()] = used(unit)
    sizes: dict[str, int] = {}

    def size(unit: str, above: frozenset[str]) -> int:
        if unit in above:
            return MAX_UNITS + 1
        if unit not in sizes:
            sizes[unit] = 1 + sum(size(one, above | {unit}) for one in inside.get(unit, ())[:MAX_UNITS])
        return min(sizes[unit], MAX_UNITS + 1)

    if len(inside) > 1000 or any(size(unit, frozenset()) > MAX_UNITS for unit in inside):
        raise refusal(path, "KB012", "OFD 里的图形单元互相引用，没有尽头，不予读取", SEE_FILE)


def used(unit: Element) -> list[str]:
    return [el.get("ResourceID", "").strip() for el in unit.iter("CompositeObject")]
