"""How long answers are, and whether they repeat themselves: lines of `kb who` and quotes shown twice.

    python tests/bench/answer_lines.py [BASE]        the packaged plan where none is given

Questions: own_questions.json, asked_questions.json and, where present, ../shared/queries (sentences, keywords). An answer is what
the command prints into a pipe and on a terminal of 80 columns. A repeat is a quote that an answer prints a second time.
"""

from __future__ import annotations

import io
import json
import re
import sys
import tempfile
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "cli")]

from kb.api import Kb, open_kb  # noqa: E402
from kb.corpus import Corpus  # noqa: E402
from kb.pipeline.build import build  # noqa: E402
from tests.bench.score_questions import ASKED, OWN, SHARED  # noqa: E402

MOST = 12
WIDTH = 80
QUOTE = re.compile("“([^”]{8,})”  [^\n]*?(源文第[^\n]*行)?\n")
"""A quote with its line of the source, as a line of evidence has them; two rows may print the same words."""


def asked() -> list[str]:
    files = [OWN, ASKED, SHARED / "queries" / "sentences.json", SHARED / "queries" / "keywords.json"]
    rows = [row for path in files if path.exists() for row in json.loads(path.read_text("utf-8"))]
    return list(dict.fromkeys(row["q"] for row in rows if not row.get("base")))


def printed(kb: Kb, question: str, width: int | None = None) -> str:
    """What `kb who` prints, without colours; width None: as into a pipe."""
    import click

    from kb_cli.commands.who import write
    from kb_cli.screen import Screen

    out = io.StringIO()
    titles = {p.id: p.title for p in kb.base.titles()} if len(kb.base.plan_ids()) > 1 else {}
    with redirect_stdout(out), click.Context(click.Command("who"), color=False):
        write(Screen(width=width), kb.who(question), titles)
    return out.getvalue()


def main(args: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(args[0]) if args else build(Corpus(ROOT / "corpus"), Path(folder)).folder
        with open_kb(base) as kb:
            lengths, short, quotes, repeats = [], 0, 0, 0
            for question in asked():
                text = printed(kb, question)
                lengths.append(printed(kb, question, WIDTH).count("\n"))
                short += text.count("\n") <= MOST
                found = Counter(QUOTE.findall(text))
                quotes += sum(found.values())
                repeats += sum(n - 1 for n in found.values())
    lengths.sort()
    within = sum(n <= MOST for n in lengths)
    print(f"answers {len(lengths)}; within {MOST} lines as printed {short / len(lengths):.1%}, at {WIDTH} columns "
          f"{within / len(lengths):.1%}; median {lengths[len(lengths) // 2]}, longest {lengths[-1]}")  # fmt: skip
    print(f"quotes {quotes}, of them a second time {repeats}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
