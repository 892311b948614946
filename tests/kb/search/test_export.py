"""What the browser gets: small, whole, and enough to find every document again."""

from __future__ import annotations

import json

from kb.search import Index, SearchDoc, TopicTag
from kb.search.export import PARENT_MARK, TITLE_MARK, browser_index
from kb.search.lexicon import dump_lexicon


def test_size_of_the_seed(index: Index) -> None:
    text = json.dumps(browser_index(index), ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) <= 115_000


def test_rows_hold_every_document(index: Index) -> None:
    """Reads the rows as the browser does and compares with the index's own documents."""
    data = json.loads(json.dumps(browser_index(index)))
    values = data["values"]
    topics = [topic[0] for topic in data["lexicon"]["topics"]] + values["topics"]
    units = [unit[0] for unit in data["lexicon"]["units"]] + values["units"]
    read: list[SearchDoc] = []
    for row in data["rows"]:
        row = row + [[]] * (14 - len(row))
        plan, name, kind, number, title, head, text, citation, parent, chapter, binding, own, named, tags = (
            row
        )
        above = read[parent] if parent >= 0 else None
        read.append(
            SearchDoc(
                id=f"{data['plans'][plan]}/{name}",
                plan=data["plans"][plan],
                kind=values["kinds"][kind],
                number=number,
                title=title,
                head=head.replace(TITLE_MARK, title),
                text=text.replace(TITLE_MARK, title),
                citation=citation.replace(PARENT_MARK, above.citation if above else ""),
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
            )
        )
    assert read == list(index.documents())


def test_lexicon_and_rules(index: Index) -> None:
    data = browser_index(index)
    assert data["lexicon"] == dump_lexicon(index.lexicon)
    written, plain = data["rules"]["written"]
    assert dict(zip(written, plain, strict=True))["％"] == "%"
    assert data["rules"]["rank"]["in_title"] == 100
