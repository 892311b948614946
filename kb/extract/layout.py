"""The sheet as a document: title, summary, sections, in blocks that Markdown, HTML and Word writers set the same way."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kb.extract.clean import plain
from kb.extract.columns import COLUMNS, GENERAL, Line
from kb.extract.sheet import Entry, Part, Requirement, Section, Sheet
from kb.extract.wording import (
    LEADERS,
    addressee_text,
    basis_text,
    citation_text,
    claim,
    entry_name,
    meanings,
    measured_name,
    number_text,
    open_tasks_text,
    outline_number,
    plan_name,
    proof_text,
    target_text,
    tie_partners,
)
from kb.words.own_files import OWN_MARK


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text; link: anchor of the block it refers to, "" for none. label: set off from what follows."""

    text: str
    link: str = ""
    label: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """level 1 to 3. anchor: name of the place, "" where nothing refers to it."""

    level: int
    number: str
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """style: body (正文), proof (出处 and 依据, set smaller), tick (办理情况, to be ticked off), note (说明)."""

    runs: tuple[Run, ...]
    style: str = "body"

    @property
    def text(self) -> str:
        return "".join(r.text for r in self.runs)


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of a table row, and its anchor. A line break in a cell is where the line should be broken."""

    cells: tuple[str, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """caption: what it is, for readers that don't see it. shares: of the width, together 100. centred: columns.

    tick: the last column is to be ticked off.
    """

    caption: str
    head: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[Row, ...]
    centred: frozenset[int] = frozenset()
    tick: bool = False


Block = Heading | Paragraph | Table

TICK = "☐"
TICKS = f"办理情况：{TICK}已完成　{TICK}推进中　{TICK}未启动"
_GENERAL_ANCHOR = "general"


@dataclass(frozen=True, slots=True)
class Layout:
    """title: 区卫健委职责清单. subtitles: the plans. anchors: heading's words by anchor, for cross-references."""

    title: str
    subtitles: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def anchors(self) -> dict[str, str]:
        return {b.anchor: b.number + b.text for b in self.blocks if isinstance(b, Heading) and b.anchor}


def lay_out(sheet: Sheet, *, lines: bool = False) -> Layout:
    """The sheet as blocks. lines: tell the source line of every proof."""
    setter = _Setter(sheet, lines)
    blocks: list[Block] = []
    several = len(sheet.parts) > 1
    for at, part in enumerate(sheet.parts, 1):
        if several:
            number = outline_number(1, at)
            blocks.append(Heading(1, number, plan_name(part.plan), f"p{at}"))
        blocks += setter.part(part, at, 2 if several else 1)
    blocks.append(setter.notes())
    return Layout(sheet.title, tuple(subtitle_lines(sheet)), tuple(blocks))


def subtitle_lines(sheet: Sheet) -> list[str]:
    """The plan's title and, on a line of its own, its document number; of several plans a line each."""
    if len(sheet.parts) != 1:
        return [plan_name(p.plan) for p in sheet.parts]
    plan = sheet.parts[0].plan
    return [f"《{plain(plan.title)}》", *([f"（{plain(plan.doc_number)}）"] if plan.doc_number else [])]


