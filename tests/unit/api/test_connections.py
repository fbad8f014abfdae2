from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from grader.api.connections import limited_protocol

pytestmark = pytest.mark.anyio
REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def empty(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body"})


@asynccontextmanager
async def serving(**limits: Any) -> AsyncIterator[int]:
    """A server on a port of its own, with these limits."""
    config = uvicorn.Config(
        empty, port=0, http=limited_protocol(**limits), lifespan="off", ws="none", log_config=None, access_log=False
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    yield server.servers[0].sockets[0].getsockname()[1]
    await server.shutdown()


async def connected(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port)


async def ended(reader: asyncio.StreamReader) -> bytes:
    """What still came before the other side ended the connection."""
    try:
        async with asyncio.timeout(10):
            return await reader.read()
    except ConnectionResetError:
        return b""


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n"], ids=["nothing", "half a head"])
async def test_a_head_that_does_not_end_ends_the_connection(begun: bytes) -> None:
    async with serving(head_s=0.05, per_address=10) as port:
        reader, writer = await connected(port)
        writer.write(begun)

        assert await ended(reader) == b""
        writer.close()


async def test_a_slow_head_after_a_good_request_ends_it_too() -> None:
    async with serving(head_s=0.2, per_address=10) as port:
        reader, writer = await connected(port)
        writer.write(REQUEST)
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
        writer.write(b"GET / HTTP/1.1\r\n")

        assert await ended(reader) == b""
        writer.close()


async def test_one_address_has_its_share_and_gets_it_back() -> None:
    async with serving(head_s=60, per_address=2) as port:
        first, second = await connected(port), await connected(port)
        for reader, writer in (first, second):
            writer.write(REQUEST)
            await reader.readuntil(b"\r\n\r\n")
        third, third_writer = await connected(port)
        assert await ended(third) == b""
        third_writer.close()

        first[1].write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert await ended(first[0])
        first[1].close()
        reader, writer = await connected(port)
        writer.write(REQUEST)

        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
        for open_one in (writer, second[1]):
            open_one.close()
