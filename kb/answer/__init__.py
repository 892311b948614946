"""Questions to a base answered as plain dicts: the JSON contract that the command line, the site and other
programs read. One question a module; every dict holds strings, numbers, booleans, None, lists and dicts only."""

from __future__ import annotations
