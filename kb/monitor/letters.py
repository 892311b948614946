"""Letters about a round as Word documents: to open it, to remind, to warn; of the standard look, or of a template of one's own.

Placeholders: single ones {{单位}} …, and the group {{督办.…}} of a slip, a row or block for each matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kb.extract.archive import identifier
from kb.extract.docx import BlockWriter, new_document, set_properties, to_bytes
from kb.extract.docx_marks import add_text
from kb.extract.layout import Block, Paragraph, Run
from kb.extract.template import fill_placeholders
from kb.monitor.fields import target_words
from kb.monitor.form_rows import Form
from kb.monitor.words import chinese_day

NAMES = (
    "单位", "送达单位", "规划", "规划名称", "文号", "年度", "截止日期", "日期", "发文单位", "指标数", "任务数",
    "普遍要求数", "颜色", "时限", "理由",
)  # fmt: skip
GROUP = "督办"
GROUP_FIELDS = ("序号", "编号", "事项", "目标", "现状", "状态", "原因", "下一步", "要求")


def covering_letter(form: Form, template: Path | None = None) -> bytes:
    """Return the letter that goes with a form."""
    values = letter_values(
        unit=form.unit, sent_to=form.sent_to, plan=form.plan_title, number=form.doc_number, year=form.year, due=form.due,
        day=form.issued, sender=form.sender,
        counts=(sum(r.asked for r in form.indicators), len(form.tasks), len(form.general)),
    )  # fmt: skip
    if template is not None:
        members = [
            {
                "督办.序号": str(n), "督办.编号": r.id, "督办.事项": r.name, "督办.目标": target_words(r), "督办.现状": r.last,
                "督办.状态": "", "督办.原因": "", "督办.下一步": "", "督办.要求": "",
            }
            for n, r in enumerate(form.indicators, 1)
        ]  # fmt: skip
        return fill_letter(template, values, members, form.issued)
    asked, tasks, general = values["指标数"], values["任务数"], values["普遍要求数"]
    inside = [
        w
        for w, n in (
            (f"指标{asked}行", asked),
            (f"任务和项目{tasks}项", tasks),
            (f"普遍要求{general}条", general),
        )
        if n != "0"
    ]
    body = [
        f"{form.sent_to}：",
        f"为掌握{form.plan_name}的实施情况，现将{form.year}年度监测填报表发给你们。"
        + (f"本表含{'、'.join(inside)}。" if inside else ""),
        f"请于{chinese_day(form.due)}前填好电子表发回，纸质表由单位负责人签字、加盖公章后另送。"
        "没有数据的写明原因；指标未达标、任务落后的，写明原因和下一步打算。",
    ]
    return plain_letter(f"关于报送{form.year}年度规划实施情况的函", body, sender=form.sender, day=form.issued)


def letter_values(
    *, unit: str, sent_to: str, plan: str, number: str, year: int, due: str, day: str, sender: str,
    counts: tuple[int, int, int] = (0, 0, 0), colour: str = "", limit: str = "", why: str = "",
) -> dict[str, str]:  # fmt: skip
    """Return the single placeholders. due, day: ISO days. counts: indicator rows, tasks, general obligations."""
    return {
        "单位": unit, "送达单位": sent_to or unit, "规划": f"《{plan}》" + (f"（{number}）" if number else ""), "规划名称": plan,
        "文号": number, "年度": f"{year}年",
        "截止日期": chinese_day(due), "日期": chinese_day(day), "发文单位": sender, "指标数": str(counts[0]), "任务数": str(counts[1]),
        "普遍要求数": str(counts[2]), "颜色": colour, "时限": limit, "理由": why,
    }  # fmt: skip


def fill_letter(
    template: Path, values: Mapping[str, str], members: Sequence[Mapping[str, str]], day: str
) -> bytes:
    """Return a template filled. Raises TemplateError for placeholders that are not known."""
    document = fill_placeholders(
        template,
        dict(values),
        {GROUP: [dict(m) for m in members]},
        NAMES,
        {GROUP: tuple(f"{GROUP}.{f}" for f in GROUP_FIELDS)},
    )
    title = f"{values['年度']}{values['单位']}"
    set_properties(document, title, values["规划名称"], identifier((sorted(values.items()), members), title))
    return to_bytes(document, [day])


def plain_letter(
    title: str,
    body: Sequence[str],
    *,
    sender: str,
    day: str,
    blocks: Sequence[Block] = (),
    after: Sequence[Block] = (),
) -> bytes:
    """Return a letter of the standard look: title, addressee and paragraphs, blocks, sender and day at the right, and what the
    addressee fills in after them."""
    document = new_document()
    add_text(document.add_paragraph(style="Title"), title)
    document.add_paragraph(style="Normal")
    first, *rest = body
    opening = document.add_paragraph(style="Normal")
    add_text(opening, first)
    writer = BlockWriter(document, {})
    writer.write((*(Paragraph((Run(text),)) for text in rest), *blocks))
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    document.add_paragraph(style="Normal")
    for text in (sender, chinese_day(day)):
        if text:
            line = document.add_paragraph(style="Normal")
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            line.paragraph_format.right_indent = Pt(32)
            add_text(line, text)
    if after:
        document.add_paragraph(style="Normal")
        writer.write(tuple(after))
    set_properties(document, title, title, identifier((title, tuple(body), blocks, after), title))
    return to_bytes(document, [day])
