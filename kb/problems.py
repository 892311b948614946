"""What is wrong with a document (returned as Problem) or with a call (raised as KbError)."""

from __future__ import annotations

import errno

from kb.records import dataclass


class KbError(Exception):
    """A call that can't be carried out; `str(e)` is a Chinese sentence that says what to do. Exit code 2 or 1 is
    the command line's affair."""


_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "超出了磁盘配额",
    errno.EFBIG: "文件超出了大小限制",
    errno.EROFS: "磁盘是只读的",
    errno.EEXIST: "已有同名的文件",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ENAMETOOLONG: "名称太长",
    errno.EBUSY: "正被别的程序占用",
    errno.EADDRINUSE: "已被占用",
    errno.EIO: "读写出错",
    errno.ECONNREFUSED: "拒绝连接",
    errno.ECONNRESET: "连接断了",
    errno.EPIPE: "连接断了",
    errno.EHOSTUNREACH: "网络不通",
    errno.ENETUNREACH: "网络不通",
}


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese; its own words where there is none.

    >>> reason(OSError(errno.ENOSPC, "No space left on device"))
    '磁盘满了'
    """
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


class BaseMissing(KbError):
    """No built base where one was looked for."""


class BaseUnusable(KbError):
    """A base of another version, truncated or damaged."""


class EngineFault(KbError):
    """A search engine over the network that does not answer, or not so that its answer can be trusted. code: KB5xx of kb.codes."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(said)
        self.code = code


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about a document, e.g. `corpus/x/plan.md:42:7: KB113 一、3：编号从“1”跳到“3”`.

    Made by `kb.codes.problem`, which knows the level of every code.

    path: the file that a person may edit. line, column: 1-based, in `path`; 0 means the whole file.
    level: "error" (the build stops), "warning" (it continues) or "note" (worth a reviewer's eye).
    node: the id it is about. source_line: 1-based line of source.txt where `path` is another file; 0: none.
    detail: the words that the message cuts short, in full; "" where it shows all of them.
    seen: a person said in seen.csv that this is right; note: what the person added, "" for nothing.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    excerpt: str = ""
    hint: str = ""
    level: str = "warning"
    node: str | None = None
    source_line: int = 0
    detail: str = ""
    seen: bool = False
    note: str = ""

    @property
    def said(self) -> str:
        """What was found, without the place and the hint: `一、3：编号从“1”跳到“3”：“发补贴”`."""
        return self.message + (f"：“{self.excerpt}”" if self.excerpt else "")

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        beside = f"（源文第 {self.source_line} 行）" if self.source_line else ""
        tail = f"。{self.hint}" if self.hint else ""
        return f"{where}: {self.code} {self.said}{beside}{tail}"


class DocumentError(KbError):
    """A document that can't be taken at all (not a plan, not text); carries its problems."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = problems
