"""Where the cluster is and who asks, from environment variables. Passwords are never written to a base.

KB_OPENSEARCH_URL            https://one:9200,https://two:9200   nodes, tried in this order
KB_OPENSEARCH_USER           the account; "" asks without one
KB_OPENSEARCH_PASSWORD_FILE  a file whose first line is the password (a secret that is mounted)
KB_OPENSEARCH_PASSWORD       the password itself, where there is no such file
KB_OPENSEARCH_CA             certificates of the authority that is trusted, PEM; "" those of the system
KB_OPENSEARCH_TIMEOUT        seconds that one question may take; 10
KB_OPENSEARCH_INDEX          the alias, and how the names of indices begin; shuiguan
"""

from __future__ import annotations

import ipaddress
import os
import re
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from kb.problems import EngineFault, reason

PREFIX = "KB_OPENSEARCH_"
SECONDS = 10.0
INDEX = "shuiguan"
INDEX_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


def fault(code: str, said: str) -> EngineFault:
    """Return the error of a code: its title, what was the matter, and what to do."""
    from kb.codes import BY_CODE

    row = BY_CODE[code]
    return EngineFault(code, f"{code} {row.title}（{said}）。{row.todo}")


@dataclass(frozen=True, slots=True)
class Node:
    """One address. https: whether it is asked over TLS."""

    https: bool
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.https else 'http'}://{host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """As the module says. nodes: one or more."""

    nodes: tuple[Node, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    authority: str = ""
    seconds: float = SECONDS
    index: str = INDEX

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """What certificates are checked with. Raises EngineFault KB507."""
        try:
            return ssl.create_default_context(cafile=self.authority or None)
        except OSError as error:  # ssl.SSLError is one
            raise fault("KB507", f"{PREFIX}CA 读不了：{self.authority}，{reason(error)}") from error


def read_settings(known: Sequence[str] = (), given: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. known: addresses for where none are given: those that a base was built with.

    given: the variables; None: the environment. Raises EngineFault KB507.
    """
    every = os.environ if given is None else given

    def value(name: str) -> str:
        return every.get(PREFIX + name, "").strip()

    addresses = [part.strip() for part in value("URL").split(",") if part.strip()] or list(known)
    if not addresses:
        raise fault("KB507", f"没有写地址：{PREFIX}URL")
    nodes = tuple(map(read_node, addresses))
    user = value("USER")
    password = _password(value("PASSWORD_FILE"), every.get(PREFIX + "PASSWORD", ""))
    if password and not user:
        raise fault("KB507", f"有密码而没有账号：{PREFIX}USER")
    if user and not all(node.https or node.is_loopback for node in nodes):
        raise fault("KB507", "密码会不加密地传到别的机器，地址要写 https")
    index = value("INDEX") or INDEX
    if not INDEX_NAME.fullmatch(index):
        raise fault("KB507", f"{PREFIX}INDEX 只能用小写字母、数字、点和横线：{index}")
    return Settings(
        nodes=nodes,
        user=user,
        password=password,
        authority=value("CA"),
        seconds=_seconds(value("TIMEOUT")),
        index=index,
    )


def read_node(address: str) -> Node:
    """“https://search.example:9200” → a node. Raises EngineFault KB507; what it says never has a password."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise fault("KB507", "地址的写法不对，应如 https://search.example:9200") from error
    if parts.username is not None or parts.password is not None:
        raise fault("KB507", f"账号和密码不要写在地址里，写在 {PREFIX}USER、{PREFIX}PASSWORD_FILE")
    if parts.scheme not in ("http", "https") or not host or parts.path.strip("/") or parts.query:
        raise fault("KB507", f"地址的写法不对：{address}，应如 https://search.example:9200")
    return Node(parts.scheme == "https", host, port or 9200)


def _password(path: str, written: str) -> str:
    if not path:
        return written
    try:
        return (Path(path).read_text("utf-8").splitlines() or [""])[0]
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "不是 UTF-8"
        raise fault("KB507", f"{PREFIX}PASSWORD_FILE 读不了：{path}，{why}") from error


def _seconds(value: str) -> float:
    try:
        seconds = float(value or SECONDS)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise fault("KB507", f"{PREFIX}TIMEOUT 要写 1 到 3600 之间的秒数：{value}")
    return seconds
