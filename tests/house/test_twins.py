"""The browser's twin owns nothing: what Python says, JavaScript gets from it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from kb_site.search_data import PARTS

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "site" / "kb_site" / "static"
SCRIPTS = sorted(STATIC.rglob("*.js"))
# Scripts that are a Python module in JavaScript; the others draw pages.
OTHERS = ("search/packed.js", "search/text.js", "search/parts.js", "search/many.js", "search/engine.js")
TWINS = sorted(STATIC / name for name in PARTS if name not in OTHERS)
_COMMENT = re.compile(r"^\s*//.*$|(?<=[;{},]) // .*$", re.M)
_HAN = re.compile(r"[\u3400-\u9fff]")
_TEXT = re.compile(r""""([^"\n]*)"|'([^'\n]*)'|`([^`]*)`""")
# 100: percent. 1024, 256: how much of what was asked is kept. 127, 128: where ASCII ends. 10: the base of numbers.
PLAIN_NUMBERS = {0, 1, 2, 10, 50, 100, 127, 128, 256, 1024}


def code_of(path: Path) -> str:
    return _COMMENT.sub("", path.read_text("utf-8"))


def said_in_python() -> set[str]:
    """Every Chinese text of the Python code but for docstrings."""
    found: set[str] = set()
    for room in ("kb", "site/kb_site", "cli/kb_cli"):
        for path in (ROOT / room).rglob("*.py"):
            tree = ast.parse(path.read_text("utf-8"))
            documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
            plain = {
                id(node.body[0].value)
                for node in ast.walk(tree)
                if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
            }
            for node in ast.walk(tree):
                if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in plain:
                    continue
                if _HAN.search(node.value):
                    found.add(node.value.strip())
    return found


def test_no_chinese_text_is_spelled_in_both_languages() -> None:
    """A text of two characters or more in a script that is a text of Python too."""
    known = said_in_python()
    twice = {}
    for path in SCRIPTS:
        texts = ("".join(found).strip() for found in _TEXT.findall(code_of(path)))
        parts = (part.strip() for text in texts for part in re.split(r"\$\{[^}]*\}", text))
        same = sorted({part for part in parts if len(_HAN.findall(part)) >= 2 and part in known})
        if same:
            twice[path.name] = same
    assert twice == {}


@pytest.mark.parametrize("path", TWINS, ids=lambda path: path.stem)
def test_a_twin_has_no_chinese_of_its_own(path: Path) -> None:
    """Neither in texts nor in expressions; single marks (、 “ ”) that join words are no vocabulary."""
    assert [line for line in code_of(path).splitlines() if _HAN.search(line)] == []


@pytest.mark.parametrize("path", TWINS, ids=lambda path: path.stem)
def test_a_twin_has_no_threshold_of_its_own(path: Path) -> None:
    code = re.sub(r"row\[\d+\]|slice\(-?\d+|\\u[0-9a-f]{4}", "", _TEXT.sub('""', code_of(path)))
    numbers = {float(n) for n in re.findall(r"(?<![\w.$\\])\d+(?:\.\d+)?(?![\w.])", code)}
    assert sorted(numbers - PLAIN_NUMBERS - {0.5}) == []


@pytest.mark.parametrize("path", TWINS, ids=lambda path: path.stem)
def test_a_twin_is_called_as_its_module(path: Path) -> None:
    named = re.match(r"//[^\n]*?((?:kb/)[a-z/_]+\.py)", path.read_text("utf-8"))
    assert named, path
    twin = ROOT / named[1]
    assert (twin.is_file(), twin.stem) == (True, path.stem)
