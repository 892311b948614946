"""The markup of a page: its bytes as characters, without what shows no text."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from kb.readers.text import BOMS, decode

_NO_TEXT = re.compile(r"<!--|<(script|style|template|svg|noscript)\b[^<>]{0,2000}(/?)>?", re.I)
_SWALLOW = frozenset(("", "script", "style"))
"""What a browser takes to the end of the page where it is never closed: comments (no name), programs, looks."""

_DATA_URI = re.compile(r"\bdata:[a-z]+/[^\"'\s>)]{200,}", re.I)
_LONG_DOCTYPE = re.compile(r"<!doctype[^>]{1000,}>?", re.I)
_NO_CHARACTER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
"""Numbers of characters that do not exist; html5lib would take them for numbers of any length."""

_TAGS = re.compile(r"<[^<>]*>")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]+)", re.I)
_HAN = re.compile("[一-龥]")


def decode_html(path: Path, data: bytes) -> str:
    """The characters of a page: by its byte order mark, its meta tag where that fits, otherwise as any text."""
    declared = _CHARSET.search(data[:4096])
    if declared and not any(data.startswith(mark) for mark, _ in BOMS):
        name = declared[1].decode("ascii").lower()
        try:
            encoding = "gb18030" if name in ("gb2312", "gbk", "gb_2312-80") else codecs.lookup(name).name
            return data.decode(encoding).replace("\x00", "")
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(path, data)


def strip_markup(markup: str) -> tuple[str, str]:
    """(markup, swallowed): the markup without comments, scripts, styles and pictures, in one pass; and the text after
    a comment or script that is never closed, which a browser does not show either.

    >>> strip_markup("甲<!-- 批注 -->乙<svg width='1'/>丙<!-- 丁")
    ('甲 乙 丙', '丁')
    """
    lower = markup.lower()
    if len(lower) != len(markup):  # a letter that is longer in lower case: tags are looked for as written
        lower = markup
    out = []
    at = 0
    swallowed = ""
    open_ended: set[str] = set()  # names that nothing closes from here on
    while (found := _NO_TEXT.search(markup, at)) is not None:
        out.append(markup[at : found.start()])
        out.append(" ")
        name = (found[1] or "").lower()
        if name == "svg" and found[2]:  # <svg … />
            at = found.end()
            continue
        end = -1
        if name not in open_ended:
            end = lower.find(f"</{name}" if name else "-->", found.start() + (1 if name else 2))
        if end >= 0:
            at = (lower.find(">", end) + 1 or len(markup)) if name else end + 3
        elif name in _SWALLOW:
            swallowed = _text(markup[found.end() :])
            at = len(markup)
            break
        else:
            open_ended.add(name)
            at = found.end()
    out.append(markup[at:])
    rest = _LONG_DOCTYPE.sub("", _DATA_URI.sub("", "".join(out)))
    return _NO_CHARACTER.sub("\ufffd", rest), swallowed


def _text(markup: str) -> str:
    """The text of markup that is not read, "" where no Chinese is in it."""
    text = re.sub(r"\s+", " ", _TAGS.sub(" ", markup)).strip()
    return text if _HAN.search(text) else ""
