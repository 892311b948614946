"""Shared files: small, and styles squeezed without losing a rule."""

from __future__ import annotations

from pathlib import Path

from kb_site.assets import squeeze


def test_styles_lose_only_white_space_and_comments() -> None:
    css = '/* head */\n.a,\n.b > .c {\n  content: "〔";\n  margin: 0 1em;\n}\n@media (min-width: 2rem) {\n  .d :is(p) { x: y }\n}\n'
    assert (
        squeeze(css) == '.a, .b > .c{content: "〔";margin: 0 1em;}@media (min-width: 2rem){.d :is(p){x: y}}\n'
    )


def test_home_with_all_it_loads_keeps_its_budget(site: Path) -> None:
    names = (
        "index.html", "_assets/site.css", "_assets/print.css", "_assets/theme.js", "_assets/site-data.js",
        "_assets/search-box.js", "_assets/search.js", "_assets/search-index.js", "_assets/icon.svg",
    )  # fmt: skip
    assert sum((site / name).stat().st_size for name in names) <= 250_000
