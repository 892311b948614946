"""Names of files as people read them: also those that are not UTF-8 on the disk."""

from __future__ import annotations

import os


def shown_name(name: str) -> str:
    """A file's name or path for a message or record.

    A disk that was filled from Windows has names in GB18030, which Python hands on as bytes in disguise (surrogates).

    >>> shown_name(b"\\xb9\\xe6\\xbb\\xae.txt".decode("utf-8", "surrogateescape"))
    '规划.txt'
    """
    if not any("\ud800" <= ch <= "\udfff" for ch in name):
        return name
    try:
        raw = os.fsencode(name)
    except UnicodeEncodeError:
        raw = name.encode("utf-8", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")
