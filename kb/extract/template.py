"""A Word template of the user's own, filled with a unit's duties.

Placeholders are words in double braces, typed as ordinary text: {{单位}}, {{规划}}, {{职责清单}}. A table row or a
run of paragraphs with placeholders of a group ({{指标.名称}}, {{项目.标题}}) is repeated for every member of it.
Nothing in a template is run: a placeholder is looked up in a list, and one not in it is a mistake that is reported.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from kb.extract.docx import BlockWriter, set_properties, to_bytes
from kb.extract.docx_page import TEMPLATE_HEADINGS, add_missing_styles
from kb.extract.empty_groups import drop_empty_groups
from kb.extract.json import sheet_identifier
from kb.extract.layout import lay_out
from kb.extract.placeholders import BODY, GROUPS, SINGLE, Values, group_values, single_values
from kb.extract.sheet import Sheet
from kb.problems import KbError

# Braces and the full stop as a Chinese keyboard types them are taken too: ｛｛指标．名称｝｝.
_PLACE = re.compile(r"[{｛]{2}\s*([^{}｛｝]+?)\s*[}｝]{2}")
_HALF = re.compile(r"[{｛]{2}|[}｝]{2}")
_SPELLED = str.maketrans("．。·", "...", " \u3000")


class TemplateError(KbError):
    """A template that can't be opened, or with placeholders that mean nothing."""


def fill_template(path: Path, sheet: Sheet, *, lines: bool = False) -> bytes:
    """The template with its placeholders filled. Raises TemplateError, naming every placeholder it does not know."""
    groups = {group: tuple(f"{group}.{field}" for field in fields) for group, fields in GROUPS.items()}
    document = fill_placeholders(path, single_values(sheet), group_values(sheet), SINGLE, groups)
    _insert_body(document, sheet, lines)
    subject = "；".join(p.plan.title for p in sheet.parts)
    set_properties(document, sheet.title, subject, sheet_identifier(sheet))
    return to_bytes(document, [p.plan.issued for p in sheet.parts])


def fill_placeholders(
    path: Path,
    single: Values,
    groups: Mapping[str, list[Values]],
    names: Sequence[str],
    fields: Mapping[str, Sequence[str]],
) -> Document:
    """Return the template with its placeholders filled.

    single: name → value. groups: group → the values of its members, “指标.名称” → value. names, fields: what a template may
    hold; of `names` the BODY is left for the caller. Raises TemplateError, naming every placeholder that is not known.
    """
    document = _open(path)
    roots = list(_roots(document))
    _check(path, document, roots, names, fields)
    for root in roots:
        drop_empty_groups(root, {g for g, members in groups.items() if not members}, _groups)
    for root in roots:
        for group, members in groups.items():
            _repeat_rows(root, group, members)
            _repeat_paragraphs(root, group, members)
    for root in roots:
        for paragraph in root.iter(qn("w:p")):
            _replace(paragraph, single)
        _break_lines(root)
    return document


def _check(
    path: Path,
    document: Document,
    roots: list[BaseOxmlElement],
    names: Sequence[str],
    fields: Mapping[str, Sequence[str]],
) -> None:
    """Raises TemplateError for what would leave a document that only looks filled."""
    paragraphs = [p for root in roots for p in root.iter(qn("w:p"))]
    used = {name for p in paragraphs for name in _names(p)}
    known = {*names, *(name for group in fields.values() for name in group)}
    if wrong := sorted(used - known):
        groups = [g for g in fields if any(w.split(".")[0] == g for w in wrong)]
        told = [*names, *(name for g in groups for name in fields[g])]
        others = (
            "；还有成组的" + "、".join(f"{{{{{g}.…}}}}" for g in fields if g not in groups) if fields else ""
        )
        raise TemplateError(
            f"{path} 里有不认识的占位符：{_braced(wrong)}。可以写的有：{_braced(told)}{others}。"
        )
    broken = [t for p in paragraphs if _HALF.search(t := _PLACE.sub("", _text(p)))]
    if broken:
        raise TemplateError(f"{path} 里有没写完整的占位符，在这一段：“{broken[0].strip()[:40]}”。")
    if not used:
        raise TemplateError(
            f"{path} 里没有占位符，例如 {_braced((names[0], names[-1]))}。可以写的有：{_braced(names)}。"
        )
    alone = [p._p for p in document.paragraphs if _is_body(p._p)]
    if any(BODY in _names(p) and p not in alone for p in paragraphs):
        raise TemplateError(f"{path} 里的 {_braced((BODY,))} 要在正文里独占一段。")
    together: dict[BaseOxmlElement, set[str]] = {}
    for p in paragraphs:
        row = next(p.iterancestors(qn("w:tr")), p)
        together.setdefault(row, set()).update(n.split(".")[0] for n in _names(p) if "." in n)
    if mixed := next((sorted(g) for g in together.values() if len(g) > 1), None):
        raise TemplateError(f"{path} 里同一行或同一段写了几组占位符（{'、'.join(mixed)}），只能写一组。")


