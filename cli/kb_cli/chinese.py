"""Click's own words in Chinese.

Click takes its messages through gettext; each of its modules holds the function as `_` (and `ngettext`). They are
replaced by a look-up in the table below, which falls back to the English original. Both spellings stand where
versions of Click differ.
"""

from __future__ import annotations

import sys

WORDS = {
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用法见 {command} {option}。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少{param_type}",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Missing command.": "没有写命令。",
    "No such option {name!r}.": "没有 {name} 这个选项。",
    "No such option: {name}": "没有 {name} 这个选项。",
    "No such command {name!r}.": "没有 {name} 这个命令。",
    "Did you mean {possibility}?": "您是不是要用 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "您是不是要用：{possibilities}？",
    "(Possible options: {possibilities})": "您是不是要用：{possibilities}？",
    "(Possible commands: {possibilities})": "您是不是要用：{possibilities}？",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "{value!r} is not a valid {number_type}.": "“{value}”不是整数。",
    "{value} is not in the range {range}.": "{value} 不在 {range} 的范围里。",
    "{value!r} is not one of {choices}.": "“{value}”不在可选的值里：{choices}。",
    "{value!r} is not {choice}.": "“{value}”不对，只能是 {choice}。",
    "Option {name!r} does not take a value.": "{name} 后面不写值。",
    "Option {name!r} requires an argument.": "{name} 后面要写一个值。",
    "Option {name!r} requires {nargs} arguments.": "{name} 后面要写 {nargs} 个值。",
    "Got unexpected extra argument ({args})": "多写了：{args}",
    "Got unexpected extra arguments ({args})": "多写了：{args}",
    "{name} {filename!r} does not exist.": "没有{name} {filename}。",
    "{name} {filename!r} is a file.": "{filename} 是文件，这里要文件夹。",
    "{name} {filename!r} is a directory.": "{filename} 是文件夹，这里要文件。",
    "{name} {filename!r} is not readable.": "读不了 {filename}。",
    "{name} {filename!r} is not writable.": "写不了 {filename}。",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename}：{message}",
    "unknown error": "原因不明",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "Aborted!": "已中断。",
}
_MODULES = ("core", "exceptions", "types", "parser", "decorators", "formatting", "termui")


def chinese(message: str) -> str:
    return WORDS.get(message, message)


def chinese_plural(one: str, many: str, count: int) -> str:
    """Chinese has no plural: either spelling finds the sentence."""
    return WORDS.get(many if count != 1 else one) or WORDS.get(one) or (one if count == 1 else many)


def speak_chinese() -> None:
    """Replace the functions in every module of Click that holds them."""
    for name in _MODULES:
        module = sys.modules.get(f"click.{name}")
        for function, replacement in (("_", chinese), ("ngettext", chinese_plural)):
            if hasattr(module, function):
                setattr(module, function, replacement)
