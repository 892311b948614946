"""What the browser gets: small, whole, and enough to find every document again."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from kb.search import Index, SearchDoc, TopicTag
from kb.search.export import browser_index
from kb.search.lexicon import dump_lexicon


def test_size_of_the_seed(index: Index) -> None:
    text = json.dumps(browser_index(index), ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) <= 115_000


def test_rows_hold_every_document(index: Index) -> None:
    """Reads the rows as the browser does and compares with the index's own documents."""
    data = json.loads(json.dumps(browser_index(index)))
    values = data["values"]
    topics = [topic[0] for topic in data["lexicon"]["topics"]] + values["topics"]
    mark = data["mark"]
    units = [unit.split(mark)[0] for unit in data["lexicon"]["units"]] + values["units"]
    read: list[SearchDoc] = []
    for row in data["rows"]:
        row = row + [[]] * (16 - len(row))
        plan, name, kind, number, title, head, text, citation, parent, chapter, binding, *lists = row
        own, named, tags, measured, roles = lists
        above = read[parent] if parent >= 0 else None
        read.append(
            SearchDoc(
                id=f"{data['plans'][plan]}/{name}",
                plan=data["plans"][plan],
                kind=values["kinds"][kind],
                number=number,
                title=title,
                head=head.replace(mark, title),
                text=text.replace(mark, title),
                citation=citation.replace(mark, above.citation if above else ""),
                order=len(read),
                parent=above.id if above else None,
                chapter=values["chapters"][chapter],
                units=tuple(units[at] for at in own),
                named=tuple(units[at] for at in named),
                topics=tuple(
                    TopicTag(topics[~at if at < 0 else at], at < 0, hits)
                    for at, hits in zip(tags[::2], tags[1::2], strict=True)
                ),
                binding=values["bindings"][binding],
                values=tuple(measured),
                roles=tuple((["责任"] + values["roles"])[at] for at in roles),
            )
        )
    # Who holds a node the browser works out from the duties it has for its answers.
    assert read == [replace(doc, holders=()) for doc in index.documents()]


def test_lexicon(index: Index) -> None:
    data = browser_index(index)
    lexicon, whole, mark = data["lexicon"], dump_lexicon(index.lexicon), data["mark"]
    for name in ("titles", "words", "names", "traditional", "syllables", "readings", "shapes"):
        assert lexicon[name] == whole[name]
    assert [unit.split(mark) for unit in lexicon["units"]] == whole["units"]
    assert [
        [name, *([word for word in text.split(mark) if word] for text in lists)]
        for name, *lists in lexicon["topics"]
    ] == whole["topics"]


def test_words_apart_are_those_whose_halves_are_words(index: Index) -> None:
    """The rule by which the browser finds what dump_lexicon lists as "apart"."""
    data = browser_index(index)
    topics = [
        [name, *text.split(data["mark"])] for name, *texts in data["lexicon"]["topics"] for text in texts
    ]
    spoken = {index.lexicon.normalise(word) for words in topics for word in words}
    spoken = {word for word in spoken if re.fullmatch("[\u3400-\u9fff]{2,4}", word)}
    words = {*data["lexicon"]["titles"].split(), *data["lexicon"]["words"].split()}
    apart = {w for w in spoken if len(w) == 4 and {w[:2], w[2:]} <= words | spoken}
    assert words | (spoken - apart) == index.lexicon.words


def test_rules(index: Index) -> None:
    data = browser_index(index)
    written, plain = data["rules"]["written"]
    assert dict(zip(written, plain, strict=True))["％"] == "%"
    assert data["rules"]["rank"]["in_title"] == 100
