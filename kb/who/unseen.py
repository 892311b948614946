"""What a plan shows and import could not read, said where an answer finds nobody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from kb.model import Repair
from kb.who.messages import say

MOST = 3
"""Plans that are named; a base of hundreds has more with pictures."""


class Repaired(Protocol):
    """What of a base is asked."""

    def unread(self, plans: Iterable[str]) -> dict[str, list[Repair]]: ...


def unseen_notes(base: Repaired, plans: dict[str, str]) -> list[str]:
    """A note for each plan that has pictures, charts or scanned pages nobody read.

    plans: title by id, of those asked. `有未读的图片（第 3 页），责任单位可能在里面。` where one plan is asked, its title in
    front where several are."""
    out = []
    found = base.unread(plans)
    for plan, title in plans.items():
        unread = found.get(plan)
        if not unread:
            continue
        kinds = "、".join(dict.fromkeys(r.reason for r in unread))
        places = list(dict.fromkeys(r.value for r in unread if r.value))
        more = say("and_more") if len(places) > MOST else ""
        where = say("unread_at", places="、".join(places[:MOST]) + more) if places else ""
        name = f"《{title}》" if len(plans) > 1 else ""
        out.append(say("unread", plan=name, kinds=kinds, where=where))
    return out[:MOST]
