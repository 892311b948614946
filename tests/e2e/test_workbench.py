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
    page.wait_for_selector(".edit-tools")
    return page.locator(".edit-tools")


def do(page: Any, name: str) -> None:
    """Press the button of an operation and wait until it is saved."""
    page.locator(f".edit-tools form[data-op='{name}'] button[type=submit]").click()
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
    assert (
        "| 项目名称 | 建设内容 | 责任单位 |\n| --- | --- | --- |\n| 县中心敬老院 | 新增床位120张 | 县民政局 |\n"
        in text
    )

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

    page.goto(
        f"{address}/units.html"
        if (root / "build" / "site" / "units.html").exists()
        else f"{address}/{PLAN}/units.html"
    )
    page.click("main >> text=县民政局")
    with page.expect_download() as download:
        page.click("a:has-text('Word')")
    paper = Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    said = "\n".join(
        [p.text for p in paper.paragraphs] + [c.text for t in paper.tables for r in t.rows for c in r.cells]
    )
    assert "民政局" in said
    assert "县中心敬老院" in said
    assert "每周上门巡访一次" in said

    page.goto(f"{address}/workbench/history")
    assert page.locator(".entries-list > li").count() >= 7


PAGES = {
    "规划库": "/workbench", "核对": HERE, "改一段": f"{HERE}?line=", "原稿": f"{HERE}/text", "单位": "/workbench/units",
    "一家单位": "/workbench/units/0", "分工": f"/workbench/duties/{PLAN}", "回收": f"/workbench/returns/{PLAN}", "发布": "/workbench/publish",
    "历史": "/workbench/history", "主题": "/workbench/topics", "登录": "/login", "没有": "/workbench/plans/nothing",
}  # fmt: skip


def line_of(desk: Desk, words: str) -> int:
    lines = desk.open(f"{PLAN}/plan.md").text.split("\n")
    return next(n for n, line in enumerate(lines, 1) if words in line)


def furnish(desk: Desk) -> None:
    """Something on every page: a unit, a topic, a duty, a finding marked as seen."""
    from kb.edit.duties import Row, add_row
    from kb.edit.topics import new_topic
    from kb.edit.units import new_unit
    from kb.model import Unit

    unit = Unit("县民政局", aliases=("民政局",), plans=(PLAN,))
    desk.do(
        "units.toml", desk.open("units.toml").digest, lambda t: new_unit(t, unit), "张三", "登记 县民政局"
    )
    desk.do(
        "topics.toml",
        desk.open("topics.toml").digest,
        lambda t: new_topic(t, "养老", ["养老"], ["敬老"]),
        "张三",
        "新主题",
    )
    row = Row(node="2.5.1", unit="县商务局", role="牵头", document="白府办〔2024〕9号")
    tree = desk.tree(PLAN)
    desk.do(f"{PLAN}/duties.csv", "", lambda t: add_row(t, row, tree), "李四", "分工")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1366), ("dark", 390)])
def test_axe_finds_nothing_on_any_page(
    office: tuple[Path, str], desk: Desk, open_page: Callable[..., Watched], axe: Callable[[Any], list[str]], scheme: str,
    width: int,
) -> None:  # fmt: skip
    furnish(desk)
    watched = open_page(width=width, height=768, color_scheme=scheme)
    page = watched.page
    page.set_default_timeout(LONG)
    wrong: list[str] = []
    for name, path in PAGES.items():
        where = f"{path}{line_of(desk, '新建社区养老服务站')}" if path.endswith("=") else path
        page.goto(f"{office[1]}{where}")
        wrong += [f"{name}: {line}" for line in axe(page)]
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{name}: {over} px too wide"] * (over > 0)
    watched.complaints[:] = [c for c in watched.complaints if "404" not in c]
    assert wrong == []


def publish_now(root: Path) -> None:
    """Publish the corpus of an office as the button does."""
    from kb.service.settings import Folders
    from kb_site.workbench.publishing import prepare, publish, read_ready

    folders = Folders(
        base=root / "build/kb", corpus=root / "corpus", site=root / "build/site", state=root / "service"
    )
    prepare({}, folders, lambda *_: None)
    ready = read_ready(folders)
    assert ready is not None
    publish({"generation": ready.generation, "who": "张三"}, folders, lambda *_: None)


