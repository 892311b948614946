"""The one form in which answers are written as JSON, by the command line and by the service."""

from __future__ import annotations

import json
import re

CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""C0 and C1 controls, and the marks that reorder or break lines: they could rewrite what a terminal shows."""


def to_json(value: object) -> str:
    """JSON for people and programs: Chinese as it is, two blanks deep, controls escaped, a newline at the end."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return CONTROLS.sub(lambda m: f"\\u{ord(m[0]):04x}", text.replace("\r", "\\r")) + "\n"
