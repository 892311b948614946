"""Old and foreign office formats (.doc, .wps, .rtf, .odt …) through LibreOffice, where a person asks for it.

The program runs in a process of its own, with a profile and a folder that are thrown away, for a limited time. It is a
large program that opens documents of strangers, so it is never started unasked.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from pathlib import Path

from kb.codes import problem
from kb.problems import KbError, Problem, reason
from kb.readers.legacy import OLE, OPEN_OFFICE
from kb.readers.package import UNREADABLE

PROGRAMS = ("soffice", "libreoffice")
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
"""Where it is installed on a Mac and on Windows, which have no folder of programs."""

SECONDS = 120
"""A document takes 1 to 8 s, the first one of a new profile 10 s more."""

TEXT, TABLE = "docx", "xlsx"
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."


def find_office() -> str | None:
    """LibreOffice of this machine."""
    on_path = (shutil.which(name) for name in PROGRAMS)
    return next((found for found in on_path if found), None) or next(
        (p for p in PLACES if Path(p).is_file()), None
    )


def target_of(path: Path, data: bytes) -> str | None:
    """The format that bytes of an office document are to be converted to; None for what is none, or has a password."""
    suffix = path.suffix.lower()
    if data.startswith(OLE):
        streams = {
            name: name.encode("utf-16-le") in data
            for name in ("EncryptedPackage", "Workbook", "PowerPoint Document")
        }
        if streams["EncryptedPackage"] or streams["PowerPoint Document"]:
            return None
        return TABLE if streams["Workbook"] else TEXT
    if data.startswith(b"{\\rtf") or (suffix in OPEN_OFFICE):
        return TEXT
    if data.startswith(b"PK\x03\x04"):
        kind = open_document_kind(data)
        return TEXT if kind.startswith(b"text") else TABLE if kind.startswith(b"spreadsheet") else None
    head = data[:4096]
    return TEXT if b'progid="Word.Document"' in head or b"<pkg:package" in head else None


def open_document_kind(data: bytes) -> bytes:
    """What an OpenDocument package says it is: b"text", b"spreadsheet"; b"" for any other zip file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("mimetype") as stream:
            said = stream.read(100)
    except (*UNREADABLE, KeyError):
        return b""
    return said.removeprefix(OPEN_DOCUMENT) if said.startswith(OPEN_DOCUMENT) else b""


def convert(path: Path, data: bytes, target: str, seconds: int = SECONDS) -> bytes:
    """A document in another format, by LibreOffice. Raises KbError where it is not there or does not manage."""
    program = find_office()
    if program is None:
        raise KbError("没有找到 LibreOffice（soffice）。请安装它，或用 WPS、Word 另存为 .docx 再导入。")
    with tempfile.TemporaryDirectory(prefix="shuiguan-") as name:
        folder = Path(name)
        source = folder / f"document{path.suffix.lower() or '.doc'}"
        out = folder / "out"
        source.write_bytes(data)
        command = [
            program, "--headless", "--norestore", "--nologo", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to", target, "--outdir", str(out), str(source),
        ]  # fmt: skip
        run(command, folder, seconds)
        made = out / f"document.{target}"
        if not made.is_file():
            raise KbError(f"LibreOffice 没有转换成 {path.name}。请用 WPS 或 Word 打开，另存为 .docx 再导入。")
        return made.read_bytes()


def without_limits() -> None:
    """Lift the limits of an import off the program: an office program takes more addresses than that, and has its time."""
    import resource

    for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (hard, hard))


def run(command: list[str], folder: Path, seconds: int) -> None:
    """Run a program to its end or until the time is up, with all that it started."""
    group = {"start_new_session": True, "preexec_fn": without_limits} if os.name == "posix" else {}
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **group,
        )  # type: ignore[call-overload]  # the keyword is one of Popen's
    except OSError as e:
        raise KbError(f"{command[0]} 运行不了（{reason(e)}）。") from None
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise KbError(
            f"LibreOffice 在 {seconds} 秒内没有转换完，已停止。请用 WPS 或 Word 另存为 .docx 再导入。"
        ) from None
    finally:
        if process.poll() is None:
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()


def converted_problem(suffix: str) -> Problem:
    """The warning for a document that another program converted."""
    message = f"由 LibreOffice 从 {suffix} 转换"
    hint = "自动编号和表格在转换中可能有出入，请与原件核对"
    return problem("KB017", "", message=message, hint=hint)
