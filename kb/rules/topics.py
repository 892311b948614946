"""Topics (主题): corpus/topics.toml, and tagging nodes with them.

Terms tag nodes; a topic's name and the words people `said` never do: they only lead a question to a topic.
"""

from __future__ import annotations

from pathlib import Path

from kb.codes import problem
from kb.model import Tag, Topic
from kb.problems import Problem
from kb.rules.ground import Ground
from kb.rules.registry import entry_problem, read_toml
from kb.words.normalised import compact


def load_topics(path: Path, text: str | None = None) -> tuple[tuple[Topic, ...], tuple[Problem, ...]]:
    """Topics of a topics.toml (`[[topic]]` tables) and what is wrong with the file; a bad entry is left out.

    text: what the file says, None to read it."""
    table, problems = read_toml(path, "topic", text)
    topics: list[Topic] = []
    seen: set[str] = set()

    def report(line: int, message: str, excerpt: str) -> None:
        problems.append(problem("KB304", str(path), line=line, message=message, excerpt=excerpt))

    for entry, line in table:
        bad = entry_problem(entry, ("name",), ("terms", "said", "narrower"))
        if bad:
            report(line, bad, str(entry.get("name", "")))
            continue
        name = entry["name"].strip()
        if name in seen:
            report(line, f"主题“{name}”写了两次", name)
            continue
        seen.add(name)
        topics.append(
            Topic(
                name,
                tuple(entry.get("terms", ())),
                tuple(entry.get("said", ())),
                tuple(entry.get("narrower", ())),
            )
        )
    for t in topics:
        for n in t.narrower:
            if n not in seen:
                line = next((at for e, at in table if e.get("name") == t.name), 0)
                report(line, f"“{t.name}”的下位主题“{n}”没有这一条", n)
    return tuple(topics), tuple(problems)


def find_tags(ground: Ground) -> tuple[Tag, ...]:
    """A tag for every node and topic whose term is in the node's title or text.

    A term inside a longer one of the same topic counts once: “托育服务设施” is one hit of 托育服务 and 托育服务设施.
    """
    terms = [(t.name, tuple(dict.fromkeys(compact(x) for x in t.terms if x))) for t in ground.topics]
    tags: list[Tag] = []
    for node in ground.content:
        head, body = ground.head(node).value, ground.body(node).value
        title = compact(node.title)
        whole = head + "\n" + body if head not in body else body
        for name, words in terms:
            hits = count_terms(whole, words)
            if hits:
                place = "title" if count_terms(title, words) else "text"
                tags.append(Tag(node.plan, node.id, name, place, hits))
    return tuple(tags)


def count_terms(value: str, words: tuple[str, ...]) -> int:
    """How many stretches of a text a set of terms covers; overlapping terms count once."""
    spans: list[tuple[int, int]] = []
    for w in words:
        i = value.find(w)
        while i >= 0:
            spans.append((i, i + len(w)))
            i = value.find(w, i + len(w))
    count, end = 0, -1
    for a, b in sorted(spans):
        if a >= end:
            count += 1
        end = max(end, b)
    return count
