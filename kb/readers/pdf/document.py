"""PDF files with a text layer: pages as lines of characters and ruled tables.

pdfplumber reads characters and ruling lines; everything is bounded before it is kept. What the pages are put
together to is in kb.readers.pdf.paragraphs.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.readers.flow import write_flow
from kb.readers.missing import missing_packages
from kb.readers.pdf.lines import PdfLine, PdfPage, PdfTable, gather_lines, join
from kb.readers.pdf.paragraphs import assemble
from kb.readers.pdf.wraps import PADDING, room_for
from kb.readers.source import Source, refusal

if TYPE_CHECKING:
    import pdfplumber.page

MAX_PDF_BYTES = 64 * 1024 * 1024
MAX_PAGES = 1000
MAX_PAGE_CHARS = 30_000
"""Characters of one page; a full A4 page of a plan has 1,500, a large table 6,000."""

MAX_PAGE_PATHS = 60_000
"""Drawn lines and rectangles of one page."""

MAX_STREAM_BYTES = 200 * 1024 * 1024
"""One stream unpacked: a scanned page in colour takes 75 MB."""

MAX_LAYERS = 4
DEFLATED = frozenset((b"\x78", b"\x58", b"\x68", b"\x48", b"\x18", b"\x08", b"\x28", b"\x38"))
"""First bytes of deflated data."""

MAX_UNPACKED = 1024 * 1024 * 1024
"""All streams unpacked, one after the other."""

FEW_CHARS = 5
"""Ink characters per page, on average, below which a PDF counts as scanned."""

UNREADABLE = 0.1
"""Share of characters without a meaning (no mapping in the font) above which a text layer is of no use."""

PAGE_EDGE = 0.15
"""Share of a page's height, at the top and at the bottom, in which a table that goes on over pages ends."""

MIN_RULING = 8
"""Points of a ruling between columns at least."""

STREAM = re.compile(rb"stream\r?\n")
NO_MEANING = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
RECOGNISE = (
    "请向发文单位要 Word 或文字版；只有扫描件时，先用 WPS 的“PDF 转 Word”或其他文字识别（OCR）软件转换并校对"
)


def read_pdf(path: Path, data: bytes) -> Source:
    """A PDF as lines and tables. Raises DocumentError KB002, KB003, KB007–KB010, KB012."""
    if len(data) > MAX_PDF_BYTES:
        shown = f"{len(data) / 1024 / 1024:.0f} MB，上限 {MAX_PDF_BYTES // 1024 // 1024} MB"
        raise refusal(path, "KB002", f"PDF 过大（{shown}）", "请压缩图片后另存，或换成 .docx 再导入")
    check_streams(path, data)
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfminer.psexceptions import PSException
        from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

        from kb.readers.pdf.fonts import BoundedFonts
    except ImportError as e:
        raise missing_packages(path, " PDF ", e) from None
    try:
        with quiet(), pdfplumber.open(io.BytesIO(data)) as pdf:
            pdf.rsrcmgr = BoundedFonts(path)
            if len(pdf.pages) > MAX_PAGES:
                hint = "请确认选对了文件；只需要其中一部分时，请拆出那部分再导入"
                raise refusal(path, "KB012", f"PDF 有 {len(pdf.pages)} 页，超过 {MAX_PAGES} 页", hint)
            pages = []
            for page in pdf.pages:
                pages.append(read_page(path, page))
                page.close()
    except (PdfminerException, MalformedPDFException, PSException, ValueError, TypeError, KeyError, IndexError, RecursionError,
            AttributeError, AssertionError, zlib.error, OverflowError, NotImplementedError) as e:  # fmt: skip
        cause = e.args[0] if e.args else e
        if isinstance(cause, PDFPasswordIncorrect) or isinstance(e, PDFPasswordIncorrect):
            hint = "请用密码打开后另存为没有密码的 PDF 或 .docx 再导入"
            raise refusal(path, "KB007", "PDF 设了打开密码，读不出文字", hint) from None
        hint = "请用 PDF 阅读器打开确认没有损坏，重新下载或另存后再导入"
        raise refusal(path, "KB010", f"PDF 已损坏（{type(cause).__name__}）", hint) from None
    check_text(path, pages)
    return write_flow(path, assemble(pages), data, ".pdf")


