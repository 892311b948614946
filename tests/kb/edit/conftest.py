"""A corpus with one small plan, as import writes it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kb.corpus import Corpus, begin_corpus
from kb.edit.desk import Desk
from kb.pipeline.importer import import_file

PLAN = "qingchuan-works"
TEXT = """青川县民生实事推进方案（2024—2026年）

一、总体要求

坚持统筹推进，办好民生实事。

第 1 页

二、重点任务

（一）发展托育服务。支持社会力量举办托育机构，到2026年新增托位300个。（牵头单位：县卫生健康局；责任单位：县教育局、县财政局）

（二）完善养老设施

建设社区养老服务站，开展适老化改造，
逐步覆盖全县各镇。（责任单位：县民政局）

（三）整治农村道路。改造危桥12座。（县交通局和农道办共同负责）

序号
项目
牵头单位
1
托育中心
县卫生健康局
2
养老站
县民政局

三、保障措施

（一）加强组织领导。健全工作机制，明确任务分工。

（二）强化资金保障。县财政局统筹安排资金。
"""


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a corpus of one plan. Not to be changed."""
    folder = tmp_path_factory.mktemp("edit")
    path = folder / f"{PLAN}.txt"
    path.write_text(TEXT, encoding="utf-8")
    corpus = folder / "corpus"
    import_file(path, corpus)
    begin_corpus(corpus)
    return corpus


@pytest.fixture
def corpus(imported: Path, tmp_path: Path) -> Corpus:
    """A corpus of one's own."""
    shutil.copytree(imported, tmp_path / "corpus")
    return Corpus(tmp_path / "corpus")


@pytest.fixture
def desk(corpus: Corpus) -> Desk:
    """Saving into it, at one fixed time."""
    return Desk(corpus, lambda: datetime(2026, 3, 5, 9, 12, tzinfo=UTC))
