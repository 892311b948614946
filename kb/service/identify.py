"""Who sends a request: from the cookie, the account as it is now, and what the settings give to everybody."""

from __future__ import annotations

from starlette.requests import Request

from kb.service.roles import ANYBODY, LOCAL, NOBODY, User
from kb.service.service import Service
from kb.service.sessions import COOKIE, Session


def identify(service: Service, request: Request) -> tuple[User, Session | None]:
    """The user and the session, None where the cookie is none of ours.

    Without any account, at this machine alone, everybody is the one person at it. A session whose account was changed or
    removed since is over."""
    session = service.sessions.read(request.cookies.get(COOKIE, ""))
    accounts = service.accounts.all()
    if session is not None and session.user:
        account = service.accounts.get(session.user)
        if account is not None and account.epoch == session.epoch:
            return User(account.name, account.level), session
        session = None
    if not accounts and service.settings.loopback and not service.settings.names:
        return LOCAL, session
    return (ANYBODY if service.settings.open_reading else NOBODY), session
