"""Grading at a service: an unusable file is its author's, everything else is not.

How it is asked, and how often: tests/unit/client.
"""

from __future__ import annotations

from collections.abc import Callable

import httpx2
import pytest

from grader.ci.config import Work
from grader.ci.grades import Server
from grader.client import AGAIN_LATER, AsyncClient, ClientError
from grader.errors import InvalidSubmission
from grader.formats.report_json import to_json
from grader.model import Submission
from grader.testing import full_marks

pytestmark = pytest.mark.anyio
WORK = Work("answers/norm.py", "6.7")
REPORT = to_json(full_marks(Submission(id="1", exercise="6.7", source="")))
DONE = {"id": "1", "status": "done", "exercise": "6.7", "filename": "norm.py", "report": REPORT}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def server(handle: Callable[[httpx2.Request], httpx2.Response]) -> Server:
    return Server(AsyncClient("https://grader.example", "ag_x", transport=httpx2.MockTransport(handle)))


async def test_a_file_is_handed_in_byte_for_byte_under_its_own_name() -> None:
    bodies: list[bytes] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        bodies.append(request.read())
        return httpx2.Response(200, json=DONE)

    report = await server(handle).grade(WORK, b"\xef\xbb\xbfimport numpy\r\n\xff")
    assert report.score == 1.0
    assert b'filename="norm.py"' in bodies[0] and b"\xef\xbb\xbfimport numpy\r\n\xff" in bodies[0]


async def test_what_exercises_are_worth_comes_from_the_service() -> None:
    listed = [{"id": "6.7", "title": "LayerNorm", "version": "1", "points": 12.5, "kind": "code"}]
    service = server(lambda _: httpx2.Response(200, json={"exercises": listed}))
    assert await service.worth() == {"6.7": 12.5}


@pytest.mark.parametrize("kind", ["unusable-source", "too-large", "unsupported-media-type"])
async def test_an_unusable_file_is_its_authors(kind: str) -> None:
    document = {"type": f"urn:grader:problem:{kind}", "title": "No", "detail": "Line 3 holds a NUL."}
    with pytest.raises(InvalidSubmission, match="Line 3"):
        await server(lambda _: httpx2.Response(422, json=document)).grade(WORK, b"x")


async def test_a_limit_that_many_jobs_reach_together_is_nobodys_verdict_and_is_asked_for_again() -> None:
    document = {"type": "urn:grader:problem:too-many-requests", "title": "Too many", "detail": "Try again in 1 s."}
    headers = {"Retry-After": "0"}
    with pytest.raises(AGAIN_LATER):
        await server(lambda _: httpx2.Response(429, json=document, headers=headers)).grade(WORK, b"x")


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(401, json={"type": "urn:grader:problem:unauthorized", "title": "No", "detail": "No."}),
        httpx2.Response(422, json={"type": "urn:grader:problem:invalid-fields", "title": "No", "detail": "No."}),
        httpx2.Response(302, headers={"location": "https://evil.example"}),
        httpx2.Response(200, text="hello"),
        httpx2.Response(200, json={**DONE, "report": None}),
        httpx2.Response(200, json={**DONE, "report": {"schema": "grader/report/v9"}}),
    ],
    ids=["token", "fields", "redirect", "page", "no report", "later version"],
)
async def test_any_other_answer_is_no_verdict_and_the_token_goes_nowhere_else(answer: httpx2.Response) -> None:
    hosts: list[str] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        hosts.append(request.url.host)
        return answer

    with pytest.raises(ClientError):
        await server(handle).grade(WORK, b"x")
    assert hosts == ["grader.example"]
