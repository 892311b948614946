"""The words of a corpus, as query time needs them: one JSON file, read in milliseconds, no segmenter behind
it.

Made by `kb.search.gather`; the browser gets the same (see `kb.search.export`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import field
from functools import cached_property
from pathlib import Path

from kb.records import dataclass
from kb.rules.resolver import Resolver
from kb.search.documents import TopicWords, UnitName, Vocabulary
from kb.search.normalise import Normaliser
from kb.words.cutting import cut

LEXICON_FILE = "lexicon.json"
LONGEST_SPOKEN = 4  # of staff vocabulary that takes part in cutting; longer words are found whole

SPOKEN = re.compile(f"[\u3400-\u9fff]{{2,{LONGEST_SPOKEN}}}")

Role = str  # "name" | "term" | "said": what a word is to its topic
ROLES: tuple[Role, ...] = ("name", "term", "said")


@dataclass(frozen=True)
class Lexicon:
    """Words for cutting, staff vocabulary, and the tables that lead a mistyped word to one of them.

    words: in their one form, two characters and up. titles: those of them that stand in a title. traditional:
    pairs for the normaliser. syllables: reading without tone → its characters. readings: word → its
    syllables, where they differ from its characters' usual ones. shapes: groups of characters that look
    alike.
    """

    words: frozenset[str]
    titles: frozenset[str] = frozenset()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    traditional: tuple[str, str] = ("", "")
    syllables: tuple[tuple[str, str], ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    shapes: tuple[str, ...] = ()

    def cut(self, text: str) -> list[str]:
        """Words of a run of text; characters of no word appear alone."""
        return cut(text, self.words.__contains__)

    @cached_property
    def normalise(self) -> Normaliser:
        """Brings texts and queries to their one form."""
        return Normaliser(dict(zip(*self.traditional, strict=True)))

    @cached_property
    def topic_words(self) -> dict[str, tuple[tuple[str, Role], ...]]:
        """Word → (topic, what it is to it); a word may belong to several topics. The strongest role
        counts."""
        found: dict[str, dict[str, Role]] = {}
        for topic in self.vocabulary.topics:
            for role, words in zip(ROLES, ((topic.name,), topic.terms, topic.said), strict=True):
                for word in words:
                    found.setdefault(self.normalise(word), {}).setdefault(topic.name, role)
        return {word: tuple(topics.items()) for word, topics in found.items()}

    def terms_of(self, topic: str) -> tuple[str, ...]:
        """A topic's terms in their one form."""
        found = next((t for t in self.vocabulary.topics if t.name == topic), None)
        return tuple(map(self.normalise, found.terms)) if found else ()

    @cached_property
    def broader(self) -> dict[str, tuple[str, ...]]:
        """Topic → the topics that name it as one they include."""
        found: dict[str, list[str]] = {}
        for topic in self.vocabulary.topics:
            for name in topic.narrower:
                found.setdefault(name, []).append(topic.name)
        return {name: tuple(above) for name, above in found.items()}

    @cached_property
    def resolver(self) -> Resolver[UnitName]:
        """Which units a name means."""
        return Resolver(self.vocabulary.units, self.normalise)

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """Whatever a unit is called → its canonical name."""
        return {name: units[0].name for name, units in self.resolver.names.items()}

    def units_called(self, value: str) -> tuple[UnitName, ...]:
        """The units meant by an id or a name; where it is nobody's, those that have it in a name."""
        units = self.vocabulary.units
        by_id = tuple(u for u in units if u.id == value)
        by_id = by_id or tuple(u for u in units if u.id and self.normalise(u.id) == value)
        return by_id or self.resolver.called(value) or self.resolver.having(value)

    def unit_label(self, key: str, plan: str) -> str:
        """A unit of a plan's document as a list shows it: with the place where units of several places have one name."""
        unit = next((u for u in self._by_key.get(key, ()) if plan in u.plans), None)
        if unit is None:
            return key
        return unit.name if self._named[unit.name] == 1 or not unit.place else f"{unit.name}（{unit.place}）"

    @cached_property
    def _by_key(self) -> dict[str, list[UnitName]]:
        found: dict[str, list[UnitName]] = {}
        for unit in self.vocabulary.units:
            found.setdefault(unit.key, []).append(unit)
        return found

    @cached_property
    def _named(self) -> Counter[str]:
        return Counter(u.name for u in self.vocabulary.units)

    @cached_property
    def unit_ids(self) -> frozenset[str]:
        return frozenset(u.id for u in self.vocabulary.units)

    def shares_key(self, unit: UnitName) -> bool:
        """Whether a unit of another place has the same id in its documents: two districts of one name."""
        return len(self._by_key[unit.key]) > 1

    @cached_property
    def narrower(self) -> dict[str, tuple[str, ...]]:
        """Topic → the topics it includes, at any depth."""
        below = {t.name: t.narrower for t in self.vocabulary.topics}
        found = {}
        for name in below:
            seen: dict[str, None] = {}
            queue = list(below[name])
            while queue:
                one = queue.pop(0)
                if one not in seen and one != name:
                    seen[one] = None
                    queue.extend(below.get(one, ()))
            found[name] = tuple(seen)
        return found


