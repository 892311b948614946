"""Loading a generation's index, taking it into use, and clearing away what no generation has any more.

A build loads an index of a name of its own. Nobody asks it before it is whole: the base that names it is taken into use after
that. So readers of the generation before go on, whatever happens to a build. The alias is moved in one step; it is for people and
their tools, while the program asks the index that its base names: words and documents of one generation.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from kb.problems import EngineFault
from kb.search.documents import SearchDoc
from kb.search.engine.base import Contents
from kb.search.engine.opensearch.client import Client, busy_again, refusal, told
from kb.search.engine.opensearch.mapping import READY, SETTINGS, mappings, source
from kb.search.engine.opensearch.record import LOADING, WHOLE, Record
from kb.search.engine.opensearch.settings import fault, read_settings
from kb.search.normalise import Normaliser
from kb.words.traditional import read_traditional

LOT = 2 * 1024 * 1024
"""Characters of JSON in one bulk request, some 1,000 documents; the node refuses more than 100 MB."""
SECONDS = 600.0
"""That one step of loading may take: joining the segments of a million documents is the longest."""
CLAUSES = 16_384
"""Clauses that a node has to take in one search: a page of text has some 5,000. The setting recommended has room for more."""
TRIES = 8
"""How often rows that a full queue refused are sent again."""


def write_contents(folder: Path, contents: Contents) -> None:
    """Load documents into a new index, and record it in `folder`. Raises EngineFault; the index is then gone again."""
    settings = read_settings()
    name = f"{settings.index}-{secrets.token_hex(8)}"
    urls = tuple(map(str, settings.nodes))
    Record(index=name, documents=contents.documents, urls=urls, state=LOADING).write(folder)
    client = Client(settings)
    try:
        load(client, name, contents.documents, contents.read())
    except BaseException:
        with suppress(EngineFault):
            client.ask("DELETE", f"/{name}", known=(404,))
        raise
    finally:
        client.close()
    Record(index=name, documents=contents.documents, urls=urls, state=WHOLE).write(folder)


def load(client: Client, name: str, documents: int, docs: Iterable[SearchDoc]) -> None:
    """Make the index and fill it. Raises EngineFault where it does not have every document in the end."""
    client.ask("PUT", f"/{name}", {"settings": {"index": SETTINGS}, "mappings": mappings()}, seconds=SECONDS)
    _try_clauses(client, name)
    for lot in lots(docs):
        _bulk(client, name, lot)
    client.ask("POST", f"/{name}/_refresh", seconds=SECONDS)
    client.ask("POST", f"/{name}/_forcemerge?max_num_segments=1", seconds=SECONDS)
    client.ask("PUT", f"/{name}/_settings", {"index": READY}, seconds=SECONDS)
    check(client, name, documents)


def _try_clauses(client: Client, name: str) -> None:
    """Raise EngineFault KB507 where a node takes fewer clauses than what people paste into a search needs."""
    parts = [{"term": {"kind": str(number)}} for number in range(CLAUSES)]
    try:
        client.search(name, {"size": 0, "query": {"bool": {"should": parts}}})
    except EngineFault as error:
        if error.code != "KB508":
            raise
        said = f"节点的 indices.query.bool.max_clause_count 要设为 65536，现在不到 {CLAUSES}"
        raise fault("KB507", said) from error


def check(client: Client, name: str, documents: int) -> None:
    """Raise EngineFault KB504 where an index is not there or has other than so many documents."""
    query = {"size": 0, "track_total_hits": True}
    found = client.search(name, query)["hits"]["total"]["value"]
    if found != documents:
        raise fault("KB504", f"索引 {name} 应有 {documents} 条，实有 {found} 条")


def lots(docs: Iterable[SearchDoc]) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    """Cut numbered documents into lots of one request each."""
    normalise = Normaliser(read_traditional())
    lot: list[tuple[int, dict[str, Any]]] = []
    size = 0
    for number, doc in enumerate(docs):
        row = source(number, doc, normalise)
        lot.append((number, row))
        size += len(json.dumps(row, ensure_ascii=False))
        if size > LOT:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot


def _bulk(client: Client, name: str, lot: list[tuple[int, dict[str, Any]]]) -> None:
    """Send a lot; rows that a full queue refused are sent again."""
    rows = dict(lot)
    for _ in range(TRIES):
        lines = [part for number, row in rows.items() for part in ({"index": {"_id": str(number)}}, row)]
        answer = client.ask("POST", f"/{name}/_bulk", lines, seconds=SECONDS)
        if not answer["errors"]:
            return
        failed = [one["index"] for one in answer["items"] if one["index"].get("error")]
        if not busy_again(failed):
            raise told(refusal(int(failed[0]["status"]), failed[0]))
        again = {int(one["_id"]) for one in failed}
        rows = {number: row for number, row in rows.items() if number in again}
    raise fault("KB502", f"装了 {TRIES} 次，还有 {len(rows)} 条没有收下")


def settle(gone: Iterable[str], current: str) -> None:
    """Delete indices, and point the alias at another; "" leaves it."""
    settings = read_settings()
    client = Client(settings)
    try:
        for index in sorted(gone):
            client.ask("DELETE", f"/{index}", known=(404,))
        if current:
            actions = [
                {"remove": {"index": f"{settings.index}-*", "alias": settings.index, "must_exist": False}},
                {"add": {"index": current, "alias": settings.index}},
            ]
            client.ask("POST", "/_aliases", {"actions": actions})
    finally:
        client.close()


__all__ = ["check", "load", "settle", "write_contents"]
