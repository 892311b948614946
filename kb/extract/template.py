"""A Word template of the user's own, filled with a unit's duties.

Placeholders are words in double braces, typed as ordinary text: {{单位}}, {{规划}}, {{职责清单}}. A table row or a
run of paragraphs with placeholders of a group ({{指标.名称}}, {{项目.标题}}) is repeated for every member of it.
Nothing in a template is run: a placeholder is looked up in a list, and one not in it is a mistake that is told.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from kb.extract.content import Entry, Part, Sheet
from kb.extract.docx import BlockWriter, set_properties, to_bytes
from kb.extract.docx_page import add_missing_styles
from kb.extract.layout import holding, lay_out
from kb.extract.obligations import Obligation
from kb.extract.wording import (
    baseline_text,
    basis_text,
    citation_text,
    entry_name,
    measured_name,
    number_text,
    obligation_note,
    partner_text,
    plain,
    plan_name,
    proof_text,
    target_text,
)
from kb.problems import KbError

BODY = "职责清单"
_PLACE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
# Single placeholders, and the fields of each group, as docs/extract.md lists them.
SINGLE = (
    "单位",
    "单位全称",
    "规划",
    "规划名称",
    "文号",
    "概要",
    "指标数",
    "约束性指标数",
    "项目数",
    "任务数",
    BODY,
)
_ENTRY_FIELDS = ("序号", "标题", "内容", "依据", "原文", "出处", "源文行", "共同责任单位", "时限")
GROUPS: dict[str, tuple[str, ...]] = {
    "指标": ("序号", "名称", "目标", "属性", "共同责任单位", "基期", "依据", "出处", "源文行", "时限"),
    "项目": _ENTRY_FIELDS,
    "任务": _ENTRY_FIELDS,
    "集合": _ENTRY_FIELDS,
    "点名": _ENTRY_FIELDS,
    "关联": _ENTRY_FIELDS,
    "普遍要求": ("序号", "要求", "原文", "对象", "出处", "源文行"),
}
_SECTIONS = {
    "项目": "projects",
    "任务": "tasks",
    "集合": "collective",
    "点名": "named",
    "关联": "related",
}
Values = dict[str, str]


class TemplateError(KbError):
    """A template that can't be opened, or with placeholders that mean nothing."""


def fill_template(path: Path, sheet: Sheet, *, lines: bool = False) -> bytes:
    """The template with its placeholders filled. Raises TemplateError, naming every placeholder it does not know."""
    document = _open(path)
    roots = list(_roots(document))
    used = {name for root in roots for p in root.iter(qn("w:p")) for name in _names(p)}
    known = {*SINGLE, *(f"{group}.{field}" for group, fields in GROUPS.items() for field in fields)}
    if wrong := sorted(used - known):
        raise TemplateError(
            f"{path} 里有不认识的占位符：{'、'.join('{{' + w + '}}' for w in wrong)}。可用的见 docs/extract.md。"
        )
    if not used:
        raise TemplateError(
            f"{path} 里没有占位符，例如 {{{{单位}}}}、{{{{{BODY}}}}}。可用的见 docs/extract.md。"
        )
    alone = [p._p for p in document.paragraphs if _is_body(p._p)]
    if any(BODY in _names(p) and p not in alone for root in roots for p in root.iter(qn("w:p"))):
        raise TemplateError(f"{path} 里的 {{{{{BODY}}}}} 要在正文里独占一段。")
    single, groups = _single(sheet), _groups(sheet)
    for root in roots:
        for group, members in groups.items():
            _repeat_rows(root, group, members)
            _repeat_paragraphs(root, group, members)
    for root in roots:
        for paragraph in root.iter(qn("w:p")):
            _replace(paragraph, single)
    _insert_body(document, sheet, lines)
    subject = "；".join(p.plan.title for p in sheet.parts)
    set_properties(document, sheet.title, subject, f"{sheet.digest[:16]}/{sheet.unit.name}")
    return to_bytes(document, [p.plan.issued for p in sheet.parts])


