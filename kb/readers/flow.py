"""Paragraphs and tables found in a document of some format, and the one text they are written into.

Readers of formats that know tables make a flow; `write_flow` puts it into one text in the convention of plain text
copies (a cell a line after a tab, a blank line after every row) and keeps where each paragraph and cell appears.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kb.codes import problem
from kb.model import Repair
from kb.problems import DocumentError, Problem
from kb.readers.radicals import unify
from kb.readers.source import Block, Grid, GridCell, Line, Source, refusal
from kb.readers.unread import unread_problems
from kb.spans import is_ink

MAX_CHARS = 12 * 1024 * 1024
"""Characters of one document's text; a long plan has 100 thousand."""

MAX_COLUMNS = 128
"""Columns of one table; what is wider is cut to this width and the rest of the row joined to its last cell."""

MAX_CELLS = 400_000
"""Cells of all tables of one document, merged-away ones included."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a newline in it is a break the document makes itself."""

    text: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text that is in the document and not in the tree: a page number, a contents page."""

    text: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a matrix: rows of cells, each a flow of its own; None where merged away or missing.

    down: (row, column) of the cells that are one with the cell above them."""

    rows: list[list[list[Item] | None]] = field(default_factory=list)
    down: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that shows words no reader can take: a picture, a chart, a scanned page.

    what: how it is called in a message (图片). place: where it is, as a person would look for it (第 3 页); "" where the
    line of source.txt says it.
    """

    what: str
    place: str = ""


Item = Paragraph | Dropped | Table | Unread

CAPTION = re.compile(
    r"\s*(?:专\s*栏|附?\s*表)\s*[0-9一二三四五六七八九十]{1,4}(?![0-9一二三四五六七八九十])[^。；\n]{0,70}$"
)
"""`专栏二  儿童健康提升重点工程`, `附表3 任务分工`"""

HEAD = 200
"""Characters within which the head of a document begins."""

LETTER_ROWS = 6
DOC_NUMBER = re.compile(r"[〔\[［【（(]\s*(?:19|20)\d{2}\s*[〕\]］】）)]\s*\d{1,4}\s*号\s*$")
IMPRINT = re.compile(r"\s*(?:抄\s*送|主\s*送|分\s*送)\s*[：:]|.{4,40}印\s*发\s*$")
"""`东政办发〔2022〕18号`; `抄送：区委各部门`, `东山市人民政府办公室  2022年5月10日印发`"""

_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """Text with every break as `\\n` and without what cannot occur in a UTF-8 file; lines stripped."""
    text = _NO_CHARACTER.sub("", _BREAKS.sub("\n", text))
    return "\n".join(line.strip() for line in unify(text).split("\n")).strip("\n")


def write_flow(
    path: Path, items: Iterable[Item], original: bytes, suffix: str, problems: tuple[Problem, ...] = ()
) -> Source:
    """The source of a flow, with what the reader found wrong and what nobody could read in it.

    Raises DocumentError KB003 (no ink), KB012 (too large)."""
    writer = _Writer(path)
    writer.flow(list(items))
    text = "".join(writer.out)
    if not any(map(is_ink, text)):
        raise refusal(
            path, "KB003", "文件里没有文字", "请确认选对了文件；只有图片时先做文字识别（OCR）并校对"
        )
    repairs = tuple(writer.repairs)
    found = (*problems, *writer.problems, *unread_problems(repairs))
    return Source(path.name, text, tuple(writer.blocks), repairs, original, suffix, found)


class _Writer:
    """Text, blocks and repairs as they grow."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.out: list[str] = []
        self.blocks: list[Block] = []
        self.repairs: list[Repair] = []
        self.at = 0
        self.line = 1
        self.cells = 0
        self.problems: list[Problem] = []
        self.before = ""  # the paragraph before what comes next, "" where that is a table

    def flow(self, items: Sequence[Item]) -> None:
        """Items in reading order. A frame that is a box stays one; of any other only what is in it is left."""
        for i, item in enumerate(items):
            if not isinstance(item, Table):
                self.item(item)
            elif not (is_frame(item) or is_letter(item, self.at < HEAD)):
                self.grid(item)
            else:
                inside = list(frame_items(item))
                first = next((x.text for x in inside if isinstance(x, Paragraph) and x.text.strip()), "")
                if CAPTION.match(self.before) or CAPTION.match(first) or caption_behind(items[i + 1 :]):
                    self.box(inside)
                else:
                    self.flow(inside)

    def box(self, items: Sequence[Item]) -> None:
        """A box (专栏): its caption as a line, its paragraphs as a table of one column, so that its end is known."""
        held: list[list[list[Item] | None]] = []

        def put_down() -> None:
            if held:
                self.grid(Table(held.copy()))
                held.clear()

        captioned = CAPTION.match(self.before)
        for item in items:
            if isinstance(item, Table):
                put_down()
                if is_frame(item):
                    self.box(list(frame_items(item)))
                else:
                    self.grid(item)
            elif isinstance(item, Unread):
                self.item(item)
            elif isinstance(item, Dropped) or (not captioned and CAPTION.match(item.text)):
                put_down()
                self.item(item)
                captioned = captioned or CAPTION.match(self.before)
            else:
                held.extend([[Paragraph(line)]] for line in item_lines(item) if line)
        put_down()

    def item(self, item: Paragraph | Dropped | Unread) -> None:
        if isinstance(item, Unread):
            self.repairs.append(Repair("unread", self.at, self.at, self.line, "", item.place, item.what))
        elif isinstance(item, Paragraph):
            for line in clean(item.text).split("\n"):
                self.blocks.append(Line(self.at, self.at + len(line), self.line))
                self.put(line + "\n")
                self.before = line or self.before
        else:
            text = clean(item.text)
            if text:
                end = self.at + len(text)
                self.repairs.append(Repair(item.kind, self.at, end, self.line, text, "", item.reason))
                self.put(text + "\n")

    def grid(self, table: Table) -> None:
        self.before = ""
        rows = []
        kept, columns = trim_columns(table)
        width = max((len(row) for row in table.rows), default=0)
        if width > MAX_COLUMNS == len(columns) and not self.problems:
            message = f"表格一行超过 {MAX_COLUMNS} 格，其余并入最后一格"
            hint = "请确认选对了文件；确是规划时请核对这张表"
            self.problems.append(problem("KB015", "", line=self.line, message=message, hint=hint))
        for r, row in enumerate(kept):
            cells = []
            for at, cell in zip(columns, row, strict=True):
                self.put("\t")
                value = clean("\n".join(cell_lines(cell or [])))
                merged = cell is None and (r, at) in table.down
                cells.append(GridCell(self.at, self.at + len(value), merged))
                self.put(value + "\n")
            self.put("\n")
            rows.append(tuple(cells))
            self.cells += len(row)
            if self.cells > MAX_CELLS:
                raise too_many_cells(self.path)
        if rows:
            self.blocks.append(Grid(tuple(rows)))
        for item in left_out(table):
            self.item(item)

    def put(self, text: str) -> None:
        self.out.append(text)
        self.at += len(text)
        self.line += text.count("\n")
        if self.at > MAX_CHARS:
            raise refusal(
                self.path,
                "KB012",
                f"文字过多，超过 {MAX_CHARS // 1024 // 1024} 兆字",
                "一份规划远小于此，请确认选对了文件；多份规划请分开导入",
            )


