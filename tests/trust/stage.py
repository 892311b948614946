"""A stage for faults: two states of a small corpus, the four commands that write, and killing them at a step.

A state is what stands on the disk, told by digests of files and by what the base answers. After any fault there
has to stand the state before or the state after, whole.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from kb.api import open_kb
from kb.corpus import Corpus
from kb.pipeline.build import inputs_digest, verify
from kb.store.swap import in_use

PLANS = (
    """甲区政府发〔2024〕1号
甲区人民政府
关于印发甲区托育服务规划（2024—2030年）的通知

一、总体思路

（一）指导思想。

坚持普惠优先。

二、重点任务

（一）发展托育服务。

1．建设托育机构。依托区妇幼保健院，各镇街加快托育点建设。（责任单位：区卫健委）

2．培训保育员。每年培训100人以上。（责任单位：区教委、区卫健委）

三、组织实施

（一）加强领导。

由区教委牵头，定期会商。
""",
    """甲区政府发〔2025〕7号
甲区人民政府
关于印发甲区托育服务规划（2024—2030年）的通知

一、总体思路

（一）指导思想。

坚持安全为先，普惠优先。

二、重点任务

（一）发展托育服务。

1．新建托育机构。由区住建委统筹，建成托育点30个。（责任单位：区住建委）

2．培训保育员。每年培训200人以上。（责任单位：区教委）

3．办好社区托育。托位达到500个。（责任单位：区民政局）

三、组织实施

（一）加强领导。

由区民政局牵头，定期会商。
""",
)
# A plan that stays as it is: builds take it over from the generation before.
OTHER = """甲区政府办发〔2023〕9号
甲区人民政府办公室
关于印发甲区安全方案（2023—2025年）的通知

一、总体要求

（一）指导思想。

安全第一。

二、重点任务

（一）守护托育机构安全。

1．检查消防设施。每年检查2次。（责任单位：区教委）
"""
UNITS = """[[unit]]
name = "区卫健委"
full_name = "甲区卫生健康委员会"
aliases = ["卫健委"]
kind = "政府部门"

[[unit]]
name = "区教委"
"""
TOPICS = """[[topic]]
name = "托育"
terms = ["托育机构", "托育点"]
said = ["托儿所"]
"""
Digests = dict[str, str]


def digests(folder: Path) -> Digests:
    """Every file below a folder and the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def answers(base: Path) -> str:
    """What a base answers to a handful of questions, with its digest: JSON, to be compared as a whole."""
    with open_kb(base) as kb:
        asked: list[Any] = [
            kb.base.digest,
            kb.who("托育"),
            kb.who("谁培训保育员"),
            kb.search("托育"),
            kb.search("位"),
            kb.unit("区教委"),
            kb.show(kb.base.nodes()[-2].id),
            kb.export(),
        ]
    return json.dumps(asked, ensure_ascii=False, sort_keys=True)


@dataclass
class Stage:
    """The folders of one corpus. `sources`: the documents whose import makes state 0 and state 1."""

    root: Path
    sources: tuple[Path, Path]
    plan: str = "jia"
    known: list[dict[str, object]] = field(default_factory=list)

    @property
    def corpus(self) -> Path:
        return self.root / "corpus"

    @property
    def base(self) -> Path:
        return self.root / "build" / "kb"

    @property
    def site(self) -> Path:
        return self.root / "build" / "site"

    @property
    def sheets(self) -> Path:
        return self.root / "build" / "extracts"

    def command(self, name: str, state: int) -> list[str]:
        """The arguments of the command that brings its part to a state. Those of the base follow the corpus."""
        return {
            "import": ["import", str(self.sources[state]), "--id", self.plan, "--corpus", str(self.corpus), "--force"],
            "build": ["build", "--corpus", str(self.corpus), "--base", str(self.base)],
            "site": ["site", "--base", str(self.base), "--out", str(self.site), "--no-extracts"],
            "extract": [
                "extract", "--all", "--base", str(self.base), "--out", str(self.sheets), "--force",
                "--format", "md", "--format", "xlsx",
            ],
        }[name]  # fmt: skip

    def part(self, name: str) -> object:
        """What a command writes, as it stands now."""
        if name == "build":
            return answers(self.base)
        return digests({"import": self.corpus / self.plan, "site": self.site, "extract": self.sheets}[name])

    def bring(self, state: int, last: str = "extract") -> None:
        """Run the commands up to `last`, undisturbed."""
        for name in ("import", "build", "site", "extract"):
            assert run(self.command(name, state)) == 0, name
            if name == last:
                return


