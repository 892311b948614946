"""Questions that nothing answered, kept on this machine so that somebody can add the words to topics.toml.

One line of JSON a question in `missing.jsonl` of the state folder (XDG_STATE_HOME or ~/.local/state, then shuiguan/).
Nothing leaves the machine. KB_MISSING=off records nothing; KB_MISSING=FOLDER keeps the file there. A folder that cannot
be written to records nothing either: asking never fails for it.
"""

from __future__ import annotations

import datetime
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.who.shapes import Missed, MissingAnswer


SWITCH = "KB_MISSING"
FILE = "missing.jsonl"
MOST = 2000
"""Lines kept: at a hundred questions a day what was asked in the last weeks."""
LONGEST = 120
"""Characters of a question that are kept."""


def folder() -> Path | None:
    """Where questions are kept; None where that is turned off."""
    given = os.environ.get(SWITCH, "")
    if given.lower() in ("off", "0", "no"):
        return None
    if given:
        return Path(given)
    state = os.environ.get("XDG_STATE_HOME", "")
    return (Path(state) if state else Path.home() / ".local" / "state") / "shuiguan"


def record(query: str, step: int) -> None:
    """Keep a question that no step 1 or 2 answered. Never raises."""
    with suppress(OSError, RuntimeError, UnicodeError):
        place = folder()
        if place is None:
            return
        place.mkdir(parents=True, exist_ok=True)
        path = place / FILE
        row = {"q": query[:LONGEST], "step": step, "date": datetime.date.today().isoformat()}
        lines = path.read_text("utf-8").splitlines()[-(MOST - 1) :] if path.exists() else []
        lines.append(json.dumps(row, ensure_ascii=False))
        path.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def missing() -> MissingAnswer:
    """{"missing": [{"query", "count", "step", "last"}], "kept": whether questions are kept}, most often asked first."""
    place = folder()
    rows: dict[str, Missed] = {}
    with suppress(OSError, RuntimeError):
        if place is not None and (place / FILE).exists():
            for line in (place / FILE).read_text("utf-8").splitlines():
                with suppress(ValueError, KeyError, TypeError):
                    asked = json.loads(line)
                    row = rows.setdefault(
                        asked["q"], {"query": asked["q"], "count": 0, "step": 0, "last": ""}
                    )
                    row["count"] += 1
                    row["step"], row["last"] = asked["step"], asked["date"]
    return {
        "missing": sorted(rows.values(), key=lambda r: (-r["count"], r["query"])),
        "kept": place is not None,
    }
