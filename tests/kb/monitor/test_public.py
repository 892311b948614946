"""Point 11, to the byte: values, texts and words of rows with public = no are in nothing that leaves the office.

Every value and word that units returned for such a row is replaced by one that occurs nowhere else, and every output is
searched for them: site, exports, API, MCP, extracts, and the report without --internal.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest
from mcp import Client
from starlette.testclient import TestClient

from kb.answer.export import export
from kb.answer.export_tables import TABLES, export_table
from kb.answer.open_sdg import open_sdg
from kb.answer.stratml import stratml
from kb.corpus import Corpus
from kb.csv_text import csv_text
from kb.extract.files import Options, write_all
from kb.ledger.folder import read_ledger
from kb.ledger.tables import ProblemRow, ProgressRow, ValueRow, table_text
from kb.monitor.book import write_book
from kb.monitor.desk import Desk
from kb.monitor.report_data import year_report
from kb.monitor.report_docx import write_report
from kb.monitor.reporting import report_dict, report_html
from kb.pipeline.build import build
from kb.service.app import create_app
from kb.service.live import Live
from kb.service.mcp_server import make_server
from kb.service.settings import Folders, Settings
from kb.store import Base, open_base
from tests.kb.monitor.two_years import PLAN

HIDDEN = ("b1.18", "b1.19", "b1.20", "b1.37", "b1.38")
MARK = "绝不外传"
T = TypeVar("T")


def marked(rows: tuple[T, ...], change: Callable[[T, int], T]) -> tuple[T, ...]:
    return tuple(change(r, n) if getattr(r, "id", "") in HIDDEN else r for n, r in enumerate(rows))


@pytest.fixture
def secret(own_corpus: Corpus) -> Iterator[tuple[Base, tuple[bytes, ...], Corpus]]:
    """A base of the corpus with marked rows, and what must not be found."""
    ledger = read_ledger(own_corpus.plan_folder(PLAN))
    assert ledger is not None
    numbers: list[str] = []

    def value(v: ValueRow, n: int) -> ValueRow:
        if not v.value:
            return v
        numbers.append(f"0.0{v.year[-2:]}7{n:03d}9")
        return replace(v, value=numbers[-1], text=numbers[-1], source=f"{MARK}来源", numerator="7310917")

    def said(p: ProgressRow, _: int) -> ProgressRow:
        return replace(p, done=f"{MARK}进展", problem=f"{MARK}原因", next=f"{MARK}下一步", person=f"{MARK}人")

    def wrong(p: ProblemRow, _: int) -> ProblemRow:
        return replace(p, message=f"{MARK}问题")

    for round_ in ledger.rounds:
        folder = ledger.folder / "rounds" / str(round_.year)
        for name, cls, rows in (
            ("values", ValueRow, marked(round_.values, value)),
            ("progress", ProgressRow, marked(round_.progress, said)),
            ("problems", ProblemRow, marked(round_.problems, wrong)),
        ):
            (folder / f"{name}.csv").write_text(table_text(cls, rows), encoding="utf-8", newline="")
    assert len(numbers) > 10
    made = build(own_corpus, own_corpus.folder.parent / "kb")
    words = (MARK, json.dumps(MARK)[1:-1], "7310917", *numbers)
    with open_base(made.folder) as base:
        yield base, tuple(w.encode() for w in words), own_corpus


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Give a file and, of an office file, every part."""
    yield name, content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.namelist():
                yield f"{name}/{part}", archive.read(part)


def site(base: Base) -> Iterator[tuple[str, bytes]]:
    from kb_site.build import render_site
    from kb_site.plan_view import PlanView

    yield from render_site(base, tuple(PlanView(base, p) for p in base.plans()))[0].items()


