"""Characters of symbol fonts: their codes in the private area as the Unicode characters they show."""

from __future__ import annotations

SYMBOL = {
    0x20: " ", 0x22: "∀", 0x24: "∃", 0x2D: "−", 0x40: "≅", 0x5E: "⊥", 0x61: "α", 0x62: "β", 0x64: "δ", 0x6C: "λ",
    0x6D: "μ", 0x70: "π", 0x73: "σ", 0x77: "ω", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0xA2: "′", 0xA3: "≤", 0xA4: "⁄",
    0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥",
    0xB4: "×", 0xB5: "∝", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xBD: "|", 0xBE: "—",
    0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD6: "√", 0xD7: "⋅", 0xE5: "∑",
}  # fmt: skip
WINGDINGS = {
    0x20: " ", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x74: "⧫", 0x75: "◆", 0x76: "❖",
    0x77: "◆", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xAB: "★", 0xB2: "◇", 0xD8: "➢", 0xDF: "←", 0xE0: "→",
    0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFC: "✔", 0xFB: "✘", 0xFD: "☒", 0xFE: "☑",
    **{0x81 + i: chr(ord("①") + i) for i in range(10)},
    **{0x8C + i: chr(ord("❶") + i) for i in range(10)},
}  # fmt: skip
FONTS = {"symbol": SYMBOL, "wingdings": WINGDINGS}


def symbol_character(code: int, font: str) -> str:
    """The character of a code in a font: 0xF0A3 in Symbol is ≤. A code no table knows stays as it is."""
    table = FONTS.get(font.strip().lower(), {})
    if 0xF000 <= code <= 0xF0FF:
        plain = code - 0xF000
        return table.get(plain) or (chr(plain) if 0x30 <= plain <= 0x39 else chr(code))
    if code in table and code < 0x100:
        return table[code]
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def symbol_text(text: str, font: str) -> str:
    """A text with its private-area characters resolved."""
    if not any("\uf000" <= ch <= "\uf0ff" for ch in text):
        return text
    return "".join(symbol_character(ord(ch), font) if "\uf000" <= ch <= "\uf0ff" else ch for ch in text)
