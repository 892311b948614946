"""Every character of a document is in the tree, in order, or in a repair: 500 forms of a text, 100 copies in Word."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from kb.parse import parse_source
from kb.problems import DocumentError
from kb.readers import read_source
from kb.readers.radicals import unify
from tests.kb.parse.made import check
from tests.kb.readers.check import check_source
from tests.kb.readers.office import docx
from tests.kb.readers.own_documents import COUNT, documents
from tests.kb.readers.word_manners import parts, written

DOCUMENTS = documents()
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le")
Twist = Callable[[list[str], Random], str]
WIDE = str.maketrans({chr(0x21 + i): chr(0xFF01 + i) for i in range(94)})


def _wrapped(lines: list[str], rng: Random) -> str:
    width = rng.randint(18, 40)
    return "\n".join(t[k : k + width] for t in lines for k in range(0, len(t), width))


def _scattered(lines: list[str], rng: Random, odd: str) -> str:
    """`odd` in three places of the text, within lines."""
    out = list(lines)
    for _ in range(3):
        i = rng.randrange(len(out))
        at = rng.randint(0, len(out[i]))
        out[i] = out[i][:at] + odd + out[i][at:]
    return "\n".join(out)


TWISTS: dict[str, Twist] = {
    "as it is": lambda lines, rng: "\n".join(lines) + "\n",
    "CRLF": lambda lines, rng: "\r\n".join(lines) + "\r\n",
    "CR": lambda lines, rng: "\r".join(lines),
    "all ends of lines": lambda lines, rng: "".join(t + rng.choice(["\n", "\r\n", "\r"]) for t in lines),
    "blank lines": lambda lines, rng: "\n\n".join(lines),
    "indented": lambda lines, rng: "\n".join("　　" + t for t in lines),
    "blanks at the end": lambda lines, rng: "\n".join(
        t + rng.choice([" ", "　", "\t", "\xa0"]) for t in lines
    ),
    "full width": lambda lines, rng: "\n".join(t.translate(WIDE) for t in lines),
    "blanks between": lambda lines, rng: _scattered(lines, rng, " "),
    "no-break blanks": lambda lines, rng: _scattered(lines, rng, "\xa0\u2003"),
    "zero width": lambda lines, rng: _scattered(lines, rng, "\u200b"),
    "marks of order within": lambda lines, rng: _scattered(lines, rng, "\ufeff"),
    "form feeds": lambda lines, rng: "\n\f".join(lines),
    "numbers of pages": lambda lines, rng: "\n".join(
        t if i % 7 else f"{t}\n— {i // 7 + 1} —" for i, t in enumerate(lines)
    ),
    "wrapped": _wrapped,
    "radicals": lambda lines, rng: "\n".join(lines).replace("一", "⼀").replace("人", "⼈"),
    "characters beyond the first plane": lambda lines, rng: _scattered(lines, rng, "𠮷"),
    "half-width brackets": lambda lines, rng: "\n".join(lines).translate(
        str.maketrans("（），：；", "(),:;")
    ),
    "a character that is none": lambda lines, rng: _scattered(lines, rng, "\ufffd"),
    "tabs for blanks": lambda lines, rng: "\n".join(t.replace("　", "\t") for t in lines),
}
BAD = b"\xff"
"""A byte that is no character in either encoding."""


def ink(text: str) -> str:
    return "".join(text.split())


def _text(no: int, encoding: str) -> tuple[str, str]:
    """Return the name of a twist and the text of a document with it."""
    names = list(TWISTS)
    name = names[(no + 4 * ENCODINGS.index(encoding)) % len(names)]
    return name, TWISTS[name](DOCUMENTS[no], Random(f"{name} {no}"))


def test_there_are_five_hundred_forms_of_texts() -> None:
    drawn = [(no, e, _text(no, e)[0]) for no in range(COUNT) for e in ENCODINGS]
    assert len(drawn) == 500
    assert {(e, name) for _, e, name in drawn} == {(e, name) for e in ENCODINGS for name in TWISTS}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_text_in_any_form_keeps_every_character(tmp_path: Path, encoding: str) -> None:
    lost = []
    for no in range(COUNT):
        name, text = _text(no, encoding)
        path = tmp_path / f"{no}.txt"
        path.write_bytes(text.encode(encoding))
        source = read_source(path)
        if ink(source.text) != ink(unify(text)):
            lost.append((no, name))
        check_source(source)
        check(parse_source(source, "p"))
    assert lost == []


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_damaged_text_is_refused_or_keeps_every_character_around_the_damage(
    tmp_path: Path, encoding: str
) -> None:
    for no in range(0, COUNT, 4):
        lines = DOCUMENTS[no]
        at = Random(f"damage {no}").randrange(len(lines) - 1) + 1
        before, after = ("\n".join(half).encode(encoding) for half in (lines[:at], lines[at:]))
        path = tmp_path / f"{no}.txt"
        path.write_bytes(before + b"\n" + BAD + b"\n" + after)
        with pytest.raises(DocumentError, match="KB004"):
            read_source(path)
        source = read_source(path, lenient=True)
        assert ink(source.text) == ink("\n".join(lines[:at]) + "\ufffd" + "\n".join(lines[at:]))
        assert [p.code for p in source.problems] == ["KB016"]
        check(parse_source(source, "p"))


def test_a_copy_in_word_keeps_every_character(tmp_path: Path) -> None:
    wrong = []
    for no, paragraphs in enumerate(DOCUMENTS):
        path = tmp_path / f"{no}.docx"
        path.write_bytes(docx(written(paragraphs, Random(f"word {no}")), **parts()))
        source = read_source(path)
        check_source(source)
        check(parse_source(source, "p"))
        dropped = [(r.start, r.end) for r in source.repairs]
        kept = "".join(c for i, c in enumerate(source.text) if not any(a <= i < b for a, b in dropped))
        if ink(kept) != ink("".join(paragraphs)):
            wrong.append(no)
    assert wrong == []


def test_every_manner_of_word_is_used() -> None:
    made = "".join(written(d, Random(f"word {no}")) for no, d in enumerate(DOCUMENTS))
    for sign in ("w:pStyle", "w:fldChar", "w:fldSimple", "w:hyperlink", "w:ins ", "w:del ", "w:moveTo ", "mc:AlternateContent", "w:txbxContent", "w:tbl>",
                 "w:vMerge", "w:gridSpan", "w:sdt>", "w:smartTag", "w:ruby>", "w:br/", "w:softHyphen", "w:bookmarkStart", "w:proofErr"):  # fmt: skip
        assert len(re.findall(f"<{sign}", made)) > 5, sign
