"""One form for what is written in several ways: width, dashes, quotes, brackets, case, traditional
characters.

Every rule maps one character to one character, so an offset into a normalised text is an offset into the text
itself, and the whole of it is a table the browser can use as it stands.
"""

from __future__ import annotations

from functools import lru_cache

# Pairs of (characters as written, what they become); a single target stands for all of its row.
_ROWS: tuple[tuple[str, str], ...] = (
    ("".join(map(chr, range(0xFF01, 0xFF5F))), "".join(map(chr, range(0x21, 0x7F)))),  # ０１％（Ａ → 01%(A
    ("—–―‐‑‒−─━﹣～~〜∼", "-"),  # 3—5所, 0～6岁
    ("“”„‟「」『』〝〞＂", '"'),
    ("‘’‚‛｀´", "'"),
    ("〔［【〖﹝", "("),  # 大渡口府发〔2023〕7号
    ("〕］】〗﹞", ")"),
    ("[", "("),
    ("]", ")"),
    ("•‧∙・●", "·"),
    ("≦⩽", "≤"),
    ("≧⩾", "≥"),
    ("　\t\n\r\f\v\u00a0\u2002\u2003\u2009\u202f\u205f", " "),
    ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"),
)


@lru_cache(maxsize=1)
def written_forms() -> dict[str, str]:
    """Character as written → its one form, traditional characters apart. Full-width letters become small
    ones."""
    table: dict[str, str] = {}
    for written, plain in _ROWS:
        for i, ch in enumerate(written):
            table[ch] = plain[i] if len(plain) > 1 else plain
    return {ch: table.get(to, to) for ch, to in table.items()}


class Normaliser:
    """Brings a text to its one form; same length as the text. `traditional` comes from the index (see
    `bake`)."""

    __slots__ = ("_table", "traditional")

    def __init__(self, traditional: dict[str, str]) -> None:
        self.traditional = traditional
        self._table = {ord(a): b for a, b in {**traditional, **written_forms()}.items()}

    def __call__(self, text: str) -> str:
        return text.translate(self._table)


def bake(table: dict[str, str], corpus: set[str]) -> dict[str, str]:
    """The part of the traditional table a corpus needs: pairs whose simplified character stands in it, and
    those whose traditional one does."""
    return {t: s for t, s in table.items() if s in corpus or t in corpus}


def strip_spaces(text: str) -> str:
    """Without any white space."""
    return "".join(text.split())
