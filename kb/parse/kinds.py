"""What kind of node a numbered item is, by the words of the headings above it."""

from __future__ import annotations

import re

from kb.model import Kind

PRINCIPLE = re.compile(r"(?:基本|工作|实施|规划|总体)?原则$|基本原则")  # （二）基本原则
GOAL = re.compile(r"(?:主要|发展|总体|工作|具体|规划|行动|阶段)目标|目标$|目标任务$")  # （三）主要目标
TASK = re.compile(  # 二、重点任务, 策略措施
    r"任务|举措|行动计划|重点工作|重点工程|(?:主要|具体|工作|政策|策略|支持|对策|实施|推进|落实)措施"
)
# 三、组织实施; a section on 社会保障 is none.
MEASURE = re.compile(
    r"保障措施|组织保障|实施保障|保障机制|组织实施|实施机制|组织领导|监测评估|监督考核|(?:工作|实施|有关)要求$"
)
MEASURE_CHAPTER = re.compile(r"保障$|^(?:强化|加强|健全)?(?:组织|实施)")
# Chapters that describe the present state, not what is to be done: 一、现状与评价.
BACKGROUND = re.compile(
    r"^[^，,；]{0,8}(?:现状|形势|背景|发展基础|工作基础|成效|成就|存在问题|意义|机遇|总体要求|总体思路|指导思想|编制依据|回顾|概况"
    r"|现状与评价|发展环境)$|^(?:现状|形势|背景|发展基础|发展环境|编制说明|面临的|存在的)"
)


def item_kind(above: tuple[str, ...], title: str) -> Kind:
    """Kind of a numbered item by the titles above it, nearest first: principle, goal, measure, task, or, in a
    chapter on the present state, paragraph."""
    for depth, words in enumerate(above):
        chapter = depth == len(above) - 1
        if PRINCIPLE.search(words):
            return "principle"
        if TASK.search(words):
            return "task"
        if GOAL.search(words):
            return "goal"
        if MEASURE.search(words) or (chapter and MEASURE_CHAPTER.search(words)):
            return "measure"
        if chapter and BACKGROUND.search(words):
            return "paragraph"
    return "task"
