"""What the program wrote itself is refused by name when somebody imports it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from kb.extract import Gathering, Options, render, write_all
from kb.pipeline.importer import import_file
from kb.problems import DocumentError
from kb.store import Base
from tests.kb.extract.conftest import gathering, seed  # noqa: F401  # fixtures

SAID = "KB102 这是谁管写出的职责清单或责任分工表，不是规划。请导入规划正文"


@pytest.mark.parametrize("format_", ["docx", "html", "md", "xlsx"])
def test_an_extract_is_refused(format_: str, gathering: Gathering, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / f"back.{format_}"
    path.write_bytes(render(gathering.sheet("区卫健委"), format_))
    with pytest.raises(DocumentError) as caught:
        import_file(path, tmp_path / "corpus", "back")
    assert SAID in str(caught.value)
    assert not (tmp_path / "corpus").exists()


def test_a_filled_in_one_is_refused_too(gathering: Gathering, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "back.docx"
    path.write_bytes(render(gathering.sheet("区教委"), "docx"))
    document = docx.Document(str(path))
    document.core_properties.last_modified_by = "张三"
    document.paragraphs[3].add_run("已落实。")
    document.save(str(path))
    with pytest.raises(DocumentError, match="KB102"):
        import_file(path, tmp_path / "corpus", "back")


def test_the_table_of_responsibilities_is_refused(seed: Base, tmp_path: Path) -> None:  # noqa: F811
    made = write_all(seed, tmp_path / "out", Options(formats=("json",)))
    for path in made.overview:
        with pytest.raises(DocumentError, match="KB102"):
            import_file(path, tmp_path / "corpus", "back")
