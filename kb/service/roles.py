"""Who may do what: three roles, each of which may do what those before it may."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """NOBODY: a request without an account. READER: asks and downloads. EDITOR: imports, corrects, confirms, assigns.
    ADMINISTRATOR: accounts, publishing, history, back-up."""

    NOBODY = 0
    READER = 1
    EDITOR = 2
    ADMINISTRATOR = 3


ROLE_NAMES: dict[Role, str] = {
    Role.NOBODY: "未登录",
    Role.READER: "读者",
    Role.EDITOR: "编辑",
    Role.ADMINISTRATOR: "管理员",
}
"""Role → what it is called."""
ROLE_KEYS: dict[str, Role] = {
    "reader": Role.READER,
    "editor": Role.EDITOR,
    "administrator": Role.ADMINISTRATOR,
    "读者": Role.READER,
    "编辑": Role.EDITOR,
    "管理员": Role.ADMINISTRATOR,
}
"""As `kb user` takes it → role."""


@dataclass(frozen=True, slots=True)
class User:
    """Who sends a request. name: the account's, “本机” for whoever sits at this machine, "" for nobody."""

    name: str
    role: Role


NOBODY = User("", Role.NOBODY)
LOCAL = User("本机", Role.ADMINISTRATOR)
"""Without accounts, and reachable from this machine alone: the one person at it may do everything."""
ANYBODY = User("", Role.READER)
"""Where the office lets everybody read."""
