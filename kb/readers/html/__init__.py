"""Web pages (.html) as a `Source`."""

from __future__ import annotations

from kb.readers.html.page import read_html

__all__ = ["read_html"]
