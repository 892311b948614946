"""The look of an official document (公文格式, GB/T 9704—2012) as page, styles and footers of a Word document.

The standard's sizes: A4; top 37 mm, left 28 mm, a text of 156 × 225 mm; body 3号 (16 pt) 仿宋, 22 lines of 28
characters a page; title 2号 (22 pt) 小标宋; 一、 黑体, （一） 楷体; page numbers “— 1 —” in 4号 (14 pt) 宋体, 7 mm
below the text, odd ones right and even ones left, one character in.
"""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section, _Footer
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.run import Run

from kb.extract.docx_marks import add_field, add_text

TITLE_FONT, HEI, KAI, FANG, SONG, LATIN = "方正小标宋简体", "黑体", "楷体", "仿宋", "宋体", "Times New Roman"
# What replaces a font that a machine lacks: the office program reads it from the document's font table.
FALLBACKS = {
    TITLE_FONT: ("方正小标宋_GBK", "小标宋体", "华文中宋", "STZhongsong", "宋体", "Noto Serif CJK SC"),
    HEI: ("方正黑体_GBK", "SimHei", "Noto Sans CJK SC"),
    KAI: ("方正楷体_GBK", "楷体_GB2312", "KaiTi", "华文楷体", "AR PL UKai CN", "Noto Serif CJK SC"),
    FANG: ("方正仿宋_GBK", "仿宋_GB2312", "FangSong", "华文仿宋", "Noto Serif CJK SC"),
    SONG: ("SimSun", "方正书宋_GBK", "Noto Serif CJK SC"),
}
HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
TEMPLATE_HEADINGS = ("职责标题 1", "职责标题 2", "职责标题 3")
LINE = Pt(28.9)  # 22 lines in 225 mm
BODY_WIDTH = 156  # mm
PROOF, TICK, NOTE, CELL, HEAD_CELL, BASE = (
    "职责依据",
    "办理情况",
    "清单说明",
    "表格文字",
    "表头文字",
    "职责正文",
)


def set_page(section: Section, *, landscape: bool = False) -> None:
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    if landscape:
        from docx.enum.section import WD_ORIENT

        section.orientation = WD_ORIENT.LANDSCAPE
        margins = (28, 26, 25, 25)
    else:
        margins = (37, 35, 28, 26)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, margins)
    section.footer_distance = Mm(margins[1] - 7 - 5)
    section.header_distance = Mm(15)
    if not landscape:
        grid = section._sectPr.find(qn("w:docGrid"))
        if grid is None:
            grid = OxmlElement("w:docGrid")
            section._sectPr.append(grid)
        grid.set(qn("w:linePitch"), "578")


