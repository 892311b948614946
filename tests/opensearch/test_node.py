"""The node itself: what the engine relies on is what this version does."""

from __future__ import annotations

from tests.opensearch.node import Node

PAIRS = {
    "settings": {
        "number_of_replicas": 0,
        "analysis": {
            "tokenizer": {"pairs": {"type": "ngram", "min_gram": 2, "max_gram": 2}},
            "analyzer": {"pairs": {"type": "custom", "tokenizer": "pairs"}},
        },
    },
    "mappings": {"properties": {"text": {"type": "text", "analyzer": "pairs"}, "unit": {"type": "keyword"}}},
}


def test_a_phrase_over_pairs_is_a_search_for_a_substring(node: Node) -> None:
    node.ask("PUT", "/substrings", PAIRS)
    rows = [("1", "加强草原防火巡查"), ("2", "防汛火速上报"), ("3", "山火防治")]
    lines = [part for key, text in rows for part in ({"index": {"_id": key}}, {"text": text})]
    assert node.ask("POST", "/substrings/_bulk?refresh=true", lines)["errors"] is False
    for asked, expected in (
        ("防火", ["1"]),
        ("草原防火", ["1"]),
        ("火防", ["3"]),
        ("防治", ["3"]),
        ("汛火速", ["2"]),
        ("火巡防", []),
    ):
        found = node.ask("POST", "/substrings/_search", {"query": {"match_phrase": {"text": asked}}})
        assert sorted(hit["_id"] for hit in found["hits"]["hits"]) == expected, asked
    node.ask("DELETE", "/substrings")
