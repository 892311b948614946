"""The site's budgets: bytes of the home page, seconds of the build, a page's cost beside MkDocs with Material, growth
with the number of plans, and the time from a keystroke to results in Chromium.

    python tests/bench/bench_site.py [--peer | --mkdocs PATH] [--plans 1 10 100]

--peer: install MkDocs with Material into build/bench-mkdocs, once, and compare with it. --mkdocs: compare with the mkdocs
of an environment that has mkdocs-material. Without either, and without build/bench-mkdocs, that part is left out, and said.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
PEER = ROOT / "build" / "bench-mkdocs"
MATERIAL = "mkdocs-material>=9.5,<10"
SEED = "dadukou-children-2021-2030"
HOME = (
    "index.html", "_assets/site.css", "_assets/print.css", "_assets/theme.js", "_assets/site-data.js",
    "_assets/search-box.js", "_assets/search.js", "_assets/search-index.js", "_assets/icon.svg",
)  # fmt: skip


def corpus_of(folder: Path, plans: int) -> Path:
    """A corpus of the seed and copies of it under other ids."""
    corpus = folder / f"corpus-{plans}"
    shutil.copytree(ROOT / "corpus", corpus)
    for number in range(1, plans):
        name = f"copy-{number:03}"
        shutil.copytree(corpus / SEED, corpus / name)
        for file in ("plan.md", "import.json"):
            path = corpus / name / file
            path.write_bytes(path.read_bytes().replace(SEED.encode(), name.encode()))
    return corpus


def in_process(*arguments: object) -> dict[str, Any]:
    """Run this file in a process of its own and read what it prints."""
    run = subprocess.run(
        [sys.executable, __file__, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def build_base(corpus: Path, base: Path) -> None:
    from kb.corpus import Corpus
    from kb.pipeline.build import build

    build(Corpus(corpus), base)


def one_build(base: Path, out: Path) -> dict[str, Any]:
    """The site of a base, from nothing: seconds with the program's start left out."""
    from kb.store import open_base
    from kb_site.build import build_site

    start = time.perf_counter()
    with open_base(base) as opened:
        built = build_site(opened, out)
    return {
        "seconds": time.perf_counter() - start,
        "pages": built.pages,
        "bytes": built.size,
        "steps": {name: round(seconds, 2) for name, seconds in built.seconds},
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def mkdocs(command: str, site: Path, folder: Path) -> dict[str, Any]:
    """The same text as the same number of pages (our Markdown twins) through MkDocs with Material."""
    docs = folder / "docs"
    for path in sorted(site.rglob("*.md")):
        target = docs / path.relative_to(site)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    (folder / "mkdocs.yml").write_text(
        "site_name: plan\ntheme:\n  name: material\n  language: zh\n  font: false\nplugins: [search]\n",
        encoding="utf-8",
    )
    seconds = wall([command, "build", "--quiet", "--clean"], folder)
    return {"seconds": seconds, "pages": len(list((folder / "site").rglob("index.html")))}


def peer(given: str | None, install: bool) -> str | None:
    """The mkdocs command to compare with; installed when asked for."""
    if given:
        return str(Path(given).resolve())
    command = PEER / ("Scripts" if sys.platform == "win32" else "bin") / "mkdocs"
    if install and not command.exists():
        venv.create(PEER, with_pip=True, clear=True)
        python = command.with_name("python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", MATERIAL], check=True)
    return str(command) if command.exists() else None


def wall(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds of a whole process, its start included: by the clock, and of the CPU, which other work touches least.

    Both programs may keep what they compile, as they do at a desk.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=env)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert run.returncode == 0, run.stderr
    return seconds, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


ROUNDS = 3


def keystrokes(site: Path, chromium: str) -> list[float]:
    """Milliseconds from an input event to results drawn, for every prefix of every dev question."""
    return typed(site, chromium, 1)[0]