def set_styles(document: Document) -> None:
    """The document's styles; built-in ones keep their names, so that headings fill the navigation pane."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    fonts = defaults.find(f".//{qn('w:rFonts')}")
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    defaults.find(f".//{qn('w:lang')}").set(qn("w:eastAsia"), "zh-CN")
    normal = _style(document, "Normal")
    _shape(normal, FANG, 16, line=LINE)
    normal.paragraph_format.widow_control = False
    _shape(_style(document, "Title"), TITLE_FONT, 22, line=Pt(34), align="center", after=4)
    _shape(_style(document, "Subtitle"), KAI, 16, line=LINE, align="center")
    for level, (name, font) in enumerate(zip(HEADINGS, _HEADING_FONTS, strict=True), 1):
        style = _style(document, name)
        _shape(style, font, 16, line=LINE, indent=2, bold=level == 3)
        style.paragraph_format.keep_with_next = True
    for name in OWN_STYLES:
        _make(document, name)


# Style → font, points, exact line height (None: single), first-line indent in characters.
OWN_STYLES: dict[str, tuple[str, float, Pt | None, int]] = {
    BASE: (FANG, 16, LINE, 2), PROOF: (FANG, 12, Pt(20), 0), TICK: (FANG, 14, Pt(24), 0), NOTE: (FANG, 12, Pt(20), 0),
    CELL: (FANG, 11, None, 0), HEAD_CELL: (HEI, 11, None, 0),
}  # fmt: skip
_HEADING_FONTS = (HEI, KAI, FANG)


def _make(document: Document, name: str) -> None:
    """Give one of the own styles its look: font, line height, indents, justification."""
    font, size, line, indent = OWN_STYLES[name]
    style = _style(document, name)
    style.base_style = _style(document, "Normal")
    _shape(style, font, size, line=line, indent=indent)
    if name in (BASE, PROOF, NOTE):
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if name in (PROOF, TICK):
        style.paragraph_format.left_indent = Pt(32)
    if name == NOTE:
        style.paragraph_format.space_before = Pt(16)
    if name == TICK:
        style.paragraph_format.space_after = Pt(6)


def _style(document: Document, name: str) -> ParagraphStyle:
    """The paragraph style so called, made where the document has none."""
    found = next((s for s in document.styles if s.name == name and s.type == WD_STYLE_TYPE.PARAGRAPH), None)
    if found is None:
        found = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(found, ParagraphStyle)
    return found


def add_missing_styles(document: Document) -> None:
    """For a template: the styles that blocks need and it lacks; its own stay as they are.

    Headings have styles of their own (职责标题 1): Word's 标题 1 is blue and sans serif in most templates.
    """
    known = {s.name for s in document.styles if s.type == WD_STYLE_TYPE.PARAGRAPH}
    for level, (name, font) in enumerate(zip(TEMPLATE_HEADINGS, _HEADING_FONTS, strict=True)):
        if name not in known:
            style = _style(document, name)
            style.base_style = _style(document, "Normal")
            _shape(style, font, 16, line=LINE, indent=2, bold=level == 2)
            style.paragraph_format.keep_with_next = True
            outline = OxmlElement("w:outlineLvl")
            outline.set(qn("w:val"), str(level))
            style.element.get_or_add_pPr().append(outline)
    for name in OWN_STYLES:
        if name not in known:
            _make(document, name)


def _shape(
    style: ParagraphStyle, font: str, size: float, *, line: Pt | None = None, indent: int = 0,
    align: str = "", after: float = 0, bold: bool = False,
) -> None:  # fmt: skip
    """indent: of the first line, in characters. line: exact height; None: single spacing."""
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    set_font(properties, font)
    style.font.size = Pt(size)
    style.font.bold = bold
    pf = style.paragraph_format
    if style.element.pPr is not None:
        borders = style.element.pPr.find(qn("w:pBdr"))
        if borders is not None:
            style.element.pPr.remove(borders)
        for spare in style.element.pPr.findall(qn("w:contextualSpacing")):
            style.element.pPr.remove(spare)
    pf.space_before, pf.space_after = Pt(0), Pt(after)
    pf.line_spacing_rule = WD_LINE_SPACING.EXACTLY if line is not None else WD_LINE_SPACING.SINGLE
    if line is not None:
        pf.line_spacing = line
    if align == "center":
        pf.alignment = WD_ALIGN_PARAGRAPH.CENTER
    pf.first_line_indent = Pt(size * indent)
    ind = style.element.get_or_add_pPr().find(qn("w:ind"))
    if indent and ind is not None:
        ind.set(qn("w:firstLineChars"), str(100 * indent))


def set_font(properties: object, font: str) -> None:
    """Chinese in `font`, Latin letters and digits in Times New Roman."""
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]  # a CT_RPr, which docx does not name
    hint = fonts.get(qn("w:hint"))
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    if hint:
        fonts.set(qn("w:hint"), hint)
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), LATIN)
    fonts.set(qn("w:eastAsia"), font)


def set_run_font(run: Run, font: str) -> None:
    set_font(run._r.get_or_add_rPr(), font)


def set_footers(document: Document, section: Section) -> None:
    """“— 1 —”, odd pages right, even pages left, one character in."""
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _number(footer: _Footer, side: WD_ALIGN_PARAGRAPH) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    pf = paragraph.paragraph_format
    pf.line_spacing_rule = WD_LINE_SPACING.SINGLE
    pf.first_line_indent = Pt(0)
    if side == WD_ALIGN_PARAGRAPH.RIGHT:
        pf.right_indent = Pt(14)
    else:
        pf.left_indent = Pt(14)
    add_text(paragraph, "— ")
    add_field(paragraph, "PAGE", "1")
    add_text(paragraph, " —")
    for run in paragraph.runs:
        set_run_font(run, SONG)
        for script in ("ascii", "hAnsi"):
            run._r.rPr.rFonts.set(qn(f"w:{script}"), SONG)
        run.font.size = Pt(14)


def font_table() -> bytes:
    """word/fontTable.xml with what may replace each font (w:altName; ECMA-376, 17.8.3.1)."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{",".join(others)}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"modern" if name == HEI else "roman"}"/><w:pitch w:val="variable"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'{fonts}<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    ).encode()
