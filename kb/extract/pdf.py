"""The extract as PDF, made by an office program or a browser that the machine has: LibreOffice from the Word
document, else Chromium from the HTML."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path

from kb.extract.archive import moment_of
from kb.extract.html import write_html
from kb.extract.office import OfficeMissing, has_office
from kb.extract.sheet import Sheet
from kb.problems import KbError, reason

OFFICES = ("soffice", "libreoffice")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
_SECONDS = 180


def write_pdf(sheet: Sheet, *, lines: bool = False, template: Path | None = None) -> bytes:
    """Write the Word document, filled in a template where one is given, or the web page, as PDF.

    Raises OfficeMissing where neither program is found, KbError where the one found fails."""
    office, browser = find(OFFICES), find(BROWSERS)
    moment = moment_of([p.plan.issued for p in sheet.parts])
    if office is not None and has_office():
        from kb.extract.docx import write_docx
        from kb.extract.template import fill_template

        document = fill_template(template, sheet, lines=lines) if template else write_docx(sheet, lines=lines)
        return _convert("docx", document, office, moment, browser=False)
    if template is not None:
        raise OfficeMissing(
            "用 --template 写 pdf 要用 LibreOffice 和 shuiguan[office]，本机没有找到；请改写 docx。"
        )
    if browser is not None:
        return _convert("html", write_html(sheet, lines=lines).encode(), browser, moment, browser=True)
    raise OfficeMissing(
        "写 pdf 要用 LibreOffice 或 Chromium，本机没有找到。请安装其中一个；"
        "或先写 docx 或 html，再用办公软件或浏览器另存为 PDF。"
    )


def find(names: tuple[str, ...]) -> str | None:
    """The first of the programs found on PATH."""
    return next((path for name in names if (path := shutil.which(name))), None)


def _convert(suffix: str, content: bytes, program: str, moment: str, *, browser: bool) -> bytes:
    """Run in a folder and with a profile of its own, so that an open office window neither hinders nor joins in."""
    with tempfile.TemporaryDirectory(prefix="shuiguan-") as name:
        folder = Path(name)
        source, result = folder / f"extract.{suffix}", folder / "extract.pdf"
        try:
            source.write_bytes(content)
        except OSError as error:
            raise KbError(f"临时文件夹 {folder} 写不了（{reason(error)}）。") from error
        if browser:
            command = [
                program, "--headless", "--disable-gpu", "--no-first-run", f"--user-data-dir={folder / 'profile'}",
                "--no-pdf-header-footer", f"--print-to-pdf={result}", source.as_uri(),
            ]  # fmt: skip
            if hasattr(os, "geteuid") and os.geteuid() == 0:
                command.insert(1, "--no-sandbox")  # Chromium refuses to run as root otherwise
        else:
            command = [
                program, "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--convert-to", "pdf", "--outdir", str(folder), str(source),
            ]  # fmt: skip
        try:
            ran = subprocess.run(
                command, capture_output=True, timeout=_SECONDS, check=False, cwd=folder,
                env={**os.environ, "TZ": "UTC"},
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise KbError(f"{Path(program).name} 在 {_SECONDS} 秒内没有写成 PDF。") from error
        except OSError as error:
            raise KbError(f"{program} 运行不了（{reason(error)}）。") from error
        if not result.is_file():
            told = ran.stderr.decode("utf-8", "replace").strip().splitlines()
            raise KbError(f"{Path(program).name} 没有写成 PDF" + (f"（{told[-1]}）" if told else "") + "。")
        return settle(result.read_bytes(), moment)


# “/CreationDate(D:20261125212307Z')”, “/ID [ <09FB…> <09FB…> ]”, “/DocChecksum /B73D…”: what a program makes up again
# each time it writes.
_DATE = re.compile(rb"(/(?:CreationDate|ModDate)\s?\(D:)\d{14}")
_MADE_UP = re.compile(rb"(?<=<)[0-9A-Fa-f]{32}(?=>)|(?<=/DocChecksum /)[0-9A-Fa-f]{32}")


def settle(pdf: bytes, moment: str) -> bytes:
    """The PDF with `moment` as its time and identifiers that follow from its content; no byte moves, so that the
    offsets in it stay true. The same program and fonts then give the same bytes."""
    stamp = re.sub(r"\D", "", moment).encode()
    head, trailer, tail = pdf.rpartition(b"trailer")
    head = _DATE.sub(rb"\g<1>" + stamp, head)
    blank = _MADE_UP.sub(b"0" * 32, tail)
    mark = sha256(head + trailer + blank).hexdigest()[:32].upper().encode()
    return head + trailer + _MADE_UP.sub(mark, tail)