def typed(site: Path, chromium: str, rounds: int = ROUNDS) -> list[list[float]]:
    """The same, typed several times.

    Of many plans the first round loads parts of the index as it goes; a later one has them.
    """
    from playwright.sync_api import sync_playwright

    path = ROOT / "tests" / "golden" / "queries" / "own-search.json"
    rows = json.loads(path.read_text("utf-8"))
    queries = [row["q"] for row in (rows["queries"] if isinstance(rows, dict) else rows)]
    prefixes = list(dict.fromkeys(q[: i + 1] for q in queries for i in range(len(q))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(bypass_csp=True)
        page.goto(f"{site.as_uri()}/index.html")
        page.wait_for_timeout(1500)  # the page is at rest, the engine is warm
        script = """async (queries) => {
              const input = document.querySelector('[data-search]');
              const found = document.querySelector('[data-found]');
              const times = [];
              for (const query of queries) {
                const drawn = new Promise((done) => {
                  const watch = new MutationObserver(() => { watch.disconnect(); done(); });
                  watch.observe(found, {childList: true});
                });
                const start = performance.now();
                input.value = query;
                input.dispatchEvent(new InputEvent('input'));
                await drawn;
                found.getBoundingClientRect();
                times.push(performance.now() - start);
              }
              return times;
            }"""
        times: list[list[float]] = [page.evaluate(script, prefixes) for _ in range(rounds)]
        browser.close()
    return times


def home_bytes(site: Path) -> dict[str, int]:
    """What the home page loads, by file."""
    return {re.sub(".*/", "", file): (site / file).stat().st_size for file in HOME}


def print_keystrokes(plans: int, rounds: list[list[float]]) -> None:
    least = [min(times) for times in zip(*rounds, strict=True)]
    for name, times in (("first round", rounds[0]), (f"least of {len(rounds)}", least)):
        p = statistics.quantiles(times, n=100)
        print(
            f"keystroke to results over file://, {plans} plans, {name}: {len(times)} keystrokes, p50 {p[49]:.1f} ms,"
            f" p95 {p[94]:.1f} ms, p99 {p[98]:.1f} ms, longest {max(times):.1f} ms"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mkdocs")
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--plans", type=int, nargs="*", default=[1, 10, 100])
    parser.add_argument("--build", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--base", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.base:
        build_base(Path(given.base[0]), Path(given.base[1]))
        print("{}")
        return
    if given.build:
        print(json.dumps(one_build(Path(given.build[0]), Path(given.build[1]))))
        return

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(
            "| plans | pages | build s | ms a page | MB | steps | memory MB |\n|---|---|---|---|---|---|---|"
        )
        seed: dict[str, Any] = {}
        for plans in given.plans:
            base, out = folder / f"base-{plans}", folder / f"site-{plans}"
            in_process("--base", corpus_of(folder, plans), base)
            runs = [in_process("--build", base, out / str(i)) for i in range(3 if plans == 1 else 1)]
            found = min(runs, key=lambda r: float(r["seconds"]))
            seed = seed or found
            steps = "，".join(f"{k} {v}" for k, v in found["steps"].items())
            each = found["seconds"] / found["pages"] * 1000
            print(
                f"| {plans} | {found['pages']} | {found['seconds']:.2f} | {each:.2f} |"
                f" {found['bytes'] / 1e6:.1f} | {steps} | {found['memory']} |",
                flush=True,
            )
            sizes = home_bytes(out / "0")
            print(
                f"home page with all it loads, {plans} plans: {sum(sizes.values()):,} bytes raw (budget 250,000)"
            )
            print("  " + ", ".join(f"{name} {size:,}" for name, size in sizes.items()), flush=True)
            if chromium and plans in (given.plans[0], given.plans[-1]):
                print_keystrokes(plans, typed(out / "0", chromium))
            if plans > 1:
                shutil.rmtree(out)
        if not chromium:
            print("\nkeystroke to results: left out (no Chromium)")
        folder / f"site-{given.plans[0]}" / "0"
        command = peer(given.mkdocs, given.peer)
        if command:
            from kb.store import open_base
            from kb_site.build import build_site

            with open_base(folder / f"base-{given.plans[0]}") as opened:
                web = build_site(opened, folder / "web", base_url="https://plans.example.org/").out
            kb = [
                sys.executable,
                "-m",
                "kb_cli",
                "--base",
                str(folder / f"base-{given.plans[0]}"),
                "site",
                "--out",
            ]
            # Turn by turn, so that what else the machine does falls on both; the best of five each.
            turns = [
                (wall([*kb, str(folder / f"turn-{i}")], ROOT), mkdocs(command, web, folder)) for i in range(5)
            ]
            pages = turns[0][1]["pages"]
            print(f"\nwhole processes: MkDocs with Material {pages} pages, kb site {seed['pages']} pages")
            for i, what in enumerate(("by the clock", "of the CPU")):
                ours = min(t[0][i] for t in turns) / seed["pages"] * 1000
                theirs = min(t[1]["seconds"][i] for t in turns) / pages * 1000
                print(
                    f"  ms a page {what}: MkDocs {theirs:.1f}, kb site {ours:.1f}, {theirs / ours:.1f} × faster"
                )
        else:
            print("\nMkDocs with Material: left out (--peer installs it)")


if __name__ == "__main__":
    main()