@contextmanager
def quiet() -> Iterator[None]:
    """Keeps pdfminer's remarks on fonts and boxes from the reader's screen."""
    log = logging.getLogger("pdfminer")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


def check_streams(path: Path, data: bytes) -> None:
    """Refuses a file whose packed streams unpack to too much; they are measured, not kept."""
    total = 0
    at = 0
    while (found := STREAM.search(data, at)) is not None:
        at = found.end()
        end = data.find(b"endstream", at)
        if end < 0:
            end = len(data)
        packed = data[at:end]
        at = end
        if packed[:1] not in DEFLATED:
            continue
        size = unpacked_size(packed)
        total += size
        if size > MAX_STREAM_BYTES or total > MAX_UNPACKED:
            hint = "正常的规划远小于此，请确认文件来源；确是规划时请另存为 .docx 再导入"
            raise refusal(path, "KB012", "PDF 里的内容展开后过大，不予读取", hint)


def unpacked_size(packed: bytes, layers: int = MAX_LAYERS) -> int:
    """How many bytes a deflated stream unpacks to, counted up to just above MAX_STREAM_BYTES; 0 for others.

    What is packed in itself again (a stream may have several filters) is unpacked on, `layers` deep."""
    unpacker = zlib.decompressobj()
    size = 0
    first = b""
    try:
        chunk = unpacker.decompress(packed, 1 << 20)
        if chunk[:1] in DEFLATED and layers:
            first = chunk
        while chunk and size <= MAX_STREAM_BYTES:
            size += len(chunk)
            chunk = unpacker.decompress(unpacker.unconsumed_tail, 1 << 20)
            if first:
                first += chunk
    except zlib.error:
        pass
    return max(size, unpacked_size(first, layers - 1)) if first and size <= MAX_STREAM_BYTES else size


def check_text(path: Path, pages: list[PdfPage]) -> None:
    """Refuses scanned pages and text that no one can read."""
    texts = [line.text for page in pages for line in page.lines]
    texts += [cell or "" for page in pages for table in page.tables for row in table.rows for cell in row]
    unread = sum(len(NO_MEANING.findall(text)) for text in texts)
    ink = sum(len("".join(NO_MEANING.sub("?", text).split())) for text in texts)
    if ink < FEW_CHARS * max(len(pages), 1):
        raise refusal(path, "KB008", "PDF 是扫描件（没有文字层），读不出文字", RECOGNISE)
    if unread > UNREADABLE * ink:
        raise refusal(path, "KB008", "PDF 的文字层是乱码（字体没有对应的字符）", RECOGNISE)


def read_page(path: Path, page: pdfplumber.page.Page) -> PdfPage:
    """The lines and ruled tables of a page, from top to bottom; text inside a table only in the table."""
    bound_layout(path, page)
    clean = page.dedupe_chars(tolerance=1)
    chars = [c for c in clean.chars if c["text"] and c["upright"] and on_page(c, page)]
    turned = [c for c in clean.chars if c["text"].strip() and not c["upright"] and on_page(c, page)]
    tables: list[PdfTable] = []
    finder = page.debug_tablefinder({"explicit_horizontal_lines": open_ends(page)})
    celled = {cell for found in finder.tables for cell in found.cells}
    frames = [cell for cell in finder.cells if cell not in celled]  # a box alone is no table to pdfplumber
    taken: set[int] = set()
    for found in finder.tables:
        boxes = [row.cells for row in found.rows]
        if max(sum(cell is not None for cell in row) for row in boxes) < 2:
            frames.append(found.bbox)
            continue
        rows = []
        spare: list[float] = []
        first: list[tuple[bool, bool]] = []
        for row in boxes:
            cells: list[str | None] = []
            spare = []
            for box in row:
                if box is None:
                    cells.append(None)
                    spare.append(0.0)
                    continue
                inside = [i for i, c in enumerate(chars) if i not in taken and within(c, box)]
                taken.update(inside)
                written = gather_lines([chars[i] for i in inside])
                cells.append(cell_text(written, box[2]))
                spare.append(spare_room(written[-1], box[2]) if written else 0.0)
                if len(cells) == 1:
                    first.append(downward(written, box[1], box[3]))
            rows.append(tuple(cells))
        if any(cell for row in rows for cell in row):
            x0, top, x1, bottom = found.bbox
            open_names = (first[0][0], first[-1][1]) if first else (False, False)
            edges = tuple(sorted({round(cell[0]) for row in boxes for cell in row if cell is not None}))
            tables.append(PdfTable(tuple(rows), x0, x1, top, bottom, edges, tuple(spare), open_names))
    lines = gather_lines([c for i, c in enumerate(chars) if i not in taken])
    beside = gather_lines(turned)
    return PdfPage(page.page_number, float(page.height), tuple(lines + beside), tuple(tables), tuple(frames))


