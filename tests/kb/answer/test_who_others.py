"""`kb who` on a plan whose units and topics nobody has registered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kb.answer.units import proposed
from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.pipeline.importer import import_file
from kb.search import Index, open_index
from kb.store import Base, open_base
from kb.who.answer import who

PLAN = """清河市消费环境提升行动方案（2024—2027年）

一、总体要求

营造良好消费环境。

二、重点任务

（一）扩大消费。

1. 优化新能源车消费环境。针对充换电设施落地难，二手车交易服务滞后等问题，（1）制定充换电设施发展规划。（市城市管理局负责）（2）研究新能源车报废细则。（市商务局负责）（3）支持网约车合规经营。（市交通运输局负责）

2. 发展家政服务。推进家政进社区。（市商务局牵头，市人力资源社会保障局、市妇联配合）

3. 完善医疗保障。扩大门诊报销范围。（责任单位：市医保局、市卫生健康委）

三、保障措施

（一）加强领导。由市商务局统筹推进。
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Base, Index]]:
    folder = tmp_path_factory.mktemp("others")
    (folder / "qinghe.txt").write_text(PLAN, "utf-8")
    (folder / "corpus").mkdir()
    import_file(folder / "qinghe.txt", folder / "corpus")
    build(Corpus(folder / "corpus"), folder / "kb")
    with open_base(folder / "kb") as base, open_index(base.folder / "index") as index:
        yield base, index


def units(opened: tuple[Base, Index], query: str) -> list[str]:
    return [a["unit"] for a in who(*opened, query)["answers"] if a["basis"] == "assigned"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("网约车谁管", ["市交通运输局"]),  # each bracket for its own part
        ("报废细则归哪个部门", ["市商务局"]),
        ("充换电设施发展规划", ["市城市管理局"]),
        ("二手车谁负责", ["市城市管理局", "市商务局", "市交通运输局"]),  # said before （1）: of all parts
        ("家政服务谁负责", ["市商务局", "市人力资源社会保障局", "市妇联"]),
        ("家政服务由哪个单位牵头", ["市商务局"]),
        ("家政服务哪些单位配合", ["市人力资源社会保障局", "市妇联"]),
        ("人社局负责什么", ["市人力资源社会保障局"]),
        ("卫健委干什么", ["市卫生健康委"]),
        ("市医保局负责什么", ["市医保局"]),
        ("妇女联合会有哪些任务", ["市妇联"]),
        ("家政进社区谁管", ["市商务局", "市人力资源社会保障局", "市妇联"]),
        ("航天发射谁负责", []),
    ],
)
def test_who(opened: tuple[Base, Index], query: str, expected: list[str]) -> None:
    assert units(opened, query) == expected


def test_units_are_proposed_with_their_other_names(opened: tuple[Base, Index]) -> None:
    rows = {p.unit.name: p for p in proposed(opened[0])}
    assert next(iter(rows)) == "市商务局"
    one = rows["市人力资源社会保障局"]
    assert (one.unit.full_name, one.unit.kind, one.citation, one.count) == (
        "清河市人力资源和社会保障局",
        "政府部门",
        "二、（一）2",
        1,
    )
    assert "人社局" in one.unit.aliases
    assert "市人社局" in one.unit.aliases
