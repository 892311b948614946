"""What reaches a terminal: layout, colour, and never a control character of a document."""

from __future__ import annotations

import io
import json

import pytest

from kb.answer.json_text import to_json
from kb_cli.screen import Screen, line_width, visible, wants_colour


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.mark.parametrize(
    ("terminal", "environment", "colour"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (False, {"FORCE_COLOR": "1"}, True),
        (True, {"FORCE_COLOR": "0"}, False),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colour_is_for_terminals(
    terminal: bool, environment: dict[str, str], colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_colour(Terminal() if terminal else io.StringIO()) is colour


def test_lines_are_broken_for_readers_of_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert line_width(io.StringIO()) is None
    monkeypatch.setenv("COLUMNS", "60")
    assert line_width(Terminal()) == 60
    monkeypatch.setenv("COLUMNS", "300")
    assert line_width(Terminal()) == 100


def test_controls_become_visible() -> None:
    assert (
        visible("提升\x1b[31m安全\x07\x9b2J\r\u202e水平")
        == "提升\ufffd[31m安全\ufffd\ufffd2J\ufffd\ufffd水平"
    )
    assert visible("两\t格\n两行") == "两 格 两行"


def test_a_paragraph_hangs(capsys: pytest.CaptureFixture[str]) -> None:
    Screen(colour=False, width=20).put(("区卫健委", "unit"), "：加强托育服务，提升水平。", indent=2, hang=4)
    assert capsys.readouterr().out == "  区卫健委：加强托育\n    服务，提升水平。\n"


def test_a_place_in_the_source_is_not_torn_apart(capsys: pytest.CaptureFixture[str]) -> None:
    Screen(colour=False, width=30).put("“推动发展普惠托育”", ("  源文第 513 行", "dim!"), indent=2, hang=4)
    assert capsys.readouterr().out == "  “推动发展普惠托育”\n    源文第 513 行\n"


def test_styles_wrap_each_line_on_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    Screen(colour=True, width=8).put(("托育服务体系", "title"))
    assert capsys.readouterr().out == "\x1b[1m托育服务\x1b[0m\n\x1b[1m体系\x1b[0m\n"


def test_a_table_stands_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    Screen(colour=False, width=40).table(
        ("单位", "条", "说明"),
        [(("区卫健委", "unit"), "26", "甲"), ("kb", "3", "很长的一段说明写不下这一行就截掉尾巴")],
        right=(1,),
    )
    assert capsys.readouterr().out == (
        "单位      条  说明\n"
        "区卫健委  26  甲\n"
        "kb         3  很长的一段说明写不下这一…\n"
    )  # fmt: skip


def test_json_is_plain_and_safe() -> None:
    value = {"名": "托\x1b育\x85\u2028\u202e", "数": [1, None, True]}
    text = to_json(value)
    assert (
        text
        == '{\n  "名": "托\\u001b育\\u0085\\u2028\\u202e",\n  "数": [\n    1,\n    null,\n    true\n  ]\n}\n'
    )
    assert json.loads(text) == value


@pytest.mark.parametrize("ch", ["\x00", "\x07", "\x08", "\t", "\n", "\r", "\x1b", "\x7f", "\x9b"])
def test_every_control_in_json_is_escaped(ch: str) -> None:
    text = to_json({"a": f"x{ch}y"})
    assert json.loads(text) == {"a": f"x{ch}y"}
    assert ch in "\n" or ch not in text
