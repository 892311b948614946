"""What any engine in files must do, run against each of them and one of plain dicts; and conditions and bounds over them."""

from __future__ import annotations

import hashlib
import math
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.search.columns import Columns
from kb.search.documents import SearchDoc
from kb.search.engine import (
    IN_FILES,
    AllOf,
    AnyOf,
    Ask,
    Best,
    Bound,
    ByKind,
    Condition,
    Contents,
    Cursor,
    Enough,
    Has,
    NoneOf,
    Postings,
    Share,
    Sum,
    Worth,
    Writer,
    open_postings,
    write_contents,
)
from kb.search.engine.base import Posting
from kb.search.engine.sets import SetRetriever
from kb.search.engine.stored import Kept
from kb.search.rows import FIELDS

DOCUMENTS: list[dict[str, list[str]]] = [
    {"gram": ["托", "育", "托育", "幼儿园"], "kind": ["task"], "unit": ["区卫健委", "区教委"]},
    {"gram": ["托", "位", "托位", "%"], "kind": ["indicator"], "unit": ["区卫健委"], "plan": ["a-1"]},
    {"gram": [], "kind": ["box"]},
    {"gram": ["\U00020000", "托育"], "kind": ["task"], "unit": []},
]


def postings_of(documents: Iterable[Mapping[str, Iterable[str]]]) -> Iterator[Posting]:
    """As a merge of parts gives them: fields and terms in order."""
    found: dict[str, dict[str, list[int]]] = {field: {} for field in FIELDS}
    for number, document in enumerate(documents):
        for field, terms in document.items():
            for term in set(terms):
                found[field].setdefault(term, []).append(number)
    return ((field, term, found[field][term]) for field in FIELDS for term in sorted(found[field]))


class DictPostings:
    """The smallest engine: terms in a dict, written as a text file."""

    def __init__(self, folder: Path) -> None:
        self._found: dict[tuple[str, str], list[int]] = {}
        for line in (folder / "terms.txt").read_text("utf-8").splitlines():
            field, term, *numbers = line.split("\t")
            self._found[field, term] = list(map(int, numbers))

    def having(self, field: str, term: str) -> list[int]:
        return self._found.get((field, term), [])

    def close(self) -> None:
        pass


def write_dict_postings(folder: Path, contents: Contents) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        "\t".join((field, term, *map(str, numbers))) + "\n" for field, term, numbers in contents.postings()
    ]
    (folder / "terms.txt").write_text("".join(lines), "utf-8", newline="\n")


def contents_of(documents: list[dict[str, list[str]]]) -> Contents:
    return Contents(len(documents), lambda: postings_of(documents), lambda: ())


Pair = tuple[Writer, Callable[[Path], Postings]]


@pytest.fixture(params=[*IN_FILES, "dict"])
def pair(request: pytest.FixtureRequest) -> Pair:
    if request.param == "dict":
        return write_dict_postings, DictPostings
    return write_contents(request.param), lambda folder: open_postings(request.param, folder)


@pytest.fixture
def engine(pair: Pair, tmp_path: Path) -> Iterable[Postings]:
    write, read = pair
    write(tmp_path / "terms", contents_of(DOCUMENTS))
    opened = read(tmp_path / "terms")
    yield opened
    opened.close()


def retriever_of(postings: Postings, documents: int) -> SetRetriever:
    """A retriever whose documents have nothing but their number in `order`."""

    def read(number: int) -> SearchDoc:
        return SearchDoc(f"p/{number}", "p", "task", "", "", "", "", "", number)

    class Sized(Columns):
        def __init__(self) -> None:
            self.size = documents
            self.titles = array("B", range(documents))
            self.kinds = array("B", (number % 2 for number in range(documents)))
            self.kind_names = KINDS

    return SetRetriever("dict", lambda: postings, Sized, read, lambda _: "")


