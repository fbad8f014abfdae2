"""Who grades: this machine, in its sandbox, or a service that keeps hidden cases and references to itself."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Protocol

import httpx2

from grader.ci.config import Work
from grader.errors import GraderError, InvalidSubmission, UnknownExercise
from grader.formats.report_json import from_json
from grader.model import Report

WAIT_S = 30  # asked of the service for one answer
TOTAL_S = 600.0  # for one submission to be graded
RETRIES = 4  # of one request that the service, or the way to it, could not answer
PAUSE_S = 1.0  # before the first retry; doubled each time, unless the service says how long
MAX_PAUSE_S = 60.0
MAX_REPORT = 4 << 20  # bytes of one answer


class Refused(GraderError):
    """The service takes no work from us: a wrong token, a wrong address. For the operator to mend."""


class Unreachable(GraderError):
    """The service did not grade: our own fault or the network's, never a score."""


# kind of problem -> whose it is: what is wrong with the file is its author's, anything else the operator's
REFUSALS: Mapping[str, type[GraderError]] = {
    "unknown-exercise": UnknownExercise,
    "malformed-exercise-id": UnknownExercise,
    "too-large": InvalidSubmission,
    "unusable-source": InvalidSubmission,
    "unsupported-media-type": InvalidSubmission,
}


class Grades(Protocol):
    """Whoever grades one file for one exercise."""

    async def points(self, exercise: str) -> float:
        """What the exercise is worth. Raises UnknownExercise, Unreachable, Refused."""
        ...

    async def grade(self, work: Work, data: bytes) -> Report:
        """The report. Raises Unreachable, Refused, UnknownExercise, InvalidSubmission."""
        ...


@dataclass(frozen=True, slots=True)
class Server:
    """A service, by its API. The token goes to this address alone: redirects are not followed."""

    http: httpx2.AsyncClient
    pause_s: float = PAUSE_S

    async def points(self, exercise: str) -> float:
        """See `Grades.points`."""
        told = (await self._ask("GET", f"/v1/exercises/{exercise}")).get("points")
        if not isinstance(told, (int, float)):
            raise Unreachable(
                f"the service does not say what {exercise} is worth; is --server the address of a grader?"
            )
        return float(told)

    async def grade(self, work: Work, data: bytes) -> Report:
        """See `Grades.grade`. A repeated request is the same submission: it carries the same key."""
        headers = {"Idempotency-Key": secrets.token_hex(16), "Prefer": f"wait={WAIT_S}"}
        name = PurePosixPath(work.path).name
        form = {"data": {"exercise": work.exercise}, "files": {"file": (name, data, "application/octet-stream")}}
        try:
            async with asyncio.timeout(TOTAL_S):
                stored = await self._ask("POST", "/v1/submissions", headers=headers, **form)
                pause = self.pause_s
                while stored["status"] not in ("done", "cancelled"):
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, MAX_PAUSE_S)
                    stored = await self._ask("GET", f"/v1/submissions/{stored['id']}")
            return from_json(stored["report"] or {})
        except TimeoutError as error:
            raise Unreachable(f"the service has not graded {work.path} within {TOTAL_S:g} s") from error
        except (KeyError, TypeError, ValueError) as error:
            raise Unreachable(f"the service's answer on {work.path} cannot be read: {error}") from error

    async def _ask(self, method: str, path: str, **request: Any) -> Mapping[str, Any]:
        """The JSON of an answer. Raises Refused, UnknownExercise, Unreachable."""
        pause, said = self.pause_s, ""
        for retry in range(RETRIES + 1):
            if retry:
                await asyncio.sleep(pause)
                pause = min(2 * pause, MAX_PAUSE_S)
            try:
                answer = await self.http.request(method, path, **request)
            except httpx2.TransportError as error:
                said = f"{type(error).__name__}: {error}"
            else:
                if answer.status_code < 300:
                    return _document(answer)
                kind, said = _problem(answer)
                if answer.status_code not in (408, 429) and answer.status_code < 500:
                    raise REFUSALS.get(kind, Refused)(said)
                asked = answer.headers.get("retry-after", "")
                pause = min(float(asked), MAX_PAUSE_S) if asked.isdecimal() else pause
        raise Unreachable(f"the service did not answer: {said}")


def _document(answer: httpx2.Response) -> Mapping[str, Any]:
    if len(answer.content) > MAX_REPORT:
        raise Unreachable(f"the service's answer has more than {MAX_REPORT:,} bytes")
    try:
        document = answer.json()
    except ValueError as error:
        raise Unreachable("the service's answer is not JSON; is --server the address of a grader?") from error
    if not isinstance(document, dict):
        raise Unreachable("the service's answer is not a JSON object; is --server the address of a grader?")
    return document


def _problem(answer: httpx2.Response) -> tuple[str, str]:
    """A refusal's kind, and the refusal in the service's words."""
    try:
        told = answer.json()
        return str(told["type"]).rpartition(":")[2], f"{told['title']}: {told['detail']}"
    except (ValueError, KeyError, TypeError):
        return "", f"status {answer.status_code} from {answer.url}; is --server the address of a grader?"


def connect(address: str, token: str) -> httpx2.AsyncClient:
    """A client for one service. Raises Refused for an address or a token that cannot be used."""
    url = httpx2.URL(address)
    local = url.host in ("localhost", "127.0.0.1", "::1")
    if url.scheme not in ("http", "https") or not url.host or (url.scheme == "http" and not local):
        raise Refused(f"--server {address}: write https://..., so that nobody on the way can read the token")
    if not token:
        raise Refused("--server needs a token: set GRADER_TOKEN, from a secret of the CI")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise Refused("GRADER_TOKEN is no token: it has characters that a header cannot carry")
    headers = {"Authorization": f"Bearer {token}"}
    timeout = httpx2.Timeout(WAIT_S + 30, connect=10)
    return httpx2.AsyncClient(base_url=address, headers=headers, timeout=timeout, follow_redirects=False)
