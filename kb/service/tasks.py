"""The jobs that need no page: importing a document that was uploaded, and building the base."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kb.problems import KbError
from kb.service.settings import Folders

Say = Callable[[int, int, str], None]

TASKS: Final[dict[str, str]] = {
    "import": "kb.service.tasks:import_upload",
    "build": "kb.service.tasks:build_base",
}
"""Name → function, as kb.service.jobs takes them."""


def import_upload(args: dict[str, Any], folders: Folders, say: Say) -> dict[str, Any]:
    """Import an upload into the corpus. args: {"upload": digest, "name": of the file, "plan": id or "", "force", "lenient",
    "who": for the history}.

    Returns {"plan", "title", "written", "problems", "units": proposed names, "others": ids of the other plans of a
    document that issues several}; {"plan", "title", "changed": True} where a person corrected that plan, and nothing was
    written. Raises KbError as import does."""
    from kb.corpus import Corpus, begin_corpus
    from kb.edit.desk import Desk
    from kb.pipeline.importer import PlanChangedError, import_file
    from kb.service.uploads import named_alone, upload_path

    corpus = Corpus(_corpus(folders))
    path = upload_path(folders.state, args["upload"], args["name"])
    say(0, 3, "读取文件")
    try:
        with named_alone(path):
            done = import_file(
                path,
                corpus.folder,
                args.get("plan", ""),
                bool(args.get("force", False)),
                corpus.units(),
                bool(args.get("lenient", False)),
                True,
            )
    except PlanChangedError as error:
        plan = error.path.parent.name
        return {"plan": plan, "title": corpus.read_plan(plan).plan.title, "changed": True}
    say(2, 3, "写入语料")
    begin_corpus(corpus.folder)
    for one in (done, *done.others):
        if one.written:
            Desk(corpus).note(str(args.get("who", "")), f"导入《{one.plan.title}》")
    say(3, 3, "完成")
    return {
        "plan": done.plan.id, "title": done.plan.title, "written": done.written,
        "problems": len(done.problems), "units": [u.name for u in done.proposed],
        "others": [one.plan.id for one in done.others],
    }  # fmt: skip


def build_base(args: dict[str, Any], folders: Folders, say: Say) -> dict[str, Any]:
    """Build the base of the corpus and take it into use. Returns {"folder", "unchanged", "plans", "nodes", "duties"}."""
    from kb.corpus import Corpus
    from kb.pipeline.build import build

    corpus = Corpus(_corpus(folders))
    say(0, 1, "建库")
    built = build(corpus, folders.base)
    say(1, 1, "完成")
    return {
        "folder": built.folder.name, "unchanged": built.unchanged, "plans": built.plans, "nodes": built.nodes,
        "duties": built.duties,
    }  # fmt: skip


def _corpus(folders: Folders) -> Any:
    if folders.corpus is None:
        raise KbError("这个服务没有语料文件夹，只能查。请用 kb serve --corpus 指明语料。")
    return folders.corpus
