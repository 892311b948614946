"""`kb monitor collect`: returns in, each whole or not at all, and what is wrong with them."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kb.ledger.folder import RECEIVED, Round, round_folder
from kb.ledger.tables import ProblemRow, ProgressRow, ReceiptRow, ValueRow
from kb.monitor.checks import ReturnCheck, matched_rows
from kb.monitor.desk import Desk
from kb.monitor.fields import same_text
from kb.monitor.form_rows import FORM_VERSION, form_of
from kb.monitor.keeping import locked, rewritten, write_table
from kb.monitor.reading import SUFFIXES, read_return
from kb.monitor.returned import Refused, Returned
from kb.monitor.settling import settle_round
from kb.problems import DocumentError, KbError


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One file that was taken. again: the same file was there already. changed: values that differ from the unit's earlier file:
    (id, before, now). values: numbers given for the round's year; base_values: those for a base year; revisions: of
    values accepted earlier; without: rows that give a reason instead of a number."""

    unit: str
    name: str
    state: str
    values: int
    errors: int
    base_values: int = 0
    revisions: int = 0
    without: int = 0
    again: bool = False
    changed: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class Collected:
    """refused: (name, why) of files that are no return of this round. round: as it is now, written or not."""

    round: Round
    taken: list[Taken] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    problems: list[ProblemRow] = field(default_factory=list)


def collect(
    desk: Desk, paths: Iterable[Path], year: int | None = None, *, day: str, by: str = "", accept_names: bool = False,
    dry_run: bool = False, office: bool = False,
) -> Collected:  # fmt: skip
    """Read returns into the round of a year, the last one where none is said.

    day: ISO day of receipt. by: who takes them. office: let LibreOffice convert .xls, .et and .ods.
    dry_run: say the same and write nothing. Raises KbError where there is no such round or the disk refuses.
    """
    files = list(_files(paths))
    if dry_run:
        return _Collecting(desk, desk.round(year), day, by, accept_names, office).run(files)
    with locked(desk.folder):
        now = replace(desk)  # what another kb has written since
        made = _Collecting(now, now.round(year), day, by, accept_names, office)
        found = made.run(files)
        if any(not t.again for t in found.taken):
            with rewritten(round_folder(desk.folder, found.round.year)) as fresh:
                write_round(fresh, found.round)
                (fresh / RECEIVED).mkdir(exist_ok=True)
                for digest, path in made.kept.items():
                    place = fresh / RECEIVED / f"{digest}{path.suffix.lower()}"
                    if not place.exists():
                        shutil.copyfile(path, place)
    return found


def write_round(folder: Path, round_: Round) -> None:
    """Write the tables of returns; rows in a fixed order, so that one change is one line."""
    write_table(folder / "receipts.csv", ReceiptRow, round_.receipts)
    write_table(folder / "values.csv", ValueRow, round_.values)
    write_table(folder / "progress.csv", ProgressRow, round_.progress)
    write_table(folder / "problems.csv", ProblemRow, round_.problems)


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                p for p in path.rglob("*")
                if p.is_file() and p.suffix.lower() in SUFFIXES and not p.name.startswith((".", "~$"))
            )  # fmt: skip
        else:
            yield path


