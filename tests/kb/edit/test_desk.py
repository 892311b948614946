"""Saving: two editors at once, a stale save, what is undone, what a kill leaves, and names that lead elsewhere."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb.edit.change import EditRefused
from kb.edit.desk import Desk, StaleSave
from kb.edit.headings import no_heading, shift_heading
from kb.edit.paragraphs import join
from kb.edit.topics import new_topic
from kb.problems import DocumentError
from tests.kb.edit.conftest import PLAN

FILE = f"{PLAN}/plan.md"


def line_of(desk: Desk, words: str) -> int:
    lines = desk.open(FILE).text.split("\n")
    return next(n for n, line in enumerate(lines, 1) if words in line)


def test_what_is_saved_is_in_the_history_with_its_lines(desk: Desk) -> None:
    opened = desk.open(FILE)
    line = line_of(desk, "开展适老化改造")
    saved = desk.do(FILE, opened.digest, lambda t: join(t, line), "张三", "并成一段")
    (entry,) = desk.history()
    assert saved.entry == entry
    assert (entry.no, entry.who, entry.what, entry.when) == (
        1,
        "张三",
        "并成一段",
        "2026-03-05T09:12:00+00:00",
    )
    assert "".join(entry.new) == "".join(entry.old)
    assert entry.before == opened.digest
    assert entry.after == desk.open(FILE).digest
    desk.undo(1, "李四")
    assert desk.open(FILE) == opened
    assert [(e.who, e.undoes, e.what) for e in desk.history()] == [
        ("张三", 0, "并成一段"), ("李四", 1, "撤销第 1 条：并成一段"),
    ]  # fmt: skip


def test_nothing_changed_is_no_entry(desk: Desk) -> None:
    opened = desk.open(FILE)
    assert desk.save(FILE, opened.digest, opened.text.replace("\n", "\r\n"), "张三", "没改").entry is None
    assert desk.history() == ()


def test_a_stale_text_shows_both_and_overwrites_neither(desk: Desk) -> None:
    opened = desk.open(FILE)
    desk.save(FILE, opened.digest, opened.text.replace("办好", "办实"), "李四", "改字")
    mine = opened.text.replace("健全工作机制", "建立工作机制")
    with pytest.raises(StaleSave) as refused:
        desk.save(FILE, opened.digest, mine, "张三", "改字")
    assert refused.value.theirs == desk.open(FILE)
    assert "办实" in refused.value.theirs.text
    assert refused.value.yours == mine
    assert [e.who for e in refused.value.since] == ["李四"]
    assert "李四又保存过" in str(refused.value)


def test_two_operations_in_two_places_are_both_kept(desk: Desk) -> None:
    opened = desk.open(FILE)
    first, second = line_of(desk, "开展适老化改造"), line_of(desk, "加强组织领导")
    desk.do(FILE, opened.digest, lambda t: join(t, first), "李四", "并段")
    saved = desk.do(FILE, opened.digest, lambda t: no_heading(t, second), "张三", "不是标题")
    assert saved.merged
    text = desk.open(FILE).text
    assert "开展适老化改造，逐步覆盖" in text
    assert "\n（一）加强组织领导。\n" in text


def test_two_operations_in_one_place_are_not_mixed(desk: Desk) -> None:
    opened = desk.open(FILE)
    line = line_of(desk, "加强组织领导")
    desk.do(FILE, opened.digest, lambda t: shift_heading(t, line, 1), "李四", "下移")
    now = desk.open(FILE)
    with pytest.raises(StaleSave):
        desk.do(FILE, opened.digest, lambda t: no_heading(t, line), "张三", "不是标题")
    assert desk.open(FILE) == now


def test_a_change_is_undone_under_later_ones_and_refused_where_they_meet(desk: Desk) -> None:
    line = line_of(desk, "加强组织领导")
    desk.do(FILE, desk.open(FILE).digest, lambda t: shift_heading(t, line, 1), "张三", "下移")
    above = line_of(desk, "开展适老化改造")
    desk.do(FILE, desk.open(FILE).digest, lambda t: join(t, above), "张三", "并段")
    desk.undo(1, "张三")
    assert "\n### （一）加强组织领导。\n" in desk.open(FILE).text
    with pytest.raises(EditRefused, match="这一处后来又改过，不能直接撤销"):
        desk.undo(1, "张三")


def test_a_plan_md_that_cannot_be_read_is_not_saved(desk: Desk) -> None:
    opened = desk.open(FILE)
    with pytest.raises(DocumentError, match="KB210"):
        desk.save(FILE, opened.digest, opened.text + "\n::: box 专栏\n\n甲。\n", "张三", "加专栏")
    with pytest.raises(EditRefused, match="规划编号（id）不能改"):
        desk.save(FILE, opened.digest, opened.text.replace(PLAN, "other", 1), "张三", "改编号")
    with pytest.raises(EditRefused, match="没有保存：第 "):
        desk.save("topics.toml", desk.open("topics.toml").digest, "[[topic]]\nnaam = 1\n", "张三", "乱写")
    assert desk.open(FILE) == opened


@pytest.mark.parametrize(
    "file",
    ["../secret.txt", "a/../../x/plan.md", f"{PLAN}/source.txt", f"{PLAN}/import.json", "/etc/passwd", "",
     f"{PLAN}\\plan.md", "nothing/plan.md", "units.toml/x"],
)  # fmt: skip
def test_no_other_file_is_opened_or_written(desk: Desk, file: str) -> None:
    with pytest.raises(EditRefused, match="没有可以修改的文件"):
        desk.open(file)
    with pytest.raises(EditRefused, match="没有可以修改的文件"):
        desk.save(file, "", "x", "张三", "写")


def test_what_was_changed_outside_is_said(desk: Desk, corpus: Corpus) -> None:
    line = line_of(desk, "加强组织领导")
    desk.do(FILE, desk.open(FILE).digest, lambda t: shift_heading(t, line, 1), "张三", "下移")
    path = corpus.folder / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("办好", "办实"), encoding="utf-8")
    desk.do(FILE, desk.open(FILE).digest, lambda t: shift_heading(t, line, -1), "张三", "上移")
    assert [e.outside for e in desk.history()] == [False, True]


def test_a_broken_line_of_the_history_costs_no_more_than_itself(desk: Desk) -> None:
    desk.note("张三", "导入")
    with open(desk.path, "ab") as f:
        f.write(b'{"no": 2, "wh')
    desk.note("李四", "发布")
    assert [(e.no, e.who) for e in desk.history()] == [(1, "张三"), (2, "李四")]
    desk.path.write_text("不是 JSON\n" + desk.path.read_text(encoding="utf-8"), encoding="utf-8")
    assert [e.what for e in desk.history()] == ["这一行记录已损坏，读不出", "导入", "发布"]


def test_names_of_any_kind_are_kept_as_they_are(desk: Desk) -> None:
    who = "<script>alert(1)</script>\u2028"
    desk.do(
        "topics.toml",
        desk.open("topics.toml").digest,
        lambda t: new_topic(t, "甲", ["乙"]),
        who,
        "<b>\n加主题",
    )
    (entry,) = desk.history()
    assert (entry.who, entry.what) == (who, "<b> 加主题")


KILLED = """
import os, signal, sys
from kb.corpus import Corpus
from kb.edit import desk as room
from kb.edit.headings import shift_heading
from pathlib import Path

