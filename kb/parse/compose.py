"""Items to blocks, in the order of the tree: boxes with what is in them, headings apart from their text, footnotes last."""

from __future__ import annotations

from collections.abc import Iterator

from kb.model import Repair
from kb.parse.blocks import Block, Region
from kb.parse.boxes import NOTE, TITLED, Box
from kb.parse.heading_text import title_end
from kb.parse.items import Entry, Paragraph, Table
from kb.parse.numbering import read_mark
from kb.parse.outline import MAX_LEVEL
from kb.parse.reading import Reading
from kb.parse.settings import OUTLINE
from kb.spans import Text, join_texts
from kb.words.roles import opens_with_label


def compose(reading: Reading) -> tuple[tuple[Block, ...], tuple[Repair, ...]]:
    """Return the blocks of a document, and the repairs for what is moved and for numbers that were lost."""
    made = _Composer(reading)
    for i in range(len(reading.items)):
        made.add(i)
    made.end_title()
    for note in reading.notes:
        made.blocks.append(Block("para", note, region="notes"))
        made.moves(note, "页下注，移到文末")
    return tuple(made.blocks), tuple(made.repairs)


class _Composer:
    """Blocks as they are made, item by item. title: the lines of a title that is not complete yet."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.blocks: list[Block] = []
        self.repairs: list[Repair] = []
        self.title: list[Text] = []
        self.box_of = {b.caption: b for b in reading.boxes}
        self.held = {i for b in reading.boxes for i in b.content} | {
            b.caption for b in reading.boxes if b.behind
        }
        self.moved = {b.content[0]: b for b in reading.boxes if b.behind}

    def add(self, i: int) -> None:
        """Add the blocks of an item: none for what its box has brought already."""
        item, region = self.reading.items[i], self.reading.regions[i]
        if region == "title" and isinstance(item, Paragraph) and i not in self.box_of and i not in self.held:
            self.title.append(item.text)
            return
        self.end_title()
        if i in self.moved:
            self._moved_box(self.moved[i])
        elif i in self.held:
            pass
        elif i in self.box_of:
            self.blocks += self._box(self.box_of[i])
        elif isinstance(item, Table):
            self.blocks += _table(item, region)
        elif region == "body" and i in self.reading.headings:
            self._heading(self.reading.headings[i])
        else:
            self.blocks.append(Block("para", item.text, region=region))

    def end_title(self) -> None:
        """Add the title, the lines of which are one block."""
        if self.title:
            self.blocks.append(Block("para", join_texts(self.title), region="title"))
            self.title = []

    def moves(self, text: Text, reason: str) -> None:
        """Note that a text appears elsewhere in the tree than in the source."""
        source = self.reading.source.text
        start, end = text.bounds(0, len(text.value)) or (0, 0)
        line = self.reading.lines.line(start)
        self.repairs.append(Repair("moved", start, end, line, source[start:end], text.value, reason))

    def _moved_box(self, box: Box) -> None:
        self.blocks += self._box(box)
        caption = self.reading.text(box.caption)
        at = caption.bounds(0, len(caption.value))
        if at:
            line = self.reading.lines.line(at[0])
            reason = "专栏标题排在内容之后，移到内容之前"
            self.repairs.append(Repair("moved", *at, line, caption.value, caption.value, reason))

    def _heading(self, e: Entry) -> None:
        if e.recovered:
            at = e.text.bounds(0, len(e.text.value)) or (0, 0)
            shown = e.text.value[: title_end(e.text.value)] or e.text.value[: OUTLINE.shown]
            reason = f"自动编号在转换中丢失，按前后编号补出：{shown}"
            line = self.reading.lines.line(at[0])
            self.repairs.append(Repair("number", at[0], at[0], line, "", e.recovered, reason))
        self.blocks += _heading(e.text, e.level, e.recovered)

    def _box(self, box: Box) -> Iterator[Block]:
        """Yield a box; in a 专栏 a numbered or titled paragraph is a project, below a table numbers count its notes."""
        caption = self.reading.text(box.caption)
        yield Block("box", caption)
        listed = caption.value.lstrip().startswith("专")
        for i in box.content:
            item = self.reading.items[i]
            if isinstance(item, Table):
                yield from _table(item, "body", framed=True)
                continue
            listed = listed and not NOTE.match(item.text.value)
            if listed:
                yield from _project(item.text)
            else:
                yield Block("para", item.text)
        yield Block("end")


def _heading(text: Text, level: int, recovered: str = "") -> Iterator[Block]:
    """Yield a heading, and the running text after its title as a paragraph."""
    mark = None if recovered else read_mark(text.value)
    end = title_end(text.value, mark.end if mark else 0)
    yield Block("heading", text.slice(0, end).strip(), level=level, number=recovered)
    rest = text.slice(end, len(text.value)).strip()
    if rest:
        yield Block("para", rest)


def _table(table: Table, region: Region, framed: bool = False) -> Iterator[Block]:
    """Yield a table of several columns; one of a single column is a frame round paragraphs."""
    if len(table.rows[0]) > 1:
        yield Block("table", rows=table.rows, region=region, merged=table.merged)
        return
    for (text,) in table.rows:
        if not text:
            continue
        if framed:
            yield from _project(text)
        else:
            yield Block("para", text, region=region)


def _project(text: Text) -> Iterator[Block]:
    """Yield a paragraph in a box: a project with its title in front, or a paragraph."""
    mark = read_mark(text.value)
    titled = TITLED.match(text.value, mark.end if mark else 0)
    if titled is not None and not opens_with_label(text.value):
        yield Block("heading", text.slice(0, titled.end()).strip(), level=MAX_LEVEL)
        yield Block("para", text.slice(titled.end(), len(text.value)).strip())
    elif (
        mark is not None
        and mark.style not in ("dash", "paren")
        and title_end(text.value, mark.end) > mark.end
    ):
        yield from _heading(text, MAX_LEVEL)
    else:
        yield Block("para", text)
