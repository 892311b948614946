"""What a page of the workbench says: no commands, no options, no names of files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb_site.workbench.frame import plainly, title_of
from kb_site.workbench.reviewing import page_words


def test_the_pages_are_there_without_the_writers_of_word_and_excel() -> None:
    """As the folder for a desk without a network installs them: pure Python alone."""
    code = (
        "import sys\nsys.modules.update(dict.fromkeys(('docx', 'openpyxl', 'lxml')))\n"
        "import kb_site.workbench.routes"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("认定要写理由（--reason）和认定人（--by）。", "认定要写理由和认定人。"),
        ("这一轮没有编号“x9”这一行。编号见 kb monitor status。", "这一轮没有编号“x9”这一行。"),
        ("请运行 kb site。", "请运行 kb site。"),  # nothing would be left
        ("第一处。\n另有 3 处。", "第一处。\n另有 3 处。"),
        ("目标是 5kb 左右。", "目标是 5kb 左右。"),
    ],
)
def test_messages_without_commands(said: str, shown: str) -> None:
    assert plainly(said) == shown


def test_findings_with_the_names_of_the_page() -> None:
    assert page_words("源文有这一条或这一段，plan.md 里没有。") == "源文有这一条或这一段，整理结果里没有。"
    assert page_words("写进 duties.csv") == "写进分工"


def test_a_title_without_reading_the_plan(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "plan.md").write_text('---\nid: "a"\ntitle: "甲县水利方案"\n---\n', encoding="utf-8")
    corpus = Corpus(tmp_path)
    assert (title_of(corpus, "a"), title_of(corpus, "b")) == ("甲县水利方案", "b")
