"""The stage for faults, made once a module: tests leave it in a whole state."""

from __future__ import annotations

import os

import pytest

from tests.trust import stage as st


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> st.Stage:
    if os.name == "nt":
        pytest.skip("the stage runs its commands by fork")
    return st.make_stage(tmp_path_factory.mktemp("stage"))
