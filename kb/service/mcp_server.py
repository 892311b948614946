"""Answers for language models (Model Context Protocol): seven tools, and the plans as Markdown. Needs the extra `mcp`.

Tools only read. Every answer carries citation, quote and source line, so that a model can prove what it says; a tool that finds
nothing, or is called wrongly, says so in words.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

import anyio.to_thread
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from starlette.datastructures import QueryParams

import kb as program
from kb.answer.contract import BY_NAME
from kb.answer.json_text import to_json
from kb.answer.markdown import plan_markdown
from kb.answer.schema import schema_of
from kb.api import Kb
from kb.problems import KbError
from kb.service.answering import ANSWERING, Answering
from kb.service.live import Live
from kb.service.params import CONTROLS, LONGEST, Values, described, read
from kb.service.replies import Refused
from kb.service.shapes import ProvedIndicators, ProvedNode, ProvedSearch

PLANS = "shuiguan://plan/"
"""What an address of a plan begins with."""
MARKDOWN = "text/markdown"
LONGEST_QUOTE = 600
"""Characters of a node's own words; the whole is one `show` away."""
PAGE = 50
"""Rows of a list where a model asks for no number: some ten thousand tokens."""
INSTRUCTIONS = (
    "政府规划的知识库。回答“谁管”一类的问题时先用 who；引用时照抄 citation（出处）、quote（原文）和 line（源文行号）。"
    "basis 是 assigned 才是规划写明由它负责；named 只是文中点名；related 只是关联，不等于负责。没有写的，就说规划没有写。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolRow:
    """One tool. row: the route of the API that gives its answer. variable: what the route's path variable is called, "" none.
    shape: of the answer where proofs are added. prove: adds them."""

    name: str
    row: Answering
    variable: str = ""
    about: str = ""
    shape: type | None = None
    prove: Callable[[Kb, Any], Any] = lambda kb, answer: answer


def _own_words(kb: Kb, id_: str) -> dict[str, Any]:
    """The words of a node as its source has them, and their line."""
    span = kb.base.node(id_).span
    if span is None:
        return {"quote": "", "line": None}
    source = kb.base.plan(id_.partition("/")[0]).source
    return {"quote": source[span.start : min(span.end, span.start + LONGEST_QUOTE)], "line": span.line}


def _prove_search(kb: Kb, answer: Any) -> Any:
    return {**answer, "hits": [{**hit, **_own_words(kb, hit["id"])} for hit in answer["hits"]]}


def _prove_node(kb: Kb, answer: Any) -> Any:
    return {**answer, "quote": _own_words(kb, answer["id"])["quote"]}


def _prove_indicators(kb: Kb, answer: Any) -> Any:
    rows = [
        {**i, "citation": kb.base.node(i["id"]).citation, **_own_words(kb, i["id"])}
        for i in answer["indicators"]
    ]
    return {"indicators": rows}


_ROWS = {row.path: row for row in ANSWERING}
TOOLS: tuple[ToolRow, ...] = (
    ToolRow(name="who", row=_ROWS["/who"], about="一件事归哪个单位管：结论、各单位的依据（原文和行号）、没有写单位的条目。"),
    ToolRow(
        name="search", row=_ROWS["/search"], about="全文搜索规划，任何原样的字句都搜得到。", shape=ProvedSearch,
        prove=_prove_search,
    ),
    ToolRow(
        name="show", row=_ROWS["/show/{id:path}"], variable="id",
        about="一个条目的全文、位置、单位和依据，按编号（2.4.2）或引用（二、（四）2）。", shape=ProvedNode, prove=_prove_node,
    ),
    ToolRow(
        name="unit", row=_ROWS["/units/{id:path}"], variable="name",
        about="一个单位的全部职责，按简称、全称、别名或身份；同名的单位不止一个时列出各是哪个地方的。",
    ),
    ToolRow(
        name="indicators", row=_ROWS["/indicators"], about="各项指标的目标、现状和责任单位。", shape=ProvedIndicators,
        prove=_prove_indicators,
    ),
    ToolRow(
        name="values", row=_ROWS["/values"],
        about="年度监测采用的值和各项在各轮的状态：数、年份、报送单位、来自哪个文件的哪一格。",
    ),
    ToolRow(name="plans", row=_ROWS["/plans"], about="有哪些规划：标题、文号、地方、期限。"),
    ToolRow(name="check", row=_ROWS["/checks"], about="规划里值得核对的地方，带文件、行号和怎么办。"),
)  # fmt: skip
BY_TOOL = {tool.name: tool for tool in TOOLS}


def make_server(live: Live) -> Server[dict[str, Any]]:
    """The MCP server over a base; every call reads one generation."""

    async def list_tools(_ctx: Any, _params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in TOOLS])

    async def call_tool(_ctx: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = BY_TOOL.get(params.name)
        if tool is None:
            raise MCPError(
                types.INVALID_PARAMS, f"没有“{params.name[:40]}”这个工具，有：{'、'.join(BY_TOOL)}。"
            )
        given = params.arguments or {}
        return await anyio.to_thread.run_sync(_call, live, tool, given)

    async def list_resources(_ctx: Any, _params: Any) -> types.ListResourcesResult:
        return types.ListResourcesResult(resources=await _in_thread(functools.partial(_resources, live)))

    async def read_resource(_ctx: Any, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        address = str(params.uri)
        text = await _in_thread(functools.partial(_plan, live, address))
        if text is None:
            raise MCPError(types.INVALID_PARAMS, f"没有 {address[:80]}。规划的地址是 {PLANS}编号，见 plans。")
        return types.ReadResourceResult(
            contents=[types.TextResourceContents(uri=params.uri, mime_type=MARKDOWN, text=text)]
        )

    return Server(
        "shuiguan",
        version=program.__version__,
        title="谁管",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
    )


async def _in_thread(call: Callable[[], Any]) -> Any:
    return await anyio.to_thread.run_sync(call)


def _described(tool: ToolRow) -> types.Tool:
    fields: dict[str, Any] = {}
    if tool.variable:
        fields[tool.variable] = {"type": "string", "minLength": 1, "maxLength": LONGEST}
    for param in tool.row.params:
        fields[param.name] = {**described(param)["schema"], "description": param.about}
    needed = [tool.variable] if tool.variable else []
    needed += [p.name for p in tool.row.params if p.required]
    return types.Tool(
        name=tool.name,
        title=tool.row.about,
        description=tool.about,
        input_schema={
            "type": "object", "properties": fields, "required": needed, "additionalProperties": False,
        },
        output_schema=schema_of(tool.shape or BY_NAME[tool.row.answer].shape),
        annotations=types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )  # fmt: skip


def _call(live: Live, tool: ToolRow, given: Mapping[str, Any]) -> types.CallToolResult:
    """Answer one call; what cannot be done is a result that says so, which the model reads."""
    try:
        values = _values(tool, given)
        with live.reading() as kb:
            whole = tool.row.ask(kb, values)
            answer, left = _page(tool.row, whole, values) if tool.row.pages else (whole, "")
            answer = tool.prove(kb, answer)
    except (KbError, Refused) as error:
        said = error.detail if isinstance(error, Refused) else str(error)
        return types.CallToolResult(content=[types.TextContent(type="text", text=said)], is_error=True)
    texts = [to_json(answer), *([left] if left else [])]
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=t) for t in texts], structured_content=answer
    )


