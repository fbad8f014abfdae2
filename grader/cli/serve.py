"""`grader serve`: the whole service in one process.

The folder given by --data holds all that lasts: `grader.db` (with -wal and -shm beside it while it runs) and `lock`.
Back it up with `sqlite3 grader.db "VACUUM INTO 'copy.db'"`.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import uvicorn

from grader import logs
from grader.api.connections import limited_protocol
from grader.app import Service, UnusableData, running
from grader.errors import GraderError, InvalidSpec, MissingWalls, SandboxFault
from grader.rubric.threshold_file import InvalidThresholds
from grader.settings import InvalidSettings, Settings, read_settings

OK, USAGE, FAULT = 0, 2, 3  # exit codes: part of the contract with supervisors
BACKLOG = 1024


class CannotListen(GraderError):
    """The address is taken, not this machine's, or not for this user."""


def serve(
    host: str | None,
    port: int | None,
    data: Path | None,
    service: Callable[[Settings], AbstractAsyncContextManager[Service]] = running,
) -> int:
    """Serve until SIGINT or SIGTERM; returns the exit code: 2 for what you can mend, 3 for walls this machine lacks."""
    try:
        given = {"host": host, "port": port, "data": data}  # None: as GRADER_* says
        settings = read_settings(**{name: value for name, value in given.items() if value is not None})
        logs.configure(settings.log_level)
        with _listening(settings) as listener:
            asyncio.run(_serve(settings, listener, service))
    except (InvalidSettings, InvalidSpec, InvalidThresholds, UnusableData, CannotListen) as error:
        print(f"grader: {error}", file=sys.stderr)
        return USAGE
    except (MissingWalls, SandboxFault) as error:
        print(f"grader: {error}\nRun `grader doctor` for what to do.", file=sys.stderr)
        return FAULT
    except KeyboardInterrupt:
        return OK
    return OK


def _listening(settings: Settings) -> socket.socket:
    host, port = settings.host, settings.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named: asyncio turns Nagle's delay off (44 ms an answer on a kept connection) only then.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise CannotListen(f"cannot listen on {host} port {port}: {error.strerror}; choose another --port") from error
    listener.listen(BACKLOG)
    return listener


async def _serve(
    settings: Settings, listener: socket.socket, service: Callable[[Settings], AbstractAsyncContextManager[Service]]
) -> None:
    async with service(settings) as started:
        config = uvicorn.Config(
            started.app,
            log_config=None,  # lines of uvicorn go where ours go
            access_log=False,  # guard.py writes one line a request
            server_header=False,
            proxy_headers=False,  # no address that a client may choose is believed
            http=limited_protocol(head_s=settings.head_timeout_s, per_address=settings.connections_per_address),
            lifespan="off",
            ws="none",
            limit_concurrency=settings.connections,
            timeout_graceful_shutdown=max(1, round(settings.stop_grace_s)),
        )
        _announce(settings, listener, started.new_owner_token)
        # uvicorn raises the signal that stopped it once more when it has stopped: without these handlers that would
        # end the process before the worker has finished what runs.
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, lambda _number, _frame: None)
        await uvicorn.Server(config).serve(sockets=[listener])


def _announce(settings: Settings, listener: socket.socket, new_owner_token: str | None) -> None:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    print(f"Serving on http://{shown}:{port} (data in {settings.data.resolve()})", flush=True)
    if new_owner_token is not None:
        print(f"Owner's token, shown this once: {new_owner_token}", flush=True)
    elif settings.token is None:
        print("Owner's token: the one of the first start (GRADER_TOKEN replaces it)", flush=True)
    else:
        print("Owner's token: the one in GRADER_TOKEN", flush=True)
