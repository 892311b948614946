"""The HTTP API: the bytes of --json, problem documents, paging, caching, and one generation a request."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from kb.answer.contract import BY_NAME
from kb.answer.json_text import to_json
from kb.answer.schema import schema
from kb.api import open_kb
from kb.corpus import Corpus
from kb.pipeline.build import build
from tests.cli.conftest import runner
from tests.kb.service.conftest import Office

ROOT = Path(__file__).parents[3]
PLAN = "dadukou-children-2021-2030"


def problem(reply: Any, status: int, code: str) -> dict[str, Any]:
    """The problem document of a refusal, checked."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = reply.json()
    assert found["status"] == status
    assert (found["code"], found["type"]) == (code, f"urn:shuiguan:problem:{code}")
    assert found["title"]
    assert found["detail"].endswith(("。", "？")), found
    return found


def golden_questions() -> list[str]:
    """Every question of the graded sets, each once."""
    sets = sorted((ROOT / "tests/golden/queries").glob("*.json"))
    return list(dict.fromkeys(row["q"] for path in sets for row in json.loads(path.read_text("utf-8"))))


def test_every_golden_question_gets_the_bytes_of_json(client: TestClient, packaged_base: Path) -> None:
    """And they are in the shape of the contract; a key that it does not have is refused."""
    shapes = {name: Draft202012Validator(schema(BY_NAME[name], closed=True)) for name in ("who", "search")}
    wrong: list[tuple[str, str, str]] = []
    with open_kb(packaged_base) as kb:
        for query in golden_questions():
            for name, ask in (("who", kb.who), ("search", kb.search)):
                got = client.get(f"/api/v1/{name}", params={"q": query}).content
                if got != to_json(ask(query)).encode():
                    wrong.append((name, query, "other bytes"))
                wrong += [(name, query, e.json_path) for e in shapes[name].iter_errors(json.loads(got))]
    assert wrong == []
    assert len(golden_questions()) > 200


SAME: list[tuple[str, list[str]]] = [
    ("/who?q=托育", ["who", "托育"]),
    ("/who?q=托育&basis=assigned&unit=卫健委", ["who", "托育", "--basis", "assigned", "--unit", "卫健委"]),
    ("/search?q=近视&kind=indicator&limit=2", ["search", "近视", "--kind", "指标", "--limit", "2"]),
    ("/show/2.4.2", ["show", "2.4.2"]),
    ("/show/二、（四）2", ["show", "二、（四）2"]),
    (f"/show/{PLAN}/2.4.2", ["show", f"{PLAN}/2.4.2"]),
    ("/units", ["units"]),
    ("/units/区卫健委", ["unit", "区卫健委"]),
    ("/units/区卫健委?basis=assigned", ["unit", "区卫健委", "--basis", "assigned"]),
    ("/topics", ["topics"]),
    ("/topics/托育", ["topics", "托育"]),
    ("/tree", ["tree"]),
    (f"/tree/{PLAN}?depth=2", ["tree", PLAN, "--depth", "2"]),
    ("/matrix", ["matrix"]),
    ("/checks?level=warning", ["check", "--level", "warning"]),
    ("/list/指标?filter=约束性", ["list", "指标", "--约束性"]),
    ("/list/项目?filter=无单位", ["list", "项目", "--无单位"]),
    ("/export", ["export"]),
    ("/extract/区卫健委", ["extract", "区卫健委", "--format", "json", "--stdout"]),
]


@pytest.mark.parametrize(("address", "args"), SAME, ids=lambda x: str(x)[:30])
def test_every_answer_has_the_bytes_that_the_command_prints(
    client: TestClient, packaged_base: Path, monkeypatch: pytest.MonkeyPatch, address: str, args: list[str]
) -> None:
    from kb_cli.main import cli

    monkeypatch.setenv("KB_BASE", str(packaged_base))
    told = args if args[0] in ("export", "extract") else [*args, "--json"]
    printed = runner().invoke(cli, told, prog_name="kb").stdout
    reply = client.get("/api/v1" + address)
    assert reply.status_code == 200, reply.text
    assert reply.text == printed
    assert reply.headers["content-type"] == "application/json"


def test_answers_of_the_api_alone_are_in_the_shape(client: TestClient) -> None:
    for name in ("plans", "indicators", "values"):
        Draft202012Validator(schema(BY_NAME[name], closed=True)).validate(
            client.get(f"/api/v1/{name}").json()
        )


