"""Tables as readers of office formats give them: captions and headings over several columns, merged cells."""

from __future__ import annotations

from kb.model import Tree
from kb.parse import parse_source
from kb.readers.source import Grid, GridCell, Line, Source
from kb.rules import find_facts
from tests.kb.parse.made import check

HEAD = "某区绿色发展规划\n（2023—2025年）\n一、主要指标\n"
TAIL = "二、重点任务\n1.建工厂。创建五家。\n2.建站点。建成十个。\n"


def made(rows: list[list[str]], merged: set[tuple[int, int]]) -> Tree:
    """HEAD, a table and TAIL as a reader gives them; merged: cells that are one with the cell above."""
    text = ""
    blocks: list[Line | Grid] = []
    for number, line in enumerate(HEAD.splitlines(), 1):
        blocks.append(Line(len(text), len(text) + len(line), number))
        text += line + "\n"
    grid = []
    for r, row in enumerate(rows):
        cells = []
        for c, value in enumerate(row):
            cells.append(GridCell(len(text), len(text) + len(value), (r, c) in merged))
            text += value + "\n"
        grid.append(tuple(cells))
    blocks.append(Grid(tuple(grid)))
    for line in TAIL.splitlines():
        blocks.append(Line(len(text), len(text) + len(line), text.count("\n") + 1))
        text += line + "\n"
    tree = parse_source(Source("规划.docx", text, tuple(blocks)), "plan")
    check(tree)
    return tree


def test_caption_and_years_over_several_columns() -> None:
    tree = made(
        [
            ["表1 绿色发展主要指标", "", "", "", "", ""],
            ["序号", "指标", "单位", "目标值", "", "属性"],
            ["", "", "", "2024年", "2025年", ""],
            ["1", "绿色建筑占比", "%", "95", "100", "约束性"],
            ["2", "装机容量", "万千瓦", "45", "60", ""],
        ],
        {(2, 0), (2, 1), (2, 2), (2, 5), (4, 5)},
    )
    (box,) = [n for n in tree.nodes if n.kind == "box"]
    assert (box.number, box.title) == ("表1", "绿色发展主要指标")
    assert box.columns == ("序号", "指标", "单位", "目标值2024年", "目标值2025年", "属性")
    found = find_facts(tree, (), ()).indicators
    assert [
        (i.name, [(t.year, t.value) for t in i.targets], i.binding, i.binding_inherited) for i in found
    ] == [
        ("绿色建筑占比", [(2024, 95.0), (2025, 100.0)], "约束性", False),
        ("装机容量", [(2024, 45.0), (2025, 60.0)], "约束性", True),
    ]


def test_cells_merged_with_the_one_above_say_so() -> None:
    tree = made(
        [
            ["序号", "重点任务", "具体措施", "牵头单位"],
            ["1", "推行便利化", "网办率达到98%", "区市场监管局"],
            ["2", "", "推广标准化登记", ""],
            ["3", "规范秩序", "清理政策", "区发展改革委"],
        ],
        {(2, 1), (2, 3)},
    )
    rows = [n for n in tree.nodes if n.cells][1:]
    assert [(n.kind, n.number, n.title) for n in rows] == [
        ("task", "1", "网办率达到98%"),
        ("task", "2", "推广标准化登记"),
        ("task", "3", "清理政策"),
    ]
    assert [c.merged for c in rows[1].cells] == [False, True, False, True]


def test_head_repeated_by_hand_is_no_task() -> None:
    head = ["序号", "重点任务", "责任单位"]
    tree = made([head, ["1", "建中心", "区民政局"], head, ["2", "办培训", "区教委"]], set())
    assert [(n.kind, n.title) for n in tree.nodes if n.cells] == [
        ("paragraph", ""),
        ("task", "建中心"),
        ("paragraph", ""),
        ("task", "办培训"),
    ]


def test_a_numbered_row_is_a_task_though_its_cell_of_units_is_empty() -> None:
    rows = [["序号", "工作任务", "责任单位"]]
    rows += [[str(n), f"建设第{n}号花园", "市园林局" if n in (1, 5) else ""] for n in range(1, 6)]
    tree = made(rows, set())
    tasks = [(n.number, n.title) for n in tree.nodes if n.cells and n.kind == "task"]
    assert tasks == [(str(n), f"建设第{n}号花园") for n in range(1, 6)]
    duties = find_facts(tree, (), ()).duties
    assert [d.node.rpartition(".")[2] for d in duties if d.unit == "市园林局"] == ["r1", "r5"]


def test_a_group_without_a_serial_number_is_no_task_next_to_answered_rows() -> None:
    rows = [
        ["序号", "工作任务", "责任单位"],
        ["", "花园建设", ""],
        ["1", "建设花园", "市园林局"],
        ["", "合计", ""],
    ]
    tree = made(rows, set())
    assert [n.title for n in tree.nodes if n.cells and n.kind == "task"] == ["建设花园"]


def test_a_table_of_projects_with_units_and_no_column_of_tasks() -> None:
    """实事项目 names what is done although it is no word for a task: the import of such a table failed."""
    tree = made(
        [
            ["序号", "实事项目", "牵头单位"],
            ["1", "新建幼儿园三所", "区教育局"],
            ["2", "加装电梯", "区住建局"],
        ],
        set(),
    )
    assert [(n.kind, n.number, n.title) for n in tree.nodes if n.cells][1:] == [
        ("task", "1", "新建幼儿园三所"),
        ("task", "2", "加装电梯"),
    ]