def make_stage(root: Path, sources: tuple[Path, Path] | None = None, corpus: Path | None = None) -> Stage:
    """A stage in state 0 that knows both states. corpus: whose units and topics to take."""
    folder = root / "corpus"
    folder.mkdir(parents=True)
    for name, text in (("units.toml", UNITS), ("topics.toml", TOPICS)):
        content = (corpus / name).read_bytes() if corpus else text.encode()
        (folder / name).write_bytes(content)
    if sources is None:
        made = [root / "0.txt", root / "1.txt"]
        for path, text in zip(made, PLANS, strict=True):
            path.write_text(text, encoding="utf-8")
        sources = (made[0], made[1])
    stage = Stage(root, sources)
    warm()
    (root / "other.txt").write_text(OTHER, encoding="utf-8")
    assert run(["import", str(root / "other.txt"), "--id", "yi", "--corpus", str(folder)]) == 0
    inputs_digest(Corpus(folder))  # the program's own part of it is kept from here on, in all forks
    for state in (1, 0):
        shutil.rmtree(stage.sheets, ignore_errors=True)
        stage.bring(state)
        stage.known.insert(0, {name: stage.part(name) for name in ("import", "build", "site", "extract")})
    return stage


# Running and killing ------------------------------------------------------------------------------------------------

LOADED = (
    "kb.pipeline.importer", "kb.pipeline.build", "kb.rules", "kb.search.build", "kb.who.answer", "kb_site.build", "kb.extract.xlsx",
    "kb_cli.commands.import_", "kb_cli.commands.build", "kb_cli.commands.site", "kb_cli.commands.extract", "pypinyin",
)  # fmt: skip
Hook = Callable[[str, tuple[Any, ...]], None]


def warm() -> None:
    """Load what the commands load, so that forks are killed at their work and not while importing modules."""
    for name in LOADED:
        importlib.import_module(name)
    importlib.import_module("jieba").initialize()


