"""Every route of the OpenAPI document, asked with what schemathesis thinks of: right and wrong values, odd characters, limits.

No answer is a fault of the program; each has a status, a type and a shape that the document names.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kb.service.app import create_app
from kb.service.openapi import document
from kb.service.settings import Folders, Settings

EXAMPLES = 12
"""Cases a route; with some twenty routes that takes seconds."""
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture(scope="module")
def app(packaged_base: Path) -> Any:
    with tempfile.TemporaryDirectory() as made:
        state = Path(made)
        made_app = create_app(
            Settings(folders=Folders(base=packaged_base, corpus=None, site=state / "site", state=state))
        )
        yield made_app
        made_app.state.service.jobs.close()
        made_app.state.service.live.close()


@pytest.mark.parametrize("path", sorted(document()["paths"]))
def test_every_route_keeps_the_document(app: Any, path: str) -> None:
    whole = document()
    whole["paths"] = {path: whole["paths"][path]}
    schema = schemathesis.openapi.from_dict(whole)
    schema.app = app
    seen: list[int] = []
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]  # an error has none, and fails here

        @hypothesis.settings(
            max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(hypothesis.HealthCheck),
        )  # fmt: skip
        @hypothesis.given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            reply = case.call(base_url="http://127.0.0.1")
            seen.append(reply.status_code)
            case.validate_response(reply, checks=list(CHECKS))

        ask()
    assert len(seen) >= 1
    assert all(status in (200, 304) or 400 <= status < 500 for status in seen), seen