REFUSED: list[tuple[str, int, str, str]] = [
    ("/who", 400, "KB402", "缺少参数 q"),
    ("/compare?plan=a", 400, "KB402", "两份以上规划"),
    ("/compare?plan=a&plan=b", 404, "KB401", "没有"),
    ("/values?year=1900", 400, "KB402", "1949 到 2100"),
    ("/values?plan=nowhere", 404, "KB401", "没有"),
    ("/who?q=", 400, "KB402", "参数 q 是空的"),
    ("/who?q=%20", 400, "KB402", "参数 q 是空的"),
    ("/who?q=托育&q=近视", 400, "KB402", "参数 q 只能写一次"),
    ("/who?q=托育&colour=red", 400, "KB402", "没有“colour”这个参数"),
    ("/who?q=托育&basis=probably", 400, "KB402", "只能是：assigned、named、related"),
    ("/who?q=托育&limit=0", 400, "KB402", "1 到 1000"),
    ("/who?q=托育&limit=1e3", 400, "KB402", "1 到 1000"),
    ("/who?q=托育&limit=٣", 400, "KB402", "1 到 1000"),
    ("/who?q=%00", 400, "KB402", "控制字符"),
    ("/who?q=" + "托" * 201, 400, "KB402", "太长"),
    ("/who?q=托育&plan=none", 404, "KB401", "none"),
    ("/search?q=托育&kind=plan", 400, "KB402", "chapter"),
    ("/search?q=托育&unit=区卫计委办", 404, "KB401", "没有找到单位"),
    ("/show/9.9.9", 404, "KB401", "9.9.9"),
    ("/show/..%2f..%2fetc%2fpasswd", 404, "KB401", "passwd"),
    ("/units/区卫建委会", 404, "KB401", "区卫健委"),
    ("/topics/没有这个主题", 404, "KB401", "主题"),
    ("/tree/none", 404, "KB401", "none"),
    ("/tree?all=perhaps", 400, "KB402", "true 或 false"),
    ("/list/规章", 404, "KB401", "指标、项目、任务、规划"),
    ("/list/任务?before=明天", 400, "KB402", "看不懂时间"),
    ("/extract/区卫健委?format=exe", 400, "KB402", "docx"),
    ("/nothing", 404, "KB401", "openapi.json"),
    ("/schemas/passwd.json", 404, "KB401", "who"),
]


@pytest.mark.parametrize(("address", "status", "code", "said"), REFUSED, ids=lambda x: str(x)[:30])
def test_a_refusal_is_a_problem_document_in_chinese(
    client: TestClient, address: str, status: int, code: str, said: str
) -> None:
    assert said in problem(client.get("/api/v1" + address), status, code)["detail"]


def test_what_is_nearest_is_given_to_programs(client: TestClient) -> None:
    assert "区卫健委" in problem(client.get("/api/v1/units/区卫建委会"), 404, "KB401")["nearest"]


