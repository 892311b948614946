"""From keystroke to results in headless Chromium, over file://, and what the home page weighs.

    python tests/bench/browser_search.py [plans | shared]

Every question of tests/golden/queries/ is typed character by character into the home page's box. A keystroke's time is
from its input event to the results drawn and laid out; all is typed three times. Of a keystroke's three times the middle one
counts, since the machine has other things to do as well; the least is printed too, for a machine that has much to do. plans: how many copies of the plan the site has, 1 unless
said. shared: the plan and the real ones of the folder SHARED (default ../shared beside the checkout), where titles of each are typed too.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.store import Base

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
PLAN = "dadukou-children-2021-2030"
ROUNDS = 3
LONGEST = 14  # characters typed of a title
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Times of keystrokes in ms: [whole, of it searching]. The clock of file:// pages counts in steps of 0.1 ms.
TYPE = """async (questions) => {
  const box = document.querySelector("[data-search]");
  const found = document.querySelector("[data-found]");
  const search = shuiguan.plain || (shuiguan.plain = shuiguan.search);
  let searching = 0;
  shuiguan.search = (...asked) => {
    const begun = performance.now();
    const result = search(...asked);
    searching = performance.now() - begun;
    return result;
  };
  const times = [];
  for (const question of questions) {
    for (let end = 1; end <= question.length; end += 1) {
      box.value = question.slice(0, end);
      await new Promise((done) => setTimeout(done));
      const begun = performance.now();
      box.dispatchEvent(new Event("input"));
      found.getBoundingClientRect();
      times.push([performance.now() - begun, searching, box.value]);
    }
  }
  return times;
}"""


def copies(folder: Path, count: int) -> Path:
    """A corpus of the plan and so many copies of it, in a folder."""
    shutil.copytree(ROOT / "corpus", folder)
    for number in range(1, count):
        into = folder / f"copy-{number}"
        into.mkdir()
        for name in ("plan.md", "source.txt", "import.json"):
            text = (folder / PLAN / name).read_text("utf-8")
            (into / name).write_text(text.replace(PLAN, into.name), "utf-8")
    return folder


def real_ones(folder: Path) -> Path:
    """A corpus of the plan and all documents of SHARED/plans."""
    from kb.pipeline.importer import import_file

    shutil.copytree(ROOT / "corpus", folder)
    for path in sorted((Path(os.environ.get("SHARED", ROOT.parent / "shared")) / "plans").iterdir()):
        if path.suffix != ".md":
            import_file(path, folder)
    return folder


def some_titles(base: Base) -> list[str]:
    """Five titles of each plan, as far as they are short enough to be typed."""
    out = []
    for plan in base.plan_ids():
        titles = [node.title[:LONGEST] for node in base.nodes(plan) if node.title]
        out += titles[:: max(1, len(titles) // 5)][:5]
    return out


def questions() -> list[str]:
    folder = ROOT / "tests" / "golden" / "queries"
    return [row["q"] for path in sorted(folder.glob("*.json")) for row in json.loads(path.read_text("utf-8"))]


def at(times: list[float], percent: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]


def measure(page: Any, address: str, typed: list[str]) -> list[list[tuple[float, float, str]]]:
    """ROUNDS lists of (whole, of it searching, what was typed), a keystroke each."""
    page.goto(address)
    # Asked from here: the page itself evaluates no text.
    while not page.evaluate("Boolean(window.shuiguan && window.shuiguan.search)"):
        page.wait_for_timeout(50)
    page.wait_for_timeout(1000)
    rounds: list[list[tuple[float, float, str]]] = [page.evaluate(TYPE, typed) for _ in range(ROUNDS)]
    first = at([time for time, _, _ in rounds[0]], 95)
    print(f"p95 of the first round alone: {first:.1f} ms\n")
    return rounds


def print_row(
    name: str, rounds: list[list[tuple[float, float, str]]], of: Callable[[Iterable[float]], float]
) -> None:
    """One row of the table: of each keystroke's times that which `of` takes, the middle or the least one."""
    whole, searching = ([of(t[i] for t in turns) for turns in zip(*rounds, strict=True)] for i in (0, 1))
    print(
        f"| {name} | {len(whole)} | {at(whole, 50):.1f} | {at(whole, 95):.1f} | {at(whole, 99):.1f} | {max(whole):.1f} "
        f"| {at(searching, 50):.1f} | {at(searching, 95):.1f} |"
    )


def main(chosen: str) -> None:
    from playwright.sync_api import sync_playwright

    from kb.corpus import Corpus
    from kb.pipeline.build import build
    from kb.store import open_base
    from kb_site.build import build_site

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        corpus = Path(name) / "corpus"
        built = build(
            Corpus(real_ones(corpus) if chosen == "shared" else copies(corpus, int(chosen))),
            Path(name) / "kb",
        )
        with open_base(built.folder) as base:
            plans = len(base.plan_ids())
            typed = questions() + (some_titles(base) if chosen == "shared" else [])
            site = build_site(base, Path(name) / "site").out
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        page = browser.new_page()
        rounds = measure(page, f"{site.as_uri()}/index.html", typed)
        ready = page.evaluate(
            "() => {const at = performance.getEntriesByType('navigation')[0]; return at.domContentLoadedEventEnd}"
        )
        browser.close()
        print(f"page ready: {ready:.0f} ms\n")
        print(
            "| plans, time | keystrokes | median ms | p95 ms | p99 ms | greatest ms | of it searching, median ms | p95 ms |"
        )
        print("|---|---|---|---|---|---|---|---|")
        print_row(f"{plans}, middle", rounds, statistics.median)
        print_row(f"{plans}, least", rounds, min)
        slowest = sorted(
            ((min(t[0] for t in turns), turns[0][2]) for turns in zip(*rounds, strict=True)), reverse=True
        )
        print("\nSlowest:", "、".join(f"{text} {time:.0f}" for time, text in slowest[:5]))
        html = (site / "index.html").read_text("utf-8")
        sizes = {"index.html": len(html.encode())}
        sizes |= {
            path.name: path.stat().st_size
            for path in sorted((site / "_assets").iterdir())
            if f'"_assets/{path.name}"' in html
        }
        print("\n| file | bytes |\n|---|---|")
        for file, size in sizes.items():
            print(f"| {file} | {size} |")
        print(f"| together | {sum(sizes.values())} |")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "1")
