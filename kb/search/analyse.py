"""From a query's runs of characters to terms: cut by the lexicon, tied to topics, units and kinds,
corrected."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from itertools import groupby

from kb.question.places import find_places
from kb.question.subject import strip_question
from kb.records import dataclass
from kb.search.lexicon import Lexicon, Role
from kb.search.query import BINDING_WORDS, KIND_WORDS
from kb.search.slips import MOST_WORDS, Readings
from kb.words.cutting import LONGEST_WORD

# Words that say nothing of a subject; left out where a run has others.
IDLE = frozenset(
    "的了在和与及或等对把被将为以于从向到又也都还就很太是有不没们个这那其之并且而但吗呢吧啊请我你他她它"
)
IDLE_WORDS = frozenset(
    (
        "我们",
        "你们",
        "他们",
        "这个",
        "那个",
        "这些",
        "那些",
        "相关",
        "有关",
        "关于",
        "以及",
        "工作",
        "情况",
        "问题",
        "事情",
        "经常",
        "常常",
        "总是",
        "老是",
        "一直",
        "已经",
        "什么",
        "怎么",
        "怎样",
        "如何",
        "可以",
        "需要",
        "应该",
        "一下",
        "一些",
    )
)
HAN_DIGITS = ("一二三四五六七八九两", "1234567892")
DIGITS = str.maketrans(*HAN_DIGITS)
LONGEST_RUN = 60  # characters of a run that occurs and is yet cut into words
ALSO_SPELLED = 15  # percent less for each further word that letters may spell: 托育 100, 脱欲 85
MEANT_WORTH = 95  # percent: a topic's term that shares its telling characters with what was said
PART_WORTH = 60  # percent: a known word inside an unknown one
LONGEST_MENDED = 12  # characters of a run that is taken for one mistyped word
TELLING = 200  # rarity from which a shared character tells something
LONGEST_OFFERED_FOR = 4
RUN = re.compile("[a-z]+|[0-9]+(?:[.-][0-9]+)*[%‰]?|[\u3400-\u9fff\U00020000-\U0003ffff]+")
# A run that is one number or one date: it is found as written or not at all. 99%, ≥95%, 2023年12月底前, 15/10万
_NUMBER = "[<>=≤≥]?[0-9]+(?:[.,][0-9]+)*(?:[%‰]|/[0-9]*万?)?(?:及?以[上下内]|左右)?"
_DATE = "(?:[0-9]{4}年)?(?:[0-9]{1,2}月(?:[0-9]{1,2}[日号])?)?(?:上半年|下半年|年?[初中底末])?(?:[以之]?前|[以之]?后|起)?"
VALUE = re.compile(f"{_NUMBER}|(?=[0-9]){_DATE}")
DATE_PART = re.compile("[年月日号]")
LETTERS = re.compile("[a-z']{2,}")
COUNTED = re.compile("[一二三四五六七八九两](?=岁|周岁|个月|小时|分钟|所|张|名|次)")


@dataclass(frozen=True, slots=True)
class Term:
    """A word to find. forms: the texts that stand for it and their worth in percent, itself first. topics:
    topics it leads to and as what. units, kinds, binding: values it names. loose: may be missing without “not
    all”."""

    text: str
    forms: tuple[tuple[str, int], ...]
    topics: tuple[tuple[str, Role], ...] = ()
    unit: str = ""
    kind: str = ""
    binding: str = ""
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of the query: as typed, as understood (without question words, corrected), and its terms in
    order. exact: to stand as written. leads: has a word of a topic. narrows: names units or kinds only.
    corrected: what was taken for it, "" for none."""

    typed: str
    text: str
    terms: tuple[Term, ...]
    exact: bool = False
    leads: bool = False
    corrected: str = ""
    unknown: tuple[str, ...] = ()
    narrows: bool = False
    offers: tuple[str, ...] = ()


Stands = Callable[[str], bool]


