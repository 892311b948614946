"""Every threshold of the parser: its unit, where it comes from, and the sample that breaks when it moves.

Stages import one of the settings below and compare with nothing else. “Measured” are the documents of other
governments that the scores of docs/import.md run over.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleSettings:
    """Thresholds of `kb.parse.title_block`.

    reach: paragraphs above the first heading that are looked at. A letter with its own items above a plan has up to
        60; lower, the title of the plan below the letter is lost.
    run:   lines of one title. Measured: at most 5 (“关于印发中国 / （蚌埠） / 跨境电子商务 / …”).
    line:  characters of one of these lines. A line of a PDF holds at most 46.
    whole: characters of a title. Measured: at most 92.
    least: characters of a title. “某区规划” has 4; 3 takes “制度” and “规划图” for titles.
    scrap: characters of a line that is the rest of a title whatever it says: “2023”, “行动方案”, “重点任务分解”.
    """

    reach: int = 160
    run: int = 8
    line: int = 50
    whole: int = 120
    least: int = 4
    scrap: int = 8


TITLES = TitleSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverSettings:
    """Thresholds of `kb.parse.front_matter` and `kb.parse.plan_facts`.

    reach:       paragraphs after the title among which number and addressees may come. Measured: at most 6.
    heads:       paragraphs at the head that may name the issuer. Lower than 4, a red head above the number is lost.
    signature:   characters of a name that signs; longer lines that end in 部 or 会 are text.
    number_line: characters of a line that opens with a document number; a longer one is a sentence about it.
    dated:       characters of a line of the cover whose date is the date of issue.
    imprint:     paragraphs of an imprint without copies; with 抄送 two more.
    """

    reach: int = 12
    heads: int = 6
    signature: int = 32
    number_line: int = 60
    dated: int = 80
    imprint: int = 6


COVER = CoverSettings()
