"""谁来报: which unit reports a row that the plan gives to several, and which units get a form."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from kb.edit.change import EditRefused
from kb.edit.desk import StaleSave
from kb.edit.monitoring import set_cells
from kb.ledger.folder import INDICATORS_FILE, RECIPIENTS_FILE
from kb.monitor.desk import Desk
from kb.problems import KbError
from kb.store import open_base
from kb_site.workbench.frame import (
    HOME,
    back,
    corpus_of,
    desk_of,
    field,
    plainly,
    plan_of,
    render,
    service,
    user_of,
    with_form,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """An indicator of several units. reporter: the one that reports it, "" none chosen."""

    id: str
    name: str
    units: tuple[str, ...]
    reporter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A unit of recipients.csv. on: whether it gets a form today."""

    unit: str
    sent_to: str
    on: bool


def page(request: Request) -> Response:
    """The page of a plan."""
    return _draw(request)


def _draw(request: Request, wrong: str = "", status: int = 200) -> Response:
    plan = plan_of(request)
    today = datetime.date.today().isoformat()
    shared: list[Shared] = []
    recipients: list[Recipient] = []
    try:
        with open_base(service(request).settings.folders.base) as base:
            desk = Desk(base, corpus_of(request), plan, datetime.date.today())
            rows = {row.id: row for row in desk.ledger.indicators}
            shared = [
                Shared(id=id_, name=i.name, units=i.units, reporter=rows[id_].reporter)
                for id_, i in desk.indicators.items()
                if len(i.units) > 1 and id_ in rows
            ]
            recipients = [
                Recipient(unit=r.unit, sent_to=r.sent_to, on=_on(r.active_from, r.active_to, today))
                for r in desk.ledger.recipients
            ]
    except KbError as error:
        wrong = wrong or plainly(str(error))
    files = {
        name: desk_of(request).open(f"{plan}/monitor/{name}").digest
        for name in (INDICATORS_FILE, RECIPIENTS_FILE)
    }
    return render(
        request, "reporters.html", title="谁来报", area="library", plan=plan, shared=shared, recipients=recipients, files=files,
        wrong=wrong, status=status,
    )  # fmt: skip


def _on(start: str, end: str, day: str) -> bool:
    return not ((start and start > day) or (end and end < day))


async def save(request: Request) -> Response:
    """Save one of the two tables: what differs from what the form showed."""
    return await with_form(request, _save)


def _save(request: Request, form: FormData) -> Response:
    plan = plan_of(request)
    name = field(form, "file")
    changes = _reporters(form) if name == INDICATORS_FILE else _recipients(form)
    if name not in (INDICATORS_FILE, RECIPIENTS_FILE):
        raise EditRefused("没有这张表。请刷新页面再试。")
    path = f"{HOME}/returns/{plan}/who"
    if not changes:
        return back(request, path, said="same")
    key, what = ("id", "报送单位") if name == INDICATORS_FILE else ("unit", "送达单位")
    shown = f"{what}：{'、'.join(list(changes)[:5])}{f'等 {len(changes)} 处' if len(changes) > 5 else ''}"
    try:
        saved = desk_of(request).do(
            f"{plan}/monitor/{name}",
            field(form, "digest"),
            lambda t: set_cells(t, key, changes),
            user_of(request),
            shown,
        )
    except StaleSave:
        return _draw(request, "别人刚改过这张表，您的没有保存。下面是现在的样子，请再改一次。", 409)
    except EditRefused as error:
        return _draw(request, str(error), 422)
    return back(request, path, done=saved.entry.no if saved.entry else 0, said="" if saved.entry else "same")


def _reporters(form: FormData) -> dict[str, dict[str, str]]:
    """Return row → its cells, of what was chosen anew."""
    out = {}
    for key in form:
        if key.startswith("reporter-"):
            id_ = key.removeprefix("reporter-")
            if field(form, key) != field(form, f"was-{id_}"):
                out[id_] = {"reporter": field(form, key)}
    return out


def _recipients(form: FormData) -> dict[str, dict[str, str]]:
    """Return unit → its cells, of what was changed. A unit that gets no form has ceased the day before."""
    yesterday = (datetime.date.today() - datetime.timedelta(days=1)).isoformat()
    out: dict[str, dict[str, str]] = {}
    for key in form:
        if not key.startswith("sent-"):
            continue
        unit = key.removeprefix("sent-")
        cells = {}
        if field(form, key).strip() != field(form, f"was-sent-{unit}"):
            cells["sent_to"] = field(form, key).strip()
        on = field(form, f"on-{unit}") == "yes"
        if on != (field(form, f"was-on-{unit}") == "yes"):
            cells |= {"active_from": "", "active_to": ""} if on else {"active_to": yesterday}
        if cells:
            out[unit] = cells
    return out
