"""What goes wrong with a cluster: a clear message in Chinese, nothing wrong answered, and the generation before goes on."""

from __future__ import annotations

import base64
import datetime
import ipaddress
import json
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.problems import EngineFault
from kb.search import SearchDoc, Vocabulary, index_documents, open_index
from kb.search.engine import Contents
from kb.search.engine.opensearch.settings import read_settings
from kb.search.engine.opensearch.write import write_contents
from kb.service.endpoint import refusal_of
from kb.store import generation
from tests.opensearch.node import Node
from tests.opensearch.proxy import Asked, Proxy, Said

TITLES = ("修建机场", "管理机场", "整治河道", "建设学校")


def docs_of(sign: str = "甲", many: int = 40) -> list[SearchDoc]:
    titles = [TITLES[n % len(TITLES)] for n in range(many)]
    return [
        SearchDoc(f"p/{n}", "p", "task", "", title, title, f"{sign}第{n}号{title}", str(n), n)
        for n, title in enumerate(titles)
    ]


@pytest.fixture(scope="module")
def folder(opensearch: Node, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that is whole."""
    folder = tmp_path_factory.mktemp("whole") / "index"
    index_documents(folder, docs_of(), Vocabulary(), "opensearch")
    return folder


@pytest.fixture
def proxy(opensearch: Node, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """What the program asks instead of the node. A question may take two seconds."""
    with Proxy(opensearch.url) as made:
        monkeypatch.setenv("KB_OPENSEARCH_URL", made.url)
        monkeypatch.setenv("KB_OPENSEARCH_TIMEOUT", "2")
        yield made


def found(folder: Path, question: str = "机场") -> tuple[int, list[str]]:
    """Total and the titles of the first ten."""
    with open_index(folder) as index:
        result = index.search(question)
        return result.total, [hit.title for hit in result.hits]


DUE = (20, ["修建机场", "管理机场"] * 5)


def searches(asked: Asked) -> bool:
    return asked.path.endswith("/_msearch") or "/_search" in asked.path


def refused(status: int, kind: str) -> Said:
    error = {"type": kind, "reason": "no", "root_cause": [{"type": kind, "reason": "no"}]}
    return Said(status, {"error": error, "status": status})


BUSY = refused(429, "rejected_execution_exception")


def in_order(
    *does: Callable[[Asked, Callable[[], Said]], Said],
) -> Callable[[Asked, Callable[[], Said]], Said]:
    """Do one thing to each search after the other, then pass on."""
    left = list(does)

    def do(asked: Asked, on: Callable[[], Said]) -> Said:
        return left.pop(0)(asked, on) if left and searches(asked) else on()

    return do


def test_nothing_wrong(folder: Path, proxy: Proxy) -> None:
    assert found(folder) == DUE


# A full queue


def test_a_full_queue_is_waited_for(folder: Path, proxy: Proxy) -> None:
    proxy.does = in_order(lambda *_: BUSY, lambda *_: BUSY)
    assert found(folder) == DUE


def test_a_search_of_many_that_a_full_queue_refuses_is_asked_again(folder: Path, proxy: Proxy) -> None:
    """`_msearch` answers 200 though one of its searches was refused."""

    def some(asked: Asked, on: Callable[[], Said]) -> Said:
        said = on()
        if asked.path.endswith("/_msearch"):
            whole = json.loads(said.body)
            whole["responses"][0] = BUSY.body
            return Said(200, whole)
        return said

    proxy.does = some
    assert found(folder) == DUE


def test_a_queue_that_stays_full_is_said_in_time(folder: Path, proxy: Proxy) -> None:
    proxy.does = lambda asked, on: BUSY if searches(asked) else on()
    begun = time.monotonic()
    with pytest.raises(
        EngineFault, match=r"^KB502 搜索引擎太忙（排队已满或内存到了上限）。请稍后再试"
    ) as caught:
        found(folder)
    assert caught.value.code == "KB502"
    assert time.monotonic() - begun < 10


def test_memory_that_is_full_is_a_full_queue(folder: Path, proxy: Proxy) -> None:
    proxy.does = lambda asked, on: refused(429, "circuit_breaking_exception") if searches(asked) else on()
    with pytest.raises(EngineFault, match=r"^KB502 "):
        found(folder)


# A slow answer, and one that is not whole


def test_a_slow_answer(folder: Path, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_OPENSEARCH_TIMEOUT", "1")

    def slow(asked: Asked, on: Callable[[], Said]) -> Said:
        if asked.path.endswith("/_msearch"):
            time.sleep(3)
        return on()

    proxy.does = slow
    with pytest.raises(EngineFault, match=r"^KB503 搜索引擎答得太慢（1 秒没有答完：http://127"):
        found(folder)
    proxy.does = in_order()
    assert found(folder) == DUE


def changed(**values: Any) -> Callable[[Asked, Callable[[], Said]], Said]:
    """Searches are answered with these values changed."""

    def do(asked: Asked, on: Callable[[], Said]) -> Said:
        said = on()
        if "/_search" not in asked.path:
            return said
        return Said(said.status, json.loads(said.body) | values)

    return do


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"timed_out": True}, "KB503"),
        ({"_shards": {"total": 2, "successful": 1, "failed": 1, "failures": []}}, "KB501"),
        ({"_shards": {"total": 2, "successful": 1, "failed": 0}}, "KB501"),
    ],
)
def test_what_is_not_the_answer_of_all_is_none(
    folder: Path, proxy: Proxy, values: dict[str, Any], code: str
) -> None:
    proxy.does = changed(**values)
    with pytest.raises(EngineFault, match=rf"^{code} "):
        found(folder)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (Said(200, b"<html>Login</html>"), "KB508 搜索引擎答得不对（'<html>Login</html>'）"),
        (Said(200, {"took": 1}, cut=True), "KB501 搜索引擎连不上（http://127.*：答到一半断了）"),
        (Said(502, b"Bad Gateway"), "KB501 搜索引擎连不上（502：Bad Gateway）"),
        (refused(400, "parsing_exception"), "KB508 搜索引擎答得不对（400：parsing_exception）"),
        (refused(403, "security_exception"), "KB506 搜索引擎的账号不对（403）"),
        (refused(404, "index_not_found_exception"), "KB504 搜索引擎里的索引不全（索引不在了）"),
    ],
)
def test_answers_that_are_none(folder: Path, proxy: Proxy, said: Said, message: str) -> None:
    proxy.does = lambda asked, on: said if searches(asked) else on()
    with pytest.raises(EngineFault, match=message):
        found(folder)


# Certificates and passwords


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1 that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "node.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


SECRET = "correct horse"


@pytest.fixture
def guarded(opensearch: Node, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A node over TLS that wants an account."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)

    def wants_account(asked: Asked, on: Callable[[], Said]) -> Said:
        due = "Basic " + base64.b64encode(f"shuiguan:{SECRET}".encode()).decode()
        return on() if asked.headers.get("Authorization") == due else Said(401, b"Unauthorized")

    with Proxy(opensearch.url, tls, wants_account) as made:
        monkeypatch.setenv("KB_OPENSEARCH_URL", made.url)
        monkeypatch.setenv("KB_OPENSEARCH_CA", str(certificate))
        monkeypatch.setenv("KB_OPENSEARCH_USER", "shuiguan")
        yield made


def test_over_tls_with_a_password_from_a_file(
    folder: Path, guarded: Proxy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text(SECRET + "\n", "utf-8")
    monkeypatch.setenv("KB_OPENSEARCH_PASSWORD_FILE", str(tmp_path / "secret"))
    assert found(folder) == DUE


def test_a_wrong_password(folder: Path, guarded: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_OPENSEARCH_PASSWORD", "wrong")
    with pytest.raises(EngineFault, match=r"^KB506 搜索引擎的账号不对（401）。管理员核对") as caught:
        found(folder)
    assert "wrong" not in str(caught.value)


def test_a_certificate_that_nobody_vouches_for(
    folder: Path, guarded: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the question nor the password is sent."""
    monkeypatch.delenv("KB_OPENSEARCH_CA")
    monkeypatch.setenv("KB_OPENSEARCH_PASSWORD", SECRET)
    with pytest.raises(EngineFault, match=r"^KB505 搜索引擎的证书不可信（127\.0\.0\.1：self"):
        found(folder)
    assert guarded.asked == []


def test_a_certificate_of_another_name(folder: Path, guarded: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_OPENSEARCH_URL", guarded.url.replace("127.0.0.1", "localhost"))
    with pytest.raises(EngineFault, match=r"^KB505 搜索引擎的证书不可信（localhost：Hostname mismatch"):
        found(folder)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "没有写地址：KB_OPENSEARCH_URL"),
        (
            {"URL": "search.example:9200"},
            "地址的写法不对：search.example:9200，应如 https://search.example:9200",
        ),
        ({"URL": "https://x:99999"}, "地址的写法不对，应如 https://search.example:9200"),
        ({"URL": "https://me:hidden@x"}, "账号和密码不要写在地址里"),
        (
            {"URL": "http://x", "USER": "me", "PASSWORD": "hidden"},
            "密码会不加密地传到别的机器，地址要写 https",
        ),
        ({"URL": "https://x", "PASSWORD": "hidden"}, "有密码而没有账号：KB_OPENSEARCH_USER"),
        ({"URL": "https://x", "USER": "me", "PASSWORD_FILE": "/nowhere"}, "没有这个文件或文件夹"),
        ({"URL": "https://x", "TIMEOUT": "soon"}, "KB_OPENSEARCH_TIMEOUT 要写 1 到 3600 之间的秒数：soon"),
        ({"URL": "https://x", "INDEX": "谁管"}, "只能用小写字母、数字、点和横线：谁管"),
    ],
)
def test_settings_that_will_not_do(given: dict[str, str], said: str) -> None:
    with pytest.raises(EngineFault, match=re.escape(said)) as caught:
        read_settings(given={f"KB_OPENSEARCH_{name}": value for name, value in given.items()})
    assert caught.value.code == "KB507"
    assert "hidden" not in str(caught.value)


