"""The service under load, next to datasette on the same SQLite file: requests a second, p50, p99, memory.

    kb build && python tests/bench/serve_load.py [--seconds 10] [--clients 1 8 32] [--datasette PROGRAM]
    python tests/bench/serve_load.py --engines whoosh sqlite opensearch    the corpus, built for each; OpenSearch wants a JDK

datasette is no dependency of the project: install it somewhere of its own and name its program; without it the column is left out.
Each server runs in a process of its own on a free port of this machine; the load comes from this one, so with two cores both share
them. The questions are those of tests/golden/queries, in turn. datasette answers what it can of a question: the node that `show`
gives, by its id, and a search for nodes that contain the words (LIKE), since it has no reader of questions.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT)]
START = 60.0
"""Seconds a server may take to answer the first request."""


def questions() -> list[str]:
    """All graded questions, each once."""
    sets = sorted((ROOT / "tests/golden/queries").glob("*.json"))
    return list(dict.fromkeys(row["q"] for path in sets for row in json.loads(path.read_text("utf-8"))))


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running(
    command: list[str], port: int, first: str, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers, killed afterwards."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        end = time.monotonic() + START
        while time.monotonic() < end:
            try:
                status = ask(http.client.HTTPConnection("127.0.0.1", port, timeout=START), first)
                if status == 200:
                    break
            except OSError:
                time.sleep(0.2)
        else:
            raise SystemExit(f"{command[0]} did not answer in {START:.0f} s")
        yield process
    finally:
        process.kill()
        process.wait()


def ask(connection: http.client.HTTPConnection, address: str) -> int:
    connection.request("GET", address, headers={"Accept-Encoding": "identity"})
    reply = connection.getresponse()
    reply.read()
    return reply.status


def load(port: int, addresses: list[str], clients: int, seconds: float) -> tuple[list[float], int]:
    """Milliseconds of each request, and how many were not 200. clients: connections that ask one after the other."""
    times: list[list[float]] = [[] for _ in range(clients)]
    wrong = [0] * clients
    end = time.monotonic() + seconds

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START)
        mine = islice(cycle(addresses), number * 7, None)
        while time.monotonic() < end:
            begun = time.perf_counter()
            wrong[number] += ask(connection, next(mine)) != 200
            times[number].append((time.perf_counter() - begun) * 1000)
        connection.close()

    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(t for each in times for t in each), sum(wrong)


def megabytes(process: int) -> float:
    """Memory in use (resident), 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def row(
    name: str, what: str, process: int, port: int, addresses: list[str], clients: int, seconds: float
) -> None:
    load(port, addresses, clients, min(2.0, seconds))  # warm
    times, wrong = load(port, addresses, clients, seconds)
    p50, p99 = times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.99))]
    bad = f"，{wrong} not 200" if wrong else ""
    print(
        f"| {name} | {what} | {clients} | {len(times) / seconds:.0f} | {p50:.1f} | {p99:.1f} | {megabytes(process):.0f}{bad} |",
        flush=True,
    )


@contextmanager
def cluster(folder: Path) -> Iterator[None]:
    """An OpenSearch node for the builds and services of this run."""
    from tests.opensearch.node import Node

    node = Node(folder)
    os.environ["KB_OPENSEARCH_URL"] = node.url
    try:
        yield
    finally:
        node.stop()


def serve(base: Path, name: str, what: Sequence[str], clients: Sequence[int], seconds: float) -> None:
    """A row for each kind of request and number of clients."""
    from kb.api import open_kb

    asked = questions()
    with open_kb(base) as kb:
        nodes = [n.id for n in kb.base.nodes()]
    kinds = {
        "who": [f"/api/v1/who?q={quote(q)}" for q in asked],
        "search": [f"/api/v1/search?q={quote(q)}" for q in asked],
        "show": [f"/api/v1/show/{quote(n)}" for n in nodes],
    }
    with tempfile.TemporaryDirectory() as state:
        port = free_port()
        environment = {**os.environ, "KB_MISSING": "off", "KB_BASE": str(base)}
        command = [sys.executable, "-m", "kb_cli", "serve", "--listen", f"127.0.0.1:{port}", "--state", state]
        with running(command, port, "/api/v1/status", environment) as process:
            for kind in what:
                for many in clients:
                    row(name, kind, process.pid, port, kinds[kind], many, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--datasette", default=shutil.which("datasette") or "")
    parser.add_argument("--base", type=Path, default=ROOT / "build/kb")
    parser.add_argument("--engines", nargs="+", default=[])
    given = parser.parse_args()
    print("| server | asked | clients | requests a second | p50 ms | p99 ms | memory MB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    if given.engines:
        from kb.corpus import Corpus
        from kb.pipeline.build import build

        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            for engine in given.engines:
                if engine == "opensearch":
                    stack.enter_context(cluster(Path(folder) / "node"))
                base = Path(folder) / engine
                build(Corpus(ROOT / "corpus"), base, engine=engine)
                serve(base, f"kb serve, {engine}", ("who", "search"), given.clients, given.seconds)
        return
    serve(given.base, "kb serve", ("who", "search", "show"), given.clients, given.seconds)
    if not given.datasette:
        print(
            "(datasette is not installed: pip install datasette in an environment of its own, then --datasette PROGRAM)"
        )
        return
    from kb.api import open_kb
    from kb.store import generation

    asked = questions()
    with open_kb(given.base) as kb:
        nodes = [n.id for n in kb.base.nodes()]
    file = generation(given.base) / "kb.sqlite"
    port = free_port()
    command = [
        given.datasette,
        "serve",
        "-i",
        str(file),
        "--port",
        str(port),
        "--setting",
        "force_https_urls",
        "off",
    ]
    like = "select id, title, citation from node where body like :q or title like :q limit 10"
    kinds = {
        "search (LIKE)": [f"/kb.json?sql={quote(like)}&q={quote('%' + q + '%')}&_shape=array" for q in asked],
        "show (row)": [
            f"/kb.json?sql={quote('select * from node where id = :id')}&id={quote(n)}&_shape=array"
            for n in nodes
        ],
    }
    with running(command, port, "/-/versions.json", dict(os.environ)) as process:
        for what, addresses in kinds.items():
            for clients in given.clients:
                row("datasette", what, process.pid, port, addresses, clients, given.seconds)


if __name__ == "__main__":
    main()
