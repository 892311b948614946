"""Where a text prints statements of responsibility: brackets, label lines, sentences that are a label.

“……（责任单位：区卫健委）”, “〔牵头单位：A；配合单位：B；完成时限：2023 年10 月底前〕”, “（A牵头，B配合）”, “牵头单位：A。”.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from kb.rules.names import Names
from kb.rules.statements.clauses import MAX_STATEMENT, read_statement
from kb.rules.statements.statement import Statement
from kb.words.deadlines import is_date
from kb.words.endings import read_ending
from kb.words.normalised import CLOSE, OPEN, Normalised, brackets
from kb.words.role_words import ROLE_OF
from kb.words.roles import (
    LABEL_AFTER_GAP,
    LABEL_BRACKETED,
    LABEL_IN_BRACKET,
    LABEL_IN_TEXT,
    LABEL_SAID,
    LABEL_SHORT,
    read_label,
)


@dataclass(frozen=True, slots=True)
class Located:
    """A statement and where its text has it: value[start:end], brackets included."""

    start: int
    end: int
    statement: Statement


def statements_in(text: Normalised, names: Names) -> list[Located]:
    """Return every statement of a text in order; of two that overlap the one whose finder comes first in FINDERS."""
    out: list[Located] = []
    taken = bytearray(len(text.value) + 1)
    for find in FINDERS:
        for one in find(text, names):
            if not any(taken[one.start : one.end]):
                out.append(one)
                taken[one.start : one.end] = b"\1" * (one.end - one.start)
    return _joined(text, sorted(out, key=lambda x: x.start))


def nothing_else(text: Normalised, found: list[Located]) -> bool:
    """Return whether a text is responsibility and nothing more."""
    rest, at = [], 0
    for one in found:
        rest.append(text.value[at : one.start])
        at = one.end
    rest.append(text.value[at:])
    return bool(found) and not "".join(rest).strip("。；，、 ")


# -- finders ------------------------------------------------------------------------------------------------------------


def _in_brackets(text: Normalised, names: Names) -> list[Located]:
    """“（责任单位：A）”, “（A牵头，B配合）”; the outer of two brackets first."""
    out: list[Located] = []
    end = 0
    for a, b, close in _bracket_spans(text.value):
        if a < end:
            continue
        statement = read_statement(text, a + 1, close, names)
        if statement is not None and (_assigns(statement) or statement.first_leads or statement.comma_leads):
            out.append(Located(a, b, statement))
            end = b
    return out


def _assigns(statement: Statement) -> bool:
    return bool(statement.grants or statement.same or statement.leaders)


def _bracket_spans(value: str) -> list[tuple[int, int, int]]:
    """Brackets as (start, end, end of what they hold); also those that are never closed, if a label or an ending says
    what they are."""
    closed = brackets(value)
    openers, closers = {a for a, _ in closed}, {b for _, b in closed}
    spans = [(a, b, b - 1) for a, b in closed]
    for m in LABEL_IN_BRACKET.finditer(value):
        if m.start() not in openers:
            end = _unclosed(value, m.start())
            # “（责任单位：区教委、各镇〔街〕”: 〕 belongs to the name
            spans.append((m.start(), end, end - 1 if value[end - 1] in CLOSE and end not in closers else end))
    last = max(value.rfind(ch) for ch in OPEN)
    if last >= 0 and last not in openers and not LABEL_IN_BRACKET.match(value, last):
        ending = read_ending(value[last + 1 :].rstrip("。；")) if len(value) - last < MAX_STATEMENT else None
        if ending is not None:  # “……（市税务局牵头”
            spans.append((last, len(value), len(value)))
    return sorted(spans)


def _unclosed(value: str, a: int) -> int:
    """Where a bracket that is never closed ends: after the last closer before the next sentence, or there."""
    stop = value.find("。", a)
    stop = len(value) if stop < 0 else stop
    again = LABEL_IN_BRACKET.search(value, a + 1, stop)
    if again is not None:
        stop = again.start()
    closers = [i for i in range(a, stop) if value[i] in CLOSE]
    return closers[-1] + 1 if closers else stop


def _label_lines(text: Normalised, names: Names) -> list[Located]:
    """“牵头单位：A。责任单位：B。”, at the start of a text, after a sentence or after a blank; outside brackets."""
    value = text.value
    taken = brackets(value)
    starts = {m.start(): m.end() for m in LABEL_IN_TEXT.finditer(value)}
    starts |= {m.start(): m.end() for m in LABEL_AFTER_GAP.finditer(value) if text.gap(m.start())}
    out: list[Located] = []
    end = at = 0
    for start, colon in sorted(starts.items()):
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        inside = at < len(taken) and taken[at][0] < start
        if start < end or (inside and LABEL_IN_BRACKET.match(value, taken[at][0])):
            continue
        end = _sentence_end(value, colon)
        short = LABEL_SHORT.match(value, start) is not None  # “牵头：” may open any text
        statement = read_statement(text, start, end, names, strict=short)
        if statement is not None and (_assigns(statement) or statement.deadline):
            out.append(Located(start, end, statement))
    return out


_NEXT_POINT = re.compile(r"(?<=[科处室局办委位门府])[一二三四五六七八九十]是(?=[\u4e00-\u9fff])")


def _sentence_end(value: str, a: int) -> int:
    """Where the sentence from value[a] on ends: before its 。, before the next label or the next point of a list.

    “责任科室：政策法规科二是强化窗口建设。”: the line break after the label line is lost.
    """
    depth = 0
    for i in range(a, len(value)):
        ch = value[i]
        if ch in OPEN:
            depth += 1
        elif ch in CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and (ch == "。" or (i > a and _begins_anew(value, i))):
            return i
    return len(value)


def _begins_anew(value: str, i: int) -> bool:
    return LABEL_IN_TEXT.match(value, i) is not None or _NEXT_POINT.match(value, i) is not None


def _said(text: Normalised, names: Names) -> list[Located]:
    """“牵头单位为县卫健局，配合单位为县财政局。”; a sentence that tells of units assigns nothing."""
    out: list[Located] = []
    for m in LABEL_SAID.finditer(text.value):
        if m.start() < (out[-1].end if out else 0):
            continue
        end = _sentence_end(text.value, m.end())
        if (
            text.value[m.start() - 1 : m.start()] == "，"
        ):  # “建中心1个，牵头单位为A，责任单位为B；建站2个，……”
            stop = text.value.find("；", m.end(), end)
            end = stop if stop >= 0 else end
        statement = read_statement(text, m.start(), end, names, strict=True)
        if statement is None or any("的" in g.member.name for g in statement.grants):
            continue
        if statement.grants:
            out.append(Located(m.start(), end, statement))
    return out


def _bracketed_labels(text: Normalised, names: Names) -> list[Located]:
    """“【牵头部门】市工信局【配合部门】市科技局、市财政局”: one statement a label, joined where they touch."""
    value = text.value
    out: list[Located] = []
    labels = list(LABEL_BRACKETED.finditer(value))
    for i, m in enumerate(labels):
        stop = labels[i + 1].start() if i + 1 < len(labels) else len(value)
        end = min(_sentence_end(value, m.end()), stop)
        if m["deadline"]:
            statement: Statement | None = Statement(deadline=text.raw(m.end(), end), labelled=True)
        else:
            statement = read_statement(text, m.end(), end, names, ROLE_OF[m["word"]])
        if statement is None:
            continue
        if out and out[-1].end == m.start():
            before = out.pop()
            out.append(Located(before.start, end, _both(before.statement, statement)))
        else:
            out.append(Located(m.start(), end, statement))
    return [x for x in out if x.statement.grants]


_CLAUSE = re.compile(r"[^，；。！？：]+")
CLAUSES = 2
"""Clauses in a row, each of units and a role, that divide a task: “A牵头，B、C配合”. One alone may tell of anything."""


def _divided(text: Normalised, names: Names) -> list[Located]:
    """“以上任务由市水利局牵头，市财政局、市城投公司配合，4月底前完成。”: clauses outside brackets of units and a role each."""
    value = text.value
    if "，" not in value and "；" not in value:
        return []
    out: list[Located] = []
    run: list[re.Match[str]] = []
    for m in [*_CLAUSE.finditer(value), None]:
        follows = m is not None and (not run or value[run[-1].end() : m.start()] in "，；")
        if m is not None and follows and _divides(value[m.start() : m.end()], bool(run)):
            run.append(m)
            continue
        out += _of_clauses(text, names, run)
        run = [m] if m is not None and _divides(value[m.start() : m.end()], False) else []
    return out


def _divides(clause: str, later: bool) -> bool:
    """Whether a clause ends in a role; a later one may be a date: “年底前完成”."""
    if len(clause) > MAX_CLAUSE or not set(OPEN + CLOSE).isdisjoint(clause):
        return False
    return read_ending(clause) is not None or (later and is_date(clause))


MAX_CLAUSE = 120
"""Characters of a clause of units and a role; twelve units have about 90."""


def _of_clauses(text: Normalised, names: Names, run: list[re.Match[str]]) -> list[Located]:
    """The statement that clauses in a row make: all of them, or those from the first on that are nothing but units."""
    for first in range(len(run) - CLAUSES + 1):
        a, b = run[first].start(), run[-1].end()
        subject = _SUBJECT.match(text.value, a, run[first].end())
        a = subject.end() if subject is not None else a
        statement = read_statement(text, a, b, names, strict=True)
        if (
            statement is not None
            and len({g.member.run for g in statement.grants}) >= CLAUSES
            and _leads(statement)
        ):
            return [Located(a, b, statement)]
    return []


_SUBJECT = re.compile(r"(?!.{0,12}(?:以上|上述))[^，；]{2,60}?(?=由)")
"""What the units of a clause are given: “农村供水应急工作”由县应急局牵头."""


def _leads(statement: Statement) -> bool:
    return any(g.role in ("牵头", "责任") for g in statement.grants)


def _both(one: Statement, two: Statement) -> Statement:
    """Two statements of one task as one."""
    return replace(
        one,
        grants=one.grants + two.grants,
        deadline=one.deadline or two.deadline,
        leaders=one.leaders + two.leaders,
        first_leads=one.first_leads or two.first_leads,
        onward=one.onward or two.onward,
    )


def _joined(text: Normalised, found: list[Located]) -> list[Located]:
    """Deadlines printed right after the units they belong to are theirs: “牵头单位：A。完成时限：2023年。”."""
    out: list[Located] = []
    for one in found:
        last = out[-1] if out else None
        s = one.statement
        if (
            last is not None
            and s.deadline
            and not s.grants
            and not last.statement.deadline
            and not text.value[last.end : one.start].strip("。；，、")
            and read_label(text.value[one.start : one.end]) is not None
        ):
            out[-1] = replace(last, statement=replace(last.statement, deadline=s.deadline))
        out.append(one)
    return out


FINDERS: tuple[Callable[[Normalised, Names], list[Located]], ...] = (
    _in_brackets,
    _label_lines,
    _said,
    _bracketed_labels,
    _divided,
)
