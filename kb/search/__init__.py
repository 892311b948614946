"""Search: `build_index(folder, base)`, `open_index(folder).search("谁管托育")`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.search.build import build_index, finish_index, index_documents, put_plan, remove_plan, whole_plans
    from kb.search.documents import SearchDoc, TopicTag, TopicWords, UnitName, Vocabulary
    from kb.search.opened import Index, open_index
    from kb.search.result import Facet, Hit, Result, Snippet

_WHERE = {
    "build": ("build_index", "finish_index", "index_documents", "put_plan", "remove_plan", "whole_plans"),
    "documents": ("SearchDoc", "TopicTag", "TopicWords", "UnitName", "Vocabulary"),
    "opened": ("Index", "open_index"),
    "result": ("Facet", "Hit", "Result", "Snippet"),
}

__all__ = [
    "Facet", "Hit", "Index", "Result", "SearchDoc", "Snippet", "TopicTag", "TopicWords", "UnitName", "Vocabulary",
    "build_index", "finish_index", "index_documents", "open_index", "put_plan", "remove_plan", "whole_plans",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Parts are loaded when asked for: a search does without what builds."""
    from importlib import import_module

    for module, names in _WHERE.items():
        if name in names:
            return getattr(import_module(f"kb.search.{module}"), name)
    raise AttributeError(name)
