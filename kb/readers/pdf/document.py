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

from kb.codes import problem
from kb.problems import Problem
from kb.readers.flow import write_flow
from kb.readers.missing import missing_packages
from kb.readers.pdf.lines import PdfPage
from kb.readers.pdf.page import read_page
from kb.readers.pdf.paragraphs import assemble
from kb.readers.source import Source, refusal

MAX_PDF_BYTES = 64 * 1024 * 1024
MAX_PAGES = 1000
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
    return write_flow(path, assemble(pages), data, ".pdf", page_problems(pages))


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


def check_text(path: Path, pages: list[PdfPage], form: str = "PDF ") -> None:
    """Refuse scanned pages and text that no one can read. form: what the message calls the file."""
    texts = [line.text for page in pages for line in page.lines]
    texts += [cell or "" for page in pages for table in page.tables for row in table.rows for cell in row]
    unread = sum(len(NO_MEANING.findall(text)) for text in texts)
    ink = sum(len("".join(NO_MEANING.sub("?", text).split())) for text in texts)
    if ink < FEW_CHARS * max(len(pages), 1):
        raise refusal(path, "KB008", f"{form}是扫描件（没有文字层），读不出文字", RECOGNISE)
    if unread > UNREADABLE * ink:
        raise refusal(path, "KB008", f"{form}的文字层是乱码（字体没有对应的字符）", RECOGNISE)


def page_problems(pages: list[PdfPage]) -> tuple[Problem, ...]:
    """A warning for the pages with more lines than any table has; their words are read as running text."""
    beyond = [str(page.number) for page in pages if page.beyond]
    if not beyond:
        return ()
    message = f"第 {'、'.join(beyond[:8])} 页的线条多得不像表格，只读了文字"
    return (problem("KB015", "", message=message, hint="那一页如有表格，请核对；或换成 Word 原件导入"),)
