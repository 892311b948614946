"""Import: a document becomes corpus/<plan-id>/ with source.txt, plan.md and import.json, or nothing at all.

A plan.md that a person has changed is not overwritten without `force`; the difference is returned.

What import was unsure of (warnings of `find_problems`; KB101 is an error and ends the import):

====== ==============================================================================================
KB101  no plan: nobody answers for anything, no indicators, no official headings
KB110  a number that conversion lost was recovered from its neighbours
KB111  the caption of a box stood behind its content and was moved before it
KB112  a box with nothing in it
KB113  a gap in the numbers under one heading
KB114  the same number twice under one heading
KB115  a paragraph that looks like a heading without its number
KB116  a table whose rows and columns can't be told; its cells stay paragraphs
KB117  two plans in one file, as the chapters are numbered from one again
====== ==============================================================================================

Codes of readers: `kb.readers.source`; of a plan.md that can't be read: `kb.parse.plan_md` (KB201–KB205); of a plan's
folder that is incomplete or changed: `kb.parse.record` (KB206–KB209).
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from kb.model import KINDS, Facts, Plan, Repair, Tree, Unit
from kb.parse import parse_draft, read_plan, write_plan
from kb.parse.blocks import Draft
from kb.parse.numbering import read_mark
from kb.parse.outline import looks_headed
from kb.parse.record import PLAN, RECORD, SOURCE, Record, digest, read_record, write_record
from kb.parse.signs import find_signs
from kb.problems import DocumentError, KbError, Problem, reason
from kb.readers import read_source
from kb.readers.source import Source
from kb.store.exchange import claimed, fresh_of, put_in_place, settle

# Counted headings from which a refusal names the words that are missing instead.
MIN_HEADINGS = 3
# Formats whose own lines problems name; of others, which have none, those of source.txt.
TEXTS = (".txt",)


@dataclass(frozen=True, slots=True)
class Report:
    """What an import found, for a person to check. headings: count by level. counts: nodes by kind.
    with_units: tasks and projects with a responsible unit assigned, out of `duties_of`."""

    headings: tuple[int, ...]
    counts: dict[str, int]
    indicator_numbers: int
    duties_of: int
    with_units: int
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """folder: corpus/<plan-id>. written: False where the files were there already, the same to the byte.
    problems: what import was unsure of. proposed: units met that units.toml does not know."""

    plan: Plan
    folder: Path
    tree: Tree
    repairs: tuple[Repair, ...]
    problems: tuple[Problem, ...]
    proposed: tuple[Unit, ...]
    written: bool


class PlanChangedError(KbError):
    """plan.md was corrected by a person; `diff` (unified) shows from the file to what import would write."""

    def __init__(self, path: Path, diff: str) -> None:
        super().__init__(f"{path} 已经人工修改，没有覆盖。差异见上；确要覆盖请加 --force。")
        self.path = path
        self.diff = diff


def import_file(
    path: Path, corpus: Path, plan_id: str = "", force: bool = False, units: tuple[Unit, ...] = ()
) -> Imported:
    """Import one document. Raises DocumentError for one that can't be taken or is no plan, PlanChangedError, KbError.

    units: the registry, to tell which units of the text it lacks. Writes aside and swaps in whole."""
    source = read_source(path)
    plan_id = plan_id or plan_id_of(path)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,80}", plan_id):
        raise KbError(
            f"规划编号“{plan_id[:40]}”不合规：只用小写字母、数字和连字符，如 dadukou-children-2021-2030。"
        )
    draft = parse_draft(source, plan_id)
    refuse_other(path, draft)
    md = write_plan(draft)
    tree = read_plan(md, source.text, draft.repairs)
    problems = find_problems(draft, tree, path.name if source.suffix in TEXTS else f"{plan_id}/{SOURCE}")
    proposed = _proposed(tree, units)
    folder = corpus / plan_id
    original = "" if source.original is None else f"original{source.suffix}"
    record = Record(
        path.name,
        digest(source.text.encode()),
        digest(md.encode()),
        original,
        digest(source.original) if source.original is not None else "",
        draft.repairs,
        problems,
        tuple(u.name for u in proposed),
    )
    files = {SOURCE: source.text.encode(), PLAN: md.encode(), RECORD: write_record(record).encode()}
    if source.original is not None:
        files[original] = source.original
    written = False
    try:
        corpus.mkdir(parents=True, exist_ok=True)
        with claimed(corpus / f".{plan_id}.lock"):
            settle(folder)
            if not force:
                _keep_corrections(folder, files)
            if not _same(folder, files):
                _swap_in(folder, files)
                written = True
    except OSError as e:
        raise _cannot_write(folder, e) from None
    return Imported(tree.plan, folder, tree, draft.repairs, problems, proposed, written)


def plan_id_of(path: Path) -> str:
    """A plan's id from its file's name: Latin letters as they are, Chinese ones in pinyin."""
    stem = path.stem
    if not stem.isascii():
        from pypinyin import lazy_pinyin

        stem = "-".join(lazy_pinyin(stem))
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:80].strip("-")
    return slug or "plan"


def refuse_other(path: Path, draft: Draft) -> None:
    """Raise DocumentError for what shows no sign of a plan (`kb.parse.signs`)."""
    signs = find_signs(draft)
    if signs.any:
        return
    what = "看不出是一份规划：" + (
        "没有文号、规划名称或责任单位一类的字样"
        if signs.counted >= MIN_HEADINGS
        else f"只找到 {signs.counted} 个带编号的标题（一、（一）1.）"
    )
    hint = "请确认选对了文件；若确是规划，请检查标题编号是否在转换中丢失"
    raise DocumentError((Problem(str(path), 0, 0, "KB101", what, "", hint, "error"),))


def find_problems(draft: Draft, tree: Tree, name: str) -> tuple[Problem, ...]:
    """What import was unsure of, each with its line in the source: numbers recovered, boxes moved or empty, gaps in
    numbering, paragraphs that look like headings without a number, text of the tree not found in the source."""
    problems: list[Problem] = [replace(p, path=name) for p in draft.problems]

    def add(
        code: str, line: int, message: str, excerpt: str = "", hint: str = "", node: str | None = None
    ) -> None:
        problems.append(Problem(name, line, 1, code, message, excerpt[:40], hint, "warning", node))

    for r in draft.repairs:
        if r.kind == "number":
            add(
                "KB110",
                r.line,
                f"补出编号 {r.value}",
                r.reason.partition("：")[2],
                "请核对 plan.md 中标有 {.repaired} 的标题",
            )
        elif r.kind == "moved":
            add("KB111", r.line, r.reason, r.source)
    children = Counter(n.parent for n in tree.nodes if n.parent)
    counted: dict[str | None, int] = {}
    for n in tree.nodes:
        line = n.span.line if n.span else 0
        if n.kind == "box" and not children[n.id] and not n.columns:
            add("KB112", line, "专栏里没有内容", n.title, "请核对专栏内容是否在转换中移位", n.id)
        mark = read_mark(n.head.value)
        last = n.local.rsplit(".", 1)[-1]
        if (
            n.kind in ("indicator", "box")
            or not last.isdecimal()
            or (mark is None and "number" not in n.repaired)
        ):
            continue
        value, before = int(last), counted.get(n.parent)
        if before is not None and value > before + 1:
            add(
                "KB113",
                line,
                f"编号不连续：{before} 之后是 {value}",
                n.title,
                "请核对是否有标题丢了编号",
                n.id,
            )
        counted[n.parent] = value
    twice = [n for n in tree.nodes if n.parent is None and n.head and re.fullmatch(r"\d+-2", n.local)]
    if len(twice) >= 2 and twice[0].local == "1-2":
        line = twice[0].span.line if twice[0].span else 0
        hint = "一份规划一个文件：请拆开，分别导入"
        add("KB117", line, "文件里像有两份规划，各章又从头编号", twice[0].title, hint, twice[0].id)
        restarted = {n.id for n in twice}
    else:
        restarted = set()
    for n in tree.nodes:
        line = n.span.line if n.span else 0
        again = re.search(r"(?:^|\.)(\d+)-(\d+)$", n.local)
        if again and n.kind != "indicator" and n.head and n.id not in restarted:
            add("KB114", line, f"编号 {again.group(1)} 重复", n.title, "请核对层级，或是否是另一组编号", n.id)
    for n in tree.nodes:
        if n.kind == "paragraph" and n.depth and not n.cells and not n.head and _unnumbered(n.text):
            end = n.text.find("。")
            if end + 1 == len(n.text) and n.span:
                add(
                    "KB115",
                    n.span.line,
                    "这一段像丢了编号的标题",
                    n.text,
                    "如是标题，请在 plan.md 里补上编号",
                    n.id,
                )
    return tuple(problems)


def _unnumbered(text: str) -> bool:
    return read_mark(text) is None and looks_headed(text)


def _proposed(tree: Tree, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    from kb.rules.proposals import propose_units

    return propose_units(tree, units)


def report(tree: Tree, facts: Facts) -> Report:
    """The figures `kb import --report` shows."""
    levels: Counter[int] = Counter()
    counts = Counter(n.kind for n in tree.nodes)
    for n in tree.nodes:
        if n.kind not in ("paragraph", "box", "project", "indicator") or (
            n.kind == "paragraph" and n.title and n.head
        ):
            levels[n.depth] += 1
    duties_of = {n.id for n in tree.nodes if n.kind in ("task", "measure", "project")}
    assigned = {d.node for d in facts.duties if d.basis == "assigned"}
    numbers = {(i.box, i.number or i.id) for i in facts.indicators}
    named = tuple(sorted({d.unit for d in facts.duties if d.basis == "assigned"}))
    headings = tuple(levels[k] for k in range(max(levels, default=-1) + 1))
    return Report(
        headings,
        {k: counts.get(k, 0) for k in KINDS},
        len(numbers),
        len(duties_of),
        len(duties_of & assigned),
        named,
    )


def _keep_corrections(folder: Path, files: dict[str, bytes]) -> None:
    """Raise PlanChangedError where the folder's plan.md is neither what import wrote nor what it would write now."""
    path = folder / PLAN
    if not path.is_file():
        return
    now = path.read_bytes()
    if now == files[PLAN]:
        return
    try:
        wrote = read_record(folder / RECORD).plan_md
    except (DocumentError, OSError):
        wrote = ""
    if digest(now) == wrote:
        return
    diff = difflib.unified_diff(
        now.decode("utf-8", "replace").splitlines(keepends=True),
        files[PLAN].decode().splitlines(keepends=True),
        str(path),
        "重新导入的结果",
    )
    raise PlanChangedError(path, "".join(diff))


