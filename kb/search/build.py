"""Building the index: documents to shards, shards' words to the lexicon. Jieba and pypinyin load here."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kb.search.documents import SearchDoc, Vocabulary, documents, read_vocabulary
from kb.search.lexicon import write_lexicon
from kb.search.normalise import Normaliser
from kb.search.shard import (
    DOCUMENTS_FILE,
    INDEX_VERSION,
    META_FILE,
    PLANS_FOLDER,
    TERMS_FOLDER,
    WORDS_FILE,
    document_terms,
    dump_document,
    searchable,
)
from kb.words.traditional import read_traditional

if TYPE_CHECKING:
    from kb.store import Base


def build_index(folder: Path, base: Base) -> None:
    """Write the index of a base into `folder`, replacing what lay there. Same base, same bytes."""
    shutil.rmtree(folder, ignore_errors=True)
    plans = base.plan_ids()
    for plan in plans:
        put_plan(folder, plan, tuple(documents(base, plan)))
    finish_index(folder, plans, read_vocabulary(base))


def index_documents(folder: Path, docs: Iterable[SearchDoc], vocabulary: Vocabulary) -> None:
    """Write the index of documents; plans in the order they first come."""
    shutil.rmtree(folder, ignore_errors=True)
    plans: dict[str, list[SearchDoc]] = {}
    for doc in docs:
        plans.setdefault(doc.plan, []).append(doc)
    for plan, of_plan in plans.items():
        put_plan(folder, plan, of_plan)
    finish_index(folder, plans, vocabulary)


def put_plan(folder: Path, plan: str, docs: Iterable[SearchDoc]) -> None:
    """Add or replace one plan's part. The index serves again after `finish_index`."""
    from kb.search.engine.embedded import write_engine
    from kb.search.gather import plan_words

    shard = folder / PLANS_FOLDER / plan
    shutil.rmtree(shard, ignore_errors=True)
    shard.mkdir(parents=True)
    ordered = sorted(docs, key=lambda d: d.order)
    normalise = Normaliser(read_traditional())
    words, titles = plan_words(ordered, normalise)
    with (shard / DOCUMENTS_FILE).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(dump_document(doc) + "\n" for doc in ordered)
    characters = sorted(set().union(*(searchable(doc) for doc in ordered)))
    record = {
        "documents": len(ordered),
        "titles": " ".join(sorted(titles)),
        "words": " ".join(sorted(words - titles)),
        "characters": "".join(ch for ch in characters if not ch.isspace()),
    }
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    (shard / WORDS_FILE).write_text(text + "\n", "utf-8", newline="\n")
    longer = sorted(word for word in words if len(word) > 2)
    write_engine(shard / TERMS_FOLDER, (document_terms(doc, normalise, longer) for doc in ordered))


def remove_plan(folder: Path, plan: str) -> None:
    """Take one plan's part out. The index serves again after `finish_index`."""
    shutil.rmtree(folder / PLANS_FOLDER / plan, ignore_errors=True)


def finish_index(folder: Path, plans: Iterable[str], vocabulary: Vocabulary) -> None:
    """Make the lexicon from the words of all parts, and say which plans there are."""
    from kb.search.gather import make_lexicon

    words: set[str] = set()
    titles: set[str] = set()
    characters: set[str] = set()
    counts: list[list[str | int]] = []
    for plan in plans:
        record = json.loads((folder / PLANS_FOLDER / plan / WORDS_FILE).read_text("utf-8"))
        titles.update(record["titles"].split())
        words.update(record["words"].split())
        characters.update(record["characters"])
        counts.append([plan, record["documents"]])
    folder.mkdir(parents=True, exist_ok=True)
    write_lexicon(folder, make_lexicon(frozenset(words | titles), frozenset(titles), characters, vocabulary))
    meta = {"version": INDEX_VERSION, "plans": counts}
    text = json.dumps(meta, ensure_ascii=False, separators=(",", ":"))
    (folder / META_FILE).write_text(text + "\n", "utf-8", newline="\n")
