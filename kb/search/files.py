"""The files of an index, opened when they are first asked for. What is read is checked when it is read."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import IO
from zlib import crc32

from kb.problems import BaseMissing, BaseUnusable
from kb.search.columns import COLUMNS_FILE, Columns
from kb.search.documents import SearchDoc
from kb.search.engine import Postings, open_postings
from kb.search.lexicon import LEXICON_FILE, Lexicon, read_lexicon
from kb.search.meta import INDEX_VERSION as VERSION
from kb.search.meta import META_FILE, PLANS_FILE, TERMS_FOLDER, Meta, OtherVersion, load_meta
from kb.search.rows import load_document, load_searchable
from kb.store.manifest import REBUILD, check_files


class IndexFiles:
    """An index folder. Its meta and lexicon are read now; raises BaseMissing or BaseUnusable."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._prefix = f"{folder.name}/"
        check_files(folder.parent, self._prefix + META_FILE, self._prefix + LEXICON_FILE)
        try:
            self.meta: Meta = load_meta(folder)
            self.lexicon: Lexicon = read_lexicon(folder)
            self._check_size()
        except OtherVersion as error:
            raise BaseUnusable(
                f"{folder} 的索引版本是 {error.args[0]}，本程序要的是 {VERSION}。{REBUILD}"
            ) from error
        except FileNotFoundError as error:
            self._stands()
            raise BaseMissing(f"{folder} 里没有搜索索引。{REBUILD}") from error
        except (ValueError, KeyError, TypeError, StopIteration) as error:
            raise BaseUnusable(f"{folder} 的搜索索引已损坏（{error}）。{REBUILD}") from error
        self._columns: Columns | None = None
        self._file: IO[bytes] | None = None
        self._one = threading.Lock()

    def _check_size(self) -> None:
        last = self.meta.plans[-1] if self.meta.plans else None
        due = last.start + sum(last.lengths) if last else 0
        path = self.folder / PLANS_FILE
        size = path.stat().st_size
        if size != due:
            raise BaseUnusable(f"{path} 应有 {due} 字节，实有 {size} 字节，已不能用。{REBUILD}")

    def columns(self) -> Columns:
        if self._columns is None:
            with self._one:
                self._columns = self._columns or self._read_columns()
        return self._columns

    def _read_columns(self) -> Columns:
        self._stands()
        check_files(self.folder.parent, self._prefix + COLUMNS_FILE)
        path = self.folder / COLUMNS_FILE
        try:
            return Columns(path.read_bytes())
        except FileNotFoundError as error:
            raise BaseMissing(f"{self.folder} 里没有搜索索引。{REBUILD}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise BaseUnusable(f"{path} 已损坏（{error}）。{REBUILD}") from error

    def terms(self) -> Path:
        """Return the folder of the engine's files; they are as they were sealed."""
        self._stands()
        check_files(self.folder.parent, f"{self._prefix}{TERMS_FOLDER}/")
        return self.folder / TERMS_FOLDER

    def postings(self) -> Postings:
        """Open the engine's files."""
        folder = self.terms()
        try:
            return open_postings(self.meta.engine, folder)
        except KeyError as error:
            raise BaseUnusable(
                f"{self.folder} 是用本程序没有的搜索引擎 {self.meta.engine} 建的。{REBUILD}"
            ) from error

    def document(self, number: int) -> SearchDoc:
        """Read a document. Raises BaseUnusable where its line is not as it was written."""
        return load_document(self._line(number))

    def text(self, number: int) -> str:
        """Read a document's searchable text, as it is printed. Raises as `document`."""
        return load_searchable(self._line(number))

    def _line(self, number: int) -> bytes:
        start, length, crc = self.columns().line_of(number)
        with self._one:
            if self._file is None:
                self._file = self._open_plans()
            self._file.seek(start)
            line = self._file.read(length)
        if crc32(line) != crc:
            raise BaseUnusable(f"{self.folder / PLANS_FILE} 的内容变了，已不能用。{REBUILD}")
        return line

    def _open_plans(self) -> IO[bytes]:
        self._stands()
        return (self.folder / PLANS_FILE).open("rb")

    def open(self) -> None:
        """Open all files now."""
        self.columns()
        with self._one:
            self._file = self._file or self._open_plans()

    def _stands(self) -> None:
        """Raises BaseMissing where builds have cleared the folder away since the index was opened."""
        if not self.folder.is_dir():
            raise BaseMissing(f"{self.folder} 不在了：知识库刚刚重建过。请再试一次。")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
