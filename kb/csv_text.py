"""Rows as CSV for any spreadsheet: byte order mark, RFC 4180, no cell that runs as a formula; and rows that staff wrote."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from kb.records import dataclass
from kb.spans import one_line

# A cell that begins so, after blanks too, would be run as a formula (full-width forms included).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_text(head: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> str:
    """The rows below a line of headings. Numbers appear as numbers, None as an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def _safe(cell: str | float | None) -> str:
    """Numbers as they are; text that a spreadsheet would run gets an apostrophe in front."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return f"{cell:.12g}"
    return "'" + cell if cell.lstrip(" \u3000").startswith(FORMULA) else cell


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRow:
    """One row of a file that staff keep. cells: key of a column → what it holds. first, last: its lines, 1-based."""

    cells: Mapping[str, str]
    first: int
    last: int


class CsvFault(ValueError):
    """A file that cannot be used at all. line: 1-based, 0 for the whole file."""

    def __init__(self, message: str, hint: str, line: int = 0, excerpt: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line
        self.excerpt = excerpt


Columns = Mapping[str, tuple[str, ...]]
"""Key of a column → headings it may have besides its key, the usual one first."""


def read_rows(text: str, columns: Columns, required: Sequence[str]) -> tuple[CsvRow, ...]:
    """Return the rows of a CSV. Raises CsvFault where a required column is missing, or a quotation mark never ends.

    The first row has the headings. Empty rows and those that begin with “#” are left out. A line break within a cell
    is a space.
    """
    rows = csv_rows(text)
    if not rows:
        return ()
    (first, _, names), *rest = rows
    header = [column_key(name, columns) for name in names]
    missing = [key for key in required if key not in header]
    if missing:
        usual = ",".join(headings[0] for headings in columns.values())
        hint = f"应为 {','.join(columns)}，或 {usual}"
        raise CsvFault(f"第一行缺少列：{'、'.join(missing)}", hint, first, ",".join(names))
    return tuple(
        CsvRow(cells=dict(zip(header, cells, strict=False)), first=first, last=last)
        for first, last, cells in rest
    )


def csv_rows(text: str) -> list[tuple[int, int, list[str]]]:
    """Return (first line, last line, cells) of each row that is neither empty nor a comment. Raises CsvFault."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    rows: list[tuple[int, int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            rows.append((before + 1, reader.line_num, [one_line(c) for c in cells]))
            before = reader.line_num
    except csv.Error:
        raise CsvFault(
            "不是 CSV：一格太长，可能引号没有成对", "请核对这一行起的引号", reader.line_num
        ) from None
    return [row for row in rows if any(row[2]) and not row[2][0].startswith("#")]


def decode_csv(content: bytes) -> str:
    """Read UTF-8, or GB18030 as Excel in China saves a CSV. Raises UnicodeDecodeError for neither."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def column_key(heading: str, columns: Columns) -> str:
    """Return the key of a column by its heading, the heading itself where it is none of them.

    >>> column_key(" 完成 时限", {"deadline": ("时限", "完成时限")}), column_key("ID", {"id": ()}), column_key("电话", {})
    ('deadline', 'id', '电话')
    """
    plain = "".join(heading.split()).lower()
    return next((key for key, names in columns.items() if plain == key or plain in names), plain)


def without_guard(cell: str) -> str:
    """Return a cell without the apostrophe that `csv_text` puts before what a spreadsheet would run."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(" \u3000").startswith(FORMULA) else cell
