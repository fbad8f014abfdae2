"""One OpenAI-compatible endpoint, named by the operator. Whatever it answers is bounded and distrusted."""

from __future__ import annotations

import asyncio
import email.utils
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx2

from grader.errors import GraderError
from grader.rubric.judge.prompt import reply_schema
from grader.rubric.judge.reply import InvalidReply, strict_json

PASSING = (  # faults of the endpoint that may be gone at the next try
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)
BACKOFF_S = 0.5  # before the first retry; doubled each time, with as much again at random
REPLY_TOKENS = 400  # that the model may write: the quote is the longest part of a reply


class Unanswered(GraderError):
    """No usable answer came; says why.

    `down`: it is the endpoint, not this question. `again`: worth another try, after `wait_s` if the endpoint says so.
    """

    def __init__(self, why: str, *, down: bool = False, again: bool = False, wait_s: float = 0.0) -> None:
        self.down = down
        self.again = again
        self.wait_s = wait_s
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Answered:
    """What the model wrote, and the tokens that the endpoint says it cost (0 if it does not say)."""

    text: str
    tokens: int


class Endpoint:
    """Asks `{base_url}/chat/completions`, and no other address: no redirects, no proxies, no .netrc."""

    def __init__(
        self, base_url: str, model: str, key: str | None, *, timeout_s: float, reply_bytes: int, at_once: int
    ) -> None:
        self.model = model
        self._url = base_url.rstrip("/") + "/chat/completions"
        self._timeout_s = timeout_s
        self._reply_bytes = reply_bytes
        self._at_once = asyncio.Semaphore(at_once)
        headers = {"accept": "application/json", "accept-encoding": "identity", "user-agent": "grader"}
        if key:
            headers["authorization"] = f"Bearer {key}"
        self._http = httpx2.AsyncClient(
            headers=headers, timeout=timeout_s, follow_redirects=False, trust_env=False,
            limits=httpx2.Limits(max_connections=at_once),
        )  # fmt: skip

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def ask(self, chat: Sequence[dict[str, str]]) -> Answered:
        """One attempt. Raises Unanswered."""
        try:
            async with self._at_once, asyncio.timeout(self._timeout_s):
                body = await self._post(chat)
        except (TimeoutError, httpx2.TimeoutException) as error:  # not again: it may be at work on the first one still
            raise Unanswered(f"no reply within {self._timeout_s:g} s", down=True) from error
        except httpx2.HTTPError as error:
            raise Unanswered(f"no HTTP reply: {type(error).__name__}", down=True, again=True) from error
        return self._read(body)

    async def _post(self, chat: Sequence[dict[str, str]]) -> bytes:
        request = {
            "model": self.model,
            "messages": list(chat),
            "temperature": 0,
            "max_tokens": REPLY_TOKENS,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "verdict", "strict": True, "schema": reply_schema()},
            },
        }
        async with self._http.stream("POST", self._url, json=request) as response:
            if response.status_code != HTTPStatus.OK:
                passing = response.status_code in PASSING
                wait_s = retry_after(response.headers.get("retry-after", ""), time.time()) if passing else 0.0
                raise Unanswered(f"HTTP {response.status_code}", down=passing, again=passing, wait_s=wait_s)
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != "application/json" or response.headers.get("content-encoding", "identity") != "identity":
                raise Unanswered("the reply is not plain application/json")
            body = bytearray()
            async for piece in response.aiter_raw():
                body += piece
                if len(body) > self._reply_bytes:
                    raise Unanswered(f"the reply is longer than {self._reply_bytes} bytes")
            return bytes(body)

    def _read(self, body: bytes) -> Answered:
        try:
            document: Any = strict_json(body.decode("utf-8"))
            model, choice = document["model"], document["choices"][0]
            text, finished = choice["message"]["content"], choice.get("finish_reason")
            usage = document.get("usage") or {}
            tokens = usage.get("total_tokens", 0)
        except (UnicodeDecodeError, InvalidReply, LookupError, TypeError, AttributeError) as error:
            raise Unanswered(f"the reply is no chat completion: {type(error).__name__}") from error
        if model != self.model:
            raise Unanswered("the reply comes from another model than the one asked for; name it as the endpoint does")
        if not isinstance(text, str) or finished not in (None, "stop"):
            raise Unanswered("the reply is not finished text")
        return Answered(text, tokens if isinstance(tokens, int) and not isinstance(tokens, bool) else 0)


def retry_after(value: str, now: float) -> float:
    """Seconds to wait by a Retry-After header (seconds or an HTTP date); 0 if it says nothing that can be read."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return 0.0


def backoff(attempt: int) -> float:
    """Seconds before retry number `attempt`, counted from 0."""
    return BACKOFF_S * 2.0**attempt * (1 + random.random())  # noqa: S311 - spreads load, keeps no secret