def exports(base: Base, internal: bool = False) -> Iterator[tuple[str, bytes]]:
    yield "stratml", stratml(base, PLAN, internal=internal).encode()
    for name, text in open_sdg(base, PLAN, internal=internal).items():
        yield name, text.encode()
    for table in TABLES:
        yield f"csv {table}", csv_text(*export_table(base, table, internal=internal)).encode()
    if not internal:
        yield "json", json.dumps(export(base), ensure_ascii=False).encode()


def nodes(base: Base) -> list[str]:
    return [n.id for n in base.nodes(PLAN)]


def api(base: Base, corpus: Corpus, state: Path) -> Iterator[tuple[str, bytes]]:
    folders = Folders(base=base.folder, corpus=corpus.folder, site=state / "site", state=state / "state")
    with TestClient(create_app(Settings(folders=folders)), base_url="http://127.0.0.1:8000") as client:
        paths = [
            "values",
            "indicators",
            "checks",
            "plans",
            "units",
            "topics",
            f"tree/{PLAN}",
            f"matrix/{PLAN}",
        ]
        paths += [f"values?plan={PLAN}&year=2024", "search?q=儿童", "who?q=伤害", "who?q=近视"]
        paths += [f"show/{id_}" for id_ in nodes(base)]
        paths += [f"units/{u.name}" for u in base.units(PLAN)]
        for path in paths:
            answer = client.get(f"/api/v1/{path}")
            assert answer.status_code in (200, 300), (path, answer.text[:200])
            yield path, answer.content


def mcp(base: Base) -> Iterator[tuple[str, bytes]]:
    live = Live(base.folder)

    async def ask() -> list[tuple[str, bytes]]:
        out = []
        async with Client(make_server(live)) as client:
            calls: list[tuple[str, dict[str, Any]]] = [
                ("values", {}), ("indicators", {}), ("check", {}), ("plans", {}), ("who", {"q": "儿童伤害"}),
                ("search", {"q": "儿童"}), *(("show", {"id": f"{PLAN}/{row}"}) for row in HIDDEN),
                *(("unit", {"name": u}) for u in ("区公安分局", "区法院", "区检察院", "区卫健委")),
            ]  # fmt: skip
            for tool, given in calls:
                answer = await client.call_tool(tool, given)
                out.append((f"mcp {tool} {given}", answer.model_dump_json().encode()))
        return out

    try:
        with ThreadPoolExecutor(1) as pool:  # a browser that other tests drive may hold this thread's loop
            yield from pool.submit(anyio.run, ask).result()
    finally:
        live.close()


def extracts(base: Base, folder: Path) -> Iterator[tuple[str, bytes]]:
    write_all(base, folder, Options(formats=("docx", "xlsx", "md", "csv", "json", "html")), plan=PLAN)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()


def reports(base: Base, corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    report = year_report(Desk(base, corpus, PLAN), 2024)
    yield "report.docx", write_report(report, day="2025-01-31")
    yield "ledger.xlsx", write_book(report, day="2025-01-31")
    yield "report.html", report_html(report).encode()
    yield "report.json", json.dumps(report_dict(report), ensure_ascii=False).encode()


def test_no_output_holds_a_byte_of_a_row_that_is_not_public(
    secret: tuple[Base, tuple[bytes, ...], Corpus], tmp_path: Path
) -> None:
    base, words, corpus = secret
    count = 0
    for outputs in (
        site(base), exports(base), api(base, corpus, tmp_path), mcp(base), extracts(base, tmp_path / "extracts"),
        reports(base, corpus),
    ):  # fmt: skip
        for name, content in outputs:
            for part, data in unpacked(name, content):
                count += 1
                assert [w.decode() for w in words if w in data] == [], part
    assert count > 1000


def test_what_the_search_looks_for_is_in_the_internal_exports(
    secret: tuple[Base, tuple[bytes, ...], Corpus],
) -> None:
    base, words, _ = secret
    whole = b"".join(content for _, content in exports(base, internal=True))
    assert [w.decode() for w in words[3:] if w not in whole] == []
    assert MARK.encode() in whole
