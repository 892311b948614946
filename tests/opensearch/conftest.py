"""One OpenSearch node for all tests of this folder."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.opensearch.node import Node, NodeUnavailable, find_jdk, jars


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A node that answers. Without a JDK or the jars the test is skipped, or fails if all is required."""
    try:
        find_jdk()
        jars()
    except NodeUnavailable as missing:
        if os.environ.get("SHUIGUAN_REQUIRE_ALL") == "1":
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    started = Node(tmp_path_factory.mktemp("opensearch"))
    yield started
    started.stop()
