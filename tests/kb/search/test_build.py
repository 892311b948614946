"""Building: the same bytes from the same base, plans put and taken one by one, and who loads jieba."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kb.search import (
    Index,
    SearchDoc,
    build_index,
    finish_index,
    index_documents,
    open_index,
    put_plan,
    remove_plan,
)
from kb.search.documents import documents, read_vocabulary
from kb.store import Base


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


@pytest.fixture(scope="module")
def other_plan(base: Base) -> list[SearchDoc]:
    """A second plan: the seed's nodes under another id, of a town, one word changed."""

    def renamed(text: str) -> str:
        return text.replace("dadukou-children", "town").replace("托育", "养老")

    return [
        replace(
            doc,
            id=renamed(doc.id),
            plan=renamed(doc.plan),
            parent=renamed(doc.parent) if doc.parent else None,
            title=renamed(doc.title),
            head=renamed(doc.head),
            text=renamed(doc.text),
        )
        for doc in documents(base)
    ]


def test_the_same_base_gives_the_same_bytes_in_any_process(
    base: Base, index_folder: Path, tmp_path: Path
) -> None:
    code = (
        "import sys; from pathlib import Path; from kb.store import Base; from kb.search import build_index; "
        "build_index(Path(sys.argv[2]), Base(Path(sys.argv[1])))"
    )
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code, str(base.folder), str(tmp_path / seed)],
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": str(Path(__file__).parents[3])},
            check=True,
        )
        assert digests(tmp_path / seed) == digests(index_folder)


def test_adding_and_taking_a_plan_equals_building_anew(
    base: Base, index_folder: Path, other_plan: list[SearchDoc], tmp_path: Path
) -> None:
    vocabulary = read_vocabulary(base)
    both = [*documents(base), *other_plan]
    index_documents(tmp_path / "both", both, vocabulary)
    build_index(tmp_path / "grown", base)
    put_plan(tmp_path / "grown", "town-2021-2030", other_plan)
    finish_index(tmp_path / "grown", [*base.plan_ids(), "town-2021-2030"], vocabulary)
    assert digests(tmp_path / "grown") == digests(tmp_path / "both")
    remove_plan(tmp_path / "grown", "town-2021-2030")
    finish_index(tmp_path / "grown", base.plan_ids(), vocabulary)
    assert digests(tmp_path / "grown") == digests(index_folder)


def test_two_plans(base: Base, other_plan: list[SearchDoc], tmp_path: Path) -> None:
    index_documents(tmp_path / "both", [*documents(base), *other_plan], read_vocabulary(base))
    with open_index(tmp_path / "both") as index:
        assert {hit.plan for hit in index.search("养老").hits} == {"town-2021-2030"}
        assert {hit.plan for hit in index.search("茄子溪").hits} == {
            "town-2021-2030",
            "dadukou-children-2021-2030",
        }
        assert {hit.plan for hit in index.search("茄子溪 规划:town").hits} == {"town-2021-2030"}
        facets = {facet.field: dict(facet.counts) for facet in index.search("茄子溪").facets}
        assert facets["plan"] == {"dadukou-children-2021-2030": 1, "town-2021-2030": 1}


def test_no_plans(tmp_path: Path, base: Base) -> None:
    index_documents(tmp_path / "none", [], read_vocabulary(base))
    with open_index(tmp_path / "none") as index:
        assert index.search("托育").total == 0
        assert index.search("类型:指标").total == 0


QUERIES = ["托育", "託育", "tuoyu", "ty", "托肓", "托育归哪个单位管", "单位:区卫健委", "2.4.2", "殡葬改革"]


def test_a_search_loads_neither_jieba_nor_pypinyin_nor_sqlite(index_folder: Path) -> None:
    code = (
        "import sys; from kb.search import open_index; index = open_index(sys.argv[1]); "
        "[index.search(q) for q in sys.argv[2:]]; "
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'jieba', 'pypinyin', 'sqlite3', 'kb_cli'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(index_folder), *QUERIES], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_nothing_of_whoosh_outside_the_engine() -> None:
    package = Path(__file__).parents[3] / "kb" / "search"
    named = [
        path.name
        for path in package.rglob("*.py")
        if path.parent.name != "engine" and "import whoosh" in path.read_text("utf-8")
    ]
    assert named == []


def test_documents_know_their_units_chapter_and_binding(index: Index) -> None:
    docs = {doc.id.split("/", 1)[1]: doc for doc in index.documents()}
    assert docs["b1.19"].units == ("区公安分局", "区教委", "区卫健委")
    assert docs["b1.19"].binding == "约束性"
    assert docs["2.4.2"].chapter == "二"
    assert docs["title"].number == "大渡口府发〔2023〕7号"
    assert "托育" in {tag.name for tag in docs["2.4.2"].topics if tag.in_title}
