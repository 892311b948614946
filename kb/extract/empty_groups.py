"""Take out of a template what a group without members would leave: its caption, its table's head, an empty table."""

from __future__ import annotations

from collections.abc import Callable, Set

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

Groups = Callable[[BaseOxmlElement], set[str]]

# “（三）重点项目”, “重点项目如下：”; a paragraph that long or with a full stop says something of its own.
_LONGEST_CAPTION = 30  # characters; the longest caption of a section in kb.extract.sheet has 21
_TEXT_ENDS = ("。", "；", "，", "！", "？")


def drop_empty_groups(root: BaseOxmlElement, empty: Set[str], groups: Groups) -> None:
    """Remove the captions of groups that have no members; the placeholders themselves stay for the caller.

    groups: the groups that an element has placeholders of.
    """
    for table in list(root.iter(qn("w:tbl"))):
        used = groups(table)
        if used and used <= empty:
            _drop_with_caption(table, groups)
        elif used & empty:
            _drop_rows(table, empty, groups)
    for paragraph in list(root.iter(qn("w:p"))):
        used = groups(paragraph)
        before = paragraph.getprevious()
        inside = next(paragraph.iterancestors(qn("w:tbl")), None) is not None
        if used and used <= empty and not inside and before is not None and not groups(before):
            _drop_caption(before, groups)


def _drop_with_caption(table: BaseOxmlElement, groups: Groups) -> None:
    before = table.getprevious()
    if before is not None and not groups(before):
        _drop_caption(before, groups)
    parent = table.getparent()
    parent.remove(table)
    if parent.tag == qn("w:tc") and not parent.findall(qn("w:p")):
        parent.append(parent.makeelement(qn("w:p")))  # a cell must have a paragraph


def _drop_caption(paragraph: BaseOxmlElement, groups: Groups) -> None:
    if paragraph.tag != qn("w:p") or paragraph.find(f".//{qn('w:sectPr')}") is not None or groups(paragraph):
        return
    text = _text(paragraph).strip()
    if text and "{{" not in text and len(text) <= _LONGEST_CAPTION and not text.endswith(_TEXT_ENDS):
        paragraph.getparent().remove(paragraph)


def _drop_rows(table: BaseOxmlElement, empty: Set[str], groups: Groups) -> None:
    """Remove the rows that belong to empty groups: from the caption row on, or all since the group before."""
    before: list[BaseOxmlElement] = []
    first = True
    for row in table.findall(qn("w:tr")):
        used = groups(row)
        if not used:
            before.append(row)
            continue
        if used <= empty:
            own = before
            if first:  # the table's own head stays; a caption row and what follows it goes
                at = next((i for i, r in enumerate(before) if _is_caption(r)), len(before))
                own = before[at:]
            for spare in own:
                table.remove(spare)
        before, first = [], False


def _is_caption(row: BaseOxmlElement) -> bool:
    """Whether one text fills the row: “重点项目” over all columns."""
    texts = [_text(cell).strip() for cell in row.findall(qn("w:tc"))]
    return len([t for t in texts if t]) == 1


def _text(element: BaseOxmlElement) -> str:
    return "".join(t.text or "" for t in element.iter(qn("w:t")))