after = int(sys.argv[2])
count = 0
def stop(real):
    def call(*args, **more):
        global count
        count += 1
        if count == after:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **more)
    return call
os.fsync, os.replace = stop(os.fsync), stop(os.replace)
d = room.Desk(Corpus(Path(sys.argv[1])))
o = d.open(sys.argv[3])
d.do(o.file, o.digest, lambda t: shift_heading(t, int(sys.argv[4]), 1), "张三", "下移")
"""


@pytest.mark.parametrize("moment", [1, 2, 3, 4])
def test_a_kill_at_any_moment_leaves_the_old_or_the_new(desk: Desk, corpus: Corpus, moment: int) -> None:
    """The history is flushed, then the file, then it takes its name, then the folder is flushed."""
    line = line_of(desk, "加强组织领导")
    before = desk.open(FILE).text
    command = [sys.executable, "-c", KILLED, str(corpus.folder), str(moment), FILE, str(line)]
    root = Path(__file__).parents[3]
    ended = subprocess.run(command, cwd=root, check=False, env={**os.environ, "PYTHONPATH": str(root)})
    assert ended.returncode == -signal.SIGKILL
    text = desk.open(FILE).text
    assert text in (before, shift_heading(before, line, 1))
    assert (text != before) == (moment == 4)
    assert len(desk.history()) == (moment == 4)
    if desk.path.exists():
        assert all(json.loads(row) for row in desk.path.read_text(encoding="utf-8").splitlines())
    saved = desk.do(FILE, desk.open(FILE).digest, lambda t: no_heading(t, line), "李四", "不是标题")
    assert saved.entry is not None
    assert [e.who for e in desk.history()] == (["张三"] if moment == 4 else []) + ["李四"]
    assert corpus.plan_ids() == (PLAN,)
