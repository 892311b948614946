"""Every page of the workbench with its address, who may use it, and the jobs it starts."""

from __future__ import annotations

from typing import Final

from kb.service.entries import Entry, Handler
from kb.service.roles import Role
from kb_site.workbench import (
    duties,
    entry,
    frame,
    history,
    library,
    papers,
    publish,
    reporters,
    returns,
    reviewing,
    topics,
    units,
)
from kb_site.workbench.frame import HOME


def _get(path: str, handler: Handler, role: Role = Role.EDITOR) -> Entry:
    return Entry(path=path, handler=handler, role=role)


def _post(path: str, handler: Handler, role: Role = Role.EDITOR, *, upload: bool = False) -> Entry:
    return Entry(path=path, handler=handler, methods=("POST",), role=role, upload=upload, hours=upload)


_PLAN: Final = f"{HOME}/plans/{{plan}}"
ENTRIES: Final[tuple[Entry, ...]] = (
    _get("/", entry.front, Role.READER),
    _get("/login", entry.login, Role.NOBODY),
    _get(f"{HOME}/assets/{{name}}", frame.asset, Role.NOBODY),
    _get(HOME, library.library),
    _get(f"{HOME}/jobs", library.jobs),
    _post(f"{HOME}/upload", library.upload, upload=True),
    _post(f"{HOME}/jobs/{{job}}/cancel", library.cancel),
    _post(f"{HOME}/jobs/{{job}}/replace", library.replace_plan),
    _get(_PLAN, reviewing.page),
    _post(f"{_PLAN}/edit", reviewing.edit),
    _post(f"{_PLAN}/bracket", reviewing.bracket),
    _post(f"{_PLAN}/seen", reviewing.seen_form),
    _get(f"{_PLAN}/text", reviewing.text_page),
    _post(f"{_PLAN}/text", reviewing.text_save),
    _post(f"{_PLAN}/check", reviewing.text_check),
    _get(f"{HOME}/units", units.page),
    _get(f"{HOME}/units/{{no:int}}", units.entry_page),
    _post(f"{HOME}/units/edit", units.edit),
    _get(f"{HOME}/duties/{{plan}}", duties.page),
    _post(f"{HOME}/duties/{{plan}}", duties.edit),
    _get(f"{HOME}/returns/{{plan}}", returns.page),
    _post(f"{HOME}/returns/{{plan}}", returns.upload, upload=True),
    _post(f"{HOME}/returns/{{plan}}/begin", returns.begin),
    _post(f"{HOME}/returns/{{plan}}/papers", returns.papers_form),
    _get(f"{HOME}/returns/{{plan}}/papers/{{year:int}}/{{kind}}", papers.download),
    _post(f"{HOME}/returns/{{plan}}/decide", returns.decide_form),
    _get(f"{HOME}/returns/{{plan}}/who", reporters.page),
    _post(f"{HOME}/returns/{{plan}}/who", reporters.save),
    _get(f"{HOME}/topics", topics.page),
    _post(f"{HOME}/topics", topics.edit),
    _get(f"{HOME}/publish", publish.page),
    _post(f"{HOME}/publish", publish.act, Role.ADMINISTRATOR),
    _get(f"{HOME}/history", history.page),
    _post(f"{HOME}/history/undo", history.undo),
)
TASKS: Final[dict[str, str]] = {
    "preview": "kb_site.workbench.publishing:prepare",
    "publish": "kb_site.workbench.publishing:publish",
    "collect": "kb_site.workbench.returns:take",
    "papers": "kb_site.workbench.papers:make",
}
"""Name of a job → its function, as kb.service.jobs takes them."""