def test_a_method_that_a_route_does_not_take(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        reply = client.request(method, "/api/v1/who?q=托育")
        problem(reply, 405, "KB411")
        assert "GET" in reply.headers["allow"]
    problem(client.options("/api/v1/who"), 405, "KB411")
    assert client.head("/api/v1/who?q=托育").status_code == 200


def test_a_page_of_a_list_and_the_way_to_the_next(client: TestClient) -> None:
    whole = client.get("/api/v1/units").json()["units"]
    seen: list[Any] = []
    address = "/api/v1/units?limit=7"
    while address:
        reply = client.get(address)
        assert reply.headers["x-total-count"] == str(len(whole))
        seen += reply.json()["units"]
        links = {
            part.split("; ")[1]: part.split(">")[0][1:]
            for part in reply.headers.get("link", "").split(", ")
            if part
        }
        address = links.get('rel="next"', "")
    assert seen == whole
    last = client.get("/api/v1/search", params={"q": "儿童", "offset": 10})
    assert 'rel="prev"' in last.headers["link"]
    assert client.get("/api/v1/units?offset=100000").json()["units"] == []


def test_a_reader_who_has_the_answer_is_told_so(client: TestClient) -> None:
    first = client.get("/api/v1/who?q=托育")
    etag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    again = client.get("/api/v1/who?q=托育", headers={"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get("/api/v1/who?q=托育", headers={"If-None-Match": '"other"'}).status_code == 200
    refused = client.get("/api/v1/who?q=托育&colour=red", headers={"If-None-Match": etag})
    problem(refused, 400, "KB402")


def test_answers_are_compressed_for_who_takes_it(client: TestClient) -> None:
    with client.stream("GET", "/api/v1/export", headers={"Accept-Encoding": "gzip"}) as reply:
        packed = b"".join(reply.iter_raw())
    assert reply.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in reply.headers["vary"]
    plain = client.get("/api/v1/export", headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed) == plain.content
    assert len(packed) < len(plain.content) / 3


def test_a_file_to_send_on(client: TestClient) -> None:
    reply = client.get("/api/v1/extract/区卫健委?format=docx")
    assert reply.content[:2] == b"PK"
    assert quote("区卫健委") in reply.headers["content-disposition"]
    assert reply.headers["content-disposition"].endswith(".docx")
    text = client.get("/api/v1/extract/区卫健委?format=md")
    assert text.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "普惠托育" in text.text


def test_a_new_generation_is_taken_up_and_no_answer_is_of_two(
    start: Callable[..., Office], settings: Any, repository: Path, tmp_path: Path, packaged_base: Path
) -> None:
    from dataclasses import replace

    corpus, root = tmp_path / "corpus", tmp_path / "build" / "kb"
    shutil.copytree(repository / "corpus", corpus)
    shutil.copytree(packaged_base, root)
    office = start(folders=replace(settings.folders, base=root))
    client = office.client()
    before = client.get("/api/v1/topics")
    with office.service.live.reading() as held:  # a long request on the old one
        with open(corpus / "topics.toml", "a", encoding="utf-8") as file:
            file.write('\n[[topic]]\nname = "甲乙丙"\nterms = ["甲乙丙"]\n')
        build(Corpus(corpus), root)
        after = client.get("/api/v1/topics", headers={"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200
        assert after.headers["etag"] != before.headers["etag"]
        assert "甲乙丙" in after.text
        assert to_json(held.topics()) == before.text
        assert held.generation in before.headers["etag"]
    assert "甲乙丙" in client.get("/api/v1/topics").text
    (root / "CURRENT").write_text("gone\n", encoding="utf-8")  # a build that went wrong
    assert client.get("/api/v1/topics").text == after.text


def test_no_base_is_said_without_telling_where(
    start: Callable[..., Office], settings: Any, tmp_path: Path
) -> None:
    from dataclasses import replace

    office = start(
        open_reading=True, loopback=False, folders=replace(settings.folders, base=tmp_path / "none")
    )
    said = problem(office.client().get("/api/v1/who?q=托育"), 503, "KB408")
    assert str(tmp_path) not in json.dumps(said, ensure_ascii=False)
    local = start(folders=replace(settings.folders, base=tmp_path / "none"))
    assert str(tmp_path) in problem(local.client().get("/api/v1/who?q=托育"), 503, "KB408")["detail"]


def test_the_openapi_document_is_one_and_names_every_route(client: TestClient) -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator

    from kb.service import api, own

    found = client.get("/api/v1/openapi.json").json()
    OpenAPIV31SpecValidator(found).validate()
    assert found["openapi"].startswith("3.1")
    routes = {
        e.path.replace(":path", "") for e in (*api.entries(), *own.entries()) if e.path.startswith("/api/v1")
    }
    documents = {"/api/v1/openapi.json", "/api/v1/schemas/{name}.json"}
    assert set(found["paths"]) == routes - documents


def test_the_shipped_schemas_are_served(client: TestClient) -> None:
    assert client.get("/api/v1/schemas/who.json").json() == json.loads(
        (Path(__file__).parents[3] / "kb/answer/schemas/who.json").read_text("utf-8")
    )


def test_at_a_sub_path_behind_a_proxy(office: Office) -> None:
    """A proxy may pass the prefix on or take it off."""
    behind = office.client(root_path="/shuiguan")
    for prefix in ("", "/shuiguan"):
        assert behind.get(f"{prefix}/api/v1/who?q=托育").json()["answers"][0]["unit"] == "区卫健委"
        assert "谁管" in behind.get(f"{prefix}/").text
    assert behind.get("/shuiguan/api/v1/openapi.json").json()["servers"] == [{"url": "/shuiguan"}]
    assert behind.get("/shuiguan/api/v1/units?limit=1").headers["link"].startswith("</shuiguan/api/v1/units?")
