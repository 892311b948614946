"""docs/who.md shows what `kb who` answers today, and no question is overclaimed that was not before."""

from __future__ import annotations

from tests.bench.score_who import DOC, score, summary, table


def test_the_table_of_the_docs_is_of_this_program() -> None:
    results = score()
    text = DOC.read_text("utf-8")
    assert summary(results) in text
    assert table(results) in text
    assert sum(bool(r.overclaimed) for r in results) <= 1
    assert sum(r.right for r in results) >= 57
