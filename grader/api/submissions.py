"""Handing in, looking up, and following a submission."""

from __future__ import annotations

import asyncio
import json
import math
import re
import secrets
from collections.abc import AsyncIterator, Mapping
from typing import Any

import structlog
from fastapi import APIRouter
from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response

from grader.api.answers import fitting
from grader.api.auth import Caller
from grader.api.body import JSON
from grader.api.documents import REQUEST_BODY, SUBMISSION_CONTENT, location, submission_json
from grader.api.exercises import find_exercise
from grader.api.exports import in_format
from grader.api.intake import read_work
from grader.api.problems import Problem, documented
from grader.api.services import Parts, Services
from grader.model import Submission
from grader.store.base import NewSubmission, Refused, Role, Saved, Status, Stored, Token

SUBMISSION_ID = re.compile(r"[0-9a-f]{32}")
IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,255}")
WAIT = re.compile(r"wait\s*=\s*\"?([0-9]{1,6})\"?")
LOOK_AGAIN_S = 5.0  # the row is the truth; a bell that was not heard delays an answer by this much
SETTLED = (Status.DONE, Status.CANCELLED)

log = structlog.get_logger("grader.api")
router = APIRouter(prefix="/v1/submissions", tags=["submissions"])


@router.post(
    "",
    summary="Hand in",
    status_code=202,
    responses={
        200: {"description": "Graded within the time that `Prefer: wait=N` gave.", "content": SUBMISSION_CONTENT},
        202: {"description": "Accepted: it will be graded, whatever crashes.", "content": SUBMISSION_CONTENT},
        **documented(400, 401, 404, 408, 413, 415, 422, 429, 500),
    },
    openapi_extra={
        "requestBody": REQUEST_BODY,
        "parameters": [
            {
                "name": "Prefer",
                "in": "header",
                "schema": {"type": "string"},
                "example": "wait=10",
                "description": "Seconds to wait for the report before answering 202 (RFC 7240).",
            },
            {
                "name": "Idempotency-Key",
                "in": "header",
                "schema": {"type": "string", "maxLength": 255},
                "description": "The same key and work within 24 h is the same submission.",
            },
        ],
    },
)
async def submit(request: Request, parts: Parts, caller: Caller) -> Response:
    """Hand in one piece of work. The answer holds its id; it names the report's address in Location."""
    wait_s = _preferred_wait(request, parts.limits.wait_max_s)
    key = _idempotency_key(request)
    _within_rate(parts, caller)
    work = await read_work(request, parts.limits, lambda name: name in parts.catalog.rubrics)
    exercise = find_exercise(parts, work.exercise, "/exercise")
    work = fitting(work, exercise, "/answers" if work.answers is not None else "/filename")
    submission = Submission(
        id=secrets.token_hex(16),
        exercise=work.exercise,
        source=work.source,
        filename=work.filename,
        seed=secrets.randbits(63),
    )
    new = NewSubmission(submission=submission, owner=caller.id, exercise_version=exercise.version, idempotency_key=key)
    saved = _accepted(await parts.store.save(new, parts.enqueue))
    structlog.contextvars.bind_contextvars(submission=saved.id)
    stored = await _settled(parts, saved.id, wait_s)
    headers = {"Location": location(saved.id)}
    if wait_s:
        headers["Preference-Applied"] = f"wait={wait_s:g}"
    return _document(stored, 200 if stored.status in SETTLED else 202, headers)


@router.get(
    "/{submission_id}",
    summary="One submission",
    responses={
        200: {"description": "With the report once it is done.", "content": SUBMISSION_CONTENT},
        **documented(400, 401, 404, 409),
    },
)
async def show_submission(
    submission_id: str,
    parts: Parts,
    caller: Caller,
    format: str | None = None,  # noqa: A002 - its name in the address
) -> Response:
    """Its status and, once it is done, its report. Somebody else's is as unknown as one that never was.

    `?format=junit` (or `markdown`, `html`, `gradescope`, ...) answers with the report alone, in that format.
    """
    stored = await _own(parts, submission_id, caller)
    return _document(stored, 200, {}) if format is None else in_format(stored, format)


@router.get(
    "/{submission_id}/events",
    summary="Follow one submission",
    response_class=EventSourceResponse,
    responses={
        200: {
            "description": "Server-sent events: `status` at every change, then `report` with the report, then the end.",
            "content": {"text/event-stream": {"example": 'event: status\ndata: {"status": "running"}\n\n'}},
        },
        **documented(401, 404),
    },
)
async def follow_submission(submission_id: str, parts: Parts, caller: Caller) -> EventSourceResponse:
    """Its changes as they happen."""
    await _own(parts, submission_id, caller)
    return EventSourceResponse(_events(parts, submission_id))


