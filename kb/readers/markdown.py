"""Markdown (.md): headings, lists and paragraphs as lines, tables as tables.

Marks that are only Markdown's (#, -, |, **) are not text; the number of a list item is, as printed.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from kb.readers.flow import Item, Paragraph, Table, write_flow
from kb.readers.source import Source, refusal
from kb.readers.text import decode

MAX_MARKDOWN_CHARS = 2 * 1024 * 1024
"""A hundred long plans in one file; one takes 20 thousand to 100 thousand."""
MAX_NESTING = 40
"""Levels of lists and quotes inside each other."""

TITLE = re.compile(r"^title[ \t]*:[ \t]*(?P<quote>[\"']?)(?P<title>.+?)(?P=quote)[ \t]*$", re.M)
"""`title: 某某规划` in the front matter."""


def read_markdown(path: Path, data: bytes) -> Source:
    """A Markdown file as lines and tables. Raises DocumentError KB002–KB005, KB012.

    Of the front matter only the title is text, and only where the document does not print it itself.
    """
    text = decode(path, data)
    if len(text) > MAX_MARKDOWN_CHARS:
        shown = f"上限 {MAX_MARKDOWN_CHARS // 1024 // 1024} 兆字"
        hint = "一份规划远小于此，请确认选对了文件；多份规划请分开导入"
        raise refusal(path, "KB002", f"Markdown 文件过大（{shown}）", hint)
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table").enable("strikethrough")
    tokens = parser.use(front_matter_plugin).parse(without_open_ends(text))
    items = _Walk(tokens).items
    found = TITLE.search(tokens[0].content) if tokens and tokens[0].type == "front_matter" else None
    if found:
        title = found["title"]
        first = "".join(item.text for item in items[:8] if isinstance(item, Paragraph))
        if _bare(title) not in _bare(first):
            items.insert(0, Paragraph(title))
    return write_flow(path, items, data, ".md")


class _Walk:
    """The block tokens of a document as items."""

    def __init__(self, tokens: list[Token]) -> None:
        self.items: list[Item] = []
        self.marker = ""
        table: Table | None = None
        for token in tokens:
            if token.type == "list_item_open":
                self.marker = f"{token.info}{token.markup} " if token.info else ""
            elif token.type == "table_open":
                table = Table()
            elif token.type == "tr_open" and table is not None:
                table.rows.append([])
            elif token.type == "table_close" and table is not None:
                self.items.append(table)
                table = None
            elif token.type == "inline":
                line = inline_text(token.children or [])
                if table is not None:
                    table.rows[-1].append([Paragraph(line)])
                else:
                    self.add(line)
            elif token.type in ("fence", "code_block"):
                self.add(token.content)
            elif token.type == "html_block":
                self.add(strip_tags(token.content))

    def add(self, line: str) -> None:
        self.items.append(Paragraph(self.marker + line.strip("\n")))
        self.marker = ""


def inline_text(tokens: list[Token]) -> str:
    """The text of a run of inline tokens; a break in the source stays one.

    CommonMark takes no ** next to Chinese punctuation for emphasis (“**责任单位：**区卫健委”); the marks are no text here."""
    out = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            out.append("\n")
        elif token.type == "html_inline":
            if re.match(r"<br\b", token.content, re.I):
                out.append("\n")
        elif token.type == "image":
            out.append(inline_text(token.children or []))
        else:
            out.append(token.content)
    return re.sub(r"\*\*([^*\n]+)\*\*", r"\1", "".join(out))


_TAG = re.compile(r"<!--.*?-->|</?([a-zA-Z][a-zA-Z0-9]*)[^<>]*>", re.S)
_PARTING = frozenset(("br", "p", "div", "tr", "td", "th", "li", "h1", "h2", "h3", "h4", "h5", "h6"))


def strip_tags(markup: str) -> str:
    """The text of a block of raw HTML, a line for each block or cell.

    >>> strip_tags("<table><tr><td>甲</td><td>乙&amp;丙</td></tr></table>")
    '甲\\n乙&丙'
    """
    parted = _TAG.sub(lambda m: "\n" if (m[1] or "").lower() in _PARTING else "", without_open_ends(markup))
    return "\n".join(line for line in unescape(parted).split("\n") if line.strip())


_CONSTRUCTS = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))
"""Comments and the like, which end where the second sign is: one that never ends is no such thing, but text."""


def without_open_ends(text: str) -> str:
    """A text in which what opens and never ends is text. Looking for its end again and again takes quadratic time."""
    for begin, end in _CONSTRUCTS:
        last = text.rfind(end)
        after = last + len(end) if last >= 0 else 0
        if text.find(begin, after) >= 0:
            text = text[:after] + text[after:].replace(begin, f"&lt;{begin[1:]}")
    return text


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
