"""The promises of the product over every plan at hand: nothing lost, nothing invented, nothing missed, ids that stay,
the same bytes from the same input.

The plans: the corpus's, those of ../shared where present, the made-up ones of tests/golden/made.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from kb.corpus import Corpus
from kb.model import Commitment, Duty, Reference
from kb.parse import parse_draft, parse_source, read_plan, write_plan
from kb.parse.coverage import covered
from kb.pipeline.build import build
from kb.pipeline.importer import import_file
from kb.problems import DocumentError
from kb.readers import read_source
from kb.search import open_index
from kb.store import open_base
from tests.kb.parse.made import PLANS, SEED_FOLDER, text_source
from tests.kb.parse.made import check as check_tree
from tests.trust import stage as sg
from tests.trust.trials import check_facts

ROOT = Path(__file__).resolve().parents[2]
MADE = ROOT / "tests" / "golden" / "made"
SEED = 20230227
TEXTS = [
    SEED_FOLDER / "source.txt",
    *sorted(p for p in PLANS.glob("*") if p.name != "README.md"),
    *sorted(p for p in MADE.glob("*.*") if p.suffix in (".txt", ".html", ".docx") and not p.stem.startswith("refused")),
]  # fmt: skip


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.parent.name[:8] + "-" + p.stem)
def test_every_character_is_kept_and_every_fact_stands_where_it_says(path: Path) -> None:
    source = read_source(path)
    draft = parse_draft(source, "plan")
    assert covered(draft, source)
    tree = read_plan(write_plan(draft), source.text, draft.repairs)
    check_tree(tree)
    check_facts(tree)


@pytest.fixture(scope="module")
def every_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of all of them."""
    place = tmp_path_factory.mktemp("every")
    (place / "corpus").mkdir()
    for name in ("units.toml", "topics.toml"):
        shutil.copy(ROOT / "corpus" / name, place / "corpus")
    for number, path in enumerate(TEXTS):
        with suppress(DocumentError):  # some are made up to be taken only as far as a fault is told
            import_file(path, place / "corpus", f"p{number}")
    build(Corpus(place / "corpus"), place / "kb")
    return place / "kb"


def test_search_finds_what_ctrl_f_finds(every_plan: Path) -> None:
    """Any piece of a node's text, from one character up, finds that node: of each plan a seeded handful."""
    chance = random.Random(SEED)
    missed = []
    with open_index(every_plan / every_plan.joinpath("CURRENT").read_text().strip() / "index") as index:
        by_plan: dict[str, list[tuple[str, str]]] = {}
        for doc in index.documents():
            by_plan.setdefault(doc.plan, []).extend((doc.id, t) for t in (doc.head, doc.text) if t.strip())
        assert len(by_plan) > 10
        for texts in by_plan.values():
            for name, text in chance.choices(texts, k=30):
                start = chance.randrange(len(text))
                piece = text[start : start + chance.choice((1, 1, 2, 2, 3, 4, 7, 15, 40))]
                if piece.strip() and name not in {
                    h.id for h in index.search(piece, limit=None, facets=False).hits
                }:
                    missed.append((name, piece))
    assert missed == []


def test_every_quote_of_the_base_stands_in_its_source(every_plan: Path) -> None:
    count = 0
    with open_base(every_plan) as base:
        sources = {plan.id: plan.source for plan in base.plans()}
        quoted: list[Duty | Commitment | Reference] = [
            *base.duties(),
            *base.commitments(),
            *base.references(),
        ]
        for fact in quoted:
            if fact.quote:
                assert sources[fact.plan][fact.start : fact.end] == fact.quote, fact
                assert fact.line == len(re.findall(r"\r\n|\r|\n", sources[fact.plan][: fact.start])) + 1
                count += 1
    assert count > (1000 if PLANS.is_dir() else 700)  # with the plans beside the checkout, and without them


# Ids that stay -------------------------------------------------------------------------------------------------------

SENTENCE = "同时做好服务保障。"
SENTENCES = [
    (path, i)
    for path in TEXTS
    if path.suffix == ".txt"
    for i, line in enumerate(path.read_text(encoding="utf-8").split("\n"))
    if line.rstrip("\r").endswith("。") and "\t" not in line and len(line) > 40
]


