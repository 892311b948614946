"""Word documents (.docx): paragraphs with their automatic numbers, tables with merged cells, text boxes, notes.

Left out: headers and footers, deleted and hidden text, comments, field codes. Kept: inserted text, what fields
show, text boxes (after the paragraph that holds them), foot- and endnotes (as 注1：… after the paragraph that
refers to them). Contents pages made by Word become a repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from kb.problems import DocumentError
from kb.readers.docx.numbering import Numbering, Styles, flag, value, whole
from kb.readers.docx.package import SEE_FILE, Package, open_package
from kb.readers.docx.symbols import symbol_character, symbol_text
from kb.readers.flow import MAX_COLUMNS, Dropped, Item, Paragraph, Table, write_flow
from kb.readers.legacy import SAVE_AS
from kb.readers.ordinals import ordinal
from kb.readers.source import Source, refusal

LEFT_OUT = frozenset(
    {
        "del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "tblPr", "tblGrid", "tcPr", "trPr",
        "sectPr", "sdtPr", "sdtEndPr", "rt", "pgNum", "annotationRef", "commentReference", "docPr", "cNvPr",
        "numPr", "footnoteRef", "endnoteRef", "separator", "continuationSeparator", "posOffset", "align", "sizeRelH",
        "sizeRelV", "pctWidth", "pctHeight",
    }
)  # fmt: skip
BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
CIRCLED = re.compile(r"\s*eq\s+\\o\s*\\ac\(\s*[○〇]\s*[,，;；]\s*(\d{1,2})\s*\)\s*", re.I)
CONTENTS = "Word 自动生成的目录"
OTHER_MAIN_PARTS = (
    ("xl/workbook.xml", "KB011", "这是表格（.xlsx），不是规划正文", "请导入规划正文的 .docx、.pdf、.html 或 .txt"),
    ("ppt/presentation.xml", "KB011", "这是幻灯片（.pptx），不是规划正文", "请导入规划正文的 .docx、.pdf、.html 或 .txt"),
    ("content.xml", "KB006", "这是 OpenDocument 格式（.odt），不能直接导入", SAVE_AS),
    ("OFD.xml", "KB006", "这是 OFD 版式文件，不能直接导入", "请用 OFD 阅读器打开，转换（另存）为 .docx 或有文字的 .pdf 再导入"),
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
    numbering = Numbering(beside("numbering.xml"), styles)
    notes = {kind: read_notes(beside(f"{kind}s.xml")) for kind in ("footnote", "endnote")}
    reader = _Reader(path, styles, numbering, notes, balanced_fields(body))
    return write_flow(path, reader.story(body), data, ".docx")


def main_part(package: Package) -> str:
    """The name of the part with the text, from the package's relations; as Word names it where they do not say."""
    relations = package.part("_rels/.rels")
    for el in relations if relations is not None else ():
        if el.get("Type", "").endswith("/officeDocument"):
            return el.get("Target", "").lstrip("/")
    return "word/document.xml"


def refusal_of_other(package: Package) -> DocumentError:
    """The refusal for a zip file without a Word text in it."""
    names = set(package.archive.namelist())
    for name, code, message, hint in OTHER_MAIN_PARTS:
        if name in names:
            return refusal(package.path, code, message, hint)
    if "[Content_Types].xml" in names:
        return refusal(package.path, "KB010", "文件已损坏，里面没有正文", SEE_FILE)
    return refusal(package.path, "KB011", "这是压缩包", "请先解压，再导入里面的文件")


def read_notes(root: Element | None) -> dict[str, Element]:
    """The notes of footnotes.xml or endnotes.xml by id, separators left out."""
    return {el.get("id", ""): el for el in root if "type" not in el.attrib} if root is not None else {}


def balanced_fields(body: Element) -> bool:
    """Whether every complex field that begins also ends; where not, field marks are not relied on."""
    kinds = [el.get("fldCharType") for el in body.iter("fldChar")]
    return kinds.count("begin") == kinds.count("end")


class _Text:
    """A paragraph as it grows: its text, and what hangs on it."""

    __slots__ = ("after", "contents", "out")

    def __init__(self) -> None:
        self.out: list[str] = []
        self.after: list[Item] = []
        self.contents = False


