"""Nothing in a document reaches a terminal as a control: escapes, C1, marks that reorder, in every command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.trust import stage as st

NASTY = "\x1b[2J\x1b]0;t\x07\x9b31m\x85\u202e\u2066\u2028\u200f\x08\x7f\x0c"
TEXT = (
    st.PLANS[0]
    .replace("建设托育机构。", "建设\x1b[2J托育\u202e机构\x9b31m。")
    .replace("（责任单位：区卫健委）", "（责任单位：区卫健委、甲\x85\u2066局）")
    .replace("托育服务规划", "托育\u202e\u200f服务\x7f规划")
    .replace("安全", "\x1b]0;t\x07")
)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
COLOUR = re.compile("\x1b\\[[0-9;]*m")
COMMANDS = (
    ["who", "托育"], ["search", "托育"], ["search", NASTY], ["show", "2.1.1"], ["show", NASTY], ["tree"], ["unit", "区卫健委"],
    ["unit", NASTY], ["units"], ["units", "--format", "plain"], ["units", "--format", "csv"], ["matrix"], ["topics"], ["topics", "托育"], ["check"],
    ["extract", "区卫健委", "--stdout"], ["extract", "区卫健委", "--stdout", "--format", "csv"], ["export"], ["who", "托育", "--json"],
    ["tree", NASTY], ["search", "托育", "--unit", NASTY], ["show", "2.1.1", "--plan", NASTY],
)  # fmt: skip


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> st.Stage:
    if os.name == "nt":
        pytest.skip("the stage runs its commands by fork")
    root = tmp_path_factory.mktemp("nasty")
    sources = (root / "0.txt", root / "1.txt")
    for path in sources:
        path.write_text(TEXT, encoding="utf-8")
    (root / "corpus").mkdir()
    (root / "corpus" / "units.toml").write_text(st.UNITS, encoding="utf-8")
    (root / "corpus" / "topics.toml").write_text(st.TOPICS, encoding="utf-8")
    stage = st.Stage(root, sources)
    stage.bring(0, "build")
    return stage


def kb(nasty: st.Stage, *args: str, **more: str) -> str:
    """Both outputs of `kb`, as they would reach a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "kb_cli", *(a.replace("\0", "") for a in args)],
        env={**os.environ, "KB_BASE": str(nasty.base), "KB_CORPUS": str(nasty.corpus), **more},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    "args", COMMANDS, ids=lambda args: " ".join(args).encode("ascii", "replace").decode()[:30]
)
def test_no_control_in_what_a_command_writes(nasty: st.Stage, args: list[str]) -> None:
    said = kb(nasty, *args, FORCE_COLOR="1").lstrip("\ufeff").replace("\r\n", "\n")
    assert said
    assert CONTROL.findall(COLOUR.sub("", said)) == []
    assert "Traceback" not in said


def test_the_base_has_no_controls(nasty: st.Stage) -> None:
    shown = json.loads(kb(nasty, "show", "2.1.1", "--json"))
    assert shown["title"] == "建设[2J托育机构31m"
    written = (nasty.corpus / nasty.plan / "import.json").read_text(encoding="utf-8")
    assert CONTROL.findall(written) == []
    left_out = [r for r in json.loads(written)["repairs"] if r["kind"] == "control"]
    assert "".join(r["source"] for r in left_out) == "".join(
        c for c in TEXT if CONTROL.fullmatch(c) and not c.isspace()
    )


def test_messages_about_a_file_with_such_a_name(nasty: st.Stage, tmp_path: Path) -> None:
    path = tmp_path / f"a{NASTY}.txt".replace("\0", "")
    path.write_text("一、甲\n", encoding="utf-8")
    said = kb(nasty, "import", str(path), "--corpus", str(tmp_path / "corpus"))
    assert "KB101" in said
    assert CONTROL.findall(said) == []
    source = tmp_path / "plan.txt"
    source.write_text(TEXT, encoding="utf-8")
    assert CONTROL.findall(kb(nasty, "import", str(source), "--corpus", str(tmp_path / "corpus"))) == []
    (nasty.corpus / "units.toml").write_text(
        st.UNITS + f'[[unit]]\nname = "区教委"\nkind = "{NASTY[3:4]}\u202e"\n', encoding="utf-8"
    )
    said = kb(nasty, "build", "--corpus", str(nasty.corpus), "--base", str(nasty.base))
    assert "units.toml" in said
    assert CONTROL.findall(said) == []


def test_controls_that_a_person_put_into_the_corpus_count_for_nothing(tmp_path: Path) -> None:
    """Pasted into plan.md, units.toml, topics.toml and duties.csv: names match without them, nothing shows them."""
    if os.name == "nt":
        pytest.skip("the stage runs its commands by fork")
    stage = st.make_stage(tmp_path)
    md = stage.corpus / "jia" / "plan.md"
    text = (
        md.read_text(encoding="utf-8")
        .replace("建设托育", "建设\x1b托\u200b育")
        .replace('level: "', 'level: "\u202e\\u001b')
    )
    md.write_text("\ufeff" + text, encoding="utf-8")
    units = (
        st.UNITS.replace('"区卫健委"', '"区卫\\u001b健\\n委\u2066"')
        + '[[unit]]\nname = "甲\u202e局"\nkind = "\\u009b"\n'
    )
    (stage.corpus / "units.toml").write_text(units, encoding="utf-8")
    (stage.corpus / "topics.toml").write_text(
        st.TOPICS.replace('"托育"', '"托\\u001b育\u200b"'), encoding="utf-8"
    )
    (stage.corpus / "jia" / "duties.csv").write_text(
        "id,unit,role,document\n2.1.2,甲\u200b局,牵头,甲\x1b办\u202e〔2024〕1号\n", encoding="utf-8"
    )
    assert st.run(stage.command("build", 0)) == 0
    for args in (
        ["who", "托育"],
        ["units"],
        ["tree", "jia"],
        ["topics"],
        ["show", "jia/2.1.2"],
        ["export"],
        ["check"],
    ):
        said = kb(stage, *args)
        assert "Traceback" not in said
        assert CONTROL.findall(said) == []
        assert "\ufffd" not in said
        assert not re.search(r"\\u(?:001b|009b|200b|202e|2066)", said)
    shown = json.loads(kb(stage, "show", "jia/2.1.1", "--json"))
    assert shown["title"] == "建设托育机构"
    who = json.loads(kb(stage, "who", "托育", "--json"))
    assert {"区卫健 委", "甲局"} & {a["unit"] for a in who["answers"]}
