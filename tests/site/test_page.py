"""JSON that stands in a script element; templates kept compiled."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from kb_site.page import CompiledTemplates, script_json


def test_json_cannot_end_its_element() -> None:
    hostile = {"title": "</script><script>alert(1)</script> <!-- & \u2028\u2029 “托育”"}
    text = str(script_json(hostile))
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == hostile
    assert "“托育”" in text


def shown(folder: Path) -> str:
    env = Environment(loader=DictLoader({"a": "{{ x }}岁"}), bytecode_cache=CompiledTemplates(folder))
    return env.get_template("a").render(x=3)


def test_compiled_templates_are_kept_where_they_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    folder = tmp_path / "kept"
    assert shown(folder) == "3岁"
    (kept,) = folder.iterdir()
    before = kept.stat().st_mtime_ns
    assert shown(folder) == "3岁"
    assert kept.stat().st_mtime_ns == before
    for wrong in (b"", b"j2", kept.read_bytes()[:-5], bytes(200)):
        kept.write_bytes(wrong)
        assert shown(folder) == "3岁"
    (tmp_path / "file").write_text("")
    assert shown(tmp_path / "file") == "3岁"
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert shown(tmp_path / "none") == "3岁"
    assert not (tmp_path / "none").exists()
