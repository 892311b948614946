"""A plan made to break out of its page: shown as text, it runs nothing and leaves no folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kb.model import Facts, Topic, Tree, Unit
from kb.parse import parse_source
from kb.problems import KbError
from kb.readers import read_source
from kb.rules import find_facts
from kb.search import build_index
from kb.store import Base, open_base, write_base
from kb_site.build import build_site

SCRIPT = "</script><script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(2)>'
UNIT = f"区{IMAGE}局"
TOPIC = f"正{SCRIPT}文"
TEXT = f"""试府发〔2024〕1号

某某区儿童发展</title><script>alert(3)</script>规划（2024—2030年）

前言 <svg onload=alert(4)> 与 {{{{ 7*7 }}}} {{% raw %}}。

一、总体{SCRIPT}思路

（一）指导{IMAGE}思想。正文 [点我](javascript:alert(5)) <!-- ]]> &lt;b&gt; 见《办法{SCRIPT}》和“品牌{IMAGE}”。

二、重点任务

（一）落实<iframe src="javascript:alert(6)"></iframe>体系。

1. 发展' onmouseover='alert(7)服务。建设托育正文。（责任单位：{UNIT}）

2. 查看 javascript:alert(8) 正文。由{UNIT}牵头。
"""
UNITS = (Unit(UNIT, f"全称{SCRIPT}", (f"别名{IMAGE}",), f"类{IMAGE}", plans=("hostile",)),)
TOPICS = (Topic(TOPIC, ("正文", "托育"), (f"说法{SCRIPT}",)),)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    path = tmp_path_factory.mktemp("source") / "hostile.txt"
    path.write_text(TEXT, encoding="utf-8")
    found = parse_source(read_source(path), "hostile")
    plan = replace(found.plan, issuer=f"某某区{IMAGE}", publicity=SCRIPT)
    return replace(found, plan=plan)


def base_of(tree: Tree, folder: Path) -> Base:
    write_base(folder, [(tree, find_facts(tree, UNITS, TOPICS), ())], TOPICS, UNITS)
    base = open_base(folder)
    build_index(folder / "index", base)
    return base


@pytest.fixture(scope="module")
def hostile(tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with base_of(tree, tmp_path_factory.mktemp("base")) as base:
        yield build_site(base, tmp_path_factory.mktemp("hostile") / "site", base_url="https://x.example").out


def test_the_plan_is_as_hostile_as_it_should_be(tree: Tree) -> None:
    assert {n.kind for n in tree.nodes} >= {"chapter", "section", "task"}
    shown = "".join(n.title + n.text for n in tree.nodes)
    for part in (SCRIPT, IMAGE, "<iframe", "javascript:alert(5)", "onmouseover"):
        assert part in shown


def test_nothing_hostile_stands_in_the_markup(hostile: Path) -> None:
    pages = list(hostile.rglob("*.html"))
    assert any("unit-" in p.name for p in pages)
    for path in pages:
        text = path.read_text("utf-8")
        for part in ("<script>alert", "<img src=x", "<iframe", "<svg onload", 'href="javascript:'):
            assert part not in text, (path.name, part)
        assert "49" not in text.split("前言")[-1][:40]
    for path in hostile.rglob("*.js"):
        text = path.read_text("utf-8")
        assert "</script" not in text.replace("<\\/script", ""), path.name


def test_nothing_hostile_runs(hostile: Path, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    for path in sorted(hostile.rglob("*.html")):
        page.goto(path.as_uri())
        page.mouse.move(300, 300)
        assert page.locator("iframe, img, main script").count() == 0
        for link in page.locator("a").all():
            assert not (link.get_attribute("href") or "").startswith("javascript:")
    page.goto((hostile / "hostile" / "text.html").as_uri())
    text = page.locator("main").inner_text()
    for part in (
        SCRIPT,
        IMAGE,
        "[点我](javascript:alert(5))",
        "{{ 7*7 }}",
        '<iframe src="javascript',  # a colon ends a heading
        'alert(6)"></iframe>体系',
    ):
        assert part in text


def test_a_search_shows_it_as_text(hostile: Path, open_page: Callable[..., Any]) -> None:
    page = open_page().page
    page.goto((hostile / "index.html").as_uri())
    for query in ("正文", "托育", SCRIPT, IMAGE, "javascript:alert(8)"):
        page.fill("[data-search]", query)
        page.wait_for_selector(".found-note", state="attached")
    assert page.locator("iframe, img, main script").count() == 0


@pytest.mark.parametrize("local", ["../../evil", "..", "a/b", "2.4\\..\\x"])
def test_an_id_cannot_leave_the_folder(tree: Tree, tmp_path: Path, local: str) -> None:
    (task,) = [n for n in tree.nodes if n.kind == "task"][:1]
    moved = replace(
        tree, nodes=tuple(replace(n, id=f"hostile/{local}") if n is task else n for n in tree.nodes)
    )
    folder = tmp_path / "base"
    write_base(folder, [(moved, Facts(), ())])
    with open_base(folder) as base, pytest.raises(KbError, match="不能作文件名"):
        build_site(base, tmp_path / "out" / "site")
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.rglob("evil*"))
