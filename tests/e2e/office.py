"""An office for the workbench's tests: a Word file with five mistakes, and the service that a browser talks to."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from docx import Document

from kb.service.app import create_app
from kb.service.settings import Folders, Settings
from kb_site.workbench.entry import error_page
from kb_site.workbench.routes import ENTRIES, TASKS

LINES = """白河县人民政府办公室
关于印发白河县养老服务提升方案（2024—2026年）的通知
各乡镇人民政府，县政府各部门：
《白河县养老服务提升方案（2024—2026年）》已经县政府同意，现印发给你们，请认真组织实施。
白河县人民政府办公室
2024年3月5日
白河县养老服务提升方案（2024—2026年）
一、总体要求
坚持政府主导、社会参与，到2026年建成城乡养老服务网络。
二、重点任务
（一）健全居家服务。为独居老人安装应急呼叫设备2000台，
每周上门巡访一次。（牵头单位：县民政局；责任单位：县财政局、县卫生健康局）
（二）建设社区站点。新建社区养老服务站30个。（责任单位：县住房城乡建设局、县自然资源局、县民政局）
白河县人民政府公报 2024年第3期
完善医养结合
推动乡镇卫生院与敬老院签约，签约率达到95%以上。（责任单位：县卫生健康局、县医疗保障局）
（四）培养护理人才。培训养老护理员500人。（责任单位：县人力资源社会保障局、县教育局、县总工会）
（五）守住安全底线。开展消防和食品安全检查，重点查以下两处：
1. 厨房。
2. 配电间。
（责任单位：县消防救援大队、县市场监督管理局、县应急管理局）
三、重点项目
项目名称
建设内容
责任单位
县中心敬老院
新增床位120张
县民政局
智慧养老平台
接入家庭3000户
县大数据局
四、保障措施
（一）加强组织领导。县民政局会同县发展改革局定期调度。
（二）强化督促检查。县政府督查室每半年通报一次进展情况。"""
"""Five mistakes: a paragraph in two, a running head, a heading without its number, list items taken for headings, a table a
cell a line."""
PLAN = "bai-he-yang-lao"
NAME = "白河养老.docx"


def write_word(path: Path) -> Path:
    """Write the plan as a Word file."""
    document = Document()
    for line in LINES.split("\n"):
        document.add_paragraph(line)
    document.save(str(path))
    return path


def settings_of(root: Path) -> Settings:
    """An office in a folder of its own."""
    (root / "corpus").mkdir(parents=True, exist_ok=True)
    folders = Folders(
        base=root / "build" / "kb", corpus=root / "corpus", site=root / "build" / "site", state=root / "service"
    )  # fmt: skip
    return Settings(folders=folders)


@contextmanager
def served(root: Path) -> Iterator[str]:
    """Serve the office on a free port of this machine; yields the address without a slash at its end."""
    app = create_app(settings_of(root), entries=ENTRIES, tasks=TASKS, error_page=error_page)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the service did not start")
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