def too_many_cells(path: Path) -> DocumentError:
    hint = "请确认选对了文件；大表请另存，只导入规划正文"
    return refusal(path, "KB012", f"表格过大，超过 {MAX_CELLS // 10000} 万格", hint)


def caption_behind(items: Sequence[Item]) -> bool:
    """Whether the paragraph after a frame is its caption: one that does not appear over a table of its own."""
    said = (x for x in items if isinstance(x, Table) or (isinstance(x, Paragraph) and x.text.strip()))
    caption, after = next(said, None), next(said, None)
    return (
        isinstance(caption, Paragraph) and bool(CAPTION.match(caption.text)) and not isinstance(after, Table)
    )


def is_frame(table: Table) -> bool:
    """Whether a table only frames or lays out what is in it: it has one column (a 专栏 drawn as a box), or
    tables within its cells hold more than half of its ink."""
    if all(sum(cell is not None for cell in row) <= 1 for row in table.rows):
        return True
    total = nested = 0
    for row in table.rows:
        for cell in row:
            for item in cell or ():
                ink = sum(map(len, item_lines(item)))
                total += ink
                nested += ink if isinstance(item, Table) else 0
    return nested * 2 > total


def frame_items(table: Table) -> Iterator[Item]:
    """What is in a frame, in reading order."""
    for row in table.rows:
        for cell in row:
            yield from cell or ()


def is_letter(table: Table, first: bool) -> bool:
    """Whether a small table sets out what is around a document: its head (the number; only where it comes first) or
    its imprint (抄送)."""
    if len(table.rows) > LETTER_ROWS:
        return False
    said = [line for item in frame_items(table) for line in item_lines(item)]
    return any(IMPRINT.match(line) or (first and DOC_NUMBER.search(line)) for line in said)


def cell_lines(cell: Iterable[Item]) -> Iterator[str]:
    """The lines of a cell, those of tables within it included; empty ones left out."""
    for item in cell:
        for line in item_lines(item):
            if line:
                yield line


def item_lines(item: Item) -> Iterator[str]:
    """All lines of an item, cell by cell, without what is left out of the tree."""
    if isinstance(item, Table):
        for inner in frame_items(item):
            yield from item_lines(inner)
    elif isinstance(item, Paragraph):
        yield from clean(item.text).split("\n")


def left_out(table: Table) -> Iterator[Dropped | Unread]:
    """What occurs in the cells of a table and is no text of them, tables within them included."""
    for item in frame_items(table):
        if isinstance(item, Table):
            yield from left_out(item)
        elif not isinstance(item, Paragraph):
            yield item


def trim_columns(table: Table) -> tuple[list[list[list[Item] | None]], list[int]]:
    """The rows, all of one length, without the columns in which no cell begins, at most MAX_COLUMNS wide; and which
    columns of the table these are."""
    width = max((len(row) for row in table.rows), default=0)
    used = sorted({i for row in table.rows for i, cell in enumerate(row) if cell is not None})
    if len(used) == width <= MAX_COLUMNS and all(len(row) == width for row in table.rows):
        return table.rows, list(range(width))
    rows: list[list[list[Item] | None]] = []
    for row in table.rows:
        kept = [row[i] if i < len(row) else None for i in used[:MAX_COLUMNS]]
        rest = [item for i in used[MAX_COLUMNS:] if i < len(row) for item in row[i] or ()]
        if rest:
            kept[-1] = [*(kept[-1] or ()), *rest]
        rows.append(kept)
    return rows, used[:MAX_COLUMNS]
