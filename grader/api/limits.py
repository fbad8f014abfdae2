"""What one client may ask for."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

WINDOW_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiLimits:
    """The numbers; settings.py says what happens at each."""

    body_bytes: int = 1024 * 1024
    source_bytes: int = 256 * 1024
    body_timeout_s: float = 15.0
    wait_max_s: float = 60.0
    submissions_per_minute: int = 10


class Rate:
    """At most `most` in any minute, by key. Kept in memory: a restart forgives."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._times: dict[str, deque[float]] = {}

    def retry_after(self, key: str) -> float | None:
        """None, and one is counted; or the seconds until there is room, and none is counted."""
        now = self._clock()
        times = self._times.setdefault(key, deque(maxlen=self._most))
        if len(times) == self._most and times[0] > now - WINDOW_S:
            return times[0] + WINDOW_S - now
        times.append(now)
        return None