def _same(folder: Path, files: dict[str, bytes]) -> bool:
    return all((folder / n).is_file() and (folder / n).read_bytes() == b for n, b in files.items())


def _swap_in(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files aside with whatever else the folder holds, then put the new folder in the old one's place."""
    aside = fresh_of(folder)
    try:
        aside.mkdir()
        for old in folder.iterdir() if folder.is_dir() else ():
            if old.name not in files and not old.name.startswith("original."):
                (shutil.copytree if old.is_dir() else shutil.copy2)(old, aside / old.name)
        for name, data in files.items():
            with open(aside / name, "wb") as f:
                f.write(data)
                f.flush()
                os.fsync(f.fileno())
        put_in_place(aside, folder)
    except OSError as e:
        settle(folder)
        raise _cannot_write(folder, e) from None


def _cannot_write(folder: Path, error: OSError) -> KbError:
    return KbError(f"写不进 {folder}（{reason(error)}），原有内容没有改动。请检查磁盘空间和写入权限。")


def covered(draft: Draft, source: Source) -> bool:
    """Whether every character of the source that is no white space stands in the draft or in a repair that leaves it
    out, once."""
    from kb.model import DROPPING
    from kb.spans import is_control

    count = bytearray(len(source.text))
    spans = [
        (p.start, p.end)
        for b in draft.blocks
        for t in (b.text, *(c for r in b.rows for c in r))
        for p in t.pieces
    ]
    spans += [(r.start, r.end) for r in draft.repairs if r.kind in DROPPING]
    spans += [
        (i, i + 1)
        for r in draft.repairs
        if r.kind == "control"
        for i in range(r.start, r.end)
        if is_control(source.text[i])
    ]
    for start, end in spans:
        for i in range(start, end):
            if count[i] and not source.text[i].isspace():
                return False
            count[i] = 1
    return all(count[i] or ch.isspace() for i, ch in enumerate(source.text))
