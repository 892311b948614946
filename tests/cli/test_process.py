"""`kb` as a process of its own: bytes in pipes, locales, closed pipes, what is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

KB = [sys.executable, "-m", "kb_cli"]


def environment(made_base: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    return {**kept, "KB_BASE": str(made_base), **more}


def kb(made_base: Path, *args: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*KB, *args], env=environment(made_base, **more), capture_output=True, check=False)


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C", "LANG": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C.UTF-8"},
    ],
)
def test_pipes_carry_utf8_whatever_the_locale(made_base: Path, locale: dict[str, str]) -> None:
    result = kb(made_base, "unit", "--help", **locale)
    assert result.returncode == 0
    assert "看一个单位的全部职责" in result.stdout.decode("utf-8")
    shown = kb(made_base, "show", "1.1.1", **locale)
    assert shown.stderr == b""
    assert "\n1. 建设托育机构\n" in shown.stdout.decode("utf-8")
    cited = kb(made_base, "show", "专栏一 指标1", **locale)
    assert "\n1. 托位数\n" in cited.stdout.decode("utf-8")
    assert (
        kb(made_base, "unit", "卫计委", **locale).stderr.decode("utf-8").startswith("没有找到单位“卫计委”。")
    )


def test_no_escape_in_a_pipe_and_colours_on_demand(made_base: Path) -> None:
    assert b"\x1b" not in kb(made_base, "show", "1.2").stdout
    coloured = kb(made_base, "show", "1.2", FORCE_COLOR="1").stdout.decode()
    assert "\x1b[1m（二）提升\ufffd[31m安全\ufffd[0m水平\x1b[0m" in coloured


def test_a_reader_that_leaves_early_hears_no_complaint(made_base: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    process = subprocess.Popen(
        [*KB, "export"], env=environment(made_base), stdout=write, stderr=subprocess.PIPE
    )
    os.close(write)
    _, complaint = process.communicate()
    assert complaint == b""
    assert process.returncode == 0


@pytest.mark.parametrize(("args", "code"), [(["show", "1"], 0), (["show", "9.9"], 1), (["show"], 2), ([], 0)])
def test_exit_codes(made_base: Path, args: list[str], code: int) -> None:
    assert kb(made_base, *args).returncode == code


def test_asking_loads_nothing_that_builds(made_base: Path) -> None:
    """Jieba and pypinyin cost a second, the others tens of milliseconds."""
    code = (
        "import sys; from kb_cli.main import cli\n"
        "try: cli(sys.argv[1:], prog_name='kb')\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "heavy = {'jieba', 'pypinyin', 'jinja2', 'markdown_it', 'hypothesis', 'kb.parse', 'kb.rules.facts', 'kb.readers',\n"
        "         'kb.pipeline.build', 'kb.store.write', 'importlib.metadata', 'wcwidth', 'difflib', 'whoosh'}\n"
        "sys.stderr.write(','.join(sorted(heavy & set(sys.modules))))"
    )
    for args in (
        ["search", "托位"],
        ["show", "1.1.1"],
        ["unit", "卫健委"],
        ["tree"],
        ["units"],
        ["who", "托育"],
        ["who", "加快托育点建设由谁来做"],
    ):
        result = subprocess.run(
            [sys.executable, "-c", code, *args], env=environment(made_base), capture_output=True, check=False
        )
        assert (args, result.stderr) == (args, b"")


@pytest.mark.skipif(os.name == "nt", reason="there is no terminal device to open")
def test_on_a_terminal_lines_are_broken_and_coloured(made_base: Path) -> None:
    import pty

    parent, child = pty.openpty()
    env = environment(made_base, COLUMNS="40", TERM="xterm")
    process = subprocess.Popen([*KB, "show", "1.1.1"], env=env, stdout=child, stderr=child)
    os.close(child)
    chunks = []
    while True:
        try:
            chunk = os.read(parent, 4096)
        except OSError:
            break
        if not chunk:
            break
        chunks.append(chunk)
    os.close(parent)
    assert process.wait() == 0
    lines = b"".join(chunks).decode().split("\r\n")
    assert "\x1b[1m1. 建设托育机构\x1b[0m" in lines
    body = lines.index("  依托区妇幼保健院，各镇街加快托育点建")
    assert lines[body + 1] == "  设，建成3—5所示范机构。按照《托育办"


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("kb unit 区", ["区卫健委", "区教委", "区妇幼保健院"]),
        ("kb topics 托", ["托育", "托育机构"]),
        ("kb tree --plan", []),
        ("kb show 1 --plan ", ["jia"]),
        ("kb search 托 --unit 卫", ["卫健委", "卫健局"]),
        ("kb search 托 --plan j", ["jia"]),
        ("kb extract 区教", ["区教委"]),
        ("kb search 托 --kind 指", ["指标"]),
        ("kb extract 区教委 --basis n", ["named"]),
    ],
)
def test_completion_offers_names_of_the_base(made_base: Path, words: str, offered: list[str]) -> None:
    position = str(len(words.split()) - (0 if words.endswith(" ") else 1))
    result = kb(made_base, _KB_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=position)
    assert [line.removeprefix("plain,") for line in result.stdout.decode().split()] == offered


def test_completion_without_a_base_is_silent(tmp_path: Path) -> None:
    result = kb(tmp_path, _KB_COMPLETE="bash_complete", COMP_WORDS="kb unit 区", COMP_CWORD="2")
    assert (result.stdout.strip(), result.stderr) == (b"", b"")


def test_completion_names_the_commands(made_base: Path) -> None:
    result = kb(made_base, _KB_COMPLETE="bash_complete", COMP_WORDS="kb un", COMP_CWORD="1")
    assert result.stdout.decode().split() == ["plain,unit", "plain,units"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which Linux has")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "args", [("export", "--format", "json"), ("show", "1.1.1"), ("--help",)], ids=" ".join
)
def test_a_full_disk_on_standard_output_is_said(
    made_base: Path, args: tuple[str, ...], unbuffered: str
) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kb_cli", *args], stdout=full, stderr=subprocess.PIPE, check=False,
            env={**environment(made_base), "PYTHONUNBUFFERED": unbuffered},
        )  # fmt: skip
    assert done.stderr.decode() == "没有写完：标准输出写不进（磁盘满了）。\n"
    assert done.returncode == 2


def test_without_a_buffer_everything_is_written(made_base: Path) -> None:
    env = environment(made_base)
    plain, unbuffered = (
        subprocess.run(
            [sys.executable, "-m", "kb_cli", "export", "--format", "json"], env={**env, **more}, capture_output=True,
            check=True,
        ).stdout
        for more in ({}, {"PYTHONUNBUFFERED": "1"})
    )  # fmt: skip
    assert plain == unbuffered


def test_a_chinese_name_where_names_are_ascii(tmp_path: Path) -> None:
    path = tmp_path / "消费方案.txt"
    path.write_text(
        "滨河市促进消费方案\n一、任务\n1. 甲事。做。（责任单位：市税务局）\n2. 乙事。做。\n", "utf-8"
    )
    env = {"PATH": os.environ["PATH"], "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "kb_cli", "import", str(path), "--id", "p", "--corpus", str(tmp_path / "语料")],
        capture_output=True, check=False, env=env,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "语料" / "p" / "plan.md").is_file()


@pytest.mark.parametrize("name", ["con", "nul", "com1", "aux"])
def test_names_that_windows_keeps_are_no_ids(made_base: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "滨河市促进消费方案\n一、任务\n1. 甲事。做。（责任单位：市税务局）\n2. 乙事。做。\n", "utf-8"
    )
    done = kb(made_base, "import", str(path), "--id", name, "--corpus", str(tmp_path / "corpus"))
    assert done.returncode == 2
    assert "是 Windows 的保留名，请用 --id 另起一个" in done.stderr.decode()
    assert not (tmp_path / "corpus" / name).exists()
