"""OpenSearch as the engine, for a province or a nation: asked over HTTP, one index a generation.

    settings   where the cluster is and who asks, from the environment
    client     requests over kept connections, and what can go wrong with them
    mapping    the fields of the index, in one place
    query      conditions and bounds as OpenSearch asks them
    write      loading a generation's index, the alias, clearing away
    retriever  asking it

Nothing but the standard library is needed: the program asks a dozen kinds of request, and a client package would bring more
than it saves.
"""

from __future__ import annotations

RECORD_FILE = "opensearch.json"
"""In index/terms of a generation: which index of the cluster is its own (record.py)."""
