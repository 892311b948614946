"""`kb monitor open`: a form a unit, and the round in the corpus that says what went out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from kb.extract.names import file_stems
from kb.extract.saving import alone, save_all
from kb.ledger.folder import RoundInfo, round_folder
from kb.ledger.tables import RecipientRow, SentRow
from kb.monitor.desk import Desk
from kb.monitor.form_rows import FORM_VERSION, Form, form_of
from kb.monitor.keeping import change_round, round_toml, write_table
from kb.problems import KbError


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """files: forms and letters written. without: units that have nothing to report. unchosen: rows of several units of which
    none is the reporter. copies: changed files that were set aside."""

    files: tuple[Path, ...]
    without: tuple[str, ...]
    unchosen: tuple[str, ...]
    copies: tuple[Path, ...] = ()


def open_round(
    desk: Desk, year: int, *, issued: str, due: str, out: Path, formats: tuple[str, ...] = ("xlsx",),
    template: Path | None = None, letters: bool = True, force: bool = False, unit: str = "",
) -> Opened:  # fmt: skip
    """Write a form for each unit of recipients.csv and begin the round.

    issued, due: ISO days; due "" with `unit`: the round's own. template: a letter of one's own, filled for each unit;
    letters False: none. unit: send a form to this unit alone, in a round that is open: it lost its form, or was given new
    rows, or was forgotten. A round that has returns is not opened again as a whole.
    Raises KbError, FileChanged where a form of that name was changed by a person.
    """
    known = desk.ledger.round(year)
    if unit:
        known = desk.round(year)
        due = due or known.info.due
    elif known is not None and known.receipts:
        raise KbError(
            f"{year} 年这一轮已经收到 {len(known.receipts)} 份，不能重新下发。要补发一家的表，请用 --unit。"
        )
    forms: list[Form] = []
    without: list[str] = []
    for row in _addressees(desk, issued, unit):
        form = form_of(desk, row.instead_of or row.unit, row.sent_to, year, issued=issued, due=due)
        if form.empty:
            without.append(row.unit)
        else:
            forms.append(form)
    if not forms:
        raise KbError("没有一家单位有要填的内容，没有下发。请核对 recipients.csv。")
    if template is not None and not template.is_file():
        raise KbError(f"没有模板文件 {template}。")
    stems = file_stems(f.unit for f in forms)
    files: list[tuple[Path, bytes]] = []
    sent: list[SentRow] = []
    for form in forms:
        name = f"{stems[form.unit]}-{year}年度监测填报表"
        for format_ in formats:
            content = render_form(form, format_)
            files.append((out / f"{name}.{format_}", content))
            if format_ == formats[0]:
                digest = sha256(content).hexdigest()
                sent.append(
                    SentRow(unit=form.unit, file=f"{name}.{format_}", sha256=digest, rows=" ".join(form.ids))
                )
    if letters:
        found = covering_letters(forms, template)
        files += [(out / f"{stems[f.unit]}-{year}年度监测函.docx", letter) for f, letter in found]
    with alone(out):
        copies = save_all(files, force=force)
    info = RoundInfo(year=year, issued=issued, due=due, digest=desk.base.digest[:16], version=FORM_VERSION)
    if unit and known is not None:
        info = known.info
        again = {s.unit: s for s in sent}
        sent = [again.pop(s.unit, s) for s in known.sent] + list(again.values())
    info = replace(info, units=len(sent))
    with change_round(round_folder(desk.folder, year)) as fresh:
        (fresh / "round.toml").write_text(round_toml(info), encoding="utf-8", newline="\n")
        write_table(fresh / "sent.csv", SentRow, sent)
    unchosen = tuple(
        id_ for id_, i in desk.indicators.items() if len(i.units) > 1 and not desk.standing.row(id_).reporter
    )
    return Opened(files=tuple(p for p, _ in files), without=tuple(without), unchosen=unchosen, copies=copies)


def _addressees(desk: Desk, day: str, unit: str) -> list[RecipientRow]:
    """Return the rows of recipients.csv to be served: all, or those of one unit."""
    found = [r for r in recipients(desk, day) if unit in ("", r.unit, r.instead_of)]
    if not found and unit:
        raise KbError(f"recipients.csv 里没有“{unit}”，或它已停用。请先在里面加一行。")
    return found


def covering_letters(forms: list[Form], template: Path | None) -> Iterator[tuple[Form, bytes]]:
    """Give the covering letter of each form, of the template where there is one."""
    from kb.monitor.letters import covering_letter

    for form in forms:
        yield form, covering_letter(form, template)


def render_form(form: Form, format_: str) -> bytes:
    if format_ == "docx":
        from kb.monitor.form_docx import write_form_docx

        return write_form_docx(form)
    from kb.monitor.form import write_form

    return write_form(form)


def recipients(desk: Desk, day: str) -> list[RecipientRow]:
    """Return the units that are active on a day. Raises KbError for a name that the plan does not have."""
    out = []
    for row in desk.ledger.recipients:
        if (row.active_from and row.active_from > day) or (row.active_to and row.active_to < day):
            continue
        if (row.instead_of or row.unit) not in desk.units:
            raise KbError(
                f"recipients.csv 里的“{row.instead_of or row.unit}”不是这份规划的单位。请用 kb units 查写法。"
            )
        out.append(row)
    return out
