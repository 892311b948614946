"""Texts with a few damaged bytes, names in another encoding, newlines that a version control wrote in its own way."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kb.parse.record import read_plan_folder
from kb.pipeline.importer import import_file
from kb.problems import DocumentError
from kb.readers import read_source
from kb.readers.names import shown_name

PLAN = (
    "西河县托育服务实施方案\n一、总体要求\n（一）思路。坚持普惠，发展托育服务。\n二、重点任务\n"
    "（一）建设机构。新建托育机构十家。（责任单位：县卫健局）\n（二）培训队伍。每年培训一百人。（责任单位：县人社局）\n"
)


def broken(encoding: str, places: int = 1) -> bytes:
    """The plan with damaged bytes after 机构。"""
    data = PLAN.encode(encoding)
    at = data.index("新建".encode(encoding))
    return data[:at] + b"\xff\xfe"[: max(1, places)] + data[at:]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_where_a_text_is_damaged_is_said(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(broken(encoding))
    byte = PLAN.encode(encoding).index("新建".encode(encoding)) + 1
    with pytest.raises(DocumentError) as e:
        read_source(path)
    (problem,) = e.value.problems
    assert problem.code == "KB004"
    assert problem.message == (
        f"文件是 {encoding.upper()} 编码，第 {byte} 字节（第 5 行，“（一）建设机构。”之后）不成字，共 1 处"
    )
    assert problem.hint == "请对照原文改正后再导入；或加 --lenient，把不成字的字节换成“\ufffd”照读"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_damaged_text_is_read_where_that_is_asked_for(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(broken(encoding))
    done = import_file(path, tmp_path / "corpus", "tuoyu", lenient=True)
    assert (done.folder / "source.txt").read_text("utf-8").replace("\ufffd", "") == PLAN
    assert (done.folder / "original.txt").read_bytes() == broken(encoding)
    assert [(p.code, p.path, p.line) for p in done.problems if p.code == "KB016"] == [
        ("KB016", "tuoyu/source.txt", 5)
    ]


def test_a_sound_text_is_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.encode("gb18030"))
    assert read_source(path, lenient=True) == read_source(path)


def test_a_damaged_page_is_read_by_its_own_charset(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    page = f'<html><head><meta charset="gb2312"></head><body>{"".join(f"<p>{x}</p>" for x in PLAN.split())}</body></html>'
    data = page.encode("gb18030").replace("新建".encode("gb18030"), b"\xff" + "新建".encode("gb18030"))
    path.write_bytes(data)
    with pytest.raises(DocumentError, match="KB004 文件是 GB18030 编码"):
        read_source(path)
    assert "".join(read_source(path, lenient=True).text.split()).replace("\ufffd", "") == "".join(
        PLAN.split()
    )


def test_bytes_that_are_no_text_are_not_read_leniently(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(bytes(range(128, 256)) * 20)
    with pytest.raises(DocumentError, match="KB004 认不出文字编码"):
        read_source(path, lenient=True)


@pytest.mark.skipif(sys.platform != "linux", reason="其他系统的文件名必是 Unicode")
def test_a_file_whose_name_is_in_gb18030(tmp_path: Path) -> None:
    name = os.fsdecode("西河托育.txt".encode("gb18030"))
    path = tmp_path / name
    path.write_text(PLAN, encoding="utf-8")
    done = import_file(path, tmp_path / "corpus")
    assert done.plan.id == "xi-he-tuo-yu"
    assert '"name": "西河托育.txt"' in (done.folder / "import.json").read_text("utf-8")
    path.write_bytes(b"")
    with pytest.raises(DocumentError, match=r"西河托育\.txt: KB003"):
        read_source(path)


def test_names_that_are_in_no_encoding() -> None:
    assert shown_name("规划.txt") == "规划.txt"
    assert shown_name("\udcff\udcff.txt") == "\ufffd\ufffd.txt"


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_source_txt_written_with_other_newlines_is_the_same_text(tmp_path: Path, newline: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.replace("\n", newline).encode())
    done = import_file(path, tmp_path / "corpus", "tuoyu")
    tree = read_plan_folder(done.folder)
    for other in ("\n", "\r\n"):
        (done.folder / "source.txt").write_bytes(PLAN.replace("\n", other).encode())
        assert read_plan_folder(done.folder) == tree
    (done.folder / "source.txt").write_bytes(PLAN.replace("\n", "\r\n").replace("十家", "百家").encode())
    with pytest.raises(DocumentError, match="KB209"):
        read_plan_folder(done.folder)
