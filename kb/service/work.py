"""The process of one job: `python -m kb.service.work`, started by kb.service.jobs alone.

It reads one line of JSON from its input, {"task": "module:function", "args", "folders", "memory", "seconds"}, and calls

    function(args: dict[str, Any], folders: Folders, say: Callable[[int, int, str], None]) -> dict[str, Any]

within limits of memory and processor time. It writes {"step": [done, total, words]} lines, then {"result": …} or {"failed": words}.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

from kb.pipeline.limits import bounded
from kb.problems import KbError, reason
from kb.service.settings import Folders

SAID = 20
"""Problems of a refused document that are said one by one."""


def main() -> None:
    """Do the job; every end but a kill is a line of JSON."""
    order = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_the_service, daemon=True).start()
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline="\n")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no line of ours
    _say(out, run(order, out))


def run(order: dict[str, Any], out: TextIO) -> dict[str, Any]:
    """Call the task; return {"result": …} or {"failed": …}."""
    module, _, name = order["task"].partition(":")
    where = order["folders"]
    folders = Folders(
        base=Path(where["base"]),
        corpus=Path(where["corpus"]) if where["corpus"] else None,
        site=Path(where["site"]),
        state=Path(where["state"]),
    )
    try:
        with bounded(memory=order["memory"], seconds=int(order["seconds"])):
            task = getattr(import_module(module), name)
            return {"result": task(order["args"], folders, lambda *step: _say(out, {"step": list(step)}))}
    except KbError as error:
        problems = getattr(error, "problems", ())
        if not problems:
            return {"failed": str(error)}
        more = f"\n另有 {len(problems) - SAID} 处。" if len(problems) > SAID else ""
        return {"failed": "\n".join(str(p) for p in problems[:SAID]) + more}
    except OSError as error:
        return {"failed": f"没有做成（{reason(error)}：{error.filename or ''}）。原有的内容没有动。"}
    except Exception as error:
        return {"failed": f"程序出错（{type(error).__name__}：{error}）。原有的内容没有动，请告诉维护者。"}


def _say(out: TextIO, line: dict[str, Any]) -> None:
    out.write(json.dumps(line, ensure_ascii=False) + "\n")
    out.flush()


def _end_with_the_service() -> None:
    """Input ends when the service does: nobody would hear of the result."""
    while sys.stdin.buffer.read(1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
