"""From runs of characters to terms, over a handful of words and one line of text."""

from __future__ import annotations

import pytest

from kb.search.analyse import Analyser, Chunk, Term
from kb.search.documents import TopicWords, UnitName, Vocabulary
from kb.search.lexicon import Lexicon

TEXT = (
    "发展普惠托育服务。托育机构收3岁以下婴幼儿。区卫健委发展母乳喂养指导。心理健康教育。约束性指标。预防肥胖、贫血，打击毒品、"
    "毒贩。实施事实。"
)  # fmt: skip
WORDS = "发展 普惠 托育 服务 机构 以下 婴幼儿 指导 母乳喂养 心理 健康 教育 大婴幼儿 预防 肥胖 贫血 毒品 毒贩 实施 事实 带娃"
LEXICON = Lexicon(
    words=frozenset(WORDS.split()),
    vocabulary=Vocabulary(
        units=(UnitName("区卫健委", ("区卫生健康委", "卫健委")),),
        topics=(
            TopicWords("托育", ("托位",), ("带娃",), ()),
            TopicWords("体重", ("肥胖", "贫血"), ("小胖墩",), ()),
        ),
    ),
    syllables=(
        ("tuo", "托"), ("yu", "育"), ("ji", "机"), ("gou", "构"), ("xin", "心"), ("li", "理"), ("jian", "健"), ("kang", "康"),
        ("shi", "实施事"), ("pu", "普"), ("hui", "惠"),
    ),
    shapes=("育肓",),
)  # fmt: skip
RARITY = {"胖": 200, "墩": 199, "小": 300, "毒": 300, "贩": 250, "肥": 900, "品": 200, "事实": 1}
ANALYSER = Analyser(LEXICON, TEXT.__contains__, lambda text: RARITY.get(text, 0))
NURSERY = (("托育", "name"),)


def term(
    text: str,
    *,
    topics: tuple[tuple[str, str], ...] = (),
    kind: str = "",
    binding: str = "",
    loose: bool = False,
) -> Term:
    return Term(text, ((text, 100),), topics, kind=kind, binding=binding, loose=loose)  # fmt: skip


UNIT = Term("区卫健委", (("区卫健委", 100), ("区卫生健康委", 100), ("卫健委", 100)), unit="区卫健委")

READ = {
    "托育": Chunk("托育", "托育", (term("托育", topics=NURSERY),), leads=True),
    "托育的机构": Chunk("托育的机构", "托育的机构", (term("托育", topics=NURSERY), term("机构")), leads=True),
    "机构": Chunk("机构", "机构", (term("机构"),)),
    "谁管托育": Chunk("谁管托育", "托育", (term("托育", topics=NURSERY),), leads=True),
    "区卫健委": Chunk("区卫健委", "区卫健委", (UNIT,), narrows=True),
    "区卫健委指标": Chunk("区卫健委指标", "区卫健委指标", (UNIT, term("指标", kind="indicator")), narrows=True),
    "指标": Chunk("指标", "指标", (term("指标", kind="indicator"),), narrows=True),
    "约束性": Chunk("约束性", "约束性", (term("约束性", binding="约束性"),), narrows=True),
    "托育指标": Chunk("托育指标", "托育指标", (term("托育", topics=NURSERY), term("指标", kind="indicator")), leads=True),
    "收婴幼儿": Chunk("收婴幼儿", "收婴幼儿", (term("收", loose=True), term("婴幼儿"))),
    "收": Chunk("收", "收", (term("收"),)),
    "三岁以下": Chunk("三岁以下", "3岁以下", (term("3", loose=True), term("岁", loose=True), term("以下"))),
    "三所": Chunk("三所", "3所", (term("3"), term("所")), unknown=("所",)),
    "的了": Chunk("的了", "的了", (term("的了"),)),
    "殡葬": Chunk("殡葬", "殡葬", (term("殡葬"),), unknown=("殡葬",)),
    "殡葬托育": Chunk("殡葬托育", "殡葬托育", (term("殡葬"), term("托育", topics=NURSERY)), leads=True, unknown=("殡葬",)),
    "大婴幼儿": Chunk("大婴幼儿", "大婴幼儿", (Term("大婴幼儿", (("婴幼儿", 60),)),)),
    "普惠托肓": Chunk("普惠托肓", "普惠托育", (term("普惠"), term("托育", topics=NURSERY)), leads=True, corrected="普惠托育"),
    "甲区卫健委": Chunk("甲区卫健委", "区卫健委", (UNIT,), corrected="区卫健委", narrows=True),
    "甲乙区卫健委": Chunk("甲乙区卫健委", "甲乙区卫健委", (term("甲乙"), UNIT), unknown=("甲乙",)),
    # staff's words: a word of the topic that stands in no text leads to it all the same
    "带娃": Chunk("带娃", "带娃", (Term("带娃", (), (("托育", "said"),)),), leads=True),
    "小胖墩": Chunk("小胖墩", "小胖墩", (Term("小胖墩", (("肥胖", 95),), (("体重", "said"),)),), leads=True),
    # letters
    "tuoyu": Chunk("tuoyu", "托育", (term("托育", topics=NURSERY),), leads=True, corrected="托育"),
    "tuo'yu": Chunk("tuo'yu", "托育", (term("托育", topics=NURSERY),), leads=True, corrected="托育"),
    "谁管tuoyu": Chunk("谁管tuoyu", "托育", (term("托育", topics=NURSERY),), leads=True, corrected="托育"),
    "tuoyujigou": Chunk("tuoyujigou", "托育机构", (term("托育", topics=NURSERY), term("机构")), leads=True, corrected="托育机构"),
    "shishi": Chunk("shishi", "实施", (Term("实施", (("实施", 100), ("事实", 85))),), corrected="实施", offers=("事实",)),
    "wifi": Chunk("wifi", "wifi", (term("wifi"),), exact=True),
}  # fmt: skip


