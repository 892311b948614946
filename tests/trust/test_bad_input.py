"""Any input at all, valid ones cut and spliced among it: told in words or taken, with every promise kept.

The trials are in trials.py; fuzz.py gives the same ones to a coverage-guided fuzzer, whose finds stand here by name.
"""

from __future__ import annotations

import io
import json
import zipfile

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from tests.kb.parse.test_properties import SCRAPS
from tests.kb.readers.ofd_forms import line, ofd
from tests.kb.readers.ofd_forms import text as set_text
from tests.kb.readers.office import archive, docx, p
from tests.trust import stage
from tests.trust.trials import TRIALS, small_plan

HTML = (
    "<html><head><meta charset=utf-8><title>甲区规划</title></head><body><h1>甲区规划</h1><p>一、任务<p>（一）托育。"
    "<table><tr><td rowspan=2>1<td colspan=3>甲</tr><tr><td>乙<table><tr><td>丙</table></tr></table>"
    "<ol start=3><li>一<li>二</ol><pre>x\n y</pre><!-- c --><script>alert(1)</script></body></html>"
)
CSV = "id,unit,role,document,note\n1.1.1,区卫健委,牵头,甲府办〔2024〕2号,\n“专栏一 指标1”,区教委,配合,x,y\n"
QUERY = '单位:区卫健委 类型:指标 -排除 "整句 话" 托育 3—5所 编号:一、（一）1'
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
    b"4 0 obj<</Length 9>>stream\nBT (a) Tj\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


def stored(package: bytes) -> bytes:
    """A package with its parts as they are, so that what is cut and spliced is their XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


def sheet(rows: str) -> bytes:
    """A spreadsheet of one sheet with the rows given as XML."""
    return archive(
        {
            "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="任务" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData><mergeCells><mergeCell ref='A1:B2'/></mergeCells></worksheet>",
        }
    )


def _valid() -> dict[str, bytes]:
    source, md, record = small_plan()
    page = set_text("一、任务", 30, 40) + "".join(line(30, y, 90, y) for y in (50, 60))
    return {
        "reader.ofd": stored(ofd(page)), "reader.xlsx": stored(sheet('<row r="1"><c r="A1"><v>1</v></c></row>')),
        "reader.txt": source.encode(), "reader.md": md, "reader.html": HTML.encode(), "reader.pdf": PDF,
        "reader.docx": docx(p("一、任务") + p("（一）托育。")), "plan": source.encode(), "plan.md": md, "folder": md,
        "import.json": record, "units.toml": stage.UNITS.encode(), "topics.toml": stage.TOPICS.encode(),
        "duties.csv": CSV.encode(), "query": QUERY.encode(),
    }  # fmt: skip


MARKS = (
    *(s.encode() for s in SCRAPS), b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"[[unit]]\n", b"[[topic]]\n", b'name = ""\n',
    b"members = [1]", b'"', b"'''", b"= 1e999\n", b",", b"id: ", b"title: ", b"[" * 60, b"{" * 60, b'"start": -1', b"null",
    b"99999999999999999999", b"<td rowspan=9999>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&#1114112;", b"\xed\xa0\x80",
)  # fmt: skip


@st.composite
def spliced(draw: st.DrawFn, valid: bytes) -> bytes:
    """The valid input with a few pieces cut out, doubled, moved or overwritten."""
    out = valid
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(out)))
        end = min(len(out), at + draw(st.integers(0, 40)))
        put = draw(
            st.one_of(st.sampled_from(MARKS), st.binary(max_size=6), st.just(out[at:end] * 2), st.just(b""))
        )
        out = out[:at] + put + out[end:]
    return out


EXAMPLES = {
    "reader.pdf": 25,
    "reader.docx": 40,
    "reader.ofd": 40,
    "reader.xlsx": 40,
    "plan": 40,
    "folder": 60,
    "query": 60,
}


@pytest.mark.parametrize("name", TRIALS)
def test_any_input(name: str) -> None:
    valid = _valid()[name]
    TRIALS[name](valid)

    @settings(
        max_examples=EXAMPLES.get(name, 100),
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.one_of(
            spliced(valid),
            st.lists(st.sampled_from(MARKS), max_size=12).map(b"".join),
            st.binary(max_size=80),
        )
    )
    def held(data: bytes) -> None:
        TRIALS[name](data)

    held()


# Finds, by name -------------------------------------------------------------------------------------------------------

RECORD = small_plan()[2]
FINDS: dict[str, tuple[str, bytes]] = {
    "a cell longer than the csv module takes": ("duties.csv", b"id,unit,role,document\n1.1.1," + b"x" * 200_000 + b",a,b\n"),
    "a record nested beyond the parser's depth": ("import.json", b"[" * 100_000),
    "a record whose numbers are words": ("import.json", json.dumps({"format": 1, "source": {"name": 1, "sha256": []}}).encode()),
    "a record of half a surrogate pair": ("import.json", RECORD.replace(b'"value": "', b'"value": "\\ud800')),
    "a record of a place before the text": ("import.json", RECORD.replace(b'"start": ', b'"start": -')),
    "a record of a place far behind the text": ("import.json", RECORD.replace(b'"end": ', b'"end": 99999999999')),
    "front matter nested beyond the parser's depth": ("plan.md", b'---\nid: "a"\ntitle: ' + b"[" * 100_000 + b"\n---\n"),
    "front matter of half a surrogate pair": ("folder", b'---\nid: "a"\ntitle: "\\ud800"\n---\n'),
    "a period that is true": ("folder", b'---\nid: "a"\ntitle: "b"\nperiod: [true, 2030]\n---\n'),
    "a registry nested beyond the parser's depth": ("units.toml", b"a = " + b"[" * 20_000),
    "a number of more digits than Python reads": ("units.toml", b"a = " + b"1" * 5_000),
    "a name that is no text": ("topics.toml", b"[[topic]]\nname = 1\n"),
    "a topic below itself": ("topics.toml", b'[[topic]]\nname = "a"\nnarrower = ["a"]\n'),
    "a query of one long word": ("query", "托".encode() * 20_000),
    "a query of many words": ("query", "托 育 ".encode() * 3_000),
    "a query of many exclusions": ("query", b"-a " * 3_000),
    "digits of two scripts in one number": ("plan", "附表1９\n专栏一2\n".encode()),
    "lone halves of a pair": ("query", b"\xed\xa0\x80\xed\xb0\x80"),
}  # fmt: skip


@pytest.mark.parametrize("find", FINDS)
def test_finds(find: str) -> None:
    name, data = FINDS[find]
    TRIALS[name](data)
