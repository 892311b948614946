"""What the browser's search is given: the index as a script that file:// can load, and the search itself, one file."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from importlib.resources import files
from pathlib import Path

from kb.answer.search import PAGE
from kb.search import build_index, open_index
from kb.search.export import browser_index
from kb.store import Base
from kb.who.browser import browser_who
from kb_site.page import script_json

# In this order; they share one function's scope, so that nothing of them is global and a worker runs the one file.
PARTS = (
    "search/text.js", "search/normalise.js", "search/query.js", "question/subject.js", "question/places.js",
    "search/places.js", "search/lexicon.js", "search/slips.js", "search/analyse.js", "search/rank.js",
    "search/snippet.js", "search/index.js", "question/reader.js", "who/nodes.js", "who/scope.js", "who/passages.js",
    "who/evidence.js", "who/conclusion.js", "who/nearest.js", "who/groups.js", "who/worked.js", "who/unseen.js", "who/answer.js",
    "who/hits.js",    "answer/search.js", "search/engine.js",
)  # fmt: skip


def index_script(base: Base) -> bytes:
    """`shuiguan.index = {…}`, in the page or in a worker. A base without its search index has one made aside."""
    folder = base.folder / "index"
    if folder.is_dir():
        return _index_script(base, folder)
    with tempfile.TemporaryDirectory() as aside:
        build_index(Path(aside), base)
        return _index_script(base, Path(aside))


def _index_script(base: Base, folder: Path) -> bytes:
    with open_index(folder) as index:
        data = browser_index(index)
        data["who"] = browser_who(base, index)
        data["rules"]["search"] = {"page": PAGE}
    return f"(self.shuiguan=self.shuiguan||{{}}).index={script_json(data)};\n".encode()


def search_script() -> bytes:
    """search.js: its parts in one function, without indents, lines of comment and breaks that say nothing."""
    folder = files("kb_site") / "static"
    parts = "".join(lean((folder / name).read_text(encoding="utf-8")) for name in PARTS)
    return f'(function () {{\n"use strict";\n{_short_names(parts)}}})();\n'.encode()


def _short_names(code: str) -> str:
    """The code with short names for what begins with an underscore: members that nothing outside of it asks for."""
    names = Counter(re.findall(r"\b_[A-Za-z]\w*", code))
    letters = "abcdefghijklmnopqrstuvwxyz"
    short = {name: f"_{letters[i % 26]}{i // 26 or ''}" for i, (name, _) in enumerate(names.most_common())}
    return re.sub(r"\b_[A-Za-z]\w*", lambda found: short[found[0]], code)


# Texts, templates and expressions of a script, which keep their spaces; an expression follows a sign or a bracket.
_LITERAL = re.compile(
    r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|(?<=[(=,:!&|?{};\[] )/(?![/*])(?:\\.|[^/\\\n])+/[a-z]*"""
    r"""|(?<=[(,!\[])/(?![/*])(?:\\.|[^/\\\n])+/[a-z]*)"""
)
# Spaces next to these say nothing; next to + and - they may part two signs.
_SPACED = re.compile(r" *([{}()\[\];,:?=<>!&|*%]) *")


def lean(source: str) -> str:
    """A part as it is shipped. No text of these files runs over a line, so that lines may be cut so; a break behind
    what goes on or is closed (“{”, “,”, “;”) says nothing, nor do spaces around signs."""
    lines = (line.strip() for line in source.splitlines())
    kept = (line for line in lines if line and not line.startswith("//"))
    whole = "".join(line if line[-1] in "{,;([" and " // " not in line else f"{line}\n" for line in kept)
    parts = _LITERAL.split(whole)
    return "".join(part if i % 2 else _SPACED.sub(r"\1", part) for i, part in enumerate(parts))
