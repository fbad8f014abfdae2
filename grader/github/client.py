"""GitHub's REST API, as an App's installation sees it: every answer bounded in size and time, every limit obeyed.

There are two ways to fail. `Later`: GitHub is down, slow, or asks for patience; the whole check is tried again, as each
of its steps may be repeated. `Denied`: GitHub says no, and will say it again. The address comes from the settings
alone, parts of a path are quoted, and redirects are not followed, so that no event can lead us elsewhere.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import quote

import httpx2
import jwt

API_VERSION = "2022-11-28"
ANSWER_BYTES = 6 * 1024 * 1024  # of one answer: a list of about 20,000 files, or the largest file that is taken
REQUEST_S = 30.0  # for one request and its whole answer
APP_TOKEN_S = 540  # GitHub takes at most ten minutes
CLOCK_SKEW_S = 60
FRESH_S = 300.0  # an installation's token is renewed when it has less than this left
SECONDARY_S = 60.0  # what GitHub asks for when it does not say how long
LONGEST_S = 7200.0  # whatever a header says, look again after this
PERMISSIONS = {"checks": "write", "contents": "read"}  # of the App's, all that is asked for

Document: TypeAlias = Mapping[str, Any]


class Later(Exception):
    """Not now; `seconds` is how long GitHub asks to wait, None if it does not say."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Denied(Exception):
    """GitHub's no: `status` and its own message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Place:
    """Whose token, and for which repository."""

    installation: int
    repository_id: int
    repository: str  # owner/name


@dataclass(frozen=True, slots=True)
class _Token:
    secret: str
    expires: float  # seconds since 1970


class GitHub:
    """One App. `http` must have the API's address as its base and must not follow redirects."""

    def __init__(
        self,
        http: httpx2.AsyncClient,
        *,
        app_id: int,
        private_key: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._http = http
        self.app_id = app_id
        self._private_key = private_key
        self._clock = clock
        self._tokens: dict[Place, _Token] = {}
        self._quiet_until: dict[int, float] = {}  # by installation: GitHub asked for silence

    async def get(self, place: Place, path: str, **query: str | int) -> Document:
        """GET below the repository. Raises Later, Denied."""
        return await self._repository("GET", place, path, params=query)

    async def post(self, place: Place, path: str, body: Document) -> Document:
        """POST below the repository. Raises Later, Denied."""
        return await self._repository("POST", place, path, json=body)

    async def patch(self, place: Place, path: str, body: Document) -> Document:
        """PATCH below the repository. Raises Later, Denied."""
        return await self._repository("PATCH", place, path, json=body)

    async def _repository(self, method: str, place: Place, path: str, **content: Any) -> Document:
        left = self._quiet_until.get(place.installation, 0.0) - self._clock()
        if left > 0:
            raise Later("the rate limit of this installation is used up", left)
        owner, name = place.repository.split("/")
        url = f"/repos/{quoted(owner)}/{quoted(name)}{path}"
        try:
            return await self._ask(method, url, await self._token(place), **content)
        except Later as later:
            if later.seconds is not None:
                self._quiet_until[place.installation] = self._clock() + later.seconds
            raise
        except Denied as denied:
            if denied.status != 401:
                raise
            self._tokens.pop(place, None)  # revoked, or our clock is wrong: make another one
            raise Later("the installation's token is not taken") from denied

    async def _token(self, place: Place) -> str:
        """A token for this one repository, with no more rights than a check needs."""
        now = self._clock()
        known = self._tokens.get(place)
        if known is not None and known.expires - FRESH_S > now:
            return known.secret
        claims = {"iat": int(now) - CLOCK_SKEW_S, "exp": int(now) + APP_TOKEN_S, "iss": str(self.app_id)}
        app_token = jwt.encode(claims, self._private_key, algorithm="RS256")
        body = {"repository_ids": [place.repository_id], "permissions": PERMISSIONS}
        made = await self._ask("POST", f"/app/installations/{place.installation}/access_tokens", app_token, json=body)
        try:
            token = _Token(str(made["token"]), datetime.fromisoformat(made["expires_at"]).timestamp())
        except (KeyError, TypeError, ValueError) as error:
            raise Later("the answer holds no token") from error
        self._tokens = {held: kept for held, kept in self._tokens.items() if kept.expires > now}
        self._tokens[place] = token
        return token.secret

    async def _ask(self, method: str, url: str, token: str, **content: Any) -> Document:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {token}",
            "User-Agent": "grader",
            "X-GitHub-Api-Version": API_VERSION,
        }
        try:
            async with (
                asyncio.timeout(REQUEST_S),
                self._http.stream(method, url, headers=headers, **content) as answer,
            ):
                data = bytearray()
                async for chunk in answer.aiter_bytes():
                    data += chunk
                    if len(data) > ANSWER_BYTES:
                        raise Denied(413, f"the answer has more than {ANSWER_BYTES:,} bytes")
        except (httpx2.TransportError, httpx2.DecodingError, TimeoutError) as error:
            raise Later(f"no whole answer: {error!r}") from error
        return self._judged(answer, bytes(data))

    def _judged(self, answer: httpx2.Response, data: bytes) -> Document:
        status = answer.status_code
        try:
            document = json.loads(data)
        except (ValueError, RecursionError):
            document = None
        if 200 <= status < 300:
            if not isinstance(document, dict):
                raise Later("the answer is not a JSON object")
            return document
        message = str(document.get("message", ""))[:200] if isinstance(document, dict) else ""
        if status in (403, 429):
            seconds = self._asked_patience(answer.headers, message, status)
            if seconds is not None:
                raise Later(f"rate limit: {message}", seconds)
        if status >= 500 or status == 408:
            raise Later(f"{status}: {message}")
        raise Denied(status, message)

    def _asked_patience(self, headers: httpx2.Headers, message: str, status: int) -> float | None:
        """Seconds that a rate limit asks to wait, primary or secondary; None if this is no rate limit."""
        asked = _number(headers.get("retry-after"))
        if asked is None and headers.get("x-ratelimit-remaining") == "0":
            reset = _number(headers.get("x-ratelimit-reset"))
            asked = reset - self._clock() if reset is not None else None
        if asked is None and (status == 429 or "rate limit" in message.lower()):
            asked = SECONDARY_S
        return None if asked is None else min(max(asked, 1.0), LONGEST_S)


def quoted(part: str, *, slashes: bool = False) -> str:
    """A part of a path that can be nothing else."""
    return quote(part, safe="/" if slashes else "")


def _number(text: str | None) -> float | None:
    return float(text) if text is not None and text.isdecimal() and len(text) < 15 else None
