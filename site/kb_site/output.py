"""Writing the site: aside, then swapped in whole. Files that did not change keep their time; old ones go."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kb.problems import KbError, reason
from kb.store.exchange import claimed, fresh_of, put_in_place, settle

# Says that a folder is a site of ours and may be replaced.
MARK = "site.json"


@dataclass(frozen=True, slots=True)
class Written:
    """How many files are new or other than before, stayed as they were, or went."""

    changed: int
    kept: int
    removed: int


Files = Mapping[str, bytes] | Iterable[tuple[str, bytes]]


def write_site(out: Path, files: Files) -> Written:
    """Make `out` hold exactly these files, each written as it comes. Raises KbError for a folder with something else in it.

    The old site stands untouched until the new one is complete beside it.
    """
    out = out.absolute()
    _refuse_foreign(out)
    made = [p for p in out.parents if not p.exists()]
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        try:
            with claimed(out.parent / f".{out.name}.lock"):
                settle(out)
                return _write_aside(out, files)
        except BaseException:
            _take_back(made)
            raise
    except OSError as error:
        raise KbError(f"写不了 {out}（{reason(error)}）。如有程序正开着里面的文件，请关闭后再试。") from error


def _take_back(made: Iterable[Path]) -> None:
    """Remove the folders that were made for a site that could not be written, the innermost first."""
    with suppress(OSError):  # another process has put something there
        for folder in made:
            folder.rmdir()


def _write_aside(out: Path, files: Files) -> Written:
    """Write all files beside `out`, then put the new folder in its place."""
    aside = fresh_of(out)
    before = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()} if out.is_dir() else set()
    changed = kept = 0
    gone = set(before)
    try:
        for name, content in files.items() if isinstance(files, Mapping) else files:
            gone.discard(name)
            path = aside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            old = out / name
            if name in before and old.stat().st_size == len(content) and old.read_bytes() == content:
                shutil.copy2(old, path)
                kept += 1
            else:
                path.write_bytes(content)
                changed += 1
        put_in_place(aside, out)
    except BaseException:
        settle(out)
        raise
    return Written(changed, kept, len(gone))


def _refuse_foreign(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise KbError(f"{out} 里有别的文件，不是以前生成的站点。请换一个文件夹，或先把它清空。")
    if out.exists() and not out.is_dir():
        raise KbError(f"{out} 是文件，这里要文件夹。")
