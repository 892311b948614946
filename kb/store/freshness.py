"""Whether a base is older than the corpus it was built from."""

from __future__ import annotations

from kb.corpus import Corpus
from kb.store.base import Base
from kb.store.schema import FILE_NAME


def is_older(base: Base, corpus: Corpus) -> bool:
    """Whether the corpus is not as it was when the base was built: its plans, units and topics, not the program.

    Times are looked at first: a corpus none of whose files is younger than the base, with the same plans, is not
    read. A checkout gives files new times, so digests decide.
    """
    parts = base.parts()
    if not parts:
        return False  # written by hand, as tests do: nothing to compare with
    try:
        built = (base.folder / FILE_NAME).stat().st_mtime_ns
        same_plans = set(base.plan_ids()) == set(corpus.plan_ids())
        if same_plans and all(path.stat().st_mtime_ns <= built for path in corpus.inputs()):
            return False
        shared, plans = corpus.digests()
    except OSError:
        return True
    return parts != {**dict(shared), **{f"plan.{plan}": digest for plan, digest in plans}}
