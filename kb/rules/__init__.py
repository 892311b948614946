"""tree → facts: indicators, targets, units, duties, topics, commitments, references; and the reviewer's checks."""

from __future__ import annotations

from kb.rules.checks import check, check_structure
from kb.rules.facts import find_facts

__all__ = ["check", "check_structure", "find_facts"]
