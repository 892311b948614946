"""Publishing: site and base swapped together, the way back, and a kill at any moment leaves the old or the new."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kb.corpus import Corpus, begin_corpus
from kb.edit.desk import Desk
from kb.edit.topics import new_topic
from kb.pipeline.importer import import_file
from kb.problems import KbError
from kb.service.settings import Folders
from kb.store import open_base
from kb.store.swap import in_use
from kb_site.workbench.publishing import prepare, publications, publish, read_ready, settle

PLAN = """白河县水利工作方案（2024—2026年）

一、总体要求

坚持统筹推进。

二、重点任务

（一）整治山塘水库。除险加固水库12座。（责任单位：县水利局）

（二）建设灌区。新增灌溉面积3万亩。（责任单位：县农业农村局）
"""


def silent(done: int, total: int, said: str) -> None:
    """Nobody listens."""


def topic(folders: Folders, name: str) -> None:
    assert folders.corpus is not None
    desk = Desk(Corpus(folders.corpus))
    desk.do(
        "topics.toml", desk.open("topics.toml").digest, lambda t: new_topic(t, name, ["水库"]), "张三", name
    )


def folders_of(root: Path) -> Folders:
    return Folders(base=root / "kb", corpus=root / "corpus", site=root / "site", state=root / "state")


@pytest.fixture(scope="module")
def two_ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that published once and has another generation ready."""
    root = tmp_path_factory.mktemp("office")
    path = root / "baihe-water.txt"
    path.write_text(PLAN, encoding="utf-8")
    import_file(path, root / "corpus")
    begin_corpus(root / "corpus")
    folders = folders_of(root)
    prepare({}, folders, silent)
    ready = read_ready(folders)
    assert ready is not None
    assert [(p.new, p.count > 0) for p in ready.changes.plans] == [(True, True)]
    publish({"generation": ready.generation, "who": "张三", "said": "第一版"}, folders, silent)
    topic(folders, "水利")
    prepare({}, folders, silent)
    return root


@pytest.fixture
def office(two_ready: Path, tmp_path: Path) -> Folders:
    shutil.copytree(two_ready, tmp_path / "office")
    return folders_of(tmp_path / "office")


def site_of(folders: Folders) -> str:
    return str(json.loads((folders.site / "site.json").read_text(encoding="utf-8"))["base"])


def base_of(folders: Folders) -> str:
    with open_base(folders.base) as base:
        return base.digest


def test_a_publication_is_committed_where_the_office_wants_it(two_ready: Path, tmp_path: Path) -> None:
    """By whoever publishes, with the words of the publication; without a checkout it is published and says so."""
    shutil.copytree(two_ready, tmp_path / "office")
    office = folders_of(tmp_path / "office")
    ready = read_ready(office)
    assert ready is not None
    args = {"generation": ready.generation, "who": "李四", "said": "补主题", "git": True}
    with pytest.raises(KbError, match="已发布，但没有提交到 Git：语料不在 Git 仓库里"):
        publish(args, office, silent)
    assert in_use(office.base) == ready.generation
    subprocess.run(["git", "init", "--quiet", str(office.corpus)], check=True)
    done = publish(args, office, silent)
    log = subprocess.run(
        ["git", "-C", str(office.corpus), "log", "--format=%h %an %s"], capture_output=True, check=True
    )
    assert log.stdout.decode().strip() == f"{done['commit']} 李四 发布：补主题"


def test_a_preview_changes_nothing_for_readers(office: Folders) -> None:
    ready = read_ready(office)
    assert ready is not None
    assert not ready.unchanged
    assert ready.against == in_use(office.base) != ready.generation
    assert site_of(office) == base_of(office)
    assert not any("topic-" in p.name for p in office.site.rglob("*.html"))


def test_site_and_base_are_published_together_and_one_goes_back(office: Folders) -> None:
    first = in_use(office.base)
    ready = read_ready(office)
    assert ready is not None
    publish({"generation": ready.generation, "who": "李四"}, office, silent)
    assert in_use(office.base) == ready.generation
    assert site_of(office) == base_of(office)
    assert any("topic-" in p.name for p in office.site.rglob("*.html"))
    publish({"generation": first, "who": "李四", "said": "退回"}, office, silent)
    assert in_use(office.base) == first
    assert site_of(office) == base_of(office)
    assert not any("topic-" in p.name for p in office.site.rglob("*.html"))
    assert [(p.who, p.said, there) for p, there in publications(office)] == [
        ("李四", "退回", True), ("李四", "", True), ("张三", "第一版", True),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["nothing", "..", "", "CURRENT"])
def test_what_is_no_generation_is_not_published(office: Folders, name: str) -> None:
    first = in_use(office.base)
    with pytest.raises(KbError, match="请重新预览，再发布"):
        publish({"generation": name}, office, silent)
    assert in_use(office.base) == first


def test_a_damaged_generation_is_not_published(office: Folders) -> None:
    ready = read_ready(office)
    assert ready is not None
    path = office.base / ready.generation / "kb.sqlite"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(KbError, match="文件有损坏"):
        publish({"generation": ready.generation}, office, silent)
    assert site_of(office) == base_of(office)


KILLED = """
import os, signal, sys
from pathlib import Path
from kb.service.settings import Folders
from kb_site import output
from kb_site.workbench import publishing

moment, generation, root = sys.argv[1], sys.argv[2], Path(sys.argv[3])
def stop(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)
def after(real):
    def call(*args, **more):
        real(*args, **more)
        stop()
    return call
if moment == "before the site":
    output.put_in_place = stop
elif moment == "after the site":
    publishing.point = stop
elif moment == "after the base":
    publishing.point = after(publishing.point)
folders = Folders(base=root / "kb", corpus=root / "corpus", site=root / "site", state=root / "state")
publishing.publish({"generation": generation, "who": "x"}, folders, lambda *a: None)
"""


@pytest.mark.parametrize("moment", ["before the site", "after the site", "after the base"])
def test_a_kill_while_publishing_leaves_the_old_or_the_new(office: Folders, moment: str) -> None:
    first = in_use(office.base)
    ready = read_ready(office)
    assert ready is not None
    root = Path(__file__).parents[2]
    paths = os.pathsep.join(str(root / name) for name in (".", "site", "cli"))
    command = [sys.executable, "-c", KILLED, moment, ready.generation, str(office.base.parent)]
    ended = subprocess.run(command, cwd=root, check=False, env={**os.environ, "PYTHONPATH": paths})
    assert ended.returncode == -signal.SIGKILL
    settle(office)
    assert in_use(office.base) == (first if moment == "before the site" else ready.generation)
    assert site_of(office) == base_of(office)
    publish({"generation": ready.generation, "who": "李四"}, office, silent)
    assert (in_use(office.base), site_of(office)) == (ready.generation, base_of(office))
    assert not [p for p in office.site.parent.iterdir() if p.name.startswith(".site")]