class Analyser:
    """Reads runs of a query against a lexicon. `stands` says whether a text occurs in the corpus, `weigh` how
    rare it is."""

    def __init__(self, lexicon: Lexicon, stands: Stands, weigh: Callable[[str], int]) -> None:
        self._lexicon = lexicon
        self._stands = stands
        self._weigh = weigh
        self.readings = Readings(lexicon, stands, weigh)

    def phrase(self, text: str) -> Chunk:
        """A run to be found as it is written."""
        return Chunk(text, text, (Term(text, ((text, 100),)),), exact=True)

    def read_words(self, words: Iterable[str]) -> list[Chunk]:
        """Runs in their order; pinyin typed in parts is read as one where the whole is a word: xinli jiankang, tuo
        yu."""
        out: list[Chunk] = []
        for spelled, run in groupby(words, lambda w: bool(LETTERS.fullmatch(w)) and not self._stands(w)):
            parts = list(run)
            whole = "".join(parts).replace("'", "")
            rows = self.readings.spelled(whole) if spelled and len(parts) > 1 else ()
            if rows and (len(rows) == 1 or not all(self.readings.spelled(part) for part in parts)):
                out.append(replace(self._spelled(whole), typed=" ".join(parts)))
            else:
                out += [self.read(part) for part in parts]
        return out

    def read(self, typed: str) -> Chunk:
        """A run of normalised text without white space."""
        if VALUE.fullmatch(typed):
            return self._value(typed)
        if self._stands(typed):
            return self.phrase(typed) if len(typed) > LONGEST_RUN else self._cut(typed, typed)
        if LETTERS.fullmatch(typed):
            return self._spelled(typed)
        text = strip_question(typed) or typed
        if text != typed and LETTERS.fullmatch(text) and not self._stands(text):
            return replace(self._spelled(text), typed=typed)
        if not self._stands(text):
            counted = COUNTED.sub(lambda m: m[0].translate(DIGITS), text)
            if counted != text:
                text = counted
        return self._cut(typed, text)

    def _value(self, typed: str) -> Chunk:
        """A number or a date as one term. A date that no text has is looked up by its longest part that some text has:
        2023年12月底前 by 2023年12月."""
        if not self._stands(typed):
            for part in reversed(list(DATE_PART.finditer(typed, 0, len(typed) - 1))):
                shorter = typed[: part.end()]
                if self._stands(shorter):
                    return replace(self.phrase(shorter), typed=typed, corrected=shorter)
        return self.phrase(typed)

    # Pinyin

    def _spelled(self, typed: str) -> Chunk:
        rows = self.readings.spelled(typed.replace("'", ""))
        if not rows:
            return self.phrase(typed)
        terms: list[Term] = []
        for words in rows:
            read = [self._cut(word, word) for word in words]
            if len(words) == 1:
                terms.extend(read[0].terms)
                continue
            forms = tuple((word, 100 - ALSO_SPELLED * i) for i, word in enumerate(words))
            topics = dict(pair for chunk in read[:1] for term in chunk.terms for pair in term.topics)
            terms.append(Term(words[0], forms, tuple(topics.items())))
        text = "".join(words[0] for words in rows)
        offers = tuple(word for words in rows[:1] for word in words[1:]) if len(rows) == 1 else ()
        leads = any(term.topics for term in terms)
        return Chunk(typed, text, tuple(terms), leads=leads, corrected=text, offers=offers)

    # Cutting

    def _cut(self, typed: str, text: str) -> Chunk:
        pieces = self._pieces(text)
        corrected = ""
        if any(not self._known(piece) for piece in pieces):
            mended = self._mend(text, pieces)
            if mended != text:
                corrected = text = mended
                pieces = self._pieces(text)
        spans = self._spans(pieces)
        joined = "".join(pieces)
        units = self._aligned(joined, spans, self._lexicon.unit_names)
        topics = self._aligned(joined, spans, self._lexicon.topic_words)
        terms: list[Term] = []
        unknown: list[str] = []
        for piece, (start, end) in zip(pieces, spans, strict=True):
            unit = next((u for (a, b), u in units if a <= start and end <= b), "")
            if unit and any(t.unit == self._lexicon.unit_names[unit] for t in terms[-1:]):
                continue
            if not unit and (piece in IDLE or piece in IDLE_WORDS):
                continue
            led = tuple(
                pair
                for (a, b), w in topics
                if a <= start and end <= b
                for pair in self._lexicon.topic_words[w]
            )
            if unit:  # which may be a word of a topic too: 幼儿园
                name = self._lexicon.unit_names[unit]
                meant = self._lexicon.resolver.names[unit]
                names = dict.fromkeys((unit, *(called for u in meant for called in u.names)))
                terms.append(Term(unit, tuple((called, 100) for called in names), led, unit=name))
                continue
            kind = KIND_WORDS.get(piece, "")
            binding = piece if piece in BINDING_WORDS else ""
            known = self._stands(piece)
            forms: tuple[tuple[str, int], ...] = ((piece, 100),)
            if not known:
                forms = self._meant_terms(piece, led) or (() if led else self._parts(piece))
            if not (known or forms or led or kind or binding):
                unknown.append(piece)
                forms = ((piece, 100),)
            terms.append(Term(piece, forms, led, kind=kind, binding=binding, loose=len(piece) == 1))
        if not terms:
            terms = [Term(text, ((text, 100),))]
        if all(term.loose for term in terms):
            terms = [replace(term, loose=False) for term in terms]
        leads = bool(topics)
        return Chunk(
            typed,
            text,
            tuple(terms),
            leads=leads,
            corrected=corrected,
            unknown=tuple(unknown),
            narrows=all(t.unit or t.kind or t.binding for t in terms),
        )

    def _pieces(self, text: str) -> list[str]:
        """Words of a run; characters of no word that stand side by side are taken for one unknown word."""
        pieces: list[str] = []
        for run in RUN.findall(text):
            if run[0].isascii():
                pieces.append(run)
                continue
            loose = ""
            for word in self._lexicon.cut(run):
                if len(word) == 1 and word not in IDLE:
                    loose += word
                    continue
                pieces.extend(self._loose(loose))
                loose = ""
                pieces.append(word)
            pieces.extend(self._loose(loose))
        return pieces or [text]

    def _loose(self, loose: str) -> list[str]:
        """Single characters in a row: one word where they stand together in the corpus or nowhere near."""
        if not loose:
            return []
        if len(loose) == 1 or self._stands(loose):
            return [loose]
        for size in range(min(len(loose) - 1, LONGEST_WORD), 1, -1):
            for at in range(len(loose) - size + 1):
                if self._stands(loose[at : at + size]):
                    before, after = self._loose(loose[:at]), self._loose(loose[at + size :])
                    return [*before, loose[at : at + size], *after]
        return [loose]

    def _known(self, piece: str) -> bool:
        return self._stands(piece) or piece in self._lexicon.topic_words or piece in self._lexicon.unit_names

    def _parts(self, piece: str) -> tuple[tuple[str, int], ...]:
        """Words that stand in the corpus inside one that does not: 上幼儿园 → 幼儿园, at less worth."""
        for size in range(min(len(piece) - 1, LONGEST_WORD), 1, -1):
            inner = [piece[at : at + size] for at in range(len(piece) - size + 1)]
            found = [word for word in inner if word in self._lexicon.words and self._stands(word)]
            if found:
                return tuple((word, PART_WORTH) for word in found)
        return ()

    def _meant_terms(self, said: str, led: tuple[tuple[str, Role], ...]) -> tuple[tuple[str, int], ...]:
        """Of a topic's terms those that share the telling characters with what people say: 小胖墩 → 肥胖, not
        贫血 nor 营养健康."""
        weights = {ch: self._weigh(ch) for ch in said if ch not in IDLE}
        found: dict[str, int] = {}
        for topic, role in led:
            if role == "said":
                for term in self._lexicon.terms_of(topic):
                    shared = sum(weight for ch, weight in weights.items() if weight >= TELLING and ch in term)
                    if shared and self._stands(term):
                        found[term] = shared
        most = max(found.values(), default=0)
        return tuple((term, MEANT_WORTH) for term, shared in found.items() if shared == most)

    @staticmethod
    def _spans(pieces: list[str]) -> list[tuple[int, int]]:
        """Where the pieces stand when put together again."""
        spans = []
        at = 0
        for piece in pieces:
            spans.append((at, at + len(piece)))
            at += len(piece)
        return spans

    @staticmethod
    def _aligned(
        text: str, spans: list[tuple[int, int]], words: Container[str]
    ) -> list[tuple[tuple[int, int], str]]:
        """Words of a table that begin and end where pieces do, the longest first, none over another."""
        starts = {start for start, _ in spans}
        ends = {end for _, end in spans}
        found: list[tuple[tuple[int, int], str]] = []
        at = 0
        while at < len(text):
            step = 1
            if at in starts:
                for end in sorted((e for e in ends if e > at), reverse=True):
                    if text[at:end] in words:
                        found.append(((at, end), text[at:end]))
                        step = end - at
                        break
            at += step
        return found

    # Slips

    def offers(self, chunk: Chunk) -> tuple[str, ...]:
        """Words to offer for a run that finds nothing: what it may be a slip of, else words of the plans that share
        telling characters with it, half of them or more (贩毒: 毒品). The name of a place is never a slip: () for 上海."""
        typed = chunk.text
        if find_places(typed):
            return ()
        meant = self.readings.meant(typed)
        if meant or len(typed) > LONGEST_OFFERED_FOR:
            return meant
        own = [ch for ch in dict.fromkeys(typed) if ch not in IDLE and not ch.isascii()]
        telling = {ch: weight for ch in own if (weight := self._weigh(ch)) >= TELLING}
        found = []
        for word in self.readings.holding(telling):
            shared = [weight for ch, weight in telling.items() if ch in word]
            if 2 * len(shared) >= len(typed) and self._stands(word):
                found.append((-sum(shared), -self.readings.ranks[word], len(word), word))
        return tuple(word for *_, word in sorted(found)[:MOST_WORDS])

    def _mend(self, text: str, pieces: list[str]) -> str:
        """The run with its unknown pieces taken for words they may be slips of; as it was where none are."""
        whole = self.readings.meant(text) if len(text) <= LONGEST_MENDED and not find_places(text) else ()
        if whole:
            return whole[0]
        out = []
        mended = False
        for piece in pieces:
            # The name of a place is never a slip: 上海 is not 伤害.
            if self._known(piece) or len(piece) < 2 or piece[0].isascii() or find_places(piece):
                out.append(piece)
                continue
            meant = self.readings.meant(piece)
            mended = mended or bool(meant)
            out.append(meant[0] if meant else piece)
        return "".join(out) if mended else text
