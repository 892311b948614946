"""Which plans a change of units.toml or topics.toml can touch: those whose text has a name of a changed entry.

The answer errs to one side: a plan that is called untouched has the same facts under the old entries and the new.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, TypeVar

from kb.corpus import Corpus
from kb.csv_text import decode_csv
from kb.model import Topic, Unit
from kb.words.normalised import compact
from kb.words.unit_names import LENT_ENDINGS, REMARK_INSIDE

Entry = TypeVar("Entry", bound=Unit | Topic)
BEGINNING = 8
"""Characters that a list may lend to the front of a name: 黔西南布依族苗族自治州 has more, but prints its names in full."""
LEAST = 2
"""Characters of a name that the text itself prints, whatever a list lends to it."""
_MARKS = str.maketrans("", "", "|\\#^*")
_REMARK = re.compile("（[^（）]*）")


def entries_text(entries: Iterable[Unit] | Iterable[Topic]) -> str:
    """Entries as a base keeps them, so that a later build can tell what has changed."""
    return json.dumps([asdict(e) for e in entries], ensure_ascii=False, separators=(",", ":"))


def read_units(text: str) -> tuple[Unit, ...]:
    """Return units from `entries_text`. Raises ValueError, TypeError."""
    return tuple(Unit(**_tuples(row)) for row in json.loads(text))


def read_topics(text: str) -> tuple[Topic, ...]:
    """Return topics from `entries_text`. Raises ValueError, TypeError."""
    return tuple(Topic(**_tuples(row)) for row in json.loads(text))


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}


@dataclass(slots=True)
class Touched:
    """What has changed from earlier entries to those of now. all_units, all_topics: the order changed, which every plan
    may show. Ask `by_units` and `by_topics` of a plan."""

    corpus: Corpus
    units: tuple[Unit, ...] = ()
    topics: tuple[Topic, ...] = ()
    all_units: bool = False
    all_topics: bool = False
    _texts: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def between(
        corpus: Corpus,
        before: tuple[Sequence[Unit], Sequence[Topic]],
        now: tuple[Sequence[Unit], Sequence[Topic]],
    ) -> Touched:
        """Compare earlier entries with those of now."""
        units, all_units = _changed(before[0], now[0])
        named = {n for u in units for n in u.names}
        seen = len(named) + 1
        while len(named) != seen:  # a collective has its members with it
            seen = len(named)
            units += [u for u in (*before[0], *now[0]) if u not in units and named & set(u.members)]
            named = {n for u in units for n in u.names}
        tagging = [[Topic(t.name, t.terms) for t in topics] for topics in (before[1], now[1])]
        topics, all_topics = _changed(*tagging)
        return Touched(corpus, tuple(units), tuple(topics), all_units, all_topics)

    def by_units(self, plan: str) -> bool:
        """Whether a changed entry of units.toml can change a plan's facts."""
        if self.all_units:
            return True
        can = partial(_can_print, self._text(plan)) if self.units else None
        return any(
            plan in u.plans if u.plans else any(map(can, map(compact, u.names))) for u in self.units if can
        )

    def by_topics(self, plan: str) -> bool:
        """Whether a changed entry of topics.toml can change a plan's tags: by its terms alone, not what people say."""
        if self.all_topics:
            return True
        return any(compact(term) in self._text(plan) for t in self.topics for term in t.terms if term)

    def _text(self, plan: str) -> str:
        """Return what a plan's files print, in matching form, without the marks of plan.md."""
        if plan not in self._texts:
            folder = self.corpus.plan_folder(plan)
            parts = [
                (folder / name).read_bytes().decode("utf-8", "replace") for name in ("plan.md", "source.txt")
            ]
            overlay = self.corpus.overlay(plan)
            if overlay is not None:
                try:
                    parts.append(decode_csv(overlay.read_bytes()))
                except UnicodeDecodeError:
                    self.all_units = True
            whole = compact("\n".join(part.translate(_MARKS) for part in parts))
            # “市妇联（牵头）” is 市妇联, “市（县，含开发区）政府” is 市（县）政府
            self._texts[plan] = "\n".join((whole, _REMARK.sub("", whole), REMARK_INSIDE.sub("", whole)))
        return self._texts[plan]


def _changed(before: Sequence[Entry], now: Sequence[Entry]) -> tuple[list[Entry], bool]:
    """Return the entries that only one of two lists has, and whether those of both come in another order."""
    old, new = set(before), set(now)
    order = [e for e in before if e in new] != [e for e in now if e in old]
    return [*(e for e in before if e not in new), *(e for e in now if e not in old)], order


def _can_print(text: str, name: str) -> bool:
    """Whether a text prints a name, or prints all that a list could make it of: “市、区教委” prints 市教委.

    A list lends the beginning of a name (a level, a place) or one of LENT_ENDINGS; the rest is printed in one piece.
    """
    if name in text:
        return True
    ends = [e for e in LENT_ENDINGS if name.endswith(e) and e in text]
    for a in range(min(BEGINNING, len(name) - LEAST) + 1):
        if a and name[:a] not in text:
            break
        if name[a:] in text or any(
            len(name) - a > len(e) and name[a : len(name) - len(e)] in text for e in ends
        ):
            return True
    return False
