"""任务分解 from the plan's own sentences: one proposal a sentence of a task or project, without units."""

from __future__ import annotations

import re
from hashlib import sha256

from kb.extract.clean import plain
from kb.ledger.tables import MeasureRow
from kb.monitor.desk import Desk

SENTENCE = re.compile(r"[^。；！？]*[。；！？]?")
SHORT = 6
"""A sentence with fewer characters is a heading of its own (“一是扩容。”) and asks for nothing."""
KINDS = ("task", "project", "measure")


def proposals(desk: Desk) -> list[MeasureRow]:
    """Return the sentences of tasks, projects and measures. id: `2.4.2#3f9a1c`, the node and a key of its words."""
    out: list[MeasureRow] = []
    seen: set[str] = set()
    below: dict[str, list[str]] = {}
    for node in desk.gathering.nodes.values():
        if node.kind == "paragraph" and node.parent is not None:
            below.setdefault(node.parent, []).append(node.text)
    for node in desk.gathering.nodes.values():
        if node.kind not in KINDS:
            continue
        n = 0
        for text in (node.text, *below.get(node.id, ())):
            for found in SENTENCE.findall(plain(text)):
                said = found.strip()
                if len(said) < SHORT:
                    continue
                n += 1
                id_ = f"{node.local}#{key_of(said)}"
                if id_ not in seen:
                    seen.add(id_)
                    out.append(MeasureRow(id=id_, node=node.local, part=str(n), text=said))
    return out


def key_of(words: str) -> str:
    """Return a key of six hexadecimal digits that follows from the words without their white space and marks."""
    return sha256(re.sub(r"[\s。；！？，、]", "", words).encode()).hexdigest()[:6]
