"""Saving corrections: one file at a time, whole or not at all, never over what somebody else saved meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from kb.corpus import MONITOR, PLAN_FILE, SEEN_FILE, TOPICS_FILE, UNITS_FILE, Corpus
from kb.csv_text import decode_csv
from kb.edit import journal
from kb.edit.change import Change, EditRefused, apply, change_between
from kb.edit.journal import ABSENT, HISTORY_FILE, Entry
from kb.edit.verdict import Verdict, judge, refuse_broken, refuse_lost
from kb.ledger.folder import INDICATORS_FILE, RECIPIENTS_FILE
from kb.model import Tree
from kb.parse.plan_md import is_plan_id
from kb.parse.record import read_plan_files
from kb.problems import KbError, reason
from kb.rules.registry import load_units
from kb.rules.topics import load_topics
from kb.store.exchange import claimed

DUTIES_FILE = "duties.csv"
MONITORED = (INDICATORS_FILE, RECIPIENTS_FILE)
"""Files of a plan's monitoring that a person completes; rounds are written by kb.monitor alone."""
_LOCK = ".edit.lock"
Operation = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file of the corpus as somebody sees it. digest: what a save has to name, "" where there is no file."""

    file: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Saved:
    """entry: as the history has it, None where nothing changed. merged: somebody else had saved another place of the
    file meanwhile, and both changes are in it."""

    opened: Opened
    entry: Entry | None
    merged: bool = False


class StaleSave(KbError):
    """Somebody else saved meanwhile. theirs: the file as it is now. yours: what was to be saved, "" for an operation.

    since: what was changed since, newest first; empty where it was changed outside."""

    def __init__(self, theirs: Opened, yours: str, since: tuple[Entry, ...]) -> None:
        who = "、".join(dict.fromkeys(e.who for e in since)) or "别人"
        super().__init__(f"{theirs.file} 在您打开之后，{who}又保存过。您的修改没有覆盖它，两份都在下面。")
        self.theirs, self.yours, self.since = theirs, yours, since


class Desk:
    """The files of a corpus that a person may correct, by their name in it: units.toml, <plan>/plan.md, …

    clock: the time that the history notes.
    """

    def __init__(
        self, corpus: Corpus, clock: Callable[[], datetime] = lambda: datetime.now().astimezone()
    ) -> None:
        self.corpus = corpus
        self._clock = clock

    def open(self, file: str) -> Opened:
        """Return a file as it is now; without text where there is none. Raises KbError."""
        data = self._bytes(file)
        if data is None:
            return Opened(file, "", ABSENT)
        return Opened(file, _decode(file, data), sha256(data).hexdigest())

    def save(self, file: str, digest: str, text: str, who: str, what: str) -> Saved:
        """Save a whole text written by hand. digest: of the file as the person opened it.

        Raises StaleSave where it is another one now, DocumentError or EditRefused for what cannot be read."""
        with self._claimed(file):
            now = self.open(file)
            if now.digest != digest:
                raise StaleSave(now, text, self.since(file, digest))
            return self._put(now, _endings(now.text, text), who, what)

    def do(
        self, file: str, digest: str, operation: Operation, who: str, what: str, *, keeps_words: bool = True
    ) -> Saved:
        """Make one operation and save it. keeps_words: it changes the structure of a plan.md, no word of it.

        Where somebody else changed another place of the file meanwhile, both changes are kept; StaleSave where they
        meet. Raises EditRefused, DocumentError."""
        with self._claimed(file):
            now = self.open(file)
            if now.digest == digest:
                return self._put(now, operation(now.text), who, what, keeps_words)
            since = self.since(file, digest)
            before = self._as_it_was(now, digest)
            if before is None:
                raise StaleSave(now, "", since)
            mine = change_between(before, operation(before))
            try:
                both = apply(now.text, mine)
            except EditRefused as error:
                raise StaleSave(now, "", since) from error
            saved = self._put(now, both, who, what, keeps_words)
            return Saved(saved.opened, saved.entry, merged=True)

    def undo(self, no: int, who: str) -> Saved:
        """Take back an entry of the history, also where the file has changed elsewhere since. Raises EditRefused."""
        entry = next((e for e in self.history() if e.no == no), None)
        if entry is None or not entry.file:
            raise EditRefused(f"修改记录里没有可以撤销的第 {no} 条。")
        with self._claimed(entry.file):
            now = self.open(entry.file)
            text = apply(now.text, entry.change.inverse)
            what = f"撤销第 {no} 条：{entry.what}"
            return self._put(now, text, who, what, keeps_words=False, undoes=no)

    def history(self, file: str = "") -> tuple[Entry, ...]:
        """Return what was changed, oldest first; of one file where it is named."""
        entries = journal.read(self.path)
        files = {e.file for e in entries if e.file}
        now = {f: self._digest(f) for f in files}
        return tuple(e for e in journal.settled(entries, now) if not file or e.file == file)

    def note(self, who: str, what: str) -> Entry:
        """Put something into the history that changed no file here: an import, a publication, a roll-back."""
        with self._claimed(""):
            return journal.append(self.path, self._entry(who, what))

    def since(self, file: str, digest: str) -> tuple[Entry, ...]:
        """Return what was changed in a file since it had a digest, newest first; empty where the history has no such."""
        entries = self.history(file)
        for k in range(len(entries) - 1, -1, -1):
            if entries[k].before == digest:
                return tuple(reversed(entries[k:]))
        return ()

    @property
    def path(self) -> Path:
        """The history's file."""
        return self.corpus.folder / HISTORY_FILE

    def verdict(self, plan: str, text: str) -> Verdict:
        """Judge the text of a plan's plan.md against its source. Raises DocumentError where the folder is damaged."""
        _, source, record = read_plan_files(self.corpus.plan_folder(plan))
        return judge(text, plan, source, record.repairs)

    def tree(self, plan: str) -> Tree:
        """The plan as its plan.md says it now."""
        return self.corpus.read_plan(plan)

    def _put(
        self, now: Opened, text: str, who: str, what: str, keeps_words: bool = False, undoes: int = 0
    ) -> Saved:
        if text == now.text:
            return Saved(now, None)
        self._check(now, text, keeps_words)
        data = text.encode()
        after = sha256(data).hexdigest() if text else ABSENT
        change: Change = change_between(now.text, text)
        entry = self._entry(who, what, now.file, now.digest, after, change, undoes)
        entry = journal.append(self.path, entry)
        _write(self._path(now.file), data if text else None)
        return Saved(Opened(now.file, text, after), entry)

    def _check(self, now: Opened, text: str, keeps_words: bool) -> None:
        """Raise DocumentError or EditRefused for a text that cannot be built from."""
        name = now.file.rpartition("/")[2]
        if name == PLAN_FILE:
            plan = now.file.partition("/")[0]
            after = self.verdict(plan, text)
            refuse_broken(after)
            if keeps_words:
                refuse_lost(self.verdict(plan, now.text), after)
            return
        load = {UNITS_FILE: load_units, TOPICS_FILE: load_topics}.get(name)
        if load is not None:
            old = {p.message for p in load(self._path(now.file), now.text)[1]}
            for p in load(self._path(now.file), text)[1]:
                if p.level == "error" and p.message not in old:
                    raise EditRefused(f"没有保存：第 {p.line} 行，{p.message}。{p.hint}")

    def _entry(
        self, who: str, what: str, file: str = "", before: str = "", after: str = "",
        change: Change | None = None, undoes: int = 0,
    ) -> Entry:  # fmt: skip
        when = self._clock().isoformat(timespec="seconds")
        did = change or Change(0, (), ())
        return Entry(
            no=0, when=when, who=who, what=" ".join(what.split())[:200], file=file, before=before, after=after,
            at=did.at, old=did.old, new=did.new, undoes=undoes,
        )  # fmt: skip

    def _as_it_was(self, now: Opened, digest: str) -> str | None:
        """Return the text of a file when it had a digest, by the history; None where that cannot be told."""
        text, at = now.text, now.digest
        for entry in reversed(self.history(now.file)):
            if entry.after != at:
                return None
            text, at = apply(text, entry.change.inverse), entry.before
            if at == digest:
                return text
        return None

    def _path(self, file: str) -> Path:
        """Return the path of a file that may be corrected. Raises EditRefused for any other name."""
        plan, slash, name = file.rpartition("/")
        if not slash and name in (UNITS_FILE, TOPICS_FILE):
            return self.corpus.folder / name
        plan, _, within = plan.partition("/")
        folder = self.corpus.folder / plan
        files = {"": (PLAN_FILE, DUTIES_FILE, SEEN_FILE), MONITOR: MONITORED}.get(within, ())
        if is_plan_id(plan) and name in files and (folder / PLAN_FILE).is_file():
            return folder / within / name
        raise EditRefused(f"没有可以修改的文件 {file[:60]}。")

    def _bytes(self, file: str) -> bytes | None:
        path = self._path(file)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KbError(f"{path} 读不出（{reason(error)}）。") from error

    def _digest(self, file: str) -> str:
        try:
            data = self._bytes(file)
        except KbError:  # a plan that is gone
            return ABSENT
        return ABSENT if data is None else sha256(data).hexdigest()

    @contextmanager
    def _claimed(self, file: str) -> Iterator[None]:
        """Hold the corpus, and the plan that an import might be writing."""
        plan = file.partition("/")[0] if "/" in file else ""
        with claimed(self.corpus.folder / _LOCK, wait=30.0):
            if not plan:
                yield
                return
            self._path(file)
            with claimed(self.corpus.folder / f".{plan}.lock", wait=30.0):
                yield


def _decode(file: str, data: bytes) -> str:
    try:
        return (
            decode_csv(data)
            if file.endswith(".csv") and not data.startswith(b"\xef\xbb\xbf")
            else data.decode()
        )
    except UnicodeDecodeError as error:
        raise KbError(f"{file} 不是 UTF-8 文本，没有打开。请另存为 UTF-8 编码。") from error


def _endings(old: str, text: str) -> str:
    """Return a text from a form (CRLF, as HTML sends it) with the line endings of the old one."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("\n", "\r\n") if "\r\n" in old else plain


def _write(path: Path, data: bytes | None) -> None:
    """Put a file in its place whole, or take it away. Raises KbError, the old one standing."""
    aside = path.with_name(f".{path.name}.new")
    try:
        if data is None:
            path.unlink(missing_ok=True)
            return
        with open(aside, "wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        os.replace(aside, path)
        if os.name != "nt":
            handle = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise KbError(f"{path} 写不了（{reason(error)}），原有内容没有改动。") from error
