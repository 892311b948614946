"""What the browser's search is given: the index as a script that file:// can load, and the search itself, one file."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import rjsmin

from kb.answer.search import PAGE
from kb.search import build_index, open_index
from kb.search.export import browser_index
from kb.search.split import SplitIndex
from kb.store import Base
from kb.who.browser import browser_core, browser_who, facts_of
from kb_site.packed import pack, pack_text

# In this order; they share one function's scope, so that nothing of them is global and a worker runs the one file.
PARTS = (
    "search/packed.js", "search/text.js", "search/normalise.js", "search/query.js", "question/subject.js", "question/places.js",
    "search/places.js", "rules/resolver.js", "search/lexicon.js", "search/slips.js", "search/analyse.js", "search/rank.js",
    "search/snippet.js", "search/index.js", "search/parts.js", "search/split.js", "question/reader.js", "who/nodes.js", "who/scope.js",
    "who/passages.js", "who/evidence.js", "who/conclusion.js", "who/nearest.js", "who/groups.js", "who/worked.js", "who/unseen.js",
    "who/answer.js", "who/hits.js", "answer/search.js", "search/many.js", "search/engine.js",
)  # fmt: skip
# Needed only where the index is in parts: a site of few plans does without.
OF_MANY = ("search/parts.js", "search/split.js", "search/many.js")
# What answers a question; the rest finds.
ANSWERING = (
    "who/nodes.js", "who/scope.js", "who/passages.js", "who/evidence.js", "who/conclusion.js", "who/nearest.js", "who/groups.js",
    "who/worked.js", "who/unseen.js", "who/answer.js", "who/hits.js", "answer/search.js",
)  # fmt: skip

MOST_WHOLE = 4000
"""Documents of which the index is one file, 140 bytes each: the eleven plans of tests/several.py are a third of it, and a browser
reads them in half a second. With more the index is in parts, of which a query loads what it needs."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script of the search. path: below the folder of assets, "search-index.js"."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OfPlan:
    """What the box has to know of a plan in addition to its index. title: the short one. units: name → what its page is called
    after. left_out: lines that quotations leave out."""

    title: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    left_out: Sequence[str] = ()


def index_scripts(
    base: Base, most_whole: int | None = None, of_plan: Callable[[str], OfPlan] = lambda _: OfPlan()
) -> Iterator[Script]:
    """Yield the index as scripts, each made when it is asked for: one file, or the parts and then the core.

    of_plan: asked once for each plan, in their order.
    """
    if is_whole(base, most_whole):
        yield Script("search-index.js", index_script(base))
        return
    folder = base.folder / "index"
    with tempfile.TemporaryDirectory() as aside:
        if not folder.is_dir():
            folder = Path(aside) / "index"
            build_index(folder, base)
        yield from _parts(base, folder, Path(aside), of_plan)
        yield Script("search/who.js", answer_script())


def is_whole(base: Base, most_whole: int | None = None) -> bool:
    """Whether the index of a base is one file. most_whole: documents up to which it is, None: MOST_WHOLE."""
    return base.counts()["node"] <= (MOST_WHOLE if most_whole is None else most_whole)


def _parts(base: Base, folder: Path, aside: Path, of_plan: Callable[[str], OfPlan]) -> Iterator[Script]:
    (aside / "lists").mkdir()
    titles = []
    with open_index(folder) as index:
        split = SplitIndex(index, aside / "lists")
        for at, plan in enumerate(index.plans):
            docs = split.documents(plan)
            said = {
                one.id: (
                    one.category,
                    one.targets[0].text if one.targets else "",
                    one.unit_of_measure if one.targets and one.targets[0].value is not None else "",
                    one.binding,
                )
                for one in base.indicators(plan)
            }
            yield from (_part(name, text) for name, text in split.add(docs, said))
            mark, rows = split.rows(docs)
            known = of_plan(plan)
            titles.append(known.title)
            facts = facts_of(base, docs, plan)
            part = {
                "mark": mark,
                "rows": rows,
                "who": facts,
                "units": dict(known.units),
                "left_out": list(known.left_out),
            }
            yield _part(f"p{at}", _json(part))
        yield from (_part(name, text) for name, text in split.parts())
        data = {**split.core(), "who": browser_core(base, index)}
        data["rules"]["search"] = {"page": PAGE}
        data["split"]["short"] = titles
        yield Script("search-index.js", _index_script(pack(data)))


