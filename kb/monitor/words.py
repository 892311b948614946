"""Small words that forms, letters and reports share."""

from __future__ import annotations


def chinese_day(day: str) -> str:
    """“2025-01-20” → “2025年1月20日”; what is no ISO day stays."""
    parts = day.split("-")
    if len(parts) != 3 or not all(p.isdecimal() for p in parts):
        return day
    return f"{int(parts[0])}年{int(parts[1])}月{int(parts[2])}日"
