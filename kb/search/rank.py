"""The ranking formula: whole numbers only, so that any language gives the same order. Explained in
docs/search.md.

rarity(term)    = floor(100 · ln((N + 1) / (n + ½)) + ½), at least 10       n of N documents meet the term
worth(term, d)  = the best of what the document shows of it, in percent of a word in the title
score(run, d)   = Σ rarity · worth + phrases, · coverage, · kind
score(d)        = Σ score(run, d)
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from kb.records import dataclass
from kb.search.analyse import Chunk, Term
from kb.search.documents import SearchDoc
from kb.search.lexicon import Lexicon

# What is before the number of a value, as normalised: ≥99%, 2020年98.7%.
VALUE_LEAD = re.compile("^(?:[0-9]{4}年)?[<>=≤≥]?")
# Worth of a term's showing, in percent.
IN_TITLE = 100
TITLE_SHARE = 40  # more, by the share of the title it makes up
IN_BODY = 30
BODY_MORE = 6  # for each time more …
BODY_MOST = 54  # … up to this
IS_UNIT, IS_FIRST = 60, 64  # the unit printed first leads, or is the only one
IS_NAMED = 40
IS_KIND = 60
IS_BINDING = 60
IS_VALUE = 90  # a target or baseline asked for as a number: 99% before sentences that mention another 99%
# A topic's showing by what the word is to it: (tagged in the title, tagged in the text).
TOPIC_WORTH = {"name": (62, 26), "term": (32, 16), "said": (56, 26)}
SAID_AND_STANDING = (18, 8)  # a word people say that stands in the plans too: there the word itself decides
MORE_HITS, MOST_HITS = 3, 4  # for each further time a topic's term occurs in the text, at most so many times
NARROWER = 60  # percent of that for a topic the one asked for includes
BROADER = 18  # for a title's topic that includes the one asked for
BESIDES = 30  # percent of the lesser worth that is added to the greater: body to title, topic to words
# Phrases, in percent of the rarity of their words.
RUN_IN_TITLE, RUN_IN_BODY = 60, 45
PAIR_IN_TITLE, PAIR_IN_BODY = 20, 14
# Place asked for by number or citation.
AT_PLACE, BELOW_PLACE = 1000_000, 100_000
# Percent by kind.
KIND_WORTH = {
    "indicator": 106, "project": 106, "task": 104, "measure": 104, "goal": 90, "principle": 94, "section": 92,
    "box": 94, "chapter": 80, "paragraph": 82,
}  # fmt: skip
OTHER_KINDS = 90
LEAST_RARITY = 10
# A run is met by a document that shows this share (percent of rarity) of its terms; a run of more than this many
# characters is a sentence rather than a name, and terms that stand nowhere do not count against it.
ENOUGH = 50
LONGEST_NAME = 4


def rarity(n: int, count: int) -> int:
    """How much a term tells: met by `n` of `count` documents."""
    return max(LEAST_RARITY, math.floor(100 * math.log((count + 1) / (n + 0.5)) + 0.5))


@dataclass(frozen=True, slots=True)
class Fields:
    """A document's normalised texts, as ranking reads them."""

    doc: SearchDoc
    title: str
    literal: str
    body: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """A run's term with its rarity, whether it stands as written anywhere in the corpus, and whether any document
    that the filters let through shows something of it."""

    term: Term
    rarity: int
    stands: bool
    known: bool = True


def worth(weighed: Weighed, fields: Fields, lexicon: Lexicon) -> tuple[int, bool]:
    """What a document shows of a term, in percent of a word in the title (0: nothing), and whether a topic of
    it leads there."""
    best = 0
    title = body = 0
    for form, percent in weighed.term.forms:
        if form in fields.title:
            share = TITLE_SHARE * len(form) // max(len(fields.title), 1)
            title = max(title, (IN_TITLE + share) * percent // 100)
        count = fields.body.count(form)
        if not count and form in fields.literal:
            count = 1
        if count:
            body = max(body, min(IN_BODY + BODY_MORE * (count - 1), BODY_MOST) * percent // 100)
    best = title + body * BESIDES // 100 if title else body
    term = weighed.term
    doc = fields.doc
    if term.unit:
        if term.unit in doc.units:
            best = max(best, IS_FIRST if term.unit == doc.units[0] else IS_UNIT)
        elif term.unit in doc.named:
            best = max(best, IS_NAMED)
    if term.kind and term.kind == doc.kind:
        best = max(best, IS_KIND)
    if term.binding and term.binding == doc.binding:
        best = max(best, IS_BINDING)
    if any(term.text in (value, VALUE_LEAD.sub("", value)) for value in fields.values):
        best = max(best, IS_VALUE)
    led = 0
    for topic, role in term.topics:
        in_title, in_text = SAID_AND_STANDING if role == "said" and weighed.stands else TOPIC_WORTH[role]
        for tag in doc.topics:
            if tag.name == topic:
                shown = in_title if tag.in_title else in_text + min(tag.hits - 1, MOST_HITS) * MORE_HITS
            elif tag.name in lexicon.narrower.get(topic, ()):
                shown = (in_title if tag.in_title else in_text) * NARROWER // 100
            elif tag.in_title and tag.name in lexicon.broader.get(topic, ()):
                shown = BROADER
            else:
                continue
            led = max(led, shown)
    return max(best, led) + min(best, led) * BESIDES // 100, bool(led)


def score_chunk(
    chunk: Chunk, terms: Sequence[Weighed], fields: Fields, lexicon: Lexicon
) -> tuple[int, bool, bool]:
    """A run's score for a document, whether the document meets the run, and whether it meets every term."""
    total = known = met = points = 0
    every = True
    led = False
    for weighed in terms:
        total += weighed.rarity
        known += weighed.rarity * weighed.known
        value, by_topic = worth(weighed, fields, lexicon)
        if value:
            met += weighed.rarity
            points += weighed.rarity * value
            led = led or by_topic
        elif not weighed.term.loose:
            every = False
    stands = chunk.text in fields.literal
    if stands and (len(terms) > 1 or chunk.exact or chunk.text != terms[0].term.text):
        points += total * (RUN_IN_TITLE if chunk.text in fields.title else RUN_IN_BODY)
    else:
        for left, right in pairwise(terms):
            pair = left.term.text + right.term.text
            if pair in fields.title:
                points += (left.rarity + right.rarity) * PAIR_IN_TITLE
            elif pair in fields.literal:
                points += (left.rarity + right.rarity) * PAIR_IN_BODY
    coverage = 100 if not total else 100 * met // total
    due = known if len(chunk.text) > LONGEST_NAME else total
    enough = stands or (met > 0 and 100 * met >= ENOUGH * due) or (led and chunk.leads)
    points = points * (50 + coverage // 2) // 100
    if stands and not points:
        points = 100 * IN_BODY
    return points * KIND_WORTH.get(fields.doc.kind, OTHER_KINDS) // 100, enough, every or stands
