"""monitor.toml: thresholds and words of a plan's monitoring, each with its unit and where it comes from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from kb.codes import problem
from kb.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Thresholds, with the values of a file that says nothing.

    slightly_behind: share of the way by which a row may be behind and is 略欠进度. change_percent, change_points: a change on
    last year above both asks for a reason (per cent of the value; points). few_cases: a numerator below it gives no
    colour from one year. near_days: a task so near its end is 临近. answer_days: working days for the cause of a 黄 slip.
    sender: who issues forms and reports. keep_received: whether returned files are kept in version control.
    weights: whether tasks have weights.
    """

    slightly_behind: float = 0.10
    change_percent: float = 10.0
    change_points: float = 3.0
    few_cases: float = 5.0
    near_days: int = 30
    answer_days: int = 10
    sender: str = ""
    contact: str = ""
    phone: str = ""
    keep_received: bool = False
    weights: bool = False


def read_settings(path: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """Return what a monitor.toml says; the defaults, with what is wrong (KB340), where it cannot be read."""
    if not path.is_file():
        return Settings(), ()
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        return Settings(), (
            problem("KB340", str(path), message=f"写法有误（{error}）", hint="见 docs/monitoring.md"),
        )
    said = {k: v for part in read.values() if isinstance(part, dict) for k, v in part.items()}
    known = {f.name: type(getattr(Settings(), f.name)) for f in fields(Settings)}
    wrong = [
        problem("KB340", str(path), message=f"不认识的一项或值不对：{key}", hint="见 docs/monitoring.md")
        for key, value in said.items()
        if key not in known
        or not isinstance(value, (int, float) if known[key] in (int, float) else known[key])
        or (isinstance(value, bool) and known[key] is not bool)
    ]
    fine = {k: known[k](v) for k, v in said.items() if k in known and not any(k in p.message for p in wrong)}
    return Settings(**fine), tuple(wrong)


NEW_SETTINGS = """\
# 年度监测的设置。改了就生效，不用重建表格。

[thresholds]
slightly_behind = 0.10   # 落后序时进度多少以内算“略欠进度”（1 为全程）
change_percent = 10.0    # 比上年变化超过百分之几……
change_points = 3.0      # ……并且超过几个点，要说明原因
few_cases = 5            # 分子少于几例的，一年的值不定颜色
near_days = 30           # 离时限几天以内算“临近”
answer_days = 10         # 黄色督办单几个工作日内说明原因

[sender]
sender = ""              # 发文单位，写在函和报告上
contact = ""             # 联系人
phone = ""

[files]
keep_received = false    # 收到的原件是否进版本库
weights = false          # measures.csv 的 weight 是否用来给单位计分
"""