@router.get("/{submission_id}/reports", summary="Every report of one submission", responses=documented(401, 404))
async def show_reports(submission_id: str, parts: Parts, caller: Caller) -> Response:
    """The first report, and those that were made again after a person decided, oldest first."""
    await _own(parts, submission_id, caller)
    found = await parts.desk.reviews.reports(submission_id)
    lines = ",".join(
        f'{{"revision": {each.revision}, "created_at": "{each.created_at.isoformat()}", "report": {each.report}}}'
        for each in found
    )
    return Response(f'{{"reports": [{lines}]}}', media_type=JSON)


async def _events(parts: Services, submission_id: str) -> AsyncIterator[dict[str, Any]]:
    told: Status | None = None
    with parts.changes.watch(submission_id) as watch:
        while True:
            stored = await _existing(parts, submission_id)
            if stored.status is not told:
                told = stored.status
                yield {"event": "status", "data": json.dumps({"id": stored.id, "status": told.value})}
            if stored.status in SETTLED:
                yield {"event": "report", "data": stored.report or "null"}
                return
            await watch.next(LOOK_AGAIN_S)


async def _settled(parts: Services, submission_id: str, seconds: float) -> Stored:
    """The submission as soon as it is settled, or as it is after `seconds`."""
    end = asyncio.get_running_loop().time() + seconds
    with parts.changes.watch(submission_id) as watch:
        while True:
            stored = await _existing(parts, submission_id)
            left = end - asyncio.get_running_loop().time()
            if stored.status in SETTLED or left <= 0:
                return stored
            await watch.next(min(left, LOOK_AGAIN_S))


async def _existing(parts: Services, submission_id: str) -> Stored:
    stored = await parts.store.get(submission_id)
    assert stored is not None, "a saved submission is never deleted"
    return stored


async def _own(parts: Services, submission_id: str, caller: Token) -> Stored:
    """The submission, if it is the caller's. Raises Problem."""
    stored = await parts.store.get(submission_id) if SUBMISSION_ID.fullmatch(submission_id) else None
    if stored is None or stored.owner != caller.id:
        raise Problem("unknown-submission", "You have no submission of this id.", "Check the id.", "path")
    structlog.contextvars.bind_contextvars(submission=stored.id)
    return stored


def _document(stored: Stored, status: int, headers: Mapping[str, str]) -> Response:
    return Response(submission_json(stored), status, media_type=JSON, headers=dict(headers))


def _preferred_wait(request: Request, most: float) -> float:
    """Seconds, 0 without the preference. RFC 7240: what a server does not understand, it ignores."""
    preferences = re.split("[,;]", ",".join(request.headers.getlist("prefer")))
    found = (WAIT.fullmatch(preference.strip()) for preference in preferences)
    return next((min(float(match[1]), most) for match in found if match), 0.0)


def _idempotency_key(request: Request) -> str | None:
    keys = request.headers.getlist("idempotency-key")
    if not keys:
        return None
    if len(keys) > 1 or not IDEMPOTENCY_KEY.fullmatch(keys[0]):
        raise Problem(
            "malformed-header",
            "The Idempotency-Key is not one string of 1 to 255 visible ASCII characters.",
            "Use a fresh UUID for each piece of work, and the same one when you repeat the request.",
            "header Idempotency-Key",
        )
    return keys[0]


def _within_rate(parts: Services, caller: Token) -> None:
    seconds = parts.rate.retry_after(caller.id) if caller.role is Role.STUDENT else None
    if seconds is not None:
        most = parts.limits.submissions_per_minute
        raise _too_many(f"This token handed in {most} times in a minute.", math.ceil(seconds))


def _accepted(outcome: Saved | Refused) -> Saved:
    if outcome is Refused.TOO_MANY_PENDING:
        raise _too_many("Too many of your submissions wait to be graded.", 10)
    if outcome is Refused.KEY_REUSED:
        raise Problem(
            "idempotency-key-reused",
            "Within 24 hours this key came with another exercise or source.",
            "Use a fresh key for each piece of work.",
            "header Idempotency-Key",
        )
    assert isinstance(outcome, Saved)
    return outcome


def _too_many(detail: str, seconds: int) -> Problem:
    return Problem("too-many-requests", detail, f"Try again in {seconds} s.", "", {"Retry-After": str(seconds)})
