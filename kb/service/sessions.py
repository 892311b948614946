"""Sessions: a signed cookie that says who it is and since when; short, and over when the account changes.

The cookie is `payload.signature`, both base64url; the signature is HMAC-SHA256 with the key in the state folder's file `secret`.
A session gets a new id when somebody logs in, so that one that was planted before is worth nothing afterwards (session
fixation). The token against forged requests (CSRF) is made from the id and never stored.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from kb.problems import KbError, reason
from kb.service.files import put

FILE = "secret"
KEY_BYTES = 32
COOKIE = "kb_session"
LONGEST_COOKIE = 1000
RENEW = 60
"""Seconds after which a session in use is signed again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """id: random. user: name of the account, "" before logging in. epoch: of the account then. begun, used: seconds of the
    clock; the session is over some time after each."""

    id: str
    user: str
    epoch: int
    begun: int
    used: int


class Sessions:
    """Makes and checks cookies. seconds: without a request; whole: at most. clock: seconds since 1970."""

    def __init__(
        self, state: Path, *, seconds: int, whole: int, clock: Callable[[], float] = time.time
    ) -> None:
        self._key = _key(state / FILE)
        self.seconds, self.whole, self._clock = seconds, whole, clock
        self._ended: dict[str, int] = {}
        self._lock = threading.Lock()

    def begin(self, user: str = "", epoch: int = 0) -> Session:
        """A new session, with an id nobody has seen."""
        now = int(self._clock())
        return Session(id=secrets.token_urlsafe(18), user=user, epoch=epoch, begun=now, used=now)

    def end(self, session: Session) -> None:
        """Log out: the cookie is worth nothing from now on, whoever has a copy."""
        now = int(self._clock())
        with self._lock:
            self._ended = {id_: t for id_, t in self._ended.items() if t > now}
            self._ended[session.id] = session.begun + self.whole

    def read(self, cookie: str) -> Session | None:
        """The session of a cookie; None for one that is not ours, changed, or over."""
        if not cookie or len(cookie) > LONGEST_COOKIE:
            return None
        payload, _, signature = cookie.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(payload).encode()):
            return None
        try:
            session = Session(**json.loads(_decoded(payload)))
        except (ValueError, TypeError):
            return None
        now = self._clock()
        over = now > session.used + self.seconds or now > session.begun + self.whole
        with self._lock:
            return None if over or session.id in self._ended else session

    def write(self, session: Session) -> str:
        """The cookie of a session."""
        text = json.dumps(
            {"id": session.id, "user": session.user, "epoch": session.epoch, "begun": session.begun, "used": session.used},
            ensure_ascii=False, separators=(",", ":"),
        )  # fmt: skip
        payload = _encoded(text.encode())
        return f"{payload}.{self._sign(payload)}"

    def renewed(self, session: Session) -> Session | None:
        """The session as used now; None where it was signed a moment ago."""
        now = int(self._clock())
        return replace(session, used=now) if now - session.used >= RENEW else None

    def token(self, session: Session) -> str:
        """What every form and script sends along to show that a page of ours made the request."""
        return self._sign(f"csrf.{session.id}.{session.user}")

    def _sign(self, text: str) -> str:
        return _encoded(hmac.new(self._key, text.encode(), sha256).digest())


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _key(path: Path) -> bytes:
    """The key, made the first time. Raises KbError where it cannot be read or written."""
    try:
        if not path.exists():
            put(path, secrets.token_bytes(KEY_BYTES))
        key = path.read_bytes()
    except OSError as error:
        raise KbError(
            f"{path} 读不出或写不进（{reason(error)}）。请用 --state 指明一个可写的文件夹。"
        ) from error
    if len(key) != KEY_BYTES:
        raise KbError(f"{path} 已损坏。请删去它，各人重新登录。")
    return key
