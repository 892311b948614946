"""What any engine must do, run against the embedded one and one of plain dicts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from kb.search.engine import AllOf, AnyOf, Engine, EngineWriter, Has, NoneOf, evaluate
from kb.search.engine.embedded import open_engine, write_engine

DOCUMENTS: list[dict[str, list[str]]] = [
    {"gram": ["托", "育", "托育", "幼儿园"], "kind": ["task"], "unit": ["区卫健委", "区教委"]},
    {"gram": ["托", "位", "托位", "%"], "kind": ["indicator"], "unit": ["区卫健委"], "plan": ["a-1"]},
    {"gram": [], "kind": ["box"]},
    {"gram": ["\U00020000", "托育"], "kind": ["task"], "unit": []},
]


class DictEngine:
    """The smallest engine: terms in a dict, written as a text file."""

    def __init__(self, folder: Path) -> None:
        self._found: dict[tuple[str, str], set[int]] = {}
        lines = (folder / "terms.txt").read_text("utf-8").split("\n")
        self._count = int(lines[0])
        for line in lines[1:]:
            if line:
                field, term, *numbers = line.split("\t")
                self._found[field, term] = set(map(int, numbers))

    def count(self) -> int:
        return self._count

    def having(self, field: str, term: str) -> frozenset[int]:
        return frozenset(self._found.get((field, term), ()))

    def close(self) -> None:
        pass


def write_dict_engine(folder: Path, documents: Iterable[Mapping[str, Iterable[str]]]) -> None:
    found: dict[tuple[str, str], list[str]] = {}
    count = 0
    for document in documents:
        for field, terms in document.items():
            for term in set(terms):
                found.setdefault((field, term), []).append(str(count))
        count += 1
    folder.mkdir(parents=True, exist_ok=True)
    lines = [str(count)] + ["\t".join((*key, *found[key])) for key in sorted(found)]
    (folder / "terms.txt").write_text("\n".join(lines), "utf-8", newline="\n")


Pair = tuple[EngineWriter, Callable[[Path], Engine]]


@pytest.fixture(params=["embedded", "dict"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return (write_engine, open_engine) if request.param == "embedded" else (write_dict_engine, DictEngine)


@pytest.fixture
def engine(pair: Pair, tmp_path: Path) -> Iterable[Engine]:
    write, read = pair
    write(tmp_path / "terms", iter(DOCUMENTS))
    opened = read(tmp_path / "terms")
    yield opened
    opened.close()


def test_counts_documents_without_terms_too(engine: Engine) -> None:
    assert engine.count() == 4


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
        ("gram", "", set()),
        ("nothing", "托", set()),
    ],
)
def test_having(engine: Engine, field: str, term: str, numbers: set[int]) -> None:
    assert engine.having(field, term) == numbers


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
        (AllOf((AnyOf((TUO, Has("kind", "box"))), NoneOf((AllOf((TUO, TASK)),)))), {1, 2}),
    ],
)
def test_conditions(engine: Engine, condition: AllOf | AnyOf | NoneOf, numbers: set[int]) -> None:
    assert evaluate(engine, condition) == numbers


def test_the_same_documents_give_the_same_bytes(pair: Pair, tmp_path: Path) -> None:
    write, _ = pair
    digests = []
    for name, documents in (("one", DOCUMENTS), ("two", [dict(reversed(d.items())) for d in DOCUMENTS])):
        write(tmp_path / name, documents)
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        digests.append([(f.name, hashlib.sha256(f.read_bytes()).hexdigest()) for f in files])
    assert digests[0] == digests[1]


def test_no_documents(pair: Pair, tmp_path: Path) -> None:
    write, read = pair
    write(tmp_path / "terms", [])
    engine = read(tmp_path / "terms")
    assert engine.count() == 0
    assert engine.having("gram", "托") == frozenset()
    engine.close()
