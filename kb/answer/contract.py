"""The JSON contract: the answers that the command line, the HTTP API, MCP and the Python API give, each with its type.

One table, ANSWERS, names them. `kb.answer.schema` makes JSON Schemas of it, `kb.answer.json_docs` docs/json.md, `kb.service.openapi`
the OpenAPI document. Keys are never renamed and never change their meaning; new ones may be added.

The types are in `kb.answer.parts`, `shapes` and `documents`, and those of `who` and `list` in `kb.who.shapes`, since kb.who makes
them. Asking imports none of these: making their classes takes tens of milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.answer.compare_shapes import CompareAnswer
from kb.answer.documents import (
    BuildReport,
    ExportAnswer,
    ExtractAnswer,
    ImportReport,
    SiteReport,
    ValuesAnswer,
)
from kb.answer.shapes import (
    CheckAnswer,
    IndicatorsAnswer,
    MatrixAnswer,
    PlansAnswer,
    SearchAnswer,
    ShowAnswer,
    TopicAnswer,
    TopicsAnswer,
    TreeAnswer,
    UnitAnswer,
    UnitsAnswer,
    VerifyAnswer,
)
from kb.who.shapes import (
    ListAnswer,
    MissingAnswer,
    WhoAnswer,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm:
    """One answer. name: of its JSON Schema file. shape: its TypedDict. command: what prints it, "" where only the API gives it."""

    name: str
    shape: type
    command: str


ANSWERS: tuple[AnswerForm, ...] = (
    AnswerForm(name="who", shape=WhoAnswer, command="kb who 问题 --json"),
    AnswerForm(name="list", shape=ListAnswer, command="kb list 种类 --json"),
    AnswerForm(name="search", shape=SearchAnswer, command="kb search 词 --json"),
    AnswerForm(name="show", shape=ShowAnswer, command="kb show 编号 --json"),
    AnswerForm(name="unit", shape=UnitAnswer, command="kb unit 名称 --json"),
    AnswerForm(name="units", shape=UnitsAnswer, command="kb units --json"),
    AnswerForm(name="plans", shape=PlansAnswer, command=""),
    AnswerForm(name="indicators", shape=IndicatorsAnswer, command=""),
    AnswerForm(name="values", shape=ValuesAnswer, command=""),
    AnswerForm(name="topics", shape=TopicsAnswer, command="kb topics --json"),
    AnswerForm(name="topic", shape=TopicAnswer, command="kb topics 主题 --json"),
    AnswerForm(name="missing", shape=MissingAnswer, command="kb topics --missing --json"),
    AnswerForm(name="tree", shape=TreeAnswer, command="kb tree --json"),
    AnswerForm(name="matrix", shape=MatrixAnswer, command="kb matrix --json"),
    AnswerForm(name="compare", shape=CompareAnswer, command="kb compare 甲 乙 --json"),
    AnswerForm(name="check", shape=CheckAnswer, command="kb check --json"),
    AnswerForm(name="verify", shape=VerifyAnswer, command="kb check --base-files --json"),
    AnswerForm(name="export", shape=ExportAnswer, command="kb export --format json"),
    AnswerForm(name="extract", shape=ExtractAnswer, command="kb extract 名称 --format json --stdout"),
    AnswerForm(name="import", shape=ImportReport, command="kb import 文件 --json"),
    AnswerForm(name="build", shape=BuildReport, command="kb build --json"),
    AnswerForm(name="site", shape=SiteReport, command="kb site --json"),
)
"""In the order of docs/json.md."""
BY_NAME: dict[str, AnswerForm] = {row.name: row for row in ANSWERS}
