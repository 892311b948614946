"""corpus/<plan>/seen.csv: findings that a person has looked at and that are right as they are.

Columns code, finding, digest, note, or their Chinese headings. finding: what `kb check` says, without the place before
it and the hint after it. Line numbers are no part of it, so a mark holds while other lines move; a finding whose words
change is listed again. digest: "" or that of the words that the finding cuts short. One row is one finding.
    问题,内容,校验,说明
    KB120,题目拿不准：“滨河市关于促进消费的意见”,,张三核对，就是这个题目
For users: docs/seen-csv.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from kb.codes import BY_CODE, problem
from kb.csv_text import Columns, CsvFault, decode_csv, read_rows, without_guard
from kb.problems import Problem
from kb.spans import one_line

COLUMNS: Columns = {
    "code": ("问题", "问题编号"),
    "finding": ("内容",),
    "digest": ("校验",),
    "note": ("说明", "备注", "原因"),
}
REQUIRED = ("code", "finding")
ACROSS = ("KB119",)
"""Found when all plans are there, not in one: a mark is kept as it is, and matched by kb.answer.checked."""
DIGEST = 8
"""Hexadecimal digits: two other texts of one finding have the same in one of four thousand million cases."""
SHOWN = 60
"""Characters of a mark that a message repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One row of seen.csv. line: 1-based, its last."""

    code: str
    finding: str
    digest: str = ""
    note: str = ""
    line: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        return self.code, self.finding, self.digest


def mark_of(found: Problem, note: str = "") -> Mark:
    """Return the mark that takes a finding as seen."""
    digest = sha256(found.detail.encode()).hexdigest()[:DIGEST] if found.detail else ""
    return Mark(code=found.code, finding=one_line(found.said), digest=digest, note=note)


def read_marks(path: Path) -> tuple[tuple[Mark, ...], tuple[Problem, ...]]:
    """Return the rows of a seen.csv that hold, and what is wrong with the others. No file: nothing of either."""

    shown = f"{path.parent.name}/{path.name}"
    try:
        return marks_of(decode_csv(path.read_bytes()), shown)
    except FileNotFoundError:
        return (), ()
    except (OSError, UnicodeDecodeError):
        said, hint = "读不出这个文件", "请存成 UTF-8 编码的 CSV"
        return (), (problem("KB326", shown, message=said, hint=hint),)


def marks_of(text: str, path: str) -> tuple[tuple[Mark, ...], tuple[Problem, ...]]:
    """Return the rows of the text of a seen.csv that hold, and what is wrong with the others. path: as findings say it."""

    def wrong(line: int, message: str, excerpt: str = "", hint: str = "") -> Problem:
        return problem("KB326", path, line=line, message=message, excerpt=excerpt[:SHOWN], hint=hint)

    try:
        rows = read_rows(text, COLUMNS, REQUIRED)
    except CsvFault as fault:
        return (), (wrong(fault.line, fault.message, fault.excerpt, fault.hint),)
    marks: list[Mark] = []
    problems: list[Problem] = []
    for row in rows:
        code, finding, digest, note = (row.cells.get(key, "") for key in COLUMNS)
        code = code.upper()
        known = BY_CODE.get(code)
        if not code or not finding:
            problems.append(wrong(row.last, "这一行没有写问题编号或内容", code or finding))
        elif known is None:
            problems.append(wrong(row.last, f"没有编号“{code[:SHOWN]}”", finding))
        elif known.level == "error":
            problems.append(wrong(row.last, f"{code} 是错误，不能标为没问题", finding))
        else:
            marks.append(
                Mark(
                    code=code, finding=without_guard(finding), digest=digest.lower(), note=note, line=row.last
                )
            )  # fmt: skip
    return tuple(marks), tuple(problems)


def with_marks(found: Iterable[Problem], marks: Sequence[Mark], path: str) -> tuple[Problem, ...]:
    """Return the findings, those that a mark names as seen, and a finding for every mark that names none.

    path: of seen.csv, as it is shown. A mark names one finding: of two that say the same, one is left.
    """
    open_marks: dict[tuple[str, str, str], list[Mark]] = {}
    for mark in reversed(marks):
        open_marks.setdefault(mark.key, []).append(mark)
    out: list[Problem] = []
    for one in found:
        waiting = open_marks.get(mark_of(one).key)
        out.append(replace(one, seen=True, note=waiting.pop().note) if waiting else one)
    left = [mark for waiting in open_marks.values() for mark in waiting]
    return (*out, *(_left(mark, path) for mark in sorted(left, key=lambda m: m.line)))


def _left(mark: Mark, path: str) -> Problem:
    if mark.code in ACROSS:
        kept = problem(mark.code, path, line=mark.line, message=mark.finding)
        return replace(kept, seen=True, note=mark.note)
    said = f"标为没问题的 {mark.code} 没有了，或与当时不同"
    hint = "请再核对一次，删去 seen.csv 的这一行"
    return problem("KB327", path, line=mark.line, message=said, excerpt=mark.finding[:SHOWN], hint=hint)
