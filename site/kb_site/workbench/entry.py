"""Logging in, and the page of what was refused."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.service.replies import Refused
from kb.service.roles import Role
from kb.service.service import service_of
from kb_site.workbench.frame import HOME, at, plainly, render


def login(request: Request) -> Response:
    """The form to log in with. ?next= is where to go afterwards; only a path of this service is taken."""
    asked = request.query_params.get("next", "")
    inside = asked.startswith("/") and not asked.startswith(("//", "/\\"))
    return render(request, "login.html", title="登录", next=asked if inside else HOME, wrong="")


def front(request: Request) -> Response:
    """The front page: the site's; where nothing was published yet, the workbench for those who work at it and a page that
    says so for readers."""
    folders = service_of(request).settings.folders
    if (folders.site / "index.html").is_file():
        return RedirectResponse(at(request, "/index.html"))
    if request.state.user.role >= Role.EDITOR and folders.corpus is not None:
        return RedirectResponse(at(request, HOME))
    return render(request, "empty.html", title="还没有发布")


def error_page(request: Request, refused: Refused) -> Response:
    """A page that says why a request was refused and what to do."""
    reply = render(
        request, "error.html", title=refused.title, status=refused.status, detail=plainly(refused.detail)
    )
    reply.headers.update(refused.headers)
    return reply
