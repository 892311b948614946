"""Mutation testing: small faults are put into the rooms that decide what is answered, and the tests have to see them.

    python tests/trust/mutants.py ROOM [mutants a module [modules…]]     ROOM: words, parse, rules or search; 0: all of them

`make mutants` brings mutmut along and does the four. A copy of the tracked files in build/mutants is worked on by
mutmut, with the tests of that room alone; which mutants are tried is decided by a seed and by their names. Ends with
the survivors and a line a module. Figures: docs/reliability.md.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SEED = "20230227"
KILLED = {"killed", "timeout", "segfault"}  # by a failing test, or it never came to an end
QUERY = ("query", "questions", "normalise", "slips", "analyse", "shapes")
# Room → what is mutated, and the tests that have to see it.
ROOMS = {
    "words": (("kb/words/*",), ("tests/kb/words", "tests/kb/rules")),
    "parse": (("kb/parse/*",), ("tests/kb/parse", "tests/kb/test_importer.py")),
    "rules": (("kb/rules/*",), ("tests/kb/rules",)),
    "search": (tuple(f"kb/search/{name}.py" for name in QUERY), ("tests/kb/search",)),
}
CONFIG = """
[tool.mutmut]
source_paths = ["kb"]
only_mutate = {mutated}
also_copy = ["site", "cli", "corpus", "docs"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore"]
pytest_add_cli_args_test_selection = {tests}
timeout_multiplier = 4.0
timeout_constant = 2.0
"""


def lay_out(place: Path, room: str) -> None:
    """The tracked files as they stand, the plans of ../shared where there are some, and mutmut's settings."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / name)
    with (place / "pyproject.toml").open("a", encoding="utf-8") as settings:
        mutated, tests = (json.dumps(names) for names in ROOMS[room])
        settings.write(CONFIG.format(mutated=mutated, tests=tests))
    shared = ROOT.parent / "shared"
    if shared.is_dir() and not (place / "shared").exists():
        (place / "shared").symlink_to(shared.resolve())


def module_of(mutant: str) -> str:
    """“kb.parse.front_matter” of “kb.parse.front_matter.x_read_title__mutmut_3”."""
    return mutant.rpartition(".")[0]


def drawn(mutants: list[Any], most: int, modules: list[str]) -> list[Any]:
    """`most` of each module, always the same ones."""
    by_module: dict[str, list[Any]] = defaultdict(list)
    for one in sorted(mutants, key=lambda m: sha256((SEED + m[1]).encode()).digest()):
        if not modules or module_of(one[1]) in modules:
            by_module[module_of(one[1])].append(one)
    return [one for found in by_module.values() for one in (found[:most] if most else found)]


def tell(results: list[tuple[str, str]], total: Counter[str]) -> None:
    rooms: dict[str, Counter[str]] = defaultdict(Counter)
    for name, said in results:
        for place in (module_of(name), module_of(name).rpartition(".")[0], "all"):
            rooms[place]["killed" if said in KILLED else "survived"] += 1
    for name, said in sorted(results):
        if said not in KILLED:
            print(f"{said:10} {name}")
    for place in sorted(rooms):
        told = rooms[place]
        tried = told.total()
        print(f"{place:28} {told['killed']:5} of {tried:5} killed, {100 * told['killed'] / tried:5.1f} %"
              + (f"   ({total[place]} mutants in all)" if total[place] else ""))  # fmt: skip


def main() -> None:
    room = sys.argv[1]
    most = int(sys.argv[2]) if len(sys.argv) > 2 else 45
    modules = sys.argv[3:]
    place = ROOT / "build" / "mutants" / room
    lay_out(place, room)
    os.chdir(place)
    from mutmut import __main__ as mutmut
    from mutmut.stats import status_by_exit_code

    collect = mutmut.collect_source_file_mutation_data
    kept: list[Any] = []
    total: Counter[str] = Counter()

    def some(*, mutant_names: tuple[str, ...] | list[str]) -> tuple[list[Any], dict[str, Any]]:
        mutants, files = collect(mutant_names=mutant_names)
        total.update(module_of(m[1]) for m in mutants)
        kept.extend(drawn(mutants, most, modules))
        return list(kept), files

    mutmut.collect_source_file_mutation_data = some
    mutmut._run((), None)
    tell([(name, status_by_exit_code[file.exit_code_by_key[name]]) for file, name, _ in kept], total)


if __name__ == "__main__":
    main()
