"""A plan made by hand, small enough to read, with one fact of every kind: what stores, answers and commands are
tested on without the parser and the rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kb.model import (
    Baseline,
    Cell,
    Commitment,
    Duty,
    Facts,
    Indicator,
    Kind,
    Node,
    Plan,
    Reference,
    Repair,
    Tag,
    Target,
    Topic,
    Tree,
    Unit,
)
from kb.problems import Problem
from kb.spans import Lines, Piece, Span, Text

SOURCE = """甲区托育规划
一、重点任务
（一）发展托育服务
1．建设托育机构。依托区妇幼保健院，各镇街加快
托育点建设，建成3—5所示范机构。按照《托育办法》，2023年有托位12个。
专栏一 主要指标
\t1
\t托位数（个）
\t≥100
\t区卫健委

\t2
\t托育服务满意度
\t提高
\t区卫健委

培训项目：培训保育员。
（二）提升\x1b[31m安全\x1b[0m水平
"""
LINES = Lines(SOURCE)
PLAN = "jia"


def at(words: str, start: int = 0) -> tuple[int, int]:
    """Offsets of the words' first place."""
    begin = SOURCE.index(words, start)
    return begin, begin + len(words)


def text(*runs: str, joint: str = "") -> Text:
    """A text of runs that stand in the source one after another."""
    value, pieces, offset = "", [], 0
    for run in runs:
        begin, end = at(run, offset)
        value += joint if value else ""
        pieces.append(Piece(len(value), begin, end))
        value += run
        offset = end
    return Text(value, tuple(pieces))


def span(first: str, last: str) -> Span:
    begin = at(first)[0]
    return LINES.span(begin, at(last, begin)[1])


def node(
    local: str, kind: Kind, number: str, title: str, parent: str | None, order: int, head: Text, body: Text,
    citation: str, where: Span, cells: tuple[Cell, ...] = (), columns: tuple[str, ...] = (),
    repaired: tuple[str, ...] = (),
) -> Node:  # fmt: skip
    depth = {"title": 0, "1": 0, "1.1": 1, "1.2": 1}.get(local, 2 if local == "b1" or local == "1.1.1" else 3)
    return Node(
        f"{PLAN}/{local}", PLAN, kind, number, title, parent and f"{PLAN}/{parent}", order, depth, head, body,
        citation, where, repaired, cells, columns,
    )  # fmt: skip


def row(number: str, name: str, target: str) -> tuple[Text, tuple[Cell, ...]]:
    runs = ("区卫健委",)
    begin = at(f"\t{number}\n\t{name}")[0]
    cells, pieces, value = [], [], ""
    for column, words in (("序号", number), ("指标", name), ("目标", target), ("责任单位", runs[0])):
        a, b = at(words, begin)
        begin = b
        cells.append(Cell(column, Text(words, (Piece(0, a, b),))))
        value += " " if value else ""
        pieces.append(Piece(len(value), a, b))
        value += words
    return Text(value, tuple(pieces)), tuple(cells)


ROW1, CELLS1 = row("1", "托位数（个）", "≥100")
ROW2, CELLS2 = row("2", "托育服务满意度", "提高")
HARD_WRAPPED = (
    "依托区妇幼保健院，各镇街加快",
    "托育点建设，建成3—5所示范机构。按照《托育办法》，2023年有托位12个。",
)
COLUMNS = ("序号", "指标", "目标", "责任单位")
NODES = (
    node("title", "paragraph", "", "甲区托育规划", None, 0, text("甲区托育规划"), Text(""), "封面",
         span("甲区托育规划", "甲区托育规划")),
    node("1", "chapter", "一", "重点任务", None, 1, text("一、重点任务"), Text(""), "一、", span("一、", "水平")),
    node("1.1", "section", "（一）", "发展托育服务", "1", 2, text("（一）发展托育服务"), Text(""), "一、（一）",
         span("（一）", "保育员。")),
    node("1.1.1", "task", "1", "建设托育机构", "1.1", 3, text("1．建设托育机构。"), text(*HARD_WRAPPED),
         "一、（一）1", span("1．建设", "12个。"), repaired=("number",)),
    node("b1", "box", "专栏一", "主要指标", "1.1", 4, text("专栏一 主要指标"), Text(""), "专栏一",
         span("专栏一", "保育员。"), columns=COLUMNS),
    node("b1.1", "indicator", "1", "托位数", "b1", 5, Text(""), ROW1, "专栏一 指标1",
         span("1\n\t托位数", "区卫健委"), CELLS1),
    node("b1.2", "indicator", "2", "托育服务满意度", "b1", 6, Text(""), ROW2, "专栏一 指标2",
         span("2\n\t托育服务", "区卫健委"), CELLS2),
    node("b1.p1", "project", "", "培训项目", "b1", 7, text("培训项目："), text("培训保育员。"), "专栏一 培训项目",
         span("培训项目", "保育员。")),
    node("1.2", "section", "（二）", "提升\x1b[31m安全\x1b[0m水平", "1", 8, text("（二）提升\x1b[31m安全\x1b[0m水平"),
         Text(""), "一、（二）", span("（二）", "水平")),
)  # fmt: skip


def proof(words: str, start: int = 0) -> tuple[str, int, int, int]:
    begin, end = at(words, start)
    return words, begin, end, LINES.line(begin)


def duty(unit: str, local: str, role: str, basis: str, words: str, start: int = 0, **more: str) -> Duty:
    whose = f"甲区/{unit}@{PLAN}" if unit == "各镇街" else f"甲区/{unit}"
    return Duty(PLAN, unit, f"{PLAN}/{local}", role, basis, unit, *proof(words, start), unit_id=whose, **more)  # type: ignore[arg-type]


CELL1 = CELLS1[3].text.pieces[0].start
CELL2 = CELLS2[3].text.pieces[0].start
DUTIES = (
    duty("区卫健委", "b1.1", "责任", "assigned", "区卫健委", CELL1),
    duty("区卫健委", "b1.2", "责任", "assigned", "区卫健委", CELL2),
    duty("区妇幼保健院", "1.1.1", "依托", "named", "依托区妇幼保健院"),
    duty("各镇街", "1.1.1", "推进", "named", "各镇街加快\n托育点建设"),
    duty("示范机构", "1.1.1", "object", "named", "建成3—5所示范机构"),
    duty("区卫健委", "1.1.1", "责任", "related", "区卫健委", CELL1, link=f"{PLAN}/b1.1", why="同一主题：托育"),
    Duty(PLAN, "区教委", f"{PLAN}/b1.p1", "牵头", "assigned", "区教委", "培训项目", 0, 0, 0, "2025年", None, None, "",
         "《分工方案》第3页", "甲区/区教委"),
)  # fmt: skip
INDICATORS = (
    Indicator(
        f"{PLAN}/b1.1", PLAN, f"{PLAN}/b1", "1", None, "托位数", "个", Target("≥100", ">=", 100.0, column="目标"),
        (Target("≥100", ">=", 100.0, column="目标"),), "", False, "", ("区卫健委",),
        Baseline(2023, 12.0, "个", f"{PLAN}/1.1.1", *proof("2023年有托位12个")),
    ),
    Indicator(
        f"{PLAN}/b1.2", PLAN, f"{PLAN}/b1", "2", 1, "托育服务满意度", "", Target("提高", trend="提高", year=2030),
        (), "预期性", True, "服务", ("区卫健委",),
    ),
)  # fmt: skip
UNITS = (
    Unit("区卫健委", "甲区卫生健康委员会", ("卫健委", "卫健局"), "政府部门", plans=(PLAN,)),
    Unit("区教委", "甲区教育委员会", ("教委",), "政府部门"),
    Unit("各镇街", "", (), "集合称谓", "", ("东街道",)),
    Unit("东街道", "东街道办事处", (), "镇街"),
)
FOUND_UNITS = (
    *(
        replace(
            u,
            id=f"甲区/{u.name}" + (f"@{PLAN}" if u.kind == "集合称谓" else ""),
            place=("甲区",),
            plans=(PLAN,),
        )
        for u in UNITS
    ),
    Unit("区妇幼保健院", plans=(PLAN,), registered=False, id="甲区/区妇幼保健院", place=("甲区",)),
    Unit("示范机构", plans=(PLAN,), registered=False, id="甲区/示范机构", place=("甲区",)),
)
TOPICS = (
    Topic("托育", ("托育服务", "托位"), ("托儿所", "早托"), ("托育机构",)),
    Topic("托育机构", ("托育机构",)),
)
FACTS = Facts(
    INDICATORS,
    FOUND_UNITS,
    DUTIES,
    (
        Tag(PLAN, f"{PLAN}/1.1.1", "托育", "text", 2),
        Tag(PLAN, f"{PLAN}/b1.1", "托育", "title", 1),
        Tag(PLAN, f"{PLAN}/1.1.1", "托育机构", "title", 1),
    ),
    (Commitment(PLAN, f"{PLAN}/1.1.1", "示范机构", "=", 3.0, 5.0, "所", *proof("3—5所示范机构")),),
    (Reference(PLAN, f"{PLAN}/1.1.1", "document", "托育办法", *proof("《托育办法》")),),
)
PROBLEMS = (
    Problem(
        "corpus/jia/plan.md",
        7,
        3,
        "KB401",
        "项目没有责任单位",
        "培训项目",
        "请核对。",
        "warning",
        f"{PLAN}/b1.p1",
    ),
    Problem("corpus/jia/plan.md", 0, 0, "KB402", "看看这里", level="note"),
)
TREE = Tree(
    Plan(
        PLAN, "甲区托育规划（2024—2030年）", "甲府发〔2024〕1号", "甲区人民政府", "2024-02-03", "", "主动公开", "区县",
        ("各镇",), ("区委",), (2024, 2030), ("《上位规划》",), "source.txt",
        ("甲区",), SOURCE,
    ),
    NODES,
    (Repair("number", 20, 21, 4, "", "1", "补出编号"), Repair("page-mark", 3, 4, 1, "—1—", "", "页码")),
)  # fmt: skip


def write_made(folder: Path) -> Path:
    """The made plan's base, in `folder`."""
    from kb.store import write_base

    return write_base(folder, [(TREE, FACTS, PROBLEMS)], TOPICS, UNITS, "0123abcd")
