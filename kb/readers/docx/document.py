"""Word documents (.docx): paragraphs with their automatic numbers, tables with merged cells, text boxes, notes.

Left out: headers and footers, deleted and hidden text, comments, field codes. Kept: inserted text, what fields and
equations show, text boxes and WordArt (after the paragraph that holds them), foot- and endnotes (as 注1：… after the
paragraph that refers to them). Contents pages made by Word and the pronunciation over characters become a repair; pictures,
charts and embedded files are listed as not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from kb.problems import DocumentError
from kb.readers.docx.equations import math_text, raised
from kb.readers.docx.fields import Fields, field_text, survey
from kb.readers.docx.numbering import Numbering, Styles, Unbounded, flag, is_raised, value, whole
from kb.readers.docx.pictures import unread_things
from kb.readers.docx.symbols import symbol_character, symbol_text
from kb.readers.flow import (
    MAX_CELLS,
    MAX_COLUMNS,
    Dropped,
    Item,
    Paragraph,
    Table,
    Unread,
    too_many_cells,
    write_flow,
)
from kb.readers.legacy import SAVE_AS
from kb.readers.package import SEE_FILE, Package, open_package
from kb.readers.source import Source, refusal

LEFT_OUT = frozenset(
    {
        "del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "tblPr", "tblGrid", "tcPr", "trPr",
        "sectPr", "sdtPr", "sdtEndPr", "pgNum", "annotationRef", "commentReference", "docPr", "cNvPr",
        "numPr", "footnoteRef", "endnoteRef", "separator", "continuationSeparator", "posOffset", "align", "sizeRelH",
        "sizeRelV", "pctWidth", "pctHeight",
    }
)  # fmt: skip
READ_AT_ONCE = frozenset(
    (
        "t", "br", "cr", "tab", "ptab", "noBreakHyphen", "sym", "oMath", "rt", "textpath", "txbxContent",
        "footnoteReference", "endnoteReference",
    )
)  # fmt: skip
"""Elements that `_Reader.part` reads with all that is in them."""

DRAWN = frozenset(("drawing", "pict", "object"))
BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
CONTENTS = "Word 自动生成的目录"
OTHER_MAIN_PARTS = (
    ("ppt/presentation.xml", "KB011", "这是幻灯片（.pptx），不是规划正文", "请导入规划正文的 .docx、.pdf、.html 或 .txt"),
    ("content.xml", "KB006", "这是 OpenDocument 格式（.odt），不能直接导入", SAVE_AS),
)  # fmt: skip


def read_docx(path: Path, data: bytes) -> Source:
    """A .docx as lines and tables. Raises DocumentError KB002, KB003, KB006, KB007, KB010–KB012."""
    package = open_package(path, data)
    main = main_part(package)
    root = package.part(main)
    body = root.find("body") if root is not None else None
    if body is None:
        raise refusal_of_other(package)
    folder = main.rpartition("/")[0]

    def beside(name: str) -> Element | None:
        return package.part(f"{folder}/{name}" if folder else name)

    styles = Styles(beside("styles.xml"))
    try:
        numbering = Numbering(beside("numbering.xml"), styles)
    except Unbounded as e:
        raise refusal(path, "KB012", f"自动编号异常（一级编号的文字有 {e} 字），不予读取", SEE_FILE) from None
    notes = {kind: read_notes(beside(f"{kind}s.xml")) for kind in ("footnote", "endnote")}
    reader = _Reader(path, styles, numbering, notes, survey(body, styles))
    reader.page = 1 if next(body.iter("lastRenderedPageBreak"), None) is not None else 0
    return write_flow(path, [*reader.story(body), *reader.rest()], data, ".docx")


def main_part(package: Package) -> str:
    """The name of the part with the text, from the package's relations; as Word names it where they do not say."""
    relations = package.part("_rels/.rels")
    for el in relations if relations is not None else ():
        if el.get("Type", "").endswith("/officeDocument"):
            return el.get("Target", "").replace("\\", "/").lstrip("/")
    return "word/document.xml"


def refusal_of_other(package: Package) -> DocumentError:
    """The refusal for a zip file without a Word text in it."""
    names = {name.replace("\\", "/") for name in package.archive.namelist()}
    for name, code, message, hint in OTHER_MAIN_PARTS:
        if name in names:
            return refusal(package.path, code, message, hint)
    if "[Content_Types].xml" in names:
        return refusal(package.path, "KB010", "文件已损坏，里面没有正文", SEE_FILE)
    return refusal(package.path, "KB011", "这是压缩包", "请先解压，再导入里面的文件")


def read_notes(root: Element | None) -> dict[str, Element]:
    """The notes of footnotes.xml or endnotes.xml by id, separators left out."""
    return {el.get("id", ""): el for el in root if "type" not in el.attrib} if root is not None else {}


class _Text:
    """A paragraph as it grows: its text, what hangs on it, and the pronunciation printed over it."""

    __slots__ = ("after", "out", "readings")

    def __init__(self) -> None:
        self.out: list[str] = []
        self.after: list[Item] = []
        self.readings: list[str] = []


