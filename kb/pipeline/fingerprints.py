"""What a base is built from, as digests: this program, the files that staff keep for all plans, each plan's own.

A plan whose digest is that of an earlier base of the same program need not be read again, unless what changed in
units.toml or topics.toml can touch it (kb.pipeline.touched).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import kb
from kb.corpus import Corpus
from kb.store.schema import SCHEMA_VERSION

# Rooms of this package that only ask a built base, and the corpus that an installed package brings along.
_ASKING = ("answer", "extract", "monitor", "edit", "_corpus")
_NOTES = (".md", ".pyc", ".typed")
# Packages whose version shapes what is built: their words and their file format.
_SHAPING = ("jieba", "whoosh-reloaded", "pypinyin", "markdown-it-py")


@dataclass(frozen=True, slots=True)
class Inputs:
    """program: this package and the libraries that shape a base. shared: (“units”, digest) and (“topics”, digest).
    plans: (id, digest) in the order of the corpus."""

    program: str
    shared: tuple[tuple[str, str], ...]
    plans: tuple[tuple[str, str], ...]

    @property
    def digest(self) -> str:
        """Of all of it."""
        return _digest(str(self.parts()).encode())

    def parts(self) -> tuple[tuple[str, str], ...]:
        """As rows of the base's table meta."""
        return (
            ("program", self.program),
            *self.shared,
            *((f"plan.{plan}", digest) for plan, digest in self.plans),
        )


def read_inputs(corpus: Corpus) -> Inputs:
    """The digests of a corpus as it is. Raises OSError."""
    shared, plans = corpus.digests()
    return Inputs(program_digest(), shared, plans)


def inputs_digest(corpus: Corpus) -> str:
    """Digest of all that a base depends on: the corpus, the schema, this program's own rules, its libraries."""
    return read_inputs(corpus).digest


@cache
def program_digest() -> str:
    """Digest of what turns a corpus into a base: this package's files, as they were when first asked."""
    total = sha256(f"schema {SCHEMA_VERSION}\nkb {kb.__version__}\n".encode())
    package = Path(kb.__file__).parent
    for path in program_files():
        total.update(f"{path.relative_to(package).as_posix()} {_digest(path.read_bytes())}\n".encode())
    for name in _SHAPING:
        try:
            total.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            total.update(f"{name} -\n".encode())
    return total.hexdigest()


def program_files() -> tuple[Path, ...]:
    """This package's modules and tables (vendor/TSCharacters.txt) that a base is made with, in a fixed order."""
    package = Path(kb.__file__).parent
    found = []
    for path in sorted(package.rglob("*")):
        parts = path.relative_to(package).parts
        hidden = any(part.startswith((".", "__pycache__")) for part in parts) or path.name.endswith("~")
        if not hidden and parts[0] not in _ASKING and path.suffix not in _NOTES and path.is_file():
            found.append(path)
    return tuple(found)


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
