"""How many attributes the fullest tag of a page has: html5lib compares each with all before it, so they are bounded.

The attributes are told apart as in the HTML standard, 13.2.5 (tokenization): `<p a b=1 c="x > y" d='z'>`.
"""

from __future__ import annotations

import re

MAX_ATTRIBUTES = 500
"""Attributes of one tag; a page written by hand has ten, a table pasted from an office program thirty."""

_TAG = re.compile(r"</?[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"[\s/]*"
    r"(?P<name>=?[^\s/>=]*)"  # a
    r"(?:\s*=\s*(?:\"[^\"]*\"?|'[^']*'?|[^\s>]*))?"  # ="x > y", ='z', =1
)


def most_attributes(markup: str) -> int:
    """The number of attributes of the tag that has most; stops counting above MAX_ATTRIBUTES.

    >>> most_attributes("<p a b=1 c='x > y'><br/>")
    3
    """
    most = at = 0
    while (tag := _TAG.search(markup, at)) is not None:
        at = tag.end()
        count = 0
        while at < len(markup) and markup[at] != ">" and count <= MAX_ATTRIBUTES:
            found = _ATTRIBUTE.match(markup, at)
            if found is None or found.end() == at:
                break
            at = found.end()
            count += bool(found["name"])
        most = max(most, count)
        if most > MAX_ATTRIBUTES:
            break
    return most
