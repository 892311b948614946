"""What a plan knows of a name: registered for it, printed in full somewhere in it, or beginning with a place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from kb.rules.ground import Ground
from kb.words.unit_names import LEVELS, places

# The state, its bank and its grid are above every level: their branches take none.
_OF_THE_STATE = ("中国", "国家", "全国", "中央", "人民银行", "人行", "国网", "国务院", "驻")


@dataclass(frozen=True, slots=True)
class Names:
    """Names as one plan uses them."""

    ground: Ground

    @property
    def place(self) -> str:
        """The place whose plan it is, by its title or issuer: 和平市; "" where neither begins with one."""
        plan = self.ground.tree.plan
        return next((found[0] for x in (plan.title, plan.issuer) if (found := places(x))), "")

    def registered(self, name: str) -> bool:
        """Whether units.toml has the name (matching form) for the plan."""
        return name in self.ground.names

    def printed(self, name: str) -> bool:
        """Whether the name is registered, or begins with a level and is in the plan: bears out that “商务厅” in a
        list is 省商务厅."""
        return self.registered(name) or (len(name) >= 3 and name[0] in LEVELS and self._stands(name))

    def placed(self, name: str) -> bool:
        """Whether a name begins with a place or the state: 河南银保监局 where the plan says 河南省, 中国残联, 人行郑州中心支行."""
        if name.startswith(_OF_THE_STATE):
            return True
        return any(self._stands(name[:n] + level) for n in (2, 3) for level in "省市县区州旗")

    def beginnings(self, bare: str) -> tuple[str, ...]:
        """Return the beginnings the plan prints a bare name with, the most frequent first: 财政金融局 → (示范区,)."""
        index: dict[str, Counter[str]] | None = self.ground.memo.get("beginnings")
        if index is None:
            index = self.ground.memo["beginnings"] = _index_names(self.ground.source)
        found = index.get(bare)
        return tuple(start for start, _ in found.most_common()) if found else ()

    def _stands(self, words: str) -> bool:
        known: dict[str, bool] = self.ground.memo.setdefault("stands", {})
        if words not in known:
            known[words] = words in self.ground.source
        return known[words]


LONGEST_BEGINNING = 6
"""Characters of a place before a name: 高新技术区 has 5, 示范区 3."""
_WORD = re.compile(r"[\u4e00-\u9fff]{4,24}")
_BODY = re.compile(r"[局委厅办院联会署团心室]")


def _index_names(source: str) -> dict[str, Counter[str]]:
    """Index the words of a source that look like whole names: the bare name → its beginnings with their counts.

    A word is what occurs between two signs; one pass over the source.
    """
    index: dict[str, Counter[str]] = defaultdict(Counter)
    for m in _WORD.finditer(source):
        word = m[0]
        bodies = [i + 1 for i, ch in enumerate(word) if _BODY.match(ch)]
        end = bodies[-1] if bodies else 0
        for at in range(1, min(LONGEST_BEGINNING, end - 2)):
            if word[at - 1] in LEVELS:
                index[word[at:end]][word[:at]] += 1
    return dict(index)
