"""Plain text (.txt): bytes to characters, characters to lines.

UTF-8 with or without a byte order mark, UTF-16 of either order with or without one, and GB18030 (which takes
in GBK and GB2312). Newlines stay as they are.
"""

from __future__ import annotations

import codecs
from pathlib import Path

from kb.readers.mending import SIGN, find_damage
from kb.readers.radicals import unify
from kb.readers.source import Source, refusal, split_lines
from kb.spans import is_ink

MAX_TEXT_BYTES = 12 * 1024 * 1024
"""A hundred plans of 113 KB, the longest at hand, fit. 23 MB took 458 s and 1.8 GB to parse."""

SAMPLE = 32 * 1024
"""How many characters are looked at to tell one encoding from another."""

PLAUSIBLE = 0.7
"""Share of a sample that has to be everyday Chinese, Latin letters or punctuation for a guessed encoding."""

CONTROLS = frozenset(chr(c) for c in range(32)) - frozenset("\t\n\v\f\r\x1a\x1b") | {"\x7f"}
MAX_CONTROLS = 0.01
"""Share of control characters above which a file is no text."""

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the one of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
GUESSES = ("gb18030", "utf-16-le", "utf-16-be")

AS_UTF8 = "请用记事本或 WPS 打开，确认没有乱码后另存为 UTF-8 编码的 .txt 再导入"
NO_TEXT = "请确认选对了文件；文字版规划" + AS_UTF8
LENIENT = "请对照原文改正后再导入；或加 --lenient，把不成字的字节换成“\ufffd”照读"
HAS_NUL = "不是文本文件，里面有空字符（NUL）"
HAS_CONTROLS = "不是文本文件，里面有大量控制字符"


def read_text(path: Path, data: bytes) -> Source:
    """A text file as lines. Raises DocumentError KB002–KB005."""
    text = unify(decode(path, data))
    return Source(
        name=path.name,
        text=text,
        blocks=tuple(split_lines(text)),
        original=None if text.encode("utf-8") == data else data,
    )


def decode(path: Path, data: bytes) -> str:
    """The characters of a text file, without a byte order mark, newlines as they are."""
    if len(data) > MAX_TEXT_BYTES:
        size = f"{len(data) / 1024 / 1024:.0f} MB，上限 {MAX_TEXT_BYTES // 1024 // 1024} MB"
        raise refusal(
            path, "KB002", f"文本文件过大（{size}）", "一份规划远小于此，请确认选对了文件；多份规划请分开导入"
        )
    text = _decode(path, data)
    if "\x00" in text:
        raise refusal(path, "KB005", HAS_NUL, NO_TEXT)
    controls = sum(text.count(c) for c in CONTROLS)
    if controls > MAX_CONTROLS * len(text):
        raise refusal(path, "KB005", HAS_CONTROLS, NO_TEXT)
    if not any(map(is_ink, text)):
        raise refusal(path, "KB003", "文件里没有文字", "请确认选对了文件，或重新下载、复制一次")
    return text


def _decode(path: Path, data: bytes) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as e:
                at = f"第 {len(mark) + e.start + 1} 字节"
                raise refusal(
                    path, "KB004", f"文件标明是 {encoding.upper()} 编码，{at}起却不是", AS_UTF8
                ) from None
    if b"\x00" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as e:
            broken = e
    else:
        broken = None
    found = guess_encoding(data)
    damage = find_damage(data, is_plain) if broken is not None else None
    if damage is not None and (found is None or damage.encoding == found):
        try:
            return data.decode(found or "ascii")
        except UnicodeDecodeError:
            raise refusal(path, "KB004", str(damage), LENIENT) from None
    if found is None:
        if broken is None:
            raise refusal(path, "KB005", HAS_NUL, NO_TEXT)
        raise refusal(
            path,
            "KB004",
            f"认不出文字编码（不是 UTF-8、GB18030 或 UTF-16；按 UTF-8 读到第 {broken.start + 1} 字节出错）",
            AS_UTF8,
        )
    try:
        return data.decode(found)
    except UnicodeDecodeError as e:
        raise refusal(
            path, "KB004", f"文件像是 {found.upper()} 编码，第 {e.start + 1} 字节起却不是", AS_UTF8
        ) from None


def guess_encoding(data: bytes) -> str | None:
    """Which of GB18030, UTF-16-LE and UTF-16-BE makes everyday Chinese of the bytes; None where none does."""
    head = data[: SAMPLE * 2]
    best, name = PLAUSIBLE, None
    for encoding in GUESSES:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            text = decoder.decode(head, final=len(head) == len(data))
        except UnicodeDecodeError:
            continue
        share = plain_share(text)
        if share > best:
            best, name = share, encoding
    return name


def is_plain(text: str) -> bool:
    """Whether a text, signs of damage aside, is everyday Chinese by its beginning."""
    return plain_share(text[:SAMPLE].replace(SIGN, "")) > PLAUSIBLE


def plain_share(text: str) -> float:
    """Share of characters that everyday Chinese text is made of: hanzi of GB 2312, Chinese and full-width
    punctuation, printable ASCII and white space."""
    if not text:
        return 0.0
    return sum(map(_plain, text)) / len(text)


def _plain(ch: str) -> bool:
    code = ord(ch)
    if code < 0x80:
        return code >= 0x20 or ch in "\t\n\r"
    if 0x4E00 <= code <= 0x9FFF:
        try:
            ch.encode("gb2312")
        except UnicodeEncodeError:
            return False
        return True
    return 0x3000 <= code <= 0x303F or 0xFF00 <= code <= 0xFF65 or ch in "“”‘’—…·×‰≤≥≠≈①②③④⑤⑥⑦⑧⑨⑩°℃"
