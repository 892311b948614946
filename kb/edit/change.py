"""What an edit did to a text: one stretch of lines in the place of another, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

from kb.problems import KbError

AROUND = 200
"""Lines around its old place in which a change is looked for again: a chapter put in above moves what follows by less."""


class EditRefused(KbError):
    """An operation that this text does not allow; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Change:
    """Lines of a text in the place of others, at the smallest stretch that differs.

    at: 0-based index of the first line. old, new: lines without their "\\n"; the last one of a text has none.
    """

    at: int
    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def inverse(self) -> Change:
        """The change that takes this one back."""
        return Change(self.at, self.new, self.old)

    def __bool__(self) -> bool:
        return self.old != self.new


def change_between(before: str, after: str) -> Change:
    """Return what differs between two texts: `apply(before, change) == after`, and back by its inverse.

    >>> change_between("a\\nb\\nc", "a\\nx\\ny\\nc")
    Change(at=1, old=('b',), new=('x', 'y'))
    """
    a, b = before.split("\n"), after.split("\n")
    most = min(len(a), len(b))
    head = next((i for i in range(most) if a[i] != b[i]), most)
    most -= head
    tail = next((i for i in range(most) if a[-1 - i] != b[-1 - i]), most)
    return Change(head, tuple(a[head : len(a) - tail]), tuple(b[head : len(b) - tail]))


def apply(text: str, change: Change) -> str:
    """Return a text with a change made. Raises EditRefused where the lines to change are no longer there.

    Lines that have moved since are found again where they occur once nearby.
    """
    lines = text.split("\n")
    at = _place(lines, change)
    if at is None:
        shown = next((line for line in change.old if line.strip()), "")[:30]
        raise EditRefused(f"这一处后来又改过，不能直接撤销（“{shown}”已不是原样）。请在校对页上手工改回。")
    return "\n".join([*lines[:at], *change.new, *lines[at + len(change.old) :]])


def _place(lines: list[str], change: Change) -> int | None:
    """Return where the old lines are: at their place, or the only place nearby; None where that is not clear."""
    n = len(change.old)
    if tuple(lines[change.at : change.at + n]) == change.old and change.at + n <= len(lines):
        return change.at
    if not any(line.strip() for line in change.old):
        return None
    low, high = max(0, change.at - AROUND), min(len(lines) - n, change.at + AROUND)
    found = [i for i in range(low, high + 1) if tuple(lines[i : i + n]) == change.old]
    return found[0] if len(found) == 1 else None