def _open(path: Path) -> Document:
    if not path.is_file():
        raise TemplateError(f"没有模板文件 {path}。")
    try:
        return docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise TemplateError(f"{path} 不是可用的 docx 文件。") from error


def _roots(document: Document) -> Iterator[BaseOxmlElement]:
    """The body and every header and footer of its own."""
    yield document.element.body
    for section in document.sections:
        for part in (
            section.header, section.footer, section.first_page_header, section.first_page_footer,
            section.even_page_header, section.even_page_footer,
        ):  # fmt: skip
            if not part.is_linked_to_previous:
                yield part._element


def _text(paragraph: BaseOxmlElement) -> str:
    return "".join(t.text or "" for t in paragraph.iter(qn("w:t")))


def _names(paragraph: BaseOxmlElement) -> list[str]:
    """The placeholders of a paragraph."""
    return [m[1] for m in _PLACE.finditer(_text(paragraph))]


def _is_body(paragraph: BaseOxmlElement) -> bool:
    found = _PLACE.fullmatch(_text(paragraph).strip())
    return found is not None and found[1] == BODY


def _replace(paragraph: BaseOxmlElement, values: Values) -> None:
    """Fill what `values` knows. Word splits a placeholder over runs as it likes: the value goes into the first
    run's text and keeps its look, the rest of the placeholder is taken out of the others."""
    while True:
        texts = list(paragraph.iter(qn("w:t")))
        whole = "".join(t.text or "" for t in texts)
        found = next((m for m in _PLACE.finditer(whole) if m[1] in values), None)
        if found is None:
            return
        at = 0
        first = True
        for t in texts:
            text = t.text or ""
            a, b = max(found.start() - at, 0), min(found.end() - at, len(text))
            if a < b:
                # A value with {{ in it (a plan may hold anything) must not be read as a placeholder again.
                value = values[found[1]].replace("{{", "{\u200b{") if first else ""
                t.text = text[:a] + value + text[b:]
                t.set(qn("xml:space"), "preserve")
                first = False
            at += len(text)


def _uses(element: BaseOxmlElement, group: str) -> bool:
    return any(name.startswith(f"{group}.") for p in element.iter(qn("w:p")) for name in _names(p))


def _repeat_rows(root: BaseOxmlElement, group: str, members: list[Values]) -> None:
    for row in [r for r in root.iter(qn("w:tr")) if _uses(r, group)]:
        if any(_uses(inner, group) for inner in row.iter(qn("w:tr")) if inner is not row):
            continue  # the inner table's row is the one meant
        _repeat([row], members)


def _repeat_paragraphs(root: BaseOxmlElement, group: str, members: list[Values]) -> None:
    """Paragraphs of the group that stand together are repeated together: title, text, proof of a project."""
    found = [p for p in root.iter(qn("w:p")) if _uses(p, group)]
    while found:
        block = [found.pop(0)]
        while found and block[-1].getnext() is found[0]:
            block.append(found.pop(0))
        _repeat(block, members)


def _repeat(block: list[BaseOxmlElement], members: list[Values]) -> None:
    for values in members:
        for element in block:
            made = copy.deepcopy(element)
            block[0].addprevious(made)
            for paragraph in [made] if made.tag == qn("w:p") else list(made.iter(qn("w:p"))):
                _replace(paragraph, values)
    for element in block:
        parent = element.getparent()
        if parent.tag == qn("w:tc") and len(parent.findall(qn("w:p"))) == 1:
            for t in element.iter(qn("w:t")):
                t.text = ""  # a cell must keep one paragraph
        else:
            parent.remove(element)


