"""Crafted documents and names: bounded in time and memory, no network, no process, no file outside the corpus.

Each document is imported by a process of its own with limits on memory and time, in which any connection, any
program and any write elsewhere ends the process with a code of its own.
"""

from __future__ import annotations

import io
import os
import resource
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from tests.kb.readers.office import NAMESPACES, archive, docx, p, relations, table, tc
from tests.trust import stage as st

MEMORY, SECONDS = 1_500_000_000, 30
BROKEN = 77  # a process that did what no document may make it do
PLAN = st.PLANS[0]
BODY = "".join(p(line) for line in PLAN.splitlines() if line)


def packed(name: str, content: bytes) -> bytes:
    """A sound document with one part more."""
    out = io.BytesIO(docx(BODY))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return out.getvalue()


def replaced(name: str, text: str) -> bytes:
    """A sound document with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(docx(BODY))) as package:
        parts = {n: package.read(n).decode() for n in package.namelist()}
    return archive({**parts, name: text})


def pdf(*objects: bytes, root: bytes = b"<</Type/Catalog/Pages 2 0 R>>") -> bytes:
    """A PDF of objects numbered from 1 (the catalogue) on, with a cross-reference table."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate((root, *objects), 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    begin = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, begin)


PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"


def stream(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return b"<</Length %d/Filter%s>>\nstream\n%s\nendstream" % (len(content), filters, content)


def bomb(megabytes: int, layers: int = 1) -> bytes:
    content = b"\0" * (megabytes << 20)
    for _ in range(layers):
        content = zlib.compress(content, 9)
    return content


LINES = "".join(f"<p>{line}</p>" for line in PLAN.splitlines())
OUTSIDE = '<Relationship Id="x{0}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{1}" Target="http://192.0.2.1/{1}" TargetMode="External"/>'
OUTER = "".join(
    OUTSIDE.format(i, kind)
    for i, kind in enumerate(("image", "attachedTemplate", "hyperlink", "oleObject", "subDocument"))
)
DDE = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe "/k calc"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
CRAFTED: dict[str, tuple[str, bytes, str]] = {  # what → suffix, content, the code it is refused with ("": imported)
    "a part that unpacks to 200 MB": (".docx", packed("word/media/x.xml", b"\0" * (200 << 20)), ""),
    "a body that unpacks to 200 MB": (".docx", replaced("word/document.xml", "<a>" + " " * (200 << 20)), "KB012"),
    "part names that climb": (".docx", packed("../../../climbed.txt", b"x"), ""),
    "part names from the root": (".docx", packed("/climbed.txt", b"x"), ""),
    "macros": (".docx", packed("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" * 100), ""),
    "a field that starts a program": (".docx", docx(BODY + DDE), ""),
    "references to the network": (
        ".docx", replaced("word/_rels/document.xml.rels", relations({}).replace("</Relationships>", OUTER + "</Relationships>")), "",
    ),
    "entities in relations that nobody reads": (
        ".docx", replaced("word/_rels/document.xml.rels", '<!DOCTYPE x [<!ENTITY a "b">]><Relationships/>'), "",
    ),
    "an entity from a file": (
        ".docx", replaced("word/document.xml", f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document {NAMESPACES}>&a;</w:document>'),
        "KB012",
    ),
    "tables in tables": (".docx", docx(BODY + "<w:tbl><w:tr><w:tc>" * 100 + "</w:tc></w:tr></w:tbl>" * 100), "KB012"),
    "cells over a million columns": (".docx", docx(BODY + table(tc("甲", '<w:gridSpan w:val="1000000"/>'))), ""),
    "a page that reaches out": (
        ".html",
        f"<base href=http://192.0.2.1/><link rel=stylesheet href=a.css><meta http-equiv=refresh content='0;url=http://192.0.2.1'><script src=x.js></script>"
        f"<img src=http://192.0.2.1/i.png><iframe src=file:///etc/passwd></iframe>{LINES}".encode(), "",
    ),
    "rows over a billion rows": (".html", f"{LINES}<table><tr><td rowspan=1000000000 colspan=1000000000>甲</table>".encode(), ""),
    "many wide cells": (".html", (LINES + "<table>" + "<tr>" + "<td rowspan=65534 colspan=1000>a" * 400 + "</table>").encode(), ""),
    "a hundred thousand tags deep": (".html", (LINES + "<div>" * 100_000).encode(), "KB012"),
    "a hundred thousand attributes": (".html", (LINES + "<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">x").encode(), "KB012"),
    "entities in a page": (".html", (f'<!DOCTYPE html [<!ENTITY a "{"b" * 1000}">]>' + LINES + "&a;" * 1000).encode(), ""),
    "a stream that unpacks to 400 MB": (".pdf", pdf(PAGES, PAGE, stream(bomb(400))), "KB0"),
    "a stream packed three times": (
        ".pdf", pdf(PAGES, PAGE, stream(bomb(400, 3), b"[/FlateDecode/FlateDecode/FlateDecode]")), "KB012",
    ),
    "pages that hold themselves": (".pdf", pdf(b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"), "KB0"),
    "a page without end": (".pdf", pdf(PAGES, PAGE.replace(b"595 842", b"9e30 9e30"), stream(zlib.compress(b"BT ET"))), "KB0"),
    "a program to start": (
        ".pdf",
        pdf(PAGES, PAGE, stream(zlib.compress(b"BT ET")), root=b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(calc.exe)>>/AA<</O<</S/JavaScript/JS(app.alert(1))>>>>>>"),
        "KB0",
    ),
    "a cross-reference to itself": (".pdf", b"%PDF-1.7\ntrailer\n<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF", "KB0"),
}  # fmt: skip


def watch(allowed: tuple[str, ...]) -> st.Hook:
    """Ends the process where it connects, starts a program, or writes elsewhere."""

    def hook(event: str, args: tuple[Any, ...]) -> None:
        outside = False
        if st.changes_files(event, args) and isinstance(args[0], str | os.PathLike):
            outside = not os.path.abspath(os.fspath(args[0])).startswith(allowed)
        if outside or event.startswith(
            ("socket.", "subprocess.", "os.exec", "os.system", "os.posix_spawn", "urllib.")
        ):
            os.write(2, f"{event} {args}".encode())
            os._exit(BROKEN)

    return hook


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.fixture(scope="module", autouse=True)
def warmed() -> None:
    if os.name == "nt":
        pytest.skip("limits and forks are POSIX")
    for name in ("docx", "bs4", "html5lib", "pdfplumber"):
        pytest.importorskip(name)
    st.warm()


@pytest.mark.parametrize("what", CRAFTED)
def test_a_crafted_document(tmp_path: Path, what: str) -> None:
    suffix, content, code = CRAFTED[what]
    place = tmp_path / "in"
    place.mkdir()
    document = place / f"plan{suffix}"
    document.write_bytes(content)
    corpus = tmp_path / "corpus"
    args = ["import", str(document), "--id", "crafted", "--corpus", str(corpus)]
    ended, said = st.say(args, tmp_path / "said", watch((str(corpus), os.devnull)), limit)
    assert ended == (2 if code else 0), said
    assert "Traceback" not in said
    if code:
        assert f": {code}" in said
        assert not corpus.exists()  # what is refused begins no corpus
    else:
        assert (
            "新建托育机构" in (text := (corpus / "crafted" / "plan.md").read_text(encoding="utf-8"))
            or "建设托育机构" in text
        )
        assert {p.name for p in corpus.iterdir()} <= {"crafted", "units.toml", "topics.toml"}
    assert {p.name for p in tmp_path.iterdir()} == {"in", "said", *(() if code else ("corpus",))}


# Names that would climb out -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "plan_id", ["../../x", "/etc/x", "..", ".", "a/b", "a\\b", "CON ", "a\0b", "a\nb", "x" * 300, "甲", "A"]
)
def test_a_plan_id_is_a_plain_name(tmp_path: Path, plan_id: str) -> None:
    document = tmp_path / "plan.txt"
    document.write_text(PLAN, encoding="utf-8")
    args = ["import", str(document), "--id", plan_id, "--corpus", str(tmp_path / "corpus")]
    code, said = st.say(args, tmp_path / "said", watch((str(tmp_path / "corpus"), os.devnull)))
    assert code == 2
    assert "不合规：只用小写字母、数字和连字符" in said
    assert not list((tmp_path / "corpus").glob("*/plan.md"))


CLIMBING = (
    "../../climbed",
    "/climbed",
    "a/b/../../../climbed",
    "<script>alert(1)</script>",
    "con",
    "。.",
    "‮gnp",
    "x" * 300,
)


def test_names_of_units_and_titles_stay_in_their_folder_and_page(tmp_path: Path) -> None:
    """Units so called, and a plan with such a title, through base, site and extracts."""
    text = PLAN.replace("区教委、区卫健委", "、".join(CLIMBING[:5])).replace(
        "甲区托育服务规划", "<script>alert(2)</script>甲区规划"
    )
    sources = (tmp_path / "0.txt", tmp_path / "1.txt")
    for path in sources:
        path.write_text(text, encoding="utf-8")
    home = tmp_path / "deep" / "home"
    (home / "corpus").mkdir(parents=True)
    stage = st.Stage(home, sources)
    (stage.corpus / "units.toml").write_text(
        "".join(f'[[unit]]\nname = "{name}"\nkind = "政府部门"\n' for name in CLIMBING), encoding="utf-8"
    )
    (stage.corpus / "topics.toml").write_text(
        '[[topic]]\nname = "../../climbed"\nterms = ["托育机构"]\n[[topic]]\nname = "<b>"\nterms = ["保育员"]\n',
        encoding="utf-8",
    )
    stage.bring(0)
    assert sorted(p.name for p in home.iterdir()) == ["build", "corpus"]
    assert sorted(p.name for p in (home / "build").iterdir()) == ["extracts", "kb", "site"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["0.txt", "1.txt", "deep"]
    for page in stage.site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert "<script>alert" not in html, page
        assert page.resolve().is_relative_to(stage.site)
    names = [p.name for p in stage.sheets.iterdir()]
    assert all(not set(name) & set('<>:"/\\|?*\u202e') for name in names)
    assert all(len(name.encode()) < 256 for name in names)
