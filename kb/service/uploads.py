"""Uploaded files: taken in pieces, never larger than allowed, kept under their digest until a job has read them."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from starlette.datastructures import UploadFile

from kb.problems import DocumentError, KbError, reason
from kb.service.files import OWNER_FOLDER, OWNER_ONLY
from kb.service.replies import Refused
from kb.service.settings import Settings

FOLDER = "uploads"
PIECE = 256 * 1024
LONGEST_NAME = 120
KEPT_SECONDS = 7 * 24 * 3600
"""Seconds after which an upload is removed; the document itself is in the corpus by then."""
DIGEST = re.compile("[0-9a-f]{64}")
SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """name: of the file, without folders. digest: SHA-256. path: where it is kept. size: bytes."""

    name: str
    digest: str
    path: Path
    size: int


def safe_name(given: str) -> str:
    """The last part of a name that a browser sends, as the name of a file here: no folders, no controls, not hidden.

    >>> safe_name("C:\\\\文件\\\\..\\\\规划.docx")
    '规划.docx'
    """
    last = re.split(r"[/\\]", given)[-1]
    kept = "".join(ch for ch in last if ch.isprintable() and ch not in '<>:"|?*').strip(". ")
    suffix = SUFFIX.search(kept)
    stem = kept[: suffix.start()] if suffix else kept
    return (stem[:LONGEST_NAME] or "文件") + (suffix[0] if suffix else "")


def upload_path(state: Path, digest: str, name: str) -> Path:
    """Where an upload is. Raises KbError for one that is none or gone."""
    if not DIGEST.fullmatch(digest):
        raise KbError("没有这个上传的文件。")
    path = state / FOLDER / digest / safe_name(name)
    if not path.is_file():
        raise KbError(f"上传的文件“{safe_name(name)}”不在了，请再传一次。")
    return path


@contextmanager
def named_alone(path: Path) -> Iterator[None]:
    """Say a refusal of an upload with its name, without the folder of the server that it is kept in.

    Raises the DocumentError or KbError that its block raises, with the path cut to the name."""
    kept = f"{path.parent}{os.sep}"
    try:
        yield
    except DocumentError as error:
        raise DocumentError(
            tuple(
                replace(p, path=p.path.replace(kept, ""), message=p.message.replace(kept, ""))
                for p in error.problems
            )
        ) from error
    except KbError as error:
        if kept not in str(error):
            raise
        raise KbError(str(error).replace(kept, "")) from error


async def take_upload(settings: Settings, file: UploadFile) -> Upload:
    """Keep one file of a form. Raises Refused where the disk is nearly full or cannot be written."""
    folder = settings.folders.state / FOLDER
    aside = folder / f".{secrets.token_hex(8)}.part"
    name = safe_name(file.filename or "")
    digest = sha256()
    size = 0
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=OWNER_FOLDER)
        _room(folder, settings.limits.state_bytes)
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(handle, "wb") as out:
            while piece := await file.read(PIECE):
                size += len(piece)
                if size > settings.limits.upload:
                    raise Refused(413, "KB406", too_large(settings.limits.upload))
                digest.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        kept = folder / digest.hexdigest()
        kept.mkdir(exist_ok=True, mode=OWNER_FOLDER)
        os.replace(aside, kept / name)
    except OSError as error:
        raise Refused(507, "KB408", f"文件“{name}”没有收下（{reason(error)}）。原有的内容没有动。") from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    return Upload(name=name, digest=digest.hexdigest(), path=kept / name, size=size)


def too_large(most: int) -> str:
    """What is said of a request that is too large."""
    return f"超过了上限 {most // (1024 * 1024)} MB，没有收下。请分几次传，或先压缩文件里的图片。"


def _room(folder: Path, least: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < least:
        raise Refused(
            507, "KB408", f"磁盘快满了（还剩 {free // (1024 * 1024)} MB），没有收下。请先腾出空间。"
        )


def clear_old(state: Path) -> None:
    """Remove uploads that are old, and what was broken off. Never raises."""
    now = time.time()
    with suppress(OSError):
        for path in (state / FOLDER).iterdir():
            with suppress(OSError):
                if now - path.stat().st_mtime > KEPT_SECONDS or path.name.endswith(".part"):
                    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
