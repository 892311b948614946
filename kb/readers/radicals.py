"""Characters that a font files twice: 人 as the radical ⼈, 年 as a compatibility character.

A PDF printed by a browser, and text copied out of one, has `⼤渡⼝区⼈⺠政府` where 大渡口区人民政府 is meant and shown: no search
finds it and 一、 is no number. Each is one character for one, so that nothing moves. Sources: Unicode's compatibility
decompositions, and EquivalentUnifiedIdeograph.txt for CJK Radicals Supplement, which has hardly any.
"""

from __future__ import annotations

import re
import unicodedata

_SUPPLEMENT = (
    "⺀厂乛乚乙亻冂几⺈刂卜㔾小小兀尣尢尣巳幺彑彐忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒网网网羊羊羊耂肀聿肉臼艹艹艹虎衤覀西见"
    "角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
# The decomposition of ⼾ is 戶, where a text of the mainland shows 户; 〜 is the same sign as ～ in fonts that have both.
_AS_SHOWN = {0x2F3E: "户", 0x301C: "～"}

_CHARACTERS = {
    **{0x2E80 + i: ch for i, ch in enumerate(_SUPPLEMENT)},
    **{
        code: unicodedata.normalize("NFKC", chr(code))
        for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA))
    },
    **_AS_SHOWN,
}
_ANY = re.compile("[\u301c\u2e80-\u2ef3\u2f00-\u2fd5\uf900-\ufad9]")


def unify(text: str) -> str:
    """A text with the characters that are meant.

    >>> unify("⼤渡⼝区⼈⺠政府")
    '大渡口区人民政府'
    """
    return text.translate(_CHARACTERS) if _ANY.search(text) else text
