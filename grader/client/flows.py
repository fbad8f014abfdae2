"""What a client does, without doing it: each step is a request or a pause, and somebody else carries it out."""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias, TypeVar
from urllib.parse import quote

import httpx2

from grader.client.errors import REFUSALS, ClientError, Refusal, TimedOut, Unavailable, UnusableAddress
from grader.formats.report_json import from_json
from grader.model import Report

TRIES = 5  # of one request that the service, or the way to it, could not answer
FIRST_PAUSE_S = 0.2  # before the second try, or look; doubled each time, unless the service says how long
LONGEST_PAUSE_S = 30.0
ASKED_WAIT_S = 20  # that one answer may take while the service grades
TOTAL_S = 600.0  # for one submission to be graded
SETTLED = ("done", "cancelled")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Exercise:
    """One line of the list of exercises."""

    id: str
    title: str
    version: str
    points: float
    kind: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission as the service tells it."""

    id: str
    status: str  # queued | running | done | cancelled
    exercise: str
    filename: str
    report: Report | None = None  # once the status is done

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in SETTLED


@dataclass(frozen=True, slots=True)
class Event:
    """One message of a submission's event stream: `status` at every change, `report` at the end."""

    name: str
    data: Any


@dataclass(frozen=True, slots=True)
class Ask:
    """A request to be made; its answer is sent back, or why there is none."""

    method: str
    path: str
    content: Mapping[str, Any] = field(default_factory=dict)  # as httpx2 takes it


@dataclass(frozen=True, slots=True)
class Pause:
    """Seconds in which nothing is to be done."""

    seconds: float


# What to do, without doing it: each step is a request, answered with its response or the error, or a pause (None).
Answer: TypeAlias = httpx2.Response | httpx2.RequestError | None
Flow: TypeAlias = Generator[Ask | Pause, Answer, T]


def _asked(method: str, path: str, **content: Any) -> Flow[Mapping[str, Any]]:
    """The JSON object of an answer, after as many tries as are worth it."""
    pause = FIRST_PAUSE_S
    failure: ClientError = Unavailable("the service did not answer")
    for tries_left in reversed(range(TRIES)):
        answer = yield Ask(method, path, content)
        if isinstance(answer, httpx2.RequestError):
            failure = Unavailable(f"the service did not answer: {answer or type(answer).__name__}")
        elif answer is not None:
            if answer.is_success:
                return _object(answer)
            failure = refusal(answer)
            if answer.status_code not in (408, 429) and answer.status_code < 500:
                raise failure
            seconds = answer.headers.get("retry-after", "")
            pause = min(float(seconds), 2 * LONGEST_PAUSE_S) if seconds.isdecimal() else pause
        if tries_left:
            yield Pause(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)
    raise failure


def _object(answer: httpx2.Response) -> Mapping[str, Any]:
    try:
        document = answer.json()
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise UnusableAddress(f"{answer.url} answers, but not as a grader does; check the address")
    return document


def refusal(answer: httpx2.Response) -> ClientError:
    """What an answer that is no success means."""
    try:
        document = answer.json()
    except ValueError:
        document = None
    if not isinstance(document, dict) or "detail" not in document:
        document = {"title": f"{answer.url} answers with {answer.status_code}", "mend": "Is that a grader's address?"}
    status = answer.status_code
    if status >= 500:
        return Unavailable(f"the service failed ({status}): {document.get('detail') or document['title']}")
    return REFUSALS.get(status, Refusal)(status, document)


def _submission(document: Mapping[str, Any]) -> Submission:
    try:
        report = document["report"]
        known = {name: str(document[name]) for name in ("id", "status", "exercise", "filename")}
        return Submission(**known, report=from_json(report) if report is not None else None)
    except (KeyError, TypeError, ValueError) as error:
        raise UnusableAddress(f"the answer is no submission as this version knows it: {error}") from error


def exercises() -> Flow[tuple[Exercise, ...]]:
    """What can be handed in."""
    document = yield from _asked("GET", "/v1/exercises")
    try:
        return tuple(Exercise(**{name: e[name] for name in Exercise.__slots__}) for e in document["exercises"])
    except (KeyError, TypeError) as error:
        raise UnusableAddress(f"the answer is no list of exercises as this version knows it: {error}") from error


def submit(
    exercise: str, work: Path | str | bytes, filename: str | None, key: str | None, wait_s: float
) -> Flow[Submission]:
    """Hand in a file, or what is in one."""
    if isinstance(work, Path):
        name, data = filename or work.name, work.read_bytes()
    else:
        name, data = filename or "submission.py", work.encode() if isinstance(work, str) else work
    headers = {"Idempotency-Key": key or secrets.token_hex(16)}
    if wait_s >= 1:
        headers["Prefer"] = f"wait={min(int(wait_s), ASKED_WAIT_S)}"
    form = {"data": {"exercise": exercise}, "files": {"file": (name, data, "application/octet-stream")}}
    return _submission((yield from _asked("POST", "/v1/submissions", headers=headers, **form)))


def get(submission: str) -> Flow[Submission]:
    """One look."""
    return _submission((yield from _asked("GET", path(submission))))


def wait(submission: str, seconds: float) -> Flow[Submission]:
    """Look until it is settled, ever less often. Raises TimedOut."""
    end = time.monotonic() + seconds
    pause = FIRST_PAUSE_S
    while True:
        found = yield from get(submission)
        left = end - time.monotonic()
        if found.settled:
            return found
        if left <= 0:
            raise TimedOut(submission, seconds)
        yield Pause(min(pause, left))
        pause = min(1.5 * pause, LONGEST_PAUSE_S)


def grade(exercise: str, work: Path | str | bytes, filename: str | None, seconds: float) -> Flow[Report]:
    """Hand in, and wait for the report."""
    found = yield from submit(exercise, work, filename, None, seconds)
    if not found.settled:
        found = yield from wait(found.id, seconds)
    if found.report is None:
        raise Unavailable(f"submission {found.id} is {found.status} and has no report")
    return found.report


def path(submission: str) -> str:
    """The address of a submission."""
    return f"/v1/submissions/{quote(submission, safe='')}"


def options(url: str, token: str | None) -> dict[str, Any]:
    """For httpx2. Raises UnusableAddress."""
    try:
        address = httpx2.URL(url)
    except httpx2.InvalidURL as error:
        raise UnusableAddress(f"{url!r} is no address: {error}") from error
    local = address.scheme == "http" and address.host in ("localhost", "127.0.0.1", "::1")
    if not address.host or not (address.scheme == "https" or local):
        raise UnusableAddress(f"{url!r}: write https://..., so that nobody on the way can read the token")
    secret = token if token is not None else os.environ.get("GRADER_TOKEN", "")
    if not secret or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise UnusableAddress("there is no usable token: give `token`, or set GRADER_TOKEN")
    timeout = httpx2.Timeout(ASKED_WAIT_S + 30.0, connect=10.0)
    headers = {"Authorization": f"Bearer {secret}"}
    return {"base_url": address, "headers": headers, "timeout": timeout, "follow_redirects": False}


class EventReader:
    """Reads server-sent events line by line."""

    def __init__(self) -> None:
        self._name, self._data = "", ""

    def feed(self, line: str) -> Iterable[Event]:
        """The event that ends with this line, if one does."""
        kind, _, value = line.partition(": ")
        if kind == "event":
            self._name = value
        elif kind == "data":
            self._data += value
        elif not line and self._data:
            try:
                event = Event(self._name, json.loads(self._data))
            except ValueError as error:
                raise Unavailable("the stream holds what is not JSON") from error
            self._name, self._data = "", ""
            return (event,)
        return ()