@pytest.mark.parametrize("typed", READ)
def test_read(typed: str) -> None:
    assert ANALYSER.read(typed) == READ[typed]


def test_another_name_of_a_unit_cut_into_many_words_is_one_term() -> None:
    chunk = ANALYSER.read("区卫生健康委")
    names = (("区卫生健康委", 100), ("区卫健委", 100), ("卫健委", 100))
    assert chunk.terms == (Term("区卫生健康委", names, unit="区卫健委"),)
    assert (chunk.unknown, chunk.corrected, chunk.narrows) == ((), "", True)


def test_a_long_run_that_stands_is_a_phrase() -> None:
    assert ANALYSER.read(TEXT[:61]) == Chunk(TEXT[:61], TEXT[:61], (term(TEXT[:61]),), exact=True)
    assert not ANALYSER.read(TEXT[:60]).exact


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (("tuo", "yu"), [("tuo yu", "托育")]),
        (("tuo'", "yu"), [("tuo' yu", "托育")]),
        (("tuoyu", "jigou"), [("tuoyu", "托育"), ("jigou", "机构")]),  # each a word by itself
        (("pu", "hui", "tuoyu"), [("pu hui tuoyu", "普惠托育")]),
        (("普惠", "tuo", "yu", "机构"), [("普惠", "普惠"), ("tuo yu", "托育"), ("机构", "机构")]),
        (("wi", "fi"), [("wi", "wi"), ("fi", "fi")]),
        (("tuoyu",), [("tuoyu", "托育")]),
        ((), []),
    ],
)
def test_letters_typed_in_parts(words: tuple[str, ...], read: list[tuple[str, str]]) -> None:
    assert [(c.typed, c.text) for c in ANALYSER.read_words(words)] == read


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("贩毒", ("毒贩", "毒品")),  # both characters before one
        ("制毒", ("毒品", "毒贩")),  # as good: by code point
        ("制造毒", ()),  # one of three tells nothing
        ("卖毒品吗", ("毒品",)),
        ("卖毒品吗呢", ()),  # too long
        ("托肓", ("托育",)),  # a slip
        ("abc", ()),
        ("墩子", ()),  # not rare enough to tell anything
        ("饲养", ()),
    ],
)
def test_offers(typed: str, offered: tuple[str, ...]) -> None:
    assert ANALYSER.offers(ANALYSER.phrase(typed)) == offered
