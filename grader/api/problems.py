"""Errors as RFC 9457 problem documents: what is wrong, where, and how to mend it. Never a traceback."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"

# slug -> (status, title). The slug is the stable name that programs compare.
KINDS: Mapping[str, tuple[int, str]] = {
    "malformed-json": (400, "The body is not the JSON that is taken here"),
    "malformed-body": (400, "The body cannot be read"),
    "malformed-header": (400, "A header cannot be read"),
    "malformed-exercise-id": (400, "That is not an exercise id"),
    "unknown-format": (400, "There is no such format"),
    "unauthorized": (401, "A valid token is needed"),
    "not-staff": (403, "This is for course staff"),
    "not-found": (404, "There is nothing here"),
    "unknown-exercise": (404, "There is no such exercise"),
    "unknown-submission": (404, "There is no such submission"),
    "unknown-decision": (404, "There is no such criterion of such a submission"),
    "method-not-allowed": (405, "This method is not for this address"),
    "already-decided": (409, "Somebody else decided this meanwhile"),
    "slow-body": (408, "The body did not arrive in time"),
    "no-report-yet": (409, "There is no report yet"),
    "nothing-scored": (409, "There is no score to write down in this format"),
    "too-large": (413, "That is too large"),
    "unsupported-media-type": (415, "That kind of content is not taken"),
    "unusable-source": (422, "The source cannot be taken"),
    "invalid-fields": (422, "The fields are not the ones that are taken here"),
    "idempotency-key-reused": (422, "This Idempotency-Key stands for another submission"),
    "too-many-requests": (429, "Too many at once"),
    "internal-error": (500, "The service failed, not your request"),
    "http-error": (400, "The request cannot be served"),
}


@dataclass(slots=True, eq=False)
class Problem(Exception):
    """Raise it anywhere in a request; the answer is this document."""

    kind: str  # a key of KINDS
    detail: str  # what is wrong with this very request
    mend: str  # what to do about it
    where: str = ""  # a JSON pointer into the body ("/source"), or "header Prefer", "path", ...
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 0  # only for http-error: the status Starlette chose
    members: Mapping[str, Any] = field(default_factory=dict)  # more for programs, beside what RFC 9457 names

    def response(self, instance: str) -> Response:
        """The document as an answer. `instance` is the path of the request."""
        status, title = KINDS[self.kind]
        document = {
            "type": f"urn:grader:problem:{self.kind}",
            "title": title,
            "status": self.status or status,
            "detail": self.detail,
            "where": self.where or None,
            "mend": self.mend,
            "instance": instance,
            **self.members,
        }
        return Response(
            json.dumps({k: v for k, v in document.items() if v is not None}, ensure_ascii=True),
            status_code=self.status or status,
            media_type=MEDIA_TYPE,
            headers=dict(self.headers),
        )


async def answer_problem(request: Request, error: Exception) -> Response:
    """Handler of Problem."""
    assert isinstance(error, Problem)
    return error.response(request.url.path)


async def answer_http_exception(request: Request, error: Exception) -> Response:
    """Handler of what the framework itself raises: no such route, not this method."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 404:
        problem = Problem("not-found", "No route has this path.", "GET /v1/exercises lists what can be graded.", "path")
    elif error.status_code == 405:
        allowed = headers.get("Allow", headers.get("allow", ""))
        problem = Problem(
            "method-not-allowed",
            f"{request.method} is not served here.",
            f"Use {allowed or 'another method'}.",
            "method",
        )
    else:
        problem = Problem("http-error", str(error.detail), "Check the request.", status=error.status_code)
    problem.headers = headers
    return problem.response(request.url.path)


async def answer_validation_error(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """Handler of FastAPI's own check of path and query; what was sent is not repeated."""
    return Problem("invalid-fields", "A parameter of the address is not valid.", "See /openapi.json.", "path").response(
        request.url.path
    )


def internal_error(instance: str) -> Response:
    """The answer to whatever nobody expected."""
    return Problem(
        "internal-error",
        "The error is in the service's log. Nothing was scored because of it.",
        "Try again; the same Idempotency-Key never makes a second submission.",
    ).response(instance)


# For the description of the API.
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "mend", "instance"],
    "properties": {
        "type": {"type": "string", "example": "urn:grader:problem:unusable-source"},
        "title": {"type": "string", "example": "The source cannot be taken"},
        "status": {"type": "integer", "example": 422},
        "detail": {"type": "string", "example": "Line 3 holds a NUL character; it is not a Python text file."},
        "where": {"type": "string", "example": "/source"},
        "mend": {"type": "string", "example": "Save the file as UTF-8 text and hand it in again."},
        "instance": {"type": "string", "example": "/v1/submissions"},
    },
}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may answer with these problems."""
    return {
        status: {"description": "A problem document.", "content": {MEDIA_TYPE: {"schema": SCHEMA}}}
        for status in statuses
    }
