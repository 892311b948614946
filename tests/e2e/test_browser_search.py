"""Search in the browser gives what `kb search` and `kb who` give: hits, scores, passages, notes, answers, evidence."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.answer.search import PAGE, search
from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.search import Index, SearchDoc, TopicWords, UnitName, Vocabulary, index_documents, open_index
from kb.search.export import browser_index
from kb.store import Base, open_base
from kb.who.answer import who
from kb.who.browser import browser_tables
from kb_site.build import build_site
from kb_site.search_data import search_script
from tests.twin.queries import KINDS, OTHERS, VALUES, questions

pytestmark = pytest.mark.e2e

PLAN = "dadukou-children-2021-2030"
READY = "Boolean(window.shuiguan && window.shuiguan.search)"


def until_ready(page: Any) -> None:
    """Wait for the search to be loaded; asked from here, since a page lets nothing be evaluated inside it."""
    for _ in range(200):
        if page.evaluate(READY):
            return
        page.wait_for_timeout(50)
    pytest.fail("the page did not load its search within ten seconds")


@dataclass(frozen=True)
class Searching:
    """A page of a site over file://, and the index and base it was made from."""

    page: Any
    base: Base
    index: Index

    def in_browser(self, queries: list[str], limit: int = 10) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate(
            "async ([queries, limit]) => {const out = []; "
            "for (const query of queries) out.push(await shuiguan.search(query, {limit})); return out}",
            [queries, limit],
        )
        for one in found:  # what only the page shows
            del one["rows"], one["tries"], one["facets"]["topic"]
        return found

    def here(self, query: str, limit: int = 10) -> dict[str, Any]:
        """What the command line gives; `url` is made by the page."""
        found: dict[str, Any] = {**search(self.index, query, base=self.base, limit=limit)}
        for hit in found["hits"]:
            del hit["url"]
        del found["offset"]
        plain: dict[str, Any] = json.loads(json.dumps(found))
        return plain

    def answered_here(self, query: str) -> Any:
        return json.loads(json.dumps(who(self.base, self.index, query)))

    def assert_same(self, queries: list[str], limit: int = 10) -> None:
        """Everything the browser finds and answers is what the command line does. No answer: a filter, an exclusion."""
        for query, found in zip(queries, self.in_browser(queries, limit), strict=True):
            answer = found.pop("answer")
            assert found == self.here(query, limit), query
            if answer is not None:
                assert answer == self.answered_here(query), query


@pytest.fixture(scope="module")
def searching(chromium: Any, base: Base, site: Path) -> Iterator[Searching]:
    page = chromium.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    until_ready(page)
    with open_index(base.folder / "index") as index:
        yield Searching(page, base, index)
    page.close()


@pytest.mark.parametrize("name", ["dev.json", "own-search.json", "who.json"])
def test_the_same_hits_in_the_same_order(searching: Searching, name: str) -> None:
    """Asked for: the first equal in 95 of 100, the same nodes among ten in 90. Held: every hit, score and passage."""
    asked = questions(name)
    for query, found in zip(asked, searching.in_browser(asked), strict=True):
        del found["answer"]
        assert found == searching.here(query), query


@pytest.mark.parametrize("name", ["who.json", "dev.json", "own-search.json"])
def test_the_same_answers_with_the_same_evidence(searching: Searching, name: str) -> None:
    asked = questions(name)
    for query, found in zip(asked, searching.in_browser(asked), strict=True):
        assert found["answer"] == searching.answered_here(query), query


def test_the_query_language_places_pinyin_and_slips(searching: Searching) -> None:
    searching.assert_same([*OTHERS, *VALUES, *KINDS])
    searching.assert_same(OTHERS[:10], limit=200)


