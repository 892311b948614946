"""MCP, asked by the SDK's own client: in this process, on standard input and output, and over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError

from kb.answer.json_text import to_json
from kb.api import open_kb
from kb.service.live import Live
from kb.service.mcp_run import http_app, mcp_settings
from kb.service.mcp_server import BY_TOOL, PAGE, make_server

T = TypeVar("T")
LONG = 120.0
PLAN = "dadukou-children-2021-2030"
NAMES = {"who", "search", "show", "unit", "indicators", "values", "plans", "check"}


@pytest.fixture
def live(packaged_base: Path) -> Iterator[Live]:
    held = Live(packaged_base)
    yield held
    held.close()


def asked(server: Any, ask: Callable[[Client], Awaitable[T]]) -> T:
    """What a client gets from a server, in a loop and a thread of its own: a browser of other tests may hold this one's."""

    async def run() -> T:
        with anyio.fail_after(LONG):
            async with Client(server) as client:
                return await ask(client)

    with ThreadPoolExecutor(1) as apart:
        return apart.submit(anyio.run, run).result()


def call(live: Live, tool: str, /, **given: Any) -> Any:
    return asked(make_server(live), lambda client: client.call_tool(tool, given))


def refused(live: Live, ask: Callable[[Client], Awaitable[Any]]) -> str:
    """What the server says to a request that is an error."""

    async def said(client: Client) -> str:
        try:
            await ask(client)
        except MCPError as error:
            return error.message
        raise AssertionError("it was answered")

    return asked(make_server(live), said)


def test_the_tools_say_what_they_take_and_give(live: Live) -> None:
    tools = asked(make_server(live), lambda client: client.list_tools()).tools
    assert {t.name for t in tools} == NAMES == set(BY_TOOL)
    for tool in tools:
        Draft202012Validator.check_schema(tool.input_schema)
        Draft202012Validator.check_schema(tool.output_schema or {})
        assert tool.input_schema["additionalProperties"] is False
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is True
        assert tool.description


CALLS: list[tuple[str, dict[str, Any]]] = [
    ("who", {"q": "托育归哪个单位管"}),
    ("who", {"q": "托育", "basis": "assigned", "limit": 1}),
    ("search", {"q": "近视", "kind": ["indicator"]}),
    ("show", {"id": "2.4.2"}),
    ("show", {"id": "二、（四）2"}),
    ("unit", {"name": "卫健委"}),
    ("indicators", {"plan": PLAN}),
    ("plans", {}),
    ("check", {"level": "note"}),
]


@pytest.mark.parametrize(("name", "given"), CALLS, ids=lambda x: str(x)[:24])
def test_every_answer_is_in_the_shape_that_its_tool_declares(
    live: Live, name: str, given: dict[str, Any]
) -> None:
    found = call(live, name, **given)
    assert not found.is_error
    tools = asked(make_server(live), lambda client: client.list_tools()).tools
    schema = next(t.output_schema for t in tools if t.name == name)
    Draft202012Validator(schema or {}).validate(found.structured_content)
    assert json.loads(found.content[0].text) == found.structured_content


def test_an_answer_can_be_proved(live: Live, packaged_base: Path) -> None:
    """Citation, quote and line are there, and the quote is what the source has at that line."""
    with open_kb(packaged_base) as kb:
        source = kb.base.plan(PLAN).source
    lines = source.splitlines()
    who = call(live, "who", q="托育").structured_content
    rows = [e for a in who["answers"] for e in a["evidence"]]
    rows += call(live, "search", q="普惠托育").structured_content["hits"]
    rows += call(live, "indicators").structured_content["indicators"]
    rows += [call(live, "show", id="2.4.2").structured_content]
    rows += call(live, "unit", name="区卫健委").structured_content["duties"]
    assert len(rows) > 50
    for row in rows:
        assert row["citation"]
        assert row["quote"] in source
        assert row["line"] >= 1
        first = row["quote"].splitlines()[0]
        assert first in lines[row["line"] - 1] or first in "\n".join(
            lines[row["line"] - 1 : row["line"] + 3]
        ), row


