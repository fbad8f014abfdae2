"""Whether the service stands, for whoever watches over it: no token, no secrets, no work that a stranger can repeat."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse

log = structlog.get_logger("grader.health")

KEPT_S = 2.0  # an answer this young is given again
TIMEOUT_S = 10.0  # a check that takes longer has failed


@dataclass(slots=True)
class Checks:
    """Named probes; each raises if what it looks at does not stand, and its message says what is missing.

    What is `advisory` is told, but the service stands without it.
    """

    probes: Mapping[str, Callable[[], Awaitable[None]]]
    advisory: Mapping[str, Callable[[], Awaitable[None]]] = field(default_factory=dict)
    _kept: dict[str, str] = field(default_factory=dict)
    _kept_at: float = -KEPT_S
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> dict[str, str]:
        """Name -> "ok", or what is wrong."""
        async with self._lock:
            if time.monotonic() - self._kept_at >= KEPT_S:
                probes = {**self.probes, **self.advisory}
                self._kept = {name: await _tried(name, probe) for name, probe in probes.items()}
                self._kept_at = time.monotonic()
            return self._kept


async def _tried(name: str, probe: Callable[[], Awaitable[None]]) -> str:
    try:
        async with asyncio.timeout(TIMEOUT_S):
            await probe()
    except Exception as error:
        log.warning("health.failed", check=name, error=repr(error))
        return str(error) or type(error).__name__
    return "ok"


router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Whether the sandbox's walls stand and the database answers")
async def healthz(request: Request) -> JSONResponse:
    """200 if so; 503 names what is missing."""
    return await _answer(request.app.state.services.healthy)


@router.get("/readyz", summary="Whether submissions are being taken and graded")
async def readyz(request: Request) -> JSONResponse:
    """200 if so; 503 names what is not up."""
    return await _answer(request.app.state.services.ready)


async def _answer(checks: Checks) -> JSONResponse:
    found = await checks.run()
    good = all(found[name] == "ok" for name in checks.probes)
    return JSONResponse({"status": "ok" if good else "failing", "checks": found}, 200 if good else 503)
