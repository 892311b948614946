"""The refusal where the packages that read a format are not installed."""

from __future__ import annotations

from pathlib import Path

from kb.problems import DocumentError
from kb.readers.source import refusal

INSTALL = 'pip install "shuiguan[import]"'


def missing_packages(path: Path, form: str, error: ImportError) -> DocumentError:
    """Names the format, the module that is missing and the command that installs it."""
    hint = f"请先运行 {INSTALL}；或把文件另存为 .docx、.txt 再导入"
    return refusal(path, "KB009", f"读取{form}需要的组件没有安装（缺 {error.name}）", hint)
