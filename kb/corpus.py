"""The corpus on disk: one folder a plan, and what staff maintain next to them (units.toml, topics.toml).

corpus/units.toml                    [[unit]] name, full_name, aliases, kind, parent, members, plans
corpus/topics.toml                   [[topic]] name, terms, said, narrower
corpus/<plan-id>/source.txt          the source as text; spans count in it
corpus/<plan-id>/plan.md             the reviewed plan
corpus/<plan-id>/import.json         what import repaired
corpus/<plan-id>/duties.csv          optional: duties assigned in another document
corpus/<plan-id>/seen.csv            optional: findings that a person has looked at and that are right
corpus/<plan-id>/monitor/            optional: yearly monitoring, see kb.ledger
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb.model import Topic, Tree, Unit
from kb.problems import DocumentError, KbError, Problem

if TYPE_CHECKING:
    import hashlib

ENV_CORPUS = "KB_CORPUS"
CORPUS = "corpus"
BUILT = Path("build", "kb")
"""Where the base of a corpus is, from the folder that the corpus is in."""
CURRENT = "CURRENT"
"""The file of a base that names the generation in use."""
PLAN_FILE = "plan.md"
UNITS_FILE = "units.toml"
TOPICS_FILE = "topics.toml"
SEEN_FILE = "seen.csv"
# What a base is built from, in a plan's folder; the original file (source.docx) is kept next to it only.
PLAN_INPUTS = ("source.txt", PLAN_FILE, "import.json", "duties.csv", SEEN_FILE)
MONITOR, ROUNDS = "monitor", "rounds"
# What a base is built from in a plan's folder `monitor` and in `monitor/rounds/<year>`.
MONITOR_INPUTS = (
    "monitor.toml", "indicators.csv", "measures.csv", "round.toml", "sent.csv", "receipts.csv", "values.csv",
    "progress.csv", "problems.csv", "decisions.csv",
)  # fmt: skip


NEW_UNITS = """\
# 单位登记：一段一家。规划里见到而没有登记的单位，用 kb units --propose 列成待核对的条目。
#
# [[unit]]
# name = "区教委"                        # 规划里的写法
# full_name = "某区教育委员会"
# aliases = ["教委"]                     # 别的写法
# kind = "政府部门"
# members = ["某街道办事处"]             # 集合称谓（各镇街）包括谁
# plans = ["plan-id"]                    # 只对这几份规划有效；不写则对全部
"""
NEW_TOPICS = """\
# 主题：一段一个。terms 出现在条目里就归入这个主题；said 是人们的说法，只用来听懂问题。
#
# [[topic]]
# name = "托育"
# terms = ["托育", "婴幼儿照护"]
# said = ["托儿所"]
# narrower = ["托位"]                    # 下位主题，也要登记
"""


def find_corpus(given: Path | str | None = None) -> Path:
    """Return the corpus folder: the one named, the environment's KB_CORPUS, `corpus` of the working folder or one
    above it; where neither a corpus nor a base is there, the sample of the checkout or the installed package.

    Raises KbError where there is none, and for a base of one's own whose corpus is not next to it.
    """
    named = given or os.environ.get(ENV_CORPUS)
    if named:
        folder = Path(named)
        if not folder.is_dir():
            raise KbError(f"没有语料文件夹 {folder}。")
        return folder
    for above in (Path.cwd(), *Path.cwd().parents):
        if is_corpus(above / CORPUS):
            return above / CORPUS
        if (above / BUILT / CURRENT).is_file():
            raise KbError(f"{above / BUILT} 是知识库，旁边没有它的语料文件夹 corpus。请用 --corpus 指明。")
    sample = sample_corpus()
    if sample is None:
        raise KbError("没有找到语料文件夹 corpus。请用 --corpus 指明，或先运行 kb import 文件。")
    return sample


def is_corpus(folder: Path) -> bool:
    """Whether a folder is a corpus: it has units, topics or a plan, or is still empty."""
    if not folder.is_dir():
        return False
    if any((folder / name).is_file() for name in (UNITS_FILE, TOPICS_FILE)):
        return True
    inside = [p for p in folder.iterdir() if not p.name.startswith(".")]
    return not inside or any((p / PLAN_FILE).is_file() for p in inside)


def sample_corpus() -> Path | None:
    """Return the corpus that the checkout or the installed package brings along; None where there is none."""
    package = Path(__file__).resolve().parent
    return next((f for f in (package.parent / CORPUS, package / "_corpus") if is_corpus(f)), None)


def corpus_for_import(given: Path | str | None = None) -> Path:
    """Return the corpus folder that an import writes to: the one named, which need not exist yet, the environment's,
    or `corpus` of the working folder or the nearest one above it; never the sample of somewhere else.

    Nothing is written: `begin_corpus`.
    """
    named = given or os.environ.get(ENV_CORPUS)
    if named:
        return Path(named)
    here = Path.cwd()
    return next((f for a in (here, *here.parents) if is_corpus(f := a / CORPUS)), here / CORPUS)


def begin_corpus(folder: Path) -> None:
    """Give a corpus without units.toml or topics.toml empty ones that say what goes in."""
    for name, start in ((UNITS_FILE, NEW_UNITS), (TOPICS_FILE, NEW_TOPICS)):
        if not (folder / name).exists():
            (folder / name).write_text(start, encoding="utf-8")


SAME_HINT = "留下一个，删去另一个编号的文件夹，再运行 kb build"
ALIKE = 0.3
"""Share of the bytes by which two texts of one document may differ: white space only, such as a tab before each cell.
A wider range costs time and no accuracy, as digests decide."""


def ink_digest(source: str) -> str:
    """Return a digest of a text without its white space: the same for a Word file and its copy as text."""
    return _sha256("".join(source.split()).encode()).hexdigest()


class Corpus:
    """The corpus folder, read afresh by every method."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def plan_ids(self) -> tuple[str, ...]:
        """Folders that hold a plan.md, by name."""
        return tuple(
            sorted(
                p.name
                for p in self.folder.iterdir()
                if not p.name.startswith(".") and (p / PLAN_FILE).is_file()
            )
        )

    def plan_folder(self, plan: str) -> Path:
        return self.folder / plan

    def read_plan(self, plan: str) -> Tree:
        """The reviewed plan as a tree whose spans count in its source.txt. Raises DocumentError."""
        from kb.parse.record import read_plan_folder

        return read_plan_folder(self.plan_folder(plan))

    def doubts(self, plan: str, title: str = "") -> tuple[Problem, ...]:
        """What import alone could know of a plan and a base should still tell (`kb.codes`, lasting). Raises DocumentError.

        title: the plan's now; a doubt about another one was settled by a person.
        """
        from kb.codes import BY_CODE
        from kb.parse.record import RECORD, SOURCE, read_record

        said = read_record(self.plan_folder(plan) / RECORD).problems
        return tuple(
            replace(p, path=f"{plan}/{SOURCE}")
            for p in said
            if p.code in BY_CODE
            and BY_CODE[p.code].lasting
            and not (p.code == "KB120" and title and not title.startswith(p.excerpt))
        )

    def units(self) -> tuple[Unit, ...]:
        """The registry of units.toml in its order. Raises DocumentError where an entry can't be used."""
        from kb.rules.registry import load_units

        units, problems = load_units(self.folder / UNITS_FILE)
        _stop_at_errors(problems)
        return units

    def topics(self) -> tuple[Topic, ...]:
        """The vocabulary of topics.toml in its order. Raises DocumentError where an entry can't be used."""
        from kb.rules.topics import load_topics

        topics, problems = load_topics(self.folder / TOPICS_FILE)
        _stop_at_errors(problems)
        return topics

    def overlay(self, plan: str) -> Path | None:
        """duties.csv of a plan; None where it has none."""
        path = self.plan_folder(plan) / "duties.csv"
        return path if path.is_file() else None

    def inputs(self) -> tuple[Path, ...]:
        """Every file a base is built from, in a fixed order."""
        shared = [self.folder / name for name in (UNITS_FILE, TOPICS_FILE)]
        own: list[Path] = []
        for plan in self.plan_ids():
            own += [self.plan_folder(plan) / name for name in PLAN_INPUTS]
            own += monitor_inputs(self.plan_folder(plan) / MONITOR)
        return tuple(path for path in (*shared, *own) if path.is_file())

    def same_as(self, plan: str, source: str) -> str:
        """Return the id of another plan with the same source, white space aside; "" where there is none."""
        size, digest = len(source.encode()), ink_digest(source)
        for other in self.plan_ids():
            path = self.plan_folder(other) / "source.txt"
            try:
                near = other != plan and abs(path.stat().st_size - size) <= ALIKE * size
                if near and ink_digest(path.read_text(encoding="utf-8")) == digest:
                    return other
            except (OSError, UnicodeDecodeError):
                continue
        return ""

    def digests(self) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
        """Return the digests of what staff keep for all plans, ("units", …) and ("topics", …), and (id, digest) of each
        plan in order. A file that there is not has the digest of an empty one. Raises OSError."""
        own: dict[str, list[str]] = {plan: [] for plan in self.plan_ids()}
        for path in self.inputs():
            plan, *inside = path.relative_to(self.folder).parts
            if inside:
                own.setdefault(plan, []).append(
                    f"{'/'.join(inside)} {_sha256(path.read_bytes()).hexdigest()}"
                )
        plans = tuple((plan, _sha256("\n".join(files).encode()).hexdigest()) for plan, files in own.items())
        shared = []
        for name in (UNITS_FILE, TOPICS_FILE):
            path = self.folder / name
            data = path.read_bytes() if path.is_file() else b""
            shared.append((path.stem, _sha256(data).hexdigest()))
        return tuple(shared), plans

    def digest(self) -> str:
        """Digest of all inputs: their names within the corpus and their bytes."""
        total = _sha256()
        for path in self.inputs():
            content = path.read_bytes()
            total.update(f"{path.relative_to(self.folder).as_posix()}\0{len(content)}\0".encode())
            total.update(content)
        return total.hexdigest()


def monitor_inputs(monitor: Path) -> list[Path]:
    """Return the files of a monitoring folder that a base is built from, in a fixed order."""
    folders = [monitor, *round_folders(monitor)] if monitor.is_dir() else []
    return [path for folder in folders for name in MONITOR_INPUTS if (path := folder / name).is_file()]


def round_folders(monitor: Path) -> list[Path]:
    """Return the folders of a plan's rounds, `monitor/rounds/2024`, by year."""
    rounds = monitor / ROUNDS
    found = [p for p in rounds.iterdir() if p.name.isdecimal() and p.is_dir()] if rounds.is_dir() else []
    return sorted(found, key=lambda p: int(p.name))


def _stop_at_errors(problems: tuple[Problem, ...]) -> None:
    errors = tuple(p for p in problems if p.level == "error")
    if errors:
        raise DocumentError(errors)


def _sha256(data: bytes = b"") -> hashlib._Hash:
    """Return a SHA-256; imported here, since questions need the names of this module alone."""
    from hashlib import sha256

    return sha256(data)
