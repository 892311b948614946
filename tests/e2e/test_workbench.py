"""The workbench in a real browser: the whole way from a Word file to a unit's extract, every page by axe, two editors at
once, names that would be scripts."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from kb.corpus import Corpus, begin_corpus
from kb.edit.desk import Desk
from kb.pipeline.importer import import_file
from tests.e2e.conftest import Watched
from tests.e2e.office import NAME, PLAN, served, write_word

pytestmark = pytest.mark.e2e
LONG = 30_000
"""Milliseconds: a job on a machine with other work to do."""
HERE = f"/workbench/plans/{PLAN}"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """An office without plans: its folder, its address."""
    with served(tmp_path / "office") as address:
        yield tmp_path / "office", address


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with the Word file imported."""
    folder = tmp_path_factory.mktemp("imported")
    import_file(write_word(folder / NAME), folder / "corpus")
    begin_corpus(folder / "corpus")
    return folder / "corpus"


@pytest.fixture
def desk(office: tuple[Path, str], imported: Path) -> Desk:
    """Saving into the office's corpus, where the plan is."""
    import shutil

    shutil.copytree(imported, office[0] / "corpus", dirs_exist_ok=True)
    return Desk(Corpus(office[0] / "corpus"))


def open_wide(open_page: Callable[..., Watched], **options: Any) -> Any:
    page = open_page(width=1366, height=768, **options).page
    page.set_default_timeout(LONG)
    return page


def pick(page: Any, words: str) -> Any:
    """Choose the block that begins with some words; its tools."""
    page.locator(".blocks .pick", has_text=words).first.click()
    page.wait_for_selector(".tools")
    return page.locator(".tools")


def do(page: Any, name: str) -> None:
    """Press the button of an operation and wait until it is saved."""
    page.locator(f".tools form[data-op='{name}'] button[type=submit]").click()
    page.wait_for_selector(".said:has-text('已保存')")


def test_from_a_word_file_to_the_extract_of_a_unit(
    office: tuple[Path, str], open_page: Callable[..., Watched], tmp_path: Path
) -> None:
    """A clerk brings in a Word plan, corrects five mistakes, registers twelve units, publishes, downloads an extract."""
    root, address = office
    page = open_wide(open_page)
    page.goto(f"{address}/workbench")
    page.set_input_files("#file", write_word(tmp_path / NAME))
    page.locator(".drop button").click()
    page.click("text=核对《白河县养老服务提升方案（2024—2026年）》")

    pick(page, "为独居老人安装应急呼叫设备2000台，")
    do(page, "join")
    pick(page, "白河县人民政府公报")
    do(page, "leave-out")
    tools = pick(page, "完善医养结合")
    tools.locator("form[data-op=heading] [name=number]").fill("（三）")
    do(page, "heading")
    for words in ("1. 厨房。", "2. 配电间。"):
        pick(page, words)
        do(page, "no-heading")
    pick(page, "项目名称")
    do(page, "table")

    text = (root / "corpus" / PLAN / "plan.md").read_text(encoding="utf-8")
    assert "应急呼叫设备2000台，每周上门巡访一次。" in text
    assert "公报" not in text
    assert "{.repaired}\n### （三）完善医养结合\n" in text
    assert "\n1\\. 厨房。\n" in text
    assert "| 项目名称 | 建设内容 | 责任单位 |\n| --- | --- | --- |\n| 县中心敬老院 | 新增床位120张 | 县民政局 |\n" in text

    page.click("nav >> text=单位")
    boxes = page.locator(".met input[type=checkbox]")
    boxes.nth(11).wait_for()
    for k in range(12):
        boxes.nth(k).check()
    page.click("text=登记勾选的单位")
    page.wait_for_selector(".said:has-text('登记')")
    assert (root / "corpus" / "units.toml").read_text(encoding="utf-8").count("\n[[unit]]\n") == 12

    page.click("nav >> text=发布")
    page.locator("main button", has_text="预览").first.click()
    page.wait_for_selector("text=全部是新的")
    page.locator("main form button", has_text=re.compile("^发布$")).click()
    page.wait_for_selector("text=现在的一版")

    page.goto(f"{address}/units.html" if (root / "build" / "site" / "units.html").exists() else f"{address}/{PLAN}/units.html")
    page.click("main >> text=县民政局")
    with page.expect_download() as download:
        page.click("a:has-text('Word')")
    paper = Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    said = "\n".join([p.text for p in paper.paragraphs] + [c.text for t in paper.tables for r in t.rows for c in r.cells])
    assert "民政局" in said
    assert "县中心敬老院" in said
    assert "每周上门巡访一次" in said

    page.goto(f"{address}/workbench/history")
    assert page.locator(".entries-list > li").count() >= 7
