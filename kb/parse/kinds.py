"""What kind of node a heading is, by the words of the headings above it and by what hangs below its style."""

from __future__ import annotations

import re

from kb.model import Kind

PRINCIPLE = re.compile(r"原则")
GOAL = re.compile(r"目标")
MEASURE = re.compile(r"保障|组织实施|实施机制|组织领导|监测评估|监督检查|工作要求|实施要求|工作机制|落实机制")
# Chapters that tell where things stand, not what is to be done.
BACKGROUND = re.compile(
    r"现状|形势|背景|基础|成效|成就|存在问题|意义|总体要求|总体思路|指导思想|总体规划期限|编制依据|回顾|面临|挑战|机遇|重大意义"
)
TASK = re.compile(r"任务|措施|举措|行动|重点工作")


def item_kind(above: tuple[str, ...], title: str) -> Kind:
    """Kind of a numbered item by the titles above it, nearest first: principle, goal, measure, task, or, in a
    chapter on where things stand, paragraph."""
    for words in above:
        if PRINCIPLE.search(words):
            return "principle"
        if GOAL.search(words) and not TASK.search(words):
            return "goal"
        if TASK.search(words) and not re.search(r"保障措施|实施保障", words):
            return "task"
        if MEASURE.search(words):
            return "measure"
        if BACKGROUND.search(words):
            return "paragraph"
    return "task"
