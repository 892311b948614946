"""Words by which the program knows files of its own when they come back."""

from __future__ import annotations

OWN_MARK = "由规划文本整理，所引原文与规划一致"
"""In the closing note of every extract and 责任分工表; no plan says it."""

OWN_CREATOR, OWN_CATEGORY = "谁管", "职责清单"
"""Properties of Word files and workbooks that the program writes."""
