"""Make the Word files of this folder: real tables with merged cells, numbers from numbering.xml.

    python tests/golden/made/make_docx.py

The bytes of a Word file differ from run to run (dates in the zip); the files are kept, and made anew only when this text changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

HERE = Path(__file__).resolve().parent
LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3．"),
)


def numbered(document: Any) -> int:
    """Add a list of the three levels 一、（一）1． to numbering.xml; its numId."""
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for i, (fmt, text) in enumerate(LEVELS)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    root.insert(0, abstract)
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    return 77


def item(document: Any, level: int, text: str, num: int = 77) -> None:
    """A paragraph whose number Word writes itself."""
    p = document.add_paragraph(text)
    p._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')
    )


def table(document: Any, rows: list[list[str | None]], merges: list[tuple[int, int, int, int]]) -> None:
    """A table; None is a cell that a merge (top, left, bottom, right) takes away."""
    t = document.add_table(rows=len(rows), cols=len(rows[0]))
    t.style = "Table Grid"
    for top, left, bottom, right in merges:
        t.cell(top, left).merge(t.cell(bottom, right))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text is not None:
                t.cell(r, c).text = text


def education() -> None:
    """青川市教育: automatic numbers, an indicator table with merged 类别 and 责任单位 cells."""
    d = Document()
    numbered(d)
    d.sections[0].header.paragraphs[0].text = "青川市人民政府文件"
    d.sections[0].footer.paragraphs[0].text = "— 3 —"
    d.add_paragraph("青川市教育事业发展“十四五”规划")
    d.add_paragraph("教育是民生之基。为办好人民满意的教育，制定本规划。")
    item(d, 0, "发展目标")
    d.add_paragraph("到2025年，基本建成高质量教育体系，主要指标见表1。")
    d.add_paragraph("表1 青川市“十四五”教育发展主要指标")
    table(
        d,
        [
            ["类别", "序号", "指标", "单位", "2020年", "2025年", "属性", "责任单位"],
            ["学前教育", "1", "学前教育毛入园率", "%", "89.5", "93以上", "预期性", "市教育局"],
            [None, "2", "普惠性幼儿园覆盖率", "%", "82.1", "≥88", "约束性", None],
            [
                "义务教育",
                "3",
                "九年义务教育巩固率",
                "%",
                "95.2",
                "96.5",
                "约束性",
                "市教育局、各县（市、区）人民政府",
            ],
            [None, "4", "义务教育大班额比例", "%", "3.8", "＜2", "约束性", None],
            ["高中阶段", "5", "高中阶段毛入学率", "%", "91", "巩固提高", "预期性", "市教育局"],
            [
                "条件保障",
                "6",
                "新增义务教育学位",
                "万个",
                "—",
                "〔3.6〕",
                "预期性",
                "市教育局、市自然资源和规划局",
            ],
            [None, "7", "每百名学生拥有网络学习终端", "台", "14", "20—25", "预期性", "市教育局、市大数据局"],
        ],
        [(1, 0, 2, 0), (3, 0, 4, 0), (6, 0, 7, 0), (1, 7, 2, 7), (3, 7, 4, 7)],
    )
    item(d, 0, "主要任务")
    item(d, 1, "落实立德树人根本任务")
    item(d, 2, "加强思政课建设。打造“行走的思政课堂”研学线路10条。（责任单位：市教育局、市委宣传部、团市委）")
    item(
        d,
        2,
        "强化体育美育劳动教育。学生每天校内校外体育活动时间不少于2小时。（责任单位：市教育局、市体育局）",
    )
    item(d, 1, "推进各类教育协调发展")
    item(d, 2, "普及普惠发展学前教育。新建改扩建公办幼儿园30所。")
    d.add_paragraph("牵头单位：市教育局")
    d.add_paragraph("责任单位：市发展改革委、市财政局，各县（市、区）人民政府")
    d.add_paragraph("完成时限：2024年8月底")
    item(
        d,
        2,
        "优质均衡发展义务教育。全面推行集团化办学，支持市第二中学、实验小学等名校带动薄弱学校。"
        "（市教育局牵头，市委编办、市人力资源社会保障局配合）",
    )
    item(
        d,
        2,
        "提升职业教育办学水平。推动青川职业学院升格本科层次职业学校。（责任单位：青川职业学院、市教育局、市工业和信息化局）",
    )
    item(d, 0, "实施保障")
    item(d, 1, "加强党的全面领导。市委教育工作领导小组定期研究重大事项。")
    item(d, 1, "加强经费保障。落实“两个只增不减”。（责任单位：市财政局、市教育局）")
    d.save(str(HERE / "qingchuan-education-145.docx"))


def division() -> None:
    """临港区重点工作任务分工表: one wide table, merged tasks, units and dates; a total row of notes."""
    d = Document()
    d.add_paragraph("临港区2024年优化营商环境重点任务分工表")
    table(
        d,
        [
            ["序号", "重点任务", "具体措施", "牵头单位", "配合单位", "完成时限"],
            ["一、优化市场准入", None, None, None, None, None],
            ["1", "推行登记便利化", "企业开办全程网办率达到98%", "区市场监管局", "区行政审批局、区税务局", "2024年6月"],
            ["2", None, "推广住所标准化登记", None, "区住房建设局", "2024年9月"],
            ["3", "规范市场秩序", "清理妨碍统一市场的政策措施", "区发展改革委、区市场监管局", "各镇（街道）", "2024年12月"],
            ["二、强化要素保障", None, None, None, None, None],
            ["4", "提升获得用水用气便利度", "用水报装压减至3个工作日", "区水务局", "区水务集团有限公司", "2024年8月"],
            ["5", None, "燃气报装实行“零跑腿”", "区城市管理局", "临港燃气公司", None],
            ["6", "加强金融服务", "发放信用贷款30亿元以上", "区财政局（区国资委）", "区内各银行机构", "全年推进"],
            ["7", "保障用工需求", "举办招聘活动100场", "区人力资源社会保障局", "—", None],
        ],
        [
            (1, 0, 1, 5), (5, 0, 5, 5),
            (2, 1, 3, 1), (2, 3, 3, 3),
            (6, 1, 7, 1), (6, 5, 7, 5),
            (8, 5, 9, 5),
        ],
    )  # fmt: skip
    d.add_paragraph("注：各牵头单位于每季度末向区营商办报送进展情况。")
    d.save(str(HERE / "lingang-division.docx"))


STYLED = (
    ("chineseCounting", "第%1章", "space"),
    ("chineseCounting", "第%2节", "tab"),
    ("chineseCounting", "%3、", "nothing"),
    ("chineseCounting", "（%4）", "nothing"),
)


def water() -> None:
    """东岭市水利: numbers that come from the heading styles, and a table whose header has two rows."""
    d = Document()
    root = d.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:pStyle w:val="Heading{i + 1}"/>'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (fmt, text, suffix) in enumerate(STYLED)
    )
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="88"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        ),
    )
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="88"><w:abstractNumId w:val="88"/></w:num>'))
    for i in range(len(STYLED)):
        level = f'<w:ilvl w:val="{i}"/>' if i else ""
        style = d.styles[f"Heading {i + 1}"].element.get_or_add_pPr()
        style.append(parse_xml(f'<w:numPr {nsdecls("w")}>{level}<w:numId w:val="88"/></w:numPr>'))
    d.add_paragraph("东岭市水利发展“十四五”规划")
    d.add_heading("发展基础", 1)
    d.add_heading("主要成就", 2)
    d.add_paragraph("供水保障能力明显增强。")
    d.add_heading("主要任务", 1)
    d.add_heading("保障城乡供水", 2)
    d.add_heading("建设骨干水库", 3)
    d.add_heading("新建大型水库", 4)
    d.add_paragraph("新建水库2座。（责任单位：市水利局、市发展改革委）")
    d.add_heading("维修中小水库", 4)
    d.add_paragraph("对病险水库除险加固，任务分工见下表。")
    table(
        d,
        [
            ["序号", "项目名称", "建设内容", "责任单位", None],
            [None, None, None, "牵头", "配合"],
            ["1", "清河水库", "大坝防渗处理", "市水利局", "市财政局"],
            ["2", "白鹤水库", "溢洪道改造", None, "市林业局"],
        ],
        [(0, 3, 0, 4), (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (2, 3, 3, 3)],
    )
    d.save(str(HERE / "dongling-water-145.docx"))


if __name__ == "__main__":
    education()
    division()
    water()
