"""Monitoring at size: 100 units, 200 indicator rows in each form, five years. Prints CPU seconds of collecting a round and of
its status.

python tests/bench/bench_monitor.py [units] [rows of a form] [years]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from kb.corpus import Corpus
from kb.monitor.collect import collect
from kb.monitor.desk import Desk
from kb.monitor.init import init
from kb.monitor.open_round import open_round
from kb.monitor.status import stand
from kb.pipeline.build import build
from kb.store import open_base

PLAN = "made-2021-2030"
TOGETHER = 10
"""Units of one row: as many as the fullest rows of plans have."""


def plan_text(units: int, rows: int) -> str:
    """A plan of so many units, each responsible for so many rows: TOGETHER units a row, of which the first reports it."""
    together = min(TOGETHER, units)
    of_row = [
        [(n + k * units // together) % units + 1 for k in range(together)]
        for n in range(rows * units // together)
    ]
    lines = [
        "---", f"id: {PLAN}", 'title: "云山市监测规划（2021—2030年）"', 'issuer: "云山市人民政府"', "period: [2021, 2030]",
        'place: ["云山市"]', "---", "", "## 一、主要指标", "", "::: box 专栏一 主要指标", "",
        "| 序号 | 指标 | 单位 | 2030年目标 | 属性 | 责任单位 |", "| --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    lines += [
        f"| {n} | 第{n}项服务覆盖率 | % | ≥{60 + n % 30} | 预期性 | {'、'.join(f'市第{u}局' for u in own)} |"
        for n, own in enumerate(of_row, 1)
    ]
    return "\n".join([*lines, "", ":::", ""])


def main() -> None:
    units, rows, years = ([*map(int, sys.argv[1:]), *(100, 200, 5)[len(sys.argv) - 1 :]])[:3]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "plan.md"
        source.write_text(plan_text(units, rows), encoding="utf-8")
        from kb.pipeline.importer import import_file

        import_file(source, folder / "corpus", PLAN)
        corpus = Corpus(folder / "corpus")
        (corpus.folder / "units.toml").write_text(
            "\n".join(f'[[unit]]\nname = "市第{n}局"\nkind = "政府部门"\n' for n in range(1, units + 1)),
            encoding="utf-8",
        )
        built = build(corpus, folder / "kb")
        with open_base(built.folder) as base:
            init(Desk(base, corpus, PLAN))
            for year in range(2024 - years + 1, 2025):
                one_year(Desk(base, corpus, PLAN), year, folder)
            begun = time.process_time()
            found = stand(Desk(base, corpus, PLAN), 2024)
            print(f"状态 {time.process_time() - begun:.2f} 秒 CPU：{found.indicators.rows} 行，{years} 年")


def one_year(desk: Desk, year: int, folder: Path) -> None:
    sys.path[:0] = [str(Path(__file__).parents[2])]
    from tests.kb.monitor.filling import fill

    out, back = folder / f"out{year}", folder / f"back{year}"
    open_round(desk, year, issued=f"{year}-12-20", due=f"{year + 1}-01-20", out=out, letters=False)
    back.mkdir()
    now = Desk(desk.base, desk.corpus, PLAN)
    for sent in now.round(year).sent:
        cells: dict[str, dict[str, float | str]] = {
            id_: {
                "value": 50.0 + year % 10,
                "person": "王",
                "problem": "无",
                "next": "继续",
                "given_base": 40.0,
            }
            for id_ in sent.rows.split()
        }
        fill(out / sent.file, cells, {"reviewer": "赵"}, back / sent.file)
    begun = time.process_time()
    found = collect(now, [back], year, day=f"{year + 1}-01-15")
    taken = time.process_time() - begun
    print(f"{year} 收 {len(found.taken)} 份 {len(found.round.values)} 值 {taken:.2f} 秒 CPU")


if __name__ == "__main__":
    main()
