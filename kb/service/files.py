"""Small files of the state folder, written whole or not at all, readable by their owner alone."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

OWNER_ONLY = 0o600
OWNER_FOLDER = 0o700


def put(path: Path, content: bytes) -> None:
    """Replace a file in one step. Raises OSError; then what was there stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_FOLDER)
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise
