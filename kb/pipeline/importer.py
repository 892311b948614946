"""Import: a document becomes corpus/<plan-id>/ with source.txt, plan.md and import.json, or nothing at all.

A plan.md that a person has changed is not overwritten without `force`; the difference is returned.

What import was unsure of is said with the codes of kb.codes: by the parser (KB116), by kb.rules.checks (KB110–KB118).
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from kb.codes import problem
from kb.corpus import SAME_HINT, Corpus
from kb.model import Plan, Repair, Tree, Unit
from kb.parse import parse_draft, read_plan, write_plan
from kb.parse.blocks import Draft
from kb.parse.is_plan import refuse_other
from kb.parse.plan_md import PLAN_ID, is_plan_id
from kb.parse.record import PLAN, RECORD, SOURCE, Record, digest, read_record, write_record
from kb.parse.several import divide, find_division, titled
from kb.pipeline.own_files import refuse_own_file, refuse_own_text
from kb.problems import DocumentError, KbError, Problem, reason
from kb.readers import read_source
from kb.readers.source import Source
from kb.rules.checks import check_structure
from kb.store.exchange import claimed, fresh_of, put_in_place, settle


@dataclass(frozen=True, slots=True)
class Imported:
    """folder: corpus/<plan-id>. written: False where the files were there already, the same to the byte.
    problems: what import was unsure of. proposed: units met that units.toml does not know.
    others: the other plans of a document that issues several, in order."""

    plan: Plan
    folder: Path
    tree: Tree
    repairs: tuple[Repair, ...]
    problems: tuple[Problem, ...]
    proposed: tuple[Unit, ...]
    written: bool
    others: tuple[Imported, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A plan that was read and is not written yet. files: name in the plan's folder → bytes."""

    tree: Tree
    draft: Draft
    problems: tuple[Problem, ...]
    proposed: tuple[Unit, ...]
    files: dict[str, bytes]


class PlanChangedError(KbError):
    """plan.md was corrected by a person; `diff` (unified) shows from the file to what import would write."""

    def __init__(self, path: Path, diff: str) -> None:
        super().__init__(f"{path} 已经人工修改，没有覆盖。差异见上；确要覆盖请加 --force。")
        self.path = path
        self.diff = diff


def import_file(
    path: Path,
    corpus: Path,
    plan_id: str = "",
    force: bool = False,
    units: tuple[Unit, ...] = (),
    lenient: bool = False,
    office: bool = False,
    as_one: bool = False,
) -> Imported:
    """Import one document. Raises DocumentError for one that can't be taken or is no plan, PlanChangedError, KbError.

    units: the registry, to tell which units of the text it lacks. lenient, office: see read_source. as_one: keep a
    document together that issues several plans (`kb.parse.several`); otherwise they are written to `<id>`, `<id>-2`, …
    Writes aside and swaps in whole. Nothing is written where a person changed one of them."""
    refuse_own_file(path)
    source = read_source(path, lenient, office)
    refuse_own_text(path, source.text)
    plan_id = plan_id or plan_id_of(Path(source.name))
    _refuse_id(plan_id)
    draft = parse_draft(source, plan_id)
    refuse_other(path, draft, source.suffix)
    division = None if as_one else find_division(draft)
    if division is None:
        read = [_read(source, draft, units)]
    else:
        ids = (plan_id, *(f"{plan_id}-{i}" for i in range(2, len(division.starts) + 1)))
        _refuse_id(ids[-1])
        parts = zip(divide(source, division), ids, division.titles, strict=True)
        read = [_read(part, titled(parse_draft(part, one), title), units, ids) for part, one, title in parts]
    if not force:
        for one in read:
            _keep_corrections(corpus / one.tree.plan.id, one.files)
    first, *others = [_write(corpus, one, force) for one in read]
    return replace(first, others=tuple(others))


def _refuse_id(plan_id: str) -> None:
    if is_plan_id(plan_id):
        return
    why = "只用小写字母、数字和连字符"
    if PLAN_ID.fullmatch(plan_id):
        why = "是 Windows 的保留名，请用 --id 另起一个"
    raise KbError(f"规划编号“{plan_id[:40]}”不合规：{why}，如 dadukou-children-2021-2030。")


def _read(source: Source, draft: Draft, units: tuple[Unit, ...], parts: tuple[str, ...] = ()) -> _Read:
    """Return a plan as it will be written. parts: ids of all plans of its document, () where it is the only one."""
    md = write_plan(draft)
    tree = read_plan(md, source.text, draft.repairs)
    problems = find_problems(draft, tree)
    if parts:
        said = f"一个通知印发 {len(parts)} 份规划，已分开导入：{'、'.join(parts)}"
        hint = "请核对从哪里分开；其实是一份的，加 --as-one 重新导入，再删去多出的文件夹"
        problems = (problem("KB122", f"{tree.plan.id}/{PLAN}", line=1, message=said, hint=hint), *problems)
    proposed = _proposed(tree, units)
    original = "" if source.original is None else f"original{source.suffix}"
    record = Record(
        source.name,
        digest(source.text.encode()),
        digest(md.encode()),
        original,
        digest(source.original) if source.original is not None else "",
        draft.repairs,
        problems,
        tuple(u.name for u in proposed),
        parts,
    )
    files = {SOURCE: source.text.encode(), PLAN: md.encode(), RECORD: write_record(record).encode()}
    if source.original is not None:
        files[original] = source.original
    return _Read(tree, draft, problems, proposed, files)


def _write(corpus: Path, read: _Read, force: bool) -> Imported:
    """Write a plan's folder where something in it is new."""
    plan = read.tree.plan
    folder = corpus / plan.id
    written = False
    try:
        corpus.mkdir(parents=True, exist_ok=True)
        with claimed(corpus / f".{plan.id}.lock"):
            settle(folder)
            if not force:
                _keep_corrections(folder, read.files)
            if not _same(folder, read.files):
                _swap_in(folder, read.files)
                written = True
    except OSError as e:
        raise _cannot_write(folder, e) from None
    problems = read.problems
    if other := Corpus(corpus).same_as(plan.id, plan.source):
        said = f"与 {other} 是同一份文件"
        problems = (problem("KB119", f"{plan.id}/{SOURCE}", message=said, hint=SAME_HINT), *problems)
    return Imported(plan, folder, read.tree, read.draft.repairs, problems, read.proposed, written)


def plan_id_of(path: Path) -> str:
    """A plan's id from its file's name: Latin letters as they are, Chinese ones in pinyin."""
    stem = path.stem
    if not stem.isascii():
        from pypinyin import lazy_pinyin

        stem = "-".join(lazy_pinyin(stem))
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:80].strip("-")
    return slug if is_plan_id(slug) else f"plan-{slug}".strip("-")


def find_problems(draft: Draft, tree: Tree) -> tuple[Problem, ...]:
    """Return what import was unsure of: the parser's doubts, with lines of source.txt, then those of the tree."""
    plan = tree.plan
    said = (replace(p, path=f"{plan.id}/{plan.source_file}") for p in draft.problems)
    return (*said, *check_structure(tree))


def _proposed(tree: Tree, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    from kb.rules.proposals import propose_units

    return propose_units(tree, units)


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
