"""Connections that keep others out: too many from one address, or requests whose head never ends.

uvicorn limits what is idle between two requests, not the time a head may take; a reverse proxy does both, and a service
without one needs them here.
"""

from __future__ import annotations

import asyncio
from collections import Counter

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


def limited_protocol(*, head_s: float, per_address: int) -> type[H11Protocol]:
    """uvicorn's HTTP protocol, which closes what takes over `head_s` seconds for a head, or is one too many."""
    open_by_address: Counter[str] = Counter()

    class LimitedProtocol(H11Protocol):
        """One connection."""

        _head_timer: asyncio.TimerHandle | None = None
        _address = ""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            """Count it; one too many is closed without a word."""
            super().connection_made(transport)
            self._address = self.client[0] if self.client else ""
            open_by_address[self._address] += 1
            if open_by_address[self._address] > per_address:
                transport.abort()
            else:
                self._expect_head()

        def data_received(self, data: bytes) -> None:
            """As uvicorn does; then see whether a head has been begun, or completed."""
            super().data_received(data)
            if self.conn.their_state is h11.IDLE:
                self._expect_head()
            elif self._head_timer is not None:
                self._head_timer.cancel()
                self._head_timer = None

        def connection_lost(self, exc: Exception | None) -> None:
            """Forget it."""
            super().connection_lost(exc)
            if self._head_timer is not None:
                self._head_timer.cancel()
            open_by_address[self._address] -= 1
            if not open_by_address[self._address]:
                del open_by_address[self._address]

        def _expect_head(self) -> None:
            if self._head_timer is None:
                self._head_timer = self.loop.call_later(head_s, self.transport.close)

    return LimitedProtocol