def test_the_password_is_not_shown() -> None:
    given = {"URL": "https://x", "USER": "me", "PASSWORD": "hidden"}
    assert "hidden" not in repr(read_settings(given={f"KB_OPENSEARCH_{k}": v for k, v in given.items()}))


def test_readers_of_the_service_are_not_told_addresses() -> None:
    refusal = refusal_of(EngineFault("KB501", "KB501 搜索引擎连不上（http://10.0.0.7:9200：拒绝连接）。"))
    assert (refusal.status, refusal.code) == (503, "KB501")
    assert str(refusal) == "搜索现在用不了（KB501），请稍后再试，或告诉管理员。"


# A killed node


def test_a_killed_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opensearch: Node) -> None:
    """Its readers are told; a second address is asked instead; the node that is started again has all that was loaded."""
    node = Node(tmp_path / "node", {"thread_pool.search.size": "1", "thread_pool.search.queue_size": "1"})
    try:
        monkeypatch.setenv("KB_OPENSEARCH_URL", node.url)
        setting = "indices.query.bool.max_clause_count"
        node.ask("PUT", "/_cluster/settings", {"persistent": {setting: 1024}})
        with pytest.raises(EngineFault, match=r"^KB507 .*max_clause_count 要设为 65536"):
            index_documents(tmp_path / "index", docs_of(), Vocabulary(), "opensearch")
        node.ask("PUT", "/_cluster/settings", {"persistent": {setting: None}})
        index_documents(tmp_path / "index", docs_of(), Vocabulary(), "opensearch")
        _small_queue(tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            index.open_all()
            assert index.search("机场").total == DUE[0]
            node.kill()
            with pytest.raises(
                EngineFault, match=r"^KB501 搜索引擎连不上（http://127.*：(拒绝连接|连接断了|答到一半断了)）"
            ):
                index.search("河道")
            assert index.lookup.find("p/3").title == "建设学校"  # type: ignore[union-attr]
        done = subprocess.run(
            [sys.executable, "-c", "from kb.search import open_index; import sys; open_index(sys.argv[1]).search('河道')",
             str(tmp_path / "index")], capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "KB501 搜索引擎连不上" in done.stderr
        dead = node.url
        node = Node(tmp_path / "node")
        monkeypatch.setenv("KB_OPENSEARCH_URL", f"{dead},{node.url}")
        assert found(tmp_path / "index") == DUE
    finally:
        node.kill()


def _small_queue(folder: Path) -> None:
    """One search at a time and one that waits: every answer is right, or says that the engine is too busy."""

    def ask(_: int) -> object:
        try:
            return found(folder)
        except EngineFault as error:
            return error.code

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(ask, range(32)))
    assert DUE in answers
    assert all(answer in (DUE, "KB502") for answer in answers), answers


# A generation that is loaded in part


def test_a_load_that_is_cut_off_leaves_no_index(proxy: Proxy, opensearch: Node, tmp_path: Path) -> None:
    """The node refuses every row; nothing says that the index is whole, and it is gone."""
    before = opensearch.ask("GET", "/_cat/indices?format=json")

    def no_rows(asked: Asked, on: Callable[[], Said]) -> Said:
        if not asked.path.endswith("/_bulk"):
            return on()
        rows = asked.body.count(b"\n") // 2
        item = {
            "index": {
                "_id": "0",
                "status": 400,
                "error": {"type": "mapper_parsing_exception", "reason": "no"},
            }
        }
        return Said(200, {"errors": True, "items": [item] * rows})

    proxy.does = no_rows
    with pytest.raises(EngineFault, match=r"^KB508 搜索引擎答得不对（400：mapper_parsing_exception）"):
        index_documents(tmp_path / "index", docs_of(), Vocabulary(), "opensearch")
    assert opensearch.ask("GET", "/_cat/indices?format=json") == before
    record = json.loads((tmp_path / "index" / "terms" / "opensearch.json").read_text("utf-8"))
    assert record["state"] == "loading"


def test_rows_that_a_full_queue_refuses_are_sent_again(
    proxy: Proxy, opensearch: Node, tmp_path: Path
) -> None:
    refusals = 2

    def some_rows(asked: Asked, on: Callable[[], Said]) -> Said:
        nonlocal refusals
        if not asked.path.endswith("/_bulk") or not refusals:
            return on()
        refusals -= 1
        lines = asked.body.splitlines(keepends=True)
        said = proxy.on(Asked(asked.method, asked.path, asked.headers, b"".join(lines[:-6])))
        whole = json.loads(said.body)
        for line in lines[-6::2]:
            item = json.loads(line)["index"] | {"status": 429, "error": BUSY.body["error"]}
            whole["items"].append({"index": item})
        return Said(200, whole | {"errors": True})

    proxy.does = some_rows
    index_documents(tmp_path / "index", docs_of(), Vocabulary(), "opensearch")
    assert found(tmp_path / "index") == DUE


def test_an_index_with_fewer_documents_is_not_asked(proxy: Proxy, tmp_path: Path) -> None:
    """A writer that lost some is told by the count; so is a reader of an index that somebody wrote to."""
    contents = Contents(41, lambda: (), docs_of)
    with pytest.raises(EngineFault, match=r"^KB504 .*应有 41 条，实有 40 条"):
        write_contents(tmp_path, contents)
    index_documents(tmp_path / "index", docs_of(), Vocabulary(), "opensearch")
    path = tmp_path / "index" / "terms" / "opensearch.json"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace('"documents": 40', '"documents": 39'), "utf-8")
    with pytest.raises(EngineFault, match=r"^KB504 .*应有 39 条，实有 40 条.*kb build --force"):
        found(tmp_path / "index")
    path.write_text(whole.replace('"whole"', '"loading"'), "utf-8")
    with pytest.raises(EngineFault, match=r"^KB504 搜索引擎里的索引不全（索引 shuiguan-\w+ 没有装完）"):
        found(tmp_path / "index")


