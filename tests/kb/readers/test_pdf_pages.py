"""Pages of a PDF that are scans, set in columns, or made to take for ever."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from kb.pipeline.importer import import_file
from kb.readers import Source, read_source
from kb.readers.pdf.page import once
from kb.readers.pdf.rulings import find_rulings
from tests.kb.readers.check import check_source, grids, lines
from tests.kb.readers.paper import FONT

PLAN = (
    "西河县公共文化服务实施方案",
    "一、总体要求",
    "坚持公益性、均等性，到2026年建成覆盖城乡的公共文化服务网络，人人共享。",
    "二、重点任务",
    "（一）健全设施网络。改造提升乡镇文化站，完善配套设备。（责任单位：县文旅局）",
    "（二）丰富活动供给。开展送戏下乡，让群众在家门口看上演出。（责任单位：县文旅局）",
    "三、保障措施",
    "（一）压实责任。县里设立工作专班，按月调度各项进度，及时协调解决难题。",
    "（二）加强检查。县政府办每季督查，公开各项进度，年底逐项对照销号。",
)


def paper(tmp_path: Path, draw: object, pages: int = 1) -> Source:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for page in range(1, pages + 1):
        canvas.setFont(FONT, 12)
        draw(canvas, page)  # type: ignore[operator]
        canvas.showPage()
    canvas.save()
    path = tmp_path / "plan.pdf"
    path.write_bytes(out.getvalue())
    source = read_source(path)
    check_source(source)
    return source


def room(text: str) -> float:
    """Type sizes that a text is wide."""
    return sum(0.5 if ch.isascii() else 1.0 for ch in text)


def wrapped(texts: tuple[str, ...], width: int) -> list[str]:
    """Lines of a text set without a paragraph's indent, so many characters a line; none begins with a mark."""
    out = []
    for text in texts:
        while text:
            cut = next((i for i in range(len(text)) if room(text[: i + 1]) > width), len(text))
            while len(text) > cut and text[cut] in "，。、；：）":
                cut -= 1
            out.append(text[:cut])
            text = text[cut:]
    return out


def scan(canvas: Canvas, width: float = 400, height: float = 500) -> None:
    from PIL import Image

    canvas.drawInlineImage(Image.new("L", (20, 20), 200), 80, 200, width, height)


def write(
    canvas: Canvas, texts: tuple[str, ...] | list[str], x: float = 60, y: float = 780, step: float = 20
) -> None:
    for i, text in enumerate(texts):
        canvas.drawString(x, y - step * i, text)


def test_scanned_pages_among_others_are_named(tmp_path: Path) -> None:
    def draw(canvas: Canvas, page: int) -> None:
        if page in (2, 4):
            scan(canvas)
            canvas.drawString(290, 30, f"- {page} -")
        else:
            write(canvas, wrapped(PLAN, 30))

    source = paper(tmp_path, draw, 4)
    assert [(p.code, p.message) for p in source.problems] == [("KB014", "第 2、4 页是图片，没有读，共 2 处")]
    path = tmp_path / "plan.pdf"
    done = import_file(path, tmp_path / "corpus", "wenhua")
    assert [(r.kind, r.reason, r.value) for r in done.repairs if r.kind == "unread"] == [
        ("unread", "图片", "第 2 页"),
        ("unread", "图片", "第 4 页"),
    ]


def test_a_picture_in_the_text_is_named_and_a_background_is_not(tmp_path: Path) -> None:
    def draw(canvas: Canvas, page: int) -> None:
        if page == 2:
            scan(canvas, 475, 700)  # behind the text
        else:
            scan(canvas, 300, 150)
            scan(canvas, 20, 20)
        write(canvas, wrapped(PLAN, 30))

    assert [p.message for p in paper(tmp_path, draw, 2).problems] == ["第 1 页是图片，没有读"]


def test_two_columns_of_running_text(tmp_path: Path) -> None:
    texts = wrapped(PLAN, 17)
    half = (len(texts) + 1) // 2

    def draw(canvas: Canvas, page: int) -> None:
        write(canvas, ["关于印发公共文化服务实施方案的通知（西政发〔2024〕9号）"], y=810)
        write(canvas, texts[:half])
        write(canvas, texts[half:], x=310)

    assert lines(paper(tmp_path, draw)) == ["关于印发公共文化服务实施方案的通知（西政发〔2024〕9号）", *PLAN]


