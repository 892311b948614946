"""Scores on real documents next to the checkout, held as floors; each scorer is the one its folder brings.

The figures are printed by:

    python ../shared/bench/score.py --kb .venv/bin/kb --misses
    python ../shared/mass/check.py --kb .venv/bin/kb --show 40
    python ../shared/queries/score.py BASE --misses        (BASE: what `kb build` makes of the first plan alone)

A floor is what the program reached when it was last raised. It rises with the program and is never lowered.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb.pipeline.build import build

KB = Path(sys.executable).with_name("kb")


def printed(*command: str | Path, cwd: Path) -> str:
    """Return what a scorer prints; one that fails fails the test with its own words."""
    environment = {**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "HOME": str(cwd)}
    run = subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-2000:]
    return run.stdout


def figures(pattern: str, text: str) -> tuple[float, ...]:
    """Return the numbers that the groups of a pattern find in a scorer's output."""
    match = re.search(pattern, text)
    assert match is not None, text[-2000:]
    return tuple(float(group) for group in match.groups())


@pytest.mark.slow
def test_labelled_pieces(shared: Callable[[str], Path], tmp_path: Path) -> None:
    text = printed(shared("bench") / "score.py", "--kb", KB, "--out", tmp_path / "out", cwd=tmp_path)
    line = r"files \d+ refused (\d+) P ([\d.]+) R ([\d.]+)"
    refused, precision, recall = figures("real: " + line, text)
    assert (refused == 0, precision >= 0.99, recall >= 0.99) == (True, True, True), text
    refused, precision, recall = figures("made: " + line, text)
    assert (refused == 0, precision >= 1.0, recall >= 1.0) == (True, True, True), text


@pytest.mark.slow
def test_unlabelled_documents(shared: Callable[[str], Path], tmp_path: Path) -> None:
    text = printed(shared("mass") / "check.py", "--kb", KB, "--out", tmp_path / "out", cwd=tmp_path)
    refused, impossible, labels, brackets = figures(
        r"refused (\d+);.*\(([\d.]+)%\); labels in a duty ([\d.]+)%.*brackets in a duty ([\d.]+)%", text
    )
    assert refused <= 1, text  # one is five paragraphs without number, unit or title
    assert impossible == 0, text
    assert (labels >= 99.9, brackets >= 99.8) == (True, True), text


@pytest.mark.slow
def test_questions(shared: Callable[[str], Path], repository: Path, tmp_path: Path) -> None:
    build(Corpus(repository / "corpus"), tmp_path / "kb")
    text = printed(shared("queries") / "score.py", tmp_path / "kb", cwd=repository)
    assert figures(r"sentences: search n \d+ nDCG ([\d.]+)", text) >= (0.91,), text
    assert figures(r"keywords: search n \d+ nDCG ([\d.]+)", text) >= (0.99,), text
    assert figures(r"sentences: .* strict (\d+)", text) >= (31,), text
    assert re.findall(r"overclaims (\d+)", text) == ["0", "0", "0"], text
    asked, _, nobody = figures(r"unanswerable ([1-9]\d*): refused (\d+), nobody assigned (\d+)", text)
    assert nobody == asked, text
    assert re.findall(r"unit questions, .+?: (\d+) of 24", text) == ["24", "24"], text
    assert "other districts: 0 of 24" in text, text
