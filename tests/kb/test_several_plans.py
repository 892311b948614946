"""One document that issues two plans: two folders, one notice, the whole document in each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb.parse.record import read_plan_folder, read_record
from kb.pipeline.build import build
from kb.pipeline.importer import PlanChangedError, import_file
from kb.problems import KbError
from kb.store import open_base
from tests.kb.parse.test_several import IMPRINT, NOTICE, OLD, YOUNG

TEXT = NOTICE + OLD + YOUNG + IMPRINT


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "两份规划.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_folder_a_plan_with_its_own_text_and_the_whole_document(document: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    done = import_file(document, corpus, "liang")
    (other,) = done.others
    assert [(d.plan.id, d.plan.title, d.written) for d in (done, other)] == [
        ("liang", "云岭县老年规划", True),
        ("liang-2", "云岭县青年计划", True),
    ]
    assert sorted(p.name for p in corpus.iterdir()) == ["liang", "liang-2"]
    for one, text in ((done, OLD), (other, YOUNG)):
        assert (one.folder / "source.txt").read_text(encoding="utf-8") == NOTICE + text + IMPRINT
        assert (one.folder / "original.txt").read_bytes() == TEXT.encode()
        record = read_record(one.folder / "import.json")
        assert record.parts == ("liang", "liang-2")
        assert record.repairs == ()
        assert read_plan_folder(one.folder) == one.tree
        assert [p.code for p in one.problems] == ["KB122"]
    said = json.loads((other.folder / "import.json").read_text(encoding="utf-8"))["source"]
    assert said["parts"] == ["liang", "liang-2"]


def test_the_second_import_writes_nothing(document: Path, tmp_path: Path) -> None:
    import_file(document, tmp_path / "corpus", "liang")
    again = import_file(document, tmp_path / "corpus", "liang")
    assert [d.written for d in (again, *again.others)] == [False, False]
    assert [p.code for p in again.problems] == ["KB122"]


def test_a_corrected_plan_stops_both(document: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    import_file(document, corpus, "liang")
    plan = corpus / "liang-2" / "plan.md"
    corrected = plan.read_text(encoding="utf-8").replace("服务青年", "为了青年")
    plan.write_text(corrected, encoding="utf-8")
    document.write_text(TEXT.replace("建成一所", "建成两所"), encoding="utf-8")
    with pytest.raises(PlanChangedError):
        import_file(document, corpus, "liang")
    assert (corpus / "liang" / "original.txt").read_text(encoding="utf-8") == TEXT
    import_file(document, corpus, "liang", force=True)
    assert "建成两所" in (corpus / "liang" / "source.txt").read_text(encoding="utf-8")


def test_kept_together_where_asked(document: Path, tmp_path: Path) -> None:
    done = import_file(document, tmp_path / "corpus", "liang", as_one=True)
    assert done.others == ()
    assert done.folder.name == "liang"
    assert not (tmp_path / "corpus" / "liang-2").exists()
    assert "KB117" in [p.code for p in done.problems]


def test_an_id_without_room_for_its_number_is_refused(document: Path, tmp_path: Path) -> None:
    with pytest.raises(KbError, match="不合规"):
        import_file(document, tmp_path / "corpus", "a" * 80)
    assert not (tmp_path / "corpus").exists()


def test_both_are_in_the_base_each_with_its_own_lines(document: Path, tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "corpus")
    import_file(document, corpus.folder, "liang")
    build(corpus, tmp_path / "base")
    with open_base(tmp_path / "base") as base:
        assert base.plan_ids() == ("liang", "liang-2")
        found = {d.unit: (d.plan, d.line) for d in base.duties()}
        assert found == {"县民政局": ("liang", 12), "团县委": ("liang-2", 11)}
        for duty in base.duties():
            assert base.plan(duty.plan).source[duty.start : duty.end] == duty.quote


def test_two_plans_of_one_document_are_not_one_document_twice(document: Path, tmp_path: Path) -> None:
    from kb.answer.checked import same_documents

    corpus = Corpus(tmp_path / "corpus")
    import_file(document, corpus.folder, "liang")
    again = import_file(document, corpus.folder, "shuang")
    assert [p.code for p in again.problems] == ["KB119", "KB122"]
    build(corpus, tmp_path / "base")
    with open_base(tmp_path / "base") as base:
        assert [p.message for p in same_documents(base)] == [
            "与 liang 是同一份文件",
            "与 liang-2 是同一份文件",
        ]


def test_plans_have_their_own_titles_where_the_notice_names_both_in_one(tmp_path: Path) -> None:
    notice = NOTICE.replace("《云岭县老年规划》和《云岭县青年计划》的通知", "养老和助青两个规定的通知", 1)
    parts = (
        OLD.replace("云岭县老年规划", "养老服务的规定"),
        YOUNG.replace("云岭县青年计划", "青年服务的规定"),
    )
    document = tmp_path / "guiding.txt"
    document.write_text(notice + "".join(parts), encoding="utf-8")
    done = import_file(document, tmp_path / "corpus")
    assert [d.plan.title for d in (done, *done.others)] == ["养老服务的规定", "青年服务的规定"]
