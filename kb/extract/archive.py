"""Office files are zip archives: rewritten with fixed times and order, the same content gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from hashlib import sha256

# The earliest time a zip archive can hold; every member gets it.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CREATED = re.compile(rb"(<dcterms:created[^>]*>)[^<]*(</dcterms:created>)")


def fix_archive(content: bytes, moment: str) -> bytes:
    """The archive with every member at one fixed time, in the order it had, and `moment` (ISO 8601, UTC) as the
    document's own times."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                stamp = moment.encode()
                data = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", data)
                data = _CREATED.sub(rb"\g<1>" + stamp + rb"\g<2>", data)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3
            new.writestr(info, data, compresslevel=6)
    return out.getvalue()


def moment_of(dates: list[str]) -> str:
    """The document's time: the latest day a plan in it was issued, the zip epoch where none tells one."""
    days = [d for d in dates if re.fullmatch(r"\d{4}-\d{2}-\d{2}", d)]
    return f"{max(days, default='1980-01-01')}T00:00:00Z"


def identifier(content: object, name: str) -> str:
    """Return a document's identifier: it follows from the content alone, so that other plans do not change it."""
    return f"{sha256(repr(content).encode('utf-8', 'replace')).hexdigest()[:16]}/{name}"[:255]
