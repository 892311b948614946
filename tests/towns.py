"""Small plans of four places that all print 夜市: as their matter, in a list, as a reason, within another word."""

from __future__ import annotations

from pathlib import Path

from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.pipeline.importer import import_file

MARKET = """南陵市商业发展规划（2024—2028年）

一、主要任务

（一）建设夜市街区。完善摊位、夜市、茶馆等设施布局，办好夜市。（责任单位：市商务局）

（二）优化支出结构。保障教育、夜市、医疗等支出。（市财政局牵头）
"""
CITY = """北岭市城市更新方案（2024—2028年）

一、主要任务

（一）完善停车设施。针对夜市停车需求大等问题，建设停车场。（市城管局牵头，市公安局配合）

（二）完善保险服务。发展夜市保险。（市金融局牵头）
"""
WATER = """东浦市排水规划（2024—2028年）

一、主要任务

（一）完善管网。按水利部门意见建设夜市排水管网。

（二）评价。排水能力由水利部门牵头评价。
"""
STREETS = """西坪市街区管理方案（2024—2028年）

一、主要任务（牵头单位：市住建局）

（一）管好夜市街区。管好夜市摊位。（责任单位：市商业局）

（二）修缮老街。修缮老街。（责任单位：市文物局）
"""
TEXTS = {"nanling": MARKET, "beiling": CITY, "dongpu": WATER, "xiping": STREETS}


def build_towns(folder: Path) -> Path:
    """Import and build the plans below a folder; return the folder of the base."""
    (folder / "corpus").mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
        import_file(folder / f"{name}.txt", folder / "corpus")
    return build(Corpus(folder / "corpus"), folder / "kb").folder
