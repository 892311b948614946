"""Builds: everything against one changed plan, one process against several, as the corpus grows.

    python tests/bench/bench_build.py [plans …]        (1 10 100 where none are given)

The plans are the seed with words of its own in each (see search_growth.py), imported as any document is. “One changed”: a
sentence of one plan is another; the base that comes of it is compared, byte by byte, with one built from nothing, and
so are the answers to the graded questions.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
KEPT = 0.7  # share of the seed's words a made plan keeps
# Words that stand in headings and table heads, which make a plan readable as one.
SHAPE = re.compile("[一二三四五六七八九十年月]|专栏|责任|单位|指标|规划|属性|约束|预期|类别|序号|区|市|镇|街")
OLD, NEW = "一些问题和挑战", "一些困难和考验"


def make_corpus(folder: Path, plans: int) -> None:
    """A corpus of the seed and plans made from it."""
    from kb.pipeline.importer import import_file
    from kb.search.lexicon import read_lexicon

    shutil.copytree(ROOT / "corpus", folder)
    (seed,) = (p for p in folder.iterdir() if p.is_dir())
    words = sorted(
        w for w in read_lexicon(folder.parent / "seed" / "index").words if len(w) == 2 and not SHAPE.search(w)
    )
    characters = sorted(set("".join(words)))
    text = (seed / "source.txt").read_text("utf-8")
    for number in range(1, plans):
        chance = random.Random(number)
        own = {w: "".join(chance.choice(characters) for _ in w) for w in words if chance.random() > KEPT}
        made = re.sub("|".join(map(re.escape, own)), lambda m: own[m[0]], text)  # noqa: B023
        path = folder.parent / f"made-{number:03}.txt"
        path.write_text(made, "utf-8")
        import_file(path, folder, path.stem)


def change_one(folder: Path) -> None:
    """Import one plan again with another sentence."""
    from kb.pipeline.importer import import_file

    (seed,) = (p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("made"))
    text = (seed / "source.txt").read_text("utf-8")
    assert OLD in text
    path = folder.parent / "changed.txt"
    path.write_text(text.replace(OLD, NEW), "utf-8")
    import_file(path, folder, seed.name, force=True)


def one_build(corpus: Path, root: Path, workers: int, force: bool) -> None:
    """In a process of its own: build, and print what it took."""
    from kb.corpus import Corpus
    from kb.pipeline.build import build

    started, worked = time.perf_counter(), cpu()
    built = build(Corpus(corpus), root, workers=workers or None, force=force)
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - started,
                "cpu": cpu() - worked,
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "nodes": built.nodes,
                "kept": built.kept,
                "workers": built.workers,
                "folder": str(built.folder),
                "steps": {name: round(took, 2) for name, took in built.timings},
            }
        )
    )


def cpu() -> float:
    """Seconds of processor time, of this process and those it waited for: what a busy machine does not change."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def same_bytes(a: Path, b: Path) -> bool:
    names = [sorted(p.relative_to(f).as_posix() for p in f.rglob("*") if p.is_file()) for f in (a, b)]
    return names[0] == names[1] and all((a / n).read_bytes() == (b / n).read_bytes() for n in names[0])


def same_answers(a: Path, b: Path) -> tuple[int, int]:
    """How many of the graded questions have the same hits in both bases, and how many there are."""
    from kb.search import open_index
    from tests.bench.search_quality import QUESTIONS, read_cases

    questions = [case.question for name in QUESTIONS for case in read_cases(name)]
    with open_index(a / "index") as one, open_index(b / "index") as other:
        same = sum(one.search(question) == other.search(question) for question in questions)
    return same, len(questions)


def run(*arguments: object) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", __file__, *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main(sizes: list[int]) -> None:
    print(
        "| plans | nodes | one process s | two processes s | as many as pay s | one changed s | unchanged s "
        "| CPU s of these | MB, one process | MB, one changed | same bytes | same answers |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        from tests.bench.search_quality import seed_index

        seed_index(folder / "seed").close()
        for plans in sizes:
            corpus = folder / f"corpus-{plans}"
            make_corpus(corpus, plans)
            one = run("--build", corpus, folder / "one", 1, 1)
            two = run("--build", corpus, folder / "two", 2, 1)
            paying = run("--build", corpus, folder / "kb", 0, 1)
            still = run("--build", corpus, folder / "kb", 0, 0)
            change_one(corpus)
            changed = run("--build", corpus, folder / "kb", 0, 0)
            anew = run("--build", corpus, folder / "anew", 1, 1)
            kept, fresh = Path(changed["folder"]), Path(anew["folder"])
            same, asked = same_answers(kept, fresh)
            worked = " / ".join(f"{took['cpu']:.1f}" for took in (one, two, paying, changed, still))
            print(
                f"| {plans} | {one['nodes']} | {one['seconds']:.1f} | {two['seconds']:.1f} "
                f"| {paying['seconds']:.1f} ({paying['workers']}) | {changed['seconds']:.1f} ({changed['kept']} kept) "
                f"| {still['seconds']:.2f} | {worked} "
                f"| {one['memory']:.0f} | {changed['memory']:.0f} "
                f"| {'yes' if same_bytes(kept, fresh) else 'NO'} | {same} of {asked} |",
                flush=True,
            )
            print(f"  one changed, by step: {changed['steps']}; all: {one['steps']}", file=sys.stderr)
            for gone in ("one", "two", "kb", "anew"):
                shutil.rmtree(folder / gone)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        one_build(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), sys.argv[5] == "1")
    else:
        main([int(size) for size in sys.argv[1:]] or [1, 10, 100])
