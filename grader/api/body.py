"""Reads request bodies: bounded in size and time, of listed types, and never by guessing what they are."""

from __future__ import annotations

import asyncio
from email.message import Message

from starlette.requests import ClientDisconnect, Request

from grader.api.problems import Problem

JSON = "application/json"
MULTIPART = "multipart/form-data"


def content_type(request: Request) -> Message:
    """The declared type of the body, one of the two taken here."""
    values = request.headers.getlist("content-type")
    message = Message()
    message["content-type"] = values[0] if len(values) == 1 else ""
    charset = message.get_param("charset", "utf-8")
    if (
        message.get_content_type() not in (JSON, MULTIPART)
        or not values
        or str(charset).lower() not in ("utf-8", "utf8")
    ):
        raise Problem(
            "unsupported-media-type",
            f"Content-Type is {', '.join(values)[:100]!r}." if values else "There is no Content-Type.",
            f"Send {JSON} in UTF-8, or {MULTIPART} with one .py or .ipynb file.",
            "header Content-Type",
        )
    return message


async def read(request: Request, *, most: int, seconds: float) -> bytes:
    """The whole body, at most `most` bytes, within `seconds`. Stops reading at the first byte too many."""
    if "content-encoding" in request.headers:
        raise Problem(
            "unsupported-media-type",
            "The body has a Content-Encoding.",
            "Send it as it is, not compressed.",
            "header Content-Encoding",
        )
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and (len(declared) > 18 or int(declared) > most):
        raise _too_large(most)
    data = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                data += chunk
                if len(data) > most:
                    raise _too_large(most)
    except TimeoutError as error:
        raise Problem(
            "slow-body",
            f"The body was not complete after {seconds:g} seconds.",
            "Try again on a faster connection.",
            "body",
            {"Connection": "close"},
        ) from error
    except ClientDisconnect as error:
        raise Problem("malformed-body", "The connection ended within the body.", "Send it again.", "body") from error
    return bytes(data)


def _too_large(most: int) -> Problem:
    return Problem(
        "too-large",
        f"The body has more than {most:,} bytes.",
        "Hand in the code alone, without data or outputs.",
        "body",
        {"Connection": "close"},  # the rest of the body is not read
    )
