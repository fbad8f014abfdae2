"""The outermost layer: security headers on every answer, one log line a request, and no traceback to anyone."""

from __future__ import annotations

import time

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from grader.api.problems import internal_error

log = structlog.get_logger("grader.http")

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """ASGI middleware. A header that a route sets itself is left as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        structlog.contextvars.clear_contextvars()
        started = time.perf_counter()
        status = 0

        async def guarded_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, guarded_send)
        except Exception:
            log.exception("http.unexpected", method=scope["method"], path=scope["path"])
            if status:
                raise  # the answer has begun: only ending the connection tells the client that it is not whole
            await internal_error(scope["path"])(scope, receive, guarded_send)
        finally:
            took = round((time.perf_counter() - started) * 1000, 2)
            log.info("http.request", method=scope["method"], path=scope["path"], status=status, ms=took)
