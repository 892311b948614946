"""Old office formats through LibreOffice, for which a program of the test stands in where there is none."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.pipeline.importer import import_file
from kb.problems import DocumentError, KbError
from kb.readers import convert, read_source
from kb.readers.legacy import OLE
from tests.kb.readers.check import check_source, lines
from tests.kb.readers.office import archive, docx, p

BODY = ("西河县托育方案", "一、总体要求", "（一）坚持普惠。", "（二）建设机构。（责任单位：县卫健局）")
DOC = OLE + b"\0" * 600
ODT = archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})
STAND_IN = """#!{python}
import pathlib, sys, time
args = sys.argv[1:]
out = pathlib.Path(args[args.index("--outdir") + 1])
profile = next(a for a in args if a.startswith("-env:UserInstallation=file://"))
{act}
"""
COPY = 'out.mkdir(); (out / ("document." + args[args.index("--convert-to") + 1])).write_bytes(pathlib.Path({made!r}).read_bytes())'


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a program named soffice on the path that does what it is told."""
    if os.name == "nt":
        pytest.skip("替身程序要用 POSIX 的执行权限")

    def install(act: str) -> None:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        made = tmp_path / "made.docx"
        made.write_bytes(docx("".join(map(p, BODY))))
        program = folder / "soffice"
        program.write_text(
            STAND_IN.format(python=sys.executable, act=act.format(made=str(made)) if "{made" in act else act)
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))

    return install


def document(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.doc", DOC), ("a.wps", DOC), ("a.rtf", b"{\\rtf1 x}"), ("a.odt", ODT), ("a.uot", b"<uof/>")],
)
def test_a_document_is_converted_where_that_is_asked_for(
    tmp_path: Path, office: Callable[[str], None], name: str, data: bytes
) -> None:
    office(COPY)
    source = read_source(document(tmp_path, name, data), office=True)
    check_source(source)
    assert lines(source) == list(BODY)
    assert source.original == data
    assert source.suffix == Path(name).suffix
    assert [(x.code, x.message) for x in source.problems] == [
        ("KB017", f"由 LibreOffice 从 {Path(name).suffix} 转换")
    ]


def test_its_plan_keeps_the_document(tmp_path: Path, office: Callable[[str], None]) -> None:
    office(COPY)
    done = import_file(document(tmp_path, "a.doc", DOC), tmp_path / "corpus", "a", office=True)
    assert (done.folder / "original.doc").read_bytes() == DOC


def test_unasked_it_is_refused_with_what_can_be_done(tmp_path: Path, office: Callable[[str], None]) -> None:
    path = document(tmp_path, "a.doc", DOC)
    office(COPY)
    with pytest.raises(
        DocumentError, match=r"KB006 这是旧版 Word/WPS 格式.*；本机有 LibreOffice，也可加 --with soffice"
    ):
        read_source(path)


def test_without_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "find_office", lambda: None)
    with pytest.raises(KbError, match="没有找到 LibreOffice（soffice）。请安装它，或用 WPS、Word 另存为"):
        read_source(document(tmp_path, "a.doc", DOC), office=True)


def test_a_program_that_fails_or_hangs(tmp_path: Path, office: Callable[[str], None]) -> None:
    office("sys.exit(1)")
    with pytest.raises(KbError, match=r"LibreOffice 没有转换成 a\.doc"):
        convert.convert(tmp_path / "a.doc", DOC, "docx")
    left = tmp_path / "left"
    office(
        f"pathlib.Path({str(left)!r}).write_text(profile)\nimport subprocess\nsubprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
    )
    with pytest.raises(KbError, match="LibreOffice 在 2 秒内没有转换完，已停止"):
        convert.convert(tmp_path / "a.doc", DOC, "docx", seconds=2)
    assert not Path(left.read_text().partition("file://")[2]).parent.exists()  # its profile's folder is gone


def test_the_limits_of_an_import_are_not_the_programs(tmp_path: Path, office: Callable[[str], None]) -> None:
    from kb.pipeline.limits import bounded

    said = tmp_path / "limits"
    act = f"import resource\nsoft, hard = resource.getrlimit(resource.RLIMIT_AS)\npathlib.Path({str(said)!r}).write_text(str(soft == hard))"
    office(act)
    with bounded(), pytest.raises(KbError, match="没有转换成"):
        convert.convert(tmp_path / "a.doc", DOC, "docx")
    assert said.read_text() == "True"


def test_what_is_not_converted(tmp_path: Path) -> None:
    locked = OLE + "EncryptedPackage".encode("utf-16-le")
    for name, data in (
        ("a.doc", locked),
        ("a.docx", docx(p("甲"))),
        ("a.txt", b"text"),
        ("a.zip", archive({"a": "b"})),
    ):
        assert convert.target_of(Path(name), data) is None
    assert convert.target_of(Path("a.xls"), OLE + "Workbook".encode("utf-16-le")) == "xlsx"
