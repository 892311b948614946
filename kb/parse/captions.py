"""Captions of boxes and tables: 专栏一 主要指标, 表3-1 任务分工, 附表2：…"""

from __future__ import annotations

import re

from kb.words.numerals import HAN

Caption = tuple[str, str]
"""(number, title): (“专栏一”, “某区儿童发展主要指标”)."""

# “专栏一 某区儿童发展主要指标”, “表3-1 …”, “附表2：…”
CAPTION = re.compile(
    rf"^\s*(?P<number>(?:专\s*栏|附\s*表|附\s*件?\s*表|表)\s*(?:\d{{1,3}}(?:[-—.．]\d{{1,2}})?|[{HAN}]{{1,4}}))"
    r"(?P<gap>[\s:：、.．]*)(?P<title>[^。；]{0,70})$"
)


def read_caption(text: str) -> Caption | None:
    """(number, title) of a caption: (“专栏一”, “某区儿童发展主要指标”), or None."""
    m = CAPTION.match(text)
    if m is None:
        return None
    number = re.sub(r"\s+", "", m.group("number"))
    title = m.group("title").strip()
    if number.startswith("表") and not title:
        return None
    if not m.group("gap") and title and title[0] in "所中内的和及以为":
        return None  # “表1所示…” speaks of a table
    return number, title
