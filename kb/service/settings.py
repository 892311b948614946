"""What a service is told when it starts: folders, names, limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request, one session and one job may take.

    body: bytes of a form or of JSON; a raw plan.md is 12 MB at most, as import reads it. upload: bytes of an upload with all its
    files. request_seconds: after which a request is answered 503. idle_seconds: between two pieces of a body. threads: requests
    that are worked on at a time, each with a base of its own (some 30 MB). url: characters of path and query.
    session_seconds: without a request, after which one has to log in again; session_whole: at most, whatever is done.
    jobs: that run at a time; queue: that wait. job_seconds: of wall time; job_memory: bytes over what the program has.
    kept_jobs: finished ones that the list keeps. state_bytes: free space below which nothing is uploaded.
    """

    body: int = 16 * MEGABYTE
    upload: int = 100 * MEGABYTE
    request_seconds: float = 30.0
    idle_seconds: float = 30.0
    threads: int = 4
    url: int = 4000
    session_seconds: int = 30 * 60
    session_whole: int = 10 * 3600
    jobs: int = 1
    queue: int = 50
    job_seconds: float = 1800.0
    job_memory: int = 3 * 1024 * MEGABYTE
    kept_jobs: int = 200
    state_bytes: int = 64 * MEGABYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where things are. base: the folder with CURRENT. corpus: plan folders, units.toml; None where only reading is possible.
    site: the static pages. state: accounts, audit, jobs, uploads; nothing else writes there."""

    base: Path
    corpus: Path | None
    site: Path
    state: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """folders: see Folders. loopback: whether only this machine can connect. names: further host names that requests may be
    addressed to, in lower case (kb.bureau.example). origins: of other sites whose pages may read the API. open_reading: whether
    reading needs no account. secure: whether people come by https, so that cookies are sent over it alone. git: whether each publication is
    a commit of the corpus, by whoever publishes."""

    folders: Folders
    loopback: bool = True
    names: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    open_reading: bool = False
    secure: bool = False
    git: bool = False
    limits: Limits = field(default_factory=Limits)
