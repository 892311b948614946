"""Where the base lies: `build/kb/CURRENT` names the generation folder `build/kb/<generation>/` in use.

Looked for, in this order: the folder named (option), the environment's KB_BASE, `build/kb` of the working
folder or one above it, of the checkout this program runs from, the user's data folder.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kb.problems import BaseMissing
from kb.store.schema import FILE_NAME

CURRENT = "CURRENT"
ENV_BASE = "KB_BASE"
BUILT = Path("build", "kb")


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
    here = Path.cwd()
    roots = [above / BUILT for above in (here, *here.parents)]
    home = checkout()
    if home is not None:
        roots.append(home / BUILT)
    roots.append(user_folder() / "kb")
    for folder in roots:
        if _is_base(folder):
            return folder
    raise BaseMissing("还没有建知识库。请先运行 kb build 建库。")


def base_for(corpus: Path, given: Path | None = None) -> Path:
    """Where the base of a corpus is to be built: the folder named, the environment's, `build/kb` beside the corpus,
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
            name = (folder / CURRENT).read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            raise BaseMissing(f"{folder} 里没有知识库。请先运行 kb build 建库。") from None
        chosen = folder / name
        if name and Path(name).name == name and (chosen / FILE_NAME).is_file():
            return chosen
    raise BaseMissing(f"{folder} 指向的那一代知识库（{name}）不在了。请运行 kb build 重建。")
