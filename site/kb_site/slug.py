"""File names of units and topics: ASCII, stable, the same whatever else the corpus holds."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

LONGEST = 40
_OTHER = re.compile(r"[^a-z0-9]+")
_SAFE = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)*")


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """“区卫健委” → "qu-wei-jian-wei-1c5a": pinyin to read, a digest of the name to tell homophones apart."""
    from pypinyin import lazy_pinyin

    words = "-".join(lazy_pinyin(name, errors=lambda rest: _OTHER.sub("-", rest.lower())))
    readable = _OTHER.sub("-", words.lower()).strip("-")[:LONGEST].strip("-")
    digest = sha256(name.encode()).hexdigest()[:4]
    return f"{readable}-{digest}" if readable else sha256(name.encode()).hexdigest()[:12]


def is_safe(name: str) -> bool:
    """Whether a plan id or a local id can be a file name: `2.4.2`, `b5.p3f9a1c`; never `..`, never a separator."""
    return _SAFE.fullmatch(name) is not None
