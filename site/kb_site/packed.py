"""Text of a script in few bytes, for a file share that compresses nothing: kb_site/static/search/packed.js unpacks it.

GB 18030 writes most characters of a plan in two bytes where UTF-8 takes three; deflate (RFC 1951) and base 85 follow. The search
index of one plan: 142 KB as JSON, 67 KB packed. The same text gives the same bytes with the same zlib.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

# Bytes of a character that GB 18030 and the browsers' Encoding Standard write alike: one or two, private use left out.
_SHORT = 2
_PRIVATE = range(0xE000, 0xF900)


def pack(value: Any) -> str:
    """Return a JSON value packed: letters, digits and signs of base 85, none of which a script's "…" has to escape."""
    return pack_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def pack_text(text: str) -> str:
    """Return JSON text packed."""
    plain = text.translate({ord(ch): _escaped(ch) for ch in set(text) if not _is_short(ch)})
    deflate = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return base64.b85encode(deflate.compress(plain.encode("gb18030")) + deflate.flush()).decode("ascii")


def _is_short(ch: str) -> bool:
    if ch.isascii():
        return True
    try:
        return len(ch.encode("gb18030")) <= _SHORT and ord(ch) not in _PRIVATE
    except UnicodeEncodeError:  # half of a surrogate pair
        return False


def _escaped(ch: str) -> str:
    r"""`\ud842\udfb7`: a character as JSON escapes it."""
    return json.dumps(ch)[1:-1]
