"""Text of a document made fit to appear in another one."""

from __future__ import annotations

import re

# Not for ink: controls, and the marks that reorder what is read. Tabs and line breaks are dealt with apart.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_WRAP = re.compile(r"(?<=[^\x00-\x7f])[ \t]*[\r\n\u2028\u2029\x85]+[ \t]*(?=[^\x00-\x7f])")
_BLANK = re.compile(r"[\t\r\n\u2028\u2029\x85]+")


def plain(text: str) -> str:
    """Text of a document as one line of a document: hard wraps between Chinese characters closed, controls gone."""
    return _CONTROL.sub("", _BLANK.sub(" ", _WRAP.sub("", text))).strip()
