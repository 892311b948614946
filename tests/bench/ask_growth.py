"""`who` and `unit` as plans that have nothing to do with the question are added: statements, rows read, CPU time.

    python tests/bench/ask_growth.py [plans …]        (1 2 13 30 100 where none are given)

The first plan is the packaged one, whose unit and topic are asked for; the others are made: 60 tasks each of another city's
water works. Each ask has a base opened anew. Statements are counted by SQLite's trace, rows as they are fetched. Milliseconds are CPU
time, best of five. A cell: statements / rows / ms.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site"), str(ROOT / "cli")]
PLACES = "春夏秋冬江河湖海山川"
TASKS = 60
OF_ALL = "市水务局"
"""A unit of every made plan, each of another city."""
QUESTIONS = {
    "who": "托育",
    "and a unit": "区卫健委管托育吗",
    "of a unit": "区教委负责什么",
    "in all plans": "清淤疏浚归哪个单位管",
    "unit of all": f"{OF_ALL}负责什么",
    "list": "哪些项目没有责任单位",
    "none": "高铁票谁管",
}
"""Questions that name a unit, that one plan answers or all do, that choose from all nodes, and that none answers."""


def made_text(number: int) -> str:
    """A plan of another city: nothing in it is about the first plan's matter or units."""
    city = PLACES[number // 10 % 10] + PLACES[number % 10] + ("州" if number < 100 else "阳") + "市"
    tasks = "\n\n".join(
        f"（{_han(n)}）整治第{_han(n)}号河道。清淤疏浚{n}公里，加固堤防。（责任单位：市水务局、市第{_han(n)}工程处）"
        for n in range(1, TASKS + 1)
    )
    return f"{city}河道整治实施方案\n\n一、总体要求\n\n坚持系统治理。\n\n二、重点任务\n\n{tasks}\n"


def _han(n: int) -> str:
    digits = "〇一二三四五六七八九"
    ten = "" if n < 10 else ("" if n < 20 else digits[n // 10]) + "十"
    return ten + (digits[n % 10] if n % 10 else "")


def made_base(folder: Path, plans: int) -> Path:
    """The base of the packaged plan and `plans` - 1 made ones."""
    try:
        from kb.pipeline.build import build
        from kb.pipeline.importer import import_file
    except ImportError:  # the first edition, which the figures are compared with
        build = import_module("kb.build").build
        import_file = import_module("kb.importer").import_file
    from kb.corpus import Corpus

    corpus = folder / "corpus"
    shutil.copytree(ROOT / "corpus", corpus)
    for number in range(1, plans):
        path = folder / f"made-{number:03}.txt"
        path.write_text(made_text(number), "utf-8")
        import_file(path, corpus, path.stem)
    found: Path = build(Corpus(corpus), folder / "kb").folder
    return found


def counted(base: Any, ask: Callable[[], Any]) -> tuple[int, int, float]:
    """Statements, rows, and the least CPU milliseconds of five runs."""
    statements = 0
    rows = 0

    def seen(_: str) -> None:
        nonlocal statements
        statements += 1

    fetch = base._all

    def fetched(*args: Any) -> Any:
        nonlocal rows
        out = fetch(*args)
        rows += len(out)
        return out

    base._db.set_trace_callback(seen)
    base._all = fetched
    ask()
    base._db.set_trace_callback(None)
    del base._all
    best = min(_cpu(ask) for _ in range(5))
    return statements, rows, best


def _cpu(ask: Callable[[], Any]) -> float:
    begun = time.process_time()
    ask()
    return (time.process_time() - begun) * 1000


def main() -> None:
    from kb.answer.unit import unit
    from kb.search import open_index
    from kb.store import open_base

    try:
        from kb.who.answer import who
    except ImportError:
        who = import_module("kb.answer.who").who
    asks: dict[str, Callable[[Any, Any], Any]] = {
        "kb unit": lambda base, index: unit(base, "区卫健委"),
        "units of a name": lambda base, index: unit(base, OF_ALL),
        **{name: partial(_who, who, question) for name, question in QUESTIONS.items()},
    }
    print(f"| plans | {' | '.join(asks)} |\n|{'---|' * (len(asks) + 1)}")
    for plans in [int(n) for n in sys.argv[1:]] or [1, 2, 13, 30, 100]:
        with tempfile.TemporaryDirectory() as folder:
            place = made_base(Path(folder), plans)
            cells = []
            for name, ask in asks.items():
                if plans == 1 and name == "units of a name":
                    cells.append("–")
                    continue
                with open_base(place) as base, open_index(place / "index") as index:
                    cells.append("{} / {} / {:.1f}".format(*counted(base, partial(ask, base, index))))
        print(f"| {plans} | {' | '.join(cells)} |", flush=True)


def _who(who: Callable[..., Any], question: str, base: Any, index: Any) -> Any:
    return who(base, index, question)


if __name__ == "__main__":
    main()
