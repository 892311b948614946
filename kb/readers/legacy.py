"""Formats that are recognised and not read: what they are called and how to bring them into one that is."""

from __future__ import annotations

from pathlib import Path

from kb.problems import DocumentError
from kb.readers.source import refusal

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS = "请用 WPS 或 Word 打开，选“文件—另存为”，类型选“Word 文档（*.docx）”，再导入另存的文件"
RECOGNISE = "请导入有文字的原件；只有图片时先做文字识别（OCR）并校对"
UNPACK = "请先解压，再导入里面的文件"

SIGNATURES: tuple[tuple[bytes, str, str, str], ...] = (
    # first bytes, code, what it is, what to do
    (b"{\\rtf", "KB006", "这是 RTF 格式，不能直接导入", SAVE_AS),
    (b"\x89PNG", "KB011", "这是图片，不是文字", RECOGNISE),
    (
        b"\xff\xd8\xff",
        "KB011",
        "这是图片，不是文字",
        RECOGNISE,
    ),
    (b"GIF8", "KB011", "这是图片，不是文字", RECOGNISE),
    (b"II*\x00", "KB011", "这是图片，不是文字", RECOGNISE),
    (b"MM\x00*", "KB011", "这是图片，不是文字", RECOGNISE),
    (b"Rar!", "KB011", "这是压缩包", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "KB011", "这是压缩包", UNPACK),
    (b"\x1f\x8b", "KB011", "这是压缩包", UNPACK),
)


PRINTED = frozenset((".ceb", ".cebx", ".gd", ".gw", ".sep", ".caj"))
"""Names of files laid out for print in formats of single makers; their bytes have no common beginning."""

OPEN_OFFICE = frozenset((".uof", ".uot", ".wpt", ".fodt"))


def refuse_suffix(path: Path) -> DocumentError | None:
    """The refusal for a file whose name says a format that is not read, and whose bytes do not say better."""
    suffix = path.suffix.lower()
    if suffix in PRINTED:
        hint = "请用它的阅读器打开，打印成有文字的 .pdf，或选中文字复制到 .txt 再导入"
        return refusal(path, "KB006", f"这是版式文件（{suffix}），不能直接导入", hint)
    if suffix in OPEN_OFFICE:
        return refusal(path, "KB006", f"这种办公文档（{suffix}）不能直接导入", SAVE_AS)
    return None


def refuse_signature(path: Path, data: bytes) -> DocumentError | None:
    """The refusal for a file whose first bytes name a format that is not read; None for any other."""
    if data.startswith(OLE):
        return refuse_ole(path, data)
    for magic, code, message, hint in SIGNATURES:
        if data.startswith(magic):
            return refusal(path, code, message, hint)
    head = data[:4096]
    if b'progid="Word.Document"' in head or b"<pkg:package" in head:
        return refusal(path, "KB006", "这是 Word XML 格式，不能直接导入", SAVE_AS)
    if head[:200].lstrip().lower().startswith(b"mime-version:") and b"multipart/related" in head.lower():
        return refusal(path, "KB006", "这是“单个文件网页”（MHT）格式，不能直接导入", SAVE_AS)
    return None


def refuse_ole(path: Path, data: bytes) -> DocumentError:
    """The refusal for a compound file: .doc, .wps, .xls, .ppt, or a .docx with a password."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return refusal(
            path,
            "KB007",
            "文档设了打开密码，读不出文字",
            "请用 WPS 或 Word 打开，去掉密码后另存为 .docx 再导入",
        )
    if has("Workbook") or has("PowerPoint Document"):
        return refusal(
            path, "KB011", "这是旧版表格或幻灯片，不是规划正文", "请导入规划正文的 .docx、.pdf、.html 或 .txt"
        )
    kind = ".wps" if path.suffix.lower() == ".wps" else ".doc"
    return refusal(path, "KB006", f"这是旧版 Word/WPS 格式（{kind}），不能直接导入", SAVE_AS)
