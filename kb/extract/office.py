"""The office libraries, asked for only when a document is written; without them a message says what to install."""

from __future__ import annotations

from importlib.util import find_spec

from kb.problems import KbError

_INSTALL = "请安装办公文档组件：pip install 'shuiguan[office]'；或改用 --format md、html、csv、json。"


class OfficeMissing(KbError):
    """A format needs a library that is not installed."""


def require(format_: str, module: str, package: str) -> None:
    """Raises OfficeMissing unless `module` can be imported."""
    if find_spec(module) is None:
        raise OfficeMissing(f"写 {format_} 要用 {package}，现在没有安装。{_INSTALL}")


def has_office() -> bool:
    """Whether both Word documents and workbooks can be written."""
    return find_spec("docx") is not None and find_spec("openpyxl") is not None