def test_who_gives_the_bytes_of_json(live: Live, packaged_base: Path) -> None:
    with open_kb(packaged_base) as kb:
        assert call(live, "who", q="近视防控谁负责").content[0].text == to_json(kb.who("近视防控谁负责"))


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("unit", {"name": "区卫建委会"}, "区卫健委"),
        ("show", {"id": "9.9.9"}, "9.9.9"),
        ("who", {}, "缺少参数 q"),
        ("who", {"q": "托育", "basis": "probably"}, "只能是"),
        ("who", {"q": "托育", "colour": "red"}, "没有“colour”这个参数"),
        ("who", {"q": {"a": 1}, "plan": "none"}, "none"),
        ("show", {}, "参数 id"),
        ("show", {"id": 7}, "参数 id"),
        ("search", {"q": "x" * 300}, "太长"),
    ],
)
def test_what_cannot_be_done_is_said_to_the_model(
    live: Live, name: str, given: dict[str, Any], said: str
) -> None:
    found = call(live, name, **given)
    assert found.is_error
    assert said in found.content[0].text


def test_an_unknown_tool_and_an_unknown_plan_are_errors(live: Live) -> None:
    assert refused(live, lambda client: client.call_tool("publish", {})).startswith(
        "没有“publish”这个工具，有：who、"
    )
    for address in ("shuiguan://plan/none", "shuiguan://plan/..%2f..", "file:///etc/passwd"):
        assert "规划的地址是" in refused(live, lambda client, a=address: client.read_resource(a))  # type: ignore[misc]


def test_a_long_list_is_cut_and_says_so(live: Live) -> None:
    first = call(live, "indicators")
    total = len(call(live, "indicators", limit=1000).structured_content["indicators"])
    assert total > PAGE or len(first.content) == 1
    cut = call(live, "indicators", limit=5, offset=3)
    assert len(cut.structured_content["indicators"]) == 5
    assert cut.content[1].text == f"共 {total} 条，这里是第 4—8 条；余下的用 offset 和 limit 取。"


def test_plans_are_resources_as_markdown(live: Live, packaged_base: Path) -> None:
    listed = asked(make_server(live), lambda client: client.list_resources()).resources
    assert [str(r.uri) for r in listed] == [f"shuiguan://plan/{PLAN}"]
    read: Any = asked(make_server(live), lambda client: client.read_resource(str(listed[0].uri)))
    text: str = read.contents[0].text
    assert "# 重庆市大渡口区儿童发展规划" in text.replace("\\", "")
    with open_kb(packaged_base) as kb:
        assert f"（二、（四）2 · 源文第 {kb.show('2.4.2')['line']} 行）" in text
        for node in kb.base.nodes(PLAN):
            assert "".join(node.text.split()) in "".join(text.replace("\\", "").split()), node.id


def test_standard_input_and_output(packaged_base: Path) -> None:
    environment = {**os.environ, "KB_BASE": str(packaged_base), "PYTHONUTF8": "1"}
    server = StdioServerParameters(command=sys.executable, args=["-m", "kb_cli", "mcp"], env=environment)
    found: Any = asked(server, lambda client: client.call_tool("who", {"q": "托育"}))
    assert found.structured_content["answers"][0]["unit"] == "区卫健委"


def test_over_http(packaged_base: Path) -> None:
    environment = {**os.environ, "KB_BASE": str(packaged_base), "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "kb_cli", "mcp", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, encoding="utf-8", env=environment,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split("：")[1].split("（")[0]
        found: Any = asked(address, lambda client: client.call_tool("who", {"q": "托育"}))
        assert found.structured_content["answers"][0]["unit"] == "区卫健委"
        port = int(address.split(":")[2].split("/")[0])
        for headers in (
            {"Host": "evil.example"},
            {"Host": "evil.example:80", "Origin": "http://evil.example"},
        ):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)
            connection.request(
                "POST", "/mcp", body="{}", headers={**headers, "Content-Type": "application/json"}
            )
            assert connection.getresponse().status == 421
            connection.close()
    finally:
        process.kill()
        process.communicate()


def test_a_large_request_is_refused(live: Live) -> None:
    from starlette.testclient import TestClient

    app = http_app(live, mcp_settings(live, loopback=True, open_reading=False, names=frozenset()))
    client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    with client:
        reply = client.post("/mcp", content=b"x" * 300_000, headers={"Content-Type": "application/json"})
    assert reply.status_code in (400, 413)
