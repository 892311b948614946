"""Markdown, HTML, CSV and JSON, read back by other readers than the writers."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import html5lib
from markdown_it import MarkdownIt

from kb.extract import ALL_BASES, Gathering, Sheet, render
from kb.extract.sheet import Entry, Section
from kb.store import Base

MADE = """# 区卫健委职责清单

《甲区托育规划（2024—2030年）》

（甲府发〔2024〕1号）

根据《甲区托育规划（2024—2030年）》（甲府发〔2024〕1号），甲区卫生健康委员会（规划中称“区卫健委”）承担2项指标。见“一、主要指标”。规划1项任务中有1项没有写明责任单位，其中1项与区卫健委的指标或项目同属一个主题，责任单位以分工文件为准。

## 一、主要指标

| 序号 | 指标 | 目标 | 属性 | 共同责任单位 | 基期 | 完成 |
| :---: | --- | :---: | :---: | --- | :---: | :---: |
| 1 | 托位数（个） | ≥100 |  | — | 12个（2023年） |  |
| 2 | 托育服务满意度 | 提高 | 预期性 | — | — |  |

**说明：**“明确责任”指规划写明由该单位负责、牵头或配合。本清单由规划文本整理，所引原文与规划一致，以规划正式文本为准。
"""


def test_markdown_of_the_small_plan(small: Base) -> None:
    assert render(Gathering(small).sheet("卫健委"), "md").decode() == MADE


def test_source_lines_on_demand(small: Base) -> None:
    sheet = Gathering(small).sheet("东街道")
    told = render(sheet, "md", lines=True).decode()
    assert "源文第4行" in told
    assert "源文第" not in render(sheet, "md").decode()


def test_a_duty_of_another_document(small: Base) -> None:
    told = render(Gathering(small).sheet("区教委"), "md").decode()
    assert "**依据：**明确责任（牵头单位），原文“培训项目”，据《分工方案》第3页。**时限：**2025年。" in told


def test_markdown_reads_back(gathering: Gathering) -> None:
    """A CommonMark reader finds the table's 24 rows and no mark the plan's text made by accident."""
    tokens = MarkdownIt().enable("table").parse(render(gathering.sheet("区卫健委"), "md").decode())
    assert sum(t.type == "tr_open" for t in tokens) == 25
    headings = [tokens[i + 1].content for i, t in enumerate(tokens) if t.type == "heading_open"]
    assert headings[:3] == ["区卫健委职责清单", "一、主要指标", "二、重点项目"]


def hostile(sheet: Sheet) -> Sheet:
    """The sheet with a project whose words would run or break out if they were let."""
    part = sheet.parts[0]
    entry = part.entries("projects")[0]
    evil = replace(
        entry,
        title="=cmd|'/c calc'!A1",
        passages=('<script>alert(1)</script> | [x](http://a) `b` \x1b[31m&amp;"',),
    )
    sections = tuple(
        Section(s.key, (evil, *s.entries[1:])) if s.key == "projects" else s for s in part.sections
    )
    return replace(sheet, parts=(replace(part, sections=sections),))


def test_html_is_self_contained(gathering: Gathering) -> None:
    for sheet in (gathering.sheet("区卫健委", ALL_BASES), hostile(gathering.sheet("区卫健委"))):
        page = render(sheet, "html").decode()
        tree = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(page)
        assert not [e.tag for e in tree.iter() if e.tag in ("script", "link", "img", "iframe", "object")]
        assert not [e for e in tree.iter() if {"src", "onclick", "style"} & set(e.attrib) - {"style"}]
        ids = [e.get("id") for e in tree.iter() if e.get("id")]
        assert len(ids) == len(set(ids))
        links = [e.get("href", "") for e in tree.iter("a")]
        assert links
        assert all(link.startswith("#") and link[1:] in ids for link in links)
        assert "\x1b" not in page
    text = "".join(tree.itertext())
    assert "<script>alert(1)</script>" in text


def test_markdown_keeps_marks_as_text(gathering: Gathering) -> None:
    told = render(hostile(gathering.sheet("区卫健委")), "md").decode()
    page = MarkdownIt().render(told)
    assert "<script>" not in page
    assert "<a href" not in page


def test_csv(gathering: Gathering) -> None:
    content = render(gathering.sheet("区卫健委"), "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in content.replace(b"\r\n", b"")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert sum(r["类别"] == "主要指标" for r in rows) == 24
    first = rows[0]
    assert (first["事项"], first["运算"], first["目标值"], first["计量单位"]) == (
        "新生儿死亡率",
        "＜",
        "1.3",
        "‰",
    )
    assert sum(r["类别"] == "规划对责任单位的普遍要求" for r in rows) == 4


def test_csv_cells_never_run(gathering: Gathering) -> None:
    content = render(hostile(gathering.sheet("区卫健委")), "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert not [c for row in rows for c in row if c.lstrip().startswith(("=", "+", "-", "@", "\t"))]
    assert any(c == "'=cmd|'/c calc'!A1" for row in rows for c in row)


def test_json_has_the_duties_of_kb_unit(seed: Base, gathering: Gathering) -> None:
    from kb.answer.unit import unit

    told = json.loads(render(gathering.sheet("区教委", ALL_BASES), "json"))
    assert told["plans"][0]["doc_number"] == "大渡口府发〔2023〕7号"
    entries: list[dict[str, object]] = [e for s in told["plans"][0]["sections"] for e in s["entries"]]
    general = "".join(o["quote"] for o in told["plans"][0]["obligations"])
    ours = [(e["id"], d["role"], d["basis"], d["quote"], d["line"]) for e in entries for d in e["duties"]]  # type: ignore[attr-defined]
    theirs = [(d["id"], d["role"], d["basis"], d["quote"], d["line"]) for d in unit(seed, "区教委")["duties"]
              if not (d["via"] and d["quote"] in general)]  # fmt: skip
    assert sorted(ours) == sorted(theirs)


def test_same_base_same_bytes(gathering: Gathering, seed: Base) -> None:
    for format_ in ("md", "html", "csv", "json", "docx", "xlsx"):
        assert render(gathering.sheet("区教委"), format_) == render(Gathering(seed).sheet("区教委"), format_)


def test_entries_have_a_citation_and_a_basis(gathering: Gathering) -> None:
    for name in (u.id for u in gathering.units):
        for part in gathering.sheet(name, ALL_BASES).parts:
            entries: list[Entry] = [e for s in part.sections for e in s.entries]
            assert all(e.citation and e.ties and all(t.basis for t in e.ties) for e in entries)


def test_nothing_of_its_own_is_said_in_words(gathering: Gathering) -> None:
    told = render(gathering.sheet("九宫庙街道"), "md").decode()
    assert (
        "没有写明由大渡口区九宫庙街道办事处（规划中称“九宫庙街道”）承担的指标、项目和任务；"
        "另列规划以集合称谓提到、包括本单位的事项3条。" in told
    )
    # Where assigned duties were not asked for, nothing is claimed about them.
    told = render(gathering.sheet("区卫健委", ("related",)), "md").decode()
    assert "承担" not in told.partition("## ")[0]


def test_who_shares_and_who_is_responsible(gathering: Gathering) -> None:
    """Each role has its own label, and “共同” only where the unit has the role too."""
    told = render(gathering.sheet("区妇儿工委"), "md").decode()
    own, named = told.split("## 二、规划文中点名的事项")
    # 三、（一）: “区人民政府负责规划实施工作” is another sentence.
    assert "区政府" not in own.partition("出处：")[2]
    assert "共同责任单位" not in named


def test_a_long_label_is_not_said_again(small: Base) -> None:
    sheet = Gathering(small).sheet("区教委")
    part = sheet.parts[0]
    entry = next(e for s in part.sections for e in s.entries if e.text)
    quote = "（责任单位：" + "、".join(f"第{i}局" for i in range(99)) + "）"
    entry = replace(
        entry,
        citation="九、",
        passages=("培训。" + quote,),
        ties=(replace(entry.ties[0], quote=quote, said=quote),),
    )
    made = replace(sheet, parts=(replace(part, sections=(Section("tasks", (entry,)),), obligations=()),))
    told = render(made, "md").decode()
    assert told.count("第98局") == 1
    assert "**出处：**九。" in told
    assert "原文见本条正文" in told


def test_totals_are_those_of_the_summary(gathering: Gathering) -> None:
    def told(unit: str) -> dict[str, int]:
        totals: dict[str, int] = json.loads(render(gathering.sheet(unit), "json"))["plans"][0]["totals"]
        return totals

    assert told("区卫健委") == {
        "indicator_rows": 24, "indicator_numbers": 20, "binding_rows": 7, "projects": 2, "tasks": 0, "others": 0,
    }  # fmt: skip
    assert (told("区政府")["tasks"], told("区政府")["others"]) == (1, 1)


def test_another_document_assigns_in_its_own_name(small: Base) -> None:
    """“根据《规划》” covers only what the plan says; each other document comes with what it assigns."""
    sheet = Gathering(small).sheet("区教委")
    told = render(sheet, "md").decode().partition("## ")[0]
    assert "《甲区托育规划（2024—2030年）》（甲府发〔2024〕1号）没有写明由甲区教育委员会" in told
    assert "；根据《分工方案》第3页，甲区教育委员会（规划中称“区教委”）承担1个项目。" in told
    closing = render(sheet, "md").decode().partition("**说明：**")[2]
    assert "规划或所注明的文件写明由该单位负责" in closing
