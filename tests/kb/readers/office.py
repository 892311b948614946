"""Makes .docx files of raw WordprocessingML for the reader's tests."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)


def docx(body: str, **parts: str) -> bytes:
    """A package whose body is the given XML; parts by name without ending: numbering, styles, footnotes."""
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": RELS,
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "endnotes": "endnotes"}
    for name, xml in parts.items():
        files[f"word/{name}.xml"] = f"<w:{roots[name]} {NAMESPACES}>{xml}</w:{roots[name]}>"
    return archive(files)


def archive(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            z.writestr(name, data)
    return out.getvalue()


def p(text: str = "", num: str = "", level: int = 0, style: str = "", inner: str = "") -> str:
    """A paragraph; num and level as in numPr, inner: runs as XML after the text."""
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>' if num else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{styled}{number}</w:pPr>{run}{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str, properties: str = "") -> str:
    """A cell; content as text or as XML."""
    inside = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def abstract(name: str, *levels: tuple[str, str], extra: str = "", start: int = 1) -> str:
    """An abstractNum; levels as (format, text)."""
    out = ""
    for i, (form, text) in enumerate(levels):
        out += (
            f'<w:lvl w:ilvl="{i}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/>{extra}</w:lvl>'
        )
    return f'<w:abstractNum w:abstractNumId="{name}">{out}</w:abstractNum>'


def num(name: str, definition: str, inner: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{definition}"/>{inner}</w:num>'
