"""Plans of three levels, made so that differences are known: a national outline, a city's plan and a district's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.pipeline.importer import import_file
from kb.store import Base, open_base

NATION, CITY, DISTRICT = "guo", "shi", "qu"
HEAD = "序号\t指标名称\t单位\t2030年目标\t属性\t责任单位"
# Name, unit, target; in the gold (test_gold.py) a row is called by its number.
ROWS = {
    NATION: (
        ("新生儿死亡率", "‰", "≤3"), ("婴儿死亡率", "‰", "≤5"), ("5岁以下儿童死亡率", "‰", "≤6"), ("适龄儿童免疫规划疫苗接种率", "%", "≥90"),
        ("学前教育毛入园率", "%", "≥90"), ("九年义务教育巩固率", "%", "≥96"), ("普惠性幼儿园覆盖率", "%", "≥85"), ("每千人口拥有3岁以下婴幼儿托位数", "个", "≥4.5"),
        ("儿童近视率", "%", "≤45"), ("农村自来水普及率", "%", "≥90"), ("儿童中医药健康管理率", "%", "≥85"),
    ),
    CITY: (
        ("新生儿死亡率", "‰", "≤2.5"), ("婴儿死亡率", "‰", "≤4"), ("全市5岁以下儿童死亡率", "‰", "≤5"), ("适龄儿童免疫规划疫苗接种率", "%", "≥95"),
        ("学前教育毛入园率", "%", "≥95"), ("九年义务教育巩固率", "%", "≥98"), ("普惠幼儿园覆盖率", "%", "≥88"), ("每千人口拥有3岁以下婴幼儿托位数", "个", "≥5"),
        ("儿童近视率", "%", "≤40"), ("未成年人犯罪率", "%", "≤1"), ("儿童图书馆数", "个", "≥20"), ("儿童之家数", "个", "≥300"),
    ),
    DISTRICT: (
        ("新生儿死亡率", "‰", "≤2.5"), ("婴儿死亡率", "‰", "≤3.5"), ("5岁以下儿童死亡率", "‰", "≤6"), ("适龄儿童免疫规划疫苗接种率", "%", "≥95"),
        ("学前教育毛入园率", "%", "≥93"), ("高中阶段毛入学率", "%", "≥97"), ("普惠性幼儿园覆盖率", "%", "≥90"), ("每千人口拥有3岁以下婴幼儿托位数", "个", "≥5.2"),
        ("小学生近视率", "%", "≤36"), ("初中生近视率", "%", "≤60"), ("儿童图书馆数", "万册", "≥12"), ("儿童之家数", "个", "≥28"), ("婴儿死亡率（农村）", "‰", "≤4"),
    ),
}  # fmt: skip
TEXTS = {
    NATION: """国务院关于印发国家儿童健康发展纲要（2021—2030年）的通知

各省、自治区、直辖市人民政府：

国务院
2021年3月1日

国家儿童健康发展纲要（2021—2030年）

一、重点任务

（一）健全儿童健康服务体系。加强儿童医院和妇幼保健机构建设。（责任单位：国家卫生健康委）

（二）发展普惠托育服务。支持社会力量举办托育机构。（责任单位：国家卫生健康委）

{table}
""",
    CITY: """澄江市人民政府关于印发澄江市儿童健康发展规划（2021—2030年）的通知

各区县人民政府：

澄江市人民政府
2021年9月1日

澄江市儿童健康发展规划（2021—2030年）

根据《国家儿童健康发展纲要（2021—2030年）》《澄江市卫生条例》，制定本规划。

一、重点任务

（一）健全儿童健康服务体系。建设市儿童医院，加强妇幼保健机构建设。（责任单位：市卫健委）

（二）增加普惠托育服务供给。支持用人单位和社会力量举办托育机构。（责任单位：市卫健委）

（三）治理校园周边交通。（责任单位：市公安局）

{table}
""",
    DISTRICT: """澄江市云溪区人民政府关于印发云溪区儿童健康发展规划（2021—2030年）的通知

各街道办事处：

澄江市云溪区人民政府
2022年2月1日

云溪区儿童健康发展规划（2021—2030年）

依据《澄江市儿童健康发展规划（2021—2030年）》，制定本规划。

一、重点任务

（一）健全儿童健康服务体系。加强社区卫生服务中心儿科建设。（责任单位：区卫健委）

（二）增加托育服务供给。每个街道建成1所以上普惠托育机构。（责任单位：区卫健委）

（三）开展夏季防溺水巡查。（责任单位：区水务局）

{table}
""",
}
UNIT = {NATION: "国家卫生健康委", CITY: "市卫健委", DISTRICT: "区卫健委"}
TOPICS = '[[topic]]\nname = "托育"\nterms = ["托育", "托位"]\n\n[[topic]]\nname = "近视"\nterms = ["近视"]\n'


def text(plan: str) -> str:
    rows = [
        f"{n}\t{name}\t{unit}\t{target}\t预期性\t{UNIT[plan]}"
        for n, (name, unit, target) in enumerate(ROWS[plan], 1)
    ]
    return TEXTS[plan].format(table="\n".join(("专栏1 主要指标", HEAD, *rows)))


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("compare")
    found = Corpus(folder / "corpus")
    found.folder.mkdir()
    (found.folder / "units.toml").write_text("", encoding="utf-8")
    (found.folder / "topics.toml").write_text(TOPICS, encoding="utf-8")
    for plan in TEXTS:
        path = folder / f"{plan}.txt"
        path.write_text(text(plan), encoding="utf-8")
        import_file(path, found.folder, plan)
    build(found, folder / "build" / "kb")
    return found


@pytest.fixture(scope="session")
def base(corpus: Corpus) -> Iterator[Base]:
    with open_base(corpus.folder.parent / "build" / "kb") as opened:
        yield opened


def ids(plan: str, base: Base) -> list[str]:
    """Full ids of a plan's rows, in the order of ROWS."""
    return [i.id for i in base.indicators(plan)]


@pytest.fixture(autouse=True)
def no_base_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KB_BASE", "KB_CORPUS"):
        monkeypatch.delenv(name, raising=False)
