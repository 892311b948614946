"""Fields of a Word document: which of them are whole, which paragraphs are its contents, what one shows from its code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from kb.readers.docx.equations import eq_text
from kb.readers.docx.numbering import Styles, flag, value, whole
from kb.readers.docx.symbols import symbol_character
from kb.readers.ordinals import ordinal

CIRCLED = re.compile(r"\s*eq\s+\\o\s*\\ac\(\s*[○〇]\s*[,，;；]\s*(\d{1,2})\s*\)\s*", re.I)
SYMBOL = re.compile(
    r"\s*symbol\s+(0x[0-9a-f]{1,4}|\d{1,5})(?:.*?\\f\s+\"?([^\"\\]+?)\"?\s*(?:\\.*)?)?", re.I | re.S
)
ENTRY_END = re.compile(r"\S[\s.．…·]*[\t…]\s*[\divxIVX]{1,4}\s*$|[.．…·]{3,}\s*\d{1,4}\s*$")
"""`一、总体要求\t3`, `总体要求……3`: an entry of a contents page."""

ENTRY_STYLE = re.compile(r"toc|目录|contents", re.I)
HEADED = re.compile(r"\s*目\s*[录次]\s*")


@dataclass(slots=True)
class _Seen:
    """A paragraph on the way through the body: the contents field it is in (0 for none), its text."""

    element: Element
    field: int
    text: str = ""
    entry: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """What is known of a body's fields before it is read.

    broken: ids of the field marks that belong to no whole field; these are not relied on. contents: ids of the paragraphs
    that are entries of a contents page.
    """

    broken: frozenset[int]
    contents: frozenset[int]


def survey(body: Element, styles: Styles) -> Fields:
    """Follow the fields of a body once."""
    open_marks: list[list[Element]] = []  # of each open field its begin, separate
    codes: list[str] = []
    first_paragraph: list[int] = []
    broken: set[int] = set()
    seen: list[_Seen] = []
    tocs: list[int] = []
    serial = 0
    for el in body.iter():
        tag = el.tag
        if tag == "p":
            style = el.find("pPr/pStyle")
            record = _Seen(el, tocs[-1] if tocs else 0)
            record.entry = style is not None and bool(ENTRY_STYLE.search(styles.name(value(style))))
            seen.append(record)
        elif tag == "t" and seen:
            seen[-1].text += el.text or ""
            if tocs and not seen[-1].field:
                seen[-1].field = tocs[-1]
        elif tag == "tab" and seen and not el.attrib:
            seen[-1].text += "\t"
        elif tag == "instrText" and codes:
            codes[-1] += el.text or ""
            if "PAGEREF" in (el.text or "").upper() and seen:
                seen[-1].entry = True
        elif tag == "fldChar":
            kind = el.get("fldCharType", "")
            if kind == "begin":
                open_marks.append([el])
                codes.append("")
                first_paragraph.append(len(seen))
            elif not open_marks:
                broken.add(id(el))
            elif kind == "separate":
                open_marks[-1].append(el)
                if codes[-1].lstrip().upper().startswith("TOC"):
                    serial += 1
                    tocs.append(serial)
            elif kind == "end":
                marks = open_marks.pop()
                code = codes.pop()
                if len(marks) == 1 and first_paragraph[-1] != len(seen):  # a code over several paragraphs
                    broken.update(map(id, (*marks, el)))
                elif len(marks) > 1 and code.lstrip().upper().startswith("TOC") and tocs:
                    tocs.pop()
                first_paragraph.pop()
    broken.update(id(el) for marks in open_marks for el in marks)
    return Fields(frozenset(broken), frozenset(_contents(seen)))


def _contents(seen: list[_Seen]) -> set[int]:
    """Ids of the paragraphs of contents pages. A field that holds sentences has lost its end: of it only the entries at
    its beginning are contents."""
    groups: dict[int, list[_Seen]] = {}
    for record in seen:
        if record.field:
            groups.setdefault(record.field, []).append(record)
    out: set[int] = set()
    for group in groups.values():
        if any("。" in record.text for record in group):
            last = 0
            for i, record in enumerate(group, 1):
                if record.entry or ENTRY_END.search(record.text) or HEADED.fullmatch(record.text):
                    last = i
                elif record.text.strip():
                    break
            group = group[:last]
        out.update(id(record.element) for record in group)
    return out


def field_text(code: str, begin: Element) -> tuple[str, str]:
    """(text, reading) of a field that is drawn from its code: eq \\o\\ac(○,1) shows ①, a drop-down its choice."""
    circled = CIRCLED.fullmatch(code)
    if circled:
        return ordinal(int(circled[1]), "decimalEnclosedCircle"), ""
    name = code.split(None, 1)[0].upper() if code.strip() else ""
    if name == "EQ":
        return eq_text(code)
    if name == "FORMDROPDOWN":
        return chosen_entry(begin), ""
    if name == "FORMCHECKBOX":
        return checked_box(begin), ""
    symbol = SYMBOL.fullmatch(code)
    if symbol:
        return symbol_character(
            int(symbol[1], 16 if symbol[1][:2].lower() == "0x" else 10), symbol[2] or ""
        ), ""
    return "", ""


def chosen_entry(begin: Element) -> str:
    """The entry that a drop-down of a form shows: the one chosen, or the one it begins with."""
    choices = begin.find("ffData/ddList")
    if choices is None:
        return ""
    entries = [el.get("val", "") for el in choices.findall("listEntry")]
    for name in ("result", "default"):
        at = choices.find(name)
        if at is not None and 0 <= whole(value(at), 0) < len(entries):
            return entries[whole(value(at), 0)]
    return entries[0] if entries else ""


def checked_box(begin: Element) -> str:
    """The box of a form, checked or not; "" where the field has none."""
    box = begin.find("ffData/checkBox")
    if box is None:
        return ""
    own = flag(box.find("checked"))
    return "☑" if (flag(box.find("default")) if own is None else own) else "□"
