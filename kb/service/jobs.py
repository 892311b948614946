"""Jobs: imports, builds and the like, each in a process of its own, with progress, a limit, and a list that outlives the service.

A job is a folder `jobs/<id>` of the state folder with `job.json`, written whole at each change of state. The process is started as
`python -m kb.service.work`; it reads what to do from its input and writes a line of JSON for each step. Its input stays open for as
long as the service lives: when that ends, however it ends, the process ends too. What was running when the service was killed is
shown as cut off (`cutoff`) by the next one; every task leaves the old or the new state, never one between.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from kb.problems import KbError, reason
from kb.service.files import OWNER_FOLDER, put
from kb.service.settings import Folders, Limits

FOLDER = "jobs"
FILE = "job.json"
LONGEST_SAID = 4000
"""Characters of what a job says; a refused document may have hundreds of problems."""
LONGEST_LINE = 1_000_000
STOPPING = 5.0
"""Seconds in which a process that was killed has to be gone."""

State = Literal["waiting", "running", "done", "failed", "cancelled", "cutoff"]
STATE_NAMES: dict[State, str] = {
    "waiting": "排队",
    "running": "进行中",
    "done": "完成",
    "failed": "没有做成",
    "cancelled": "已取消",
    "cutoff": "中断（服务停止时没有做完）",
}
"""State → what it is called."""
OVER = frozenset({"done", "failed", "cancelled", "cutoff"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """id: of its folder, in the order of time. task: a key of the tasks. args: what it was given. done, total: steps, total 0 where
    nobody knows. said: the step in words, or why it failed. by: the user. made, started, ended: seconds since 1970, 0 not yet.
    result: of the task; {} before it is done."""

    id: str
    task: str
    args: dict[str, Any]
    by: str
    made: float
    state: State = "waiting"
    done: int = 0
    total: int = 0
    said: str = ""
    started: float = 0.0
    ended: float = 0.0
    result: dict[str, Any]

    @property
    def over(self) -> bool:
        return self.state in OVER


class Jobs:
    """The jobs of a state folder. tasks: name → "module:function" (see kb.service.work). Threads watch the processes."""

    def __init__(self, folders: Folders, tasks: Mapping[str, str], limits: Limits) -> None:
        self.folders, self.tasks, self.limits = folders, dict(tasks), limits
        self.folder = folders.state / FOLDER
        self._lock = threading.RLock()
        self._jobs: dict[str, Job] = {}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._cancelled: set[str] = set()
        self._threads: set[threading.Thread] = set()
        self._closed = False
        self._load()

    def _load(self) -> None:
        """Take up the list of the service before; what it did not finish was cut off."""
        for path in sorted(self.folder.glob(f"*/{FILE}")):
            try:
                job = Job(**json.loads(path.read_text("utf-8")))
            except (OSError, ValueError, TypeError):
                continue
            if not job.over:
                job = replace(job, state="cutoff", ended=job.started or job.made)
                with suppress(OSError):
                    self._save(job)
            self._jobs[job.id] = job

    # Asking

    def all(self) -> tuple[Job, ...]:
        """All jobs, the newest first."""
        with self._lock:
            return tuple(sorted(self._jobs.values(), key=lambda j: j.id, reverse=True))

    def get(self, id_: str) -> Job | None:
        with self._lock:
            return self._jobs.get(id_)

    # Doing

    def start(self, task: str, args: Mapping[str, Any], by: str) -> Job:
        """Put a job into the queue. Raises KbError where the queue is full or the state folder cannot be written."""
        if task not in self.tasks:
            raise KeyError(task)
        with self._lock:
            if self._closed:
                raise KbError("服务正在停止，不接新的工作。")
            if sum(j.state == "waiting" for j in self._jobs.values()) >= self.limits.queue:
                raise KbError(f"已有 {self.limits.queue} 项工作在排队。请等一些做完再来。")
            id_ = f"{int(time.time() * 1000):013d}-{secrets.token_hex(4)}"
            job = Job(id=id_, task=task, args=dict(args), by=by, made=time.time(), result={})
            try:
                self._save(job)
            except OSError as error:
                raise KbError(f"工作没有排上（{reason(error)}：{self.folder}）。") from error
            self._jobs[id_] = job
            self._forget_old()
            self._next()
            return self._jobs[id_]

    def cancel(self, id_: str) -> Job | None:
        """Stop a job, whatever it is at; None where there is none. One that is over stays as it is."""
        with self._lock:
            job = self._jobs.get(id_)
            if job is None or job.over:
                return job
            if job.state == "waiting":
                self._change(replace(job, state="cancelled", ended=time.time()))
                return self._jobs[id_]
            self._cancelled.add(id_)
            process = self._processes.get(id_)
        if process is not None:
            _kill(process)
        return self.get(id_)

    def close(self) -> None:
        """Stop: what runs is killed and shown as cut off, what waits too."""
        with self._lock:
            self._closed = True
            for job in list(self._jobs.values()):
                if job.state == "waiting":
                    self._change(replace(job, state="cutoff", ended=time.time()))
            running = list(self._processes.values())
            threads = list(self._threads)
        for process in running:
            _kill(process)
        for thread in threads:
            thread.join(STOPPING)

    def wait(self, id_: str, seconds: float) -> Job | None:
        """The job once it is over, or as it is after so many seconds."""
        end = time.monotonic() + seconds
        while True:
            job = self.get(id_)
            if job is None or job.over or time.monotonic() >= end:
                return job
            time.sleep(0.02)

    # Inside

    def _next(self) -> None:
        """Start waiting jobs while there is room. Called with the lock held."""
        running = sum(j.state == "running" for j in self._jobs.values())
        waiting = sorted((j for j in self._jobs.values() if j.state == "waiting"), key=lambda j: j.id)
        for job in waiting[: max(0, self.limits.jobs - running)]:
            if self._closed:
                return
            started = replace(job, state="running", started=time.time())
            self._change(started)
            thread = threading.Thread(target=self._run, args=(started,), daemon=True)
            self._threads.add(thread)
            thread.start()

    def _run(self, job: Job) -> None:
        """Run one job to its end; in a thread."""
        try:
            end = self._watch(job)
        except OSError as error:
            end = replace(job, state="failed", said=f"进程没有启动（{reason(error)}）。")
        with self._lock:
            self._processes.pop(job.id, None)
            if job.id in self._cancelled and end.state != "done":
                end = replace(end, state="cancelled")
            elif self._closed and end.state != "done":
                end = replace(end, state="cutoff")
            self._cancelled.discard(job.id)
            self._change(replace(end, ended=time.time()))
            self._threads.discard(threading.current_thread())
            self._next()

    def _watch(self, job: Job) -> Job:
        """Start the process, follow what it says, return the job as it ended."""
        order = {
            "task": self.tasks[job.task],
            "args": job.args,
            "folders": {k: str(v) if v else None for k, v in asdict(self.folders).items()},
            "memory": self.limits.job_memory,
            "seconds": self.limits.job_seconds,
        }
        with self._lock:
            if job.id in self._cancelled or self._closed:
                return job
            process = subprocess.Popen(
                [sys.executable, "-X", "utf8", "-m", "kb.service.work"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                start_new_session=os.name == "posix", env=_environment(),
            )  # fmt: skip
            self._processes[job.id] = process
        assert process.stdin is not None
        assert process.stdout is not None
        expired = threading.Event()

        def stop() -> None:
            expired.set()
            _kill(process)

        late = threading.Timer(self.limits.job_seconds, stop)
        late.daemon = True
        late.start()
        last: dict[str, Any] = {}
        try:
            process.stdin.write(json.dumps(order).encode() + b"\n")
            process.stdin.flush()
            while line := process.stdout.readline(LONGEST_LINE):
                with suppress(ValueError):
                    last = json.loads(line)
                    if "step" in last:
                        done, total, said = last["step"]
                        job = replace(job, done=done, total=total, said=said[:LONGEST_SAID])
                        with self._lock:
                            self._jobs[job.id] = job
        except BrokenPipeError:
            pass
        finally:
            late.cancel()
            _kill(process)
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    pipe.close()
        return self._ended(job, last, expired.is_set())

    def _ended(self, job: Job, last: Mapping[str, Any], expired: bool) -> Job:
        if "result" in last:
            return replace(job, state="done", result=last["result"], said=str(last.get("said", "")))
        if "failed" in last:
            return replace(job, state="failed", said=str(last["failed"])[:LONGEST_SAID])
        if expired:
            hours = f"{self.limits.job_seconds / 60:.0f} 分钟"
            return replace(job, state="failed", said=f"超过了 {hours}，已停止，没有写入任何文件。")
        return replace(job, state="failed", said="进程意外结束（可能内存不足），没有写入任何文件。")

    def _change(self, job: Job) -> None:
        """Take a new state, and write it; a disk that is full does not keep a job from ending."""
        with self._lock:
            self._jobs[job.id] = job
            with suppress(OSError):
                self._save(job)

    def _save(self, job: Job) -> None:
        (self.folder / job.id).mkdir(parents=True, exist_ok=True, mode=OWNER_FOLDER)
        put(self.folder / job.id / FILE, json.dumps(asdict(job), ensure_ascii=False).encode())

    def _forget_old(self) -> None:
        """Remove the oldest that are over. Called with the lock held."""
        over = sorted(j.id for j in self._jobs.values() if j.over)
        for id_ in over[: max(0, len(over) - self.limits.kept_jobs)]:
            del self._jobs[id_]
            shutil.rmtree(self.folder / id_, ignore_errors=True)


def _environment() -> dict[str, str]:
    """Of the process: what the service has, and where its modules are (kb_site may be a folder of a checkout)."""
    paths = [p for p in sys.path if p and Path(p).is_dir()]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and those it started, and wait for it."""
    with suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOPPING)