@dataclass(slots=True)
class _Field:
    """An open field: its first mark, its code so far, and whether its result has begun."""

    begin: Element
    code: str = ""
    shown: bool = False


@dataclass(slots=True)
class _Held:
    """A paragraph whose end mark is deleted: the next one continues it, where there is one."""

    text: str = ""
    after: list[Item] = field(default_factory=list)
    properties: Element | None = None
    waiting: bool = False


class _Reader:
    """Walks a document in reading order; fields may run over several paragraphs.

    page: the page reached, 0 where the document does not say where its pages end."""

    def __init__(
        self,
        path: Path,
        styles: Styles,
        numbering: Numbering,
        notes: dict[str, dict[str, Element]],
        known: Fields,
    ) -> None:
        self.path = path
        self.styles = styles
        self.numbering = numbering
        self.notes = notes
        self.known = known
        self.note_count = 0
        self.page = 0
        self.cells = 0
        self.fields: list[_Field] = []
        self.held = _Held()

    def story(self, container: Element) -> Iterator[Item]:
        """The paragraphs and tables of a body, cell, note or text box."""
        for el in container:
            if el.tag == "p":
                yield from self.paragraph(el)
            elif el.tag == "tbl":
                yield from self.rest()
                yield self.table(el)
            elif el.tag in ("altChunk", "subDoc"):
                hint = "请用 WPS 或 Word 打开，另存为新的 .docx 再导入"
                raise refusal(self.path, "KB010", "文档里嵌着另一份文件，读不出它的文字", hint)
            elif el.tag == "AlternateContent":
                yield from self.story(chosen(el))
            elif el.tag not in LEFT_OUT:
                yield from self.story(el)

    def rest(self) -> Iterator[Item]:
        """The paragraph whose end mark is deleted, where no other one follows that continues it."""
        held, self.held = self.held, _Held()
        if held.waiting:
            yield Paragraph(self.numbering.label(held.properties) + held.text)
            yield from held.after

    def paragraph(self, el: Element) -> Iterator[Item]:
        properties = el.find("pPr")
        text = _Text()
        style = value(properties.find("pStyle")) if properties is not None else ""
        self.runs(el, text, bool(self.styles.hidden(style or self.styles.default)), "")
        said = self.held.text + "".join(text.out).lstrip(" \t\u3000")
        after = [*self.held.after, *text.after]
        if text.readings:
            after.append(Dropped(" ".join(text.readings), "reading", "注音，不是正文"))
        marks = properties.find("rPr") if properties is not None else None
        if marks is not None and (marks.find("del") is not None or marks.find("moveFrom") is not None):
            self.held = _Held(said, after, properties, waiting=True)
            return
        self.held = _Held()
        whole_text = self.numbering.label(properties) + said
        if id(el) in self.known.contents:
            yield Dropped(whole_text, "contents", CONTENTS)
        else:
            yield Paragraph(whole_text)
        yield from after

    def runs(self, parent: Element, text: _Text, hidden: bool, font: str) -> None:
        """The text of all runs below an element."""
        for el in parent:
            tag = el.tag
            if tag == "r":
                self.run(el, text, self.is_hidden(el, hidden))
            elif tag in READ_AT_ONCE:
                if not (hidden or self.in_code()):
                    self.part(el, text, font)
            elif tag == "fldChar":
                self.field_mark(el, text)
            elif tag == "instrText":
                if self.fields:
                    self.fields[-1].code += el.text or ""
            elif tag == "lastRenderedPageBreak":
                self.page += 1
            elif tag == "AlternateContent":
                self.runs(chosen(el), text, hidden, font)
            elif tag not in LEFT_OUT:
                if tag in DRAWN and not hidden:
                    place = f"第 {self.page} 页" if self.page else ""
                    text.after.extend(Unread(what, place) for what in unread_things(el))
                self.runs(el, text, hidden, font)

    def run(self, el: Element, text: _Text, hidden: bool) -> None:
        """The text of a run; what is above the line keeps its height where it would be another number."""
        begin = len(text.out)
        self.runs(el, text, hidden, run_font(el))
        if len(text.out) > begin and self.is_raised(el):
            text.out[begin:] = [raised("".join(text.out[begin:]))]

    def part(self, el: Element, text: _Text, font: str) -> None:
        """An element of READ_AT_ONCE that is shown."""
        tag = el.tag
        if tag == "t":
            text.out.append(symbol_text(el.text or "", font))
        elif tag in BREAKS:
            text.out.append(BREAKS[tag])
        elif tag == "sym":
            code = el.get("char", "")
            if len(code) <= 8 and all(c in "0123456789abcdefABCDEF" for c in code):
                text.out.append(symbol_character(int(code or "0", 16), el.get("font", "")))
        elif tag == "oMath":
            text.out.append(math_text(el))
        elif tag == "rt":
            text.readings.append("".join(t.text or "" for t in el.iter("t")))
        elif tag == "textpath":
            text.after.append(Paragraph(el.get("string", "")))
        elif tag == "txbxContent":
            text.after.extend(self.apart(el))
        else:
            text.after.extend(self.note(el, tag.removesuffix("Reference")))

    def field_mark(self, el: Element, text: _Text) -> None:
        """Follow the fields; add the text of one that is drawn from its code: eq \\o\\ac(○,1) shows ①."""
        if id(el) in self.known.broken:
            return
        kind = el.get("fldCharType", "")
        if kind == "begin":
            self.fields.append(_Field(el))
        elif kind == "separate" and self.fields:
            self.fields[-1].shown = True
        elif kind == "end" and self.fields:
            ended = self.fields.pop()
            if not ended.shown and not self.in_code():
                said, reading = field_text(ended.code, ended.begin)
                text.out.append(said)
                text.readings.extend([reading] if reading else [])

    def in_code(self) -> bool:
        """Whether this is inside the code of a field, not its result."""
        return any(not open_field.shown for open_field in self.fields)

    def is_raised(self, run: Element) -> bool:
        properties = run.find("rPr")
        own = is_raised(properties)
        if own is None and properties is not None:
            style = properties.find("rStyle")
            own = self.styles.raised(value(style)) if style is not None else None
        return bool(own)

    def is_hidden(self, run: Element, hidden: bool) -> bool:
        properties = run.find("rPr")
        if properties is None:
            return hidden
        own = flag(properties.find("vanish"))
        if own is None:
            style = properties.find("rStyle")
            own = self.styles.hidden(value(style)) if style is not None else None
        return hidden if own is None else own

    def apart(self, container: Element) -> list[Item]:
        """A text box or note: read on its own, fields around it set aside."""
        fields, self.fields = self.fields, []
        held, self.held = self.held, _Held()
        items = [*self.story(container), *self.rest()]
        self.fields, self.held = fields, held
        return items

    def note(self, el: Element, kind: str) -> Iterator[Item]:
        """A foot- or endnote as a paragraph; its tables and pictures after it."""
        found = self.notes[kind].pop(el.get("id", ""), None)
        if found is None:
            return
        self.note_count += 1
        items = self.apart(found)
        said = [item.text.strip() for item in items if isinstance(item, Paragraph)]
        yield Paragraph(f"注{self.note_count}：" + "\n".join(line for line in said if line))
        yield from (item for item in items if not isinstance(item, Paragraph))

    def table(self, el: Element) -> Table:
        rows: list[list[list[Item] | None]] = []
        down: set[tuple[int, int]] = set()
        above: set[int] = set()  # columns in which the row above has a cell that may continue below
        for row in table_rows(el):
            properties = row.find("trPr")
            if properties is not None and properties.find("del") is not None:
                continue
            cells: list[list[Item] | None] = [None] * span(properties, "gridBefore", 0)
            open_columns: set[int] = set()
            for cell in row_cells(row):
                at = len(cells)
                tcpr = cell.find("tcPr")
                merge = tcpr.find("vMerge") if tcpr is not None else None
                across = tcpr.find("hMerge") if tcpr is not None else None
                goes_on = merge is not None and value(merge) != "restart" and at in above
                beside = across is not None and value(across) != "restart" and at > 0
                content = self.apart(cell)
                if merge is not None:
                    open_columns.add(at)
                if goes_on and not beside:
                    down.add((len(rows), at))
                cells.append(None if goes_on or beside else content)
                cells.extend([None] * (span(tcpr, "gridSpan", 1) - 1))
            above = open_columns
            rows.append(cells)
            self.cells += len(cells)
            if self.cells > MAX_CELLS:
                raise too_many_cells(self.path)
        return Table(rows, down)


