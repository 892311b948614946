"""One command a module; each holds `command`, and imports what it asks only when it runs."""

from __future__ import annotations
