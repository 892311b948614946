"""OFD documents: runs put together to paragraphs, ruled tables, and what is beyond any document."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kb.problems import DocumentError
from kb.readers import Source, read_source
from kb.readers.ofd.shapes import edge_of, segments
from tests.kb.readers.check import check_source, grids, lines
from tests.kb.readers.ofd_forms import line, ofd, text


def read(tmp_path: Path, data: bytes) -> Source:
    path = tmp_path / "plan.ofd"
    path.write_bytes(data)
    source = read_source(path)
    check_source(source)
    return source


def set_out(*texts: str) -> str:
    """Lines below each other, each as long as it is."""
    return "".join(text(words, 30, 30 + 9 * i) for i, words in enumerate(texts))


def test_runs_become_paragraphs(tmp_path: Path) -> None:
    page = set_out(
        "西河县托育服务实施方案",
        "一、总体要求",
        "（一）坚持普惠，发展托育服务，让婴幼儿照护更加安心放心和",
        "省心。由县卫健局负责。",
    )
    assert lines(read(tmp_path, ofd(page))) == [
        "西河县托育服务实施方案",
        "一、总体要求",
        "（一）坚持普惠，发展托育服务，让婴幼儿照护更加安心放心和省心。由县卫健局负责。",
    ]


def test_ruled_lines_make_a_table(tmp_path: Path) -> None:
    across = "".join(line(30, y, 150, y) for y in (40, 50, 60))
    down = "".join(line(x, 40, x, 60) for x in (30, 90, 150))
    words = (
        text("任务", 35, 43) + text("责任单位", 95, 43) + text("建设机构", 35, 53) + text("县卫健局", 95, 53)
    )
    source = read(tmp_path, ofd(set_out("西河县分工表") + across + down + words))
    assert lines(source) == ["西河县分工表"]
    assert grids(source) == [[["任务", "责任单位"], ["建设机构", "县卫健局"]]]


def test_a_scanned_page_is_named_and_a_scan_refused(tmp_path: Path) -> None:
    picture = '<ofd:ImageObject Boundary="20 20 160 250"/>'
    source = read(tmp_path, ofd(set_out("西河县托育方案", "一、总体要求"), picture))
    assert [p.message for p in source.problems] == ["第 2 页是图片，没有读"]
    with pytest.raises(DocumentError, match="KB008 OFD 是扫描件（没有文字层），读不出文字"):
        read(tmp_path, ofd(picture))


def test_units_that_stand_for_each_other_are_refused(tmp_path: Path) -> None:
    use = '<ofd:CompositeObject ResourceID="{}" Boundary="0 0 1 1"/>'
    itself = f'<ofd:CompositeGraphicUnit ID="1"><ofd:Content>{use.format(1)}</ofd:Content></ofd:CompositeGraphicUnit>'
    doubled = "".join(
        f'<ofd:CompositeGraphicUnit ID="{i}"><ofd:Content>{use.format(i + 1) * 2}</ofd:Content></ofd:CompositeGraphicUnit>'
        for i in range(30)
    )
    for resources in (itself, doubled):
        with pytest.raises(DocumentError, match="KB012 OFD 里的图形单元互相引用"):
            read(tmp_path, ofd(set_out("甲"), resources=resources))


def test_damage_and_missing_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = ofd(set_out("甲"))
    with pytest.raises(DocumentError, match="KB010"):
        read(tmp_path, data[:-40])
    monkeypatch.setitem(sys.modules, "ofdkit", None)
    with pytest.raises(DocumentError, match="KB009 读取 OFD 需要的组件没有安装"):
        read(tmp_path, data)


def test_paths() -> None:
    assert list(segments("M 0 0 L 10 0 L 10 5 C")) == [
        ((0, 0), (10, 0)),
        ((10, 0), (10, 5)),
        ((10, 5), (0, 0)),
    ]
    assert list(segments("S 1 1 B 1 2 3 4 5 6 L 5 9 Q 1 1 2 2")) == [((5, 6), (5, 9))]
    assert list(segments("L L x 1")) == []
    assert edge_of((0, 0), (10, 0.2)) is not None
    assert edge_of((0, 0), (10, 5)) is None
    assert edge_of((0, 0), (0.1, 0.1)) is None
