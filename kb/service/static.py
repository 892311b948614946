"""The static site of the base, file by file; never anything outside of its folder."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from kb.service.entries import Entry
from kb.service.replies import Refused
from kb.service.roles import Role
from kb.service.service import service_of

TYPES = {".js": "text/javascript", ".md": "text/markdown; charset=utf-8"}
"""What the system's own table of file types often has wrong."""


WORKBENCH = "/workbench"
"""Where those who edit begin while there is no site yet."""


def _has_workbench(request: Request) -> bool:
    return any(getattr(route, "path", "") == WORKBENCH for route in request.app.routes)


class _Site(StaticFiles):
    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)


async def _page(request: Request) -> Response:
    """A file of the site: index.html of a folder, 404 for what is not there."""
    site = service_of(request).settings.folders.site
    if not (site / "index.html").is_file():
        if (
            not request.path_params["path"]
            and request.state.user.role >= Role.EDITOR
            and _has_workbench(request)
        ):
            return RedirectResponse(request.scope.get("root_path", "") + WORKBENCH, 303)
        raise Refused(404, "KB401", "还没有生成站点。请运行 kb site，或在工作台发布。")
    path = (
        os.path.normpath(os.path.join(*request.path_params["path"].split("/")))
        if request.path_params["path"]
        else "."
    )
    if "\0" in path or any(part.startswith(".") and part != "." for part in path.split(os.sep)):
        raise Refused(404, "KB401", "没有这一页。")
    reply = await _Site(site).get_response(path, request.scope)
    kind = TYPES.get(Path(path).suffix)
    if kind is not None and reply.status_code == 200:
        reply.headers["Content-Type"] = kind
    reply.headers["Cache-Control"] = "private, no-cache"
    return reply


def entries() -> tuple[Entry, ...]:
    """Everything that no other route takes."""
    return (Entry(path="/{path:path}", handler=_page),)