def fork(
    args: list[str],
    hook: Hook | None = None,
    said: Path | None = None,
    first: Callable[[], None] | None = None,
) -> int:
    """`kb` with these arguments in a process of its own that has everything loaded already; its id.

    hook: hears what Python does to files (sys.addaudithook). said: the file that gets what it says on standard
    error. first: done in the new process before anything else (limits)."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    code = 99
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet if said is None else os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", closefd=False) for number in (1, 2))
        from kb_cli.main import cli

        if first is not None:
            first()
        if hook is not None:
            sys.addaudithook(hook)
        try:
            cli(args, prog_name="kb")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 98
        except BaseException:
            traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def run(args: list[str]) -> int:
    """`kb` undisturbed: its exit code."""
    _, status = os.waitpid(fork(args), 0)
    return os.waitstatus_to_exitcode(status)


def say(
    args: list[str], said: Path, hook: Hook | None = None, first: Callable[[], None] | None = None
) -> tuple[int, str]:
    """`kb` to its end: its exit code and what it said on standard error. said: a file to hold that."""
    _, status = os.waitpid(fork(args, hook, said, first), 0)
    return os.waitstatus_to_exitcode(status), said.read_text(encoding="utf-8")


WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
CHANGING = {
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "shutil.rmtree",
}


def changes_files(event: str, args: tuple[Any, ...]) -> bool:
    """Whether an audit event is about to change the disk."""
    if event == "open":
        return isinstance(args[2], int) and bool(args[2] & WRITING) and str(args[0]) != os.devnull
    return event in CHANGING


def kill_at_step(args: list[str], step: int) -> bool:
    """`kb`, killed right before the step-th change it makes to the disk. False where it ended before that."""
    count = 0

    def hook(event: str, given: tuple[Any, ...]) -> None:
        nonlocal count
        if changes_files(event, given):
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

    _, status = os.waitpid(fork(args, hook), 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, -signal.SIGKILL), code
    return code != 0


def kill_after(args: list[str], seconds: float) -> bool:
    """`kb`, killed when so much time has gone. False where it ended before that."""
    child = fork(args)
    time.sleep(seconds)
    done, status = os.waitpid(child, os.WNOHANG)
    if done == 0:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, -signal.SIGKILL), code
    return code != 0


def steps_of(args: list[str]) -> int:
    """How many changes to the disk a command makes, counted in a file beside."""
    read, write = os.pipe()

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if changes_files(event, given):
            os.write(write, b".")

    child = fork(args, hook)
    os.close(write)
    with open(read, "rb") as told:
        count = len(told.read())
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return count


# What has to hold after a kill ----------------------------------------------------------------------------------------


def standing(stage: Stage, name: str) -> str:
    """“old” or “new” state of what a command writes, relative to state 0 and 1; fails where it is neither."""
    now = stage.part(name)
    if name == "extract":
        return _sheets_whole(stage, now)
    if now == stage.known[0][name]:
        return "0"
    assert now == stage.known[1][name], f"{name}: neither the old nor the new state stands"
    return "1"


def _sheets_whole(stage: Stage, now: object) -> str:
    """Extracts are files each for itself: every one whole, old or new, and nothing half written beside them."""
    assert isinstance(now, dict)
    old, new = stage.known[0]["extract"], stage.known[1]["extract"]
    assert isinstance(old, dict)
    assert isinstance(new, dict)
    for file, digest in now.items():
        if not file.startswith("."):
            assert digest in (old.get(file), new.get(file)), file
    return "files"


def leftovers(stage: Stage) -> list[str]:
    """What lies about that no command should leave: folders and files written aside."""
    places = [stage.corpus, stage.root / "build", stage.base, stage.sheets]
    found = [p.name for place in places if place.is_dir() for p in place.iterdir() if p.name.startswith(".")]
    return sorted(name for name in found if name not in (".lock", ".kb-written.json"))


def kill_and_mend(
    stage: Stage, name: str, state: int, killed: Callable[[list[str]], bool]
) -> tuple[bool, str]:
    """Kill the command that brings its part to `state`; see that a whole state stands, that the base answers, and
    that the same command then ends well and leaves nothing lying about. (Whether it was killed, what stood.)"""
    args = stage.command(name, state)
    died = killed(args)
    stood = standing(stage, name)
    if name == "import":  # the next build finds the plan, whichever
        assert run(stage.command("build", state)) == 0
        assert standing(stage, "build") == stood
    else:
        assert answers(stage.base) in (stage.known[0]["build"], stage.known[1]["build"])
    assert run(args) == 0
    if name != "extract":
        assert standing(stage, name) == str(state)
    else:
        new = stage.known[state]["extract"]
        now = stage.part(name)
        assert isinstance(new, dict)
        assert isinstance(now, dict)
        # No copy of a file that the command itself had written: after a kill it still knows them as its own.
        assert not [file for file in now if "（旧" in file]
        assert all(now[file] == digest for file, digest in new.items() if not file.startswith("."))
    if name == "build":
        assert verify(stage.base) == ()
    assert leftovers(stage) == []
    return died, stood


def prepare(stage: Stage, name: str, state: int) -> None:
    """Bring what a command reads to `state`, so that running it makes a change."""
    if name == "extract":  # the same number of steps each time: all files of the other state are replaced
        shutil.rmtree(stage.sheets, ignore_errors=True)
        stage.bring(1 - state)
    if name != "import":
        stage.bring(state, last={"build": "import", "site": "build", "extract": "build"}[name])
    if name == "build":  # with the generation before still there, a build would only point at it
        for folder in stage.base.iterdir():
            if folder.is_dir() and folder.name != in_use(stage.base):
                shutil.rmtree(folder)
