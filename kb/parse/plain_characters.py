"""Pages in traditional characters, some with pinyin in brackets: 關於印發(fā)某縣養(yǎng)老方案的通知.

The front matter is matched in simplified characters and printed as the source prints it. Both have one length: a
character represents a character, and pinyin is blanks.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kb.model import Plan
from kb.words.traditional import only_traditional

_PINYIN = re.compile(r"(?<=[一-鿿])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüɡê]{1,7}[)）]")
LEAST = 8
"""Traditional characters from which a page is in them; a name of a place may have one."""


def is_traditional(text: str) -> bool:
    """Return whether a text is in traditional characters."""
    table = only_traditional()
    return sum(text.count(ch) for ch in set(text) & table.keys()) >= LEAST


def simplified(text: str) -> str:
    """Return a text in simplified characters, pinyin in brackets blanked; of the same length."""
    plain = "".join(only_traditional().get(ch, ch) for ch in text)
    return _PINYIN.sub(lambda m: " " * len(m.group(0)), plain)


def as_printed(plan: Plan, source: str) -> Plan:
    """Return a plan's facts as the source prints them, where they were read from `simplified(source)`."""
    plain = simplified(source)
    at = [k for k, ch in enumerate(plain) if not ch.isspace()]
    compact = "".join(plain[k] for k in at)

    def printed(value: str) -> str:
        found = compact.find(value) if value else -1
        if found < 0:
            return value
        end = at[found + len(value) - 1] + 1
        pinyin = _PINYIN.match(source, end)
        shown = source[at[found] : pinyin.end() if pinyin else end]
        return re.sub(r"\s+", "", shown)

    return replace(
        plan,
        title=printed(plan.title),
        doc_number=printed(plan.doc_number),
        issuer="、".join(printed(name) for name in plan.issuer.split("、")),
        adopted=printed(plan.adopted),
        publicity=printed(plan.publicity),
        recipients=tuple(printed(name) for name in plan.recipients),
        cc=tuple(printed(name) for name in plan.cc),
    )
