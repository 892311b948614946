"""PDF by what the machine has, or a message that says what is missing."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.extract import Gathering, OfficeMissing, pdf, render
from kb.store import Base


def test_neither_program(small: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(OfficeMissing) as caught:
        render(Gathering(small).sheet("区卫健委"), "pdf")
    assert str(caught.value) == (
        "写 pdf 要用 LibreOffice 或 Chromium，本机没有找到。请安装其中一个；"
        "或先写 docx 或 html，再用办公软件或浏览器另存为 PDF。"
    )


def text(content: bytes, folder: Path, require: Callable[[str], str]) -> str:
    (folder / "x.pdf").write_bytes(content)
    told = subprocess.run([require("pdftotext"), folder / "x.pdf", "-"], check=True, capture_output=True)
    return "".join(told.stdout.decode().split())


@pytest.mark.parametrize("tool", ["soffice", "chromium"])
def test_by_either(
    tool: str, small: Base, tmp_path: Path, require: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    require(tool)
    require("cjk-fonts")
    monkeypatch.setattr(pdf, "OFFICES" if tool == "chromium" else "BROWSERS", ())
    told = text(render(Gathering(small).sheet("区卫健委"), "pdf"), tmp_path, require)
    assert "区卫健委职责清单" in told
    assert "托育服务满意度" in told


@pytest.mark.parametrize("tool", ["soffice", "chromium"])
def test_the_same_bytes_again(
    tool: str, small: Base, require: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time and identifiers, which a program makes up anew, are set by what the document says."""
    require(tool)
    monkeypatch.setattr(pdf, "OFFICES" if tool == "chromium" else "BROWSERS", ())
    sheet = Gathering(small).sheet("区卫健委")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    first = render(sheet, "pdf")
    monkeypatch.setenv("TZ", "America/New_York")
    assert render(sheet, "pdf") == first
    assert re.search(rb"/CreationDate ?\(D:20240203000000", first)  # the day the plan was issued


def test_no_byte_moves() -> None:
    made = (
        b"<</CreationDate(D:20261125212307Z')>>\nxref\ntrailer\n"
        b"/ID [ <09FB136B004AD764D05386C180ADD795>\n<09FB136B004AD764D05386C180ADD795> ]\n"
        b"/DocChecksum /B73D9E637C7693565E4CEAEBBF690380\nstartxref\n9\n"
    )
    settled = pdf.settle(made, "2023-02-27T00:00:00Z")
    assert len(settled) == len(made)
    assert b"D:20230227000000Z" in settled
    assert b"09FB136B" not in settled
    assert settled == pdf.settle(made.replace(b"212307", b"212308"), "2023-02-27T00:00:00Z")
