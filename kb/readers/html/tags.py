"""Bounds on the tags of a page, asked before html5lib sees it: some of what it does is quadratic in one tag's length.

Tags are distinguished as in the HTML standard, 13.2.5 (tokenization): `<p a b=1 c="x > y" d='z'>`.
"""

from __future__ import annotations

import re
from collections import Counter

MAX_ATTRIBUTES = 500
"""Attributes of one tag; a page written by hand has ten, a table pasted from an office program thirty. html5lib
compares each with all before it."""

MAX_NAME = 1000
"""Characters of the name of a tag or attribute; real ones have thirty. html5lib adds them one by one to what it has."""

MAX_SIGNS = 300_000
"""Tags and entities of a page; a long plan with tables has 20 thousand."""

MAX_DEPTH = 200
"""Elements inside each other."""

VOID = frozenset(
    (
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr",
    )
)  # fmt: skip
CLOSED_BY_NEXT = frozenset(
    (
        "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup",
        "colgroup", "rt", "rp",
    )
)  # fmt: skip
"""Tags whose end may be left out: many of them open do not nest."""

_TAG = re.compile(r"</?[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"[\s/]*"
    r"(?P<name>=?[^\s/>=]*)"  # a
    r"(?:\s*=\s*(?:\"[^\"]*\"?|'[^']*'?|[^\s>]*))?"  # ="x > y", ='z', =1
)
_NESTING = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)[^<>]*+>")


def fault(markup: str) -> str:
    """What about the tags is beyond any page, in words for a message; "" for nothing."""
    if markup.count("<") + markup.count("&") > MAX_SIGNS:
        return f"网页标记过多（超过 {MAX_SIGNS // 10000} 万个）"
    at = 0
    while (tag := _TAG.search(markup, at)) is not None:
        at = tag.end()
        if at - tag.start() > MAX_NAME:
            return f"网页结构异常（一个标记的名称超过 {MAX_NAME} 字）"
        count = 0
        while at < len(markup) and markup[at] != ">":
            found = _ATTRIBUTE.match(markup, at)
            if found is None or found.end() == at:
                break
            at = found.end()
            count += bool(found["name"])
            if count > MAX_ATTRIBUTES:
                return f"网页结构异常（一个标记有 {MAX_ATTRIBUTES} 个以上属性）"
            if len(found["name"]) > MAX_NAME:
                return f"网页结构异常（一个属性的名称超过 {MAX_NAME} 字）"
    if deepest(markup) > MAX_DEPTH:
        return f"网页结构异常（嵌套超过 {MAX_DEPTH} 层）"
    return ""


def deepest(markup: str) -> int:
    """How deep elements nest, at most: ends that may be left out are not counted, and an end without a beginning ends
    nothing.

    >>> deepest("<div><p>甲<p>乙</div>"), deepest("<div></a><div></a>")
    (1, 2)
    """
    open_names: list[str] = []
    counts: Counter[str] = Counter()
    most = 0
    for match in _NESTING.finditer(markup):
        name = match[2].lower()
        if name in VOID or name in CLOSED_BY_NEXT or match[0].endswith("/>"):
            continue
        if not match[1]:
            open_names.append(name)
            counts[name] += 1
            most = max(most, len(open_names))
            if most > MAX_DEPTH:
                break
        elif counts[name]:
            while open_names:
                last = open_names.pop()
                counts[last] -= 1
                if last == name:
                    break
    return most
