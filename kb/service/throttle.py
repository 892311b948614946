"""Logging in is slowed down after wrong passwords, for the account and for the address they come from."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FREE = 5
"""Wrong passwords in a row that cost nothing; people mistype."""
FREE_ADDRESS = 20
"""Of one address: an office of many people may share it."""
FIRST, LONGEST = 10.0, 900.0
"""Seconds to wait after the next wrong one, doubled each time, and at most."""
FORGET = 3600.0
"""Seconds after the last wrong one, after which all is forgotten."""
MOST = 20_000
"""Names and addresses that are kept, some 4 MB."""


class Throttle:
    """Wrong passwords by key. clock: seconds that only rise."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong: dict[str, tuple[int, float]] = {}

    def wait(self, name: str, address: str) -> float:
        """Seconds until the next try of this name from this address; 0 for at once."""
        now = self._clock()
        with self._lock:
            return max(
                self._left(f"name {name}", FREE, now), self._left(f"address {address}", FREE_ADDRESS, now)
            )

    def _left(self, key: str, free: int, now: float) -> float:
        count, last = self._wrong.get(key, (0, 0.0))
        if count < free or now - last > FORGET:
            return 0.0
        pause = min(LONGEST, FIRST * float(2 ** min(count - free, 20)))
        return max(0.0, last + pause - now)

    def wrong(self, name: str, address: str) -> None:
        """A wrong password came."""
        now = self._clock()
        with self._lock:
            if len(self._wrong) >= MOST:
                self._wrong = {k: v for k, v in self._wrong.items() if now - v[1] <= FORGET}
                for key in list(self._wrong)[: max(0, len(self._wrong) - MOST + 2)]:
                    del self._wrong[key]
            for key in (f"name {name}", f"address {address}"):
                count, last = self._wrong.pop(key, (0, now))
                self._wrong[key] = ((0 if now - last > FORGET else count) + 1, now)

    def right(self, name: str) -> None:
        """The right password came: the account's count is forgotten, the address's stays."""
        with self._lock:
            self._wrong.pop(f"name {name}", None)
