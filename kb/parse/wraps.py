"""Hard wraps: whether a text is wrapped by hand, stretch by stretch, and which lines continue a paragraph.

The text layer of a PDF breaks lines at the margin, inside words too; some converters also break them next to
punctuation and next to Latin letters and digits. `RULES` decides line by line; the first rule that says yes or no wins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.parse.numbering import Mark, read_mark
from kb.parse.settings import WRAPS
from kb.words.official import ADDRESSEES, DATE, ISSUER, NUMBER_LINE
from kb.words.roles import TASK_LABEL, opens_with_label

TERMINAL = "。！？：；.!?:;"
CLOSING = "”’）)》〉』」】〕]"
OPENING = "“‘（(《〈『「【〔["
PAUSE = "、，,；;：:—…·"
QUOTES = "”’》〉」』"
_PAIRS = {"（": "）", "(": ")", "〔": "〕", "[": "]", "【": "】", "《": "》", "“": "”"}
_SAME = {"(": "（", "[": "（", "〔": "（", "【": "（"}
# The end of a cover line: “…的通知（2023 年3 月29 日）”, “2023 年3 月29 日”.
_DATED = re.compile(r"日\s*[）)]?\s*$")
# “完成时限：2024年6月底前”: what a task's labels end with.
_DEADLINE = re.compile(r"\s*[一-鿿]{0,4}(?:时限|时间|期限|进度)\s*[：:]")
# What a title in 《》 follows in a sentence.
_CITES = re.compile(r"(?:贯彻|落实|根据|按照|依据|依照|实施|执行|遵照|现将|对照)$")
# A label with nothing after its colon: “责任单位：” has its units in the next line.
_BARE_LABEL = re.compile(r"(?:^|[。；;）)])\s*[一-鿿]{2,8}(?:单位|部门|处室|时限|科室)\s*[：:]\s*$")


def columns(text: str) -> int:
    """Return the columns of a line as it was set: one for a Latin letter, digit or blank, two for anything else.

    Punctuation counts two even where a converter made it half-width."""
    return sum(1 if ch == " " or (ch.isascii() and ch.isalnum()) else 2 for ch in text)


def wrap_width(lines: Sequence[tuple[str, bool]]) -> int:
    """Return the columns of a full line where lines are wrapped by hand, otherwise 0.

    lines: the text of a line that is not empty, and whether the next one comes right below it.

    Wrapped means: many lines end near one column, few go past it, and most of them break inside a sentence."""
    if len(lines) < WRAPS.few_lines:
        return 0
    widths = [columns(v) for v, _ in lines]
    count = Counter(widths)
    past = max(1, len(lines) * WRAPS.longer)
    near = {
        w: sum(count[k] for k in range(w - WRAPS.near, w + 1))
        for w in count
        if WRAPS.least <= w <= WRAPS.most and sum(n for k, n in count.items() if k > w + WRAPS.past) <= past
    }
    if not near:
        return 0
    full = max(near, key=lambda w: (near[w], w))
    if near[full] < max(WRAPS.full_lines, len(lines) * WRAPS.share):
        full = _paused_width(lines, near)
    if not full:
        return 0
    ends = [(v, below) for (v, below), w in zip(lines, widths, strict=True) if full - WRAPS.near <= w <= full]
    inside = sum(below and v[-1] not in TERMINAL + CLOSING for v, below in ends)
    return full if inside >= len(ends) * WRAPS.inside else 0


def _paused_width(lines: Sequence[tuple[str, bool]], near: dict[int, int]) -> int:
    """The margin of a text that a converter broke at punctuation too, so that few lines reach it; 0: it is none.

    No paragraph ends in ， or 、: lines that do, with the next one right below, are proof of wraps."""
    paused = sum(below and v[-1] in "，、,（“" for v, below in lines)
    if paused < max(WRAPS.full_lines, len(lines) * WRAPS.paused):
        return 0
    return max((w for w, n in near.items() if n >= WRAPS.full_pair), default=0)


def widths_of(lines: Sequence[tuple[str, bool]], usual: int) -> list[int]:
    """Return the width of a full line for each line, decided for stretches of `WRAPS.stretch` lines; 0: not wrapped.

    usual: the width of the whole document, for stretches that show no other."""
    out: list[int] = []
    for start in range(0, len(lines), WRAPS.stretch):
        part = lines[max(0, min(start, len(lines) - WRAPS.stretch)) : start + WRAPS.stretch]
        width = usual
        if len(part) >= WRAPS.few_lines:
            own = wrap_width(part)
            full = sum(abs(columns(v) - usual) <= WRAPS.near for v, _ in part) if usual else 0
            width = own or (usual if full >= len(part) * WRAPS.kept else 0)
        out += [width] * (min(start + WRAPS.stretch, len(lines)) - start)
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """A line of wrapped text and the paragraph before it.

    run:       the lines of the paragraph so far; of very many the first two and the last few
    last:      its last line
    text:      the line that may continue it
    mark:      the number that opens this line
    width:     columns of the last line, with the lines that a converter cut off it
    full:      columns of a full line
    inside:    a numbered heading has occurred, so a line without an end is none of the cover's
    counts_on: the number is the next one of its style
    expected:  it is this, or the first of its style
    """

    run: tuple[str, ...]
    last: str
    text: str
    mark: Mark | None
    width: int
    full: int
    inside: bool
    counts_on: bool
    expected: bool = True

    @property
    def so_far(self) -> str:
        return "".join(self.run)

    @property
    def own(self) -> Mark | None:
        """The number that opens the paragraph."""
        return read_mark(self.so_far)

    @property
    def running(self) -> bool:
        """Whether the paragraph reads as running text: it has punctuation inside, and no date at its end."""
        so_far, own = self.so_far, self.own
        body = so_far[own.end :] if own else so_far
        return any(ch in "，,。；;、" for ch in body) and not _DATED.search(so_far)

    @property
    def numbered(self) -> bool:
        return self.mark is not None and self.mark.style != "dash"

    @property
    def is_full(self) -> bool:
        return self.width >= self.full - WRAPS.slack

    @property
    def fits(self) -> bool:
        """Whether the next line would have had room in the last one."""
        return self.width + columns(self.text) <= self.full + WRAPS.slack


def continues(joint: Joint) -> bool:
    """Return whether a line of wrapped text continues the paragraph before it."""
    for rule in RULES:
        said = rule(joint)
        if said is not None:
            return said
    return joint.running


def _number_alone(j: Joint) -> bool | None:
    """“（一）” on a line of its own has its title below; 附件1 has not."""
    alone = read_mark(j.last) if len(j.run) == 1 else None
    if alone is None or j.last[alone.end :].strip():
        return None
    return alone.style != "annex"


def _cover_line(j: Joint) -> bool | None:
    """A date, a document number and addressees are lines of their own: “各区人民政府：”, “2023年5月6日”."""
    if _open_brackets(j.so_far):
        return None
    if DATE.fullmatch(j.last.strip()) and len(j.run) == 1:
        return False
    if DATE.fullmatch(j.text.strip()) and (j.last[-1] in TERMINAL + CLOSING or ISSUER.match(j.last)):
        return False
    if j.inside:
        return None
    if (
        ADDRESSEES.match(j.so_far)
        or NUMBER_LINE.fullmatch(j.last.strip())
        or NUMBER_LINE.fullmatch(j.text.strip())
    ):
        return False
    return None


def _label_line(j: Joint) -> bool | None:
    """“责任单位：” begins a line of its own; alone it has its units in the next line."""
    if _BARE_LABEL.search(j.last):
        return j.mark is None and not _opens_label(j.text)
    return False if _opens_label(j.text) and not _open_brackets(j.so_far) else None


def _opens_label(text: str) -> bool:
    return opens_with_label(text) or TASK_LABEL.match(text) is not None or _DEADLINE.match(text) is not None


def _past_the_margin(j: Joint) -> bool | None:
    """A line far past the margin is a paragraph of its own: an address of the web, a row of a table."""
    past = j.full + WRAPS.past
    return False if columns(j.last) > past or columns(j.text) > past else None


def _new_number(j: Joint) -> bool | None:
    """A number after the end of a sentence, or 一、 after a line that was not full, begins a paragraph."""
    if not j.numbered or j.mark is None:
        return None
    if j.last[-1] in TERMINAL + CLOSING:
        return False
    if j.mark.style == "han" and not j.expected:
        return None  # “公平统 / 一、可持续的…”
    return False if j.mark.style in ("han", "article", "bracket") and not j.is_full else None


def _full_line(j: Joint) -> bool | None:
    return True if j.is_full and not j.counts_on else None


def _inside_brackets(j: Joint) -> bool | None:
    return True if _open_brackets(j.so_far) else None


def _next_number(j: Joint) -> bool | None:
    return False if j.counts_on and j.last[-1] not in PAUSE else None


def _after_colon(j: Joint) -> bool | None:
    if j.last[-1] not in "：:":
        return None
    return j.fits and j.mark is None and any(ch in "，,；;、" for ch in j.so_far)


def _at_punctuation(j: Joint) -> bool | None:
    """Converters break next to punctuation: “…网上办理， / 建立健全…”."""
    if j.text[0] == "《" and _CITES.search(j.last):
        return True  # “为贯彻落实 / 《某条例》”
    return True if j.last[-1] in PAUSE + OPENING or j.text[0] in PAUSE + CLOSING + "。" else None


def _after_sentence(j: Joint) -> bool | None:
    """After the end of a sentence a paragraph continues only where the next line just fits the rest of this one."""
    if j.last[-1] not in "。！？!?":
        return None
    return j.fits and j.width + columns(j.text) >= j.full - 2 * WRAPS.slack


def _heading_alone(j: Joint) -> bool | None:
    """A numbered line that ends before the margin, without punctuation, is a heading: the next character had room.

    “二、强化资源配置功能，提升服务能级 / 以巩固和提升…”"""
    own = read_mark(j.last) if len(j.run) == 1 else None
    if own is None or own.style not in ("part", "chapter", "section", "han", "bracket", "dotted"):
        return None
    han = _is_han(j.last[-1]) and _is_han(j.text[0])
    return False if han and j.width + 2 <= j.full - WRAPS.slack and not j.fits else None


def _number_after_title(j: Joint) -> bool | None:
    return False if j.numbered and not j.running else None


def _unfinished(j: Joint) -> bool | None:
    """Below the cover a line without an end continues, unless it is a heading's."""
    if not j.inside:
        return None
    if j.last[-1] not in CLOSING and (j.own is None or j.running):
        return True
    if j.last[-1] in QUOTES or j.text[0] in OPENING:
        return j.fits or j.running
    return None


