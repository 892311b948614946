"""Tables of tasks that no heading is above: merged cells, names one a line, citations."""

from __future__ import annotations

from pathlib import Path

from kb.parse import parse_source
from kb.readers import read_source
from kb.rules import find_facts


def test_a_row_without_a_heading_above_is_cited_by_its_group(tmp_path: Path) -> None:
    (tmp_path / "list.html").write_text(
        "<h1>青山县任务清单</h1><table><tr><th>序号</th><th>类别</th><th>任务</th><th>责任单位</th></tr>"
        "<tr><td>1</td><td rowspan=2>供水</td><td>改造管网</td><td rowspan=2>县水利局</td></tr><tr><td>2</td><td>新建水厂</td></tr>"
        "<tr><td>3</td><td>排水</td><td>疏浚沟渠</td><td>县住建局<br>县城管局</td></tr></table>",
        "utf-8",
    )
    tree = parse_source(read_source(tmp_path / "list.html"), "p")
    rows = {n.id: n.citation for n in tree.nodes if n.kind == "task"}
    assert list(rows.values()) == ["供水 序号1", "供水 序号2", "排水 序号3"]
    assert [(rows[d.node], d.unit) for d in find_facts(tree, (), ()).duties] == [
        ("供水 序号1", "县水利局"), ("供水 序号2", "县水利局"), ("排水 序号3", "县住建局"), ("排水 序号3", "县城管局"),
    ]  # fmt: skip
