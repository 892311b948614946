"""What a page weighs, how long texts and tables are cut, and that addresses of before lead on.

A page's weight is its HTML as it is delivered. Styles and scripts are not counted: pages share them, and a browser keeps them.
"""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from kb_site.plan_view import PlanView
from kb_site.table import MOST, Cell, Column, Piece, Row, Table
from tests.site.test_site import PLAN, read

INNER = 30_000
# The whole text on one page is made to be printed and searched, and asked for by name: it is a document, no page to browse.
WHOLE = 100_000


def too_heavy(site: Path) -> list[str]:
    bound = {"whole.html": WHOLE}
    return [
        f"{path.relative_to(site)}: {path.stat().st_size}"
        for path in sorted(site.rglob("*.html"))
        if path.stat().st_size > bound.get(path.name, INNER)
    ]


def test_no_page_weighs_more_than_its_bound(site: Path) -> None:
    assert too_heavy(site) == []


def test_no_page_of_other_plans_weighs_more(several: Path) -> None:
    assert too_heavy(several) == []


def test_an_address_of_before_leads_to_the_clause(site: Path, view: PlanView) -> None:
    """`text.html#2.4.q81c2f0`: the script cuts the number until an entry has it; the entry's page has the clause."""
    front = (site / PLAN / "text.html").read_text("utf-8")
    entries = dict(re.findall(r'<li id="([^"]+)" class="d\d"><a href="([^"]+)"', front))
    own = set(read(site / PLAN / "text.html").ids) - set(entries)
    ids = {page.name: set(read(page).ids) for page in (site / PLAN).glob("text*.html")}
    for node in view.nodes:
        if node.local in own:
            continue
        name = node.local
        while name not in entries:
            assert "." in name, node.id
            name = name.rpartition(".")[0]
        assert node.local in ids[urlsplit(entries[name]).path], node.id


def test_every_clause_is_on_one_page_of_the_text(site: Path, view: PlanView) -> None:
    parts = [set(read(page).ids) for page in (site / PLAN).glob("text-*.html")]
    front = set(read(site / PLAN / "text.html").ids)
    for node in view.nodes:
        on = sum(node.local in ids for ids in parts)
        assert on == 1 or (on == 0 and node.local in front), node.id


def long_table() -> Table:
    rows = tuple(
        Row(
            cells=(
                Cell(pieces=(Piece(f"第{n}项", f"b1.{n}.html"),)),
                Cell(pieces=(Piece(f"≥{n}"),), value=n, plain=n),
            ),
            marks=(("target", "up"),),
        )
        for n in range(1, 401)
    )
    columns = (
        Column(key="name", head="名称", sort="text"),
        Column(key="value", head="目标", sort="number", css="num"),
    )
    return Table(name="t", columns=columns, rows=rows)


def test_a_long_table_is_cut_and_its_rows_can_be_fetched() -> None:
    table = long_table()
    parts = table.parts()
    assert len(parts) > 1
    assert [row for part in parts for row in part] == list(table.rows)
    script = table.rows_script(parts[1]).decode()
    assert len(script) < 3 * MOST
    rows = json.loads(script.partition("]=")[2].rstrip(";\n"))
    first = len(parts[0]) + 1
    assert rows[0] == [
        {"target": "up"},
        [["", "", [[f"第{first}项", f"b1.{first}.html", ""]]], ["num", str(first), [[f"≥{first}", "", ""]]]],
    ]


def test_a_table_as_csv_has_all_rows() -> None:
    data = long_table().csv()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == ["名称", "目标"]
    assert rows[1] == ["第1项", "1"]
    assert len(rows) == 401


def test_every_table_is_offered_as_csv(site: Path) -> None:
    for name, head, count in (
        ("indicators", "序号", 45),
        ("units", "单位", 23),
        ("units-others", "单位", 55),
        ("matrix", "单位", 78),
    ):
        rows = list(csv.reader(io.StringIO((site / PLAN / f"{name}.csv").read_text("utf-8-sig"))))
        assert rows[0][0] == head, name
        assert len(rows) == count + 1, name
        page = (site / PLAN / f"{name}.html").read_text("utf-8")
        assert f'href="{name}.csv" download=' in page, name
