"""The static reference site: pages, links, templates and static files."""

from __future__ import annotations
