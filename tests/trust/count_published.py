"""What a built site and xlsx extracts list for each unit, counted without the product: the standard library alone.

    python tests/trust/count_published.py SITE EXTRACTS

SITE: a folder of `kb site`. EXTRACTS: a folder for each plan, each written by `kb extract --all`. Prints JSON:
{"pages": {plan: {unit: [node, …]}}, "workbooks": {plan: {unit: [citation, …]}}}. A unit is called as its page or workbook calls
it. A page lists a node where a row of a duty table names it in `data-node`. A workbook lists a citation where a row of a
sheet has it under 出处; rows of 普遍要求 count where they say under 规划写的称谓 through what the unit holds them.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

Listed = dict[str, dict[str, list[str]]]
_CALLED = re.compile("^.*（规划中称“(.*)”）$")
"""A workbook gives the full name first: 大渡口区教育委员会（规划中称“区教委”）."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class UnitPage(HTMLParser):
    """The heading of a unit's page and the nodes of its duty tables."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = ""
        self.nodes: set[str] = set()
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_heading = self._in_heading or tag == "h1"
        for name, value in attrs:
            if name == "data-node" and value:
                self.nodes.add(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "h1":
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self.heading += data


def count_pages(site: Path) -> Listed:
    out: Listed = {}
    for path in sorted(site.glob("*/unit-*.html")):
        page = UnitPage()
        page.feed(path.read_text("utf-8"))
        of_plan = out.setdefault(path.parent.name, {})
        assert page.heading, path
        assert page.heading not in of_plan, path
        of_plan[page.heading] = sorted(page.nodes)
    return out


def sheets(path: Path) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The sheets of a workbook by name, each as rows of column letter → text."""
    with zipfile.ZipFile(path) as archive:
        shared: list[str] = []
        if "xl/sharedStrings.xml" in archive.namelist():
            table = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
            shared = ["".join(t.text or "" for t in entry.iter(f"{_MAIN}t")) for entry in table]
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        for at, sheet in enumerate(book.iter(f"{_MAIN}sheet"), 1):
            data = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{at}.xml"))
            rows = [
                {re.sub(r"\d", "", cell.get("r", "")): _text(cell, shared) for cell in row}
                for row in data.iter(f"{_MAIN}row")
            ]
            yield sheet.get("name", ""), rows


def _text(cell: ElementTree.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{_MAIN}t"))
    value = cell.findtext(f"{_MAIN}v", "")
    return shared[int(value)] if cell.get("t") == "s" else value


def count_workbooks(extracts: Path) -> Listed:
    out: Listed = {}
    for path in sorted(extracts.glob("*/*.xlsx")):
        if path.name.startswith("00-"):
            continue  # the tables over all units
        name = ""
        cited: set[str] = set()
        for title, rows in sheets(path):
            name = name or next(
                (_CALLED.sub(r"\1", r.get("B", "")) for r in rows if r.get("A") == "单位"), ""
            )
            heads = {text: column for column, text in rows[0].items()} if rows else {}
            if "出处" not in heads:
                continue
            through = heads.get("规划写的称谓", "")  # a column that is empty in every row is left out
            for row in rows[1:]:
                if title != "普遍要求" or row.get(through):
                    cited.add(row[heads["出处"]])
        of_plan = out.setdefault(path.parent.name, {})
        assert name, path
        assert name not in of_plan, path
        of_plan[name] = sorted(cited)
    return out


def main() -> None:
    site, extracts = map(Path, sys.argv[1:3])
    print(json.dumps({"pages": count_pages(site), "workbooks": count_workbooks(extracts)}))


if __name__ == "__main__":
    main()
