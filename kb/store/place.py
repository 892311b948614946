"""Where the base lies: `build/kb/CURRENT` names the generation folder `build/kb/<generation>/` in use.

Looked for, in this order: the folder named (option), the environment's KB_BASE, the base of the environment's
KB_CORPUS, `build/kb` of the working folder or one above it. Only where neither a base nor a corpus is there: that of
the checkout this program runs from, the user's data folder.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kb.corpus import BUILT, CORPUS, CURRENT, ENV_CORPUS, is_corpus
from kb.problems import BaseMissing
from kb.store.schema import FILE_NAME

ENV_BASE = "KB_BASE"
MAX_NAME = 255  # characters of a folder's name on any system; a longer CURRENT is no name


def user_folder() -> Path:
    """The user's data folder for this program, by the platform's custom; not created."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base or Path.home() / "AppData" / "Local") / "shuiguan"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "shuiguan"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "shuiguan"


def checkout() -> Path | None:
    """The folder of the checkout this program runs from; None for an installed wheel."""
    root = Path(__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").is_file() and (root / "corpus").is_dir() else None


def find_base(given: Path | str | None = None) -> Path:
    """The folder with CURRENT (or, as given, a generation itself). Raises BaseMissing, naming `kb build`."""
    named = given or os.environ.get(ENV_BASE)
    if named:
        folder = Path(named)
        if not _is_base(folder):
            raise BaseMissing(f"{folder} 里没有知识库。请先运行 kb build --base {folder} 建库。")
        return folder
    corpus = os.environ.get(ENV_CORPUS)
    if corpus:
        return _built(Path(corpus))
    for above in (Path.cwd(), *Path.cwd().parents):
        if _is_base(above / BUILT):
            return above / BUILT
        if is_corpus(above / CORPUS):
            return _built(above / CORPUS)
    for folder in _samples():
        if _is_base(folder):
            return folder
    raise BaseMissing("还没有建知识库。请先运行 kb build 建库。")


def is_sample(folder: Path) -> bool:
    """Whether a base that was found is nobody's own here: the checkout's, seen from elsewhere, or the user's."""
    if os.environ.get(ENV_BASE) or os.environ.get(ENV_CORPUS):
        return False
    own = any(folder == above / BUILT for above in (Path.cwd(), *Path.cwd().parents))
    return not own and folder in _samples()


def _samples() -> tuple[Path, ...]:
    """Return where bases of the corpus are that the program brings along."""
    home = checkout()
    return (*((home / BUILT,) if home is not None else ()), user_folder() / "kb")


def _built(corpus: Path) -> Path:
    """Return the base of a corpus. Raises BaseMissing where it was not built: another one would not answer for it."""
    folder = base_for(corpus)
    if not _is_base(folder):
        raise BaseMissing(f"{corpus} 还没有建知识库。请先运行 kb build 建库。")
    return folder


def corpus_of(base: Path) -> Path | None:
    """Return the corpus that a base is of, by where they are; None where it cannot be determined or is gone."""
    named = os.environ.get(ENV_CORPUS)
    beside = Path(named) if named else base.parent.parent / CORPUS
    bundled = Path(__file__).resolve().parents[1] / "_corpus"
    for corpus in (beside, bundled):
        if is_corpus(corpus) and base_for(corpus) == base:
            return corpus
    return None


def base_for(corpus: Path, given: Path | None = None) -> Path:
    """Where the base of a corpus is to be built: the folder named, the environment's, `build/kb` next to the corpus,
    or the user's data folder for the corpus an installed package brings along.
    """
    named = given or os.environ.get(ENV_BASE)
    if named:
        return Path(named)
    if corpus.resolve().parent == Path(__file__).resolve().parents[1]:
        return user_folder() / "kb"
    return corpus.parent / BUILT


def _is_base(folder: Path) -> bool:
    return (folder / CURRENT).is_file() or (folder / FILE_NAME).is_file()


def generation(folder: Path) -> Path:
    """The generation folder in use. `folder` holds CURRENT, or is a generation itself.

    Raises BaseMissing where there is none.
    """
    if (folder / FILE_NAME).is_file():
        return folder
    name = ""
    for _ in range(3):  # a build may take another generation into use, and clear this one, between two steps
        try:
            with open(folder / CURRENT, encoding="utf-8", errors="replace") as f:
                name = f.read(MAX_NAME + 1).strip()
        except FileNotFoundError:
            raise BaseMissing(f"{folder} 里没有知识库。请先运行 kb build 建库。") from None
        chosen = folder / name
        if name and Path(name).name == name and len(name) <= MAX_NAME and _is_file(chosen / FILE_NAME):
            return chosen
    raise BaseMissing(f"{folder} 指向的那一代知识库（{name[:40]}）不在了。请运行 kb build 重建。")


def _is_file(path: Path) -> bool:
    """Whether a file is there; a name that the system does not take is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
