"""Every threshold of the parser: its unit, where it comes from, and the sample that breaks when it moves.

Stages import one of the settings below and compare with nothing else. “Measured” are the documents of other
governments that the scores of docs/import.md run over.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleSettings:
    """Thresholds of `kb.parse.title_block`.

    reach: paragraphs above the first heading that are looked at. A letter with its own items above a plan has up to
        60; lower, the title of the plan below the letter is lost.
    run:   lines of one title. Measured: at most 5 (“关于印发中国 / （蚌埠） / 跨境电子商务 / …”).
    line:  characters of one of these lines. A line of a PDF holds at most 46.
    whole: characters of a title. Measured: at most 92.
    least: characters of a title. “某区规划” has 4; 3 takes “制度” and “规划图” for titles.
    scrap: characters of a line that is the rest of a title whatever it says: “2023”, “行动方案”.
    excerpt: characters of a title that a message shows, as of any excerpt.
    """

    reach: int = 160
    run: int = 8
    line: int = 50
    whole: int = 120
    least: int = 4
    scrap: int = 6
    excerpt: int = 40


TITLES = TitleSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverSettings:
    """Thresholds of `kb.parse.front_matter` and `kb.parse.plan_facts`.

    reach:       paragraphs after the title among which number and addressees may come. Measured: at most 6.
    heads:       paragraphs at the head that may name the issuer. Lower than 4, a red head above the number is lost.
    signature:   characters of a name that signs; longer lines that end in 部 or 会 are text.
    number_line: characters of a line that opens with a document number; a longer one is a sentence about it.
    dated:       characters of a line of the cover whose date is the date of issue.
    imprint:     paragraphs of an imprint without copies; with 抄送 two more.
    preamble:    paragraphs below the title among which “依据《…》制定本规划” may come.
    name:        characters of a first line that is taken for the name of a plan without a title.
    addressed:   characters of addressees on the cover; a longer line with a colon at its end is text.
    line:        characters of a line of the cover that is looked into for parts that ran together.
    script:      characters at the head that show whether a document is in traditional characters.
    """

    reach: int = 12
    heads: int = 6
    signature: int = 32
    number_line: int = 60
    dated: int = 80
    imprint: int = 6
    preamble: int = 12
    name: int = 60
    addressed: int = 200
    line: int = 2000
    script: int = 4000


COVER = CoverSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapSettings:
    """Thresholds of `kb.parse.wraps`. Widths are columns: two for a Chinese character.

    few_lines:   lines from which a stretch can show that it is wrapped. A cover of seven lines is none.
    full_lines:  full lines at least. Two equal lines of a cover are chance.
    least, most: columns of a full line. Measured: 46 (a column of a page) to 96; the cells of a table have less.
    near:        columns before the margin within which a line is full: a character and a mark that had no room.
    share:       full lines among all. Measured: 17 % where a converter breaks at punctuation as well and labels have
                 lines of their own; in lists of names under 8 %.
    paused:      lines that end in ， or 、 with the next line right below, among all, that prove wraps by themselves. In a
        text that is not wrapped none does; 29 % do where a converter breaks at punctuation.
    full_pair:   lines near one column that show the margin of such a text.
    inside:      full lines that break inside a sentence. Lists whose items end in 。 have none.
    longer:      lines past the margin, among all. One address of the web or row of a table is no proof against wraps.
    past:        columns past the margin from which a line is a paragraph of its own; less is hanging punctuation.
    stretch:     lines that are decided together. Measured: a letter copied from the web above a plan copied from a PDF.
    kept:        full lines of the document's width that keep a stretch without proof of its own wrapped.
    indent:      columns by which the first line of a paragraph is indented, which the text layer does not show.
    slack:       columns that a full line may lack: a character that had no room, and half a one.
    near_lines:  lines at the end of a long paragraph that are looked at; the work stays linear.
    brackets:    characters before a break in which an open bracket is looked for.
    measured:    characters of a line that are measured; a document may be one line.
    """

    few_lines: int = 8
    full_lines: int = 3
    least: int = 40
    most: int = 140
    near: int = 6
    share: float = 0.12
    paused: float = 0.08
    full_pair: int = 2
    inside: float = 0.5
    longer: float = 0.08
    past: int = 10
    stretch: int = 80
    kept: float = 0.04
    indent: int = 4
    slack: int = 4
    near_lines: int = 16
    brackets: int = 400
    measured: int = 400


WRAPS = WrapSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySettings:
    """Thresholds of tables of duties whose cells are lines (`kb.parse.tables.duty_cells`).

    look:    lines from a head on that are read at first; twice as many where the table reaches their end.
    first:   lines within which the first two rows have to occur.
    rows:    rows from which a head is one; a single row may be anything.
    leading: lines before the first number, the rest of a row on the page before. Measured: at most 9.
    lines:   lines of a row. Measured: at most 27; the work for a row grows with the square.
    group:   lines of a group's name. Measured: 3 of seven characters.
    units:   lines of the names of one cell. Measured: 14.
    narrow:  characters of a line of a group's column next to a column of text.
    cell:    characters of a line of a cell; what is longer is a paragraph after the table.
    rest:    characters of a line of units. Measured: 10 in a column, 18 where names are one a line.
    name:    characters of a unit's name in a cell.
    named:   lines of text of a row without a number.
    short:   characters by which a full line of a cell may be shorter than its column: a name or mark had no room.
    sure:    cost up to which a row shows how wide the columns are.
    unsure:  cost from which a row is not divided for certain.
    share:   rows that have to be certain. Measured: 97 % in a list of 129 rows, under 40 % where the head misled.
    """

    look: int = 24
    first: int = 100
    rows: int = 2
    leading: int = 12
    lines: int = 48
    group: int = 5
    units: int = 24
    narrow: int = 8
    cell: int = 120
    rest: int = 20
    name: int = 30
    named: int = 14
    short: int = 2
    sure: float = 0.5
    unsure: float = 3.5
    share: float = 0.7


DUTIES = DutySettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSettings:
    """Thresholds of `kb.parse.closing`.

    items: items in a row that are a paragraph each, from which another paragraph below the last one closes the text. Of two
        items one may have its text below.
    """

    items: int = 3


CLOSE = CloseSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineSettings:
    """Thresholds of `kb.parse.outline` and `kb.parse.compose`. Entries are paragraphs outside of tables.

    title:   characters within which a heading is cut from its running text at the first full stop. Higher, first sentences of
        paragraphs without a title become headings.
    whole:   the same for a paragraph without a full stop, which is all title.
    levels:  how deep headings hang; deeper ones stay paragraphs. plan.md has six levels, the first is the title's.
    far:     numbers that may be missing before （八） on a line of its own: such a line is nothing but a heading.
    gap:     numbers that may be missing between two that count on: three in a row that Word lost.
    near:    entries in which the numbers around a paragraph are looked for. The work stays linear.
    ahead:   entries after a number among which the next one has to come.
    below:   entries after “2 重点任务” among which 2.1 has to come.
    run_in:  characters after “（一）指导思想：” that are running text.
    annex:   characters of a line that opens an annex: “附件2：重点任务分工表”.
    chapter: characters after 第三章 that are its title; a longer line speaks of a chapter.
    opened, closed: characters of the short sentence that opens a paragraph like a heading: “完善落实儿童监护制度。” has 10. Shorter are
        labels; longer sentences without a comma are text.
    shown:   characters of a heading that a repair shows.
    """

    title: int = 60
    whole: int = 120
    levels: int = 5
    far: int = 30
    gap: int = 4
    near: int = 60
    ahead: int = 12
    below: int = 8
    run_in: int = 6
    annex: int = 50
    chapter: int = 80
    opened: int = 4
    closed: int = 32
    shown: int = 20


OUTLINE = OutlineSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxSettings:
    """Thresholds of `kb.parse.boxes`.

    ahead: paragraphs in which the same number is looked for once more. The work stays linear.
    leads: short lines between a caption and its table: a unit of measure, headings that became no row.
    lead:  characters of such a line: “单位：万元” has 5, “（2021—2025年）” 11; sentences have more.
    note:  characters of a paragraph without a number below a table's caption; a longer one is the text that continues.
    """

    ahead: int = 200
    leads: int = 14
    lead: int = 24
    note: int = 60


BOXES = BoxSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitSettings:
    """Thresholds of `kb.parse.split` and `kb.parse.split_inside`: characters of paragraphs, unless said otherwise.

    long:     from here a paragraph is looked into for headings that run on; long_few in a document of a few paragraphs, few.
    inside:   numbers in long paragraphs that show that a document lost its line breaks.
    short:    a heading that runs on into “1．” without a full stop: “二、重点任务1．…”.
    again:    times that a label (策略措施：) has to come, for the items after it to be counted again.
    near:     before a place, in which a quotation mark that is open is looked for.
    heading:  a heading of a chapter before an indent: “一、发展基础　　全县…”. Longer ones are sentences.
    gap:      numbers that may be missing between two headings.
    between:  paragraphs between two headings that are looked into.
    whole:    a paragraph from which the missing number may be inside it.
    value:    a paragraph that continues in a value (“提高到 / 8.5平方米”); a shorter one that ends in 的 or 到 is a heading.
    """

    long: int = 400
    long_few: int = 120
    few: int = 3
    inside: int = 3
    short: int = 40
    again: int = 2
    near: int = 60
    heading: int = 30
    gap: int = 3
    between: int = 40
    whole: int = 20
    value: int = 12


SPLITS = SplitSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadSettings:
    """Thresholds of the heads of tables of duties (`kb.parse.tables.duty_head`).

    head:        characters of a head, both lines together: “主要责任单位” has 6, “完成时限（2025年）” 11.
    least, most: columns. A table of two columns has no head that proves it.
    half:        characters of a first line that may be half of a head: “责任 / 单位”. “责任单位 / 健康” is a head and a cell.
    """

    head: int = 12
    least: int = 3
    most: int = 9
    half: int = 2


HEADS = HeadSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedSettings:
    """Thresholds of `kb.parse.tables.aligned_rows`.

    least, most: columns. Two columns are a list with remarks.
    rows:        rows from which it is a table; a single row may be anything.
    off:         columns of the page by which a chunk may begin beside its head: one character, as a copy has it. Of two heads
        that are less apart than that, none is nearer.
    line:        characters of a line; a longer one is text, and its work is saved.
    near:        lines after the last row that show whether the table continues.
    """

    least: int = 3
    most: int = 14
    rows: int = 2
    off: int = 2
    line: int = 600
    near: int = 3


ALIGNED = AlignedSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class GluedSettings:
    """Thresholds of `kb.parse.doubts` for tables whose cells ran together.

    steps: numbers that count on with a name and its unit of measure; one may be a sentence with a figure.
    """

    steps: int = 2


GLUED = GluedSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSettings:
    """Thresholds of `kb.parse.pages`.

    head:     characters of a running head. A sentence that comes again is longer.
    footnote: lines of the footnotes of a page.
    entry:    characters of a line of contents; leader: of one with the dots that Word sets.
    listed:   characters of an entry below 目录 that has no page number, and comes again in the text.
    titled, untitled: entries that make a page of contents, below 目录 and without it.
    again:    times that such an entry comes: on the page of contents and in the text.
    number:   characters of a line that is a page number, or 目录, and nothing else. digits: of that number.
    apart:    lines between two page numbers. Figures of a table are nearer.
    pages:    numbers that count on and make all of them page numbers.
    near:     blocks next to a page mark in which a running head is looked for.
    referred: characters above a footnote in which its sign is looked for.
    line:     characters of a line that is searched for a page mark at its end; the work stays linear.
    """

    head: int = 40
    footnote: int = 6
    entry: int = 120
    leader: int = 400
    listed: int = 80
    titled: int = 2
    untitled: int = 3
    again: int = 2
    number: int = 12
    digits: int = 3
    apart: int = 6
    pages: int = 3
    near: int = 4
    referred: int = 2000
    line: int = 4000


PAGES = PageSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSettings:
    """Thresholds of tables with a cell a line after a tab, and of captions inside tables (`kb.parse.paragraphs`).

    caption: characters of a first row that is the caption of the table. columns: of such a table, and heads below it. rows: of it.
    several: cells from which a table is one of several columns, so that a long line below is text.
    long:    characters of a line that is no cell.
    scrap:   characters of a line without a tab that a broken cell continues in; scraps: how many of them.
    broken:  characters of the lines of such a cell.
    """

    caption: int = 60
    columns: int = 3
    rows: int = 3
    several: int = 6
    long: int = 60
    scrap: int = 12
    scraps: int = 24
    broken: int = 40


CELLS = CellSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameSettings:
    """Thresholds of `kb.parse.framed`.

    frames: paragraphs with 【…】 from which on it is the document's way of writing headings. One is an emphasis.
    """

    frames: int = 2


FRAMED = FrameSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class FitSettings:
    """Costs of a layout of cells (`kb.parse.tables.cell_fit`); 1 is a cell of a wholly different kind than its column.

    lost:   a column without a slot. empty: an empty slot in a column. spare: an empty slot too many.
    sure:   a layout of one slot a column that costs less needs no other.
    pieces: slots of one cell.
    word, text: characters of a word and of a text; what is longer is a long text.
    labels: columns from the left in which “小计” is over whatever its column holds.
    """

    lost: float = 1.2
    empty: float = 0.1
    spare: float = 0.15
    sure: float = 0.8
    pieces: int = 5
    word: int = 4
    text: int = 24
    labels: int = 3


FIT = FitSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class CostSettings:
    """Thresholds of `kb.parse.tables.cost_layout`; costs are those of `FitSettings`.

    row:     a row that costs more is unsure. unsure: the share of such rows at which a table is given up.
    left:    a text after the last row: prose, or cells that found no row.
    most:    of a single row, so that one does not decide.
    known:   a row that costs less shows what its columns hold.
    sample:  rows that are looked at to tell the number of columns.
    columns: of a table. leads: lines between its caption and its head.
    few:     slots that are looked at first for a table without a caption: three rows and the heads.
    cells:   paragraphs below a caption that can be a table. first: of them have to look like heads.
    slots:   of a table without serial numbers; the work grows with the square. head: slots before its first figure.
    """

    row: float = 2.4
    unsure: float = 0.15
    left: float = 0.25
    most: float = 9.0
    known: float = 0.2
    sample: int = 25
    columns: int = 14
    leads: int = 2
    few: int = 64
    cells: int = 6
    first: int = 4
    slots: int = 400
    head: int = 3


COSTS = CostSettings()