def _after_bracket(j: Joint) -> bool | None:
    if j.last[-1] in CLOSING and j.last[-1] not in QUOTES:
        return j.running and j.fits
    return None


RULES: tuple[Callable[[Joint], bool | None], ...] = (
    _number_alone,
    _label_line,
    _cover_line,
    _past_the_margin,
    _new_number,
    _full_line,
    _inside_brackets,
    _next_number,
    _after_colon,
    _at_punctuation,
    _after_sentence,
    _heading_alone,
    _number_after_title,
    _unfinished,
    _after_bracket,
)
"""In order: what begins a paragraph for certain, what continues one for certain, then what the ends of the lines say."""


def _is_han(ch: str) -> bool:
    return "一" <= ch <= "鿿"


def _open_brackets(text: str) -> bool:
    """Whether a bracket or quotation mark opened in the last `WRAPS.brackets` characters is still open.

    Round and square brackets of either width close each other, as conversions mix them."""
    depth = Counter[str]()
    for ch in text[-WRAPS.brackets :]:
        if ch in _PAIRS:
            depth[_SAME.get(ch, ch)] += 1
        elif ch in "）)〕]】":
            depth["（"] = max(0, depth["（"] - 1)
        elif ch in "》”":
            opened = "《" if ch == "》" else "“"
            depth[opened] = max(0, depth[opened] - 1)
    return any(depth.values())
