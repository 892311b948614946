"""tree → facts: indicators, targets, units, duties, topics, commitments, references; and the reviewer's checks.

What finds facts is loaded when it is asked for: answers use single rules of this room (identity, holdings) and must not
pay for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.rules.checks import check, check_structure
    from kb.rules.facts import find_facts

__all__ = ["check", "check_structure", "find_facts"]


def __getattr__(name: str) -> Any:
    """Load what finds facts or checks them on first use (PEP 562)."""
    if name == "find_facts":
        from kb.rules.facts import find_facts

        return find_facts
    if name in ("check", "check_structure"):
        from kb.rules import checks

        return getattr(checks, name)
    raise AttributeError(name)
