"""Readings and slips, over a handful of words whose spelling is written out here."""

from __future__ import annotations

import random

import pytest

from kb.search import Index
from kb.search.documents import TopicWords, UnitName, Vocabulary
from kb.search.lexicon import Lexicon
from kb.search.slips import LONG_WORD, MOST_WORDS, ONE_APART, Readings, _one_apart, blur

TEXT = "发展普惠托育机构，母乳喂养，生育，实施事实，时事实时，未成年人保护，学生身体。"
WORDS = "托育 机构 普惠 生育 母乳喂养 实施 事实 时事 实时 未成年人保护 抚养 扶养 身体 重庆 大渡口"
LEXICON = Lexicon(
    words=frozenset(WORDS.split()),
    titles=frozenset(("机构", "托育")),
    vocabulary=Vocabulary(
        units=(UnitName("区卫健委", ("卫健委",)),),
        topics=(TopicWords("托育", ("托位",), ("带娃", "抚养"), ()),),
        names=("大渡口", "茄子溪"),
    ),
    syllables=(
        ("tuo", "托拖脱"), ("yu", "育玉"), ("ji", "机"), ("gou", "构"), ("pu", "普"), ("hui", "惠"), ("sheng", "生"),
        ("shen", "身"), ("ti", "体"), ("mu", "母"), ("ru", "乳如"), ("wei", "喂位卫未"), ("yang", "养"), ("shi", "实施事时"),
        ("fu", "抚扶"), ("zhong", "重"), ("qing", "庆"), ("dai", "带"), ("wa", "娃"), ("cheng", "成"), ("nian", "年"),
        ("ren", "人"), ("bao", "保"), ("hu", "护"),
    ),
    readings=(("重庆", "chong qing"),),
    shapes=("育肓盲", "未末"),
)  # fmt: skip
RARITY = {"实施": 1, "事实": 2, "时事": 3, "实时": 0}
READINGS = Readings(LEXICON, TEXT.__contains__, lambda word: RARITY.get(word, 9))


@pytest.mark.parametrize(
    ("syllable", "blurred"),
    [("sheng", "sen"), ("zhuang", "zuan"), ("chang", "can"), ("ming", "min"), ("shi", "si"), ("mu", "mu")],
)
def test_blur(syllable: str, blurred: str) -> None:
    assert blur(syllable) == blurred


def test_ranks() -> None:
    assert READINGS.ranks == {
        "托育": 3,  # a topic
        "区卫健委": 3, "卫健委": 3,
        "机构": 2,  # of a title
        "托位": 2, "带娃": 2, "抚养": 2,  # staff's words
        "茄子溪": 2,
        "大渡口": 1,  # a name that is a word of the text too
        "普惠": 1, "生育": 1, "母乳喂养": 1, "实施": 1, "事实": 1, "时事": 1, "实时": 1, "未成年人保护": 1, "扶养": 1, "身体": 1,
        "重庆": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("word", "reading"),
    [("托育", ("tuo", "yu")), ("重庆", ("chong", "qing")), ("重庆人", ("chong", "qing", "ren")), ("人重庆", ("ren", "chong", "qing")),
     ("重", ("zhong",)), ("茄子溪", ()), ("", ())],
)  # fmt: skip
def test_reading(word: str, reading: tuple[str, ...]) -> None:
    assert READINGS.reading(word) == reading


@pytest.mark.parametrize(
    ("letters", "rows"),
    [
        ("tuoyu", (("托育",),)),
        ("chongqing", (("重庆",),)),
        ("shishi", (("实时", "实施", "事实"),)),  # of four the three commonest
        ("fuyang", (("抚养",),)),  # 扶养 is of a lower rank
        ("wcnrbh", (("未成年人保护",),)),
        ("tw", (("托位",),)),
        ("tuoyujigou", (("托育",), ("机构",))),
        ("jigoutuoyu", (("机构",), ("托育",))),
        ("puhuituoyujigou", (("普惠",), ("托育",), ("机构",))),
        ("shishituoyu", (("实时", "实施", "事实"), ("托育",))),
        ("phtyjg", (("普惠",), ("托育",), ("机构",))),  # they stand so, one after another
        ("jgty", ()),  # they don't
        ("tuoyux", ()),
        ("xtuoyu", ()),
        ("t", ()),
        ("", ()),
    ],
)
def test_spelled(letters: str, rows: tuple[tuple[str, ...], ...]) -> None:
    assert READINGS.spelled(letters) == rows


