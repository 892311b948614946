"""The table of codes: docs/problems.md is made from it, and every problem in the program comes from it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from kb.codes import BY_CODE, CODES, LEVEL_NAMES, problem, render_docs

ROOT = Path(__file__).parents[2]
PROGRAM = sorted(p for room in ("kb", "cli", "site") for p in (ROOT / room).rglob("*.py"))
# These give back problems that were made before: rows of a base, the record of an import.
TABLES = {"codes.py", "monitoring_codes.py", "service_codes.py"}
READING = {ROOT / "kb/store/rows.py", ROOT / "kb/parse/record.py"}


def test_the_page_is_the_table() -> None:
    assert (ROOT / "docs/problems.md").read_text(encoding="utf-8") == render_docs()


def test_every_row_says_all_of_it() -> None:
    assert len(BY_CODE) == len(CODES)
    assert [c.code for c in CODES] == sorted(c.code for c in CODES)
    for row in CODES:
        assert re.fullmatch(r"KB(?:\d{3}|M\d{2})", row.code)
        assert row.level in LEVEL_NAMES
        assert all((row.title, row.meaning, row.example, row.todo)), row.code


def test_every_problem_is_made_through_the_table() -> None:
    for path in PROGRAM:
        if path in READING or path.name in TABLES:
            continue
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        made = [n.lineno for n in calls if isinstance(n.func, ast.Name) and n.func.id == "Problem"]
        assert made == [], f"{path}: use kb.codes.problem"


def test_every_code_that_is_used_is_in_the_table_and_the_other_way_round() -> None:
    used: set[str] = set()
    for path in PROGRAM:
        if path.name not in TABLES:
            used |= set(re.findall(r"\bKB(?:\d{3}|M\d{2})\b", path.read_text(encoding="utf-8")))
    assert used <= set(BY_CODE), "add a row to kb/codes.py"
    assert set(BY_CODE) <= used, "a row that nothing uses"


def test_the_level_is_the_tables() -> None:
    made = problem("KB113", "p/plan.md", line=3, message="一、3：编号从“1”跳到“3”", source_line=7)
    assert (made.level, made.column) == ("warning", 1)
    assert str(made) == "p/plan.md:3:1: KB113 一、3：编号从“1”跳到“3”（源文第 7 行）"


def test_an_unknown_code_is_our_fault() -> None:
    with pytest.raises(KeyError):
        problem("KB999", "p/plan.md")
