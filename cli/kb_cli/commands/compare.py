"""kb compare"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb_cli.help import KbCommand
from kb_cli.options import json_option
from kb_cli.screen import Screen
from kb_cli.session import Session

if TYPE_CHECKING:
    from kb.answer.compare_shapes import AlignedPair, CompareAnswer
    from kb.answer.parts import IndicatorFacts

SHOWN = 20
"""Proposals and tasks of each kind that are listed without --all: what two screens hold."""


@click.command(
    "compare",
    cls=KbCommand,
    short_help="对照几份规划的指标和任务",
    arguments=(("规划", "规划的编号，或编号、名称里的一段；两份以上"),),
    examples=(
        ("kb compare chuanze-city-2030 heyuan-district-2030", "市、区两级"),
        ("kb compare 妇女发展 儿童发展 --all", "按名称里的一段找规划"),
    ),
)
@click.argument("plans", metavar="规划...", nargs=-1, required=True)
@click.option("--all", "everything", is_flag=True, help="提议和任务全部列出，不止前 20 对。")
@json_option
def command(plans: tuple[str, ...], everything: bool, as_json: bool) -> int:
    """对照两份以上规划：同一个指标的目标并排，谁的目标低；各自独有的指标；相近的任务；引用的文件在不在库里。

    名称、计量单位、方向都一致的指标才直接对上，其余只作提议，并写明为什么。核定的结果写在 corpus/align.csv：甲,乙,是否同一。
    """
    from kb.answer.compare import compare

    session = Session()
    found = compare(session.base(), plans)
    if as_json:
        session.screen.json(found)
    else:
        _show(session.screen, found, None if everything else SHOWN)
    return 0 if found["indicators"] or found["proposed"] or found["tasks"] else 1


def _show(out: Screen, found: CompareAnswer, most: int | None) -> None:
    called = {plan["id"]: plan["called"] for plan in found["plans"]}
    for plan in found["plans"]:
        out.put((plan["called"], "title"), f"  {plan['title']}", (f"  {plan['id']}", "dim"))
    out.put()
    out.put((f"对上的指标 {len(found['indicators'])} 个", "title"))
    for row in found["indicators"]:
        out.put((row["name"], "title"), indent=2)
        for cell in row["cells"]:
            if cell is not None:
                out.put(_cell(called, cell), indent=4, hang=4)
        for sentence in row["said"]:
            out.put((sentence, "warn"), indent=4, hang=4)
        reasons = dict.fromkeys(_why(pair) for pair in row["pairs"])
        out.put(("；".join(reasons), "dim"), indent=4, hang=4)
    for plan in found["plans"]:
        only = found["only"][plan["id"]]
        if only:
            names = "、".join(cell["name"] for cell in only)
            out.put((f"只有{plan['called']}有、没有对上的 {len(only)} 个：", "title"), names, hang=2)
    _proposals(out, found, called, most)
    _tasks(out, found, called, most)
    _references(out, found, called)
    for note in found["notes"]:
        out.put((note, "warn"), hang=2)


def _proposals(out: Screen, found: CompareAnswer, called: dict[str, str], most: int | None) -> None:
    if not found["proposed"]:
        return
    out.put((f"可能相同、请核定的指标 {len(found['proposed'])} 对", "title"))
    for one in found["proposed"][:most]:
        for cell in one["cells"]:
            out.put(_cell(called, cell), indent=2, hang=4)
        out.put((_why(one["pair"]), "dim"), indent=4, hang=4)
    _rest(out, len(found["proposed"]), most)


def _tasks(out: Screen, found: CompareAnswer, called: dict[str, str], most: int | None) -> None:
    if not found["tasks"]:
        return
    out.put((f"相近的任务 {len(found['tasks'])} 对", "title"))
    for one in found["tasks"][:most]:
        sides = " ｜ ".join(
            f"{called[node['plan']]} {node['citation']} {node['title']}" for node in one["nodes"]
        )
        out.put(f"{one['pair']['sure']}%  {sides}", indent=2, hang=6)
        out.put((_why(one["pair"]), "dim"), indent=6, hang=6)
    _rest(out, len(found["tasks"]), most)


def _references(out: Screen, found: CompareAnswer, called: dict[str, str]) -> None:
    leading = [row for row in found["references"] if row["leads"] or row["basis"]]
    if not leading:
        return
    out.put(("引用的规划和依据", "title"))
    for row in leading:
        where = f"库里的 {row['leads']}" if row["leads"] else "库里没有"
        basis = "依据" if row["basis"] else "引用"
        out.put(
            f"{called[row['plan']]} {basis}《{row['name']}》（{row['citation']}）：{where}", indent=2, hang=4
        )


def _rest(out: Screen, many: int, most: int | None) -> None:
    if most is not None and many > most:
        out.put((f"另有 {many - most} 对，加 --all 全部列出。", "dim"), indent=2)


def _cell(called: dict[str, str], cell: IndicatorFacts) -> str:
    unit = f"（{cell['unit_of_measure']}）" if cell["unit_of_measure"] else ""
    targets = "、".join(
        f"{target['year']}年 {target['text']}" if target["year"] else target["text"]
        for target in cell["targets"]
    )
    base = cell["baseline"]
    stood = (
        ""
        if base is None
        else f"，{base['year'] or ''}{'年' if base['year'] else ''}基期 {base['value']:.10g}"
    )
    binding = f"，{cell['binding']}" if cell["binding"] else ""
    units = f"，{'、'.join(cell['units'])}" if cell["units"] else ""
    return f"{called[cell['plan']]}  {cell['name']}{unit}：{targets}{stood}{binding}{units}  {cell['id']}"


def _why(pair: AlignedPair) -> str:
    standing = {"sure": "直接对上", "by_hand": "人工核定", "proposed": f"提议，把握 {pair['sure']}%"}[
        pair["standing"]
    ]
    against = f"；但{'，'.join(pair['against'])}" if pair["against"] else ""
    return f"{standing}：{'，'.join(pair['why'])}{against}"