class _Collecting:
    """One run over files. kept: digest → file to be stored."""

    def __init__(
        self, desk: Desk, round_: Round, day: str, by: str, accept_names: bool, office: bool
    ) -> None:
        self.desk = desk
        self.round = round_
        self.day = day
        self.by = by
        self.accept_names = accept_names
        self.office = office
        self.kept: dict[str, Path] = {}
        self.sent = {s.unit: tuple(s.rows.split()) for s in round_.sent}
        self.order = {s.unit: n for n, s in enumerate(round_.sent)}
        self.ids = {
            id_: n for n, id_ in enumerate(dict.fromkeys(i for s in round_.sent for i in s.rows.split()))
        }
        self.words = {
            same_text(n): u.name for u in desk.units.values() for n in (u.name, u.full_name, *u.aliases) if n
        }

    def run(self, files: Iterable[Path]) -> Collected:
        found = Collected(round=self.round)
        fresh: set[str] = set()
        for path in files:
            try:
                returned = read_return(path, self.words, office=self.office)
                self._belongs(returned)
            except DocumentError as error:
                found.refused.append((path.name, "；".join(p.message for p in error.problems)))
                continue
            except Refused as error:
                found.refused.append((path.name, str(error)))
                continue
            taken = self._take(returned, path)
            found.taken.append(taken)
            if not taken.again:
                fresh.add(taken.unit)
        if fresh:
            self.round = self._settled()
            found.taken = [t if t.again else self._counted(t) for t in found.taken]
            found.problems = [p for p in self.round.problems if p.unit in fresh or not p.unit]
        found.round = self.round
        return found

    def _belongs(self, r: Returned) -> None:
        """KBM01: of this plan, this year, this form, and of a unit that was asked. Raises Refused, naming whose it is."""
        if r.known and r.plan != self.desk.plan_id:
            raise Refused(
                f"{r.name}：KBM01 这是规划 {r.plan} 的表（{r.unit}，{r.year}年），不是 {self.desk.plan_id} 的，没有收。"
            )
        if r.known and r.year != self.round.year:
            raise Refused(
                f"{r.name}：KBM01 这是{r.unit}{r.year}年的表，这一轮是{self.round.year}年，没有收。"
            )
        if r.known and r.version != FORM_VERSION:
            raise Refused(
                f"{r.name}：KBM01 表的版本是{r.version}，现在是{FORM_VERSION}，没有收。请用本轮下发的表。"
            )
        if r.unit not in self.sent:
            raise Refused(f"{r.name}：KBM01 这是{r.unit}的表，这一轮没有发给它，没有收。")
        signed = self.words.get(same_text(r.signed.get("unit", "")), "")
        if signed and signed != r.unit:
            raise Refused(f"{r.name}：KBM01 这是发给{r.unit}的表，填报单位写的是{signed}，没有收。")

    def _take(self, r: Returned, path: Path) -> Taken:
        standing = [x for x in self.round.receipts if x.unit == r.unit and x.state != "superseded"]
        if any(x.sha256 == r.digest for x in standing):
            return Taken(unit=r.unit, name=r.name, state=standing[-1].state, values=0, errors=0, again=True)
        info = self.round.info
        form = form_of(self.desk, r.unit, "", info.year, issued=info.issued, due=info.due)
        rows = self.sent[r.unit]
        matched, said = matched_rows(r, form, rows, accept_names=self.accept_names)
        read = ReturnCheck(self.desk, r, form, rows).read(matched)
        before = {(v.id, v.year): v.value for v in self.round.values if v.unit == r.unit}
        now = {(v.id, v.year): v.value for v in read.values}
        changed = [
            (id_, before.get((id_, year), ""), now.get((id_, year), ""))
            for id_, year in dict.fromkeys((*before, *now))
            if standing and before.get((id_, year), "") != now.get((id_, year), "")
        ]
        old = self.round
        receipt = ReceiptRow(
            sha256=r.digest, unit=r.unit, name=r.name, received=self.day, state="accepted", by=self.by
        )
        receipts = [
            replace(x, state="superseded") if x in standing else x
            for x in old.receipts
            if x.sha256 != r.digest
        ]
        self.round = replace(
            old,
            receipts=(*receipts, receipt),
            values=(*(v for v in old.values if v.unit != r.unit), *read.values),
            progress=(*(p for p in old.progress if p.unit != r.unit), *read.progress),
            problems=(*(p for p in old.problems if p.unit != r.unit), *said, *read.problems),
        )
        self.kept[r.digest] = path
        given = Counter(self._kind(v) for v in read.values)
        return Taken(
            unit=r.unit, name=r.name, state="", values=given["value"], base_values=given["base"],
            revisions=given["revision"], without=given["none"], errors=0, changed=tuple(changed),
        )  # fmt: skip

    def _kind(self, v: ValueRow) -> str:
        if v.year == str(self.round.year):
            return "value" if v.value else "none"
        return "base" if v.year == str(self.desk.standing.base_year(v.id)) else "revision"

    def _settled(self) -> Round:
        names = {id_: i.name for id_, i in self.desk.indicators.items()}
        return settled(self.round, self.desk, names, self.order, self.ids)

    def _counted(self, taken: Taken) -> Taken:
        errors = len(self.round.open_errors(taken.unit))
        return replace(taken, state=self.round.state_of(taken.unit), errors=errors)


def settled(
    round_: Round, desk: Desk, names: Mapping[str, str], order: Mapping[str, int], ids: Mapping[str, int]
) -> Round:
    """Return a round with the states of its values and receipts, rows in the order of the forms."""
    rows = {r.id: r for r in desk.ledger.indicators}
    done = settle_round(round_, rows, names)

    def place(unit: str, id_: str) -> tuple[int, int, str]:
        return order.get(unit, len(order)), ids.get(id_, len(ids)), id_

    made = replace(
        round_,
        values=tuple(sorted(done.values, key=lambda v: (*place(v.unit, v.id), v.year))),
        progress=tuple(sorted(round_.progress, key=lambda p: place(p.unit, p.id))),
        problems=tuple(sorted(done.problems, key=lambda p: (*place(p.unit, p.id), p.code, p.message))),
    )
    receipts = tuple(
        r
        if r.state == "superseded"
        else replace(r, state="rejected" if made.open_errors(r.unit) else "accepted")
        for r in made.receipts
    )
    return replace(made, receipts=receipts)


def round_settled(desk: Desk, round_: Round) -> Round:
    """Return a round settled again, after a person decided something."""
    order = {s.unit: n for n, s in enumerate(round_.sent)}
    ids = {id_: n for n, id_ in enumerate(dict.fromkeys(i for s in round_.sent for i in s.rows.split()))}
    return settled(round_, desk, {id_: i.name for id_, i in desk.indicators.items()}, order, ids)


__all__ = ["Collected", "KbError", "Taken", "collect", "round_settled", "write_round"]
