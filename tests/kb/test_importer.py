"""Import: a folder whole or not at all, corrections kept, and a clear word for what is no plan."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb.parse import parse_draft, read_plan, write_plan
from kb.parse.record import read_plan_folder
from kb.pipeline.importer import PlanChangedError, find_problems, import_file, plan_id_of
from kb.problems import DocumentError, KbError
from tests.kb.parse.made import SEED, SEED_FOLDER, text_source

PLAN = """某区养老服务规划
（2024—2026年）
为发展养老服务，制定本规划。
一、重点任务
（一）优化服务。统筹推进。
1. 建设中心。建成一所。（责任单位：区民政局）
2. 培训人员。每年两次。
二、保障措施
（一）加强领导。成立专班。
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "养老规划.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def test_folder_of_a_plan(plan: Path, tmp_path: Path) -> None:
    done = import_file(plan, tmp_path / "corpus", "elderly")
    assert done.written
    assert done.folder == tmp_path / "corpus" / "elderly"
    written = files(done.folder)
    assert list(written) == ["import.json", "plan.md", "source.txt"]
    assert written["source.txt"].decode() == PLAN
    record = json.loads(written["import.json"])
    assert record["source"] == {"name": "养老规划.txt", "sha256": hashlib.sha256(PLAN.encode()).hexdigest()}
    assert record["plan_md"] == hashlib.sha256(written["plan.md"]).hexdigest()
    assert record["repairs"] == []
    assert record["problems"] == []
    assert read_plan_folder(done.folder) == done.tree


def test_control_characters_are_left_out_and_listed_by_line(plan: Path, tmp_path: Path) -> None:
    text = PLAN.replace("建设中心", "建\x9b设\u200b中心").replace("二、", "\ufeff二、")
    plan.write_text(text, encoding="utf-8")
    done = import_file(plan, tmp_path / "corpus", "elderly")
    assert "1. 建设中心。" in (done.folder / "plan.md").read_text(encoding="utf-8")
    record = (done.folder / "import.json").read_text(encoding="utf-8")
    assert '"source": "\\u009b\\u200b", "value": ""' in record
    at = text.index("\x9b")
    assert (done.repairs[0].start, done.repairs[0].end) == (at, at + 3)
    assert [(r.kind, r.line, r.source, r.reason) for r in done.repairs] == [
        ("control", 6, "\x9b\u200b", "控制字符或零宽字符 2 个，不显示，不是正文"),
        ("control", 8, "\ufeff", "控制字符或零宽字符 1 个，不显示，不是正文"),
    ]
    assert read_plan_folder(done.folder) == done.tree


def test_original_is_kept_where_it_is_no_utf8_text(tmp_path: Path) -> None:
    path = tmp_path / "规划.txt"
    path.write_bytes(PLAN.encode("gb18030"))
    done = import_file(path, tmp_path / "corpus", "elderly")
    written = files(done.folder)
    assert written["source.txt"].decode() == PLAN
    assert written["original.txt"] == PLAN.encode("gb18030")


def test_seed_gives_the_corpus_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / f"{SEED}.txt"
    shutil.copy(SEED_FOLDER / "source.txt", path)
    done = import_file(path, tmp_path / "corpus")
    now = files(done.folder)
    assert {n: now[n] for n in ("plan.md", "source.txt")} == {
        n: (SEED_FOLDER / n).read_bytes() for n in ("plan.md", "source.txt")
    }
    ours, theirs = (
        json.loads(now["import.json"]),
        json.loads((SEED_FOLDER / "import.json").read_text(encoding="utf-8")),
    )
    assert {k: ours[k] for k in ("source", "repairs", "problems", "plan_md")} == {
        k: theirs[k] for k in ("source", "repairs", "problems", "plan_md")
    }


