"""A corpus of several plans: the real one, those of golden/made, and one made to be wide."""

from __future__ import annotations

import shutil
from pathlib import Path

from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.pipeline.importer import import_file

# Neither a unit nor an indicator stands in the one; fifteen units answer for one task of the other.
NONE = "shiqiao-culture-none"
WIDE = "changhe-works-2025"
_UNITS = (
    "、".join(f"市第{n}工程建设管理局" for n in "一二三四五六七八九")
    + "、市水务局、市财政局、市交通运输局、市城市管理局、市应急管理局、各县（市、区）人民政府"
)
_WIDE = f"""长河市重点工程推进方案（2025—2027年）

一、总体要求

（一）指导思想。坚持统筹推进。

二、重点任务

（一）加快水系连通工程建设。推进水系连通和河道整治。（责任单位：{_UNITS}）

（二）加强堤防巡查。落实巡查制度。（牵头单位：市水务局，完成时限：2025年12月底前）

三、保障措施

（一）加强组织领导。健全协调机制。
"""
MADE = (
    "baihe-traps", "donghu-health-pages", "heping-rural-scope", "lingang-digital-levels", "linhu-notations",
    "nanshan-livelihood-duties", NONE, "xinhai-ocean-indicators", "yunling-women-2021-2030",
)  # fmt: skip


def build_several(repository: Path, folder: Path) -> Path:
    """Import and build them all under `folder`; the folder of the base."""
    corpus = folder / "corpus"
    shutil.copytree(repository / "corpus", corpus)
    for name in MADE:
        import_file(repository / "tests" / "golden" / "made" / f"{name}.txt", corpus)
    wide = folder / f"{WIDE}.txt"
    wide.write_text(_WIDE, encoding="utf-8")
    import_file(wide, corpus)
    return build(Corpus(corpus), folder / "kb").folder
