"""Readings and look-alikes: from pinyin to words, from a mistyped word to the one meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache

from kb.search.lexicon import Lexicon

# A reading spelled as many say it: n for ng, s for sh.
BLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
MOST_WORDS = 3
# How alike two characters are.
SAME, SAME_SOUND, NEAR_SOUND = 4, 3, 2
# Costs of taking one word for another: a character that is another altogether, one missing or too many. Words shorter
# than LONG_WORD must be the same in every character but for sound or shape: 三班 is no slip of 上班.
OTHER_CHARACTER, ONE_APART, LONG_WORD = 5, 6, 4
# How likely a word is meant: a topic or unit, staff's words and words of titles, words of the text.
RANK_NAME, RANK_TITLE, RANK_WORD = 3, 2, 1


@lru_cache(maxsize=1024)
def blur(syllable: str) -> str:
    """A syllable without the differences that are often missed: sheng → sen."""
    for clear, blurred in BLURRED:
        syllable = syllable.replace(clear, blurred)
    return syllable


def read_word(word: str, special: dict[str, str], usual: dict[str, str]) -> tuple[str, ...]:
    """Syllables of a word: from the left, of the longest part with a reading of its own, else of the
    character."""
    out: list[str] = []
    at = 0
    while at < len(word):
        for end in range(len(word), at + 1, -1):
            if word[at:end] in special:
                out.extend(special[word[at:end]].split())
                at = end
                break
        else:
            if word[at] not in usual:
                return ()
            out.append(usual[word[at]])
            at += 1
    return tuple(out)


class Readings:
    """The lexicon by sound. Made when first asked; a search for words that are there does without it."""

    def __init__(self, lexicon: Lexicon, stands: Callable[[str], bool], weigh: Callable[[str], int]) -> None:
        self._lexicon = lexicon
        self._stands = stands
        self._weigh = weigh

    @cached_property
    def usual(self) -> dict[str, str]:
        """Character → reading."""
        return {ch: syllable for syllable, chars in self._lexicon.syllables for ch in chars}

    @cached_property
    def ranks(self) -> dict[str, int]:
        """Every word that can be meant → how likely: 3 a topic or unit, 2 staff's words and words of titles,
        1 words of the text."""
        lexicon = self._lexicon
        found = dict.fromkeys(lexicon.words, RANK_WORD)
        found.update(dict.fromkeys(lexicon.titles, RANK_TITLE))
        for word, topics in lexicon.topic_words.items():
            named = any(role == "name" for _, role in topics)
            found[word] = max(found.get(word, 0), RANK_NAME if named else RANK_TITLE)
        found.update(dict.fromkeys(lexicon.unit_names, RANK_NAME))
        found.update({name: RANK_TITLE for name in lexicon.vocabulary.names if name not in found})
        return found

    def reading(self, word: str) -> tuple[str, ...]:
        """Syllables of a word, by the readings of words inside it where those have one of their own (重庆);
        () where a character's reading is not known."""
        return read_word(word, self._special, self.usual)

    @cached_property
    def _special(self) -> dict[str, str]:
        return dict(self._lexicon.readings)

    @cached_property
    def _by_full(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.ranks:
            syllables = self.reading(word)
            if syllables:
                found.setdefault("".join(syllables), []).append(word)
        return found

    @cached_property
    def _by_initials(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.ranks:
            syllables = self.reading(word)
            if syllables:
                found.setdefault("".join(s[0] for s in syllables), []).append(word)
        return found

    def _likely(self, words: list[str]) -> tuple[str, ...]:
        """Of words spelled alike those that can be meant most: of the highest rank, the commonest first."""
        top = max(self.ranks[word] for word in words)
        best = sorted((w for w in words if self.ranks[w] == top), key=lambda w: (self._weigh(w), w))
        return tuple(best[:MOST_WORDS])

    def spelled(self, letters: str) -> tuple[tuple[str, ...], ...]:
        """What a run of latin letters may stand for: rows of words, one row a part of the letters (tuoyujigou
        → (托育,), (机构,)); in a row the likeliest first. () where it can't be cut."""
        whole = self._by_full.get(letters) or self._by_initials.get(letters)
        if whole:
            return (self._likely(whole),)
        return self._cut(letters) or tuple((word,) for word in self._join(letters, "", ()))

    def _cut(self, letters: str) -> tuple[tuple[str, ...], ...]:
        """Letters cut into full readings of words, long ones first."""
        n = len(letters)
        best: list[tuple[int, tuple[tuple[str, ...], ...]] | None] = [None] * (n + 1)
        best[n] = (0, ())
        for at in range(n - 1, -1, -1):
            for end in range(n, at + 1, -1):
                rest = best[end]
                words = self._by_full.get(letters[at:end])
                if rest is None or not words:
                    continue
                value = (end - at) ** 2 + rest[0]
                here = best[at]
                if here is None or value > here[0]:
                    best[at] = (value, (self._likely(words), *rest[1]))
        return best[0][1] if best[0] else ()

    def _join(self, letters: str, before: str, words: tuple[str, ...]) -> tuple[str, ...]:
        """Words with these initials that stand one after another in the corpus: phty → 普惠, 托育."""
        if not letters:
            return words
        for end in range(len(letters), 1, -1):
            for word in sorted(self._by_initials.get(letters[:end], ()), key=lambda w: (-self.ranks[w], w)):
                if self._stands(before + word):
                    found = self._join(letters[end:], before + word, (*words, word))
                    if found:
                        return found
        return ()

    @cached_property
    def _alike(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for group in self._lexicon.shapes:
            for ch in group:
                found.setdefault(ch, set()).update(group)
        return found

    def likeness(self, typed: str, meant: str) -> int:
        """How alike two characters are: 4 the same, 3 the same sound or look-alikes, 2 nearly the same sound,
        0 not."""
        if typed == meant:
            return SAME
        a, b = self.usual.get(typed, ""), self.usual.get(meant, "")
        if (a and a == b) or meant in self._alike.get(typed, ()):
            return SAME_SOUND
        return NEAR_SOUND if a and b and blur(a) == blur(b) else 0

    @cached_property
    def _by_place(self) -> dict[tuple[int, int, str], list[str]]:
        """Words by their length and the character in one of their first two places."""
        found: dict[tuple[int, int, str], list[str]] = {}
        for word in self.ranks:
            for place, ch in enumerate(word[:2]):
                found.setdefault((len(word), place, ch), []).append(word)
        return found

    @cached_property
    def _by_blur(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for ch, syllable in self.usual.items():
            found.setdefault(blur(syllable), []).append(ch)
        return found

    @cached_property
    def _holding(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.ranks:
            for ch in {*word}:
                found.setdefault(ch, []).append(word)
        return found

    def holding(self, characters: Iterable[str]) -> set[str]:
        """Words that have one of the characters or more."""
        return {word for ch in characters for word in self._holding.get(ch, ())}

    def _near(self, ch: str) -> set[str]:
        """The characters that are like one in any way (see likeness), itself among them."""
        syllable = self.usual.get(ch, "")
        sound = self._by_blur.get(blur(syllable), ()) if syllable else ()
        return {ch, *sound, *self._alike.get(ch, ())}

    def _as_long(self, typed: str) -> set[str]:
        """Words as long that are like a text in the first place, or, as one place of a long word may differ, in the second."""
        places = range(2) if len(typed) >= LONG_WORD else range(1)
        return {
            word
            for place in places
            for ch in self._near(typed[place])
            for word in self._by_place.get((len(typed), place, ch), ())
        }

    def _one_longer_or_shorter(self, typed: str) -> set[str]:
        """Words of LONG_WORD characters and more that may be a text with one character more or fewer."""
        places = [(len(typed) + 1, place, typed[0]) for place in range(2)]
        if len(typed) > LONG_WORD:
            places += [(len(typed) - 1, 0, ch) for ch in typed[:2]]
        return {word for place in places for word in self._by_place.get(place, ())}

    def meant(self, typed: str) -> tuple[str, ...]:
        """Words a mistyped one may be, likeliest first: as long, every character the same or alike; of words
        with four characters and up one character may be another altogether, or be missing or too many."""
        if not typed:
            return ()
        found: list[tuple[int, int, str]] = []
        for word in self._as_long(typed):
            cost = self._cost(typed, word)
            if cost:
                found.append((cost, -self.ranks[word], word))
        if len(typed) >= LONG_WORD:
            for word in self._one_longer_or_shorter(typed):
                if _one_apart(typed, word):
                    found.append((ONE_APART, -self.ranks[word], word))
        found.sort()
        best = found[0][0] if found else 0
        return tuple(word for cost, _, word in found if cost == best)[:MOST_WORDS]

    def _cost(self, typed: str, word: str) -> int:
        """0: can't be; else the less the better. At least half of the characters must be the same, or all
        sound the same."""
        cost = same = other = 0
        for a, b in zip(typed, word, strict=True):
            alike = self.likeness(a, b)
            if alike == SAME:
                same += 1
            elif alike == 0:
                other += 1
                cost += OTHER_CHARACTER
                if other > 1 or len(word) < LONG_WORD:
                    return 0
            else:
                cost += SAME - alike
        if same * 2 < len(word) and cost > len(word) - same:
            return 0
        return cost if same or len(word) > 1 else 0


def _one_apart(a: str, b: str) -> bool:
    """Whether one text is the other with a character taken out."""
    short, long = sorted((a, b), key=len)
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return len(long) == len(short) + 1 and short[at:] == long[at + 1 :]