def open_ends(page: pdfplumber.page.Page) -> list[dict[str, Any]]:
    """Lines that close the tables which go on over the page without one, as browsers print them."""
    level: dict[int, list[float]] = {}
    ends: dict[tuple[str, int], list[float]] = {}
    for edge in page.edges:
        if edge["orientation"] == "h":
            level.setdefault(round(edge["top"]), []).append(edge["x1"] - edge["x0"])
        elif edge["height"] > MIN_RULING:
            ends.setdefault(("top", round(edge["top"])), []).append(edge["x0"])
            ends.setdefault(("bottom", round(edge["bottom"])), []).append(edge["x0"])
    lines = []
    for (side, y), xs in ends.items():
        near_edge = y < page.height * PAGE_EDGE if side == "top" else y > page.height * (1 - PAGE_EDGE)
        width = max(xs) - min(xs)
        ruled = any(sum(level.get(y + d, ())) * 2 > width for d in (-2, -1, 0, 1, 2))
        if near_edge and len({round(x) for x in xs}) > 2 and not ruled:
            span = {"x0": min(xs), "x1": max(xs), "width": width, "top": y, "bottom": y, "height": 0}
            lines.append({"object_type": "line", "doctop": y, **span})
    return lines


def bound_layout(path: Path, page: pdfplumber.page.Page) -> None:
    """Lays the page out, giving up on one with more characters or drawing than a page can have."""
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfplumber.page import PDFPageAggregatorWithMarkedContent

    number = page.page_number

    class Bounded(PDFPageAggregatorWithMarkedContent):
        chars = 0
        paths = 0

        def render_char(self, *args: Any, **kwargs: Any) -> float:
            self.chars += 1
            if self.chars > MAX_PAGE_CHARS:
                hint = "请确认选对了文件；确是规划时请另存为 .docx 再导入"
                raise refusal(
                    path, "KB012", f"PDF 第 {number} 页超过 {MAX_PAGE_CHARS // 10000} 万字，不予读取", hint
                )
            return float(super().render_char(*args, **kwargs))

        def paint_path(self, *args: Any, **kwargs: Any) -> None:
            self.paths += 1
            if self.paths <= MAX_PAGE_PATHS:
                super().paint_path(*args, **kwargs)

    device = Bounded(page.pdf.rsrcmgr, pageno=number, laparams=page.pdf.laparams)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()


def on_page(char: dict[str, Any], page: pdfplumber.page.Page) -> bool:
    return bool(
        char["x1"] > 0 and char["x0"] < page.width and char["bottom"] > 0 and char["top"] < page.height
    )


def within(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    """Whether the middle of a character lies in a box."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def cell_text(lines: list[PdfLine], right: float) -> str:
    """The text of a cell: a line goes on in the next one where that had no room left in it."""
    out = ""
    last: PdfLine | None = None
    for line in lines:
        if last is None:
            out = line.text
        elif spare_room(last, right) < room_for(line.text) + 0.6:
            out = join(out, line.text)
        else:
            out = f"{out}\n{line.text}"
        last = line
    return out


def downward(lines: list[PdfLine], top: float, bottom: float) -> tuple[bool, bool]:
    """Whether a word set one letter below the other reaches the top of its cell, and the bottom."""
    if not lines or any(len(line.text) != 1 or not "一" <= line.text <= "龥" for line in lines):
        return False, False
    size = lines[0].size
    return lines[0].top - top < size, bottom - lines[-1].bottom < size


def spare_room(line: PdfLine, right: float) -> float:
    """Room between the end of a line and that of its cell, in type sizes."""
    return (right - PADDING - line.x1) / line.size
