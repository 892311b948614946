"""Pages in traditional characters, with pinyin: facts are read, and printed as the page prints them."""

from __future__ import annotations

from kb.parse.plain_characters import is_traditional, simplified
from tests.kb.parse.made import check, draft, tree

TEXT = (
    "某縣人民政府辦公室 關于印發(fā)某縣養(yǎng)老服務方案的通知\n某政辦發(fā)〔2022〕9號\n各鄉(xiāng)(鎮(zhèn))人民政府,縣直各有關單位:\n現將方案印發(fā)給你們。\n"
    "某縣人民政府辦公室\n2022年6月15日\n一、主要任務\n(一)完善設施。新建2所。(責任單位:縣民政局)\n(二)壯大隊伍。開展培訓。(責任單位:縣民政局)\n"
)


def test_facts_are_printed_as_the_page_prints_them() -> None:
    check(tree(TEXT))
    plan = draft(TEXT).plan
    assert plan.title == "某縣人民政府辦公室關于印發(fā)某縣養(yǎng)老服務方案的通知"
    assert (plan.doc_number, plan.issuer, plan.issued) == (
        "某政辦發(fā)〔2022〕9號",
        "某縣人民政府辦公室",
        "2022-06-15",
    )


def test_simplified_text_has_the_same_length() -> None:
    assert simplified("發(fā)展養老") == "发    展养老"
    assert is_traditional(TEXT)
    assert not is_traditional("某县养老服务方案，著名乾县。" * 20)
