"""What a plan knows of a name: registered for it, printed in full somewhere in it, or beginning with a place."""

from __future__ import annotations

from dataclasses import dataclass

from kb.rules.ground import Ground
from kb.words.unit_names import LEVELS, places

# The state, its bank and its grid stand above every level: their branches take none.
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
        """Whether the name is registered, or begins with a level and stands in the plan: bears out that “商务厅” in a
        list is 省商务厅."""
        return self.registered(name) or (len(name) >= 3 and name[0] in LEVELS and self._stands(name))

    def placed(self, name: str) -> bool:
        """Whether a name begins with a place or the state: 河南银保监局 where the plan says 河南省, 中国残联, 人行郑州中心支行."""
        if name.startswith(_OF_THE_STATE):
            return True
        return any(self._stands(name[:n] + level) for n in (2, 3) for level in "省市县区州旗")

    def _stands(self, words: str) -> bool:
        known: dict[str, bool] = self.ground.memo.setdefault("stands", {})
        if words not in known:
            known[words] = words in self.ground.source
        return known[words]
