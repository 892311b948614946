"""plan.md: a draft as Markdown that a person can read and correct, and back.

Front matter holds the plan's identity; `::: cover`, `::: box`, `::: closing`, `::: notes` and `::: imprint` hold what is not running text;
headings carry the official numbers, a number that import recovered comes after `{.repaired}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from kb.codes import problem
from kb.model import Plan
from kb.parse.blocks import Block, Draft, Region
from kb.parse.numbering import read_mark
from kb.parse.outline import MAX_LEVEL
from kb.problems import DocumentError, Problem
from kb.spans import Text, without_controls
from kb.words.places import place_of_plan

FIELDS = ("id", "title", "doc_number", "issuer", "issued", "adopted", "publicity", "level", "place", "period", "recipients", "cc",
           "basis")  # fmt: skip
HELD: tuple[Region, ...] = (
    "cover",
    "closing",
    "notes",
    "imprint",
)  # what is not running text is in a container
MERGED = "^^"  # a table cell that is one with the cell above it
PLAN_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")
# Names that Windows keeps for devices: no folder can have one.
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
_INLINE = re.compile(r"([\\`*_\[\]<>&])")
_LINE_START = re.compile(r"^(?:([#+\-=:{~>|])|(\d{1,9})([.)]))")


def write_plan(draft: Draft) -> str:
    """The plan.md of a draft; `read_plan_md` gives the same draft back, without pieces."""
    out = ["---", *_front(draft.plan), "---", ""]
    region: Region = "title"
    for block in draft.blocks:
        if block.region != region:
            if region in HELD:
                out += [":::", ""]
            if block.region in HELD:
                out += [f"::: {block.region}", ""]
            region = block.region
        out += [*block_lines(block), ""]
    if region in HELD:
        out += [":::", ""]
    return "\n".join(out)


def _front(plan: Plan) -> Iterator[str]:
    """Front matter: a JSON value a line, which is YAML too."""
    for name in FIELDS:
        value = getattr(plan, name)
        if value or name in ("id", "title"):
            yield f"{name}: {json.dumps(value, ensure_ascii=False)}"


def block_lines(block: Block) -> Iterator[str]:
    """Yield the lines of plan.md that say a block, without the containers around it."""
    if block.kind == "heading":
        if block.number:
            yield from _recovered(block)
        else:
            yield f"{'#' * (block.level + 1)} {_inline(block.text.value)}"
    elif block.kind == "box":
        yield f"::: box {_one_line(block.text.value)}"
    elif block.kind == "end":
        yield ":::"
    elif block.kind == "table":
        yield from _table(block)
    elif block.region == "title":
        yield f"# {_inline(block.text.value)}"
    else:
        yield escape(_one_line(block.text.value))


def _recovered(block: Block) -> Iterator[str]:
    """Yield a heading with its recovered number and the line above it that says so.

    A text that continues with digits (“2.” before “40 万套”) would be read as another number: then a blank parts them,
    and where that is not enough the line above has the number.
    """
    level, text = "#" * (block.level + 1), block.text.value
    for joint in ("", " "):
        if _part_number(f"{block.number}{joint}{text}") == (block.number, text):
            yield "{.repaired}"
            yield f"{level} {block.number}{joint}{_inline(text)}"
            return
    yield f'{{.repaired number="{block.number}"}}'
    yield f"{level} {_inline(text)}"


def _part_number(value: str) -> tuple[str, str] | None:
    """Return the number that a heading opens with, and the rest; None where it opens with none."""
    mark = read_mark(value)
    return None if mark is None else (value[: mark.end].strip(), value[mark.end :].strip())


def _table(block: Block) -> Iterator[str]:
    for i, row in enumerate(block.rows):
        cells = (MERGED if (i, k) in block.merged and not c else _cell(c.value) for k, c in enumerate(row))
        yield "| " + " | ".join(cells) + " |"
        if not i:
            yield "|" + " --- |" * len(row)


def _cell(value: str) -> str:
    shown = _inline(value).replace("|", "\\|")
    return "\\" + shown if shown == MERGED else shown


def _one_line(value: str) -> str:
    return re.sub(r"[\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+", " ", value).strip()


def _inline(value: str) -> str:
    """Text with the characters escaped that Markdown would read; a heading's closing # too."""
    shown = _INLINE.sub(r"\\\1", _one_line(value))
    return re.sub(r"#(?=#*$)", r"\\#", shown)


