"""Words, readings and look-alikes of the seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.search import Index, Vocabulary
from kb.search.analyse import Analyser
from kb.search.gather import settle_words
from kb.search.lexicon import Lexicon, read_lexicon, write_lexicon
from kb.search.normalise import Normaliser
from kb.search.slips import Readings, read_word


@pytest.fixture(scope="module")
def readings(index: Index) -> Readings:
    return Readings(index.lexicon, index.stands, lambda text: -index.containing(text))


def test_a_word_made_of_words_gives_way_to_them() -> None:
    words = frozenset(("普惠", "托育", "普惠托育", "未成年人", "成年人", "乒乓球"))
    assert settle_words(words, Vocabulary(), Normaliser({})) == {
        "普惠",
        "托育",
        "未成年人",
        "成年人",
        "乒乓球",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("普惠托育服务", ["普惠", "托育", "服务"]),
        ("儿童睡眠时间", ["儿童", "睡眠", "时间"]),
        ("新生儿死亡率", ["新生儿", "死亡率"]),
        ("学生视力", ["学生", "视力"]),
        ("", []),
    ],
)
def test_cut(index: Index, text: str, words: list[str]) -> None:
    assert index.lexicon.cut(text) == words


def test_cut_takes_the_greatest_sum_of_squares() -> None:
    lexicon = Lexicon(frozenset(("提高", "高中", "中职", "职教", "教育")))
    assert lexicon.cut("提高中职教育") == ["提高", "中职", "教育"]


def test_written_and_read_back(index: Index, tmp_path: Path) -> None:
    write_lexicon(tmp_path, index.lexicon)
    assert read_lexicon(tmp_path) == index.lexicon


def test_topic_words(index: Index) -> None:
    words = index.lexicon.topic_words
    assert dict(words["托育"]) == {"托育": "name"}
    assert dict(words["托位"]) == {"托育": "term"}
    assert dict(words["托儿所"]) == {"托育": "said"}
    assert "校园欺凌" in index.lexicon.narrower["儿童暴力伤害"]
    assert index.lexicon.broader["溺水"] == ("意外伤害",)


def test_reading_of_words_with_a_reading_of_their_own() -> None:
    usual = {"重": "zhong", "庆": "qing", "市": "shi"}
    assert read_word("重庆市", {"重庆": "chong qing"}, usual) == ("chong", "qing", "shi")
    assert read_word("重市", {}, usual) == ("zhong", "shi")
    assert read_word("庆X", {}, usual) == ()


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("tuoyu", ("托育",)),
        ("tuoyujigou", ("托育机构",)),
        ("ertongtuoyu", ("儿童", "托育")),
        ("phty", ("普惠", "托育")),
        ("ertong", ("儿童",)),
        ("chongqingshi", ("重庆市",)),
        ("ty", ("托育",)),
        ("wcnrbhgzz", ("未成年人保护工作站",)),
        ("qqqq", ()),
    ],
)
def test_spelled(readings: Readings, letters: str, words: tuple[str, ...]) -> None:
    assert tuple(row[0] for row in readings.spelled(letters)) == words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("托肓", "托育"),  # looks alike
        ("托玉", "托育"),  # sounds alike
        ("区卫建委", "区卫健委"),
        ("母如喂养", "母乳喂养"),
        ("扶养", "抚养"),
    ],
)
def test_meant(readings: Readings, typed: str, meant: str) -> None:
    assert readings.meant(typed)[0] == meant


def test_nothing_meant(readings: Readings) -> None:
    assert readings.meant("高铁") == ()
    assert readings.meant("殡葬") == ()


def test_said_words_lead_to_the_terms_they_resemble(index: Index) -> None:
    analyser = Analyser(index.lexicon, index.stands, lambda ch: 400 if ch in "胖墩咬狗" else 0)
    (term,) = analyser.read("小胖墩").terms
    assert term.forms == (("肥胖", 95),)
    (term,) = analyser.read("狗咬").terms
    assert term.forms == (("咬伤", 95),)