def test_lines_cut_by_the_number_of_their_characters(tmp_path: Path) -> None:
    cut = [text[k : k + 12] for text in PLAN for k in range(0, len(text), 12)]
    assert "坚持公益性、均等性，到2" in cut
    assert any(line[0] in "，。）" for line in cut)
    half = (len(cut) + 1) // 2

    def draw(canvas: Canvas, page: int) -> None:
        write(canvas, cut[:half])
        write(canvas, cut[half:], x=310)

    assert lines(paper(tmp_path, draw)) == list(PLAN)


def test_a_column_of_numbers_is_not_one_number(tmp_path: Path) -> None:
    def draw(canvas: Canvas, page: int) -> None:
        write(
            canvas,
            [*wrapped(PLAN, 30), *("2024", "2025", "2026"), "床位到2026年达到900", "1200张以上"],
            step=20,
        )

    found = lines(paper(tmp_path, draw))
    assert found[-5:] == ["2024", "2025", "2026", "床位到2026年达到900", "1200张以上"]


def test_a_table_without_rulings_is_no_pair_of_columns(tmp_path: Path) -> None:
    rows = [(f"{i}.落实第{i}项任务，完善制度", "县文旅局、县财政局") for i in range(1, 10)]

    def draw(canvas: Canvas, page: int) -> None:
        write(canvas, [a for a, _ in rows])
        write(canvas, [b for _, b in rows], x=310)

    assert "".join(paper(tmp_path, draw).text.split()) == "".join(a + b for a, b in rows)


def grid(n: int) -> list[dict[str, object]]:
    """Edges of a grid of n lines each way, 5 points apart."""
    far = 5.0 * n
    down = [{"orientation": "v", "x0": 5.0 * i, "x1": 5.0 * i, "top": 0.0, "bottom": far} for i in range(n)]
    across = [{"orientation": "h", "x0": 0.0, "x1": far, "top": 5.0 * i, "bottom": 5.0 * i} for i in range(n)]
    sizes = ({"width": 0, "height": far}, {"width": far, "height": 0})
    return [{**e, **sizes[e["orientation"] == "h"], "object_type": "line"} for e in (*down, *across)]


def test_more_crossings_than_any_table_are_not_followed() -> None:
    assert len(find_rulings(grid(40)).tables[0]) == 39
    assert find_rulings(grid(160)).beyond
    assert find_rulings(grid(3000)).beyond


def test_a_page_of_lines_is_read_as_text_and_said(tmp_path: Path) -> None:
    def draw(canvas: Canvas, page: int) -> None:
        if page == 2:
            for i in range(160):
                canvas.line(20, 20 + 5 * i, 580, 20 + 5 * i)
                canvas.line(20 + 3.5 * i, 20, 20 + 3.5 * i, 820)
        write(canvas, wrapped(PLAN, 30))

    source = paper(tmp_path, draw, 2)
    assert [(p.code, p.message) for p in source.problems] == [
        ("KB015", "第 2 页的线条多得不像表格，只读了文字")
    ]
    assert source.text.count("县政府办每季督查") == 2
    assert grids(source) == []


@pytest.mark.parametrize("step", [0.0, 0.3])
def test_characters_in_one_place_are_looked_up_not_compared(step: float) -> None:
    """Twice as many take twice as many look-ups: each character is compared with those of its own square point only."""

    class Counted(float):
        asked = 0

        def __rsub__(self, other: float) -> float:
            Counted.asked += 1
            return float(other) - float(self)

        def __sub__(self, other: float) -> float:
            Counted.asked += 1
            return float(self) - float(other)

    def asked(n: int) -> int:
        Counted.asked = 0
        chars = [
            {
                "text": chr(0x4E00 + i % 5000),
                "x0": Counted(9 + step * (i % 3)),
                "top": Counted(9.0),
                "size": 12,
                "upright": True,
            }
            for i in range(n)
        ]
        assert len(once(chars)) == min(n, 5000)
        return Counted.asked

    assert asked(16_000) <= 3 * asked(8_000)
