"""What an office says of its site, in corpus/site.toml: who runs it, its record numbers, whom to call, where to report errors."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from kb.problems import KbError, reason

FILE = "site.toml"
# Key → what it is called, in the footer and in messages.
NAMES = {
    "host": "主办单位",
    "maintainer": "承办单位",
    "phone": "联系电话",
    "icp": "备案号",
    "police": "公安备案号",
    "code": "政府网站标识码",
    "report": "纠错",
}
RECORDS = "https://beian.miit.gov.cn/"  # where a record number is looked up; rules ask for the link
_CODE = re.compile(r"[0-9]{10}")
_REPORT = re.compile(r"(?:https?://|mailto:)\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """Each is "" where the office says nothing of it. report: an address, https://… or mailto:…"""

    host: str = ""
    maintainer: str = ""
    phone: str = ""
    icp: str = ""
    police: str = ""
    code: str = ""
    report: str = ""

    @property
    def said(self) -> tuple[tuple[str, str, str], ...]:
        """Return what the footer lists: key, name, value; without `report`, which is a link of its own."""
        keys = [f.name for f in fields(self) if f.name != "report"]
        return tuple((key, NAMES[key], getattr(self, key)) for key in keys if getattr(self, key))


def read_settings(corpus: Path | None) -> SiteSettings:
    """Return what `site.toml` of a corpus folder says; nothing where there is no such file. Raises KbError for a fault in it."""
    path = corpus / FILE if corpus is not None else None
    if path is None or not path.is_file():
        return SiteSettings()
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise KbError(f"{path} 不是 UTF-8 编码。请用记事本另存为 UTF-8。") from error
    except OSError as error:
        raise KbError(f"{path} 读不出（{reason(error)}）。") from error
    except ValueError as error:
        raise KbError(
            f'{path} 写法有误：{_where(str(error))}。每行写成：host = "某区人民政府办公室"'
        ) from error
    known = "、".join(f"{key}（{name}）" for key, name in NAMES.items())
    for key, value in read.items():
        if key not in NAMES:
            raise KbError(f"{path} 里没有“{key}”这一项。可以写的有：{known}。")
        if not isinstance(value, str):
            raise KbError(f'{path} 的 {key}（{NAMES[key]}）要写成带引号的文字，例如 {key} = "{value}"。')
    said = {key: " ".join(value.split()) for key, value in read.items()}
    if said.get("code") and not _CODE.fullmatch(said["code"]):
        raise KbError(f"{path} 的 code（政府网站标识码）应是 10 位数字，现在是“{said['code']}”。")
    if said.get("report") and not _REPORT.fullmatch(said["report"]):
        raise KbError(
            f"{path} 的 report（纠错）应是网址或邮箱，以 https:// 或 mailto: 开头，现在是“{said['report']}”。"
        )
    return SiteSettings(**said)


def _where(message: str) -> str:
    """Return where a TOML file cannot be read, in Chinese: “(at line 3, column 8)” → 第 3 行."""
    found = re.search(r"line (\d+)", message)
    return f"第 {found[1]} 行" if found else "最后一行没有写完"
