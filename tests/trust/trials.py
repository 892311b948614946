"""Bad input of every kind, tried: each trial takes any text or bytes and holds the program to its promises.

A document's fault is told as Problems or a DocumentError; anything else that comes out is a fault of ours. The same
trials serve hypothesis (test_bad_input.py) and a coverage-guided fuzzer (fuzz.py).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from kb.model import Commitment, Duty, Reference, Topic, Tree, Unit
from kb.parse import parse_draft, read_plan, read_plan_md, write_plan
from kb.parse.coverage import covered
from kb.parse.record import read_plan_folder
from kb.problems import DocumentError, Problem
from kb.readers import read_source
from kb.rules import check, find_facts
from kb.rules.overlay import read_overlay
from kb.rules.registry import load_units
from kb.rules.topics import load_topics
from kb.search import Index, open_index
from kb.search.query import parse_query
from tests import made
from tests.kb.parse.made import check as check_tree
from tests.kb.parse.made import text_source
from tests.kb.readers.check import check_source

Trial = Callable[[bytes], None]


@cache
def desk() -> Path:
    """A folder for files that are tried, in memory where the system has such a place."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="trials-", dir=memory if memory.is_dir() else None))


def lay(name: str, content: bytes) -> Path:
    path = desk() / name
    path.write_bytes(content)
    return path


def refused(error: DocumentError) -> None:
    """A refusal names at least one fault."""
    assert error.problems
    told(error.problems)


def told(problems: tuple[Problem, ...]) -> None:
    """Problems say where and what, in words."""
    for problem in problems:
        assert problem.message
        assert problem.line >= 0
        assert problem.code.startswith("KB")
        str(problem)


def try_reader(suffix: str) -> Trial:
    """A document of a format: read with every character in its place, or refused in words."""

    def trial(data: bytes) -> None:
        path = lay(f"plan{suffix}", data)
        try:
            source = read_source(path)
        except DocumentError as error:
            refused(error)
            return
        check_source(source)

    return trial


def as_text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


@cache
def registry() -> tuple[tuple[Unit, ...], tuple[Topic, ...]]:
    corpus = Path(__file__).resolve().parents[2] / "corpus"
    return load_units(corpus / "units.toml")[0], load_topics(corpus / "topics.toml")[0]


def check_facts(tree: Tree) -> None:
    """Every quote stands where it says; what is wrong is told."""
    units, topics = registry()
    facts = find_facts(tree, units, topics)
    source = tree.plan.source
    quoted: tuple[Duty | Commitment | Reference, ...]
    quoted = (*facts.duties, *facts.commitments, *facts.references)
    for fact in quoted:
        assert source[fact.start : fact.end] == fact.quote != ""
    told(check(tree, facts, units, topics))


def try_plan(data: bytes) -> None:
    """Any text as a plan: parsed with every character kept once, written, read back, its facts found."""
    text = as_text(data)
    source = text_source(text)
    draft = parse_draft(source, "plan")
    assert covered(draft, source)
    tree = read_plan(write_plan(draft), text, draft.repairs)
    check_tree(tree)
    check_facts(tree)


def try_plan_md(data: bytes) -> None:
    """Any text as plan.md, front matter included: read, or refused in words; what is read is written alike."""
    try:
        draft = read_plan_md(as_text(data), "plan.md")
    except DocumentError as error:
        refused(error)
        return
    md = write_plan(draft)
    assert write_plan(read_plan_md(md, "plan.md")) == md


@cache
def small_plan() -> tuple[str, bytes, bytes]:
    """Source, plan.md and import.json of a small plan in which import left something out."""
    from kb.pipeline.importer import import_file
    from tests.trust.stage import PLANS

    text = PLANS[0].replace("坚持", "坚\u200b持")
    path = lay("small.txt", text.encode())
    folder = import_file(path, desk() / "corpus", "small", force=True).folder
    return text, (folder / "plan.md").read_bytes(), (folder / "import.json").read_bytes()


def try_folder(data: bytes) -> None:
    """Any bytes as the plan.md of a folder: a tree whose pieces stand in the source, or refused in words."""
    try_files(data, small_plan()[2])


def try_record(data: bytes) -> None:
    """Any bytes as the import.json of a folder."""
    try_files(small_plan()[1], data)


def try_files(md: bytes, record: bytes) -> None:
    source = small_plan()[0]
    folder = desk() / "folder"
    folder.mkdir(exist_ok=True)
    for name, content in (("source.txt", source.encode()), ("plan.md", md), ("import.json", record)):
        (folder / name).write_bytes(content)
    try:
        tree = read_plan_folder(folder)
    except DocumentError as error:
        refused(error)
        return
    for node in tree.nodes:
        for text in (node.head, node.body):
            for piece in text.pieces:
                span = slice(piece.at, piece.at + piece.end - piece.start)
                assert text.value[span] == source[piece.start : piece.end]
    check_facts(tree)
    texts = [
        tree.plan.title,
        tree.plan.issuer,
        *tree.plan.recipients,
        *(n.title for n in tree.nodes),
        *(r.value for r in tree.repairs),
    ]
    "".join(texts).encode()


def try_units(data: bytes) -> None:
    units, problems = load_units(lay("units.toml", data))
    told(problems)
    assert all(isinstance(u.name, str) and u.name for u in units)


def try_topics(data: bytes) -> None:
    topics, problems = load_topics(lay("topics.toml", data))
    told(problems)
    assert all(isinstance(t.name, str) and t.name for t in topics)


def try_overlay(data: bytes) -> None:
    rows, problems = read_overlay(lay("duties.csv", data), made.TREE)
    told(problems)
    ids = {n.id for n in made.TREE.nodes}
    assert all(row.node in ids and row.unit for row in rows)


@cache
def index() -> Index:
    from kb.search import build_index
    from kb.store import open_base

    folder = desk() / f"base-{os.getpid()}"
    made.write_made(folder)
    with open_base(folder) as base:
        build_index(folder / "index", base)
    return open_index(folder / "index")


def try_query(data: bytes) -> None:
    """Anything can be searched for; a hit has all its parts."""
    text = as_text(data)
    parse_query(text)
    result = index().search(text, limit=None)
    ids = [hit.id for hit in result.hits]
    assert len(ids) == len(set(ids))


FORMATS = (".txt", ".md", ".html", ".docx", ".pdf", ".xlsx", ".ofd")
TRIALS: dict[str, Trial] = {
    **{f"reader{suffix}": try_reader(suffix) for suffix in FORMATS},
    "plan": try_plan,
    "plan.md": try_plan_md,
    "folder": try_folder,
    "import.json": try_record,
    "units.toml": try_units,
    "topics.toml": try_topics,
    "duties.csv": try_overlay,
    "query": try_query,
}
