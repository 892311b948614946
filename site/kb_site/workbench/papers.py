"""Papers of a monitoring round, made by a job and downloaded as one zip: forms, reminders, slips, reports.

What writes Word and Excel is loaded by the job alone: an installation without the writers has this page, too.
"""

from __future__ import annotations

import datetime
import os
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from kb.corpus import Corpus
from kb.edit.desk import Desk as EditDesk
from kb.extract.names import file_stems
from kb.extract.office import require
from kb.monitor.desk import Desk
from kb.monitor.open_round import open_round
from kb.problems import KbError, reason
from kb.service.files import OWNER_FOLDER
from kb.service.replies import Refused, attachment
from kb.service.settings import Folders
from kb.store import open_base
from kb_site.workbench.frame import plan_of, service
from kb_site.workbench.publishing import Say

FOLDER: Final = "papers"
"""Folder of the state folder; what is in it can be made again at any time."""
KINDS: Final = {"forms": "填报表", "reminders": "催办函", "slips": "退回单", "reports": "报告"}
"""Kind of papers → what they are called."""
FORMATS: Final = ("xlsx", "docx")
"""Formats of forms."""

Made = Callable[[Desk, dict[str, Any], Path], str]
"""Write papers of a kind into a folder; what is said of them."""


def make(args: dict[str, Any], folders: Folders, say: Say) -> dict[str, Any]:
    """The job: write papers of a round and pack them. args: {"plan", "kind", "who"}, and for forms {"year", "due", "format",
    "letters"}. Returns {"plan", "year", "kind", "said"}. Raises KbError; then there is no new zip."""
    if folders.corpus is None:
        raise KbError("这个服务没有语料文件夹，不能监测。请让管理员用 kb serve --corpus 指明语料。")
    require("docx", "docx", "python-docx")
    require("xlsx", "openpyxl", "openpyxl")
    kind, plan = str(args["kind"]), str(args["plan"])
    say(0, 2, f"写{KINDS[kind]}")
    corpus = Corpus(folders.corpus)
    with open_base(folders.base) as base, tempfile.TemporaryDirectory() as aside:
        desk = Desk(base, corpus, plan, datetime.date.today())
        out = Path(aside)
        said = _MAKERS[kind](desk, args, out)
        year = int(args["year"]) if kind == "forms" else desk.round().year
        say(1, 2, "打包")
        _pack(out, folders.state / FOLDER / plan / f"{year}-{kind}.zip")
    if kind == "forms":
        EditDesk(corpus).note(str(args["who"]), f"{plan} 下发{year}年度填报表，{args['due']} 截止，{said}")
    say(2, 2, "完成")
    return {"plan": plan, "year": year, "kind": kind, "said": said}


def _forms(desk: Desk, args: dict[str, Any], out: Path) -> str:
    year = int(args["year"])
    known = desk.ledger.round(year)
    if known is not None and known.receipts:
        raise KbError(f"{year} 年这一轮已经收到 {len(known.receipts)} 份表，不能重新下发。")
    opened = open_round(
        desk, year, issued=datetime.date.today().isoformat(), due=str(args["due"]), out=out,
        formats=(str(args.get("format") or FORMATS[0]),), letters=bool(args.get("letters", True)),
    )  # fmt: skip
    forms = sum(
        p.suffix == f".{args.get('format') or FORMATS[0]}" and "填报表" in p.name for p in opened.files
    )
    said = f"{forms} 家"
    if opened.without:
        said += f"；没有要填的内容、不发的：{'、'.join(opened.without)}"
    if opened.unchosen:
        said += f"；{len(opened.unchosen)} 行指标由几家都报（没有选报送单位）"
    return said


def _reminders(desk: Desk, args: dict[str, Any], out: Path) -> str:
    from kb.monitor.supervision import reminders

    letters = reminders(desk, desk.round(), day=datetime.date.today().isoformat())
    if not letters:
        raise KbError("各家都报了，没有要催的。")
    stems = file_stems(letters)
    for name, content in letters.items():
        (out / f"{stems[name]}.docx").write_bytes(content)
    return f"{len(letters)} 份"


def _slips(desk: Desk, args: dict[str, Any], out: Path) -> str:
    from kb.monitor.slips import write_slips

    written = write_slips(desk, desk.round(), out, day=datetime.date.today().isoformat())
    if not written:
        raise KbError("没有要退回的表。")
    return f"{len(written)} 份"


def _reports(desk: Desk, args: dict[str, Any], out: Path) -> str:
    from kb.monitor.reporting import write_reports

    files, _ = write_reports(desk, None, out, day=datetime.date.today().isoformat())
    return f"{len(files)} 份"


_MAKERS: Final[dict[str, Made]] = {
    "forms": _forms,
    "reminders": _reminders,
    "slips": _slips,
    "reports": _reports,
}


def _pack(folder: Path, path: Path) -> None:
    """Write a folder as a zip, whole or not at all; hidden files are lists of the program's own. Raises KbError."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_FOLDER)
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as out:
            for file in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")):
                out.write(file, file.relative_to(folder).as_posix())
        os.replace(aside, path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise KbError(f"压缩包写不了（{reason(error)}），没有做成。") from error


def made(state: Path, plan: str, year: int) -> dict[str, str]:
    """Return the kinds of papers of a round that can be downloaded, with what they are called."""
    return {k: name for k, name in KINDS.items() if (state / FOLDER / plan / f"{year}-{k}.zip").is_file()}


def download(request: Request) -> Response:
    """A zip of papers."""
    plan = plan_of(request)
    year, kind = int(request.path_params["year"]), str(request.path_params["kind"])
    path = service(request).settings.folders.state / FOLDER / plan / f"{year}-{kind}.zip"
    if kind not in KINDS or not path.is_file():
        raise Refused(404, "KB401", "这一份还没有写出来，或已清理。请回到“回收”，再写一次。")
    headers = {**attachment(f"{year}年度{KINDS[kind]}.zip"), "Cache-Control": "no-store"}
    return FileResponse(path, media_type="application/zip", headers=headers)