def test_a_round_of_monitoring_without_a_terminal(
    office: tuple[Path, str], desk: Desk, open_page: Callable[..., Watched], axe: Callable[[Any], list[str]], tmp_path: Path
) -> None:  # fmt: skip
    """Begin, see who reports, send out, download the forms, send one back, decide; every state of the page by axe."""
    import datetime
    import zipfile

    publish_now(office[0])
    watched = open_page(width=1366, height=768, color_scheme="dark")
    page = watched.page
    page.set_default_timeout(LONG)
    page.goto(f"{office[1]}/workbench/returns/{PLAN}")
    page.click("text=开始监测")
    page.wait_for_selector("text=还没有下发过表")
    wrong = axe(page)
    page.click("main >> text=谁来报 >> nth=0")
    page.wait_for_selector("text=表发给哪些单位")
    wrong += axe(page)
    page.locator("[name^='on-']").first.uncheck()
    page.click("text=保存送达单位")
    page.wait_for_selector(".said:has-text('送达单位')")
    page.click("main >> text=回收")
    due = datetime.date.today() + datetime.timedelta(days=20)
    page.fill("[name=due]", due.isoformat())
    page.locator("main button", has_text=re.compile("^下发$")).click()
    page.wait_for_selector("a:has-text('下载填报表')", timeout=4 * LONG)
    with page.expect_download() as download:
        page.locator("a:has-text('下载填报表')").first.click()
    with zipfile.ZipFile(Path(download.value.path())) as packed:
        forms = [name for name in packed.namelist() if name.endswith("填报表.xlsx")]
        packed.extract(forms[0], tmp_path)
    page.set_input_files("#file", tmp_path / forms[0])
    page.locator(".drop button").click()
    page.wait_for_selector("text=收 1 份")
    wrong += axe(page)
    page.locator("[name=id][list=rows]").fill(page.locator("#rows option").first.get_attribute("value") or "")
    page.locator("[name=value][list=statuses]").fill("已完成")
    page.locator("form.front [name=reason]").fill("现场核查")
    page.click("text=记下")
    page.wait_for_selector(".said:has-text('认定状态')")
    assert "kb monitor" not in page.content()
    assert wrong == []


def test_on_a_narrow_screen_every_column_of_the_assignments_is_in_sight(
    office: tuple[Path, str], desk: Desk, open_page: Callable[..., Watched]
) -> None:
    furnish(desk)
    page = open_page(width=390, height=844).page
    page.set_default_timeout(LONG)
    page.goto(f"{office[1]}/workbench/duties/{PLAN}?all=1")
    fields = page.locator(
        "table.stacked td:is(:has(input), :has(select), :has(button)), table.stacked tbody th"
    )
    assert fields.count() > 8
    boxes = fields.evaluate_all("all => all.map(e => e.getBoundingClientRect()).map(b => [b.left, b.right])")
    assert all(left >= 0 and right <= 390 for left, right in boxes)
    assert page.locator(".scroll").evaluate_all("all => all.every(e => e.scrollWidth <= e.clientWidth)")


def test_every_form_works_without_scripts(
    office: tuple[Path, str], desk: Desk, open_page: Callable[..., Watched]
) -> None:
    page = open_wide(open_page, java_script_enabled=False)
    page.goto(f"{office[1]}{HERE}?line={line_of(desk, '应急呼叫设备2000台')}")
    page.locator(".edit-tools form[data-op=join] button").click()
    page.wait_for_selector(".said:has-text('已保存')")
    assert "2000台，每周上门" in desk.open(f"{PLAN}/plan.md").text
    page.locator(".said button").click()
    page.wait_for_selector(".said:has-text('撤销第 1 条')")
    assert "2000台，每周上门" not in desk.open(f"{PLAN}/plan.md").text
    page.locator(".doubts button", has_text="没问题").first.click()
    page.wait_for_selector(".said:has-text('没问题')")
    assert desk.open(f"{PLAN}/seen.csv").text
    page.goto(f"{office[1]}/workbench/units")
    page.locator(".met input[type=checkbox]").first.check()
    page.click("text=登记勾选的单位")
    page.wait_for_selector(".said:has-text('登记')")
    page.goto(f"{office[1]}/workbench/duties/{PLAN}")
    page.locator("[name=document]").first.fill("白府办〔2024〕9号")
    page.locator(".assign td input").first.fill("县民政局、县商务局")
    page.click("text=保存填好的")
    page.wait_for_selector(".said:has-text('等 2 条')")
    page.goto(f"{office[1]}/workbench/topics")
    page.locator("[name=topic]").first.fill("养老")
    page.locator("[name=terms]").fill("养老、敬老院")
    page.click("text=加上主题")
    page.wait_for_selector(".topic-list >> text=养老")
    page.goto(f"{office[1]}/workbench/publish")
    page.locator("main button", has_text="预览").first.click()
    page.wait_for_selector("text=预览发布")


