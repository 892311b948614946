"""A real OpenSearch node for tests: its jars from Maven Central, pinned and hashed in jars.lock, run by a JDK from 17 on.

The jars (46 MB) are fetched once a desk, into the user's cache. The node listens on loopback alone and ends with the tests.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CENTRAL = os.environ.get("MAVEN_CENTRAL", "https://repo1.maven.org/maven2")
# Seconds until a node answers; 10 on two idle cores.
PATIENCE = 240


class NodeUnavailable(Exception):
    """No JDK, or the jars cannot be had. The message says what to do."""


def find_jdk() -> str:
    """The `java` of a JDK from 17 on: Launch.java is compiled as it is started. Raises NodeUnavailable."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")
    if java is None or shutil.which("javac", path=str(Path(java).resolve().parent)) is None:
        raise NodeUnavailable(
            "缺少 JDK 17，请安装 openjdk-17-jdk-headless（no JDK: install openjdk-17-jdk-headless）"
        )
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    if version is None or int(version[1]) < 17:
        raise NodeUnavailable(
            f"Java 太旧，要 17 或更高（Java 17 or newer is needed）：{said.splitlines()[0]}"
        )
    return java


def jars() -> Path:
    """The folder of the jars, fetched where they are missing. Raises NodeUnavailable."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    listed = (HERE / "jars.lock").read_text("utf-8")
    folder = cache / "shuiguan" / f"opensearch-{hashlib.sha256(listed.encode()).hexdigest()[:12]}"
    wanted = {path: digest for digest, path in (line.split("  ") for line in listed.splitlines())}
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda item: _fetch(folder, *item), wanted.items()))
    return folder


def _fetch(folder: Path, path: str, digest: str) -> None:
    """Fetch a jar unless it is there; checked each time, moved into place when it is whole."""
    target = folder / path.rsplit("/", 1)[1]
    if target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == digest:
        return
    try:
        with urllib.request.urlopen(f"{CENTRAL}/{path}", timeout=60) as answer:
            content: bytes = answer.read()
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        raise NodeUnavailable(f"取不到 {path}（cannot be fetched）：{error}") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise NodeUnavailable(f"{path} 的校验码不对（has another hash than jars.lock says）")
    part = target.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(target)


class Node:
    """A running node. url: its address, without a slash at the end."""

    def __init__(self, home: Path, settings: Mapping[str, str] | None = None) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        home.mkdir(parents=True, exist_ok=True)
        self._log = home / "node.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [find_jdk(), "-Xms384m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                 "-cp", f"{jars()}/*", str(HERE / "Launch.java"), str(home), str(port),
                 *(f"{name}={value}" for name, value in (settings or {}).items())],
                stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            try:
                self.ask("GET", "/_cluster/health?wait_for_status=yellow&timeout=5s")
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.5)
        self.kill()
        raise AssertionError(f"OpenSearch did not start:\n{self._log.read_text('utf-8', 'replace')[-3000:]}")

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """One request; JSON in and out. A list is sent as lines (bulk, _msearch). Raises HTTPError, URLError."""
        lines = isinstance(body, list)
        data = (
            None
            if body is None
            else "".join(f"{json.dumps(part, ensure_ascii=False)}\n" for part in body).encode()
            if isinstance(body, list)
            else json.dumps(body, ensure_ascii=False).encode()
        )
        kind = "application/x-ndjson" if lines else "application/json"
        request = urllib.request.Request(self.url + path, data, {"Content-Type": kind}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null")

    @property
    def pid(self) -> int:
        """Return the number of its process."""
        return self._process.pid

    def stop(self) -> None:
        """End it in order: its standard input ends."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it as a crash would."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