@pytest.mark.parametrize(
    ("typed", "meant", "likeness"),
    [("育", "育", 4), ("玉", "育", 3), ("肓", "育", 3), ("育", "盲", 3), ("身", "生", 2), ("生", "身", 2), ("体", "育", 0),
     ("溪", "茄", 0), ("溪", "育", 0), ("育", "溪", 0)],
)  # fmt: skip
def test_likeness(typed: str, meant: str, likeness: int) -> None:
    assert READINGS.likeness(typed, meant) == likeness


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("托肓", ("托育",)),  # looks alike
        ("托玉", ("托育",)),  # sounds alike
        ("拖玉", ("托育",)),  # both sound alike
        ("身玉", ()),  # one nearly, the other alike: nothing is left of 生育
        ("身育", ("生育",)),  # sounds nearly alike
        ("体育", ()),  # another word
        ("母如喂养", ("母乳喂养",)),
        ("母牛喂养", ("母乳喂养",)),  # one character of four may be any
        ("母牛饲养", ()),  # not two
        ("未成年保护", ("未成年人保护",)),  # one is missing
        ("未成年人的保护", ("未成年人保护",)),  # one too many
        ("未成年人们的保护", ()),
        ("母乳喂", ()),
        ("大渡口区", ()),  # 大渡口 is too short for one too many
        ("末成年人保护", ("未成年人保护",)),
        ("时实", ("事实", "时事")),  # one character the same is nearer than none; as near: by code point
        ("扶样", ()),
        ("托育", ()),  # itself is no slip
        ("", ()),
    ],
)
def test_meant(typed: str, meant: tuple[str, ...]) -> None:
    assert READINGS.meant(typed) == meant


def test_the_likelier_of_words_as_near_comes_first() -> None:
    words = Lexicon(
        frozenset(("安全", "按权", "暗泉", "案犬")),
        frozenset(("暗泉",)),
        syllables=(("an", "安按暗案岸"), ("quan", "全权泉犬")),
    )
    found = Readings(words, lambda _: True, lambda _: 0)
    assert found.meant("岸全") == ("安全",)  # the same character counts for more than any rank
    assert Readings(words, lambda _: True, lambda _: 0).meant("岸圈") == ()
    assert found.spelled("anquan") == (("暗泉",),)


def test_a_slip_is_looked_up_among_few_words_as_among_all(index: Index) -> None:
    """What is meant is found by the sounds and shapes of the first characters; a comparison with every word gives the same."""
    readings = Readings(index.lexicon, index.stands, lambda text: -index.containing(text))
    chance = random.Random(3)
    words, characters = sorted(readings.ranks), sorted(readings.usual)
    met = 0
    for _ in range(150):
        typed = list(chance.choice(words))
        for _ in range(chance.randrange(3)):
            at = chance.randrange(len(typed))
            if chance.randrange(2):
                typed[at] = chance.choice(characters)
            else:
                typed.insert(at, chance.choice(characters))
        text = "".join(typed)
        meant = readings.meant(text)
        assert meant == among_all(readings, text), text
        met += bool(meant)
    assert met > 10


def among_all(readings: Readings, typed: str) -> tuple[str, ...]:
    found = []
    for word, rank in readings.ranks.items():
        cost = readings._cost(typed, word) if len(word) == len(typed) else 0
        if not cost and min(len(typed), len(word)) >= LONG_WORD and _one_apart(typed, word):
            cost = ONE_APART
        if cost:
            found.append((cost, -rank, word))
    best = min((cost for cost, _, _ in found), default=0)
    return tuple(word for cost, _, word in sorted(found) if cost == best)[:MOST_WORDS]
