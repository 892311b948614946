"""Front matter: where the cover ends, which title is the plan's, and where the imprint begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.parse.settings import COVER
from kb.parse.title_block import TitleBlock, find_titles, may_be_title, same_title
from kb.words.official import ADDRESSEES, CC, CONTACT, DATE, INDEX_LABEL, ISSUER, NUMBER_LINE, PUBLICITY
from kb.words.roles import names_roles

PAREN_LINE = re.compile(r"^[（(][^）)]{2,30}[）)]$")


@dataclass(frozen=True, slots=True)
class Parts:
    """Indices into the paragraphs: cover [0, title), title [title, letter), more cover [letter, body) where number and
    addressees come below the title, body [body, imprint), imprint. chosen: the title; titles: all that were found."""

    title: int
    letter: int
    body: int
    imprint: int
    chosen: TitleBlock | None = None
    titles: tuple[TitleBlock, ...] = ()


def find_parts(lines: tuple[str, ...], headings: tuple[bool, ...]) -> Parts:
    """Where cover, title, body and imprint are among the paragraphs. `headings`: first-level heading or not.

    What comes before the title is cover. Without a title, addressees and dates at the top are cover."""
    n = len(lines)
    first = min(next((i for i, h in enumerate(headings) if h), n), n)
    found = find_titles(lines, first)
    chosen = choose_title(found, lines)
    start, end = (chosen.start, chosen.end) if chosen else (0, int(_heads(lines, first)))
    while chosen and end < first and PAREN_LINE.match(lines[end]) and not _other_bracket(lines[end]):
        end += 1
    covered = end
    for i in range(end, first):
        if i >= covered + COVER.reach:
            break
        if _cover_line(lines[i]):
            covered = i + 1
    floor = max(covered, first) if first < n else covered
    return Parts(start, end, covered, _imprint(lines, floor), chosen, tuple(found))


def choose_title(found: list[TitleBlock], lines: tuple[str, ...]) -> TitleBlock | None:
    """Return the title of the plan among the titles of a cover, or None where there is none.

    A letter that issues one plan gives way to the title of this plan below it. A letter that issues several, or says
    what it has to say itself (批复, 意见), keeps its own."""
    if not found:
        return None
    letter = next((k for k, t in enumerate(found) if t.letter), None)
    if letter is None:
        return found[-1]
    below = [t for t in found[letter + 1 :] if not same_title(t.text, found[letter].text)]
    if not below:
        return found[letter] if letter or len(found) == 1 else found[-1]
    opened = "".join(lines[found[letter].start : below[0].start])
    if not _ISSUES.search(opened) or _SEVERAL.search(found[letter].text):
        return found[letter]
    return below[-1]


def _heads(lines: tuple[str, ...], first: int) -> bool:
    """Whether the first line is the plan's name, though nothing says so: a short line right above the first heading."""
    return first == 1 and may_be_title(lines[0])


_ISSUES = re.compile(r"印发|转发|批转|公布|发布|附后|遵照执行")
# 关于印发…两个规定的通知, 印发…等三个方案的通知
_SEVERAL = re.compile(r"(?:[两二三四五六七八九]|等.{0,3})[个项份部]")


def _other_bracket(line: str) -> bool:
    return bool(
        "此件" in line
        or DATE.search(line)
        or NUMBER_LINE.match(line)
        or CONTACT.match(line)
        or "删减" in line
    )


def _cover_line(line: str) -> bool:
    return bool(
        NUMBER_LINE.fullmatch(line.strip())
        or DATE.fullmatch(line.strip("（）() "))
        or (ADDRESSEES.match(line) and len(line) < COVER.addressed)
        or PUBLICITY.fullmatch(line)
        or INDEX_LABEL.match(line)
    )


def _imprint(lines: tuple[str, ...], floor: int) -> int:
    """Where the lines after the text begin: 抄送, signature and date, publicity."""
    n = len(lines)
    for i in range(n - 1, max(floor, n - 8) - 1, -1):
        if CC.match(lines[i]):
            return i
    i = n
    while i > floor and i > n - 6:
        line = lines[i - 1].strip()
        if closes(line):
            i -= 1
        else:
            break
    return i


def closes(line: str) -> bool:
    """Whether a line comes after the text: a signature, a date, the publicity, who to ask."""
    value = line.strip().removesuffix("印发")
    dated = DATE.search(value)
    signed = dated is not None and dated.end() == len(value) and ISSUER.match(value[: dated.start()].strip())
    return bool(
        DATE.fullmatch(value)
        or signed
        or PUBLICITY.fullmatch(value)
        or CONTACT.match(value)
        or _CUT.fullmatch(value)
        or INDEX_LABEL.match(value)
        or (ISSUER.match(value) and len(value) <= COVER.signature and not names_roles(value))
    )


# （本文有删减）
_CUT = re.compile(r"[（(](?:本文有删减|略|以下无正文|完)[）)]")
