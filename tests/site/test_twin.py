"""The Markdown twin says what the page says."""

from __future__ import annotations

from pathlib import Path

from kb_site.twin import to_markdown

HTML = """<!DOCTYPE html><html><body><nav><a href="x.html">菜单</a></nav><main>
<nav data-no-twin><ol><li><a href="text.html">全文</a></li></ol></nav>
<h1>区卫健委 <button>引</button></h1>
<p>负责<a href="2.4.2.html#x">托育</a>，* 不是 <b>全部</b>。</p>
<svg><title>图</title></svg>
<ul><li>甲</li><li>乙<ul><li>丙</li></ul></li></ul>
<ol><li>丁<ol><li>戊<blockquote><p>引文</p></blockquote></li></ol></li></ol>
<table><thead><tr><th>序号</th><th>指标</th></tr></thead><tbody><tr><td>1</td><td><a href="b1.1.html">率|比</a></td></tr></tbody></table>
</main></body></html>"""


def test_blocks_links_and_tables() -> None:
    assert to_markdown(HTML, "https://x.example/u.html") == (
        "# 区卫健委\n\n"
        "负责[托育](2.4.2.md#x)，\\* 不是 **全部**。\n\n"
        "- 甲\n- 乙\n  - 丙\n\n"
        "1. 丁\n    1. 戊\n\n        > 引文\n\n"
        "| 序号 | 指标 |\n| --- | --- |\n| 1 | [率\\|比](b1.1.md) |\n\n"
        "原页：<https://x.example/u.html>\n"
    )


def test_merged_cells_stand_in_every_row_they_cover() -> None:
    html = (
        "<main><table><caption>各节</caption><thead>"
        '<tr><td rowspan="2"></td><th colspan="2">二、重点任务</th><th rowspan="2">合计</th></tr>'
        "<tr><th>（一）健康</th><th>（二）安全</th></tr></thead><tbody>"
        '<tr><td rowspan="2">健康</td><td>11</td><td rowspan="3">预期性</td><td>&lt;38</td></tr>'
        "<tr><td>12</td><td><svg><title>到 2030 年低于 60%。</title><text>60</text></svg></td></tr>"
        "<tr><td>安全</td><td>13</td><td></td></tr></tbody></table></main>"
    )
    assert to_markdown(html) == (
        "各节\n\n"
        "|  | 二、重点任务 （一）健康 | 二、重点任务 （二）安全 | 合计 |\n"
        "| --- | --- | --- | --- |\n"
        "| 健康 | 11 | 预期性 | \\<38 |\n"
        "| 健康 | 12 | 预期性 | 到 2030 年低于 60%。 |\n"
        "| 安全 | 13 | 预期性 |  |\n"
    )


def test_every_page_has_its_twin(web_site: Path) -> None:
    pages = sorted(web_site.rglob("*.html"))
    assert pages
    for page in pages:
        assert page.with_suffix(".md").is_file(), page
    sheet = next((web_site / "dadukou-children-2021-2030").glob("unit-qu-wei-jian-wei-*.md")).read_text(
        "utf-8"
    )
    source = "据《重庆市大渡口区儿童发展规划（2021—2030年）》大渡口府发〔2023〕7号"
    assert sheet.startswith(f"政府部门 大渡口区 {source}\n\n# 区卫健委\n\n大渡口区卫生健康委员会\n")
    assert "[普惠托育服务机构数量](b1.25.md)" in sheet
