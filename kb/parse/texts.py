"""A stretch of the source as a text of the tree."""

from __future__ import annotations

from kb.spans import Piece, Text, is_ink, join_texts


def text_of(source: str, start: int, end: int) -> Text:
    """`source[start:end]` without white space at the ends, line breaks and characters that leave no mark."""
    parts: list[Text] = []
    at = start
    raw = source[start:end]
    for offset, ch in enumerate(raw, start):
        if (
            not is_ink(ch) and not (ch.isspace() and ch not in "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        ) or ch == "\x1f":
            if at < offset:
                parts.append(Text(source[at:offset], (Piece(0, at, offset),)))
            at = offset + 1
    if at < end:
        parts.append(Text(source[at:end], (Piece(0, at, end),)))
    return join_texts(parts).strip() if parts else Text("")