@pytest.mark.parametrize(
    ("field", "term", "numbers"),
    [
        ("gram", "托", {0, 1}),
        ("gram", "托育", {0, 3}),
        ("gram", "幼儿园", {0}),
        ("gram", "%", {1}),
        ("gram", "\U00020000", {3}),
        ("kind", "task", {0, 3}),
        ("unit", "区卫健委", {0, 1}),
        ("plan", "a-1", {1}),
        ("gram", "没有", set()),
        ("kind", "托", set()),
        ("gram", "托\0", set()),
        ("gram", "", set()),
        ("nothing", "托", set()),
    ],
)
def test_having(engine: Postings, field: str, term: str, numbers: set[int]) -> None:
    assert list(engine.having(field, term)) == sorted(numbers)


TUO, TASK = Has("gram", "托"), Has("kind", "task")


@pytest.mark.parametrize(
    ("condition", "numbers"),
    [
        (AllOf((TUO, TASK)), {0}),
        (AnyOf((TUO, TASK)), {0, 1, 3}),
        (AllOf((TUO, NoneOf((TASK,)))), {1}),
        (AllOf((NoneOf((TASK,)), TUO)), {1}),
        (NoneOf((TUO, TASK)), {2}),
        (AllOf(()), {0, 1, 2, 3}),
        (AnyOf(()), set()),
        (NoneOf(()), {0, 1, 2, 3}),
        (Enough(((TUO, 3), (TASK, 2)), 3), {0, 1}),
        (Enough(((TUO, 3), (TASK, 2)), 5), {0}),
        (Enough(((TUO, 3), (TASK, 2)), 6), set()),
        (Enough(((TASK, 2), (TASK, 2)), 4), {0, 3}),
        (AllOf((AnyOf((TUO, Has("kind", "box"))), NoneOf((AllOf((TUO, TASK)),)))), {1, 2}),
    ],
)
def test_conditions(engine: Postings, condition: Condition, numbers: set[int]) -> None:
    retriever = retriever_of(engine, len(DOCUMENTS))
    assert retriever.meeting(condition) == numbers
    assert retriever.count((condition, TASK)) == [len(numbers), 2]


def test_the_same_postings_give_the_same_bytes(pair: Pair, tmp_path: Path) -> None:
    write, _ = pair
    digests = []
    for name, documents in (("one", DOCUMENTS), ("two", [dict(reversed(d.items())) for d in DOCUMENTS])):
        write(tmp_path / name, contents_of(documents))
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        digests.append([(f.name, hashlib.sha256(f.read_bytes()).hexdigest()) for f in files])
    assert digests[0] == digests[1]


def test_no_documents(pair: Pair, tmp_path: Path) -> None:
    write, read = pair
    write(tmp_path / "terms", contents_of([]))
    engine = read(tmp_path / "terms")
    assert list(engine.having("gram", "托")) == []
    engine.close()


def test_lists_of_any_length(pair: Pair, tmp_path: Path) -> None:
    """Short lists and long ones, near and wide steps, and one that takes several blocks."""
    write, read = pair
    lists = {
        "a": range(64),
        "b": range(65),
        "c": [5],
        "d": range(0, 200_000, 7),
        "e": [0, 300, 70_000, 70_001],
        "f": range(9000),
    }
    postings = [("gram", term, list(numbers)) for term, numbers in lists.items()]
    write(tmp_path / "terms", Contents(200_000, lambda: postings, lambda: ()))
    engine = read(tmp_path / "terms")
    assert {term: list(engine.having("gram", term)) for term in lists} == {
        t: list(n) for t, n in lists.items()
    }
    engine.close()


# Pages

