"""The whole site of the real corpus: links, bytes, what it asks of the world, what it says."""

from __future__ import annotations

import html.parser
import json
import posixpath
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from kb.store import Base
from kb_site.build import Extract, build_site, render_site
from kb_site.plan_view import PlanView
from kb_site.wording import citation
from tests.several import NONE, WIDE

PLAN = "dadukou-children-2021-2030"


class Refs(html.parser.HTMLParser):
    """ids, what the page points at, its inline handlers and styles, and its data scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.refs: list[str] = []
        self.inline: list[str] = []
        self.data: list[str] = []
        self._script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        for name in ("href", "src", "action"):
            if given.get(name) is not None:
                self.refs.append(given[name] or "")
        self.inline += [name for name in given if name.startswith("on") or name == "style"]
        if tag == "style":
            self.inline.append("style")
        if tag == "script" and "src" not in given:
            self._script = given.get("type") or "text/javascript"

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = ""

    def handle_data(self, data: str) -> None:
        if self._script == "application/ld+json":
            self.data.append(data)
        elif self._script:
            self.inline.append(data)


def read(path: Path) -> Refs:
    found = Refs()
    found.feed(path.read_text(encoding="utf-8"))
    return found


def broken_links(site: Path) -> list[str]:
    """Every link of every page whose file or anchor is not there."""
    pages = {p.relative_to(site).as_posix(): read(p) for p in sorted(site.rglob("*.html"))}
    files = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    wrong = []
    for name, page in pages.items():
        for ref in page.refs:
            parts = urlsplit(ref)
            if parts.scheme:
                continue
            path = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), parts.path))
                if parts.path
                else name
            )
            if path not in files or (
                parts.fragment and path in pages and unquote(parts.fragment) not in pages[path].ids
            ):
                wrong.append(f"{name}: {ref}")
    return wrong


def test_every_link_and_anchor_resolves(site: Path) -> None:
    assert broken_links(site) == []


def test_ids_are_unique_on_every_page(site: Path) -> None:
    for path in site.rglob("*.html"):
        ids = read(path).ids
        assert len(ids) == len(set(ids)), path.name


def text_pages(site: Path) -> list[Path]:
    """The pages of the full text: the front page, then those with the clauses."""
    return [site / PLAN / "text.html", *sorted((site / PLAN).glob("text-*.html"))]


def test_every_node_has_an_anchor_and_a_citation(site: Path, view: PlanView) -> None:
    pages = text_pages(site)
    text = "".join(page.read_text("utf-8") for page in pages)
    front = set(read(site / PLAN / "text.html").ids)
    ids = set().union(*(read(page).ids for page in pages[1:])) | front
    assert {n.local for n in view.nodes} <= ids
    assert text.count("data-cite=") >= len(view.nodes)
    for node in view.nodes:
        assert f'data-cite="{citation(view.plan, node)}"' in text, node.id
    plan = "《重庆市大渡口区儿童发展规划（2021—2030年）》（大渡口府发〔2023〕7号）"
    assert f'data-cite="{plan}二、（四）2"' in text
    assert f'data-cite="{plan}专栏五 托育服务机构规范化项目"' in text
    assert f'data-cite="{plan}专栏一 指标11（小学生近视率）"' in text


def test_nothing_of_the_text_is_lost(site: Path, view: PlanView) -> None:
    class Words(html.parser.HTMLParser):
        text = ""

        def handle_data(self, data: str) -> None:
            self.text += data

    for pages in (text_pages(site), [site / PLAN / "whole.html"]):
        words = Words()
        for page in pages:
            words.feed(page.read_text("utf-8"))
        nothing_lost(re.sub(r"\s+", "", words.text), view)


def nothing_lost(shown: str, view: PlanView) -> None:
    for node in view.nodes:
        if node.cells:
            parts = [c.text.value for c in node.cells]
        else:
            parts = [node.title, *node.text.split("\n")]
            if node.columns:
                parts = [node.title, *node.columns]
        for part in parts:
            assert re.sub(r"\s+", "", part) in shown, (node.id, part)


def test_the_site_asks_nothing_of_any_other_place(site: Path) -> None:
    for path in site.rglob("*"):
        if path.suffix in (".html", ".css", ".js", ".svg"):
            text = path.read_text("utf-8")
            for address in re.findall(r"(?:https?:)?//[\w.-]+\.\w+", text):
                assert address.split("//")[1] in ("schema.org", "www.w3.org"), (path.name, address)
            assert "@import" not in text
            assert "@font-face" not in text


def test_scripts_and_styles_come_from_files_only(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = read(path)
        assert page.inline == [], path.name
        text = path.read_text("utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
        assert policy is not None
        assert policy[1].startswith("default-src 'none'; script-src 'self' file:; style-src 'self' file:;")
        assert "unsafe" not in policy[1]
        for data in page.data:
            assert json.loads(data)["@context"] == "https://schema.org"
    for path in (site / "_assets").glob("*.js"):
        code = path.read_text("utf-8")
        for word in (
            "eval(",
            "new Function",
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
        ):
            assert word not in code, (path.name, word)


def test_file_names_are_plain(site: Path) -> None:
    for path in site.rglob("*"):
        assert re.fullmatch(r"[a-z0-9._-]+", path.name), path


def test_the_same_base_gives_the_same_bytes(base: Base, view: PlanView, site: Path) -> None:
    again, _ = render_site(base, (PlanView(base, base.plan(PLAN)),))
    there = {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    assert again == there


def test_a_second_build_touches_nothing(base: Base, tmp_path: Path) -> None:
    out = tmp_path / "site"
    first = build_site(base, out)
    times = {p: p.stat().st_mtime_ns for p in out.rglob("*.html")}
    second = build_site(base, out)
    assert (second.written.changed, second.written.removed) == (0, 0)
    assert second.written.kept == first.written.changed
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*.html")} == times


def test_titles_and_descriptions_are_each_page_s_own(site: Path) -> None:
    seen: dict[str, str] = {}
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        (title,) = re.findall(r"<title>([^<]+)</title>", text)
        (description,) = re.findall(r'<meta name="description" content="([^"]+)">', text)
        assert len(title) > 2
        assert len(description) > 8
        assert seen.setdefault(description, path.name) == path.name


def test_home_says_what_the_plan_is(site: Path) -> None:
    text = re.sub(r"<[^>]+>", "", (site / "index.html").read_text("utf-8"))
    for said in (
        "大渡口府发〔2023〕7号", "重庆市大渡口区人民政府", "2023年2月27日", "2021—2030 年", "39 项任务", "11 个项目",
        "45 项指标",
    ):  # fmt: skip
        assert said in text


def test_the_duty_sheet_keeps_the_bases_apart(site: Path) -> None:
    text = next((site / PLAN).glob("unit-qu-wei-jian-wei-*.html")).read_text("utf-8")
    assigned = text[text.index('id="g-assigned"') : text.index('id="g-related"')]
    related = text[text.index('id="g-related"') : text.index('id="by-section"')]
    assert ">普惠托育服务机构数量</a>" in assigned
    assert ">发展普惠托育服务体系</a>" not in assigned
    assert ">发展普惠托育服务体系</a>" in related
    assert "不等于责任" in related


def test_the_matrix_counts_as_the_base_does(site: Path, view: PlanView) -> None:
    text = (site / PLAN / "matrix.html").read_text("utf-8")
    row = text[text.index(">区卫健委</a>") :]
    row = row[: row.index("</tr>")]
    assert 'title="区卫健委，一、（三）：责任 24"' in row
    assert "heat-5" in row
    link = re.search(r'href="(unit-qu-wei-jian-wei-[^"#]+)#at-1\.3"', row)
    assert link is not None
    assert 'id="at-1.3"' in (site / PLAN / link[1]).read_text("utf-8")


def test_repairs_are_told(site: Path) -> None:
    about = (site / PLAN / "about.html").read_text("utf-8")
    assert about.count("<td>补出编号</td>") == 4
    node = (site / PLAN / "2.6.4.html").read_text("utf-8")
    assert "自动编号在转换中丢失" in node


def test_an_address_brings_the_files_of_the_web(web_site: Path, site: Path) -> None:
    pages = {p.relative_to(web_site).as_posix() for p in web_site.rglob("*.html")}
    root = ET.fromstring((web_site / "sitemap.xml").read_text("utf-8"))
    found = {e.text or "" for e in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert found == {f"https://plans.example.org/kids/{p}" for p in pages}
    assert "Sitemap: https://plans.example.org/kids/sitemap.xml" in (web_site / "robots.txt").read_text(
        "utf-8"
    )
    ET.fromstring((web_site / "opensearch.xml").read_text("utf-8"))
    assert (web_site / "llms.txt").read_text("utf-8").startswith("# 谁管\n")
    home = (web_site / "index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://plans.example.org/kids/index.html">' in home
    assert broken_links(web_site) == []
    for name in ("sitemap.xml", "robots.txt", "llms.txt", "opensearch.xml", "index.md"):
        assert not (site / name).exists()


def test_structured_data_names_plan_unit_and_way(site: Path) -> None:
    kinds = {}
    for name in ("index.html", f"{PLAN}/2.4.2.html", f"{PLAN}/text.html"):
        kinds[name] = [json.loads(d) for d in read(site / name).data]
    (plan, web) = kinds["index.html"]
    assert plan["@type"] == "Legislation"
    assert plan["legislationIdentifier"] == "大渡口府发〔2023〕7号"
    assert plan["legislationDate"] == "2023-02-27"
    assert web["@type"] == "WebSite"
    (way,) = kinds[f"{PLAN}/2.4.2.html"]
    assert [i["name"] for i in way["itemListElement"]] == [
        "全文", "二、重点任务", "（四）推进儿童普惠福利体系建设", "2. 发展普惠托育服务体系",
    ]  # fmt: skip


def test_structured_data_has_addresses_where_they_are_known(web_site: Path) -> None:
    plan, web = (json.loads(d) for d in read(web_site / "index.html").data)
    assert plan["url"] == "https://plans.example.org/kids/index.html"
    assert web["url"] == "https://plans.example.org/kids/"
    assert web["potentialAction"]["target"]["urlTemplate"].startswith(
        "https://plans.example.org/kids/search.html?q="
    )
    unit = next((web_site / PLAN).glob("unit-qu-wei-jian-wei-*.html"))
    assert "url" not in json.loads(read(unit).data[0])


def test_several_plans_share_one_site(several: Path) -> None:
    assert broken_links(several) == []
    home = (several / "index.html").read_text("utf-8")
    assert f'href="{PLAN}/index.html"' in home
    assert f'href="{WIDE}/index.html"' in home
    own = (several / PLAN / "2.4.2.html").read_text("utf-8")
    assert 'class="plans-menu"' in own
    assert f'href="../{WIDE}/index.html"' in own
    # From a plan's table of indicators one comes to that of another.
    assert f'href="../{WIDE}/indicators.html"' in (several / PLAN / "indicators.html").read_text("utf-8")


def test_what_a_plan_lacks_is_said(several: Path) -> None:
    for name, words in (
        ("index", "原文没有写明责任单位。"),
        ("units", "没有写到任何单位"),
        ("matrix", "没有写到任何单位"),
        ("indicators", "没有列指标表"),
    ):
        text = (several / NONE / f"{name}.html").read_text("utf-8")
        assert words in text, name
        assert "<table" not in text, name


def test_one_sentence_stands_once_for_all_it_names(several: Path) -> None:
    text = (several / WIDE / "2.1.html").read_text("utf-8")
    assert text.count('class="proof-who"') == 15
    assert text.count("<blockquote>") == 1
    other = (several / PLAN / "2.4.2.html").read_text("utf-8")
    assert other.count('<li class="proof') == other.count('class="proof-who"')


def test_tables_have_no_empty_columns(several: Path) -> None:
    """A plan whose indicators have no units shows no column for them."""
    for path in sorted(several.glob("*/indicators.html")):
        text = path.read_text("utf-8")
        for name in ("binding-col", "category-col", "units-col"):
            if f'<th scope="col" data-sort="text" class="{name}">' in text:
                cells = re.findall(rf'<td class="{name}"[^>]*>(.*?)</td>', text)
                assert any(cell.strip() for cell in cells), f"{path}: {name}"


def test_one_plan_needs_no_choice(site: Path) -> None:
    assert "plans-menu" not in (site / "index.html").read_text("utf-8")
    assert not (site / PLAN / "index.html").exists()


def test_extracts_are_offered_on_the_unit_s_page(base: Base, tmp_path: Path) -> None:
    extract = Extract(PLAN, "区卫健委", "Word", "qu-wei-jian-wei.docx", b"PK", "区卫健委-职责清单.docx")
    out = build_site(base, tmp_path / "site", extracts=[extract]).out
    assert (out / PLAN / "qu-wei-jian-wei.docx").read_bytes() == b"PK"
    sheet = next((out / PLAN).glob("unit-qu-wei-jian-wei-*.html")).read_text("utf-8")
    assert '<a href="qu-wei-jian-wei.docx" download="区卫健委-职责清单.docx">Word</a>' in sheet
    other = next((out / PLAN).glob("unit-qu-jiao-wei-*.html")).read_text("utf-8")
    assert ">Word</a>" not in other
    assert "复制为文本</button>" in other


@pytest.mark.parametrize("name", ["index.html", "search.html"])
def test_pages_name_their_language_and_scale(site: Path, name: str) -> None:
    text = (site / name).read_text("utf-8")
    assert text.startswith('<!DOCTYPE html>\n<html lang="zh-Hans"')
    assert 'content="width=device-width, initial-scale=1"' in text
