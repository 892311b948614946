"""Many processes search one base while it is rebuilt over and over; each says what it saw through a pipe."""

from __future__ import annotations

import json
import os
import select
import time
import traceback
from dataclasses import dataclass, field

from kb.answer.search import search
from kb.api import open_kb
from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.store import open_base
from kb.who.answer import who
from tests.trust.stage import Stage

STATES = 3  # of the corpus, taking turns, so that each rebuild clears a generation away


@dataclass
class Told:
    """queries: answered by all processes. opened: bases opened for them. mixed: answers that were of no one state."""

    queries: int = 0
    opened: int = 0
    builds: int = 0
    mixed: int = 0
    seen: set[int] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    slowest: float = 0.0


def known_answers(stage: Stage, corpus: Corpus) -> dict[str, tuple[int, str]]:
    """What a base answers in each of the three states, by its digest."""
    found = {}
    for state in range(STATES):
        put_state(stage, state)
        build(corpus, stage.base)
        with open_base(stage.base) as base:
            digest = base.digest
        found[digest] = (state, ask(stage)[1])
    return found


def put_state(stage: Stage, state: int) -> None:
    """State 0 and 1 are the two plans, state 2 the second plan with a topic more."""
    (stage.corpus / "topics.toml").write_text(
        stage_topics(stage) + ("" if state < 2 else '\n[[topic]]\nname = "会商"\nterms = ["会商"]\n'),
        encoding="utf-8",
    )
    stage.bring(min(state, 1), "import")


_TOPICS: dict[str, str] = {}


def stage_topics(stage: Stage) -> str:
    """The stage's topics as they were first."""
    path = stage.corpus / "topics.toml"
    return _TOPICS.setdefault(str(path), path.read_text(encoding="utf-8"))


def ask(stage: Stage) -> tuple[str, str]:
    """Open the base, ask it five questions; its digest and the answers."""
    with open_kb(stage.base) as opened:
        base, index = opened.base, opened.index
        answers = [
            base.digest, who(base, index, "托育"), who(base, index, "会商"), search(index, "育"), search(index, "区教委 培训"),
            [d.quote for d in base.duties()], index.plans,
        ]  # fmt: skip
        return base.digest, json.dumps(answers, ensure_ascii=False, sort_keys=True)


QUESTIONS = 5


def reader(stage: Stage, known: dict[str, tuple[int, str]], stop: int, beat: int, out: int) -> None:
    """Ask until `stop` is closed, with a byte to `beat` after each round; write one line of JSON."""
    opened = mixed = 0
    seen: set[int] = set()
    errors: list[str] = []
    slowest = 0.0
    while not select.select([stop], [], [], 0)[0]:
        begun = time.monotonic()
        try:
            digest, answers = ask(stage)
        except Exception:
            errors.append(traceback.format_exc())
        else:
            slowest = max(slowest, time.monotonic() - begun)
            opened += 1
            state, due = known.get(digest, (-1, ""))
            mixed += answers != due
            seen.add(state)
        os.write(beat, b".")
    line = {"opened": opened, "mixed": mixed, "seen": sorted(seen), "errors": errors[:3], "slowest": slowest}
    os.write(out, json.dumps(line).encode() + b"\n")


def run(stage: Stage, processes: int, builds: int, every: float) -> Told:
    """The readers search while this process rebuilds the base, so many times, every so many seconds or as soon as
    one of them has opened what was built."""
    corpus = Corpus(stage.corpus)
    known = known_answers(stage, corpus)
    told = Told()
    (read, write), (stopped, stop), (beats, beat) = (os.pipe() for _ in range(3))
    children = []
    for _ in range(processes):
        child = os.fork()
        if not child:
            try:
                os.close(stop)
                reader(stage, known, stopped, beat, write)
            finally:
                os._exit(0)
        children.append(child)
    os.close(write)
    os.close(beat)
    while told.builds < builds:
        due = time.monotonic() + every
        put_state(stage, told.builds % STATES)
        build(corpus, stage.base)
        told.builds += 1
        # A round begun before the build gives one byte a process at most; the next one opened what was built.
        while select.select([beats], [], [], 0)[0]:
            os.read(beats, 65536)
        for _ in range(processes + 1):
            os.read(beats, 1)
        time.sleep(max(0.0, due - time.monotonic()))
    os.close(stop)
    with open(read, encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            told.opened += said["opened"]
            told.mixed += said["mixed"]
            told.seen |= set(said["seen"])
            told.errors += said["errors"]
            told.slowest = max(told.slowest, said["slowest"])
    for child in children:
        os.waitpid(child, 0)
    os.close(beats)
    os.close(stopped)
    told.queries = told.opened * QUESTIONS
    put_state(stage, 0)
    build(corpus, stage.base)
    return told