def test_what_a_person_sees(searching: Searching) -> None:
    """By hand, so that the two can't be wrong alike."""
    found, pinyin, old, filtered, nothing = searching.in_browser(
        ["托育归哪个单位管", "tuoyu", "託育", "单位:区卫健委 类型:指标 -托", "火星移民"]
    )
    first = found["answer"]["answers"][0]
    assert (first["unit"], first["basis"]) == ("区卫健委", "assigned")
    assert "区卫健委" in first["evidence"][0]["quote"]
    assert {hit["title"] for hit in found["hits"][:4]} >= {"发展普惠托育服务体系", "普惠托育服务机构数量"}
    assert [hit["id"] for hit in pinyin["hits"]] == [hit["id"] for hit in old["hits"]]
    assert pinyin["notes"] == ["没有“tuoyu”，按“托育”查找。"]
    assert filtered["answer"] is None
    assert filtered["hits"]
    assert all(hit["kind"] == "indicator" and "区卫健委" in hit["units"] for hit in filtered["hits"])
    assert nothing["hits"] == []
    assert nothing["notes"] == ["没有找到。可以换一个说法，或少用几个词。"]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_part_of_any_text_finds_its_node(searching: Searching, data: st.DataObject) -> None:
    """One character to a whole sentence, across what the lexicon calls words; twenty at a time."""
    docs = [doc for doc in searching.index.documents() if (doc.head + doc.text).strip()]
    asked: list[tuple[str, str]] = []
    for doc in data.draw(st.lists(st.sampled_from(docs), min_size=20, max_size=20)):
        text = doc.head + doc.text
        start = data.draw(st.integers(0, len(text) - 1))
        part = text[start : start + data.draw(st.integers(1, 30))]
        if part.strip():
            asked.append((doc.id, part))
    found = searching.in_browser([part for _, part in asked], limit=1000)
    for (id_, part), result in zip(asked, found, strict=True):
        assert id_ in {hit["id"] for hit in result["hits"]}, part


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_is_typed_both_say_the_same(searching: Searching, data: st.DataObject) -> None:
    docs = [doc for doc in searching.index.documents() if len(doc.text) > 3]
    odd = st.text("托肓育玉机构谁管 归的-:\"单位“”（）()、。,3%az'.", min_size=0, max_size=6)

    def draw() -> str:
        doc = data.draw(st.sampled_from(docs))
        start = data.draw(st.integers(0, len(doc.text) - 2))
        part = doc.text[start : start + data.draw(st.integers(1, 8))]
        return data.draw(odd) + part + data.draw(odd)

    searching.assert_same([draw() for _ in range(8)], limit=30)


def test_over_http_a_worker_searches(open_page: Callable[..., Any], http: str, searching: Searching) -> None:
    page = open_page().page
    page.goto(f"{http}index.html")
    until_ready(page)
    assert page.evaluate("shuiguan.search('托育') instanceof Promise")
    for _ in range(100):  # the browser tells of a worker when it has started
        if page.workers:
            break
        page.wait_for_timeout(50)
    assert [worker.url for worker in page.workers] == [f"{http}_assets/search.js"]
    there = Searching(page, searching.base, searching.index)
    there.assert_same(questions("dev.json"))


def test_a_worker_that_does_not_start_is_done_without(
    open_page: Callable[..., Any], http: str, searching: Searching
) -> None:
    page = open_page().page
    page.add_init_script(
        "window.Worker = function () { this.postMessage = () => setTimeout(() => this.onerror()); }"
    )
    page.goto(f"{http}index.html")
    until_ready(page)
    there = Searching(page, searching.base, searching.index)
    assert page.evaluate("shuiguan.search('托育') instanceof Promise")
    there.assert_same(["托育"])
    assert not page.evaluate("shuiguan.search('托育') instanceof Promise")


def test_two_plans_with_the_same_nodes(chromium: Any, repository: Path, tmp_path: Path) -> None:
    """Equal scores in both, local ids in both, a unit's duties from both, filtered by plan."""
    corpus = tmp_path / "corpus"
    for plan in ("first", "second"):
        folder = corpus / plan
        folder.mkdir(parents=True)
        for name in ("plan.md", "source.txt", "import.json"):
            text = (repository / "corpus" / PLAN / name).read_text("utf-8")
            (folder / name).write_text(text.replace(PLAN, plan), "utf-8")
    for name in ("units.toml", "topics.toml"):
        text = (repository / "corpus" / name).read_text("utf-8")
        (corpus / name).write_text(text.replace(PLAN, "second"), "utf-8")
    built = build(Corpus(corpus), tmp_path / "kb")
    with open_base(built.folder) as base, open_index(base.folder / "index") as index:
        out = build_site(base, tmp_path / "site").out
        page = chromium.new_page()
        page.goto(f"{out.as_uri()}/index.html")
        until_ready(page)
        here = Searching(page, base, index)
        here.assert_same(
            [*questions("dev.json"), "规划:second 托育", "规划:first 类型:指标", "2.4.2"], limit=40
        )
        page.close()


