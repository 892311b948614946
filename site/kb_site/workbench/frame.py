"""What every page of the workbench shares: how it is drawn, where it leads, whose desk it is, what was just done."""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kb.corpus import Corpus, begin_corpus
from kb.edit.desk import Desk
from kb.edit.review import Review, review
from kb.problems import KbError, reason
from kb.service.replies import Refused, bytes_reply
from kb.service.service import Service, service_of
from kb_site.assets import STYLES, style
from kb_site.page import environment

HOME: Final = "/workbench"
AREAS: Final = (
    ("library", "规划库", HOME),
    ("units", "单位", f"{HOME}/units"),
    ("topics", "主题和说法", f"{HOME}/topics"),
    ("publish", "发布", f"{HOME}/publish"),
    ("history", "历史", f"{HOME}/history"),
)
"""Pages of the head: key, words, path."""
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""The policy of the site, for pages that are never opened from a file share."""
LONGEST_TEXT: Final = 16 * 1024 * 1024
"""Bytes of one field: a plan.md has up to 12 MB."""
OWN_STYLE: Final = ("workbench.css",)


def render(
    request: Request,
    template: str,
    *,
    title: str,
    area: str = "",
    look: str = "",
    status: int = 200,
    **data: Any,
) -> Response:
    """Draw a page of the workbench. area: entry of the head. look: what its styles know it by, "" for the area."""
    html = environment().get_template(f"workbench/{template}").render(
        title=title, area=area, look=look or area, areas=AREAS, user=getattr(request.state, "user", None),
        csrf=getattr(request.state, "csrf", ""), to=lambda path: at(request, path), did=_did(request), url=quote, **data,
    )  # fmt: skip
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
               "Referrer-Policy": "same-origin"}  # fmt: skip
    return HTMLResponse(html, status, headers=headers)


def at(request: Request, path: str) -> str:
    """Return a path of the service as a link, below the prefix that a proxy gives it."""
    return f"{request.scope.get('root_path', '')}{path}"


def back(request: Request, path: str, *, done: int = 0, said: str = "", anchor: str = "") -> Response:
    """Send the browser to a page after a change. done: number of the history's entry. said: a key of SAID."""
    asked = urlencode({k: v for k, v in (("done", str(done or "")), ("said", said)) if v})
    joint = "&" if "?" in path else "?"
    where = f"{at(request, path)}{joint + asked if asked else ''}{'#' + anchor if anchor else ''}"
    return RedirectResponse(where, 303)


SAID: Final[Mapping[str, str]] = {
    "same": "没有改动，和原来一样。",
    "started": "已开始，进度在下面。",
    "cancelled": "已取消。",
    "merged": "已保存。别人同时改了别处，两处修改都在。",
    "seen": "已记为没问题。",
    "unseen": "已恢复为待核对。",
    "published": "已发布。",
}
"""What a page says after a change that the history has no entry of; never words from the address."""


def _did(request: Request) -> dict[str, Any]:
    """Return what was just done, to be said at the top of the page, with the entry to undo."""
    out: dict[str, Any] = {"said": SAID.get(request.query_params.get("said", ""), ""), "entry": None}
    if request.query_params.get("said") == "started" and all(j.over for j in service_of(request).jobs.all()):
        out["said"] = ""  # the page is loaded again when a job is over
    done = request.query_params.get("done", "")
    if done.isdecimal() and len(done) < 9 and service_of(request).settings.folders.corpus is not None:
        out["entry"] = next((e for e in desk_of(request).history() if e.no == int(done)), None)
    return out


def corpus_of(request: Request) -> Corpus:
    """The corpus that is worked on. Raises KbError where the service only reads."""
    folder = service_of(request).settings.folders.corpus
    if folder is None:
        raise KbError("这个服务没有语料文件夹，只能查。请让管理员用 kb serve --corpus 指明语料。")
    if not folder.is_dir():  # the first visit of a new office
        try:
            folder.mkdir(parents=True)
            begin_corpus(folder)
        except OSError as error:
            raise KbError(f"语料文件夹 {folder} 建不了（{reason(error)}）。请让管理员检查权限。") from error
    return Corpus(folder)


def desk_of(request: Request) -> Desk:
    """Saving into the corpus."""
    return Desk(corpus_of(request))


def plan_of(request: Request) -> str:
    """The plan that an address names. Raises Refused where there is none."""
    plan = str(request.path_params["plan"])
    if plan not in corpus_of(request).plan_ids():
        raise Refused(404, "KB401", f"规划库里没有 {plan[:80]}。它可能改了编号，请到规划库里找。")
    return plan


def user_of(request: Request) -> str:
    """Name of whoever is at it."""
    return str(request.state.user.name)


def service(request: Request) -> Service:
    """What the service holds: jobs, folders, accounts."""
    return service_of(request)


