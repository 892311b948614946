"""Finding a node by what people type: an id, a part of an id, or a citation such as “二、(四) 2”.

Unknown names raise NotFound, which carries the nearest ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from kb.model import Unit
from kb.problems import KbError

_ROW = re.compile(r"(?<=[0-9])\(.*\)$")
_DROPPED = re.compile(r"[\s、，,。．.·：:；;]+")


class NotFound(KbError):
    """No such unit, id, plan or topic. `nearest`: the names most like it, best first."""

    def __init__(self, message: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.nearest = nearest


class SeveralUnits(KbError):
    """A name that several units go by. units: all of them."""

    def __init__(self, name: str, units: tuple[Unit, ...]) -> None:
        self.name, self.units = name, units
        places = "、".join(u.place_name or "、".join(u.plans) or "地方不明" for u in units[:8])
        more = f" 等 {len(units)} 处" if len(units) > 8 else ""
        one = units[0].place_name
        how = f"请加 --place 指明地方，如 --place {one}。" if one else "请加 --plan 指明规划。"
        super().__init__(f"“{name}”有 {len(units)} 个单位：{places}{more}。{how}")


def not_found(what: str, asked: str, names: Iterable[str] | Mapping[str, str], where: str = "") -> NotFound:
    """“没有找到单位“区卫计委”。您是不是要找：区卫健委、区教委？”

    names: those there are; or every name a thing goes by, mapped to the one to offer. where: what to say where none
    is near: “编号见 kb tree。”
    """
    near = nearest(asked, names, 6)
    if isinstance(names, Mapping):
        near = tuple(dict.fromkeys(names[n] for n in near))
    near = near[:3]
    tail = f"您是不是要找：{'、'.join(near)}？" if near else where
    return NotFound(f"没有找到{what}“{asked}”。{tail}", near)


def nearest(asked: str, names: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The names most like the one asked for: those that share its characters in order, best first."""
    from difflib import SequenceMatcher

    if not asked:
        return ()
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(asked)
    scored: list[tuple[float, int, str]] = []
    for place, name in enumerate(dict.fromkeys(names)):
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() < 0.4 or matcher.quick_ratio() < 0.4:
            continue
        score = matcher.ratio() + (0.3 if asked in name or asked.startswith(name) else 0.0)
        if score >= 0.45:
            scored.append((-score, place, name))
    return tuple(name for _, _, name in sorted(scored)[:count])


def citation_key(citation: str) -> str:
    """What two spellings of one citation share: “二、(四) 2.” and “二、（四）2” are both "二(四)2"."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", citation)).lower()


def citation_keys(citation: str) -> tuple[str, ...]:
    """Keys a node is found by, the strictest first: of its citation, of that without the row's name after a number that
    several rows share, and of the last part of an indicator's: 专栏一指标11(小学生近视率), 专栏一指标11, 指标11."""
    key = citation_key(citation)
    shared = _ROW.sub("", key)
    at = shared.rfind("指标")
    return (key, shared, shared[at:] if at > 0 else shared)
