"""What a command needs from its surroundings: the base and the index it asks, the screen, and the timings."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb_cli.screen import Screen

if TYPE_CHECKING:
    from kb.corpus import Corpus
    from kb.search import Index
    from kb.store import Base

BORN = time.perf_counter() - time.process_time()  # when the process began, but for what it waited


class Session:
    """One run of a command. `options` are those given before or after the command's name: base, verbose."""

    def __init__(self) -> None:
        self.options: dict[str, object] = click.get_current_context().ensure_object(dict)
        self.screen = Screen()
        self._last = BORN
        self.laps: list[tuple[str, float]] = []
        self.lap("启动")
        if self.verbose:
            click.get_current_context().call_on_close(self.report)

    @property
    def verbose(self) -> bool:
        return bool(self.options.get("verbose"))

    @property
    def base_folder(self) -> Path | None:
        given = self.options.get("base")
        return Path(str(given)) if given else None

    def base(self) -> Base:
        """The base, open until the command ends. Raises BaseMissing or BaseUnusable."""
        from kb.store import open_base

        base = open_base(self.base_folder)
        click.get_current_context().call_on_close(base.close)
        self._tell_which(base)
        self.lap("打开知识库")
        return base

    def _tell_which(self, base: Base) -> None:
        """Say on standard error that nobody's own base answers, or that it is older than its corpus."""
        from kb.corpus import Corpus
        from kb.store.freshness import is_older
        from kb.store.place import corpus_of, is_sample

        root = base.folder.parent
        if self.base_folder is None and is_sample(root):
            click.echo(f"这里没有自己的知识库，用的是随程序带的样例（{root}）。", err=True)
        corpus = corpus_of(root)
        if corpus is not None and is_older(base, Corpus(corpus)):
            click.echo(f"知识库比语料旧：{corpus} 建库之后有改动。请运行 kb build 更新。", err=True)

    def titles(self, base: Base, plan: str | None = None) -> dict[str, str]:
        """Titles of the plans by id, for output in which several may stand; empty where one alone can."""
        ids = base.plan_ids()
        return {} if plan is not None or len(ids) == 1 else {p.id: p.title for p in base.titles()}

    def index(self, base: Base) -> Index:
        """The search index of the base's generation."""
        from kb.search import open_index

        index = open_index(base.folder / "index")
        click.get_current_context().call_on_close(index.close)
        self.lap("打开索引")
        return index

    def corpus(self, given: str | None) -> Corpus:
        from kb.corpus import ENV_CORPUS, Corpus, find_corpus, sample_corpus

        found = find_corpus(given)
        if (
            given is None
            and not os.environ.get(ENV_CORPUS)
            and found == sample_corpus()
            and not _within(found)
        ):
            click.echo(f"这里没有自己的语料，用的是随程序带的样例（{found}）。", err=True)
        return Corpus(found)

    def corpus_of_base(self, given: str | None, plans: Iterable[str]) -> Path:
        """Return the corpus folder that the base is built from, to write in. plans: what it has to hold.

        Raises KbError for the sample, and for a folder without those plans.
        """
        from kb.problems import KbError
        from kb.store import find_base
        from kb.store.place import corpus_of, generation, is_sample

        root = generation(find_base(self.base_folder)).parent
        if self.base_folder is None and is_sample(root):
            raise KbError("这是随程序带的样例，不能写。请先用 kb import 导入自己的规划。")
        known = None if given else corpus_of(root)
        folder = known or self.corpus(given).folder
        if any(not (folder / plan).is_dir() for plan in plans):
            raise KbError(f"{folder} 不是这个知识库的语料（没有它的规划）。请用 --corpus 指明语料文件夹。")
        return folder

    def corpus_for_import(self, given: str | None) -> Corpus:
        """The corpus that an import writes to; it need not exist yet."""
        from kb.corpus import Corpus, corpus_for_import

        return Corpus(corpus_for_import(given))

    def lap(self, name: str) -> None:
        """A step is done; `-v` shows how long it took."""
        now = time.perf_counter()
        self.laps.append((name, now - self._last))
        self._last = now

    def steps(self, laps: tuple[tuple[str, float], ...]) -> None:
        """Steps that something else timed, up to now."""
        self.laps += laps
        self._last = time.perf_counter()

    def report(self) -> None:
        self.lap("回答")
        for name, seconds in (*self.laps, ("共", time.perf_counter() - BORN)):
            click.echo(f"{seconds * 1000:8.1f} 毫秒  {name}", err=True)
        sys.stderr.flush()


def narrowed(
    base: Base, unit: str | None, plan: str | None, place: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """The id of the one unit that --unit means, and the plans that --place means without --unit; () where --plan says it.

    Raises NotFound, SeveralUnits.
    """
    units, plans = base.narrowed(() if unit is None else (unit,), () if plan is None else (plan,), place)
    return next(iter(units), None), plans if plan is None else ()


def _within(corpus: Path) -> bool:
    """Whether the working folder is where the corpus is, or below."""
    return Path.cwd().is_relative_to(corpus.parent)
