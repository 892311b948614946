"""The corpus on disk: one folder a plan, and what staff maintain beside them (units.toml, topics.toml).

corpus/units.toml                    [[unit]] name, full_name, aliases, kind, parent, members, plans
corpus/topics.toml                   [[topic]] name, terms, said, narrower
corpus/<plan-id>/source.txt          the source as text; spans count in it
corpus/<plan-id>/plan.md             the reviewed plan
corpus/<plan-id>/import.json         what import repaired
corpus/<plan-id>/duties.csv          optional: duties assigned in another document
"""

from __future__ import annotations

import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from kb.model import Topic, Tree, Unit
from kb.problems import DocumentError, KbError, Problem

ENV_CORPUS = "KB_CORPUS"
PLAN_FILE = "plan.md"
UNITS_FILE = "units.toml"
TOPICS_FILE = "topics.toml"
# What a base is built from, in a plan's folder; the original file (source.docx) is kept beside it only.
PLAN_INPUTS = ("source.txt", PLAN_FILE, "import.json", "duties.csv")


def find_corpus(given: Path | str | None = None) -> Path:
    """The corpus folder: the one named, the environment's KB_CORPUS, `corpus` of the working folder or one above
    it, of the checkout this program runs from, or the one the installed package brings along.

    Raises KbError where there is none.
    """
    named = given or os.environ.get(ENV_CORPUS)
    if named:
        folder = Path(named)
        if not folder.is_dir():
            raise KbError(f"没有语料文件夹 {folder}。")
        return folder
    here = Path.cwd()
    package = Path(__file__).resolve().parent
    for folder in (
        *(above / "corpus" for above in (here, *here.parents)),
        package.parent / "corpus",
        package / "_corpus",
    ):
        if (folder / UNITS_FILE).is_file():
            return folder
    raise KbError("没有找到语料文件夹 corpus（里面应有 units.toml）。请用 --corpus 指明。")


def corpus_for_import(given: Path | str | None = None) -> Path:
    """The corpus folder that an import writes to: as find_corpus, but a named one need not exist yet, and instead of
    the installed package's own it is a new one in the working folder. Nothing is written: `begin_corpus`.
    """
    named = given or os.environ.get(ENV_CORPUS)
    package = Path(__file__).resolve().parent
    folder = Path(named) if named else find_corpus()
    if not named and folder == package / "_corpus":
        folder = Path.cwd() / "corpus"
    return folder


def starting_registry(folder: Path) -> Path:
    """The folder whose units and topics hold for a corpus: its own, or what the package brings along to start from."""
    package = Path(__file__).resolve().parent
    at_hand = (folder, package / "_corpus", package.parent / "corpus")
    return next((f for f in at_hand if (f / UNITS_FILE).is_file()), folder)


def begin_corpus(folder: Path) -> None:
    """Give a corpus that has no units.toml the units and topics to start from, beside its first plan."""
    source = starting_registry(folder)
    for name in (UNITS_FILE, TOPICS_FILE):
        if source != folder and (source / name).is_file() and not (folder / name).exists():
            (folder / name).write_bytes((source / name).read_bytes())


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

    def doubts(self, plan: str) -> tuple[Problem, ...]:
        """What import alone could know of a plan and a base should still tell (`kb.codes`, lasting). Raises DocumentError."""
        from kb.codes import BY_CODE
        from kb.parse.record import RECORD, SOURCE, read_record

        said = read_record(self.plan_folder(plan) / RECORD).problems
        return tuple(
            replace(p, path=f"{plan}/{SOURCE}") for p in said if p.code in BY_CODE and BY_CODE[p.code].lasting
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
        own = [self.plan_folder(plan) / name for plan in self.plan_ids() for name in PLAN_INPUTS]
        return tuple(path for path in (*shared, *own) if path.is_file())

    def digest(self) -> str:
        """Digest of all inputs: their names within the corpus and their bytes."""
        total = sha256()
        for path in self.inputs():
            content = path.read_bytes()
            total.update(f"{path.relative_to(self.folder).as_posix()}\0{len(content)}\0".encode())
            total.update(content)
        return total.hexdigest()


def _stop_at_errors(problems: tuple[Problem, ...]) -> None:
    errors = tuple(p for p in problems if p.level == "error")
    if errors:
        raise DocumentError(errors)
