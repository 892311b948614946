"""What a handler reaches: the base in use, accounts, jobs, the audit."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from kb.service.accounts import Accounts
from kb.service.audit import Audit
from kb.service.jobs import Jobs
from kb.service.live import Live
from kb.service.sessions import Sessions
from kb.service.settings import Settings
from kb.service.throttle import Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """All that one application holds."""

    settings: Settings
    live: Live
    accounts: Accounts
    sessions: Sessions
    throttle: Throttle
    audit: Audit
    jobs: Jobs


def service_of(request: Request) -> Service:
    """The service that a request came to."""
    found = request.app.state.service
    assert isinstance(found, Service)
    return found
