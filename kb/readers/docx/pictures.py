"""What a Word document shows and holds no text: pictures, charts, SmartArt, embedded files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

PICTURE, CHART, DIAGRAM, OBJECT, FORMULA, INK = (
    "图片",
    "图表",
    "SmartArt 图形",
    "嵌入的文件",
    "公式",
    "手写内容",
)
KINDS = {"pic": PICTURE, "imagedata": PICTURE, "chart": CHART, "relIds": DIAGRAM, "contentPart": INK}

MIN_SIDE = 720_000
"""EMU (2 cm): a picture whose shorter side is less holds no table; rules and signs have 1 to 15 mm."""

POINT, CENTIMETRE, INCH = 12_700, 360_000, 914_400
UNITS = {"pt": POINT, "cm": CENTIMETRE, "in": INCH, "mm": CENTIMETRE // 10, "px": INCH // 96}
SIDE = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*([\d.]{1,9})(pt|cm|in|mm|px)", re.I)


def unread_things(el: Element) -> Iterator[str]:
    """What each picture or the like below a `drawing`, `pict` or `object` is called; text boxes are left to the reader."""
    if el.tag == "object":
        ole = el.find("OLEObject")
        yield FORMULA if ole is not None and "Equation" in ole.get("ProgID", "") else OBJECT
        return
    if is_large(el):
        yield from _within(el)


def is_large(el: Element) -> bool:
    """Whether a drawing is large enough to hold words; True where it does not say how large it is."""
    extent = next(iter(el.findall("*/extent")), None)
    if extent is not None:
        sides = [extent.get(name, "") for name in ("cx", "cy")]
        return (
            min(int(side) if re.fullmatch(r"[0-9]{1,12}", side) else MIN_SIDE for side in sides) >= MIN_SIDE
        )
    shape = el.find("shape")
    found = SIDE.findall(shape.get("style", "")) if shape is not None else []
    return not found or min(float(n or 0) * UNITS[unit.lower()] for n, unit in found) >= MIN_SIDE


def _within(el: Element) -> Iterator[str]:
    for child in el:
        if child.tag in KINDS:
            yield KINDS[child.tag]
        elif child.tag == "AlternateContent":
            branches = list(child)
            if branches:
                yield from _within(branches[0])
        elif child.tag != "txbxContent":
            yield from _within(child)
