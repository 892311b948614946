"""What the core needs: pure Python, pinned, hashed."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# Package → its compiled module, which it does without where that is not there; tests below show that it does.
OPTIONAL_SPEEDUPS = {
    "markupsafe": "markupsafe._speedups",
    "rcssmin": "_rcssmin",
    "rjsmin": "_rjsmin",
    "wcwidth": "wcwidth._wcwidth_c",
}


def _core_requirements() -> list[Requirement]:
    """The dependencies that `pip install shuiguan` brings, no extras."""
    declared = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    return [Requirement(line) for line in declared["project"]["dependencies"]]


def _closure() -> list[str]:
    """The names of all core dependencies, and of what these need on this machine."""
    seen: set[str] = set()
    waiting = [(requirement, "") for requirement in _core_requirements()]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        if name in seen:
            continue
        seen.add(name)
        for line in metadata.requires(name) or []:
            waiting.append((Requirement(line), ",".join(requirement.extras)))
    return sorted(seen)


def _locked(name: str) -> dict[str, tuple[str, int]]:
    """Package → (version, number of hashes) of a lock: `jieba==0.42.1`, then lines of `--hash=sha256:…`."""
    text = (Path(__file__).parents[2] / "requirements" / name).read_text("utf-8")
    entries = re.findall(
        r"^([\w.-]+)==([^\s;\\]+)[^\n]*((?:\n +--hash=sha256:[0-9a-f]{64}[^\n]*)*)", text, re.MULTILINE
    )
    return {canonicalize_name(n): (version, hashes.count("--hash")) for n, version, hashes in entries}


@pytest.mark.parametrize("name", _closure())
def test_a_core_dependency_is_pure_python(name: str) -> None:
    distribution = metadata.distribution(name)
    wheel = distribution.read_text("WHEEL") or ""
    tags = re.findall(r"^Tag: (.+)$", wheel, re.MULTILINE)
    compiled = [str(path) for path in distribution.files or () if path.suffix in {".so", ".pyd", ".dylib"}]
    if name in OPTIONAL_SPEEDUPS:
        module = OPTIONAL_SPEEDUPS[name].replace(".", "/")
        assert [path for path in compiled if not path.startswith(module + ".")] == []
        return
    assert compiled == []
    assert tags, f"{name}: no WHEEL metadata"
    assert all(tag.endswith("-none-any") for tag in tags), tags


def _print_without(module: str, code: str) -> str:
    """What `code` prints in a new interpreter where importing `module` fails."""
    blocked = f"import sys; sys.modules[{module!r}] = None\n{code}"
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", blocked],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_markupsafe_works_without_its_compiled_part() -> None:
    code = (
        "import jinja2\n"
        "print(jinja2.Environment(autoescape=True).from_string('{{ x }}').render(x='<托育>'))\n"
    )
    assert _print_without("markupsafe._speedups", code) == "&lt;托育&gt;\n"


def test_wcwidth_works_without_its_compiled_part() -> None:
    code = "import wcwidth\nprint(wcwidth.HAS_C_EXTENSION, wcwidth.wcswidth('谁管 kb'))\n"
    assert _print_without("wcwidth._wcwidth_c", code) == "False 7\n"


@pytest.mark.parametrize(("module", "call"), [("rcssmin", "cssmin"), ("rjsmin", "jsmin")])
def test_what_ships_styles_and_scripts_needs_no_compiled_part(
    repository: Path, module: str, call: str
) -> None:
    """Both give the same bytes without it, on all that the site ships."""
    kind = {"cssmin": "css", "jsmin": "js"}[call]
    code = (
        f"import hashlib, pathlib, {module}\n"
        f"for path in sorted(pathlib.Path({str(repository / 'site')!r}).rglob('*.{kind}')):\n"
        f"    print(path.name, hashlib.sha256({module}.{call}(path.read_text('utf-8')).encode()).hexdigest())\n"
    )
    without = _print_without(f"_{module}", code)
    assert len(without.splitlines()) > 5
    assert without == _print_without("no_such_module", code)


@pytest.mark.parametrize("lock", ["runtime.lock", "dev.lock"])
def test_the_lock_holds_every_core_dependency_with_hashes(lock: str) -> None:
    locked = _locked(lock)
    assert [name for name, (_, hashes) in locked.items() if hashes == 0] == []
    for requirement in _core_requirements():
        version, _ = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), (requirement, version)


def test_the_two_locks_agree() -> None:
    runtime, dev = _locked("runtime.lock"), _locked("dev.lock")
    assert {name: entry for name, entry in dev.items() if name in runtime} == runtime


def test_whoosh_is_the_distribution_that_was_chosen(repository: Path) -> None:
    chosen = [str(r) for r in _core_requirements() if "whoosh" in r.name]
    assert chosen == ["whoosh-reloaded==2.7.5"]
    assert "`whoosh-reloaded==2.7.5`" in (
        repository / "docs/decisions/0001-whoosh-distribution.md"
    ).read_text("utf-8")
    assert [
        d for d in metadata.packages_distributions().get("whoosh", []) if d.lower() != "whoosh-reloaded"
    ] == []


def test_what_the_service_needs_is_pure_python() -> None:
    """The extra `serve` installs wherever the core does (docs/serve.md)."""
    declared = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    waiting = [Requirement(line) for line in declared["project"]["optional-dependencies"]["serve"]]
    seen: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in seen or (
            requirement.marker is not None and not requirement.marker.evaluate({"extra": ""})
        ):
            continue
        seen.add(name)
        wheel = metadata.distribution(name).read_text("WHEEL") or ""
        assert all(tag.endswith("-none-any") for tag in re.findall(r"^Tag: (.+)$", wheel, re.MULTILINE)), name
        waiting += [Requirement(line) for line in metadata.requires(name) or []]
    assert {"starlette", "uvicorn", "h11", "anyio", "python-multipart"} <= seen
