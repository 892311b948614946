"""What answers say, as templates: one spelling for the command line and the browser."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    # Sentences of responsibility.
    "this_matter": "这件事",
    "assigned_of": "{asked}：{units}。",
    "assigned": "{units}。",
    "named": "规划没有给{matter}写责任单位，文中点名：{units}。",
    "related": "关联单位：{units}（不等于负责此事）。",
    "no_unit": "规划没有给{matter}写责任单位。",
    "prints_it": "写到它的有：{rows}。",
    "not_printed": "规划没有写到{matter}。",
    "nearest": "最接近的条目，请核对：{rows}。",
    "nothing": "规划没有写{matter}。",
    "not_said": "规划没有写{words}。",
    "year": "{year}年",
    # Names of units.
    "fold": "{names}等 {n} 家",
    "of_place": "{name}（{place}）",
    "of_plan": "{place}：{units}",
    "of_places": "{places}的",
    "leads": "{units}牵头",
    "answers_for": "{units}负责",
    "helps": "{units}配合",
    "equals": "{units}（并列，规划未分牵头与配合）",
    # Questions that name a unit.
    "not_to": "规划没有把这件事写给{unit}。",
    "not_this_unit": "规划没有把这件事写给{unit}，写的是以下单位。",
    "nothing_jointly": "规划没有同时写给这几个单位的任务。",
    "nothing_of_unit": "规划没有明确写给{unit}的任务。",
    "see_collectives": "另见它所在的集合称谓：{units}。",
    "only_named": "{unit}：规划没有写给它的责任，文中点名 {n} 处。",
    "has": "{unit}：{count}{also}。",
    "shared": "，其中与别家共同 {count}",
    "yes": "是。{matter}写给{units}{also}。",
    "also_to": "，同时写给{units}",
    "not_all": "不全是。{matter}写给{units}{also}；{rest}。",
    "others_open": "还有 {n} 条没有写责任单位",
    "others_given": "还有 {n} 条写给{units}",
    "no": "不是。规划没有把这件事写给{asked}，写给{units}。",
    "nobody": "规划没有把这件事写给{asked}，也没有写明由哪个单位负责。",
    "near_why": "规划把这一条写给它，不等于负责所问的事",
    # Topics.
    "and": "”和“",
    "not_both": "没有同时写到“{words}”的条目，以下分别列出。",
    "same_topic": "同一主题：{topic}",
    "in_passing": "顺带提到：{word}",
    # Plans by document number.
    "no_document": "没有文号是“{number}”的规划。",
    "document": "《{title}》（{number}）：{issuer}{issued}。",
    "no_issuer": "未写印发机关",
    "issued": "，{issued} 印发",
    # Values, lists and counts.
    "value": "{name}：{value} {units}",
    "values": "{said}{more}。",
    "of_all": "等 {n} 项",
    "of_year": "{year}年 {text}",
    "stood": "现状 {text}",
    "no_baseline": "规划没有写现状值",
    "met_by": "已达到目标，余 {far} {points}",
    "short_of": "距目标还差 {far} {points}",
    "rows": "（{n} 行）",
    "none_such": "规划没有符合“{asked}”的{things}。",
    "none": "规划没有{things}。",
    "listed_of": "{asked}：{count}。",
    "listed": "{count}。",
    "silent": "另有 {n} 行指标规划没有写可比的现状值。",
    # Pictures nobody read.
    "unread": "{plan}有未读的{kinds}{where}，责任单位可能在里面。",
    "unread_at": "（{places}）",
    "and_more": "等",
    # Search.
    "then_some": "第 {n} 条起只含其中一部分词。",
}


def say(message: str, **values: object) -> str:
    """Return a message with its places filled: say("year", year=2025)."""
    return MESSAGES[message].format(**values)
