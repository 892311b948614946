"""Which reader a file goes to: by its first bytes, then by its name."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kb.problems import DocumentError, reason
from kb.readers.convert import convert, converted_problem, find_office, target_of
from kb.readers.docx import read_docx
from kb.readers.html import read_html
from kb.readers.legacy import refuse_signature, refuse_suffix
from kb.readers.markdown import read_markdown
from kb.readers.mending import find_damage
from kb.readers.names import shown_name
from kb.readers.ofd import read_ofd
from kb.readers.package import MAX_PARTS, UNREADABLE, part_name
from kb.readers.pdf import read_pdf
from kb.readers.source import Source, refusal
from kb.readers.text import is_plain, read_text
from kb.readers.xlsx import read_xlsx

MAX_FILE_BYTES = 128 * 1024 * 1024
"""No file larger than this is opened; each reader has its own, lower limit."""

READERS: dict[str, Callable[[Path, bytes], Source]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".docx": read_docx,
    ".html": read_html,
    ".pdf": read_pdf,
    ".xlsx": read_xlsx,
    ".ofd": read_ofd,
}
HEAD = 2048
MAIN_PARTS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "ofd.xml": ".ofd"}
"""The part that says what a zip file is."""

TEXTUAL = frozenset((".txt", ".md", ".html"))
"""Formats whose bytes are characters."""

MARKDOWN_SUFFIXES = (".md", ".markdown")
HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
MARKDOWN_HEADING = re.compile(rb"^#{2,6} +(?!Page\b)[^\s#]", re.M)
"""`## ` and the words of a heading: three of them make a text Markdown, whatever it is called."""
SAMPLE = 200_000
HTML_START = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--((?!-->).)*-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S
)


def read_source(path: Path, lenient: bool = False, office: bool = False) -> Source:
    """A document of any format. Raises DocumentError (codes: kb.readers.source) for what can't be taken.

    lenient: bytes of a text that are no characters are replaced by a sign and said (KB016), not refused.
    office: what this program does not read itself is converted by the LibreOffice of the machine (KB017)."""
    data = read_bytes(path)
    target = target_of(path, data)
    if target is not None and office:
        source = READERS[f".{target}"](path, convert(path, data, target))
        suffix = path.suffix.lower() or ".doc"
        problems = (converted_problem(suffix), *source.problems)
        return replace(source, name=shown_name(path.name), original=data, suffix=suffix, problems=problems)
    suffix = detect(path, data)
    damage = find_damage(data, is_plain) if lenient and suffix in TEXTUAL else None
    if damage is None:
        source = READERS[suffix](path, data)
    else:
        source = READERS[suffix](path, codecs.BOM_UTF8 + damage.text.encode())
        source = replace(source, original=data, problems=(damage.problem(), *source.problems))
    return replace(source, name=shown_name(path.name))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file no larger than MAX_FILE_BYTES."""
    try:
        if not path.is_file():
            what = "这是文件夹，不是文件" if path.is_dir() else "文件不存在"
            raise refusal(path, "KB001", what, "请检查路径和文件名")
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            shown = f"{size / 1024 / 1024:.0f} MB，上限 {MAX_FILE_BYTES // 1024 // 1024} MB"
            raise refusal(path, "KB002", f"文件过大（{shown}）", "一份规划远小于此，请确认选对了文件")
        data = path.read_bytes()
    except OSError as e:
        raise refusal(
            path, "KB001", f"文件打不开（{reason(e)}）", "请检查文件是否存在、是否有读取权限"
        ) from None
    if not data:
        raise refusal(path, "KB003", "文件是空的", "请确认选对了文件，或重新下载一次")
    return data


def detect(path: Path, data: bytes) -> str:
    """The format of the bytes as a suffix: ".docx", ".pdf", ".html", ".md" or ".txt"."""
    refused = refuse_signature(path, data)
    if refused is not None:
        raise with_office(refused, target_of(path, data))
    suffix = path.suffix.lower()
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return package_format(data)
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if HTML_START.match(_narrow(data[:HEAD])) or suffix in HTML_SUFFIXES:
        return ".html"
    refused = refuse_suffix(path)
    if refused is not None:
        raise with_office(refused, target_of(path, data))
    return (
        ".md" if suffix in MARKDOWN_SUFFIXES or len(MARKDOWN_HEADING.findall(data, 0, SAMPLE)) > 2 else ".txt"
    )


def with_office(error: DocumentError, target: str | None) -> DocumentError:
    """The refusal of an office document, with what can be done on a machine that has LibreOffice."""
    if target is None or find_office() is None:
        return error
    (problem,) = error.problems
    hint = f"{problem.hint}；本机有 LibreOffice，也可加 --with soffice，转换后导入"
    return DocumentError((replace(problem, hint=hint),))


def package_format(data: bytes) -> str:
    """The format of a zip file as a suffix; ".docx" where its names say nothing (its reader refuses what is none)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {part_name(name) for name in archive.namelist()[:MAX_PARTS]}
    except UNREADABLE:
        return ".docx"
    return next((suffix for name, suffix in MAIN_PARTS.items() if name in names), ".docx")


def _narrow(head: bytes) -> bytes:
    """The first bytes without a byte order mark, and without the NULs that UTF-16 puts between letters."""
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        if head.startswith(mark):
            head = head[len(mark) :]
    return head.replace(b"\x00", b"")
