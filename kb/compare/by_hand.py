"""corpus/align.csv: which entries of two plans a person found to be the same, or not to be.

    甲,乙,是否同一,备注
    shi-2030/b1.3,qu-2030/b2.7,是,口径相同
    shi-2030/b1.4,qu-2030/b2.8,否,一个含农村

It is read when plans are compared; the base need not be built again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kb.csv_text import CsvFault, decode_csv, read_rows

FILE = "align.csv"
COLUMNS = {
    "one": ("甲", "编号甲"),
    "other": ("乙", "编号乙"),
    "same": ("是否同一", "同一"),
    "note": ("备注",),
}
YES, NO = ("是", "同一", "yes", "1"), ("否", "不同", "不是", "no", "0")


def read_decisions(
    path: Path, known: Callable[[str], bool]
) -> tuple[dict[tuple[str, str], bool], tuple[str, ...]]:
    """Return what a person decided, by pairs of ids in both orders, and what is wrong with the file, line by line.

    known: whether an id is one of the base's. A file that is not there decides nothing.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}, ()
    try:
        rows = read_rows(decode_csv(content), COLUMNS, ("one", "other", "same"))
    except UnicodeDecodeError:
        return {}, (f"{path}：不是 UTF-8 或 GB18030 的文字，没有采用。请另存为 CSV UTF-8。",)
    except CsvFault as fault:
        return {}, (f"{path} 第 {fault.line} 行：{fault.message}，没有采用。{fault.hint}。",)
    out: dict[tuple[str, str], bool] = {}
    wrong: list[str] = []
    for row in rows:
        one, other, same = (row.cells.get(key, "").strip() for key in ("one", "other", "same"))
        gone = [id_ for id_ in (one, other) if not known(id_)]
        if gone:
            wrong.append(
                f"{path} 第 {row.first} 行：库里没有编号 {'、'.join(gone) or '（空）'}，这一行没有采用。编号见 kb compare。"
            )
        elif same not in (*YES, *NO):
            wrong.append(
                f"{path} 第 {row.first} 行：“是否同一”写的是“{same}”，这一行没有采用。请写 是 或 否。"
            )
        else:
            out[one, other] = out[other, one] = same in YES
    return out, tuple(wrong)