LETTERS = "abcdef"
KINDS = ("even", "odd")
CONDITIONS = st.recursive(
    st.sampled_from([Has("kind", letter) for letter in LETTERS]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        st.lists(inner, max_size=2).map(lambda parts: NoneOf(tuple(parts))),
        st.tuples(st.lists(st.tuples(inner, st.integers(1, 9)), max_size=4), st.integers(1, 20)).map(
            lambda pair: Enough(tuple(pair[0]), pair[1])
        ),
    ),
    max_leaves=6,
)
BOUNDS = st.recursive(
    st.one_of(
        st.builds(Worth, CONDITIONS, st.integers(0, 100)),
        st.builds(Share, CONDITIONS, st.integers(0, 100), st.integers(1, 4)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda parts: Sum(tuple(parts))),
        st.builds(Best, st.lists(inner, max_size=4).map(tuple), st.sampled_from([0, 30])),
        st.builds(ByKind, inner, st.just((("odd", 90), ("even", 110))), st.just(100)),
    ),
    max_leaves=8,
)
SETS = st.lists(st.sets(st.sampled_from(LETTERS)), max_size=120)


def meets(letters: set[str], condition: Condition) -> bool:
    """The plain meaning of a condition."""
    if isinstance(condition, Has):
        return condition.term in letters
    if isinstance(condition, Enough):
        return sum(weight for part, weight in condition.parts if meets(letters, part)) >= condition.least
    met = [meets(letters, part) for part in condition.parts]
    return all(met) if isinstance(condition, AllOf) else any(met) != isinstance(condition, NoneOf)


def value(letters: set[str], bound: Bound, number: int) -> int:
    """The plain meaning of a bound. A document's title is as long as its number, and its kind is odd or even."""
    if isinstance(bound, Worth):
        return bound.points if meets(letters, bound.where) else 0
    if isinstance(bound, Share):
        part = bound.points * bound.length // max(bound.length, number)
        return part if meets(letters, bound.where) else 0
    if isinstance(bound, ByKind):
        percent = dict(bound.percent)[KINDS[number % 2]]
        return math.ceil(value(letters, bound.part, number) * percent / 100)
    values = [value(letters, part, number) for part in bound.parts]
    if isinstance(bound, Sum):
        return sum(values)
    most = max(values, default=0)
    return most + (sum(values) - most) * bound.beside // 100


class InMemory:
    def __init__(self, documents: list[set[str]]) -> None:
        self.documents = documents

    def having(self, field: str, term: str) -> list[int]:
        return [number for number, letters in enumerate(self.documents) if term in letters]

    def close(self) -> None:
        pass


@settings(max_examples=300, deadline=None)
@given(SETS, CONDITIONS, BOUNDS, st.integers(1, 9))
def test_pages_go_by_bound_and_then_by_place(
    documents: list[set[str]], tier: Condition, bound: Bound, size: int
) -> None:
    retriever = retriever_of(InMemory(documents), len(documents))
    due = sorted(
        (
            (-value(letters, bound, number), number)
            for number, letters in enumerate(documents)
            if meets(letters, tier)
        )
    )
    ask = Ask((tier,), bound, (Has("kind", "a"),))
    rows: list[tuple[int, int]] = []
    after = None
    while True:
        page = retriever.fetch(ask, 0, size, after)
        rows += [(-row.bound, row.number) for row in page.rows]
        assert all((0 in row.marks) == ("a" in documents[row.number]) for row in page.rows)
        if page.next_bound is None:
            break
        assert len(page.rows) == size
        assert -page.next_bound == due[len(rows)][0]
        after = Cursor(page.rows[-1].bound, page.rows[-1].number)
        if len(rows) % 2:  # asked by another retriever, which has not seen the pages before
            retriever = retriever_of(InMemory(documents), len(documents))
    assert rows == due


def test_what_is_kept_is_bounded() -> None:
    kept: Kept[int, str] = Kept(10, len)
    for key in range(100):
        kept.put(key, "abc")
        kept.get(0)
    assert [key for key in range(100) if kept.get(key) is not None] == [0, 98, 99]
    kept.put(99, "a long value, longer than all that is kept")
    assert kept.get(99) is not None
    assert kept.get(0) is None
