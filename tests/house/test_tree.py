"""The checkout itself: what is tracked, what is not, and who imports whom."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import kb

# Spelled in parts, so that this file does not find itself.
_MACHINE_PATH = re.compile(
    r"(?:^|[^\w.])/(?:" + "|".join(("root", "home", "tmp", "work", "opt", "Users")) + r")/"
)
_REGISTRY_HOST = re.compile(
    "|".join(
        re.escape(name + "." + ending)
        for name, ending in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "org"),
            ("npmjs", "com"),
            ("npmmirror", "com"),
            ("pypi.tuna.tsinghua", "edu.cn"),
            ("mirrors.aliyun", "com"),
        )
    )
)
# In a lock such a line would bind everybody to one machine's index.
_LOCK_OPTION = re.compile(
    r"^\s*(?:-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host)\b", re.MULTILINE
)


def _git(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *arguments], cwd=repository, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def tracked(repository: Path) -> dict[str, str]:
    """Path in the repository → text, for every tracked text file that stands."""
    listed = _git(repository, "ls-files", "-z")
    if listed.returncode:
        pytest.skip("不在 git 检出中（not a git checkout）")
    texts: dict[str, str] = {}
    for name in filter(None, listed.stdout.split("\0")):
        try:
            texts[name] = (repository / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
    return texts


def _lines(tracked: dict[str, str], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in tracked.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_tracked_file_names_a_path_of_one_machine(tracked: dict[str, str]) -> None:
    assert _lines(tracked, _MACHINE_PATH) == []


def test_no_tracked_file_names_a_package_registry(tracked: dict[str, str]) -> None:
    assert _lines(tracked, _REGISTRY_HOST) == []
    for lock in ("requirements/runtime.lock", "requirements/dev.lock"):
        assert not _LOCK_OPTION.search(tracked[lock]), lock


def test_the_patterns_find_what_they_are_for() -> None:
    assert _MACHINE_PATH.search("see /" + "home/me/x")
    assert not _MACHINE_PATH.search("docs/" + "work/x and build/tmp/")
    assert _REGISTRY_HOST.search("https://" + "pypi" + ".org/simple")
    assert _LOCK_OPTION.search("click==8.0\n--index-url X\n")
    assert not _LOCK_OPTION.search("click==8.0 \\\n    --hash=sha256:0\n")


def test_site_is_no_package(repository: Path) -> None:
    # `site` belongs to the standard library.
    assert not (repository / "site" / "__init__.py").exists()


def test_git_ignores_what_is_built_and_nothing_of_the_source(repository: Path) -> None:
    for source in (
        "site/kb_site/__init__.py",
        "site/kb_site/templates/x.html",
        "corpus/x/plan.md",
        "kb/store/x.py",
    ):
        assert _git(repository, "check-ignore", "-q", source).returncode == 1, source
    for built in ("build/site/index.html", "build/kb/x", ".venv/bin/python", "dist/x.whl"):
        assert _git(repository, "check-ignore", "-q", built).returncode == 0, built


def test_imports_run_one_way(repository: Path) -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run(
        [linter, "--no-cache"], cwd=repository, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stdout
    assert "0 broken" in run.stdout


def test_no_module_is_longer_than_a_reader_can_hold(tracked: dict[str, str]) -> None:
    long = {
        name: text.count("\n")
        for name, text in tracked.items()
        if name.endswith(".py") and text.count("\n") > 500
    }
    assert long == {}


def test_no_module_is_named_after_nothing(tracked: dict[str, str]) -> None:
    assert [name for name in tracked if Path(name).name in {"helpers.py", "misc.py", "utils.py"}] == []


def test_the_changelog_and_the_package_name_the_same_version(repository: Path) -> None:
    newest = re.search(
        r"^## \[?(\d+\.\d+\.\d+)", (repository / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert newest is not None
    assert newest.group(1) == kb.__version__


def test_ci_runs_what_a_desk_runs(repository: Path) -> None:
    script = repository / ".ci" / "run"
    assert script.stat().st_mode & 0o100
    lines = script.read_text("utf-8").splitlines()
    assert "set -euo pipefail" in lines
    first = next(number for number, line in enumerate(lines) if line.startswith("make | "))
    assert first < lines.index("make test")
    checked = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
