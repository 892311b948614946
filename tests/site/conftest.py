"""The real corpus as a base and as a site, built once for all tests of the site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.store import Base, open_base
from kb_site.build import build_site
from kb_site.plan_view import PlanView
from tests.several import build_several

PLAN = "dadukou-children-2021-2030"


@pytest.fixture(scope="session")
def base(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    built = build(Corpus(repository / "corpus"), tmp_path_factory.mktemp("kb"))
    with open_base(built.folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def view(base: Base) -> PlanView:
    return PlanView(base, base.plan(PLAN))


@pytest.fixture(scope="session")
def site(base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it goes on a file share."""
    return build_site(base, tmp_path_factory.mktemp("share") / "site").out


@pytest.fixture(scope="session")
def web_site(base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is published at an address."""
    out = tmp_path_factory.mktemp("web") / "site"
    return build_site(base, out, base_url="https://plans.example.org/kids").out


@pytest.fixture(scope="session")
def several(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of several plans that have little in common."""
    folder = tmp_path_factory.mktemp("several")
    with open_base(build_several(repository, folder)) as opened:
        return build_site(opened, folder / "site").out