def test_several_plans_answer_as_the_command_line_does(
    chromium: Any, several: Path, several_base: Base
) -> None:
    """Every question of the sets and words of every plan: hits, scores, answers, across plans of other shapes."""
    page = chromium.new_page()
    page.goto((several / "index.html").as_uri())
    until_ready(page)
    with open_index(several_base.folder / "index") as index:
        here = Searching(page, several_base, index)
        titles = [node.title for plan in several_base.plans() for node in several_base.nodes(plan.id)[2::7]]
        units = list(dict.fromkeys(duty.unit for duty in several_base.duties()))[::3]
        here.assert_same([*questions("dev.json"), *questions("who.json"), *filter(None, titles)])
        here.assert_same([f"{name}管什么" for name in units] + [f"{t}谁负责" for t in titles if t][::2])
        begun = [plan.title[:size] for plan in several_base.plans() for size in (2, 4)]
        here.assert_same([f"{begin} {word}" for begin in begun for word in ("托育", "建设", "加强 服务")])
    page.close()


def test_an_index_with_odd_characters(require: Callable[[str], str], tmp_path: Path) -> None:
    """The mark is one that no text has; a separator in a text, a title that is a part of itself, an empty title."""
    odd = "没有\u2028标题 \\u007f $& 𠀀乙"
    docs = (
        SearchDoc("p/1", "p", "chapter", "一", "章\x7f", "一、章\x7f", "", "一、", 0, units=("局|一",)),
        SearchDoc(
            "p/1.1", "p", "task", "1", "甲", "1．甲甲。", "甲\x80乙\x01丙</script>", "一、1", 1, "p/1", "一"
        ),
        SearchDoc("p/1.1.q1", "p", "paragraph", "", "", "", odd, "一、1", 2, "p/1.1", "一"),
    )
    vocabulary = Vocabulary((UnitName("局|一", ("局 一",)),), (TopicWords("甲", ("乙",), ("丙",)),))
    index_documents(tmp_path / "index", docs, vocabulary)
    asked = ["甲", "章\x7f", "乙\x01丙", "</script>", "𠀀乙", "$&", "标题 \\u007f", "\x80", "单位:局|一"]
    with open_index(tmp_path / "index") as index:
        data = browser_index(index)
        assert data["mark"] == "\x81"
        here = [[(h.id, h.score, h.snippet.text) for h in index.search(q).hits] for q in asked]
    nobody = {
        "collective": [], "members": [], "places": [""], "ids": {}, "kinds": [["责任", "assigned", 0]], "proofs": [["章", 0, 1]], "whys": [""], "duties": [[0, 0, 0, 0]],
        "lines": [0] * len(docs), "indicators": [], "unseen": {}, "unit_plans": {}, "bases": ["assigned", "named", "related"],
        "plans": [{"id": "p", "title": "p", "names": [], "sign": "", "number": "", "place": "", "period": None}],
        **browser_tables(),
    }  # fmt: skip
    data["rules"]["search"] = {"page": PAGE}
    # Hits without a score print some words of a question, and are no matter of the index.
    script = (
        f"globalThis.self = globalThis;\n{search_script().decode()}\n"
        f"const search = self.shuiguan.makeSearch({json.dumps({**data, 'who': nobody})});\n"
        f"const hits = {json.dumps(asked)}.map((q) => search(q).hits.filter((h) => h.score || q.includes(':')).map((h) => [h.id, h.score, h.snippet]));\n"
        "process.stdout.write(JSON.stringify(hits));\n"
    )
    (tmp_path / "run.js").write_text(script, "utf-8")
    run = subprocess.run(
        [require("node"), tmp_path / "run.js"], capture_output=True, text=True, encoding="utf-8"
    )
    assert run.returncode == 0, run.stderr
    assert [[tuple(hit) for hit in hits] for hits in json.loads(run.stdout)] == here
    assert all(here)