class _Reader:
    """Walks a document in reading order; fields may run over several paragraphs."""

    def __init__(
        self,
        path: Path,
        styles: Styles,
        numbering: Numbering,
        notes: dict[str, dict[str, Element]],
        fields: bool,
    ) -> None:
        self.path = path
        self.styles = styles
        self.numbering = numbering
        self.notes = notes
        self.note_count = 0
        self.use_fields = fields
        self.fields: list[
            list[str]
        ] = []  # of each open field: its code so far, and "shown" once the result begins
        self.held: tuple[str, list[Item]] = ("", [])  # text of a paragraph whose end mark is deleted

    def story(self, container: Element) -> Iterator[Item]:
        """The paragraphs and tables of a body, cell, note or text box."""
        for el in container:
            if el.tag == "p":
                yield from self.paragraph(el)
            elif el.tag == "tbl":
                yield self.table(el)
            elif el.tag in ("altChunk", "subDoc"):
                hint = "请用 WPS 或 Word 打开，另存为新的 .docx 再导入"
                raise refusal(self.path, "KB010", "文档里嵌着另一份文件，读不出它的文字", hint)
            elif el.tag == "AlternateContent":
                yield from self.story(chosen(el))
            elif el.tag not in LEFT_OUT:
                yield from self.story(el)

    def paragraph(self, el: Element) -> Iterator[Item]:
        properties = el.find("pPr")
        text = _Text()
        text.contents = self.in_contents()
        style = value(properties.find("pStyle")) if properties is not None else ""
        self.runs(el, text, bool(self.styles.hidden(style or self.styles.default)), "")
        said = self.held[0] + "".join(text.out).lstrip(" \t\u3000")
        after = [*self.held[1], *text.after]
        if properties is not None and properties.find("rPr/del") is not None:
            self.held = (said, after)  # its end mark is deleted: the next paragraph goes on in it
            return
        self.held = ("", [])
        whole_text = self.numbering.label(properties) + said
        if text.contents:
            yield Dropped(whole_text, "contents", CONTENTS)
        else:
            yield Paragraph(whole_text)
        yield from after

    def in_contents(self) -> bool:
        return any(code[0].lstrip().upper().startswith("TOC") for code in self.fields)

    def runs(self, parent: Element, text: _Text, hidden: bool, font: str) -> None:
        """The text of all runs below an element."""
        for el in parent:
            tag = el.tag
            if tag == "r":
                self.runs(el, text, self.is_hidden(el, hidden), run_font(el))
            elif tag == "t":
                if not hidden and not self.in_code():
                    text.out.append(symbol_text(el.text or "", font))
                    text.contents = text.contents or self.in_contents()
            elif tag in BREAKS:
                if not hidden and not self.in_code():
                    text.out.append(BREAKS[tag])
            elif tag == "sym":
                if not hidden and not self.in_code():
                    code = el.get("char", "")
                    if len(code) <= 8 and all(c in "0123456789abcdefABCDEF" for c in code):
                        text.out.append(symbol_character(int(code or "0", 16), el.get("font", "")))
            elif tag == "fldChar":
                text.out.append(self.field_mark(el.get("fldCharType", "")))
            elif tag == "instrText":
                if self.fields:
                    self.fields[-1][0] += el.text or ""
            elif tag in ("footnoteReference", "endnoteReference"):
                if not hidden:
                    text.after.extend(self.note(el, tag.removesuffix("Reference")))
            elif tag == "txbxContent":
                if not hidden:
                    text.after.extend(self.apart(el))
            elif tag == "AlternateContent":
                self.runs(chosen(el), text, hidden, font)
            elif tag not in LEFT_OUT:
                self.runs(el, text, hidden, font)

    def field_mark(self, kind: str) -> str:
        """Follows the fields; the text of one that is drawn from its code: eq \\o\\ac(○,1) shows ①."""
        if not self.use_fields:
            return ""
        if kind == "begin":
            self.fields.append([""])
        elif kind == "separate" and self.fields:
            self.fields[-1].append("shown")
        elif kind == "end" and self.fields:
            code = self.fields.pop()
            circled = CIRCLED.fullmatch(code[0]) if len(code) == 1 and not self.in_code() else None
            return ordinal(int(circled[1]), "decimalEnclosedCircle") if circled else ""
        return ""

    def in_code(self) -> bool:
        """Whether this is inside the code of a field, not its result."""
        return any(len(code) == 1 for code in self.fields)

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
        held, self.held = self.held, ("", [])
        items = list(self.story(container))
        if self.held[0]:
            items.append(Paragraph(self.held[0]))
        self.fields, self.held = fields, held
        return items

    def note(self, el: Element, kind: str) -> Iterator[Item]:
        found = self.notes[kind].pop(el.get("id", ""), None)
        if found is None:
            return
        self.note_count += 1
        said = [item.text.strip() for item in self.apart(found) if isinstance(item, Paragraph)]
        yield Paragraph(f"注{self.note_count}：" + "\n".join(line for line in said if line))

    def table(self, el: Element) -> Table:
        rows: list[list[list[Item] | None]] = []
        down: set[tuple[int, int]] = set()
        above: set[int] = set()  # columns in which the row above has a cell that may go on below
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
        return Table(rows, down)


def chosen(alternate: Element) -> Element:
    """The branch of an AlternateContent that is read: the first with text; only one, or its text would double."""
    branches = list(alternate)
    return next(
        (b for b in branches if next(b.iter("t"), None) is not None), branches[0] if branches else alternate
    )


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
