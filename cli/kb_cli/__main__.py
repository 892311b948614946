"""`python -m kb_cli` is `kb`."""

from __future__ import annotations

from kb_cli.main import main

main()
