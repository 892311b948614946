"""kb extract"""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb_cli.complete import complete_units
from kb_cli.help import KbCommand
from kb_cli.options import Basis, place_option, plan_option
from kb_cli.progress import Bar
from kb_cli.session import Session

if TYPE_CHECKING:
    from kb.extract import Gathering, Options, Sheet
    from kb.store import Base

FORMATS = ("docx", "xlsx", "pdf", "md", "csv", "json", "html")
# “清单.doc”, “清单.txt”: meant as a file; “清单2.0”, “2024.11” are folders.
_ENDING = re.compile(r"\.[A-Za-z]{2,5}$")
TEXTS = ("md", "csv", "json", "html")
_BASES = {"named": "文中点名", "related": "关联", "object": "涉及对象"}


@click.command(
    "extract",
    cls=KbCommand,
    short_help="把一个单位的职责写成可以发送的文件",
    arguments=(("名称", "单位的简称、全称或别名；可以写几个。用 --all 时不写。"),),
    examples=(
        ("kb extract 区卫健委", "写 区卫健委-职责清单.docx"),
        ("kb extract 区卫健委 --format docx --format xlsx --out 清单", "两种格式，写到文件夹 清单"),
        ("kb extract 区卫健委 --format md --stdout", "写到屏幕"),
        ("kb extract --all --out 清单", "每个单位一份，加单位目录和责任分工表"),
    ),
)
@click.argument("names", metavar="[名称]...", nargs=-1, shell_complete=complete_units)
@click.option("--all", "everyone", is_flag=True, help="每个单位一份，另写单位目录和责任分工表；要有 --out。")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS), metavar="格式",
    help="docx、xlsx、pdf、md、csv、json、html，可以写几次；不写则看 --out 的后缀，再不然 docx（--all：docx 和 xlsx）。",
)  # fmt: skip
@click.option(
    "-o", "--out", metavar="文件或文件夹", help="写到这个文件（带后缀）或文件夹；不写则写到当前文件夹。"
)
@click.option("--stdout", "to_screen", is_flag=True, help="写到标准输出（md、csv、json、html；默认 md）。")
@click.option(
    "--basis", "bases", multiple=True, type=Basis(), metavar="依据",
    help="assigned 明确责任，named 文中点名，related 关联，object 涉及对象；可以写几次。不写则前两种。",
)  # fmt: skip
@click.option("--lines", is_flag=True, help="注明每条依据在源文的第几行。")
@click.option(
    "--template",
    metavar="模板.docx",
    help="用自己的 Word 模板写 docx 或 pdf；占位符如 {{单位}}、{{职责清单}}，写错了会列出可用的。",
)
@click.option(
    "--date",
    "day",
    metavar="日期",
    default="",
    help="模板里 {{日期}} {{年度}} 的日期，如 2024-03-05；不写则今天。",
)
@click.option("--force", is_flag=True, help="有人改过的同名文件也写新的，改过的另存为“…（旧）”。")
@place_option
@plan_option
def command(
    names: tuple[str, ...], everyone: bool, formats: tuple[str, ...], out: str | None, to_screen: bool,
    bases: tuple[str, ...], lines: bool, template: str | None, day: str, force: bool, place: str | None,
    plan: str | None,
) -> int:  # fmt: skip
    """把一个单位的职责写成文件：主要指标、重点项目、任务、集合称谓里的事项、普遍要求、文中点名，条条有出处。

    没有职责的单位不写文件，退出码 1。有人改过的同名文件（可能已填写）不覆盖；加 --force 也先另存一份。
    """
    _agree(names=names, everyone=everyone, formats=formats, out=out, to_screen=to_screen, template=template)
    from kb.extract import DEFAULT_BASES, Options

    session = Session()
    base = session.base()
    options = Options(
        formats=formats,
        bases=bases or DEFAULT_BASES,
        lines=lines,
        template=Path(template) if template else None,
        day=_day(day),
        force=force,
    )
    if everyone:
        assert out is not None
        default = ("docx",) if template else ("docx", "xlsx")
        return _everyone(base, Path(out), replace(options, formats=formats or default), plan)
    ids = tuple(base.one_unit(name, plan, place).id for name in names)
    if to_screen:
        return _to_screen(session, base, ids[0], options, plan)
    return _some(session, base, ids, out, options, plan)


def _day(day: str) -> str:
    """Return the date given, or today's, as ISO."""
    if not day:
        return datetime.date.today().isoformat()
    try:
        return datetime.date.fromisoformat(day).isoformat()
    except ValueError:
        raise click.UsageError(f"--date 不认识“{day}”，应写成 2024-03-05。") from None


