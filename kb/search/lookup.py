"""Documents by id and by plan, for answers: what `who` needs of the index in addition to searching."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kb.search.documents import SearchDoc
from kb.search.engine import Has
from kb.search.shard import Shard


class Lookup:
    """The documents of an index by id, by parent, by plan, and by what they contain."""

    def __init__(self, plans: Sequence[str], shards: Sequence[Shard]) -> None:
        self._shards = dict(zip(plans, shards, strict=True))
        self._numbers = {plan: at for at, plan in enumerate(plans)}

    def find(self, id_: str) -> SearchDoc | None:
        """Return the document of a full id; None where there is none."""
        place = self.place(id_)
        return None if place is None else self._shards[id_.split("/", 1)[0]].document(place[1])

    def place(self, id_: str) -> tuple[int, int] | None:
        """Return where the document of a full id lies: shard, line; None where there is none."""
        plan = id_.split("/", 1)[0]
        shard = self._shards.get(plan)
        if shard is None:
            return None
        for at in shard.meeting(Has("place", id_)):
            if shard.document(at).id == id_:
                return self._numbers[plan], at
        return None

    def children(self, id_: str) -> tuple[SearchDoc, ...]:
        """Return the documents right below a node, in reading order."""
        shard = self._shards.get(id_.split("/", 1)[0])
        if shard is None:
            return ()
        return tuple(shard.document(at) for at in sorted(shard.meeting(Has("parent", id_))))

    def documents(self, plans: Iterable[str]) -> Iterator[SearchDoc]:
        """Yield all documents of some plans, in reading order."""
        for plan in plans:
            yield from self._shards[plan].documents()

    def count(self, plans: Iterable[str]) -> int:
        return sum(len(self._shards[plan]) for plan in plans)

    def containing(self, text: str, plans: Iterable[str]) -> Iterator[str]:
        """Yield the ids of the nodes of some plans that contain a normalised text, in reading order."""
        for plan in plans:
            shard = self._shards[plan]
            for at in sorted(shard.containing(text)):
                yield shard.document(at).id