def _braced(names: Iterable[str]) -> str:
    return "、".join(f"{{{{{name}}}}}" for name in names)


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
    return [_spelled(m[1]) for m in _PLACE.finditer(_text(paragraph))]


def _spelled(name: str) -> str:
    return name.translate(_SPELLED)


def _is_body(paragraph: BaseOxmlElement) -> bool:
    found = _PLACE.fullmatch(_text(paragraph).strip())
    return found is not None and _spelled(found[1]) == BODY


def _replace(paragraph: BaseOxmlElement, values: Values) -> None:
    """Fill what `values` knows. Word splits a placeholder over runs as it likes: the value goes into the first
    run's text and keeps its look, the rest of the placeholder is taken out of the others."""
    while True:
        texts = list(paragraph.iter(qn("w:t")))
        whole = "".join(t.text or "" for t in texts)
        found = next((m for m in _PLACE.finditer(whole) if _spelled(m[1]) in values), None)
        if found is None:
            return
        at = 0
        first = True
        for t in texts:
            text = t.text or ""
            a, b = max(found.start() - at, 0), min(found.end() - at, len(text))
            if a < b:
                # A value with {{ in it (a plan may hold anything) must not be read as a placeholder again.
                value = values[_spelled(found[1])].replace("{{", "{\u200b{") if first else ""
                t.text = text[:a] + value + text[b:]
                t.set(qn("xml:space"), "preserve")
                first = False
            at += len(text)


def _groups(element: BaseOxmlElement) -> set[str]:
    """The groups that an element has placeholders of."""
    return {n.split(".")[0] for p in element.iter(qn("w:p")) for n in _names(p) if "." in n}


def _break_lines(root: BaseOxmlElement) -> None:
    """A line break in a value becomes one in the document."""
    for text in [t for t in root.iter(qn("w:t")) if "\n" in (t.text or "")]:
        first, *rest = (text.text or "").split("\n")
        text.text = first
        last = text
        for words in rest:
            made = OxmlElement("w:t")
            made.text = words
            made.set(qn("xml:space"), "preserve")
            broken = OxmlElement("w:br")
            last.addnext(broken)
            broken.addnext(made)
            last = made


def _uses(element: BaseOxmlElement, group: str) -> bool:
    return any(name.startswith(f"{group}.") for p in element.iter(qn("w:p")) for name in _names(p))


def _repeat_rows(root: BaseOxmlElement, group: str, members: list[Values]) -> None:
    for row in [r for r in root.iter(qn("w:tr")) if _uses(r, group)]:
        if any(_uses(inner, group) for inner in row.iter(qn("w:tr")) if inner is not row):
            continue  # the inner table's row is the one meant
        _repeat([row], members)


def _repeat_paragraphs(root: BaseOxmlElement, group: str, members: list[Values]) -> None:
    """Paragraphs of the group that appear together are repeated together: title, text, proof of a project."""
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
    """Where {{职责清单}} is alone in a paragraph: the sections as the standard document sets them, in the
    template's own styles where it has them."""
    places = [p for p in document.paragraphs if _is_body(p._p)]
    for place in places:
        add_missing_styles(document)
        layout = lay_out(sheet, lines=lines)
        body = document.element.body
        before = len(body)
        section = document.sections[0]
        room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        BlockWriter(document, layout.anchors, room / 36000 or 156, TEMPLATE_HEADINGS).write(layout.blocks)
        tail = body[-1] if body[-1].tag == qn("w:sectPr") else None
        made = list(body)[before - 1 if tail is not None else before :]
        for element in made:
            if element is not tail:
                place._p.addprevious(element)
        body.remove(place._p)
