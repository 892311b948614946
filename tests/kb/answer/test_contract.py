"""The JSON contract: one module types every answer; the schemas and docs/json.md are made of it, and every answer keeps it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kb.answer import json_docs
from kb.answer import schema as schemas
from kb.answer.contract import ANSWERS, BY_NAME
from kb.api import Kb, open_kb

ROOT = Path(__file__).parents[3]
# Reports of commands that write; no question gives them, tests/cli does. Comparing takes two plans: tests/kb/compare.
REPORTS = {"import", "build", "site", "verify", "missing", "compare"}


@pytest.fixture(scope="module")
def kb(packaged_base: Path) -> Iterator[Kb]:
    with open_kb(packaged_base) as opened:
        yield opened


@pytest.fixture(scope="module")
def validators() -> dict[str, Draft202012Validator]:
    """By answer; a key that the contract does not have is refused."""
    return {form.name: Draft202012Validator(schemas.schema(form, closed=True)) for form in ANSWERS}


def faults(validator: Draft202012Validator, answer: Any) -> list[str]:
    """What is wrong with an answer, after it went through JSON as it does on its way out."""
    plain = json.loads(json.dumps(answer))
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(plain)]


def test_the_schema_files_are_the_contract() -> None:
    """`python -m kb.answer.schema` writes them."""
    found = {p.name: p.read_text("utf-8") for p in schemas.FOLDER.glob("*.json")}
    assert found == schemas.files()


def test_the_page_is_the_contract() -> None:
    """`python -m kb.answer.json_docs > docs/json.md` writes it."""
    assert (ROOT / "docs/json.md").read_text("utf-8") == json_docs.render_docs()


@pytest.mark.parametrize("form", ANSWERS, ids=lambda form: str(form.name))
def test_every_schema_is_one(form: Any) -> None:
    Draft202012Validator.check_schema(schemas.load(form.name))
    assert schemas.load(form.name)["description"]


def test_an_unknown_schema_is_said() -> None:
    with pytest.raises(KeyError):
        schemas.load("../../pyproject")


def test_every_other_answer_is_in_the_shape(kb: Kb, validators: dict[str, Draft202012Validator]) -> None:
    plan = kb.base.plan_ids()[0]
    answers: list[tuple[str, Any]] = [
        ("plans", kb.plans()),
        ("indicators", kb.indicators(plan)),
        ("units", kb.units()),
        ("topics", kb.topics(plan)),
        ("values", kb.values(plan)),
        ("matrix", kb.matrix()),
        ("tree", kb.tree(paragraphs=True)),
        ("check", kb.check()),
        ("export", kb.export()),
        *(("list", kb.list(thing)) for thing in ("指标", "项目", "任务", "规划")),
        *(("show", kb.show(node.id)) for node in kb.base.nodes(plan)),
        *(("unit", kb.unit(unit.id)) for unit in kb.base.units(plan)),
        *(("extract", kb.extract(unit.id)) for unit in kb.base.units(plan)[:5]),
        *(("topic", kb.topic(topic.name)) for topic in kb.base.topics()[:5]),
    ]
    assert {name for name, _ in answers} | REPORTS | {"who", "search"} == set(BY_NAME)
    assert [(name, f) for name, answer in answers for f in faults(validators[name], answer)] == []


def test_what_is_missing_or_of_another_type_is_seen(
    kb: Kb, validators: dict[str, Draft202012Validator]
) -> None:
    """The schemas say something: an answer without a key, with another type, with a value there is none of."""
    good = json.loads(json.dumps(kb.who("托育")))
    for broken in (
        {k: v for k, v in good.items() if k != "conclusion"},
        good | {"step": "1"},
        good | {"step": 0},
        good | {"answers": [good["answers"][0] | {"basis": "probably"}]},
        good | {"guess": "区卫健委"},
    ):
        assert faults(validators["who"], broken)


def test_asking_does_not_load_the_contract(packaged_base: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kb.api import open_kb\n"
        "kb = open_kb(Path(sys.argv[1])); kb.who('托育'); kb.unit('区卫健委'); kb.search('托育')\n"
        "print([m for m in ('kb.answer.contract', 'kb.answer.parts', 'kb.answer.shapes', 'kb.who.shapes') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(packaged_base)], capture_output=True, text=True, check=False
    )
    assert (run.stdout.strip(), run.stderr) == ("[]", "")
