"""A stretch of the source as a text of the tree, and the characters no text takes over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.model import DROPPING, Repair
from kb.spans import Lines, Piece, Text, is_control, is_ink, join_texts


def text_of(source: str, start: int, end: int) -> Text:
    """`source[start:end]` without white space at the ends, line breaks and control characters (`find_controls`)."""
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


def find_controls(source: str, repairs: tuple[Repair, ...], lines: Lines) -> Iterator[Repair]:
    """The control characters of a source that are in no stretch left out already, as one repair a line.

    “建设\\x9b托育\\u200b机构” keeps “建设托育机构”; the repair's `source` is “\\x9b\\u200b”."""
    shown = "".join(sorted(filter(is_control, set(source))))
    if not shown:
        return
    left_out = sorted((r.start, r.end) for r in repairs if r.kind in DROPPING)
    k = 0
    run: list[int] = []
    here = 0
    for m in re.finditer(f"[{re.escape(shown)}]", source):
        at = m.start()
        while k < len(left_out) and left_out[k][1] <= at:
            k += 1
        if k < len(left_out) and left_out[k][0] <= at:
            continue
        line = lines.line(at)
        if run and line != here:
            yield _controls(source, run, here)
            run = []
        here = line
        run.append(at)
    if run:
        yield _controls(source, run, here)


def _controls(source: str, offsets: list[int], line: int) -> Repair:
    shown = "".join([source[i] for i in offsets])
    reason = f"控制字符或零宽字符 {len(offsets)} 个，不显示，不是正文"
    return Repair("control", offsets[0], offsets[-1] + 1, line, shown, "", reason)
