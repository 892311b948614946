"""Steps by which an answer was found, and the kinds and roles that matter to it."""

from __future__ import annotations

from typing import Final

ASSIGNED: Final = 1
NAMED: Final = 2
NEAREST: Final = 3
NEAR_MEANING: Final = 4
NOTHING: Final = 5
STEPS: dict[int, str] = {
    ASSIGNED: "明确责任",
    NAMED: "文中点名",
    NEAREST: "最接近的条目，请核对",
    NEAR_MEANING: "词义相近",
    NOTHING: "规划没有写",
}
"""Step → what it is called in answers."""

LEADING, HELPING = frozenset({"牵头"}), frozenset({"配合", "参与"})
OPEN_KINDS = frozenset({"task", "project"})
SAID_KINDS = frozenset({"section", "goal", "measure", "paragraph"})


OPENING = 24
"""Characters by which a text without title is known."""


def opening(text: str) -> str:
    """The first words of a text without title."""
    words = "".join(text.split())
    return words if len(words) <= OPENING else words[:OPENING] + "…"