def _insert_body(document: Document, sheet: Sheet, lines: bool) -> None:
    """Where {{职责清单}} stands alone in a paragraph: the sections as the standard document sets them, in the
    template's own styles where it has them."""
    places = [p for p in document.paragraphs if _is_body(p._p)]
    for place in places:
        add_missing_styles(document)
        layout = lay_out(sheet, lines=lines)
        body = document.element.body
        before = len(body)
        section = document.sections[0]
        room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        BlockWriter(document, layout.anchors, room / 36000 or 156).write(layout.blocks)
        tail = body[-1] if body[-1].tag == qn("w:sectPr") else None
        made = list(body)[before - 1 if tail is not None else before :]
        for element in made:
            if element is not tail:
                place._p.addprevious(element)
        body.remove(place._p)


def _single(sheet: Sheet) -> Values:
    parts = sheet.parts
    return {
        "单位": sheet.unit.name,
        "单位全称": sheet.unit.full_name or sheet.unit.name,
        "规划": "；".join(plan_name(p.plan) for p in parts),
        "规划名称": "；".join(plain(p.plan.title) for p in parts),
        "文号": "；".join(plain(p.plan.doc_number) for p in parts if p.plan.doc_number),
        "概要": "；".join(holding(sheet, p) for p in parts),
        "指标数": str(sum(p.indicator_rows for p in parts)),
        "约束性指标数": str(sum(p.binding_rows for p in parts)),
        "项目数": str(sum(len(p.entries("projects")) for p in parts)),
        "任务数": str(sum(len(p.entries("tasks")) for p in parts)),
    }


def _groups(sheet: Sheet) -> dict[str, list[Values]]:
    out: dict[str, list[Values]] = {group: [] for group in GROUPS}
    for part in sheet.parts:
        for entry in part.entries("indicators"):
            out["指标"].append(_indicator(entry, len(out["指标"]) + 1))
        for group, key in _SECTIONS.items():
            for section in part.sections:
                if section.key == key:
                    for entry in section.entries:
                        out[group].append(_entry(entry, group, len(out[group]) + 1))
        for o in part.obligations:
            out["普遍要求"].append(_obligation(o, part, len(out["普遍要求"]) + 1))
    return out


def _indicator(entry: Entry, n: int) -> Values:
    i = entry.indicator
    return {
        "指标.序号": (number_text(i) if i else "") or str(n),
        "指标.名称": measured_name(i) if i else entry_name(entry),
        "指标.目标": target_text(i) if i else "",
        "指标.属性": plain(i.binding) if i else "",
        "指标.共同责任单位": partner_text(entry.partners),
        "指标.基期": baseline_text(i) if i else "",
        "指标.依据": "；".join(dict.fromkeys(basis_text(t) for t in entry.ties)),
        "指标.出处": citation_text(entry.citation),
        "指标.源文行": str(entry.ties[0].line or entry.line or ""),
        "指标.时限": plain(entry.deadline),
    }


def _entry(entry: Entry, group: str, n: int) -> Values:
    return {
        f"{group}.序号": str(n),
        f"{group}.标题": entry_name(entry),
        f"{group}.内容": plain(entry.text),
        f"{group}.依据": "；".join(dict.fromkeys(basis_text(t) for t in entry.ties)),
        f"{group}.原文": "；".join(dict.fromkeys(proof_text(t) for t in entry.ties)),
        f"{group}.出处": citation_text(entry.citation),
        f"{group}.源文行": str(entry.ties[0].line or entry.line or ""),
        f"{group}.共同责任单位": partner_text(entry.partners),
        f"{group}.时限": plain(entry.deadline),
    }


def _obligation(o: Obligation, part: Part, n: int) -> Values:
    return {
        "普遍要求.序号": str(n),
        "普遍要求.要求": "、".join(o.kinds),
        "普遍要求.原文": plain(o.quote),
        "普遍要求.对象": obligation_note(o).removeprefix("对象："),
        "普遍要求.出处": citation_text(o.citation),
        "普遍要求.源文行": str(o.line),
    }
