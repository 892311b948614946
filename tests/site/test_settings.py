"""corpus/site.toml: what an office says of its site, and what is wrong with it in so many words."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.problems import KbError
from kb.store import Base
from kb_site.build import build_site
from kb_site.settings import SiteSettings, read_settings

FULL = """\
host = "清河区人民政府办公室"
phone = "0000-1234567"
icp = "某ICP备00000001号"
code = "1234567890"
report = "mailto:plan@qinghe.example"
"""


def settings(folder: Path, text: str) -> SiteSettings:
    (folder / "site.toml").write_text(text, encoding="utf-8")
    return read_settings(folder)


def test_without_a_file_nothing_is_said(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == SiteSettings()
    assert read_settings(None) == SiteSettings()


def test_what_is_said_is_in_every_foot(base: Base, tmp_path: Path) -> None:
    out = build_site(base, tmp_path / "site", settings=settings(tmp_path, FULL)).out
    for path in out.rglob("*.html"):
        foot = path.read_text("utf-8").partition('<footer class="colophon">')[2]
        for said in (
            "主办单位：清河区人民政府办公室",
            "联系电话：0000-1234567",
            '<a href="https://beian.miit.gov.cn/" rel="noreferrer">某ICP备00000001号</a>',
            "政府网站标识码：1234567890",
            '<a href="mailto:plan@qinghe.example" rel="noreferrer">我要纠错</a>',
        ):
            assert said in foot, path.name


def test_values_are_shown_as_text(base: Base, tmp_path: Path) -> None:
    out = build_site(base, tmp_path / "site", settings=SiteSettings(host="<script>alert(1)</script>")).out
    assert "主办单位：&lt;script&gt;" in (out / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("phones = 'x'", "里没有“phones”这一项。可以写的有：host（主办单位）"),
        ("phone = 12345", '的 phone（联系电话）要写成带引号的文字，例如 phone = "12345"。'),
        ("code = '12'", "的 code（政府网站标识码）应是 10 位数字，现在是“12”。"),
        ("report = 'javascript:alert(1)'", "的 report（纠错）应是网址或邮箱，以 https:// 或 mailto: 开头"),
        ("host = 'a'\nphone 12\ncode = '1'", "写法有误：第 2 行。每行写成："),
        ("host = 'a'\nphone = ", "写法有误：最后一行没有写完。"),
    ],
)
def test_a_fault_is_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(KbError) as told:
        settings(tmp_path, text)
    assert str(tmp_path / "site.toml") in str(told.value)
    assert message in str(told.value)


def test_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_bytes('host = "清河区"'.encode("gb18030"))
    with pytest.raises(KbError, match="不是 UTF-8 编码"):
        read_settings(tmp_path)