def spoken_words(vocabulary: Vocabulary, normalise: Normaliser) -> frozenset[str]:
    """Short words of topics, all Chinese characters."""
    words = (
        normalise(word) for topic in vocabulary.topics for word in (topic.name, *topic.terms, *topic.said)
    )
    return frozenset(word for word in words if SPOKEN.fullmatch(word))


def dump_lexicon(lexicon: Lexicon) -> dict[str, object]:
    """As JSON values. The words are those of "titles", of "words", and the short ones of topics without those
    of "apart"; in code point order."""
    spoken = spoken_words(lexicon.vocabulary, lexicon.normalise)
    titles = lexicon.titles & lexicon.words
    return {
        "titles": " ".join(sorted(titles)),
        "words": " ".join(sorted(lexicon.words - titles - spoken)),
        "apart": " ".join(sorted(spoken - lexicon.words)),
        "units": [[u.name, *u.also] for u in lexicon.vocabulary.units],
        "unit_ids": [[u.id, u.key, u.place, list(u.plans)] for u in lexicon.vocabulary.units],
        "topics": [
            [t.name, list(t.terms), list(t.said), list(t.narrower)] for t in lexicon.vocabulary.topics
        ],
        "names": list(lexicon.vocabulary.names),
        "traditional": list(lexicon.traditional),
        "syllables": " ".join(f"{s}{chars}" for s, chars in lexicon.syllables),
        "readings": dict(lexicon.readings),
        "shapes": " ".join(lexicon.shapes),
    }


def write_lexicon(folder: Path, lexicon: Lexicon) -> None:
    text = json.dumps(dump_lexicon(lexicon), ensure_ascii=False, separators=(",", ":"))
    (folder / LEXICON_FILE).write_text(text + "\n", "utf-8", newline="\n")


def read_lexicon(folder: Path) -> Lexicon:
    """The lexicon of an index folder."""
    data = json.loads((folder / LEXICON_FILE).read_text("utf-8"))
    titles = frozenset(data["titles"].split())
    syllables = []
    for row in data["syllables"].split():
        size = next(i for i, ch in enumerate(row) if not ch.isascii())
        syllables.append((row[:size], row[size:]))
    vocabulary = Vocabulary(
        tuple(
            UnitName(name, tuple(also), id_, key, place, tuple(plans))
            for (name, *also), (id_, key, place, plans) in zip(data["units"], data["unit_ids"], strict=True)
        ),
        tuple(TopicWords(n, tuple(t), tuple(s), tuple(b)) for n, t, s, b in data["topics"]),
        tuple(data["names"]),
    )
    traditional = (data["traditional"][0], data["traditional"][1])
    spoken = spoken_words(vocabulary, Normaliser(dict(zip(*traditional, strict=True))))
    return Lexicon(
        words=titles.union(data["words"].split(), spoken.difference(data["apart"].split())),
        titles=titles,
        vocabulary=vocabulary,
        traditional=traditional,
        syllables=tuple(syllables),
        readings=tuple(data["readings"].items()),
        shapes=tuple(data["shapes"].split()),
    )
