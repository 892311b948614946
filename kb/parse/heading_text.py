"""What a heading is written with: where its title ends, and how one without a number is told."""

from __future__ import annotations

from kb.parse.boxes import TITLED
from kb.parse.framed import RUN_IN_FRAME
from kb.parse.items import Entry
from kb.parse.numbering import read_mark
from kb.parse.settings import OUTLINE


def title_end(text: str, start: int = 0) -> int:
    """Where a heading's title ends in a paragraph, closing 。 included; `start` if no short title opens it.

    “1．优化儿童公共卫生服务和管理。落实…” is cut after 管理。; a paragraph without a full stop is all title. The
    first sentence of running text is none: it is long, or no other sentence follows and it has commas.
    """
    depth = 0
    framed = RUN_IN_FRAME.match(text) if not start else None
    if framed is not None:
        return framed.end()
    titled = TITLED.match(text, start)
    if (
        titled is not None
        and len(text) - titled.end() > OUTLINE.run_in
        and _item(text)
        and "。" in text[titled.end() :]
    ):
        return titled.end()
    for i in range(start, len(text)):
        ch = text[i]
        if ch in "（(《“〔[":
            depth += 1
        elif ch in "）)》”〕]":
            depth = max(0, depth - 1)
        elif ch in "。！？" and not depth:
            return i + 1 if i - start <= OUTLINE.title else start
    return len(text) if len(text) - start <= OUTLINE.whole and not depth else start


def _item(text: str) -> bool:
    mark = read_mark(text)
    return mark is not None and mark.style not in ("annex", "part", "chapter", "section", "han")


def is_short(e: Entry) -> bool:
    """Whether an entry is a heading and nothing else: one sentence, no longer than a title."""
    value = e.text.value
    return len(value) <= OUTLINE.title and "。" not in value.rstrip()[:-1]


def looks_headed(text: str) -> bool:
    """Whether a paragraph without a number opens like a heading that lost it: a short sentence without commas,
    then more; or a short sentence alone. “完善落实儿童监护制度。督促落实监护责任，…”"""
    end = text.find("。")
    if end < 0 or not OUTLINE.opened <= end <= OUTLINE.closed:
        return False
    return not any(ch in "，；：,;:！？“" for ch in text[:end])
