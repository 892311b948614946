"""A commit of the corpus, for an office that keeps it in Git; one that does not sees the same history in the workbench."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

from kb.problems import KbError, reason

SECONDS: Final = 120
"""Seconds in which a call of git has to be over: a corpus has some thousand files of text."""
PATHS: Final = (".", ":(exclude,glob)**/.*.lock", ":(exclude,glob)**/.*.new", ":(exclude,glob)**/.*.tmp")
"""Everything but the locks and the half-written files of a service that runs."""
COMMITTER: Final = ("shuiguan", "shuiguan@localhost")
LONGEST_SAID: Final = 200


def refuse_no_checkout(corpus: Path) -> None:
    """Raise KbError where a corpus is not in a checkout, or git is not there."""
    _git(corpus, "rev-parse", "--is-inside-work-tree")


def commit(corpus: Path, who: str, said: str) -> str:
    """Commit what has changed in a corpus and return the commit's short name, "" where nothing has.

    who: whose change it is, the author. said: the message. What else is staged in the checkout stays staged.
    Raises KbError; then nothing is committed."""
    author = "".join(ch for ch in who if ch.isprintable() and ch not in "<>").strip() or "shuiguan"
    message = " ".join(said.split())[:LONGEST_SAID]
    _git(corpus, "add", "--all", "--", *PATHS)
    if not _git(corpus, "status", "--porcelain", "--untracked-files=no", "--", *PATHS):
        return ""
    name, email = COMMITTER
    _git(
        corpus, "-c", f"user.name={name}", "-c", f"user.email={email}", "-c", "commit.gpgsign=false",
        "commit", "--quiet", f"--author={author} <{email}>", f"--message={message}", "--", *PATHS,
    )  # fmt: skip
    return _git(corpus, "rev-parse", "--short", "HEAD")


def _git(corpus: Path, *words: str) -> str:
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            ["git", "-C", str(corpus), *words],
            capture_output=True, timeout=SECONDS, check=False, env=environment, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except FileNotFoundError:
        raise KbError("没有找到 git，不能把语料提交到 Git。请安装 git，或不用 --git。") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        why = reason(error) if isinstance(error, OSError) else f"{SECONDS} 秒没有做完"
        raise KbError(f"git 没有做成（{why}）。") from error
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().split("\n")
        if "not a git repository" in lines[-1]:
            raise KbError("语料不在 Git 仓库里。请先在语料文件夹里运行 git init，或不用 --git。")
        raise KbError(f"git 没有做成（{lines[-1][:200]}）。")
    return done.stdout.decode("utf-8", "replace").strip()