def _values(tool: ToolRow, given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as the API reads them. Raises Refused."""
    rest = dict(given)
    variable = rest.pop(tool.variable, "") if tool.variable else ""
    pairs = [(name, _text(one)) for name, value in rest.items() for one in _each(value)]
    values = read(tool.row.params, QueryParams(pairs))
    if tool.variable:
        if (
            not isinstance(variable, str)
            or not variable.strip()
            or len(variable) > LONGEST
            or CONTROLS.search(variable)
        ):
            raise Refused(400, "KB402", f"参数 {tool.variable} 要写 1 到 {LONGEST} 个字。")
        values["path"] = variable
    return values


def _each(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    """An argument of JSON as the address would have it: true, 12, 托育."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _page(row: Answering, answer: dict[str, Any], values: Values) -> tuple[dict[str, Any], str]:
    """The rows asked for, PAGE of them where no number is given, and in words how many there are."""
    whole = answer[row.pages]
    offset, limit = values["offset"], values["limit"] or PAGE
    page = whole[offset : offset + limit]
    if len(page) == len(whole):
        return answer, ""
    said = f"共 {len(whole)} 条，这里是第 {offset + 1}—{offset + len(page)} 条；余下的用 offset 和 limit 取。"
    return {**answer, row.pages: page}, said if page else f"共 {len(whole)} 条，没有这一页。"


def _resources(live: Live) -> list[types.Resource]:
    with live.reading() as kb:
        return [
            types.Resource(
                uri=PLANS + quote(p["id"], safe=""), name=p["id"], title=p["title"], mime_type=MARKDOWN,
                description="，".join(t for t in (p["doc_number"], p["issuer"]) if t) or None,
            )
            for p in kb.plans()["plans"]
        ]  # fmt: skip


def _plan(live: Live, address: str) -> str | None:
    """The Markdown of the plan at an address; None where there is none."""
    if not address.startswith(PLANS):
        return None
    id_ = unquote(address.removeprefix(PLANS))
    with live.reading() as kb:
        return plan_markdown(kb.base, id_) if id_ in kb.base.plan_ids() else None