def _part(name: str, text: str) -> Script:
    return Script(f"search/{name}.js", f'shuiguan.part("{name}","{pack_text(text)}");\n'.encode())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _index_script(packed: str) -> bytes:
    return f'(self.shuiguan=self.shuiguan||{{}}).index="{packed}";\n'.encode()


def index_script(base: Base) -> bytes:
    """`shuiguan.index = "…"`, the packed index data, for the page or a worker."""
    return _index_script(pack(index_data(base)))


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


def search_script(*, whole: bool = True) -> bytes:
    """search.js: its parts in one function, without comments and white space. whole: for an index in one file.

    Of an index in parts, what answers is a script of its own (`answer_script`): hits need none of it.
    """
    left_out = OF_MANY if whole else ANSWERING
    code = "".join(text for name, text in _sources().items() if name not in left_out)
    return minified(f"""(function () {{"use strict";{code}}})();""").encode()


def answer_script() -> bytes:
    """search/who.js, a part that is a function: takes what it uses of search.js and returns the class that answers."""
    sources = _sources()
    code = "".join(sources[name] for name in ANSWERING if name != "answer/search.js")
    names = ", ".join(_used(code, "".join(text for name, text in sources.items() if name not in ANSWERING)))
    return minified(
        f"""shuiguan.part("who", (shared) => {{"use strict";const {{ {names} }} = shared;{code} return Who;}});"""
    ).encode()


def _sources() -> dict[str, str]:
    """The parts by name, with their short names, and in what the answer is given what it uses."""
    folder = files("kb_site") / "static"
    given = {name: (folder / name).read_text(encoding="utf-8") for name in PARTS}
    answering = "".join(given[name] for name in ANSWERING)
    used = _used(answering, "".join(text for name, text in given.items() if name not in ANSWERING))
    given["search/many.js"] += f"const SHARED = {{ {', '.join(used)} }};\n"
    sep = "\n//\0\n"
    short = _short_names(sep.join(given.values())).split(sep)
    return dict(zip(given, short, strict=True))


def _used(code: str, defined: str) -> list[str]:
    """Return the names of functions, classes and constants of one code that another uses."""
    names = re.findall(r"^(?:const|let|class|function) (\w+)", defined, re.M)
    spelled = set(re.findall(r"\w+", code))
    return sorted(name for name in set(names) if name in spelled)


def minified(code: str) -> str:
    """A script by rjsmin, shorter still: without line breaks after a block and semicolons before its end, `let` for `const`.

    Our statements end with a semicolon, no loop of ours has an empty body, and no text or expression of ours runs over a line
    or holds these signs (tests/site/test_assets.py)."""
    short = re.sub(r"\}\n(?=[A-Za-z])", "}", f"{rjsmin.jsmin(code)}\n")
    return re.sub(r"(?<![\w$.])const(?=[ {\[])", "let", short.replace(";}", "}"))


# Names of functions and members that are often written and that nothing outside asks for. Data has names in snake case.
OWN_NAMES = (
    "allDuties", "askedWords", "asksWho", "findNearest", "findPlaces", "groupByUnit", "groupsByNode", "inTitle", "makePlaceFinder",
    "makeTerm", "onlyRelated", "plainAll", "plainTitle", "topicMarks", "topicWords", "unitNames", "unitWords", "unitsWords",
)  # fmt: skip


def _short_names(code: str) -> str:
    """Return the code with short names for OWN_NAMES and for what begins with an underscore."""
    names = Counter(re.findall(rf"\b(?:_[A-Za-z]\w*|(?:{'|'.join(OWN_NAMES)})\b)", code))
    letters = "abcdefghijklmnopqrstuvwxyz"
    short = {name: f"_{letters[i % 26]}{i // 26 or ''}" for i, (name, _) in enumerate(names.most_common())}
    return re.sub(r"\b[A-Za-z_]\w*", lambda found: short.get(found[0], found[0]), code)
