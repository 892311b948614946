"""Shared files: small, and styles squeezed without losing a rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb_site.assets import STYLES

# What came after Chromium 88 and Firefox 78 (docs/site.md), and would break a rule or a script there. Properties that an
# older browser skips without harm (text-wrap, content-visibility, …) are not among them.
NEWER = {
    "css": (r":has\(", r"@container", r"@layer", r"@scope", r"@starting-style", r"color-mix\(", r"oklch\(", r"subgrid",
            r"\d(?:dv|sv|lv)h", r"\(width\s*[<>]", r"(?<![\w-])(?:inset-area|anchor)\(", r"\{[^{}@]*[{;]\s*&",
            r":not\([^()]*,"),
    "js": (r"\.at\(", r"structuredClone", r"hasOwn\(", r"findLast", r"\?\?=|\|\|=|&&=", r"\.toSorted\(", r"\.toReversed\(",
           r"\.with\(", r"Array\.fromAsync", r"Promise\.any", r"AggregateError", r"WeakRef", r"static\s*\{", r"#\w+\s*[=(;]",
           r"groupBy\(", r"withResolvers", r"replaceAll\(", r"randomUUID", r"showPopover|popover", r"\d_\d"),
}  # fmt: skip


def test_styles_lose_only_white_space_and_comments(site: Path, repository: Path) -> None:
    def plain(css: str) -> str:
        return re.sub(r"\s+|/\*.*?\*/|;(?=\s*\})", "", css, flags=re.S)

    for name, parts in STYLES.items():
        written = "\n".join((repository / "site/kb_site/static" / part).read_text("utf-8") for part in parts)
        shipped = (site / "_assets" / name).read_text("utf-8")
        assert plain(shipped) == plain(written)
        assert len(shipped) < 0.9 * len(written)
        assert "calc(100%-" not in shipped


def test_home_with_all_it_loads_keeps_its_budget(site: Path) -> None:
    """What is loaded before the page is drawn; then comes the engine with the index, which a browser keeps."""
    drawn = (
        "index.html", "_assets/site.css", "_assets/print.css", "_assets/theme.js", "_assets/site-data.js",
        "_assets/search-box.js", "_assets/icon.svg",
    )  # fmt: skip
    html = (site / "index.html").read_text("utf-8")
    assert {
        f"_assets/{path.name}" for path in (site / "_assets").iterdir() if f'"_assets/{path.name}"' in html
    } <= set(drawn)
    everything = (*drawn, "_assets/search.js", "_assets/search-index.js")
    assert sum((site / name).stat().st_size for name in everything) <= 250_000


@pytest.mark.parametrize("kind", ["css", "js"])
def test_nothing_asks_for_a_newer_browser_than_promised(site: Path, kind: str) -> None:
    for path in sorted((site / "_assets").glob(f"*.{kind}")):
        if path.name in ("search-index.js", "site-data.js"):
            continue
        text = path.read_text("utf-8")
        for pattern in NEWER[kind]:
            assert not re.search(pattern, text), f"{path.name}: {pattern}"


def test_scripts_can_be_made_shorter_by_their_signs(repository: Path) -> None:
    """`minified` drops the semicolon before } and writes let for const: no text holds these, no loop has an empty body."""
    for path in sorted((repository / "site/kb_site/static").rglob("*.js")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            texts = re.findall(r"\"[^\"]*\"|`[^`]*`|/(?![/*])(?:[^/\\\n]|\\.)+/[gy]?", line)
            held = [t for t in texts if ";}" in t or re.search(r"\bconst\b", t)]
            assert not held, (path.name, number, held)
            for head in re.finditer(r"\b(?:for|while) \(", line):
                depth, at = 1, head.end()
                while depth and at < len(line):
                    depth += {"(": 1, ")": -1}.get(line[at], 0)
                    at += 1
                assert not line[at:].startswith(";"), (path.name, number)
