"""发布 as jobs: a base made ready with what changes for readers, its site and base taken into use, and the way back.

The site is swapped first and names the generation it was made from; CURRENT follows. A run that ends between the two is
finished by `settle`, so that readers never keep pages of one generation and answers of another.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kb.answer.changes import Changes, DutyChange, NodeChange, PlanChange, changes
from kb.corpus import CURRENT, Corpus
from kb.edit.git import commit
from kb.pipeline.build import Progress, build
from kb.problems import BaseMissing, KbError, reason
from kb.search.generations import settled
from kb.service.settings import Folders
from kb.store import open_base
from kb.store.lock import build_lock
from kb.store.published import Publication, add_published, read_published
from kb.store.swap import faults, generations, in_use, point
from kb_site.build import Extract, build_site
from kb_site.settings import read_settings

READY_FILE: Final = "ready.json"
"""In the state folder: the generation that was made ready, of which corpus, and what changes."""
SITE_FROM: Final = "publishing.json"
"""In the base's folder while a publication is being taken into use: the generation that the site is swapped to."""
Say = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """generation: made ready. digest: of the corpus it was built from. against: the generation in use then, "" for none.
    when: ISO time. unchanged: it is the one in use."""

    generation: str
    digest: str
    against: str
    when: str
    unchanged: bool
    changes: Changes


def prepare(args: dict[str, Any], folders: Folders, say: Say) -> dict[str, Any]:
    """Build a generation without taking it into use, and compare it with the one in use. Returns {"generation", "plans"}."""
    corpus = _corpus(folders)
    digest = corpus.digest()
    built = build(corpus, folders.base, progress=_Told(say), use=False)
    say(1, 1, "比较")
    current = in_use(folders.base)
    with open_base(built.folder) as after:
        try:
            with open_base(folders.base) as before:
                found = changes(before, after)
        except BaseMissing:
            found = changes(None, after)
    ready = Ready(
        generation=built.folder.name, digest=digest, against=current, when=_now(),
        unchanged=built.folder.name == current, changes=found,
    )  # fmt: skip
    _put(folders.state / READY_FILE, json.dumps(asdict(ready), ensure_ascii=False))
    return {"generation": ready.generation, "plans": built.plans}


def publish(args: dict[str, Any], folders: Folders, say: Say) -> dict[str, Any]:
    """Take a generation into use, its site with it. args: {"generation", "who", "said"}, and "git" where the corpus is to be committed.

    Returns {"generation", "pages", "commit"}.
    Raises KbError where it is gone or damaged; then nothing changes."""
    name = str(args["generation"])
    folder = folders.base / name
    known = {p.name for p in generations(folders.base)} if folders.base.is_dir() else set()
    if name not in known or faults(folder):
        raise KbError("要发布的这一版已经不在了，或文件有损坏。请重新预览，再发布。")
    say(0, 3, "排页面")
    with build_lock(folders.base), settled(folders.base, folders.base / CURRENT):
        marker = folders.base / SITE_FROM
        with open_base(folder) as base:
            extracts = tuple(_extracts(base))
            say(1, 3, "写网站")
            _put(marker, json.dumps({"generation": name}))
            built = build_site(base, folders.site, extracts=extracts, settings=read_settings(folders.corpus))
        say(2, 3, "换入")
        point(folders.base, name)
        marker.unlink(missing_ok=True)
        who, said = str(args.get("who", "")), str(args.get("said", ""))
        try:
            add_published(folders.base, Publication(generation=name, when=_now(), who=who, said=said))
        except OSError as error:
            raise KbError(f"已发布，但没有记进发布记录（{reason(error)}）。") from error
    committed = _commit(folders, who, said) if args.get("git") else ""
    say(3, 3, "完成")
    return {"generation": name, "pages": built.pages, "commit": committed}


def _commit(folders: Folders, who: str, said: str) -> str:
    """Commit the corpus as it is published. Raises KbError that says that it is published all the same."""
    try:
        return commit(_corpus(folders).folder, who, f"发布{'：' + said if said else ''}")
    except KbError as error:
        raise KbError(f"已发布，但没有提交到 Git：{error}") from error


def settle(folders: Folders) -> None:
    """Finish a publication that was cut off after the site was swapped; forget one cut off before. Raises KbError."""
    marker = folders.base / SITE_FROM
    try:
        name = str(json.loads(marker.read_text(encoding="utf-8"))["generation"])
    except (OSError, ValueError, KeyError, TypeError):
        with suppress(OSError):
            marker.unlink(missing_ok=True)
        return
    with build_lock(folders.base), settled(folders.base, folders.base / CURRENT):
        if (
            in_use(folders.base) != name
            and (folders.base / name).is_dir()
            and not faults(folders.base / name)
        ):
            with open_base(folders.base / name) as base:
                if _site_of(folders.site) == base.digest:
                    point(folders.base, name)
        with suppress(OSError):
            marker.unlink(missing_ok=True)


def read_ready(folders: Folders) -> Ready | None:
    """What was made ready last; None where nothing was, or its generation is gone."""
    try:
        row = json.loads((folders.state / READY_FILE).read_text(encoding="utf-8"))
        plans = tuple(
            PlanChange(
                **{
                    **p,
                    "gained": tuple(DutyChange(**d) for d in p["gained"]),
                    "lost": tuple(DutyChange(**d) for d in p["lost"]),
                    "nodes": tuple(NodeChange(**n) for n in p["nodes"]),
                    "words": tuple(NodeChange(**n) for n in p["words"]),
                }
            )
            for p in row["changes"]["plans"]
        )
        ready = Ready(**{**row, "changes": Changes(plans)})
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return ready if (folders.base / ready.generation).is_dir() else None


def publications(folders: Folders) -> list[tuple[Publication, bool]]:
    """All publications, newest first, and whether one can go back to it."""
    there = {p.name for p in generations(folders.base)} if folders.base.is_dir() else set()
    return [(p, p.generation in there) for p in reversed(read_published(folders.base))]


def _site_of(site: Path) -> str:
    """Digest of the base that a site was made from, "" where it does not say."""
    try:
        return str(json.loads((site / "site.json").read_text(encoding="utf-8")).get("base", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def _extracts(base: Any) -> Iterator[Extract]:
    """Each unit's duties of each plan as Word and Excel, where the writers are installed."""
    from kb_site.extracts import office_extracts

    try:
        import docx  # noqa: F401 - whether it is there
        import openpyxl  # noqa: F401
    except ImportError:
        return
    yield from office_extracts(base)


def _corpus(folders: Folders) -> Corpus:
    if folders.corpus is None:
        raise KbError("这个服务没有语料文件夹，不能发布。请用 kb serve --corpus 指明语料。")
    return Corpus(folders.corpus)


class _Told(Progress):
    """A build's steps as those of the job."""

    def __init__(self, say: Say) -> None:
        self._say = say

    def step(self, name: str, done: int, total: int) -> None:
        self._say(done, total, name)

    def waiting(self) -> None:
        self._say(0, 0, "等另一次建库做完")


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    with open(aside, "w", encoding="utf-8", newline="\n") as f:
        f.write(text)
        f.flush()
        os.fsync(f.fileno())
    os.replace(aside, path)
