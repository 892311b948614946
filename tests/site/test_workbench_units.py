"""Names that units.toml lacks, as the page 单位 shows them."""

from __future__ import annotations

from pathlib import Path

from kb.corpus import Corpus
from kb.pipeline.importer import import_file
from kb_site.workbench.units import _met

TEXT = """某省养老服务提升方案（2024—2026年）

一、重点任务

（一）拓展数据。完成归集。(牵头单位：省民政厅，责任单位：省统计局，各市、

# Page 7:
县人民政府)

（二）培养人才。培训养老护理员。（责任单位：省教育厅）
"""


def test_a_sentence_of_two_pages_is_shown_without_the_mark_between_them(tmp_path: Path) -> None:
    path = tmp_path / "fang-an.txt"
    path.write_text(TEXT, encoding="utf-8")
    corpus = tmp_path / "corpus"
    import_file(path, corpus)
    met, _, unread = _met(Corpus(corpus), ("fang-an",))
    quotes = {m.unit.name: m.quote for m in met}
    assert unread == []
    assert "责任单位：省统计局，各市、县人民政府" in quotes["省统计局"]
    assert all("Page" not in quote and "\n" not in quote for quote in quotes.values())
