"""What the browser's search is given: the index as a script that file:// can load, and the search itself, one file."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import rjsmin

from kb.answer.search import PAGE
from kb.search import build_index, open_index
from kb.search.export import browser_index
from kb.store import Base
from kb.who.browser import browser_who
from kb_site.packed import pack

# In this order; they share one function's scope, so that nothing of them is global and a worker runs the one file.
PARTS = (
    "search/packed.js", "search/text.js", "search/normalise.js", "search/query.js", "question/subject.js", "question/places.js",
    "search/places.js", "rules/resolver.js", "search/lexicon.js", "search/slips.js", "search/analyse.js", "search/rank.js",
    "search/snippet.js", "search/index.js", "question/reader.js", "who/nodes.js", "who/scope.js", "who/passages.js",
    "who/evidence.js", "who/conclusion.js", "who/nearest.js", "who/groups.js", "who/worked.js", "who/unseen.js", "who/answer.js",
    "who/hits.js",    "answer/search.js", "search/engine.js",
)  # fmt: skip


def index_script(base: Base) -> bytes:
    """`shuiguan.index = "…"`, the packed index data, for the page or a worker."""
    return f'(self.shuiguan=self.shuiguan||{{}}).index="{pack(index_data(base))}";\n'.encode()


def index_data(base: Base) -> dict[str, Any]:
    """What the search reads: see kb.search.export and kb.who.browser. A base without its search index has one made aside."""
    folder = base.folder / "index"
    if folder.is_dir():
        return _index_data(base, folder)
    with tempfile.TemporaryDirectory() as aside:
        build_index(Path(aside), base)
        return _index_data(base, Path(aside))


def _index_data(base: Base, folder: Path) -> dict[str, Any]:
    with open_index(folder) as index:
        data = browser_index(index)
        data["who"] = browser_who(base, index)
        data["rules"]["search"] = {"page": PAGE}
    return data


def search_script() -> bytes:
    """search.js: its parts in one function, without comments and white space."""
    folder = files("kb_site") / "static"
    parts = _short_names("".join((folder / name).read_text(encoding="utf-8") for name in PARTS))
    return minified(f"""(function () {{"use strict";{parts}}})();""").encode()


def minified(code: str) -> str:
    """A script by rjsmin, and without the line breaks it leaves after a block: our statements end with a semicolon, and no
    text of ours runs over a line (tests/e2e: test_no_text_of_the_scripts_runs_over_a_line)."""
    return re.sub(r"\}\n(?=[A-Za-z])", "}", f"{rjsmin.jsmin(code)}\n")


def _short_names(code: str) -> str:
    """Return the code with short names for what begins with an underscore: members that nothing outside of it asks for."""
    names = Counter(re.findall(r"\b_[A-Za-z]\w*", code))
    letters = "abcdefghijklmnopqrstuvwxyz"
    short = {name: f"_{letters[i % 26]}{i // 26 or ''}" for i, (name, _) in enumerate(names.most_common())}
    return re.sub(r"\b_[A-Za-z]\w*", lambda found: short[found[0]], code)
