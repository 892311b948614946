"""Office packages: the parts of a .docx read with an eye on what they unpack to.

Only the standard library: a part is XML without a document type, so there are no entities to expand and nothing to
fetch; size, number of elements and depth are bounded before a tree exists.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from kb.problems import DocumentError
from kb.readers.legacy import SAVE_AS
from kb.readers.source import refusal

MAX_PACKAGE_BYTES = 64 * 1024 * 1024
"""Of the file itself, pictures included."""

MAX_PARTS = 20_000
MAX_PART_BYTES = 32 * 1024 * 1024
"""Of one part unpacked; the text of a long plan takes 1 to 5 MB of XML."""

MAX_ELEMENTS = 2_000_000
MAX_DEPTH = 160
"""Elements inside each other; a table in a text box in a table takes 60."""

UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, OSError,
    RuntimeError, ValueError,
)  # fmt: skip
"""What zipfile raises for archives that are cut off, overwritten or packed in a way it does not know."""

SEE_FILE = "请用 WPS 或 Word 打开确认没有损坏，另存为新的 .docx 再导入"


@dataclass(frozen=True, slots=True)
class Package:
    """An office package: reads a part as a tree, None where it has no such part."""

    path: Path
    archive: zipfile.ZipFile
    names: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for info in self.archive.infolist():
            self.names.setdefault(part_name(info.orig_filename), info)

    def part(self, name: str) -> Element | None:
        """The root of an XML part, namespaces taken off element and attribute names; None where there is no such part."""
        info = self.names.get(part_name(name))
        return None if info is None else parse_part(self.path, self.read(info))

    def read(self, info: zipfile.ZipInfo) -> bytes:
        too_much = refusal(
            self.path,
            "KB012",
            f"压缩包里的 {info.filename} 展开后超过 {MAX_PART_BYTES // 1024 // 1024} MB，不予读取",
            "正常的规划远小于此，请确认文件来源；确是规划时请删去无关内容后另存",
        )
        if info.file_size > MAX_PART_BYTES:
            raise too_much
        if info.flag_bits & 1:
            raise refusal(self.path, "KB007", "文档加了密码，读不出文字", "请去掉密码后另存为 .docx 再导入")
        try:
            with self.archive.open(info) as stream:
                data = stream.read(MAX_PART_BYTES + 1)
        except UNREADABLE as e:
            raise refusal(self.path, "KB010", f"文件已损坏（{info.filename}：{e}）", SEE_FILE) from None
        if len(data) > MAX_PART_BYTES:
            raise too_much
        return data


def part_name(name: str) -> str:
    """The name of a part as names are compared (ECMA-376, part 2): letters of either case, from the root. Some programs
    write `word\\document.xml`."""
    return name.replace("\\", "/").lstrip("/").lower()


def open_package(path: Path, data: bytes) -> Package:
    """A zip file as a package. Raises DocumentError KB002, KB010, KB012."""
    if len(data) > MAX_PACKAGE_BYTES:
        shown = f"{len(data) / 1024 / 1024:.0f} MB，上限 {MAX_PACKAGE_BYTES // 1024 // 1024} MB"
        raise refusal(path, "KB002", f"文件过大（{shown}）", "请压缩或删去里面的图片后另存为 .docx 再导入")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except UNREADABLE as e:
        raise refusal(path, "KB010", f"文件已损坏，打不开（{e}）", SEE_FILE) from None
    if len(archive.infolist()) > MAX_PARTS:
        raise refusal(path, "KB012", f"压缩包里的文件超过 {MAX_PARTS} 个，不予读取", "请确认选对了文件")
    return Package(path, archive)


def parse_part(path: Path, data: bytes) -> Element:
    """XML as a tree of local names: `<w:p w:val="1">` becomes `p` with `val`."""
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = count = 0
    names: dict[str, str] = {}  # a part has a dozen names and a hundred thousand elements
    refused: list[DocumentError] = []

    def stop(error: DocumentError) -> None:
        refused.append(error)
        raise error

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            what = (
                f"嵌套超过 {MAX_DEPTH} 层" if depth > MAX_DEPTH else f"超过 {MAX_ELEMENTS // 10000} 万个标记"
            )
            stop(refusal(path, "KB012", f"文档结构异常（{what}），不予读取", SEE_FILE))
        if any("}" in key for key in attributes):
            attributes = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        own = names.get(name)
        if own is None:
            own = names[name] = name.rpartition("}")[2]
        builder.start(own, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(names[name])

    def doctype(*_: object) -> None:
        stop(refusal(path, "KB012", "文档里有实体声明（DOCTYPE），不安全，不予读取", SAVE_AS))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as e:
        raise refusal(path, "KB010", f"文件已损坏（XML 第 {e.lineno} 行）", SEE_FILE) from None
    return builder.close()
