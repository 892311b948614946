"""The extract as one printable HTML file: no script, no font, no picture, nothing asked of any network."""

from __future__ import annotations

from html import escape

from kb.extract.layout import TICK, Heading, Layout, Paragraph, Run, Table, lay_out
from kb.extract.sheet import Sheet

_STYLE = """
:root { color-scheme: light; }
body { margin: 2rem auto; padding: 0 1.5rem; max-width: 50rem; color: #111; background: #fff;
  font: 1.05rem/1.8 "仿宋", "仿宋_GB2312", FangSong, STFangsong, "Noto Serif CJK SC", serif; }
h1 { margin: 1.5rem 0 .5rem; text-align: center; font-size: 1.9rem; line-height: 1.4;
  font-family: "方正小标宋简体", "华文中宋", STZhongsong, "宋体", SimSun, "Noto Serif CJK SC", serif; }
.plan { margin: 0 0 .3rem; text-align: center; font-family: "楷体", "楷体_GB2312", KaiTi, STKaiti, serif; }
h2 { margin: 1.8rem 0 .5rem; font-size: 1.25rem; font-family: "黑体", SimHei, "Noto Sans CJK SC", sans-serif; }
h3 { margin: 1.2rem 0 .3rem; font-size: 1.12rem;
  font-family: "楷体", "楷体_GB2312", KaiTi, STKaiti, "Noto Serif CJK SC", serif; }
h4 { margin: 1rem 0 .3rem; font-size: 1.05rem; }
p { margin: .3rem 0; text-indent: 2em; text-align: justify; }
p.plan, p.proof, p.tick, p.note { text-indent: 0; }
p.proof { padding-left: .8rem; border-left: 3px solid #c9c9c9; color: #333; font-size: .92rem; line-height: 1.6; }
p.note { margin-top: 2rem; padding-top: .6rem; border-top: 1px solid #999; font-size: .92rem; line-height: 1.6; }
.label { font-family: "黑体", SimHei, "Noto Sans CJK SC", sans-serif; }
.scroll { overflow-x: auto; }
table { width: 100%; margin: .6rem 0; border-collapse: collapse; font-size: .95rem; line-height: 1.45; }
th, td { padding: .3rem .4rem; border: 1px solid #444; text-align: left; vertical-align: middle; }
th { background: #f0f0f0; text-align: center; font-family: "黑体", SimHei, "Noto Sans CJK SC", sans-serif; font-weight: normal; }
td.c { text-align: center; }
a { color: inherit; text-decoration: underline; text-decoration-color: #999; }
label { margin-right: 1.2rem; white-space: nowrap; }
input { width: 1rem; height: 1rem; margin: 0 .3rem 0 0; vertical-align: -.1rem; }
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
@page :right { @bottom-right { content: "— " counter(page) " —\\3000"; font: 14pt "宋体", SimSun, serif; } }
@page :left { @bottom-left { content: "\\3000— " counter(page) " —"; font: 14pt "宋体", SimSun, serif; } }
@media print {
  body { margin: 0; padding: 0; max-width: none; font-size: 12pt; }
  h2, h3, h4 { break-after: avoid; }
  table { font-size: 10.5pt; }
  th, td { padding: 1mm .6mm; }
  tr { break-inside: avoid; }
  .proof, .tick { break-before: avoid; }
  thead { display: table-header-group; }
  p { orphans: 2; widows: 2; }
  .scroll { overflow: visible; }
  a { text-decoration: none; }
}
"""
_CHECK = '<input type="checkbox" aria-label="{0}">'


def write_html(sheet: Sheet, *, lines: bool = False) -> str:
    return page_html(lay_out(sheet, lines=lines))


def page_html(layout: Layout) -> str:
    """A document of blocks as one page."""
    body = [f"<h1>{escape(layout.title)}</h1>"]
    body += [f'<p class="plan">{escape(s)}</p>' for s in layout.subtitles]
    for block in layout.blocks:
        if isinstance(block, Heading):
            body.append(heading(block))
        elif isinstance(block, Table):
            body.append(table(block))
        else:
            body.append(paragraph(block, layout))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(layout.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def heading(block: Heading) -> str:
    level = block.level + 1
    anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
    return f"<h{level}{anchor}>{escape(block.number + block.text)}</h{level}>"


def paragraph(block: Paragraph, layout: Layout) -> str:
    if block.style == "tick":
        boxes = "".join(f"<label>{_CHECK.format(w)}{w}</label>" for w in ("已完成", "推进中", "未启动"))
        return f'<p class="tick">办理情况：{boxes}</p>'
    style = "" if block.style == "body" else f' class="{block.style}"'
    return f"<p{style}>{''.join(run_html(r, layout) for r in block.runs)}</p>"


def run_html(run: Run, layout: Layout) -> str:
    text = escape(run.text or layout.anchors.get(run.link, ""))
    if run.link:
        quoted = text if run.text else f"“{text}”"
        return f'<a href="#{escape(run.link)}">{quoted}</a>'
    return f'<span class="label">{text}</span>' if run.label else text


def table(block: Table) -> str:
    columns = "".join(f'<col style="width:{share}%">' for share in block.shares)
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in block.head)
    rows = []
    for row in block.rows:
        cells = "".join(
            f"<td{' class=c' if i in block.centred or c == '—' else ''}>"
            f"{_CHECK.format('完成') if block.tick and c == TICK else escape(c).replace(chr(10), '<br>')}</td>"
            for i, c in enumerate(row.cells)
        )
        anchor = f' id="{escape(row.anchor)}"' if row.anchor else ""
        rows.append(f"<tr{anchor}>{cells}</tr>")
    return (
        f'<div class="scroll"><table aria-label="{escape(block.caption)}"><colgroup>{columns}</colgroup>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody></table></div>"
    )
