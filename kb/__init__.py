"""Shuiguan (谁管): government plans as a knowledge base that answers “谁管托育？”."""

from __future__ import annotations

__version__ = "0.2.0"
