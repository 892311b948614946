"""What pages weigh and how still they stand: bytes of the heaviest page of each kind, cumulative layout shift on a phone and a
laptop, and the time from a keystroke to results. Prints; asserts nothing.

    python tests/bench/site_pages.py
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
SCREENS = {"phone": (390, 844), "laptop": (1366, 768)}
SHIFTED = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(sum), 400);
})"""


def main() -> None:
    from playwright.sync_api import sync_playwright

    from kb.corpus import Corpus
    from kb.pipeline.build import build
    from kb.store import open_base
    from kb_site.build import render_site
    from kb_site.output import write_site
    from kb_site.plan_view import PlanView
    from tests.bench.bench_site import keystrokes

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with open_base(build(Corpus(ROOT / "corpus"), root / "kb").folder) as base:
            files, _ = render_site(base, tuple(PlanView(base, plan) for plan in base.plans()))
            write_site(root / "site", files)
        heaviest = _by_kind(files)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--headless", "--no-sandbox"]
            )
            print(
                "| kind of page | pages | heaviest, bytes | CLS phone | CLS laptop |\n| --- | --- | --- | --- | --- |"
            )
            for kind, (path, size, count) in sorted(heaviest.items()):
                shifts = [_shift(browser, root / "site" / path, *screen) for screen in SCREENS.values()]
                print(f"| {kind} | {count} | {size:,} | {shifts[0]:.3f} | {shifts[1]:.3f} |")
            browser.close()
        times = sorted(keystrokes(root / "site", str(shutil.which("chromium"))))
        p95 = times[int(len(times) * 0.95)]
        print(
            f"\nkeystrokes {len(times)}: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, greatest {times[-1]:.1f} ms"
        )


def _by_kind(files: dict[str, bytes]) -> dict[str, tuple[str, int, int]]:
    """Return by kind the heaviest page, its bytes, and how many there are. A kind is the class of the page's body."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for path, content in files.items():
        if path.endswith(".html"):
            kind = re.search(rb'<body class="page-([^"]+)"', content)
            found[kind[1].decode() if kind else ""].append((len(content), path))
    return {kind: (max(pages)[1], max(pages)[0], len(pages)) for kind, pages in found.items()}


def _shift(browser: Any, path: Path, width: int, height: int) -> float:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(path.as_uri())
    page.wait_for_timeout(200)
    shift = float(page.evaluate(SHIFTED))
    page.close()
    return shift


if __name__ == "__main__":
    main()
