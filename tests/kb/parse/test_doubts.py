"""What is doubted about a whole document, each said once."""

from __future__ import annotations

from kb.pipeline.importer import find_problems
from tests.kb.parse.made import draft, tree


def said(text: str) -> list[tuple[str, str]]:
    return [(p.code, p.message) for p in find_problems(draft(text), tree(text))]


def test_wraps_that_were_not_put_together() -> None:
    lines = "推进托育服务，\n建立托育机制，\n完善托育制度、\n保障托育供给。\n" * 3
    text = "某市托育规划\n一、要求\n" + lines
    found = [x for x in said(text) if x[0] == "KB121"]
    assert found == [("KB121", "本文没有合并断行：9 段停在逗号或顿号上，第 3 行起")]