@cache
def lines_and_ids(path: Path) -> tuple[tuple[str, ...], dict[str, str]]:
    text = path.read_text(encoding="utf-8")
    return tuple(text.split("\n")), ids(text)


def ids(text: str) -> dict[str, str]:
    """Id → kind."""
    return {n.id: n.kind for n in parse_source(text_source(text), "plan").nodes}


@settings(
    max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(st.sampled_from(SENTENCES))
def test_a_sentence_added_to_a_plan_changes_no_id(place: tuple[Path, int]) -> None:
    path, at = place
    kept, before = lines_and_ids(path)
    lines = list(kept)
    line = lines[at].rstrip("\r")
    lines[at] = line + SENTENCE + lines[at][len(line) :]
    assert ids("\n".join(lines)) == before


TREE = """甲区托育服务规划（2024—2030年）

一、总体思路

坚持普惠优先，统筹城乡。

二、重点任务

（一）发展托育服务。

1．建设托育机构。各镇街加快托育点建设。（责任单位：区卫健委）

2．培训保育员。每年培训100人以上。（责任单位：区教委）

（二）守护安全。

1．检查消防设施。每年检查2次。（责任单位：区教委）

三、组织实施

由区教委牵头，定期会商。
"""


def test_a_paragraph_more_is_an_id_more() -> None:
    before = ids(TREE)
    after = ids(TREE.replace("统筹城乡。\n", "统筹城乡。\n\n各单位密切协作。\n"))
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_a_task_more_changes_the_numbers_behind_it_and_no_other() -> None:
    task = "1．开展摸底。摸清需求。（责任单位：区卫健委）\n\n"
    after = ids(TREE.replace("1．建设", task + "2．建设").replace("2．培训", "3．培训"))
    before = ids(TREE)
    assert {"plan/2.1.3": "task"}.items() <= after.items()
    assert after.keys() - before.keys() == {"plan/2.1.3"}
    assert before.keys() <= after.keys()


# The same input, the same bytes --------------------------------------------------------------------------------------

COMMANDS = (
    ["import", "{source}", "--id", "jia", "--corpus", "{root}/corpus"],
    ["build", "--corpus", "{root}/corpus", "--base", "{root}/kb"],
    ["site", "--base", "{root}/kb", "--out", "{root}/site"],
    ["extract", "--all", "--base", "{root}/kb", "--out", "{root}/sheets", *(x for f in ("md", "docx", "xlsx", "csv", "json", "html") for x in ("--format", f))],
    ["export", "--base", "{root}/kb"],
    ["who", "托育", "--json", "--base", "{root}/kb"],
)  # fmt: skip
SURROUNDINGS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "LANG": "C"},
    {"PYTHONHASHSEED": "4242", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8", "PYTHONUTF8": "0"},
)  # fmt: skip


def test_the_same_bytes_wherever_and_whenever(tmp_path: Path) -> None:
    """Hash seed, time zone, locale, folder, order of the files on the disk and their times: none of it counts."""
    outcomes = []
    for number, surroundings in enumerate(SURROUNDINGS):
        root, cwd = tmp_path / "place", tmp_path / f"cwd{number}"
        cwd.mkdir()
        (root / "corpus").mkdir(parents=True)
        (root / "0.txt").write_text(sg.PLANS[0], encoding="utf-8")
        files = sorted(p for p in (ROOT / "corpus").rglob("*") if p.is_file())
        for path in files if number else reversed(files):
            target = root / "corpus" / path.relative_to(ROOT / "corpus")
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
            os.utime(target, (1e9 * (number + 1), 1e9))
        said = []
        for command in COMMANDS:
            args = [a.format(source=root / "0.txt", root=root) for a in command]
            done = subprocess.run(
                [sys.executable, "-m", "kb_cli", *args], cwd=cwd, capture_output=True, check=False,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / p) for p in (".", "site", "cli")), **surroundings},
            )  # fmt: skip
            assert done.returncode == 0, done.stderr.decode()
            said.append(done.stdout)
        outcomes.append((sg.digests(root), said))
        shutil.rmtree(root)
    (files_a, said_a), (files_b, said_b) = outcomes
    assert {
        name for name in files_a.keys() | files_b.keys() if files_a.get(name) != files_b.get(name)
    } == set()
    assert said_a == said_b
