"""The trials under a coverage-guided fuzzer (atheris, which needs an environment of its own: see docs/reliability.md).

    python tests/trust/fuzz.py TRIAL [folder of inputs] [-max_total_time=180] [-seed=20230227] …

Finds are written as crash-… files; each becomes a named case in test_bad_input.py.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site"), str(ROOT / "cli")]


def main() -> None:
    import atheris

    with atheris.instrument_imports(include=["kb"]):
        from tests.trust.trials import TRIALS
    trial = TRIALS[sys.argv.pop(1)]
    trial(b"")  # what is made once is made now
    atheris.Setup(sys.argv, trial)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
