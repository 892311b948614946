"""How answers say things wherever they are shown: command line, site, extracts."""

from __future__ import annotations


def through_collective(name: str) -> str:
    """Return how a duty is introduced that the plan gives a collective, not the unit by its own name.

    >>> through_collective("各镇街")
    '规划写的是“各镇街”，包括本单位'
    """
    return f"规划写的是“{name}”，包括本单位"
