"""docs/json.md, made from the contract: `python -m kb.answer.json_docs > docs/json.md`. A test compares the two."""

from __future__ import annotations

import sys
import types
from typing import Annotated, Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from kb.answer.contract import ANSWERS, AnswerForm

INTRO = """# `--json` 的格式

本页由 `python -m kb.answer.json_docs > docs/json.md` 从 `kb/answer/contract.py` 生成，请勿手改，测试会核对。

给其他程序读的各种输出，键和类型在此固定；多出的键以后可能再加，已有的不改名、不改义。
命令行的 `--json`、HTTP 接口（`/api/v1`，见 [serve.md](serve.md)）和 Python 的 `kb.api` 是同一份约定。
每种输出另有 JSON Schema，随程序安装：`kb/answer/schemas/*.json`。

通则：UTF-8，缩进两格，末尾一个换行。位置是半开区间 `[start, end)`，按 `source.txt` 解码为 UTF-8 后的字符数，换行原样；`line` 从 1 数起。
没有的值：字符串为 `""`，其余为 `null`。

- `id` 是 `<规划>/<本地编号>`；`kind` 是 chapter、section、principle、goal、task、measure、box、project、indicator、paragraph 之一。
- `basis` 是 assigned（明确责任）、named（文中点名）、related（关联）之一；`role` 为 `object` 的，是措施的对象，不是责任单位。
- 单位是一个身份，不是一个名称：`unit_id` 是地方加名称（`大渡口区/区卫健委`、`国家/财政部`），`place` 是其中的地方；地方不明的为 `""`。
  区…是本区的，市…在区的规划里是它上面那个市的，国家的单位在哪份规划里都是同一个；各镇街这样的集合称谓各归各的规划
  （`大渡口区/各镇街@规划编号`）。
- 规划的 `place` 是从大到小的一串，由标题和发文机关读出，写错了可以在 plan.md 文件头改（`place: ["某省", "某市"]`）。
- 条数（`counts`、`totals`、矩阵、搜索的 `facets` 和 `--unit`、单位的页、职责清单）只有一个数法：单位自己的，加上它所属集合称谓的，同一条目
  同一依据只计一次。`kb export` 的每条职责有 `holders`，列出计入哪些单位；按它数，就是单位的页和职责清单所列的条目。
- 几个地方有同名的单位、又没有写 `--place` 或 `--plan` 的，`kb unit` 的退出码是 1。它也认 `unit_id`：`kb unit 云山市/市商务局`。
"""
WORDS: dict[Any, str] = {
    str: "字符串",
    bool: "真假",
    int: "整数",
    float: "数",
    type(None): "null",
    object: "任意",
}


def render_docs() -> str:
    """Return the page: a section an answer, then the parts that several answers share."""
    out = [INTRO]
    used = _used()
    done: set[str] = set()
    for form in ANSWERS:
        out += _answer(form, used, done)
    out.append("## 各处共用的\n")
    for name, (shape, count) in used.items():
        if count > 1 and name not in done:
            done.add(name)
            out += [f"### {name}\n", f"{_about(shape)}。\n", _table(shape)]
    return "\n".join(out)


def _answer(form: AnswerForm, used: dict[str, tuple[type, int]], done: set[str]) -> list[str]:
    """An answer's section: its keys, then the parts that it alone has."""
    title = form.command.removesuffix(" --json") if form.command else f"/api/v1/{form.name}"
    out = [f"## {title}\n"]
    if form.command:
        out.append(f"`{form.command}`：{_about(form.shape)}。Schema：`{form.name}.json`。\n")
    else:
        out.append(f"只有 HTTP 接口和 Python：{_about(form.shape)}。Schema：`{form.name}.json`。\n")
    done.add(form.shape.__name__)
    out.append(_table(form.shape))
    for part in _parts(form.shape):
        name = part.__name__
        if used[name][1] == 1 and name not in done:
            done.add(name)
            out += [f"### {name}\n", f"{_about(part)}。\n", _table(part)]
    return out


def _used() -> dict[str, tuple[type, int]]:
    """Every part with the number of answers that have it."""
    found: dict[str, tuple[type, int]] = {}
    for form in ANSWERS:
        for part in _parts(form.shape):
            found[part.__name__] = (part, found.get(part.__name__, (part, 0))[1] + 1)
    return found


def _parts(shape: type) -> list[type]:
    """The TypedDicts inside one, in the order in which its keys name them, each once."""
    out: dict[str, type] = {}

    def visit(kind: Any) -> None:
        if is_typeddict(kind):
            if kind.__name__ not in out and kind is not shape:
                out[kind.__name__] = kind
                for inner in get_type_hints(kind).values():
                    visit(inner)
            return
        for inner in get_args(kind):
            visit(inner)

    for kind in get_type_hints(shape).values():
        visit(kind)
    return list(out.values())


def _table(shape: type) -> str:
    rows = ["| 键 | 类型 | 说明 |", "| --- | --- | --- |"]
    for key, kind in get_type_hints(shape, include_extras=True).items():
        if get_origin(kind) is NotRequired:
            kind = get_args(kind)[0]
        said = [n for n in _notes(kind) if isinstance(n, str)]
        values = next((n for n in _notes(kind) if isinstance(n, tuple)), ())
        if values and len(values) <= MOST_VALUES:
            said.append("、".join(f"`{v}`" if v else ("null" if v is None else '`""`') for v in values))
        rows.append(f"| `{key}` | {_word(kind)} | {'；'.join(said)} |".replace("<", "\\<"))
    return "\n".join(rows) + "\n"


MOST_VALUES = 6
"""Values that a table lists; the kinds of nodes are more, and are listed at the top."""


def _notes(kind: Any) -> tuple[Any, ...]:
    return get_args(kind)[1:] if get_origin(kind) is Annotated else ()


def _word(kind: Any) -> str:
    origin = get_origin(kind)
    if origin in (Annotated, NotRequired):
        return _word(get_args(kind)[0])
    if origin in (Union, types.UnionType):
        return " 或 ".join(_word(k) for k in get_args(kind))
    if origin is list:
        return f"[{_word(get_args(kind)[0])}]"
    if origin is dict:
        return f"{{名称: {_word(get_args(kind)[1])}}}"
    return f"[{kind.__name__}](#{kind.__name__.lower()})" if is_typeddict(kind) else WORDS[kind]


def _about(shape: type) -> str:
    return " ".join((shape.__doc__ or "").split()).rstrip("。")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # a text stream
    sys.stdout.write(render_docs())
