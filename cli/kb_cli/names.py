"""How kinds, bases and roles are called and coloured on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.answer.facts import HELP, LEAD, PARTS, STANDING_NAMES, part_of_role
from kb.model import EDITED, KIND_NAMES
from kb_cli.screen import Part

if TYPE_CHECKING:
    from typing import TypedDict

    from kb.who.shapes import Link

    class Held(TypedDict):
        """What every duty of an answer has."""

        basis: str
        role: str

    class Tied(Held):
        """A duty with what ties it to its node."""

        id: str
        link: Link | None
        why: str

    class Cited(TypedDict):
        """What is cited: a node, or what a plan says there."""

        plan: str
        citation: str

    class Shown(Cited):
        """What every node of an answer has."""

        kind: str
        title: str
        edited: bool


KINDS = {**KIND_NAMES, "plan": "规划"}
"""Kinds of nodes, and of the rows that are a whole plan."""
BASES = STANDING_NAMES


def basis_part(duty: Held) -> tuple[str, str]:
    """The basis label of a duty, answer or piece of evidence; an object of a measure is called so, and among assigned units
    those who lead or help: 明确责任·牵头, 明确责任, 明确责任·配合, the last in the colour of those only named."""
    role = duty["role"]
    key = "object" if role == "object" else duty["basis"]
    share = part_of_role(role) if key == "assigned" else key
    if share == LEAD:
        return f"{BASES[key]}·{role}", key
    return (f"{BASES[key]}·{role}", "named") if share == HELP else (BASES[key], key)


def role_word(duty: Held) -> str:
    """The role as printed. None for an object, which the label says already, and none for a related unit: its role
    is one it has in the indicator or project that ties it."""
    return "" if duty["role"] == "object" or duty["basis"] == "related" else duty["role"]


def link_word(duty: Tied) -> str:
    """Why a related unit is shown: “同一主题：托育，见 专栏一 指标25 普惠托育服务机构数量”, without what follows 见 where the
    unit is tied to the matter by this very indicator."""
    link = duty["link"]
    if duty["basis"] != "related" or link is None:
        return ""
    if link["id"] == duty["id"]:
        return duty["why"]
    shown = link["citation"] if link["title"] in link["citation"] else f"{link['citation']} {link['title']}"
    return "，见 ".join(part for part in (duty["why"], shown) if part)


def lines_word(first: int | None, last: int | None = None) -> str:
    """“源文第 226 行”, “源文第 226—230 行”."""
    if not first:
        return ""
    return f"源文第 {first} 行" if last in (None, first) else f"源文第 {first}—{last} 行"


Titles = dict[str, str]
"""Titles of the plans in view by id; empty where there is but one, which need not be named with every line."""


def cite_parts(node: Cited, titles: Titles) -> list[Part]:
    """“二、（四）2”; among several plans “《…规划》二、（四）2”."""
    plan: list[Part] = [(f"《{titles[node['plan']]}》", "dim")] if titles else []
    return [*plan, (node["citation"], "cite")]


def edited_part(node: Shown) -> Part:
    """“经人工修改” after a node whose words a person changed in plan.md."""
    return (f"  {EDITED}", "warn") if node["edited"] else ""


def shown_id(id_: str, titles: Titles) -> str:
    """The id that `kb show` takes: without its plan where there is but one."""
    return id_ if titles else id_.split("/", 1)[1]


def title_parts(node: Shown) -> list[Part]:
    """A node's title after its citation; its kind where the citation says the title already."""
    if node["title"] and node["title"] in node["citation"]:
        return [(f"  {KINDS[node['kind']]}", "dim")]
    return ["  ", node["title"]]


REPAIRED = {"number": "编号", "place": "位置"}


def repairs_word(repairs: list[str]) -> str:
    """“编号经修复”; empty where import recovered nothing."""
    return "、".join(REPAIRED.get(r, r) for r in repairs) + "经修复" if repairs else ""


def heading(number: str, title: str) -> str:
    """Number and title as the plan prints them side by side: “（四）推进…”, “2. 发展…”, “专栏五 …”."""
    if not number or title == number:
        return title or number
    if number.isdecimal():
        return f"{number}. {title}"
    if number[-1] in "）)、.":
        return number + title
    joint = "、" if set(number) <= set("一二三四五六七八九十百") else " "
    return f"{number}{joint}{title}"


def units_by_role(units: list[str], roles: list[str]) -> str:
    """Return the units of a node, by role where not all are responsible: “牵头 市教委；配合 市财政局、市卫健委”."""
    if len(set(roles)) < 2 and "责任" in roles:
        return "、".join(units)
    groups: dict[str, list[str]] = {}
    for unit, role in zip(units, roles, strict=True):
        groups.setdefault(role, []).append(unit)
    ranked = sorted(groups.items(), key=lambda group: PARTS.index(part_of_role(group[0])))
    return "；".join(f"{role} {'、'.join(names)}" for role, names in ranked)