def test_a_build_that_fails_leaves_the_generation_before(
    proxy: Proxy, opensearch: Node, tmp_path: Path, repository: Path
) -> None:
    """And builds that succeed keep the index before, delete what no generation names, and move the alias."""
    corpus = Corpus(tmp_path / "corpus")
    shutil.copytree(repository / "corpus", corpus.folder)
    root = tmp_path / "kb"
    first = build(corpus, root, engine="opensearch").folder
    due, gone = found(first / "index", "托育"), index_of(first)
    proxy.does = lambda asked, on: Said(500, b"", cut=True) if asked.path.endswith("/_bulk") else on()
    with pytest.raises(EngineFault, match=r"^KB5\d\d .*原有的知识库没有动。$"):
        build(corpus, root, force=True)
    assert generation(root) == first
    assert found(first / "index", "托育") == due
    proxy.does = in_order()
    second = build(corpus, root, force=True).folder
    third = build(corpus, root, force=True).folder
    assert not first.exists()
    aliases = opensearch.ask("GET", "/_alias")
    assert gone not in aliases
    assert aliases[index_of(second)] == {"aliases": {}}
    assert aliases[index_of(third)] == {"aliases": {"shuiguan": {}}}
    assert found(third / "index", "托育") == due == found(second / "index", "托育")


def index_of(folder: Path) -> str:
    record = json.loads((folder / "index" / "terms" / "opensearch.json").read_text("utf-8"))
    return str(record["index"])
