"""主题和说法: what people asked and did not find, and the words of every topic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from kb.corpus import TOPICS_FILE
from kb.edit.change import EditRefused
from kb.edit.desk import StaleSave
from kb.edit.topics import Field, add_word, new_topic, remove_word
from kb.problems import KbError
from kb.who.missing import missing
from kb.who.shapes import Missed
from kb_site.workbench.frame import HOME, back, corpus_of, desk_of, field, render, service, user_of, with_form

SHOWN: Final = 30
"""Questions of one page, most often asked first."""
NEAREST: Final = 3
PATH: Final = f"{HOME}/topics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that nothing answered. nearest: (citation, title, address) of the nodes that come nearest now."""

    query: str
    count: int
    last: str
    nearest: list[tuple[str, str, str]]


def page(request: Request) -> Response:
    """The page."""
    return _draw(request)


def _draw(request: Request, wrong: str = "", status: int = 200) -> Response:
    found = missing()
    topics = corpus_of(request).topics()
    return render(
        request, "topics.html", title="主题和说法", area="topics", asked=_asked(request, found["missing"][:SHOWN]),
        total=len(found["missing"]), kept=found["kept"], topics=topics, digest=desk_of(request).open(TOPICS_FILE).digest,
        wrong=wrong, status=status,
    )  # fmt: skip


async def edit(request: Request) -> Response:
    """Make one change of topics.toml."""
    return await with_form(request, _edit)


def _edit(request: Request, form: FormData) -> Response:
    try:
        make, what = _operation(form)
        saved = desk_of(request).do(TOPICS_FILE, field(form, "digest"), make, user_of(request), what)
    except (StaleSave, EditRefused) as error:
        return _draw(request, str(error), 409 if isinstance(error, StaleSave) else 422)
    return back(request, PATH, done=saved.entry.no if saved.entry else 0, said="" if saved.entry else "same")


def _operation(form: FormData) -> tuple[Callable[[str], str], str]:
    op, topic, word = field(form, "op"), field(form, "topic").strip(), field(form, "word").strip()
    kind: Field = "terms" if field(form, "field") == "terms" else "said"
    if op == "add":
        if not topic:
            raise EditRefused("请选一个主题。")
        return (lambda t: add_word(t, topic, word, kind)), f"主题“{topic}”加上“{word}”"
    if op == "remove":
        topic, field_, word = [*field(form, "pick").replace("\r\n", "\n").split("\n"), "", "", ""][:3]
        kind = "terms" if field_ == "terms" else "said"
        return (lambda t: remove_word(t, topic, word, kind)), f"主题“{topic}”去掉“{word}”"
    if op == "new":
        terms, said = _words(field(form, "terms")), _words(field(form, "said"))
        return (lambda t: new_topic(t, topic, terms, said)), f"新主题“{topic}”"
    raise EditRefused("没有这种改法。请刷新页面再试。")


def _words(value: str) -> list[str]:
    return [w.strip() for w in value.replace("，", "、").replace(",", "、").split("、") if w.strip()]


def _asked(request: Request, rows: Sequence[Missed]) -> list[Asked]:
    return [
        Asked(query=r["query"], count=r["count"], last=r["last"], nearest=_nearest(request, r["query"]))
        for r in rows
    ]


def _nearest(request: Request, query: str) -> list[tuple[str, str, str]]:
    """Return the nodes that a search finds for a question; none where nothing was published yet."""
    try:
        with service(request).live.reading() as kb:
            hits = kb.search(query, limit=NEAREST)["hits"]
    except KbError:
        return []
    return [(str(h["citation"]), str(h["title"]), str(h["url"])) for h in hits]
