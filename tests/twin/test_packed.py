"""What Python packs for the browser is what it unpacks, whatever characters a plan has."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kb_site.packed import pack
from kb_site.search_data import search_script


def unpacked(packed: list[str], node: str, folder: Path) -> list[Any]:
    script = folder / "unpack.js"
    script.write_text(
        f"globalThis.self = globalThis;\n{search_script().decode()}\n"
        f"process.stdout.write(JSON.stringify({json.dumps(packed)}.map(self.shuiguan.unpack)));\n",
        "utf-8",
    )
    run = subprocess.run([node, str(script)], capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr[-2000:]
    found: list[Any] = json.loads(run.stdout)
    return found


def test_every_value_comes_back(require: Callable[[str], str], tmp_path: Path) -> None:
    # Every character of the first plane with its neighbours: GB 18030 of Python and of browsers differ in a few.
    plane = [
        "".join(map(chr, range(at, at + 0x400)))
        for at in range(0, 0x10000, 0x400)
        if not 0xD800 <= at < 0xE000
    ]
    values: list[Any] = [
        *plane, "", [], {}, None, 0, -1.5, "\ud842", "𠀀乙🀄", "\x00\u2028\\\"</script>", "€·—…",
        "托育" * 40_000, [["托", i % 7, {"单位": i}] for i in range(3000)],
        *("a" * n for n in range(1, 12)), *("区卫健委"[:n] for n in range(1, 5)),
    ]  # fmt: skip
    assert unpacked([pack(value) for value in values], require("node"), tmp_path) == values


def test_blocks_of_every_kind_are_read(require: Callable[[str], str], tmp_path: Path) -> None:
    """Deflate stores what does not shrink, has a fixed code for short texts, and a code of their own for long ones."""
    kinds = {"stored": 0, "fixed": 1, "own": 2}
    noise = "".join(chr(0x4E00 + (i * i * 7919 + i * 104729) % 20_000) for i in range(30_000))
    packed = {"fixed": pack("托育"), "own": pack("托育服务机构" * 20 + noise)}
    first = {name: base64.b85decode(text)[0] >> 1 & 3 for name, text in packed.items()}
    assert first == {"fixed": kinds["fixed"], "own": kinds["own"]}
    raw = json.dumps("托育，不压缩").encode("ascii")
    stored = bytes([1]) + len(raw).to_bytes(2, "little") + (0xFFFF - len(raw)).to_bytes(2, "little") + raw
    assert unpacked([base64.b85encode(stored).decode()], require("node"), tmp_path) == ["托育，不压缩"]