def field(form: FormData, name: str) -> str:
    """A field of a form as text, "" where there is none or a file."""
    value = form.get(name, "")
    return "" if isinstance(value, UploadFile) else value


def fields(form: FormData, name: str) -> list[str]:
    """All values of a field of a form."""
    return [v for v in form.getlist(name) if isinstance(v, str)]


def number(form: FormData, name: str) -> int:
    """A whole number of a form, 0 where it is none."""
    value = field(form, name).strip()
    return int(value) if value.isdecimal() and len(value) < 9 else 0


_TITLE: Final = re.compile(rb"^title:\s*(.+?)\s*$", re.M)
_HEAD: Final = 4096
"""Bytes of a plan.md in which its title is."""


def title_of(corpus: Corpus, plan: str) -> str:
    """Return a plan's title as its plan.md says now, its id where there is none; without reading the plan."""
    try:
        with open(corpus.plan_folder(plan) / "plan.md", "rb") as file:
            found = _TITLE.search(file.read(_HEAD))
    except OSError:
        return plan
    return found[1].decode("utf-8", "replace").strip("\"'") if found else plan


async def with_form(request: Request, handle: Callable[[Request, FormData], Response]) -> Response:
    """Read the form of a request, and answer it in a thread: reading a plan takes a second."""
    async with request.form(max_files=0, max_part_size=LONGEST_TEXT) as form:
        return await run_in_threadpool(handle, request, form)


_OPTION: Final = re.compile(r"（--[a-z-]+）")
_FOR_A_TERMINAL: Final = re.compile(r"\bkb [a-z]|(?<![\w-])--[a-z]")


def plainly(said: str) -> str:
    """Return a message without its sentences that name commands and options: whoever reads it has a page with buttons.

    >>> plainly("有 3 处要核对。请运行 kb check。")
    '有 3 处要核对。'
    """
    sentences = re.findall(r"[^。\n]+。?|\n", _OPTION.sub("", said))
    kept = [one for one in sentences if not _FOR_A_TERMINAL.search(one)]
    return "".join(kept).strip() or _OPTION.sub("", said)


# -- plans as they are being corrected ----------------------------------------------------------------------------------

_KEPT: Final = 32
"""Plans that are kept read: those of a district; one takes some 5 MB."""
PATIENCE: Final = 8.0
"""Seconds in which a page reads plans that are not kept; a long one takes two, and a request has thirty."""


@dataclass(slots=True)
class _Reviews:
    """Plans as read, by the digests of what they were read from."""

    lock: threading.Lock
    kept: dict[tuple[str, str, str], Review]


_REVIEWS = _Reviews(threading.Lock(), {})


def reviewed(corpus: Corpus, plan: str) -> Review:
    """A plan as a person corrects it, read again only when one of its files changed. Raises DocumentError."""
    found = reviewed_before(corpus, plan, math.inf)
    assert found is not None
    return found


def reviewed_before(corpus: Corpus, plan: str, end: float) -> Review | None:
    """A plan as `reviewed` gives it; None where it is not kept and time.monotonic() is past `end`."""
    shared, plans = corpus.digests()
    key = (str(corpus.folder.resolve()), dict(plans).get(plan, ""), f"{plan} {shared}")
    with _REVIEWS.lock:
        if key in _REVIEWS.kept:
            found = _REVIEWS.kept.pop(key)
            _REVIEWS.kept[key] = found
            return found
    if time.monotonic() > end:
        return None
    found = review(corpus, plan)
    with _REVIEWS.lock:
        _REVIEWS.kept[key] = found
        while len(_REVIEWS.kept) > _KEPT:
            del _REVIEWS.kept[next(iter(_REVIEWS.kept))]
    return found


# -- files of the pages -------------------------------------------------------------------------------------------------


@cache
def _assets() -> dict[str, tuple[bytes, str]]:
    folder = files("kb_site") / "static"
    css = "\n".join(style(name) for name in STYLES if name != "print.css") + style_of(OWN_STYLE)
    scripts: dict[str, tuple[bytes, str]] = {
        name: ((folder / name).read_bytes(), "text/javascript; charset=utf-8")
        for name in ("theme.js", "tables.js", "workbench.js")
    }
    return scripts | {
        "workbench.css": (css.encode(), "text/css; charset=utf-8"),
        "icon.svg": ((folder / "icon.svg").read_bytes(), "image/svg+xml"),
    }


def style_of(parts: tuple[str, ...]) -> str:
    """Styles of the workbench alone."""
    folder = files("kb_site") / "static"
    return "\n".join((folder / part).read_text(encoding="utf-8") for part in parts)


def asset(request: Request) -> Response:
    """A style or script of the workbench's pages."""
    found = _assets().get(str(request.path_params["name"]))
    if found is None:
        return Response(status_code=404)
    return bytes_reply(request, found[0], found[1], headers={"Cache-Control": "private, max-age=300"})
