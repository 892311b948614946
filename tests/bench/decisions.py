"""Decisions a line in functions with more than ten, and numbers compared with, room by room.

    python tests/bench/decisions.py [folders]     default: kb/parse kb/rules kb/readers kb/words

A decision is an if, for, while, conditional expression, except, case, a `for` or `if` of a comprehension, and each `and` or
`or`; nested functions count for themselves. Lines are those of the body without its docstring. 0, 1 and -1 are no numbers.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("kb/parse", "kb/rules", "kb/readers", "kb/words")
MANY = 10
WORST = 5
_BRANCHES = (ast.If, ast.For, ast.While, ast.IfExp, ast.ExceptHandler, ast.comprehension, ast.match_case)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def within(function: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function, those of functions and classes in it left out."""
    todo = list(ast.iter_child_nodes(function))
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            todo += ast.iter_child_nodes(node)


def decisions(function: ast.AST) -> int:
    count = 0
    for node in within(function):
        count += isinstance(node, _BRANCHES)
        count += len(node.ifs) if isinstance(node, ast.comprehension) else 0
        count += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
    return count


def lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def numbers(tree: ast.AST) -> int:
    compared = (v for x in ast.walk(tree) if isinstance(x, ast.Compare) for v in (x.left, *x.comparators))
    found = (v.value for v in compared if isinstance(v, ast.Constant))
    return sum(type(v) in (int, float) and v not in (0, 1, -1) for v in found)


def main() -> None:
    for room in sys.argv[1:] or ROOMS:
        rows: list[tuple[int, int, str]] = []
        literals = size = 0
        for path in sorted((ROOT / room).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            tree = ast.parse(text)
            literals += numbers(tree)
            size += text.count("\n")
            for function in ast.walk(tree):
                if isinstance(function, _FUNCTIONS) and (n := decisions(function)) > MANY:
                    rows.append((n, lines(function), f"{path.relative_to(ROOT)}:{function.name}"))
        total, long = sum(n for n, _, _ in rows), sum(n for _, n, _ in rows)
        print(f"{room}: {len(rows)} functions, {total} decisions in {long} lines, {total / max(long, 1):.2f} a line; "
              f"{literals} numbers compared with, {1000 * literals / max(size, 1):.1f} a thousand lines")  # fmt: skip
        for n, length, name in sorted(rows, reverse=True)[:WORST]:
            print(f"    {n:3} decisions {length:4} lines  {name}")


if __name__ == "__main__":
    main()