def escape(value: str) -> str:
    """A paragraph that Markdown reads back as it is."""
    shown = _INLINE.sub(r"\\\1", _one_line(value))
    m = _LINE_START.match(shown)
    if m is None:
        return shown
    if m.group(1):
        return "\\" + shown
    return f"{m.group(2)}\\{shown[m.end(2) :]}"


def is_plan_id(name: str) -> bool:
    """Whether a name can be a plan's id: a folder of that name can be made on every system.

    >>> is_plan_id("dadukou-children-2021-2030"), is_plan_id("con"), is_plan_id("规划")
    (True, False, False)
    """
    return PLAN_ID.fullmatch(name) is not None and _RESERVED.fullmatch(name) is None


def _parser() -> MarkdownIt:
    md = (
        MarkdownIt("commonmark", {"html": False})
        .enable("table")
        .disable(["code", "reference", "autolink", "link", "image"])
    )
    md.use(front_matter_plugin).use(attrs_block_plugin)
    for name in ("box", *HELD):
        md.use(container_plugin, name)
    return md


def read_plan_md(text: str, path: str = "plan.md") -> Draft:
    """The draft that a plan.md says, its texts without pieces; control and format characters count for nothing.

    Raises DocumentError with path, line and what to do, for front matter that is missing or wrong and for a box
    that is not closed."""
    problems: list[Problem] = []
    tokens = _parser().parse(without_controls(text))
    plan = _read_front(tokens, path, problems)
    problems += _unclosed(tokens, re.split(r"\r\n|\r|\n", text), path)
    blocks = tuple(_read_blocks(tokens, path, problems))
    if problems:
        raise DocumentError(tuple(problems))
    return Draft(plan, blocks)


def _error(path: str, line: int, code: str, message: str, excerpt: str, hint: str) -> Problem:
    return problem(code, path, line=line, message=message, excerpt=excerpt, hint=hint)


def _unclosed(tokens: list[Token], lines: list[str], path: str) -> Iterator[Problem]:
    """A box or another container that no ::: ends: it would take in all that follows."""
    opened = [t.map for t in tokens if t.type.startswith("container_") and t.type.endswith("_open") and t.map]
    for k, (start, end) in enumerate(opened):
        ended = end < len(lines) and lines[end].lstrip().startswith(":::")
        if not ended or (k + 1 < len(opened) and opened[k + 1][1] == end):  # one ::: for two
            hint = "请在它的内容之后加一行 :::"
            yield _error(path, start + 1, "KB210", "没有结束的一栏", lines[start].strip()[:40], hint)


