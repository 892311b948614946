"""Shapes of what the service says of itself: its state, the session, jobs, and why a request is refused.

In `Annotated` a string says in Chinese what a key means, a tuple lists the values it has, a number is the least.
"""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from kb.answer.parts import IndicatorFacts
from kb.answer.shapes import SearchHit, ShowAnswer
from kb.service.jobs import OVER
from kb.who.shapes import Citation, Line, Quote


class StatusAnswer(TypedDict):
    """服务和它用的知识库"""

    version: Annotated[str, "程序的版本"]
    generation: Annotated[str, "现在用的那一代知识库"]
    plans: Annotated[int, "几份规划", 0]


class SessionAnswer(TypedDict):
    """自己是谁，以及改动时要带的凭据"""

    user: Annotated[str, "账号；没有登录的为空"]
    role: Annotated[str, ("nobody", "reader", "editor", "administrator")]
    csrf: Annotated[str, "改动时写在请求头 X-CSRF-Token 里"]


class JobAnswer(TypedDict):
    """一项工作：导入、建库……"""

    id: str
    task: str
    state: Annotated[str, ("waiting", "running", *sorted(OVER))]
    done: Annotated[int, "做到第几步", 0]
    total: Annotated[int, "共几步；不知道的为 0", 0]
    said: Annotated[str, "正在做什么，或为什么没有做成"]
    by: str
    made: Annotated[float, "排上的时间，1970 年起的秒数"]
    started: float
    ended: float
    result: dict[str, object]


class JobsAnswer(TypedDict):
    """各项工作，新的在先"""

    jobs: list[JobAnswer]


class ProblemDocument(TypedDict):
    """没有照办的请求（RFC 9457）；编号的意思见 docs/problems.md"""

    type: str
    title: str
    status: Annotated[int, 400]
    detail: Annotated[str, "怎么办"]
    code: Annotated[str, "KB401 等"]
    nearest: NotRequired[Annotated[list[str], "最接近的名称"]]
    choices: NotRequired[Annotated[list[str], "同名的各个单位"]]


class ProvedHit(SearchHit):
    """一条搜到的，带源文的原话"""

    quote: Quote
    line: Line | None


class ProvedSearch(TypedDict):
    """搜到的条目，每条带源文的原话和行号"""

    query: str
    total: Annotated[int, 0]
    hits: list[ProvedHit]
    offset: Annotated[int, 0]
    mode: str
    notes: list[str]
    suggestions: list[str]
    facets: dict[str, dict[str, int]]


class ProvedNode(ShowAnswer):
    """一个条目和它的一切，带源文的原话"""

    quote: Quote


class ProvedIndicator(IndicatorFacts):
    """一项指标，带引用、源文的原话和行号"""

    citation: Citation
    quote: Quote
    line: Line | None


class ProvedIndicators(TypedDict):
    """各项指标，每项带引用、源文的原话和行号"""

    indicators: list[ProvedIndicator]
