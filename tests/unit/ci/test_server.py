"""Grading at a service: patient with the service, strict with its address, careful with the token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from grader.ci.config import Work
from grader.ci.grades import Refused, Server, Unreachable, connect
from grader.errors import InvalidSubmission, UnknownExercise
from grader.formats.report_json import to_json
from grader.model import Submission
from grader.testing import full_marks

pytestmark = pytest.mark.anyio
WORK = Work("answers/norm.py", "6.7")
REPORT = to_json(full_marks(Submission(id="1", exercise="6.7", source="")))
DONE = {"id": "1", "status": "done", "report": REPORT}
QUEUED = {"id": "1", "status": "queued", "report": None}
Answer = Callable[[httpx2.Request], httpx2.Response] | httpx2.Response | Exception


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def server(*answers: Answer) -> tuple[Server, list[httpx2.Request]]:
    """A service that gives these answers in turn, and the requests that it got."""
    got: list[httpx2.Request] = []
    turns: Iterator[Answer] = iter(answers)

    def handle(request: httpx2.Request) -> httpx2.Response:
        got.append(request)
        answer = next(turns)
        if isinstance(answer, Exception):
            raise answer
        return answer

    http = httpx2.AsyncClient(base_url="https://grader.example", transport=httpx2.MockTransport(handle))
    return Server(http, pause_s=0.0), got


def says(document: Any, status: int = 200, **headers: str) -> httpx2.Response:
    return httpx2.Response(status, json=document, headers=headers)


def problem(kind: str, status: int, **headers: str) -> httpx2.Response:
    document = {"type": f"urn:grader:problem:{kind}", "title": "No", "detail": "It will not do.", "status": status}
    return httpx2.Response(status, json=document, headers=headers)


async def test_a_file_is_handed_in_and_waited_for_and_its_report_comes_back() -> None:
    service, got = server(says(QUEUED, 202), says({**QUEUED, "status": "running"}), says(DONE))
    report = await service.grade(WORK, b"import numpy\n")
    assert report.score == 1.0 and report.exercise == "6.7"
    body = got[0].read()
    assert b'name="exercise"' in body and b'filename="norm.py"' in body and b"import numpy\n" in body
    assert [(r.method, r.url.path) for r in got[1:]] == [("GET", "/v1/submissions/1")] * 2


async def test_what_fails_for_a_moment_is_asked_again_as_the_same_submission() -> None:
    service, got = server(
        httpx2.ConnectError("no"),
        problem("internal-error", 500),
        problem("too-many-requests", 429, **{"Retry-After": "0"}),
        says(DONE),
    )
    assert (await service.grade(WORK, b"x")).score == 1.0
    assert len({request.headers["idempotency-key"] for request in got}) == 1 and len(got) == 4


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (problem("unauthorized", 401), Refused),
        (problem("unknown-exercise", 404), UnknownExercise),
        (problem("unusable-source", 422), InvalidSubmission),
        (problem("too-large", 413), InvalidSubmission),
        (problem("unsupported-media-type", 415), InvalidSubmission),
        (problem("invalid-fields", 422), Refused),
        (httpx2.Response(404, text="<html>nginx</html>"), Refused),
        (httpx2.Response(302, headers={"location": "https://evil.example"}), Refused),
        (httpx2.Response(200, text="hello"), Unreachable),
        (says(["a list"]), Unreachable),
        (says({"id": "1", "status": "done", "report": None}), Unreachable),
        (says({"id": "1", "status": "done", "report": {"schema": "grader/report/v9"}}), Unreachable),
        (says({"id": "1", "status": "cancelled", "report": None}), Unreachable),
    ],
    ids=lambda value: getattr(value, "__name__", getattr(value, "text", "")[:60]),
)
async def test_a_refusal_is_told_apart_from_a_fault_and_from_an_unusable_file(
    answer: httpx2.Response, error: type[Exception]
) -> None:
    service, got = server(answer)
    with pytest.raises(error):
        await service.grade(WORK, b"x")
    assert len(got) == 1  # and the token went nowhere else


async def test_a_service_that_stays_away_is_a_fault_and_no_score() -> None:
    service, _ = server(*[httpx2.ConnectError("no")] * 5)
    with pytest.raises(Unreachable, match="did not answer"):
        await service.grade(WORK, b"x")


async def test_the_points_of_an_exercise_come_from_the_service() -> None:
    service, _ = server(says({"id": "6.7", "points": 12.5}))
    assert await service.points("6.7") == 12.5


@pytest.mark.parametrize(
    ("address", "token", "why"),
    [
        ("http://grader.example", "ag_x", "https"),
        ("ftp://grader.example", "ag_x", "https"),
        ("grader.example", "ag_x", "https"),
        ("http://localhost.evil.example", "ag_x", "https"),
        ("http://127.0.0.1@evil.example", "ag_x", "https"),
        ("https://grader.example", "", "GRADER_TOKEN"),
        ("https://grader.example", "a b", "GRADER_TOKEN"),
        ("https://grader.example", "a\r\nX-Forged: 1", "GRADER_TOKEN"),
    ],
)
async def test_a_token_is_sent_in_the_open_to_nobody_but_this_machine(address: str, token: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        connect(address, token)


async def test_this_machine_may_be_asked_without_tls() -> None:
    async with connect("http://127.0.0.1:8000", "ag_x") as http:
        assert http.headers["authorization"] == "Bearer ag_x" and http.follow_redirects is False