def _read_front(tokens: list[Token], path: str, problems: list[Problem]) -> Plan:
    front = next((t for t in tokens if t.type == "front_matter"), None)
    values: dict[str, Any] = {}
    if front is None:
        hint = "文件应以一行 --- 开头，写明 id 与 title，再以 --- 结束"
        problems.append(_error(path, 1, "KB201", "缺少文件头", "", hint))
        return Plan("", "")
    known = {f.name for f in fields(Plan)} - {"source", "source_file"}
    for i, line in enumerate(front.content.split("\n"), 2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, colon, value = line.partition(":")
        name = name.strip()
        if not colon or name not in known:
            hint = "可用的栏目：" + "、".join(FIELDS)
            problems.append(_error(path, i, "KB202", "文件头里有不认识的栏目", line.strip()[:40], hint))
            continue
        try:
            values[name] = _value(name, value.strip())
        except ValueError:
            hint = '文字写成 "…"，多项写成 ["…", "…"]，规划期写成 [2021, 2030]'
            problems.append(_error(path, i, "KB203", f"文件头的 {name} 写法不对", value.strip()[:40], hint))
    plan_id = values.get("id", "")
    if not isinstance(plan_id, str) or not is_plan_id(plan_id):
        hint = "只用小写字母、数字和连字符，如 dadukou-children-2021-2030"
        problems.append(_error(path, 1, "KB204", "规划编号 id 缺失或不合规", str(plan_id)[:40], hint))
        values["id"] = ""
    values.setdefault("title", "")
    if not values.get("place"):
        values["place"] = place_of_plan(values["title"], values.get("issuer", ""))
    return Plan(**values)


def _value(name: str, shown: str) -> Any:
    try:
        value = json.loads(shown)
    except (json.JSONDecodeError, RecursionError):
        if shown[:1] in '[{"':
            raise ValueError(shown) from None
        value = shown
    if name == "period":
        if not (isinstance(value, list) and len(value) == 2 and all(type(y) is int for y in value)):
            raise ValueError(shown)
        return (value[0], value[1])
    if name == "place" and isinstance(value, str):
        return tuple(_typed(v) for v in re.split(r"[/／\s]+", value) if v)
    if name in ("recipients", "cc", "basis", "place"):
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise ValueError(shown)
        return tuple(_typed(v) for v in value)
    if not isinstance(value, str):
        raise ValueError(shown)
    return _typed(value)


def _typed(value: str) -> str:
    """A value without controls. Raises ValueError for half a surrogate pair (“\\ud800”), which no file can hold."""
    value.encode()
    return without_controls(value)


def _read_blocks(tokens: list[Token], path: str, problems: list[Problem]) -> Iterator[Block]:
    region: Region = "body"
    i = 0
    while i < len(tokens):
        t = tokens[i]
        line = (t.map or [-1])[0] + 1
        last = (t.map or [0, 0])[1]
        if t.type.startswith("container_") and t.type.endswith("_open"):
            name = t.type.split("_")[1]
            if name == "box":
                caption = Text(t.info.strip()[len("box") :].strip())
                yield Block("box", caption, region=region, line=line, last=line)
            else:
                region = name  # type: ignore[assignment]  # one of HELD
        elif t.type.startswith("container_") and t.type.endswith("_close"):
            if t.type.split("_")[1] == "box":
                yield Block("end", region=region)
            else:
                region = "body"
        elif t.type == "heading_open":
            value = _plain(tokens[i + 1])
            level = int(t.tag[1]) - 1
            if level == 0:
                yield Block("para", Text(value), region="title", line=line, last=last)
            else:
                number = ""
                if "repaired" in str(t.attrGet("class") or "").split():
                    given = str(t.attrGet("number") or "")
                    parted = (given, value) if given else _part_number(value)
                    if parted is None:
                        hint = "补上编号，或删去上一行的 {.repaired}"
                        problems.append(
                            _error(path, line, "KB205", "标为 {.repaired} 的标题没有编号", value[:30], hint)
                        )
                    else:
                        number, value = parted
                yield Block(
                    "heading",
                    Text(value),
                    level=min(level, MAX_LEVEL),
                    number=number,
                    region=region,
                    line=line,
                    last=last,
                )
            i += 2
        elif t.type == "paragraph_open":
            value = _plain(tokens[i + 1])
            if value:
                yield Block("para", Text(value), region=region, line=line, last=last)
            i += 2
        elif t.type == "table_open":
            rows: list[tuple[Text, ...]] = []
            merged: set[tuple[int, int]] = set()
            row: list[Text] = []
            while tokens[i].type != "table_close":
                if tokens[i].type == "tr_open":
                    row = []
                elif tokens[i].type == "inline":
                    if tokens[i].content.strip() == MERGED:
                        merged.add((len(rows), len(row)))
                        row.append(Text(""))
                    else:
                        row.append(Text(_plain(tokens[i])))
                elif tokens[i].type == "tr_close":
                    rows.append(tuple(row))
                i += 1
            yield Block(
                "table", rows=tuple(rows), region=region, merged=frozenset(merged), line=line, last=last
            )
        elif t.type in ("fence", "code_block"):
            for written in t.content.splitlines():
                if written.strip():
                    yield Block("para", Text(written.strip()), region=region, line=line, last=last)
        i += 1


def _plain(inline: Token) -> str:
    """The characters of an inline token; a line break inside a paragraph is a space only between Latin words."""
    out: list[str] = []
    for child in inline.children or ():
        if child.type in ("softbreak", "hardbreak"):
            out.append("\n")
        elif child.content:
            out.append(child.content)
    joined = "".join(out)
    return re.sub(r"(?<=[A-Za-z])\n(?=[A-Za-z])", " ", joined).replace("\n", "").strip()


def same_words(a: Draft, b: Draft) -> bool:
    """Whether two drafts say the same, blocks and identity."""
    return a.blocks == b.blocks and replace(a.plan, source="") == replace(b.plan, source="")
