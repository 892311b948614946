"""Whether a draft holds the whole source: promise 1 of every import."""

from __future__ import annotations

from kb.model import DROPPING
from kb.parse.blocks import Draft
from kb.readers.source import Source
from kb.spans import is_control


def covered(draft: Draft, source: Source) -> bool:
    """Whether every character of the source that is no white space is in the draft or in a repair that leaves it
    out, once."""
    count = bytearray(len(source.text))
    spans = [
        (p.start, p.end)
        for b in draft.blocks
        for t in (b.text, *(c for r in b.rows for c in r))
        for p in t.pieces
    ]
    spans += [(r.start, r.end) for r in draft.repairs if r.kind in DROPPING]
    spans += [
        (i, i + 1)
        for r in draft.repairs
        if r.kind == "control"
        for i in range(r.start, r.end)
        if is_control(source.text[i])
    ]
    for start, end in spans:
        for i in range(start, end):
            if count[i] and not source.text[i].isspace():
                return False
            count[i] = 1
    return all(count[i] or ch.isspace() for i, ch in enumerate(source.text))
