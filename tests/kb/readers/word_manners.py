"""The manners in which Word keeps a paragraph, as functions of its text that make WordprocessingML."""

from __future__ import annotations

import html
from collections.abc import Callable
from random import Random

from tests.kb.readers.office import table, tc

Manner = Callable[[str, Random], str]
DELETED = "本句已经删去不应出现"


def written(paragraphs: list[str], rng: Random) -> str:
    """A document's body: each paragraph in a manner that is drawn; tabs make rows of a table."""
    out: list[str] = []
    rows: list[str] = []
    for text in (*paragraphs, ""):
        if "\t" in text:
            rows.append(row(text.split("\t"), rng))
            continue
        if rows:
            out.append(table(*rows))
            rows = []
        if text:
            out.append(MANNERS[rng.choice(list(MANNERS))](text, rng))
    return "".join(out)


def parts() -> dict[str, str]:
    """The parts that the manners need: styles, and a header and footer that are no text of the document."""
    return {
        "styles": '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="正文"/></w:style>'
    }


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r>'


def para(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def row(cells: list[str], rng: Random) -> str:
    """A row; now and then its last two cells are one (of which the second is said below the first)."""
    made = [tc(para(run(c))) for c in cells[:-1]]
    if rng.random() < 0.3:
        made[-1:] = [tc(para(run(cells[-2])) + para(run(cells[-1])), '<w:gridSpan w:val="2"/>')]
    else:
        made.append(tc(para(run(cells[-1])), rng.choice(["", '<w:vMerge w:val="restart"/>'])))
    return "".join(made)


def _cut(text: str, rng: Random) -> tuple[str, str]:
    at = rng.randint(0, len(text))
    return text[:at], text[at:]


def _char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def plain(text: str, rng: Random) -> str:
    return para(run(text))


def styled(text: str, rng: Random) -> str:
    return para(run(text, "<w:b/>"), f'<w:pStyle w:val="{rng.choice(["h1", "a"])}"/>')


def in_pieces(text: str, rng: Random) -> str:
    """A run a character, with marks of the spell checker and bookmarks between."""
    marks = (
        '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="1" w:name="_a"/><w:bookmarkEnd w:id="1"/>'
    )
    return para(marks.join(run(c) for c in text))


def as_field(text: str, rng: Random) -> str:
    """The rest is the result of a field."""
    a, b = _cut(text, rng)
    code = '<w:r><w:instrText xml:space="preserve"> REF _Ref1 \\h </w:instrText></w:r>'
    return para(run(a) + _char("begin") + code + _char("separate") + run(b) + _char("end"))


def as_simple_field(text: str, rng: Random) -> str:
    a, b = _cut(text, rng)
    return para(run(a) + f'<w:fldSimple w:instr=" DOCPROPERTY x ">{run(b)}</w:fldSimple>')


def linked(text: str, rng: Random) -> str:
    a, b = _cut(text, rng)
    return para(f'<w:hyperlink w:anchor="_a">{run(a)}</w:hyperlink>{run(b)}')


def tracked(text: str, rng: Random) -> str:
    """What was inserted is text, what was deleted is none."""
    a, b = _cut(text, rng)
    gone = f'<w:del w:id="3" w:author="甲"><w:r><w:delText>{DELETED}</w:delText></w:r></w:del>'
    return para(f'{run(a)}{gone}<w:ins w:id="4" w:author="甲">{run(b)}</w:ins>')


def moved(text: str, rng: Random) -> str:
    gone = f'<w:moveFrom w:id="5" w:author="甲"><w:r><w:t>{html.escape(text)}</w:t></w:r></w:moveFrom>'
    return para(gone) + para(f'<w:moveTo w:id="6" w:author="甲">{run(text)}</w:moveTo>')


def alternate(text: str, rng: Random) -> str:
    """The same in two forms, of which one is shown."""
    shape = f"<wps:wsp><wps:txbx><w:txbxContent>{para(run(text))}</w:txbxContent></wps:txbx></wps:wsp>"
    old = f"<w:pict><v:textbox><w:txbxContent>{para(run(text))}</w:txbxContent></v:textbox></w:pict>"
    both = f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing></mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>'
    return para(f"<w:r>{both}</w:r>")


def boxed(text: str, rng: Random) -> str:
    return para(
        f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{para(run(text))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def tabled(text: str, rng: Random) -> str:
    """A frame round a paragraph: a table of one cell."""
    return table(tc(para(run(text))))


def controlled(text: str, rng: Random) -> str:
    a, b = _cut(text, rng)
    inner = f"<w:sdt><w:sdtPr/><w:sdtContent>{run(b)}</w:sdtContent></w:sdt>"
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{para(run(a) + inner)}</w:sdtContent></w:sdt>"


def tagged(text: str, rng: Random) -> str:
    a, b = _cut(text, rng)
    return para(f'<w:smartTag w:element="place">{run(a)}</w:smartTag>{run(b)}')


def with_reading(text: str, rng: Random) -> str:
    """The first character has its pronunciation above, which is listed."""
    base = f"<w:rubyBase>{run(text[0])}</w:rubyBase>"
    return para(f"<w:r><w:ruby><w:rt>{run('ā')}</w:rt>{base}</w:ruby></w:r>{run(text[1:])}")


def broken(text: str, rng: Random) -> str:
    """Breaks, a tab and a page's end within."""
    a, b = _cut(text, rng)
    odd = rng.choice(
        ["<w:br/>", "<w:tab/>", '<w:br w:type="page"/>', "<w:lastRenderedPageBreak/>", "<w:cr/>"]
    )
    return para(f"{run(a)}<w:r>{odd}<w:br/></w:r>{run(b)}")


def hyphened(text: str, rng: Random) -> str:
    """A soft hyphen, which is not shown within a line."""
    a, b = _cut(text, rng)
    return para(f"{run(a)}<w:r><w:softHyphen/></w:r>{run(b)}")


MANNERS: dict[str, Manner] = {
    f.__name__: f
    for f in (
        plain, styled, in_pieces, as_field, as_simple_field, linked, tracked, moved, alternate, boxed, tabled, controlled, tagged, with_reading,
        broken, hyphened,
    )
}  # fmt: skip