def _agree(
    *, names: tuple[str, ...], everyone: bool, formats: tuple[str, ...], out: str | None, to_screen: bool,
    template: str | None,
) -> None:  # fmt: skip
    """Refuse options that contradict each other."""
    if everyone == bool(names):
        raise click.UsageError("请写单位的名称，或用 --all，二者取一。")
    if everyone and (out is None or Path(out).suffix[1:].lower() in FORMATS):
        raise click.UsageError("--all 要用 --out 指明一个文件夹。")
    if out and _ENDING.search(out) and Path(out).suffix[1:].lower() not in FORMATS and not Path(out).is_dir():
        raise click.UsageError(f"不会写 {Path(out).suffix}，只会写：{'、'.join(FORMATS)}。")
    if to_screen and (everyone or template):
        raise click.UsageError("--stdout 不能和 --all、--template 同用。")
    if to_screen and (out or len(names) > 1 or len(formats) > 1):
        raise click.UsageError("--stdout 一次只写一个单位、一种格式，也不能有 --out。")
    if to_screen and formats and formats[0] not in TEXTS:
        raise click.UsageError(f"{formats[0]} 不能写到标准输出，请用 --out。")
    if template and any(f not in ("docx", "pdf") for f in formats):
        raise click.UsageError("--template 只用于 docx 和 pdf。")


def _gather(
    base: Base, names: tuple[str, ...], options: Options, plan: str | None
) -> tuple[Gathering, list[Sheet]]:
    """Return the sheets of units with anything to say, each once; that the others have nothing is printed."""
    from kb.extract import Gathering

    gathering = Gathering(base, plan)
    found = {s.unit.id: s for s in (gathering.sheet(name, options.bases) for name in dict.fromkeys(names))}
    for sheet in found.values():
        if sheet.empty:
            click.echo(_nothing(gathering, sheet), err=True)
    return gathering, [replace(s, day=options.day) for s in found.values()]


def _to_screen(session: Session, base: Base, name: str, options: Options, plan: str | None) -> int:
    from kb.extract import render

    (sheet,) = _gather(base, (name,), options, plan)[1]
    if sheet.empty:
        return 1
    format_ = options.formats[0] if options.formats else "md"
    session.screen.raw(render(sheet, format_, lines=options.lines).decode("utf-8"))
    return 0


def _some(
    session: Session, base: Base, names: tuple[str, ...], out: str | None, options: Options, plan: str | None
) -> int:
    from kb.extract import file_names, render, save_all

    gathering, found = _gather(base, names, options, plan)
    sheets = [s for s in found if not s.empty]
    if not sheets:
        return 1
    suffix = Path(out).suffix[1:].lower() if out else ""
    one = suffix in FORMATS
    formats = tuple(options.formats) or ((suffix,) if one else ("docx",))
    if one and (formats != (suffix,) or len(sheets) > 1):
        raise click.UsageError("--out 写成文件时只能有一个单位和与后缀相同的一种格式。")
    made = []
    stems = file_names(gathering)
    for sheet in sheets:
        for format_ in formats:
            path = Path(out) if one and out else Path(out or ".") / f"{stems[sheet.unit.id]}.{format_}"
            made.append((path, render(sheet, format_, lines=options.lines, template=options.template)))
    copies = save_all(made, force=options.force)
    for path, _ in made:
        session.screen.put(str(path))
    _say_copies(copies)
    return 1 if len(sheets) < len(found) else 0


def _say_copies(copies: tuple[Path, ...]) -> None:
    if copies:
        more = f" 等 {len(copies)} 个" if len(copies) > 3 else ""
        click.echo(f"有人改过的文件另存为：{'、'.join(p.name for p in copies[:3])}{more}。", err=True)


def _nothing(gathering: Gathering, sheet: Sheet) -> str:
    """Return that a unit has no duty of the bases asked for, and of which others it has."""
    from kb.extract import ALL_BASES

    whole = gathering.sheet_of(sheet.unit, ALL_BASES)
    others = {t.basis: 0 for p in whole.parts for s in p.sections for e in s.entries for t in e.ties}
    for part in whole.parts:
        for section in part.sections:
            for basis in {t.basis for e in section.entries for t in e.ties}:
                others[basis] += sum(any(t.basis == basis for t in e.ties) for e in section.entries)
    told = "、".join(f"“{_BASES[b]}”{n}条（--basis {b}）" for b, n in others.items() if b in _BASES)
    return f"{sheet.unit.name}没有要写的职责，没有写文件。" + (f"另有{told}。" if told else "")


def _everyone(base: Base, folder: Path, options: Options, plan: str | None) -> int:
    from kb.extract import write_all

    bar = Bar()
    try:
        made = write_all(
            base,
            folder,
            options,
            plan=plan,
            told=lambda unit, done, total: bar.step(unit or "写完", done, total),
        )
    finally:
        bar.wipe()
    if not made.units:
        click.echo("没有一个单位有要写的职责，没有写文件。", err=True)
        return 1
    count = sum(len(paths) for paths in made.units.values())
    more = "、".join(p.name for p in made.overview[:3])
    more += f" 等 {len(made.overview)} 个" if len(made.overview) > 3 else ""
    click.echo(f"{folder}：{len(made.units)} 个单位，{count} 个文件，另有 {more}。")
    _say_copies(made.copies)
    return 0
