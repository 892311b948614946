"""The Markdown twin says what the page says, and comes from what the page is made of."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from kb_site.links import Links
from kb_site.markdown import Markdown, link, plain, twin_href
from kb_site.plan_view import PlanView
from kb_site.twins import TWINS
from kb_site.twins.text import box_table

PLAN = "dadukou-children-2021-2030"


def test_what_markdown_would_read_as_marks_is_escaped() -> None:
    assert plain("率|比 <38> *[x]*") == "率\\|比 \\<38\\> \\*\\[x\\]\\*"
    assert link("托育", "2.4.2.html#x") == "[托育](2.4.2.md#x)"
    assert link("托育", "") == "托育"


@pytest.mark.parametrize(
    ("href", "twin"),
    [
        ("text-2.4.html#2.4.2", "text-2.4.md#2.4.2"),
        ("#g-lead", "#g-lead"),
        ("indicators.csv", "indicators.csv"),
        ("https://x.example/a.html", "https://x.example/a.html"),
    ],
)
def test_links_lead_to_twins(href: str, twin: str) -> None:
    assert twin_href(href) == twin


def test_blocks_lists_and_tables() -> None:
    links = Links()
    links.add("a/x.html")
    md = Markdown(links.at("a/x.html"))
    md.heading(2, "甲")
    md.items(["乙", "丙"])
    md.item("丁")
    md.quote("引文", 1)
    md.table(["序号", "指标"], [["1", "率"]])
    assert (
        md.text() == "## 甲\n\n- 乙\n- 丙\n\n- 丁\n  > 引文\n\n| 序号 | 指标 |\n| --- | --- |\n| 1 | 率 |\n"
    )


def twin(site: Path, name: str) -> str:
    (path,) = (site / PLAN).glob(f"{name}.md")
    return path.read_text("utf-8")


def test_every_page_has_its_twin(web_site: Path) -> None:
    pages = sorted(web_site.rglob("*.html"))
    assert pages
    for page in pages:
        assert page.with_suffix(".md").is_file(), page
        assert page.with_suffix(".md").read_text("utf-8").endswith(">\n"), page  # 原页：<address>


def test_every_template_of_a_page_has_a_twin(repository: Path) -> None:
    """Templates that extend the base are pages; the workbench has its own."""
    folder = repository / "site" / "kb_site" / "templates"
    pages = {
        p.name for p in folder.glob("*.html") if p.read_text("utf-8").startswith('{% extends "base.html"')
    }
    assert pages == set(TWINS)


def test_every_link_of_a_twin_has_its_file(web_site: Path) -> None:
    for path in web_site.rglob("*.md"):
        for href in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text("utf-8")):
            assert (path.parent / unquote(href)).resolve().is_file(), (path.name, href)


def test_a_units_twin_has_duties_proofs_and_units(web_site: Path) -> None:
    sheet = twin(web_site, "unit-qu-wei-jian-wei-*")
    source = "据《重庆市大渡口区儿童发展规划（2021—2030年）》大渡口府发〔2023〕7号"
    assert sheet.startswith(
        f"政府部门 大渡口区 {source}\n\n# 区卫健委\n\n大渡口区卫生健康委员会\n\n- 责任 26 条\n"
    )
    assert "[普惠托育服务机构数量](b1.25.md) 增加" in sheet
    assert "[儿童医务人员提升项目](b2." in sheet
    assert "  > （责任单位：区卫健委）" in sheet
    assert "## 关联 9 条" in sheet


def test_a_nodes_twin_has_its_text_and_who_is_named(web_site: Path) -> None:
    task = twin(web_site, "2.4.2")
    assert task.startswith("重点任务 二、（四）2\n\n# 2. 发展普惠托育服务体系\n")
    assert "依托[区妇幼保健院](unit-" in task
    assert "### 文中点名" in task
    assert "引用：《重庆市大渡口区儿童发展规划（2021—2030年）》（大渡口府发〔2023〕7号）二、（四）2" in task
    assert "到 2030 年低于 1.3‰" in twin(web_site, "b1.1")


def test_merged_cells_have_their_words_in_every_row(view: PlanView) -> None:
    """Two rows whose first cell the document merged; the rows are otherwise those of 专栏一."""
    box = view.node[f"{PLAN}/b1"]
    first, second = view.node[f"{PLAN}/b1.1"], view.node[f"{PLAN}/b1.2"]
    empty = replace(second.cells[0].text, value="", pieces=())
    cells = (replace(second.cells[0], text=empty, merged=True), *second.cells[1:])
    links = Links()
    for node in (first, second):
        links.add_node(node.id, node.kind)
    md = Markdown(links.at(view.path("b1")), view)
    box_table(md, box, (first, replace(second, cells=cells)))
    rows = md.text().splitlines()[2:]
    assert [row.split(" | ")[0] for row in rows] == ["| 儿童与健康", "| 儿童与健康"]
    assert "[婴儿死亡率（‰）](b1.2.md)" in rows[1]


def test_tables_are_whole_and_the_text_is_all_there(web_site: Path, view: PlanView) -> None:
    assert sum(line.startswith("| ") for line in twin(web_site, "indicators").splitlines()) == 47
    whole = re.sub(r"[\s\\]", "", twin(web_site, "whole"))
    for node in view.nodes:
        if not node.cells and not node.columns:
            for line in node.text.split("\n"):
                assert re.sub(r"\s", "", line) in re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", whole), node.id
