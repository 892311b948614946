"""Running the MCP server: on standard input and output, or over HTTP behind the same guard as the API."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import anyio
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.types import ASGIApp

from kb.problems import KbError
from kb.service.guard import Guard
from kb.service.live import Live
from kb.service.mcp_server import make_server
from kb.service.run import bind, is_loopback, read_address, serve
from kb.service.settings import Folders, Limits, Settings

PATH = "/mcp"
BODY = 256 * 1024
"""Bytes of one request; the longest that a tool takes are a few thousand."""


def run_stdio(live: Live) -> None:
    """Answer on standard input and output until input ends."""

    async def run() -> None:
        server = make_server(live)
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    try:
        anyio.run(run)
    finally:
        live.close()


def http_app(live: Live, settings: Settings) -> ASGIApp:
    """The application at /mcp. Every request stands alone and is answered with JSON; the guard checks Host, size and origin."""
    inner = make_server(live).streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=BODY,
        transport_security=TransportSecuritySettings(
            enable_dns_rebinding_protection=False
        ),  # the guard does it
    )
    return Guard(inner, settings)


def mcp_settings(live: Live, *, loopback: bool, open_reading: bool, names: frozenset[str]) -> Settings:
    """Settings for the guard; there are no accounts and nothing is written."""
    nowhere = Path("/nonexistent")
    return Settings(
        folders=Folders(base=live.root, corpus=None, site=nowhere, state=nowhere),
        loopback=loopback,
        names=names,
        open_reading=open_reading,
        limits=Limits(body=BODY),
    )


def run_http(
    live: Live, listen: str, *, open_reading: bool, names: frozenset[str], say: Callable[[str], None]
) -> None:
    """Answer over HTTP until told to stop. Raises KbError for an address that others reach without --open-reading."""
    host, port = read_address(listen)
    loopback = is_loopback(host)
    if (not loopback or names) and not open_reading:
        raise KbError("别的机器能连到这里，而 MCP 没有账号。确要让大家都能查，请加 --open-reading。")
    app = http_app(live, mcp_settings(live, loopback=loopback, open_reading=open_reading, names=names))
    try:
        with bind(host, port) as bound:
            shown = f"http://{f'[{host}]' if ':' in host else host}:{bound.getsockname()[1]}{PATH}"
            serve(app, bound, ready=lambda: say(f"谁管 MCP：{shown}（Ctrl-C 停止）"))
    finally:
        live.close()
