"""deploy/ and docs/serve.md: every command line in them is one that `kb` takes, and the files agree with each other."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from kb.search.engine.opensearch.settings import read_settings
from kb.search.engine.opensearch.write import CLAUSES
from kb_cli.main import cli

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
LINE = re.compile(r"(?:^|[\s`/])kb ((?:serve|user|mcp)\b[^`\n#]*)", re.MULTILINE)


def command_lines() -> list[tuple[str, str]]:
    """(file, arguments of kb) of every line that starts the service, an account or MCP."""
    out = []
    for path in (*sorted(path for path in DEPLOY.rglob("*") if path.is_file()), ROOT / "docs/serve.md"):
        for found in LINE.findall(path.read_text("utf-8")):
            line = re.split(r"[（）。，；：]|   ", found)[0].strip()
            words = line.split()
            if len(words) > 1 and (
                words[1].isascii() or words[0] == "user"
            ):  # otherwise prose: “kb serve 正在用”
                out.append((path.name, line))
    return out


def parse(args: list[str]) -> dict[str, Any]:
    """What a command reads from its arguments, without running it."""
    command = cli.get_command(click.Context(cli), args[0])
    assert command is not None
    return command.make_context(args[0], args[1:]).params


@pytest.mark.parametrize(("name", "line"), command_lines(), ids=str)
def test_every_command_line_is_one(name: str, line: str) -> None:
    parse(shlex.split(line))


def test_the_container_starts_what_the_image_installs() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    start = re.search(r'ENTRYPOINT \["kb", "(\w+)"\]\nCMD (\[.*\])', text)
    assert start is not None
    params = parse([start[1], *yaml.safe_load(start[2])])
    assert params["listen"].endswith(":8000")
    for copied in re.findall(r"^COPY ((?:\S+ )+)/src", text, re.MULTILINE):
        assert all((ROOT / source).exists() for source in copied.split())
    assert "USER shuiguan" in text


def test_the_compose_file_keeps_the_data_and_nothing_else() -> None:
    service = yaml.safe_load((DEPLOY / "compose.yml").read_text("utf-8"))["services"]["shuiguan"]
    params = parse(["serve", *service["command"]])
    assert params["corpus"] == "/data/corpus"
    assert service["volumes"] == ["data:/data"]
    assert service["read_only"] is True
    assert service["ports"] == ["127.0.0.1:8000:8000"]
    assert (
        ROOT / "deploy" / service["build"]["context"] / service["build"]["dockerfile"]
    ).resolve() == DEPLOY / "Dockerfile"


def test_the_three_nodes_are_asked_over_tls_and_by_nobody_else() -> None:
    found = yaml.safe_load((DEPLOY / "opensearch.yml").read_text("utf-8"))
    nodes = {name: service for name, service in found["services"].items() if name.startswith("search-")}
    assert len(nodes) == 3
    for name, node in nodes.items():
        assert "ports" not in node
        assert node["networks"] == ["search"]
        assert node["environment"]["node.name"] == name
        assert node["environment"]["discovery.seed_hosts"].split(",") == list(nodes)
        assert (
            f"./opensearch/certificates/{name}:/usr/share/opensearch/config/certificates:ro"
            in node["volumes"]
        )
        for volume in node["volumes"]:
            source = volume.split(":")[0]
            assert not source.startswith("./") or "certificates" in source or (DEPLOY / source).exists()
    assert found["networks"]["search"] == {"internal": True}
    given = dict(found["services"]["shuiguan"]["environment"])
    secrets = found["services"]["shuiguan"]["secrets"]
    assert [given.pop(f"KB_OPENSEARCH_{name}") for name in ("PASSWORD_FILE", "CA")] == [
        f"/run/secrets/{name}" for name in secrets
    ]
    settings = read_settings(given=given)
    assert [(node.https, node.host) for node in settings.nodes] == [(True, name) for name in nodes]
    users = yaml.safe_load((DEPLOY / "opensearch/security/roles_mapping.yml").read_text("utf-8"))
    assert settings.user in users["shuiguan_builder"]["users"]
    roles = yaml.safe_load((DEPLOY / "opensearch/security/roles.yml").read_text("utf-8"))
    for role in ("shuiguan_builder", "shuiguan_reader"):
        (permission,) = roles[role]["index_permissions"]
        assert permission["index_patterns"] == [f"{settings.index}*"]
    node = yaml.safe_load((DEPLOY / "opensearch/opensearch.yml").read_text("utf-8"))
    assert node["indices.query.bool.max_clause_count"] >= CLAUSES
    assert node["plugins.security.ssl.http.enabled"] is True
    assert {f"CN={name},O=shuiguan" for name in nodes} == set(node["plugins.security.nodes_dn"])


def test_the_unit_and_the_proxy_agree() -> None:
    unit = (DEPLOY / "shuiguan.service").read_text("utf-8")
    start = re.search(r"^ExecStart=\S+/kb (.*)$", unit, re.MULTILINE)
    assert start is not None
    params = parse(start[1].split())
    proxy = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert f"location {params['prefix']}/ {{" in proxy
    assert f"proxy_pass http://{params['listen']};" in proxy
    assert f"server_name {params['names'][0]};" in proxy
    assert params["secure"] is True
    assert "proxy_set_header Host $host;" in proxy
    from kb.service.run import GRACE
    from kb.service.settings import MEGABYTE, Limits

    assert f"client_max_body_size {Limits().upload // MEGABYTE}m;" in proxy
    stop = re.search(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    assert stop is not None
    assert int(stop[1]) > GRACE
    assert "ReadWritePaths=/srv/shuiguan" in unit


def test_what_the_page_says_of_limits_is_so() -> None:
    from kb.service import throttle
    from kb.service.accounts import LEAST_PASSWORD
    from kb.service.run import GRACE
    from kb.service.settings import MEGABYTE, Limits

    page = (ROOT / "docs/serve.md").read_text("utf-8")
    held = Limits()
    for said in (
        f"至少 {LEAST_PASSWORD} 个字符", f"错 {throttle.FREE} 次后要等", f"最长 {throttle.LONGEST / 60:.0f} 分钟",
        f"同一地址错 {throttle.FREE_ADDRESS} 次", f"至多 {held.upload // MEGABYTE} MB", f"至多 {held.request_seconds:.0f} 秒",
        f"{held.session_seconds // 60} 分钟不用、或满 {held.session_whole // 3600} 小时", f"答完（{GRACE} 秒）",
    ):  # fmt: skip
        assert said in page, said