def test_the_keyboard_alone_is_enough(
    office: tuple[Path, str], desk: Desk, open_page: Callable[..., Watched]
) -> None:
    """From a doubt to the block, its tools and back again: Tab, Enter, space."""
    page = open_wide(open_page)

    def tab_to(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.locator(f"{selector}:focus").count():
                return
        raise AssertionError(f"{selector} is not reached within 60 steps")

    line = line_of(desk, "1. 厨房。")
    page.goto(f"{office[1]}{HERE}#L{line}")
    tab_to(f"#L{line} .pick")
    page.keyboard.press("Enter")
    page.wait_for_selector(".edit-tools")
    tab_to(".edit-tools form[data-op=no-heading] button")
    page.keyboard.press("Space")
    page.wait_for_selector(".said:has-text('已保存')")
    assert "\n1\\. 厨房。\n" in desk.open(f"{PLAN}/plan.md").text


def test_a_refused_change_says_why_and_changes_nothing(
    office: tuple[Path, str], desk: Desk, open_page: Callable[..., Watched]
) -> None:
    watched = open_page(width=1366, height=768)
    page = watched.page
    page.set_default_timeout(LONG)
    before = desk.open(f"{PLAN}/plan.md")
    page.goto(f"{office[1]}{HERE}?line={line_of(desk, '项目名称')}")
    page.locator("form[data-op=table] [name=columns]").fill("4")
    page.locator("form[data-op=table] button").click()
    page.wait_for_selector("[role=alert]:has-text('选了 9 段，排成 4 列会多出 1 段')")
    watched.complaints.clear()  # the browser says 422 on its console
    assert desk.open(f"{PLAN}/plan.md") == before


def test_two_editors_at_once_lose_nothing(
    office: tuple[Path, str], desk: Desk, open_page: Callable[..., Watched]
) -> None:
    """Two open the raw text; who saves second sees both; and of two operations in two places both are kept."""
    first, second = open_wide(open_page), open_page(width=1366, height=768)
    second.page.set_default_timeout(LONG)
    for page in (first, second.page):
        page.goto(f"{office[1]}{HERE}/text")
    text = desk.open(f"{PLAN}/plan.md").text
    first.locator("#text").fill(text.replace("应急呼叫设备2000台", "应急呼叫设备3000台"))
    first.locator(".raw-save button").click()
    first.wait_for_selector(".said:has-text('已保存')")
    second.page.locator("#text").fill(text.replace("培训养老护理员500人", "培训养老护理员600人"))
    second.page.locator(".raw-save button").click()
    second.page.wait_for_selector("text=别人刚改过这份文件")
    second.complaints.clear()  # 409
    assert "3000台" in second.page.locator("textarea[readonly]").input_value()
    assert "600人" in second.page.locator("textarea[name=text]").input_value()
    assert "600人" not in desk.open(f"{PLAN}/plan.md").text

    for page in (first, second.page):
        page.goto(f"{office[1]}{HERE}")
    pick(first, "1. 厨房。")
    pick(second.page, "完善医养结合").locator("form[data-op=heading] [name=number]").fill("（三）")
    do(first, "no-heading")
    do(second.page, "heading")
    assert second.page.locator(".said", has_text="两处修改都在").count()
    text = desk.open(f"{PLAN}/plan.md").text
    assert "\n1\\. 厨房。\n" in text
    assert "### （三）完善医养结合" in text


EVIL = "<img src=x onerror=alert(1)>"


def test_no_name_is_a_script(
    office: tuple[Path, str], open_page: Callable[..., Watched], imported: Path
) -> None:
    """Every name that a document or a person sets is shown as text: title, words, units, topics, history, file."""
    import shutil

    from kb.edit.duties import Row, add_row
    from kb.edit.paragraphs import set_front
    from kb.edit.topics import new_topic
    from kb.edit.units import new_unit
    from kb.model import Unit

    shutil.copytree(imported, office[0] / "corpus", dirs_exist_ok=True)
    desk = Desk(Corpus(office[0] / "corpus"))
    file = f"{PLAN}/plan.md"
    text = desk.open(file).text.replace("新建社区养老服务站30个", f"新建{EVIL}</script>站30个")
    desk.save(file, desk.open(file).digest, text, EVIL, f"改{EVIL}")
    desk.do(
        file,
        desk.open(file).digest,
        lambda t: set_front(t, "title", f"方案{EVIL}"),
        EVIL,
        EVIL,
        keeps_words=False,
    )
    unit = Unit(f"县{EVIL}局", aliases=(f"'\"{EVIL}",), plans=(PLAN,))
    desk.do("units.toml", desk.open("units.toml").digest, lambda t: new_unit(t, unit), EVIL, EVIL)
    desk.do(
        "topics.toml",
        desk.open("topics.toml").digest,
        lambda t: new_topic(t, f"题{EVIL}", [EVIL], [EVIL]),
        EVIL,
        EVIL,
    )
    row = Row(node="2.5.1", unit=f"县{EVIL}局", role="牵头", document=f"白府办{EVIL}", note=EVIL)
    tree = desk.tree(PLAN)
    desk.do(f"{PLAN}/duties.csv", "", lambda t: add_row(t, row, tree), EVIL, EVIL)
    watched = open_page(width=1366, height=768)
    page = watched.page
    page.set_default_timeout(LONG)
    for path in PAGES.values():
        where = f"{path}{line_of(desk, '新建')}" if path.endswith("=") else path
        page.goto(f"{office[1]}{where}")
        assert page.locator("img, main script").count() == 0, where
    assert page.goto(f"{office[1]}/workbench?said={EVIL}&done=9999999") is not None
    assert page.locator("img").count() == 0
    page.goto(f"{office[1]}/login?next=//evil.example/")
    assert page.locator("[name=next]").input_value() == "/workbench"
    watched.complaints[:] = [c for c in watched.complaints if "404" not in c]


def test_the_history_is_in_words(
    office: tuple[Path, str], desk: Desk, open_page: Callable[..., Watched]
) -> None:
    """No marks of Markdown, TOML or CSV; an entry is taken back from here."""
    furnish(desk)
    from kb.edit.headings import no_heading

    line = line_of(desk, "1. 厨房。")
    opened = desk.open(f"{PLAN}/plan.md")
    desk.do(opened.file, opened.digest, lambda t: no_heading(t, line), "王五", "“1. 厨房。”不是标题")
    page = open_wide(open_page)
    page.goto(f"{office[1]}/workbench/history")
    shown = [list(filter(None, text.split("\n"))) for text in page.locator(".diff").all_inner_texts()]
    assert shown == [
        ["标题 3　1. 厨房。", "1. 厨房。"],
        ["编号　单位　角色　依据文件　时限　说明", "2.5.1　县商务局　牵头　白府办〔2024〕9号"],
        ["名称　养老", "规划里的词　养老", "人们的说法　敬老"],
        ["名称　县民政局", "别名　民政局", f"规划　{PLAN}"],
    ]
    page.locator(".entries-list button").first.click()
    page.wait_for_selector(".said:has-text('撤销')")
    assert desk.open(f"{PLAN}/plan.md").text == opened.text


def test_an_account_logs_in_and_sees_what_its_role_may(
    tmp_path: Path, open_page: Callable[..., Watched]
) -> None:
    from kb.service.accounts import Accounts

    accounts = Accounts(tmp_path / "office" / "service")
    for name, role in (("张三", "editor"), ("李四", "reader")):
        accounts.add(name, role, "correct horse battery 9")
    with served(tmp_path / "office") as address:
        for name, password, seen in (
            ("张三", "wrong horse battery 9", "账号或密码不对"),
            ("张三", "correct horse battery 9", "未登记的单位"),
            ("李四", "correct horse battery 9", "您的账号是读者"),
        ):
            watched = open_page(width=1366, height=768)
            page = watched.page
            page.set_default_timeout(LONG)
            page.goto(f"{address}/workbench/units")
            page.fill("[name=name]", name)
            page.fill("[name=password]", password)
            page.locator("main button").click()
            page.wait_for_selector(f"text={seen}")
            watched.complaints.clear()  # 403
