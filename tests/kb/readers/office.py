"""Makes .docx files of raw WordprocessingML for the reader's tests."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    f'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="{TYPE}"'
)
FORM = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = ("numbering", "styles", "footnotes", "endnotes", "footer1", "header1")


def relations(targets: dict[str, str]) -> str:
    """A relations part; targets by type."""
    inside = "".join(
        f'<Relationship Id="r{i}" Type="{TYPE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets.items(), 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inside}</Relationships>'


def docx(body: str, **parts: str) -> bytes:
    """A package whose body is the given XML; parts by name without ending: numbering, styles, footnotes."""
    kinds = {name: name.rstrip("1") for name in PARTS}
    roots = {"footer": "ftr", "header": "hdr"}
    types = f'<Override PartName="/word/document.xml" ContentType="{FORM}.document.main+xml"/>'
    files = {
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations({kinds[name]: f"{name}.xml" for name in parts}),
    }
    for name, xml in parts.items():
        root = roots.get(kinds[name], name)
        files[f"word/{name}.xml"] = f"<w:{root} {NAMESPACES}>{xml}</w:{root}>"
        types += f'<Override PartName="/word/{name}.xml" ContentType="{FORM}.{kinds[name]}+xml"/>'
    files["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    )
    return archive(files)


def archive(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            z.writestr(name, data)
    return out.getvalue()


def workbook(rows: str, after: str = "") -> bytes:
    """A workbook of one sheet: its rows as SpreadsheetML, and what comes after the sheet's data."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    listed = f'<sheets><sheet name="分工" sheetId="1" r:id="r1" xmlns:r="{TYPE}"/></sheets>'
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations({"officeDocument": "xl/workbook.xml"}),
            "xl/workbook.xml": f"<workbook {space}>{listed}</workbook>",
            "xl/_rels/workbook.xml.rels": relations({"worksheet": "worksheets/sheet1.xml"}),
            "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{rows}</sheetData>{after}</worksheet>",
            "xl/sharedStrings.xml": f"<sst {space}><si><t>甲</t></si></sst>",
            "xl/styles.xml": f'<styleSheet {space}><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>',
        }
    )


def p(
    text: str = "", num: str = "", level: int = 0, style: str = "", inner: str = "", indent: bool = False
) -> str:
    """A paragraph; num and level as in numPr, inner: runs as XML after the text, indent: first line by 24 pt."""
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>' if num else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    first = '<w:ind w:left="0" w:firstLine="480"/>' if indent else ""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{styled}{number}{first}</w:pPr>{run}{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str, properties: str = "") -> str:
    """A cell; content as text or as XML."""
    inside = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in SIDES)


def table(*rows: str) -> str:
    """A table with ruled lines."""
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr>"
        + "".join(f"<w:tr>{row}</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def abstract(name: str, *levels: tuple[str, str], extra: str = "", start: int = 1) -> str:
    """An abstractNum; levels as (format, text)."""
    out = ""
    for i, (form, text) in enumerate(levels):
        out += (
            f'<w:lvl w:ilvl="{i}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
            f'{extra}<w:lvlText w:val="{text}"/></w:lvl>'
        )
    return f'<w:abstractNum w:abstractNumId="{name}">{out}</w:abstractNum>'


def num(name: str, definition: str, inner: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{definition}"/>{inner}</w:num>'