def test_two_imports_give_the_same_bytes(plan: Path, tmp_path: Path) -> None:
    first = import_file(plan, tmp_path / "corpus", "elderly")
    before = files(first.folder)
    stamps = {p.name: p.stat().st_mtime_ns for p in first.folder.iterdir()}
    again = import_file(plan, tmp_path / "corpus", "elderly")
    assert not again.written
    assert files(again.folder) == before
    assert {p.name: p.stat().st_mtime_ns for p in again.folder.iterdir()} == stamps
    elsewhere = import_file(plan, tmp_path / "other", "elderly")
    assert files(elsewhere.folder) == before


def test_corrected_plan_is_not_overwritten(plan: Path, tmp_path: Path) -> None:
    done = import_file(plan, tmp_path / "corpus", "elderly")
    path = done.folder / "plan.md"
    path.write_text(path.read_text(encoding="utf-8").replace("每年两次", "每年三次"), encoding="utf-8")
    before = files(done.folder)
    with pytest.raises(PlanChangedError) as raised:
        import_file(plan, tmp_path / "corpus", "elderly")
    assert str(raised.value) == f"{path} 已经人工修改，没有覆盖。差异见上；确要覆盖请加 --force。"
    assert raised.value.diff.splitlines()[:2] == [f"--- {path}", "+++ 重新导入的结果"]
    assert "-每年三次。" in raised.value.diff
    assert "+每年两次。" in raised.value.diff
    assert files(done.folder) == before
    forced = import_file(plan, tmp_path / "corpus", "elderly", force=True)
    assert forced.written
    assert "每年两次" in path.read_text(encoding="utf-8")


def test_changed_source_replaces_an_untouched_plan(plan: Path, tmp_path: Path) -> None:
    done = import_file(plan, tmp_path / "corpus", "elderly")
    (done.folder / "duties.csv").write_text("id,unit,role,document,note\n", encoding="utf-8")
    plan.write_text(PLAN.replace("每年两次", "每年四次"), encoding="utf-8")
    again = import_file(plan, tmp_path / "corpus", "elderly")
    assert again.written
    assert "每年四次" in (again.folder / "plan.md").read_text(encoding="utf-8")
    assert (again.folder / "duties.csv").is_file()  # what staff keep beside it stays


def test_corrections_survive_a_damaged_record(plan: Path, tmp_path: Path) -> None:
    done = import_file(plan, tmp_path / "corpus", "elderly")
    (done.folder / "import.json").write_text("{", encoding="utf-8")
    path = done.folder / "plan.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n附注。\n", encoding="utf-8")
    with pytest.raises(PlanChangedError):
        import_file(plan, tmp_path / "corpus", "elderly")


