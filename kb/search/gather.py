"""Making the lexicon, at build time: the only place that loads jieba and pypinyin."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from kb.search.documents import SearchDoc, Vocabulary
from kb.search.lexicon import Lexicon, spoken_words
from kb.search.normalise import Normaliser, bake
from kb.search.slips import read_word
from kb.words.cutting import LONGEST_WORD
from kb.words.lookalikes import mutual_groups
from kb.words.traditional import read_traditional

HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
COMMON = 1800


@lru_cache(maxsize=1)
def _segmenter() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.ERROR)
    segmenter = jieba.Tokenizer()
    segmenter.initialize()
    return segmenter


def plan_words(docs: Iterable[SearchDoc], normalise: Normaliser) -> tuple[frozenset[str], frozenset[str]]:
    """jieba's words of a plan's texts, and those of its titles, both with and without its guesses at new
    words."""
    words: set[str] = set()
    titles: set[str] = set()
    for doc in docs:
        for text, into in ((doc.title, titles), (doc.head, words), (doc.text, words)):
            for run in HAN.findall(normalise(text)):
                into.update(_cut(run))
    return frozenset(words | titles), frozenset(titles)


def _cut(run: str) -> set[str]:
    segmenter = _segmenter()
    found = set(segmenter.cut(run, HMM=False))
    guessed = set(segmenter.cut(run, HMM=True)) - found
    found |= {word for word in guessed if not _holds_known(word, segmenter)}
    return {word for word in found if 2 <= len(word) <= LONGEST_WORD}


def _holds_known(word: str, segmenter: Any) -> bool:
    """Whether a guessed word has a known one inside: 普惠率 has 普惠, 托育 has none and is a word of its
    own."""
    n = len(word)
    return any(segmenter.FREQ.get(word[at:end]) for at in range(n) for end in range(at + 2, n + 1))


def settle_words(words: frozenset[str], vocabulary: Vocabulary, normalise: Normaliser) -> frozenset[str]:
    """The words that cutting uses: jieba's and the short ones of staff vocabulary, without those that are
    made of two or more others (普惠托育 = 普惠 + 托育), so that a part finds what the whole does."""
    every = words | spoken_words(vocabulary, normalise)
    return frozenset(word for word in every if not _made_of_others(word, every))


def _made_of_others(word: str, words: frozenset[str]) -> bool:
    n = len(word)
    if n < 4:
        return False
    whole = [True] + [False] * n
    for end in range(2, n + 1):
        whole[end] = any(
            whole[at] and word[at:end] in words and end - at < n for at in range(max(0, end - 8), end - 1)
        )
    return whole[n]


def common_characters() -> str:
    """Characters that may be typed for one of the corpus: of the 3755 of GB/T 2312-1980 level 1 the COMMON
    ones that the words of jieba's dictionary have most often, in the standard's order."""
    rows = []
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            with suppress(UnicodeDecodeError):
                rows.append(bytes((row, cell)).decode("gb2312"))
    frequency = dict.fromkeys(rows, 0)
    for word, count in _segmenter().FREQ.items():
        for ch in word if count else "":
            if ch in frequency:
                frequency[ch] += count
    kept = set(sorted(rows, key=lambda ch: (-frequency[ch], ch))[:COMMON])
    return "".join(ch for ch in rows if ch in kept)


def read_syllables(characters: Iterable[str]) -> dict[str, str]:
    """Character → its usual reading without tone: 托 → tuo."""
    from pypinyin import Style, lazy_pinyin

    found = {}
    for ch in characters:
        (reading,) = lazy_pinyin(ch, style=Style.NORMAL, errors="ignore", v_to_u=False) or ("",)
        if reading.isascii() and reading.isalpha():
            found[ch] = reading
    return found


@lru_cache(maxsize=16384)
def _usual(character: str) -> str:
    return read_syllables(character).get(character, "")


def _pinyin(word: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(word, style=Style.NORMAL, v_to_u=False))


def unusual_readings(words: Iterable[str]) -> dict[str, str]:
    """Return word → its reading, syllables parted by spaces, where it is not that of its characters: 重庆.

    A word's reading depends on the word alone, so it is looked up once, when its plan is indexed.
    """
    found = {}
    for word in sorted(words):
        if HAN.fullmatch(word):
            reading = _pinyin(word)
            if reading != " ".join(map(_usual, word)):
                found[word] = reading
    return found


def read_words(
    words: Iterable[str], usual: dict[str, str], readings: Mapping[str, str], heard: frozenset[str]
) -> dict[str, str]:
    """Word → its reading, where it is not what its parts make. heard: words that `readings` has where unusual_readings gives
    them one; others are looked up here."""
    found: dict[str, str] = {}
    for word in sorted(words, key=lambda w: (len(w), w)):
        if HAN.fullmatch(word):
            known = readings.get(word) or " ".join(map(_usual, word)) if word in heard else ""
            reading = known or _pinyin(word)
            if reading.replace(" ", "").isascii() and reading != " ".join(read_word(word, found, usual)):
                found[word] = reading
    return found


def dictionary() -> Mapping[str, int]:
    """Return jieba's words with their frequency; the beginnings of words have 0."""
    words: Mapping[str, int] = _segmenter().FREQ
    return words


def make_lexicon(
    words: frozenset[str],
    titles: frozenset[str],
    characters: set[str],
    vocabulary: Vocabulary,
    readings: Mapping[str, str],
) -> Lexicon:
    """The lexicon of a corpus. words, titles: of all its plans (see plan_words). characters: all that occur
    in its texts, as written. readings: of the words (see unusual_readings)."""
    traditional = read_traditional()
    simplified = {traditional.get(ch, ch) for ch in characters}
    baked = bake(traditional, simplified | characters)
    normalise = Normaliser(baked)
    spoken = [n for u in vocabulary.units for n in (u.name, *u.also)]
    spoken += [w for t in vocabulary.topics for w in (t.name, *t.terms, *t.said)]
    spoken = [normalise(word) for word in (*spoken, *vocabulary.names)]
    cut = settle_words(words, vocabulary, normalise)
    han = {ch for ch in simplified | set("".join(spoken)) | set(common_characters()) if HAN.fullmatch(ch)}
    usual = read_syllables(sorted(han))
    syllables: dict[str, str] = {}
    for ch, syllable in usual.items():
        syllables[syllable] = syllables.get(syllable, "") + ch
    pairs = sorted(baked.items())
    return Lexicon(
        words=cut,
        titles=frozenset(titles & cut),
        vocabulary=vocabulary,
        traditional=("".join(t for t, _ in pairs), "".join(s for _, s in pairs)),
        syllables=tuple(sorted(syllables.items())),
        readings=tuple(sorted(read_words({*cut, *spoken}, usual, readings, words).items())),
        shapes=tuple(group for group in mutual_groups() if simplified & set(group)),
    )