class _Setter:
    def __init__(self, sheet: Sheet, lines: bool) -> None:
        self.sheet = sheet
        self.lines = lines
        # Where the rows and entries of this document appear, for references between them.
        self.places: dict[str, str] = {}
        for at, part in enumerate(sheet.parts, 1):
            for section in part.sections:
                for n, entry in enumerate(section.entries, 1):
                    self.places.setdefault(entry.id, f"p{at}-{section.key}-{n}")

    def part(self, part: Part, at: int, level: int) -> list[Block]:
        blocks: list[Block] = [self.opening(part, at)]
        n = 0
        for section in part.sections:
            if section.key in ("named", "related", "object"):
                n = self.general(part, at, level, n, blocks)
            n += 1
            blocks.append(Heading(level, outline_number(level, n), section.name, f"p{at}-{section.key}"))
            if section.key == "indicators":
                blocks.append(self.indicators(section, part, at))
            else:
                blocks += self.entries(section, at, level + 1)
        self.general(part, at, level, n, blocks)
        return blocks

    def general(self, part: Part, at: int, level: int, n: int, blocks: list[Block]) -> int:
        """The general obligations, set once, before what is only named."""
        anchor = f"p{at}-{_GENERAL_ANCHOR}"
        if not part.obligations or any(isinstance(b, Heading) and b.anchor == anchor for b in blocks):
            return n
        blocks.append(Heading(level, outline_number(level, n + 1), GENERAL, anchor))
        for i, o in enumerate(part.obligations, 1):
            blocks += self.obligation(o, i, level + 1)
        return n + 1

    def opening(self, part: Part, at: int) -> Paragraph:
        runs = [Run(claim(self.sheet, part))]
        more = [f"{s.name.split('（')[0]}{len(s.entries)}条" for s in part.sections if s.key in _COUNTED]
        if part.obligations:
            more.append(f"{GENERAL}{len(part.obligations)}条")
        keys = [s.key for s in part.sections]
        places = [str(k) for k in keys if k not in ("named", "related", "object")]
        places += [_GENERAL_ANCHOR] if part.obligations else []
        places += [str(k) for k in keys if k in ("named", "related", "object")]
        also = "；另列" if "assigned" in self.sheet.bases else "："
        runs.append(
            Run((f"{also}{'、'.join(more)}" if more else "") + ("。分别见" if len(places) > 1 else "。见"))
        )
        for key in places:
            runs.append(Run("", f"p{at}-{key}"))
        runs.append(Run("。"))
        listed = any(s.key == "related" for s in part.sections)
        if unclear := open_tasks_text(part, listed=listed):
            runs.append(Run(f"{unclear}。"))
        return Paragraph(tuple(runs))

    def indicators(self, section: Section, part: Part, at: int) -> Table:
        rows = []
        for n, entry in enumerate(section.entries, 1):
            line = Line(sheet=self.sheet, part=part, n=n, section=section, entry=entry, ties=entry.ties)
            cells = {key: _cell(line, key) for key in _INDICATOR_KEYS}
            own = "、".join(r for r in entry.roles if r != "责任")
            if own:
                cells["measured"] += f"〔本单位{own}〕"
            if self.lines:
                cells["measured"] += f"（源文第{entry.ties[0].line or entry.line}行）"
            if entry.deadline:
                cells["target"] += f"（{plain(entry.deadline)}）"
            cells["base"] = cells["base"].replace("（", "\n（")
            words = [cells[key] or ("—" if key in ("partners", "base") else "") for key in _INDICATOR_KEYS]
            rows.append(Row((*words, TICK), f"p{at}-indicators-{n}"))
        heads = {"target": self.target_head(section)}
        head = tuple(heads.get(key, COLUMNS[key].heading) for key in _INDICATOR_KEYS)
        return Table(
            caption=section.name,
            head=(*head, "完成"),
            shares=(11, 25, 14, 9, 17, 17, 7),
            rows=tuple(rows),
            centred=frozenset({0, 2, 3, 5, 6}),
            tick=True,
        )

    def target_head(self, section: Section) -> str:
        """“2030年目标” where all rows have that one year."""
        told = [e.indicator for e in section.entries if e.indicator is not None]
        years = {i.target.year for i in told if i.target.text}
        several = any(sum(bool(t.text) for t in i.targets) > 1 for i in told)
        year = years.pop() if len(years) == 1 and not several else None
        return f"{year}年目标" if year else "目标"

    def entries(self, section: Section, at: int, level: int) -> list[Block]:
        blocks: list[Block] = []
        for n, entry in enumerate(section.entries, 1):
            anchor = f"p{at}-{section.key}-{n}"
            blocks.append(Heading(level, outline_number(level, n), entry_name(entry), anchor))
            if section.key in _IN_FULL:
                blocks += [Paragraph((Run(words),)) for words in self.body(entry)]
            if section.key in _QUOTED:
                for quote in dict.fromkeys(plain(t.said) for t in entry.ties if t.said):
                    blocks.append(Paragraph((Run(f"“{quote}”"),)))
            blocks += self.proofs(section, entry, at)
            if section.key in _IN_FULL or any(t.via and t.basis == "assigned" for t in entry.ties):
                blocks.append(Paragraph((Run(TICKS),), "tick"))
        return blocks

    def body(self, entry: Entry) -> list[str]:
        i = entry.indicator
        if i is None:
            return [words for p in entry.passages if (words := plain(p))]
        binding = f"，{plain(i.binding)}" if i.binding else ""
        return [f"指标{number_text(i)}：{measured_name(i)}，目标{target_text(i)}{binding}。"]

    def proofs(self, section: Section, entry: Entry, at: int) -> list[Block]:
        blocks: list[Block] = []
        for n, tie in enumerate(entry.ties):
            runs = []
            if n == 0:
                runs += [Run("出处：", label=True), Run(f"{citation_text(entry.cited)}。")]
            runs += [Run("依据：", label=True), Run(basis_text(tie))]
            above = "\n".join(plain(p) for p in entry.passages) if section.key in _IN_FULL else ""
            shown = replace(tie, said="") if section.key in _QUOTED else tie  # its quote is printed above
            proof = proof_text(shown, self.lines, above)
            link = self.places.get(tie.link, "") if tie.link else ""
            if link and tie.link_citation in proof:
                before, after = proof.split(tie.link_citation, 1)
                runs += [Run(f"，{before}"), Run(tie.link_citation, link), Run(f"{after}。")]
            else:
                runs.append(Run(f"，{proof}。" if proof else "。"))
            shared = tie_partners(tie)
            if section.key != "related" and (n == 0 or shared != tie_partners(entry.ties[n - 1])):
                for label, names in shared:
                    runs += [Run(f"{label}：", label=True), Run(f"{names}。")]
            if tie.deadline:
                runs += [Run("时限：", label=True), Run(f"{plain(tie.deadline)}。")]
            if tie.leaders:
                runs += [Run(f"{LEADERS}：", label=True), Run(f"{'、'.join(map(plain, tie.leaders))}。")]
            blocks.append(Paragraph(tuple(runs), "proof"))
        return blocks

    def obligation(self, r: Requirement, n: int, level: int) -> list[Block]:
        o = r.obligation
        line = f"，源文第{o.line}行" if self.lines else ""
        place = citation_text(r.citation)
        proof = [Run("出处：", label=True), Run(f"{place}{line}。对象：{addressee_text(r)}。")]
        if o.node in self.places:
            proof += [Run("另见"), Run("", self.places[o.node]), Run("。")]
        return [
            Heading(level, outline_number(level, n), "、".join(o.kinds)),
            Paragraph((Run(f"“{plain(o.said)}”"),)),
            Paragraph(tuple(proof), "proof"),
            Paragraph((Run(TICKS),), "tick"),
        ]

    def notes(self) -> Paragraph:
        """What the words of the document mean, of those that occur in it."""
        told = "；".join(f"“{name}”指{words}" for name, words in meanings(self.sheet).items())
        return Paragraph(
            (
                Run("说明：", label=True),
                Run(f"{told}。本清单{OWN_MARK}，以规划正式文本为准。"),
            ),
            "note",
        )


_INDICATOR_KEYS = ("number", "measured", "target", "binding", "partners", "base")


def _cell(line: Line, key: str) -> str:
    cell = COLUMNS[key].read(line)
    return "" if cell is None else str(cell)


_IN_FULL = ("projects", "tasks")
# Only the clause is printed: the rest of the paragraph is not said of the unit.
_QUOTED = ("collective", "named")
_COUNTED = ("collective", "named", "related", "object")
