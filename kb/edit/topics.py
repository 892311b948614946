"""Operations on topics.toml: a word for a topic, a word taken back, a new topic."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import tomlkit

from kb.edit.change import EditRefused
from kb.edit.toml_entries import appended, entry_of, number_of, read_entries, refuse_errors, set_value
from kb.rules.topics import load_topics
from kb.spans import one_line

Field = Literal["terms", "said"]
"""terms: words that plans print, which tag nodes. said: words that people ask with."""


def add_word(text: str, topic: str, word: str, field: Field = "said") -> str:
    """Give a topic one more word. Raises EditRefused where it has it already."""
    document, entries = read_entries(text, "topic")
    entry = entry_of(entries, number_of(entries, topic), topic)
    word = _word(word)
    words = [str(w) for w in entry.get(field) or ()]
    if word in words:
        raise EditRefused(f"主题“{topic}”已经有“{word}”这个词。")
    set_value(entry, field, [*words, word])
    return _checked(text, tomlkit.dumps(document))


def remove_word(text: str, topic: str, word: str, field: Field = "said") -> str:
    """Take a word away from a topic. Raises EditRefused where it does not have it."""
    document, entries = read_entries(text, "topic")
    entry = entry_of(entries, number_of(entries, topic), topic)
    words = [str(w) for w in entry.get(field) or ()]
    if word not in words:
        raise EditRefused(f"主题“{topic}”没有“{word[:30]}”这个词。")
    set_value(entry, field, [w for w in words if w != word])
    return _checked(text, tomlkit.dumps(document))


def new_topic(text: str, name: str, terms: Sequence[str], said: Sequence[str] = ()) -> str:
    """Add a topic with its words at the end of the file."""
    values = {"name": _word(name), "terms": [_word(t) for t in terms], "said": [_word(s) for s in said]}
    return _checked(text, appended(text, "topic", values))


def _word(value: str) -> str:
    word = one_line(value)
    if not word:
        raise EditRefused("词是空的。")
    return word


def _checked(before: str, after: str) -> str:
    path = Path("topics.toml")
    old = {p.message for p in load_topics(path, before)[1]}
    refuse_errors([p for p in load_topics(path, after)[1] if p.message not in old])
    return after