def chosen(alternate: Element) -> Element:
    """The branch of an AlternateContent that is read: the first with text; only one, or its text would double."""
    branches = list(alternate)
    worded = (b for b in branches if any(next(b.iter(tag), None) is not None for tag in ("t", "textpath")))
    return next(worded, branches[0] if branches else alternate)


def run_font(run: Element) -> str:
    fonts = run.find("rPr/rFonts")
    return fonts.get("ascii") or fonts.get("hAnsi") or "" if fonts is not None else ""


def span(properties: Element | None, name: str, default: int) -> int:
    """gridSpan, gridBefore: how many columns, at most MAX_COLUMNS."""
    el = properties.find(name) if properties is not None else None
    return default if el is None else max(default, min(whole(value(el), default), MAX_COLUMNS))


def table_rows(table: Element) -> Iterator[Element]:
    """The rows of a table, inserted ones and those in content controls too."""
    yield from _within(table, "tr")


def row_cells(row: Element) -> Iterator[Element]:
    yield from _within(row, "tc")


def _within(parent: Iterable[Element], tag: str) -> Iterator[Element]:
    for el in parent:
        if el.tag == tag:
            yield el
        elif el.tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _within(el, tag)
        elif el.tag == "AlternateContent":
            yield from _within(chosen(el), tag)