def test_import_cut_short_between_the_renames_is_undone(plan: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    before = files(import_file(plan, corpus, "elderly").folder)
    # as a crash leaves it: the old folder set back, the new one complete but not yet in place
    (corpus / "elderly").rename(corpus / ".elderly.old")
    (corpus / ".elderly.new").mkdir()
    (corpus / ".elderly.new" / "source.txt").write_text("half")
    done = import_file(plan, corpus, "elderly")
    assert not done.written
    assert files(corpus / "elderly") == before
    # and as a crash behind the second rename leaves it
    shutil.copytree(corpus / "elderly", corpus / ".elderly.old")
    plan.write_text(PLAN.replace("两次", "四次"), encoding="utf-8")
    assert import_file(plan, corpus, "elderly").written
    assert not (corpus / ".elderly.old").exists()
    assert not (corpus / ".elderly.new").exists()


def test_write_that_fails_leaves_the_old_folder(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    before = files(import_file(plan, corpus, "elderly").folder)
    plan.write_text(PLAN.replace("两次", "四次"), encoding="utf-8")

    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(KbError) as raised:
        import_file(plan, corpus, "elderly")
    assert str(raised.value) == (
        f"写不进 {corpus / 'elderly'}（磁盘满了），原有内容没有改动。请检查磁盘空间和写入权限。"
    )
    assert files(corpus / "elderly") == before
    assert [p.name for p in corpus.iterdir()] == ["elderly"]


@pytest.mark.parametrize(
    ("name", "plan_id"),
    [
        ("dadukou-children-2021-2030.txt", "dadukou-children-2021-2030"),
        ("Plan (final).docx", "plan-final"),
        ("某区养老规划.txt", "mou-qu-yang-lao-gui-hua"),
        ("___.txt", "plan"),
    ],
)
def test_plan_id_from_the_name_of_the_file(name: str, plan_id: str) -> None:
    assert plan_id_of(Path(name)) == plan_id


def test_plan_id_that_is_none(plan: Path, tmp_path: Path) -> None:
    with pytest.raises(KbError) as raised:
        import_file(plan, tmp_path / "corpus", "../x")
    assert (
        str(raised.value)
        == "规划编号“../x”不合规：只用小写字母、数字和连字符，如 dadukou-children-2021-2030。"
    )
    assert not (tmp_path / "corpus").exists()


# What is no plan ----------------------------------------------------------------------------------------------------

NOVEL = "江畔旧事\n\n" + "".join(
    f"第{han}章 风起\n\n那年秋天，雨下了整整三日。老周推开木门，看见河水漫上了台阶。\n\n“你来了。”他说，“坐吧。”\n\n"
    * 3
    for han in "一二三四五六七八九十"
)
CSV = "编号,名称,数量\n" + "".join(f"{k},物品{k},{k * 3}\n" for k in range(1, 500))
LETTER = "亲爱的朋友：\n见信好。近来一切都好，勿念。\n此致敬礼\n2024年3月5日\n"
RECIPE = "红烧肉\n一、备料\n1. 五花肉五百克。切块。\n2. 酱油两勺。备用。\n二、下锅\n1. 焯水。去沫。\n2. 小火慢炖。一小时。\n"
HINT = "请确认选对了文件；若确是规划，请检查标题编号是否在转换中丢失"


def refused(path: Path, tmp_path: Path) -> str:
    with pytest.raises(DocumentError) as raised:
        import_file(path, tmp_path / "corpus")
    assert not (tmp_path / "corpus").exists()
    (problem,) = raised.value.problems
    assert problem.level == "error"
    return str(problem).removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (NOVEL, f"KB101 看不出是一份规划：只找到 0 个带编号的标题（一、（一）1.）。{HINT}"),
        (CSV, f"KB101 看不出是一份规划：只找到 0 个带编号的标题（一、（一）1.）。{HINT}"),
        (LETTER, f"KB101 看不出是一份规划：只找到 0 个带编号的标题（一、（一）1.）。{HINT}"),
        (RECIPE, f"KB101 看不出是一份规划：没有文号、规划名称或责任单位一类的字样。{HINT}"),
    ],
    ids=["novel", "csv", "letter", "recipe"],
)
def test_other_writing_is_refused(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text(text, encoding="utf-8")
    assert refused(path, tmp_path) == message


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("登录.docx", "<!DOCTYPE html><html><body><p>请先登录</p></body></html>", "这不是 Word 文件（内容是网页），看不出是一份规划"),
        ("信.pdf", LETTER, "这不是 PDF 文件（内容是纯文字），看不出是一份规划"),
    ],
)  # fmt: skip
def test_a_name_that_says_another_format_is_said_first(
    name: str, text: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    said = refused(path, tmp_path)
    assert said.startswith(f"KB101 {message}：只找到 0 个")
    suffix = ".html" if name.endswith(".docx") else ".txt"
    assert said.endswith(f"若确是规划，请改扩展名为 {suffix} 或另存为 .docx 再导入")


def test_table_of_tasks_and_nothing_else_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "分工表.txt"
    rows = "序号\t重点任务\t牵头单位\n1\t建中心\t区民政局\n2\t办讲座\t区教委\n3\t查安全\t区应急局\n"
    path.write_text(f"某区2024年重点任务分工表\n{rows}", encoding="utf-8")
    done = import_file(path, tmp_path / "corpus")
    assert [(n.kind, n.title) for n in done.tree.nodes if n.number] == [
        ("task", "建中心"),
        ("task", "办讲座"),
        ("task", "查安全"),
    ]


def test_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(b"")
    assert refused(path, tmp_path) == "KB003 文件是空的。请确认选对了文件，或重新下载一次"


def test_fifty_megabytes_of_one_character(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(b"a" * 50_000_000)
    assert refused(path, tmp_path).startswith("KB002 文本文件过大（48 MB，上限 12 MB）")


@pytest.mark.slow
def test_as_much_of_one_character_as_is_read(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text("好" * 4_000_000, encoding="utf-8")
    assert refused(path, tmp_path).startswith("KB101 看不出是一份规划：只找到 0 个带编号的标题")


@pytest.mark.parametrize("seed", range(5))
def test_random_bytes(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(random.Random(seed).randbytes(200_000))
    assert refused(path, tmp_path)[:5] in ("KB004", "KB005")


# The same sign or line over and over: each takes time in proportion, as the bounded sizes show by ending at all.
OVER_AND_OVER = {
    "numbers": "1.\n" * 20_000, "tabs": "\ta\n" * 20_000, "brackets": "（" * 200_000, "captions": "专栏1 甲\n" * 10_000,
    "frames": "\t甲项目：乙。\n\n\n" * 8_000, "counting": "".join(f"{k % 999 + 1}. 甲。乙\n" for k in range(10_000)),
    "short and long lines": ("这是一行没有标点的文字折在中间" * 3 + "\n短的一行，\n") * 8_000, "run on": "一、甲。1．乙。（一）丙。" * 20_000,
    "serials": "序号\n" * 20_000, "footnotes": "一、甲①\n" + "①乙\n" * 20_000, "labels": "甲乙：\n1.丙\n" * 10_000,
    "cells": "类别\n序号\n名称\n1\n甲\n" * 4_000, "even cells": "\t序号\n\t名称\n" + "".join(f"\t{k}\n\t甲\n" for k in range(1, 8_000)),
    "cover": "某市人民政府\n" * 20_000 + "2024年3月5日\n", "zero-width": "一、\u200b甲\x9b\n" * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("name", OVER_AND_OVER)
def test_the_same_over_and_over_ends(name: str, tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text(OVER_AND_OVER[name], encoding="utf-8")
    assert refused(path, tmp_path)[:5] == "KB101"


# What import was unsure of ------------------------------------------------------------------------------------------


def problems(text: str) -> list[tuple[str, str]]:
    """What is said of a text, each with the line of plan.md that it points at."""
    source = text_source(text)
    draft = parse_draft(source, "plan")
    md = write_plan(draft)
    found = find_problems(draft, read_plan(md, text, draft.repairs))
    assert {p.path for p in found} <= {"plan/plan.md"}
    lines = md.split("\n")
    return [(lines[p.line - 1], str(p).partition(":1: ")[2]) for p in found]


HEAD = "某区养老服务规划\n（2024—2026年）\n一、重点任务\n"


def test_nothing_to_say_about_a_clean_plan() -> None:
    assert problems(PLAN) == []


def test_recovered_number() -> None:
    ((line, said),) = problems(HEAD + "1. 建中心。建成一所。\n培训护理人员。每年一次。\n3. 发补贴。按月。\n")
    assert line == "### 2.培训护理人员。"
    assert said == (
        "KB110 一、2：源文缺少编号，已按前后推定为“2”：“培训护理人员”（源文第 5 行）。"
        "请核对 plan.md 中标有 {.repaired} 的标题"
    )


def test_moved_caption() -> None:
    text = HEAD + "1. 建中心。建成一所。\n\t培训项目：每年一次。\n\n\n专栏一 重点工程\n2. 发补贴。按月。\n"
    assert problems(text) == [
        (
            "::: box 专栏一 重点工程",
            "KB111 专栏一：专栏标题排在内容之后，已移到内容之前：“重点工程”（源文第 8 行）",
        )
    ]


def test_empty_box() -> None:
    assert problems(HEAD + "1. 建中心。建成一所。\n专栏一 重点工程\n2. 发补贴。按月。\n") == [
        (
            "::: box 专栏一 重点工程",
            "KB112 专栏一：专栏里没有内容：“重点工程”（源文第 5 行）。请核对专栏内容是否在转换中移位",
        )
    ]


def test_gap_in_the_numbers() -> None:
    assert problems(HEAD + "1. 建中心。建成一所。\n3. 发补贴。按月。\n") == [
        (
            "### 3. 发补贴。",
            "KB113 一、3：编号从“1”跳到“3”：“发补贴”（源文第 5 行）。请核对是否有标题丢了编号",
        )
    ]


def test_number_twice() -> None:
    assert problems(HEAD + "1. 建中心。建成一所。\n1. 发补贴。按月。\n") == [
        (
            "### 1. 发补贴。",
            "KB114 一、1（发补贴）：编号“1”重复：“发补贴”（源文第 5 行）。请核对层级，或是否是另一组编号",
        )
    ]


def test_two_plans_in_one_file() -> None:
    plan = "一、总体要求\n（一）思路。以人为本，统筹推进。\n二、重点任务\n1. 建中心。建成一所。\n2. 办班。办好两个。\n"
    assert problems(f"某县妇女规划\n{plan}某县儿童规划\n{plan}") == [
        (
            "## 一、总体要求",
            "KB117 一（总体要求）（第2处）：文件里像有两份规划，各章又从头编号：“总体要求”（源文第 8 行）。"
            "一份规划一个文件：请拆开，分别导入",
        )
    ]


def test_paragraph_like_a_heading() -> None:
    assert problems(HEAD + "1. 建中心。建成一所。\n加强培训工作。\n2. 发补贴。按月。\n") == [
        (
            "加强培训工作。",
            "KB115 一、1 第2段：这一段像丢了编号的标题：“加强培训工作。”（源文第 5 行）。"
            "如是标题，请在 plan.md 里补上编号",
        )
    ]


def doubts(text: str) -> list[str]:
    draft = parse_draft(text_source(text), "plan")
    return [str(p) for p in draft.problems if p.code == "KB120"]


BODY = "一、重点任务\n1. 建中心。建成一所。\n2. 办班。办好两个。\n"


@pytest.mark.parametrize(
    "title", ["滨河市促进消费行动方案", "滨河市人民政府\n关于促进消费的\n实施意见", "关于促进消费的若干措施"]
)
def test_a_title_that_the_lines_prove_is_no_doubt(title: str) -> None:
    assert doubts(f"{title}\n{BODY}") == []


def test_a_first_line_that_is_no_title_is_a_doubt() -> None:
    assert doubts(f"各有关单位：\n{BODY}") == [
        ":1:1: KB120 题目拿不准：“各有关单位：”。请核对 plan.md 文件头的 title，写上规划全名"
    ]


def test_a_doubt_about_the_title_ends_when_a_person_gives_one(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(
        f"各有关单位：\n{BODY.replace('建成一所。', '建成一所。（责任单位：市民政局）')}", "utf-8"
    )
    import_file(path, tmp_path / "corpus", "p")
    corpus = Corpus(tmp_path / "corpus")
    assert [p.code for p in corpus.doubts("p", corpus.read_plan("p").plan.title)] == ["KB120"]
    md = tmp_path / "corpus" / "p" / "plan.md"
    md.write_text(md.read_text("utf-8").replace('title: "各有关单位："', 'title: "滨河市养老方案"'), "utf-8")
    assert corpus.doubts("p", corpus.read_plan("p").plan.title) == ()
